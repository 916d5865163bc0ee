"""The fields of the Whoosh schema: their terms, as bytes, and the postings of each through all segments.

Articles are numbered as Whoosh is to see them: the live ones, in the order of the snapshot, without gaps.
"""

from __future__ import annotations

import datetime as dt
import re
import struct
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Protocol

import numpy as np

from tracuu.analyzers import fold
from tracuu.analyzers.cached import cached_property
from tracuu.index.arrays import Array
from tracuu.index.lexicon import Lexicon
from tracuu.index.postings import Postings
from tracuu.index.reader import IndexReader
from tracuu.index.segment import Segment
from tracuu.index.views import KEYWORD_FIELDS, NO_DATE, TEXT_FIELDS, VIEWS, fold_key

_SURROGATE = re.compile("[\ud800-\udfff]")
_BLOCK = struct.Struct(">BQ")
_SHIFTS = range(0, 64, 8)
_EPOCH = (dt.datetime(1970, 1, 1) - dt.datetime.min) // dt.timedelta(seconds=1)
UNDATED = (dt.datetime.max - dt.datetime.min) // dt.timedelta(microseconds=1)
"""The end of the year 9999, in microseconds since the year 1."""


class TermPostings:
    """Which articles hold a term, how often and where; ``len()`` counts the articles.

    Attributes:
        docs: int64, article numbers, ascending.
        frequencies: int64, how often each of them holds the term.
    """

    def __init__(self, docs: Array, frequencies: Array, positions: Callable[[], Array] | None = None) -> None:
        """Entries of a term, deleted articles (number -1) among them, and what reads the positions of all."""
        self._entries = (docs >= 0, frequencies, positions)
        self.docs, self.frequencies = docs[docs >= 0], frequencies[docs >= 0]

    def __len__(self) -> int:
        return len(self.docs)

    def positions(self, place: int) -> list[int]:
        """Where in ``docs[place]`` the term stands, ascending; empty if the view keeps no positions."""
        stops, positions = self._positions
        stop = int(stops[place])
        found: list[int] = positions[stop - self.frequencies[place] : stop].tolist()
        return found

    @cached_property
    def _positions(self) -> tuple[Array, Array]:
        """Where the positions in each of ``docs`` end, and the positions of all entries."""
        live, frequencies, read = self._entries
        return np.cumsum(frequencies)[live], read() if read else np.zeros(int(frequencies.sum()), np.int64)


class Field(Protocol):
    """A field as Whoosh sees it."""

    @property
    def terms(self) -> list[bytes]:
        """All terms that an article has in this field, sorted; made when first asked for."""

    @property
    def lengths(self) -> Array:
        """How many tokens each article has in this field."""

    def find(self, term: bytes) -> TermPostings:
        """The postings of a term; empty if no article has it."""


class ViewField:
    """A view of a text field, or a keyword field."""

    def __init__(self, reader: IndexReader, numbers: Array, view: str, field: str = "any") -> None:
        """``numbers``: for each article of the snapshot its number here, -1 if it is deleted."""
        self._reader = reader
        self._numbers = numbers
        self._view = view
        self._field = field

    @cached_property
    def terms(self) -> list[bytes]:
        """See ``Field``. What cannot be written in UTF-8 (half a surrogate pair in a tag) is left out."""
        found: set[str] = set()
        for base, segment, postings in self._segments():
            live = self._numbers[base : base + segment.size] >= 0
            found.update(self._texts(segment, np.flatnonzero(postings.tally(live))))
        return sorted(text.encode() for text in found if not _SURROGATE.search(text))

    @cached_property
    def lengths(self) -> Array:
        """See ``Field``."""
        if self._view in VIEWS:
            return self._reader.lengths(self._view, self._field)[self._reader.live]
        lengths = [
            np.bincount(docs, frequencies, segment.size)
            for _, segment, postings in self._segments()
            for docs, frequencies in [postings.gather(np.arange(postings.terms))]
        ]
        return _joined(lengths).astype(np.int64)[self._reader.live]

    def find(self, term: bytes) -> TermPostings:
        """See ``Field``."""
        text = term.decode("utf-8", "replace")
        docs, frequencies, held = [], [], []
        for base, segment, postings in self._segments():
            number = self._term(segment, text)
            if number >= 0:
                entries = postings.entries(number)
                docs.append(self._numbers[base:][entries.docs])
                frequencies.append(entries.frequencies)
                held.append((postings, number))
        with_positions = self._view == "syllables"
        read = lambda: _joined([postings.occurrences(number)[1] for postings, number in held])  # noqa: E731
        return TermPostings(_joined(docs), _joined(frequencies), read if with_positions else None)

    def _segments(self) -> Iterator[tuple[int, Segment, Postings]]:
        for base, segment in zip(self._reader.bases, self._reader.segments, strict=False):
            yield base, segment, segment.postings(self._view, self._field)

    def _lexicon(self, segment: Segment) -> Lexicon:
        keyword = self._view in KEYWORD_FIELDS
        lexicon: Lexicon = segment.keywords[self._view] if keyword else getattr(segment, self._view)
        return lexicon

    def _texts(self, segment: Segment, terms: Array) -> Iterable[str]:
        return self._lexicon(segment).terms(terms.tolist())

    def _term(self, segment: Segment, text: str) -> int:
        """The number of a term in a segment, or -1."""
        return self._lexicon(segment).find(text, fold_key(self._view, text))


