"""A snapshot of the index as a reader of Whoosh: whatever runs on a Whoosh index runs on this."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import numpy as np
from whoosh.codec.base import Automata, FieldCursor
from whoosh.columns import ColumnReader, TranslatingColumnReader
from whoosh.reading import IndexReader as WhooshReader
from whoosh.reading import TermInfo, TermNotFound
from whoosh.scoring import BaseScorer
from whoosh.searching import Searcher
from whoosh.util.times import long_to_datetime

from tracuu.index.arrays import Array
from tracuu.index.reader import IndexReader
from tracuu.index.whoosh_fields import UNDATED, DateField, Field, TermPostings, view_fields
from tracuu.index.whoosh_matcher import PostingsMatcher
from tracuu.index.whoosh_schema import schema, stored_fields

__all__ = ["ArticleIndexReader", "Searcher"]


class ArticleIndexReader(WhooshReader):  # type: ignore[misc]  # whoosh has no types
    """All segments as one; any number of threads may share it.

    Whoosh is shown the live articles alone, numbered without gaps: ``numbers[docnum]`` is the number in the
    snapshot. So its figures never count deleted articles, and its ``Not`` never returns one. Methods raise
    Whoosh's ``TermNotFound`` for a field or term that is not there.
    """

    def __init__(self, snapshot: IndexReader) -> None:
        """Wrap a snapshot; terms and columns are read when first needed."""
        self.snapshot = snapshot
        self.numbers: Array = np.flatnonzero(snapshot.live)
        self.schema = schema()
        self._dates = DateField(snapshot)
        self._fields: dict[str, Field] = {"date": self._dates, **view_fields(snapshot)}
        self._figures: dict[str, tuple[int, int, int]] = {}
        self._find = lru_cache(maxsize=8)(self._look_up)  # Whoosh asks for each term some five times in a row

    def searcher(self, **options: Any) -> Searcher:
        """A searcher, for one thread; ``options`` are Whoosh's (``weighting``)."""
        return Searcher(self, **options)

    def generation(self) -> int:
        return self.snapshot.toc.generation

    # Articles

    def doc_count_all(self) -> int:
        return len(self.numbers)

    def doc_count(self) -> int:
        return len(self.numbers)

    def has_deletions(self) -> bool:
        return False

    def is_deleted(self, docnum: int) -> bool:
        return False

    def stored_fields(self, docnum: int) -> dict[str, object]:
        date = long_to_datetime(int(self._dates.microseconds[docnum])) if self._dates.lengths[docnum] else None
        return {**stored_fields(self.snapshot.article(int(self.numbers[docnum]))), "date": date}

    def has_vector(self, docnum: int, fieldname: str) -> bool:
        return False

    # Lengths, in terms

    def doc_field_length(self, docnum: int, fieldname: str, default: int = 0) -> int:
        return int(self._fields[fieldname].lengths[docnum]) if fieldname in self._fields else default

    def field_length(self, fieldname: str) -> int:
        return self._length_figures(fieldname)[0]

    def min_field_length(self, fieldname: str) -> int:
        return self._length_figures(fieldname)[1]

    def max_field_length(self, fieldname: str) -> int:
        return self._length_figures(fieldname)[2]

    # Terms

    def indexed_field_names(self) -> list[str]:
        return sorted(self._fields)

    def __contains__(self, term: tuple[str, bytes | str]) -> bool:
        return term[0] in self._fields and bool(self._find(*term))

    def all_terms(self) -> Iterator[tuple[str, bytes]]:
        return ((name, text) for name in self.indexed_field_names() for text in self._fields[name].terms)

    def terms_from(self, fieldname: str, prefix: bytes | str) -> Iterator[tuple[str, bytes]]:
        """As in Whoosh, but only to the end of the field, where all its callers stop reading anyway."""
        terms = self._field(fieldname).terms
        first = bisect_left(terms, self._text_to_bytes(fieldname, prefix))
        return ((fieldname, terms[place]) for place in range(first, len(terms)))

    def cursor(self, fieldname: str) -> TermCursor:
        return TermCursor(self._field(fieldname).terms)

    def terms_within(self, fieldname: str, text: str, maxdist: int, prefix: int = 0) -> Iterator[str]:
        """As in Whoosh's own index: a swap of neighbours is two edits."""
        found: Iterator[str] = Automata().terms_within(self.cursor(fieldname), text, maxdist, prefix)
        return found

    def doc_frequency(self, fieldname: str, text: bytes | str) -> int:
        return len(self._find(fieldname, text))

    def frequency(self, fieldname: str, text: bytes | str) -> int:
        return int(self._find(fieldname, text).frequencies.sum())

    def term_info(self, fieldname: str, text: bytes | str) -> TermInfo:
        postings = self._existing(fieldname, text)
        lengths = self._field(fieldname).lengths[postings.docs]
        return TermInfo(
            weight=float(postings.frequencies.sum()),
            df=len(postings),
            minlength=int(lengths.min()),
            maxlength=int(lengths.max()),
            maxweight=float(postings.frequencies.max()),
            minid=int(postings.docs[0]),
            maxid=int(postings.docs[-1]),
        )

    def postings(self, fieldname: str, text: bytes | str, scorer: BaseScorer | None = None) -> PostingsMatcher:
        term = (fieldname, self._text_to_bytes(fieldname, text))
        postings = self._existing(fieldname, text)
        return PostingsMatcher(term, postings, self.schema[fieldname].format, scorer)

    # Sorting

    def has_column(self, fieldname: str) -> bool:
        return fieldname == "date"

    def column_reader(
        self, fieldname: str, column: object = None, reverse: bool = False, translate: bool = True
    ) -> ColumnReader:
        """Dates; the undated come last in both directions. Whoosh sorts by other fields through their terms."""
        if not self.has_column(fieldname):
            raise TermNotFound(f"no column {fieldname!r}: only the date is one")
        reader = DateColumn(self._dates.microseconds, reverse)
        return TranslatingColumnReader(reader, long_to_datetime) if translate else reader

    # How all of them look things up

    def _field(self, name: str) -> Field:
        if name not in self._fields:
            raise TermNotFound(f"no indexed field {name!r}")
        return self._fields[name]

    def _look_up(self, fieldname: str, text: bytes | str) -> TermPostings:
        return self._field(fieldname).find(self._text_to_bytes(fieldname, text))

    def _existing(self, fieldname: str, text: bytes | str) -> TermPostings:
        postings = self._find(fieldname, text)
        if not postings:
            raise TermNotFound(f"{fieldname}:{text!r}")
        return postings

    def _length_figures(self, fieldname: str) -> tuple[int, int, int]:
        """Sum, least and greatest length of the articles that have something in a field."""
        if fieldname not in self._figures:
            lengths = self._field(fieldname).lengths
            lengths = lengths[lengths > 0]
            least_greatest = (int(lengths.min()), int(lengths.max())) if len(lengths) else (0, 0)
            self._figures[fieldname] = (int(lengths.sum()), *least_greatest)
        return self._figures[fieldname]


class TermCursor(FieldCursor):  # type: ignore[misc]
    """Walks over the sorted terms of a field."""

    def __init__(self, terms: list[bytes]) -> None:
        """Start at the first."""
        self._terms = terms
        self._at = 0

    def text(self) -> str | None:
        return self._terms[self._at].decode() if self._at < len(self._terms) else None

    def find(self, text: str) -> None:
        """Go to the first term that is not below this one."""
        self._at = bisect_left(self._terms, text.encode("utf-8", "surrogatepass"))


class DateColumn(ColumnReader):  # type: ignore[misc]
    """The dates in the form in which Whoosh sorts by them."""

    def __init__(self, microseconds: Array, reverse: bool) -> None:
        """Wrap ``DateField.microseconds``."""
        self._values = microseconds
        self._sign = -1 if reverse else 1
        self._doccount = len(microseconds)

    def __getitem__(self, docnum: int) -> int:
        return int(self._values[docnum])

    def sort_key(self, docnum: int) -> int:
        value = self[docnum]
        return value if value == UNDATED else value * self._sign
