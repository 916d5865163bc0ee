"""The fields of the Whoosh schema: their terms, as bytes, and the postings of each through all segments."""

from __future__ import annotations

import datetime as dt
import re
import struct
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import NamedTuple, Protocol

import numpy as np

from tracuu.analyzers import fold, fold_text
from tracuu.index.arrays import Array
from tracuu.index.lexicon import Lexicon
from tracuu.index.pairs import find_pairs, unpack
from tracuu.index.postings import Postings
from tracuu.index.reader import IndexReader
from tracuu.index.segment import Segment
from tracuu.index.views import KEYWORD_FIELDS, NO_DATE, TEXT_FIELDS, WORD_JOINER

_FOLDS: Mapping[str, Callable[[str], str]] = {
    "syllables": fold,
    "words": lambda word: WORD_JOINER.join(map(fold, word.split(WORD_JOINER))),
    **dict.fromkeys(["names", "tag", "source", "author"], fold_text),
}
"""What the terms of each view are filed under; those of other views under nothing."""

_SURROGATE = re.compile("[\ud800-\udfff]")
_BLOCK = struct.Struct(">BQ")
_BLOCK_SHIFTS = range(0, 64, 8)
_EPOCH = (dt.datetime(1970, 1, 1) - dt.datetime.min) // dt.timedelta(seconds=1)
UNDATED = (dt.datetime.max - dt.datetime.min) // dt.timedelta(microseconds=1)
"""The end of the year 9999, in microseconds since the year 1."""


class Run(NamedTuple):
    """The entries of a term in one segment, whose articles are numbered from ``base`` on."""

    base: int
    postings: Postings
    entries: slice


class TermPostings:
    """Which articles hold a term, how often and where; deleted articles included. ``len()`` counts articles."""

    def __init__(self, runs: Sequence[Run] = ()) -> None:
        """Lay the entries of segments end to end, in the order of the segments."""
        self._runs = runs

    def __len__(self) -> int:
        return sum(entries.stop - entries.start for _, _, entries in self._runs)

    @cached_property
    def docs(self) -> Array:
        """int64, article numbers, ascending."""
        return _joined(postings.docs[entries].astype(np.int64) + base for base, postings, entries in self._runs)

    @cached_property
    def frequencies(self) -> Array:
        """int64, how often each of ``docs`` holds the term."""
        return _joined(postings.frequencies(entries) for _, postings, entries in self._runs)

    @cached_property
    def positions(self) -> Array:
        """int64, the positions in the first of ``docs``, then those in the second ...; empty if none are kept."""
        return _joined(
            postings.positions[postings.ends[entries.start - 1] if entries.start else 0 : postings.ends[entries.stop - 1]]
            for _, postings, entries in self._runs
        )


class Field(Protocol):
    """A field as Whoosh sees it."""

    @property
    def terms(self) -> list[bytes]:
        """All terms that an article has in this field, sorted; made when first asked for."""

    @property
    def lengths(self) -> Array:
        """int32 ``[size]``, how many tokens each article has in this field."""

    def find(self, term: bytes) -> TermPostings:
        """The postings of a term; empty if no article has it."""


class ViewField:
    """A view of a text field, or a keyword field."""

    def __init__(self, reader: IndexReader, view: str, field: str = "any") -> None:
        """Name the arrays as ``Segment.postings`` does."""
        self._reader = reader
        self._view = view
        self._field = field
        self._fold = _FOLDS.get(view, lambda _: "")

    def _segments(self) -> Iterator[tuple[int, Segment, Postings]]:
        for base, segment in zip(self._reader.bases, self._reader.segments, strict=False):
            yield base, segment, segment.postings(self._view, self._field)

    @cached_property
    def terms(self) -> list[bytes]:
        """See ``Field``. What cannot be written in UTF-8 (half a surrogate pair in a tag) is left out."""
        found: set[str] = set()
        for _, segment, postings in self._segments():
            found.update(self._texts(segment, np.flatnonzero(np.diff(postings.starts))))
        return sorted(text.encode() for text in found if not _SURROGATE.search(text))

    @cached_property
    def lengths(self) -> Array:
        """See ``Field``."""
        return self._reader.lengths(self._view, self._field)

    def find(self, term: bytes) -> TermPostings:
        """See ``Field``."""
        text = term.decode("utf-8", "replace")
        runs = []
        for base, segment, postings in self._segments():
            number = self._number(segment, text)
            if number >= 0 and postings.starts[number] < postings.starts[number + 1]:
                entries = slice(int(postings.starts[number]), int(postings.starts[number + 1]))
                runs.append(Run(base, postings, entries))
        return TermPostings(runs)

    def _lexicon(self, segment: Segment) -> Lexicon:
        lexicon: Lexicon = segment.keywords.get(self._view) or getattr(segment, self._view)
        return lexicon

    def _texts(self, segment: Segment, numbers: Array) -> Iterable[str]:
        return self._lexicon(segment).terms(numbers.tolist())

    def _number(self, segment: Segment, text: str) -> int:
        return self._lexicon(segment).find(text, self._fold(text))