class BigramField(ViewField):
    """The pairs of adjacent syllables of a text field, joined by a space."""

    @cached_property
    def lengths(self) -> Array:
        """See ``Field``."""
        syllables = self._reader.lengths("syllables", self._field)[self._reader.live]
        lengths: Array = np.maximum(syllables - 1, 0)
        return lengths

    def _texts(self, segment: Segment, terms: Array) -> Iterable[str]:
        syllables = list(segment.syllables.terms())
        first, second = (side.tolist() for side in segment.bigrams.sides(terms))
        return (f"{syllables[a]} {syllables[b]}" for a, b in zip(first, second, strict=True))

    def _term(self, segment: Segment, text: str) -> int:
        first, _, second = text.partition(" ")
        sides = [segment.syllables.find(syllable, fold(syllable)) for syllable in (first, second)]
        if min(sides) < 0:
            return -1
        found = segment.bigrams.find(np.array(sides[:1]), np.array(sides[1:]))
        return int(found[0]) if len(found) else -1


class DateField:
    """The dates, to the second, in UTC.

    Whoosh puts a range together from blocks of ``2 ** shift`` microseconds, wide ones within and narrow ones at
    the ends, and looks each block up as a term. No block is stored: each is a slice of the sorted column.
    """

    def __init__(self, reader: IndexReader) -> None:
        """Nothing is read before it is needed."""
        self._reader = reader

    @cached_property
    def microseconds(self) -> Array:
        """int64, for each article, since the year 1; ``UNDATED`` where it has no date."""
        dates = self._reader.dates[self._reader.live]
        seconds = np.clip(dates, -_EPOCH, UNDATED // 1_000_000 - _EPOCH) + _EPOCH
        return np.where(dates == NO_DATE, UNDATED, seconds * 1_000_000)

    @cached_property
    def lengths(self) -> Array:
        """See ``Field``: 1, or 0 where an article has no date."""
        return np.where(self.microseconds == UNDATED, 0, 1)

    @cached_property
    def _sorted(self) -> tuple[Array, Array]:
        """The dates that there are as Whoosh orders them (uint64, moved up by 2 ** 63), and their articles."""
        docs = np.flatnonzero(self.lengths)
        keys = self.microseconds[docs].astype(np.uint64) + np.uint64(1 << 63)
        order = np.argsort(keys, kind="stable")
        return keys[order], docs[order]

    @cached_property
    def terms(self) -> list[bytes]:
        """See ``Field``: at each precision the blocks that hold an article."""
        keys = self._sorted[0]
        return [
            _BLOCK.pack(shift, block) for shift in _SHIFTS for block in np.unique(keys >> np.uint64(shift)).tolist()
        ]

    def find(self, term: bytes) -> TermPostings:
        """See ``Field``."""
        shift, block = _BLOCK.unpack(term)
        keys, docs = self._sorted
        first, stop = (bisect_left(keys.data, edge << shift) for edge in (block, block + 1))
        found = np.sort(docs[first:stop])
        return TermPostings(found, np.ones_like(found))


def view_fields(reader: IndexReader) -> dict[str, ViewField]:
    """The indexed fields of a snapshot but for the date, by their names in the Whoosh schema."""
    numbers = np.where(reader.live, np.cumsum(reader.live) - 1, -1)
    fields = {name: ViewField(reader, numbers, name) for name in (*KEYWORD_FIELDS, "names")}
    for name in TEXT_FIELDS:
        fields[name] = ViewField(reader, numbers, "syllables", name)
        fields[f"{name}_words"] = ViewField(reader, numbers, "words", name)
        fields[f"{name}_bigrams"] = BigramField(reader, numbers, "bigrams", name)
    return fields


def _joined(parts: Sequence[Array]) -> Array:
    return np.concatenate([np.empty(0, np.int64), *parts])
