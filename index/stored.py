"""Articles as they were given, one record each, later compressed (see ``record_store``).

A record is one line of JSON, and behind it the body as it is: to parse that as JSON would take as long as to decompress
it.
"""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

from tracuu.analyzers.errors import InvalidArticleError
from tracuu.index.article import Article
from tracuu.index.nesting import is_nested_deeply
from tracuu.index.views import NO_DATE

_to_json = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode
_from_json = json.JSONDecoder().decode
_DEEPEST = 100
"""Levels of lists and mappings in metadata: what took all of a deep stack to write may not be read on another one."""
_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.timezone.utc)


def dump_article(article: Article) -> bytes:
    """The record of an article, UTF-8; empty fields take no room.

    Raises:
        InvalidArticleError: its metadata is not what JSON can hold, or nested too deeply.
    """
    record: dict[str, Any] = {
        name: value
        for name in ("id", "title", "url", "path", "source", "authors", "tags")
        if (value := getattr(article, name))
    }
    if article.date is not None:
        record["date"] = article.date.isoformat()
    if article.metadata:
        record["metadata"] = dict(article.metadata)
    try:
        line = _to_json(record)
        if line.count("[") + line.count("{") > _DEEPEST and is_nested_deeply(record, _DEEPEST):
            raise ValueError(f"nested more than {_DEEPEST} levels deep")
    except (TypeError, ValueError, RecursionError) as error:
        raise InvalidArticleError(
            f"metadata of the article {article.id!r} cannot be kept as JSON: {error}; "
            "give texts, finite numbers, lists and mappings"
        ) from None
    return f"{line}\n{article.body}".encode("utf-8", "surrogatepass")


def load_article(data: bytes) -> Article:
    """The article of a record.

    Raises:
        TypeError, ValueError, RecursionError, InvalidArticleError: it is none.
    """
    line, _, body = data.decode("utf-8", "surrogatepass").partition("\n")
    record = _from_json(line)
    if type(record) is not dict:
        raise ValueError("the record of an article is an object")
    date = record.pop("date", None)
    if date is not None:
        record["date"] = parse_stored_date(date)
    return Article(body=body, **record)


def parse_stored_date(text: str) -> dt.date:
    """The date or datetime whose ``isoformat`` this is."""
    return dt.datetime.fromisoformat(text) if "T" in text else dt.date.fromisoformat(text)


def date_to_seconds(date: dt.date | None) -> int:
    """Seconds since 1970 on the article's own clock, for the date column; a date without a time is its midnight.

    The zone is left aside: what was published at half past midnight in Hà Nội is found under that day.
    """
    if date is None:
        return NO_DATE
    if not isinstance(date, dt.datetime):
        date = dt.datetime(date.year, date.month, date.day)
    return (date.replace(tzinfo=dt.timezone.utc) - _EPOCH) // dt.timedelta(seconds=1)


def seconds_to_date(seconds: int) -> dt.date | None:
    """The day of a value of the date column."""
    return None if seconds == NO_DATE else (_EPOCH + dt.timedelta(seconds=seconds)).date()
