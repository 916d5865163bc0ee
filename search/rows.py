"""Frequent terms, decoded: a number for each article, and where the positions of each article begin.

A row costs a byte and a quarter for each article of the segment, whatever the term. So the frequent syllables of all
queries stay in memory, where lists of articles and occurrences would take four times as much.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from tracuu.index.arrays import Array
from tracuu.index.postings import Entries, Ints, Postings
from tracuu.index.reader import IndexReader
from tracuu.index.recent import Recent

DENSE = 8
"""A term that stands in one article in so many, or more, is frequent: a row is cheaper than a list."""

_SHIFT = 4
_BLOCK = 1 << _SHIFT
_BEFORE = np.tri(_BLOCK, k=-1, dtype=np.bool_)
"""For each place in a block, which places stand before it."""


def is_frequent(postings: Postings, term: int) -> bool:
    """Whether a term has a row."""
    return postings.count(term) > postings.size // DENSE


class Row(NamedTuple):
    """How often a term stands in a field of each article of a segment, deleted ones included.

    Attributes:
        counts: unsigned [articles, filled up to whole blocks of 16].
        before: uint32 [blocks], the first occurrence in each block, by its number in the view (see ``Entries``).
    """

    counts: Array
    before: Array

    @classmethod
    def of(cls, entries: Entries, size: int) -> Row:
        """The row of a list in a segment of so many articles."""
        found = np.diff(entries.starts)
        counts = np.zeros(-(-size // _BLOCK) * _BLOCK, np.min_scalar_type(int(found.max(initial=0))))
        counts[entries.docs] = found
        first = entries.docs.searchsorted(np.arange(0, size, _BLOCK, dtype=np.int32))
        return cls(counts, entries.starts[first])


def occurrences(rows: Sequence[Row], docs: Ints) -> tuple[Ints, Ints]:
    """The first occurrence of each of several terms in each of some articles, and how many there are.

    Args:
        rows: of one field of one segment.
        docs: articles of the segment.

    Returns:
        Two arrays [rows, docs]; the first means nothing where the second is 0.
    """
    blocks, inside = docs >> _SHIFT, docs & (_BLOCK - 1)
    around = np.array([row.counts.reshape(-1, _BLOCK)[blocks] for row in rows])
    starts: Ints = (around * _BEFORE[inside]).sum(axis=2, dtype=np.int64)
    starts += np.array([row.before[blocks] for row in rows])
    return starts, around[:, np.arange(len(docs)), inside]


class RowKey(NamedTuple):
    """A term of a segment."""

    view: str
    field: str
    segment: int
    term: int


class Rows:
    """The rows of a snapshot, remembered. Threads may share it."""

    def __init__(self, reader: IndexReader, memory: int) -> None:
        """``memory``: bytes."""
        self._reader = reader
        self._recent: Recent[Row] = Recent(memory, lambda row: row.counts.nbytes + row.before.nbytes)

    def of(self, key: RowKey) -> Row:
        """The row of a term."""
        known = self._recent.get(key)
        if known is None:
            segment = self._reader.segments[key.segment]
            entries = segment.postings(key.view, key.field).passing_entries(key.term)
            known = self._recent.put(key, Row.of(entries, segment.size))
        return known

    def occurrences(self, where: tuple[str, str, int], terms: Sequence[int], docs: Ints) -> tuple[Ints, Ints]:
        """The first occurrence of each of several terms in each of some articles, and how many there are.

        Args:
            where: view, field and segment.
            terms: frequent or not.
            docs: articles of the segment.

        Returns:
            Two arrays [terms, docs]; the first means nothing where the second is 0.
        """
        view, field, segment = where
        postings = self._reader.segments[segment].postings(view, field)
        starts, counts = np.empty((len(terms), len(docs)), np.int64), np.empty((len(terms), len(docs)), np.int64)
        frequent = [place for place, term in enumerate(terms) if is_frequent(postings, term)]
        if frequent:
            rows = [self.of(RowKey(view, field, segment, terms[place])) for place in frequent]
            starts[frequent], counts[frequent] = occurrences(rows, docs)
        for place in set(range(len(terms))).difference(frequent):
            held, firsts = postings.entries(terms[place])
            at = held.searchsorted(docs.astype(held.dtype))
            there = held.take(at, mode="clip") == docs
            at[~there] = 0
            starts[place] = firsts[at]
            counts[place] = (firsts[at + 1] - firsts[at]) * there
        return starts, counts
