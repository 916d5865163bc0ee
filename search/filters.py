"""Filters beside the query: what an application sets, where a person would type ``tag:`` or ``date:``."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from tracuu.analyzers.errors import QueryError
from tracuu.search.date_ranges import date_range
from tracuu.search.nodes import DateRange, Or, Query
from tracuu.search.pattern_nodes import Keyword


class Filters(NamedTuple):
    """Only articles that fit all of these are searched.

    Attributes:
        since: first day, a date or text (``2021``, ``2021-05``, ``14/4/2025``).
        until: last day, likewise; a month or a year counts whole.
        tags: all of them.
        sources: any of them.
        authors: any of them.
        paths: any of them; a folder stands for all below it, ``*`` for anything.
    """

    since: dt.date | str | None = None
    until: dt.date | str | None = None
    tags: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    paths: tuple[str, ...] = ()

    def queries(self) -> list[Query]:
        """The nodes that must match.

        Raises:
            QueryError: a date is none, or a single text stands where there should be several.
        """
        for name in ("tags", "sources", "authors", "paths"):
            if isinstance(getattr(self, name), str):
                raise QueryError(f"{name} of a filter must be a sequence of texts, not {getattr(self, name)!r}")
        queries: list[Query] = [Keyword("tag", tag) for tag in self.tags]
        for name, values in (("source", self.sources), ("author", self.authors), ("path", self.paths)):
            if values:
                queries.append(Or([Keyword(name, value) for value in values]))
        if self.since or self.until:
            first = _range(self.since)[0] if self.since else None
            last = _range(self.until)[1] if self.until else None
            queries.append(DateRange("date", first, last))
        return queries


def _range(date: dt.date | str) -> tuple[dt.datetime, dt.datetime]:
    if isinstance(date, dt.datetime):
        return date, date
    text = date if isinstance(date, str) else date.isoformat()
    found = date_range(text)
    if found is None:
        raise QueryError(f"{text!r} is not a date: write 2021, 2021-05, 2021-05-14 or 14/5/2021")
    return found