class BigramField(ViewField):
    """The pairs of adjacent syllables of a text field, joined by a space."""

    @cached_property
    def lengths(self) -> Array:
        """See ``Field``."""
        return np.maximum(self._reader.lengths("syllables", self._field) - 1, 0)

    def _texts(self, segment: Segment, numbers: Array) -> Iterable[str]:
        syllables = list(segment.syllables.terms())
        first, second = unpack(segment.bigrams[numbers])
        return (f"{syllables[a]} {syllables[b]}" for a, b in zip(first.tolist(), second.tolist(), strict=True))

    def _number(self, segment: Segment, text: str) -> int:
        first, _, second = text.partition(" ")
        pair = [segment.syllables.find(syllable, fold(syllable)) for syllable in (first, second)]
        found = find_pairs(segment.bigrams, np.array(pair[:1]), np.array(pair[1:])) if min(pair) >= 0 else ()
        return int(found[0]) if len(found) else -1


class DateField:
    """The dates, to the second, in UTC.

    Whoosh puts a range together from blocks of ``2 ** shift`` microseconds, wide ones within and narrow ones at
    the ends, and looks each block up as a term. No block is stored: each is a slice of the sorted column.
    """

    def __init__(self, reader: IndexReader) -> None:
        """Read the column when it is first needed."""
        self._reader = reader

    @cached_property
    def microseconds(self) -> Array:
        """int64 ``[size]``, since the year 1, ``UNDATED`` where an article has no date."""
        seconds = np.clip(self._reader.dates, -_EPOCH, UNDATED // 1_000_000 - _EPOCH) + _EPOCH
        return np.where(self.lengths, seconds * 1_000_000, UNDATED)

    @cached_property
    def lengths(self) -> Array:
        """See ``Field``: 1, or 0 where an article has no date."""
        return (self._reader.dates != NO_DATE).astype(np.int32)

    @cached_property
    def _sorted(self) -> tuple[Array, Array]:
        """The column as Whoosh orders it (uint64, signed numbers moved up by half of the range), and its articles."""
        docs = np.flatnonzero(self.lengths)
        keys = self.microseconds[docs].astype(np.uint64) + np.uint64(1 << 63)
        order = np.argsort(keys, kind="stable")
        return keys[order], docs[order]

    @cached_property
    def terms(self) -> list[bytes]:
        """See ``Field``: at each precision the blocks that hold an article."""
        keys = self._sorted[0]
        return [
            _BLOCK.pack(shift, block)
            for shift in _BLOCK_SHIFTS
            for block in np.unique(keys >> np.uint64(shift)).tolist()
        ]

    def find(self, term: bytes) -> TermPostings:
        """See ``Field``."""
        if len(term) != _BLOCK.size:
            return TermPostings()
        shift, block = _BLOCK.unpack(term)
        keys, docs = self._sorted
        low, high = (bisect_left(keys.data, edge << shift) for edge in (block, block + 1))
        found = np.sort(docs[low:high])
        once = np.arange(1, len(found) + 1)
        postings = Postings(np.array([0, len(found)]), found, once, np.empty(0, np.uint32))
        return TermPostings([Run(0, postings, slice(0, len(found)))] if len(found) else ())


def open_fields(reader: IndexReader) -> dict[str, Field]:
    """The indexed fields of a snapshot by their names in the Whoosh schema."""
    fields: dict[str, Field] = {name: ViewField(reader, name) for name in (*KEYWORD_FIELDS, "names")}
    fields["date"] = DateField(reader)
    for name in TEXT_FIELDS:
        fields[name] = ViewField(reader, "syllables", name)
        fields[f"{name}_words"] = ViewField(reader, "words", name)
        fields[f"{name}_bigrams"] = BigramField(reader, "bigrams", name)
    return fields


def _joined(parts: Iterable[Array]) -> Array:
    return np.concatenate([np.empty(0, np.int64), *parts])
