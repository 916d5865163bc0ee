"""Postings: which articles hold a term, how often, and where. One ``Postings`` holds all terms of a view of a field.

The list of a term is its article numbers (``codec.doc_lists``) and, unless it stands in each of them just once, one
bit for each of its occurrences: does it begin a new article? Lists lie end to end. Of every 16 lists the place of
the first is stored; the others follow from the lengths of those before, so that a list costs two bytes of directory.
Everything is mapped, nothing is loaded; a list is decoded when it is asked for, and remembered for a while.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from itertools import count
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from tracuu.index.arrays import Array
from tracuu.index.codec.bits import unpack
from tracuu.index.codec.doc_lists import DocLists
from tracuu.index.codec.position_lists import PositionLists
from tracuu.index.codec.ranges import ranges
from tracuu.index.codec.small_ints import SmallInts
from tracuu.index.recent import Recent

Ints = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]

BLOCK = 16
"""Lists whose places are worked out from one stored place."""
_FEW = 24
"""So many lists are decoded one by one; more of them together."""


class _List(NamedTuple):
    """Where a list lies: articles, occurrences beyond one in each, its first byte, its first occurrence."""

    articles: int
    more: int
    start: int
    occurrence: int

    @property
    def total(self) -> int:
        return self.articles + self.more


_SERIALS = count()
_UNKNOWN = _List(0, 0, 0, 0)
_REMEMBERED = 1024  # places of lists


class Entries(NamedTuple):
    """The list of a term, decoded. Nobody writes to the arrays: they are shared.

    Attributes:
        docs: int32 [articles], ascending.
        starts: uint32 [articles + 1]; in article ``docs[i]`` the term has the occurrences
            ``starts[i]:starts[i + 1]``, by their numbers in the view.
    """

    docs: Array
    starts: Array

    @property
    def frequencies(self) -> Ints:
        """int64 [articles], how often the term stands in each."""
        return (self.starts[1:] - self.starts[:-1]).astype(np.int64)


DECODED, FEWEST = 70, 30_000
"""Bytes for each article that a reader remembers: the lists that the same query asks for again; and the articles that a
small index counts as."""


def memory(budget: int = DECODED * FEWEST) -> Recent[Entries]:
    """A memory of decoded lists for ``Postings``, of so many bytes."""
    return Recent(budget, lambda entries: entries.docs.nbytes + entries.starts.nbytes)


class Postings:
    """The lists of all terms of one view of one field. Terms go by number; one without a list has an empty one."""

    def __init__(self, arrays: Mapping[str, Array], name: str, size: int, recent: Recent[Entries]) -> None:
        """Wrap what ``PostingsWriter`` stored under this name in a segment of so many articles.

        ``recent`` remembers decoded lists; all of an index share it.
        """
        self.size = size
        self._recent = recent
        self._serial = next(_SERIALS)  # a key that does not keep this alive in the memory that it holds
        self.terms = int(arrays[f"{name}.terms"][0])
        self._doc_lists = DocLists(size)
        self._counts = SmallInts.load(arrays, f"{name}.counts")
        self._more = SmallInts.load(arrays, f"{name}.more")
        self._present = arrays[f"{name}.present"] if len(self._counts) < self.terms else None
        self._places = arrays[f"{name}.places"]
        self._occurrences = arrays[f"{name}.occurrences"]
        self._data = arrays[f"{name}.data"]
        self._found: dict[int, _List | None] = {}
        self.positions = None
        if f"{name}.positions.low" in arrays:
            self.positions = PositionLists.load(arrays, f"{name}.positions")

    @property
    def tokens(self) -> int:
        """How many occurrences there are of all terms."""
        return int(self._occurrences[-1])

    # One term

    def count(self, term: int) -> int:
        """How many articles hold a term."""
        number = self._number(term)
        return self._counts[number] if number >= 0 else 0

    def entries(self, term: int) -> Entries:
        """The articles that hold a term, and its occurrences in each; remembered."""
        known = self._recent.get((self._serial, term))
        return self._recent.put((self._serial, term), self._decode(term)) if known is None else known

    def passing_entries(self, term: int) -> Entries:
        """The same, but not remembered for this: for who makes something else of them, and keeps that."""
        known = self._recent.get((self._serial, term))
        return self._decode(term) if known is None else known

    def docs(self, term: int) -> Array:
        """The articles that hold a term, ascending."""
        known = self._recent.get((self._serial, term))
        if known is not None:
            return known.docs
        found = self._find(term)
        return self._doc_lists.decode(self._data[found.start :], found.articles) if found else np.empty(0, np.int64)

    def mark(self, mask: Mask, term: int) -> None:
        """Set ``mask`` [size] to true at the articles that hold a term."""
        if found := self._find(term):
            self._doc_lists.mark(mask, self._data[found.start :], found.articles)

    def occurrences(self, term: int, among: Mask | None = None) -> tuple[Array, Array]:
        """Article and position of each occurrence of a term, ascending; only in ``among`` [size], if given.

        Raises:
            TypeError: the view keeps no positions.
        """
        if self.positions is None:
            raise TypeError("this view keeps no positions")
        docs, starts = self.entries(term)
        if among is None or (chosen := np.flatnonzero(among[docs])).size == docs.size:
            return np.repeat(docs, np.diff(starts)), self.positions.read(int(starts[0]), int(starts[-1]))
        begins, ends = starts[chosen], starts[chosen + 1]
        return np.repeat(docs[chosen], ends - begins), self.positions.take(ranges(begins, ends))

    def _decode(self, term: int) -> Entries:
        found = self._find(term)
        return self._decode_at(found) if found else Entries(np.empty(0, np.int32), np.zeros(1, np.uint32))

    def _decode_at(self, found: _List) -> Entries:
        docs = self._doc_lists.decode(self._data[found.start :], found.articles).astype(np.int32)
        if found.more:
            begin = found.start + self._doc_lists.layout(found.articles)[1]
            bits = unpack(self._data[begin : begin + ((found.total + 7) >> 3)], found.total)
            starts = np.empty(found.articles + 1, np.uint32)
            starts[:-1] = bits.nonzero()[0]
            starts[-1] = found.total
        else:
            starts = np.arange(found.articles + 1, dtype=np.uint32)
        starts += np.uint32(found.occurrence)
        return Entries(docs, starts)

    def _number(self, term: int) -> int:
        """The number of a term's list, or -1."""
        if self._present is None:
            return term
        number = bisect_left(self._present.data, term)
        return number if number < len(self._present) and self._present[number] == term else -1

    def _find(self, term: int) -> _List | None:
        """Where the list of a term lies; remembered."""
        known = self._found.get(term, _UNKNOWN)
        if known is _UNKNOWN:
            if len(self._found) >= _REMEMBERED:
                self._found.clear()
            known = self._found[term] = self._locate(self._number(term))
        return known

    def _locate(self, number: int) -> _List | None:
        if number < 0 or not (count := self._counts[number]):
            return None
        block = number // BLOCK
        start, occurrence = int(self._places[block]), int(self._occurrences[block])
        small = self._doc_lists.small_sizes
        for before in range(block * BLOCK, number):
            articles, more = self._counts[before], self._more[before]
            start += small[articles] if articles < len(small) else self._doc_lists.layout(articles)[1]
            if more:
                start += (articles + more + 7) >> 3
            occurrence += articles + more
        return _List(count, self._more[number], start, occurrence)

    # Many terms

    def counts(self, terms: Array | None = None) -> Ints:
        """How many articles hold each of these terms, or of all."""
        return self._column(self._counts, terms)

    def totals(self, terms: Array | None = None) -> Ints:
        """How often each of these terms, or of all, occurs in all articles together."""
        return self._column(self._counts, terms) + self._column(self._more, terms)

    def _column(self, column: SmallInts, terms: Array | None) -> Ints:
        if self._present is None:
            return column.all() if terms is None else column.take(terms)
        if terms is None:
            values = np.zeros(self.terms, np.int64)
            values[self._present] = column.all()
        else:
            numbers = np.searchsorted(self._present, terms)
            there = _among(self._present, numbers) == terms
            values = np.zeros(len(terms), np.int64)
            values[there] = column.take(numbers[there])
        return values

    def gather(self, terms: Array) -> tuple[Ints, Ints]:
        """The entries of many terms, term after term: articles, ascending for each, and frequencies."""
        if len(terms) <= _FEW:
            parts = [self.passing_entries(term) for term in terms.tolist()]
            docs = np.concatenate([np.empty(0, np.int64), *(part.docs for part in parts)])
            return docs, np.concatenate([np.empty(0, np.int64), *(part.frequencies for part in parts)])
        counts, more, starts, _ = self._find_many(terms)
        docs = self._doc_lists.decode_many(self._data, starts, counts)
        return docs, self._frequencies_of_many(counts, more, starts)

    def gather_docs(self, terms: Array) -> Ints:
        """The articles that hold each of many terms, term after term."""
        if len(terms) <= _FEW:
            return np.concatenate([np.empty(0, np.int64), *map(self.docs, terms.tolist())])
        counts, _, starts, _ = self._find_many(terms)
        return self._doc_lists.decode_many(self._data, starts, counts)

    def gather_positions(self, terms: Array) -> Array:
        """uint32, the positions of all occurrences of many terms, term after term, article after article."""
        if self.positions is None:
            return np.empty(0, np.uint32)
        counts, more, _, occurrences = self._find_many(terms)
        return self.positions.take(ranges(occurrences, occurrences + counts + more))

    def mark_many(self, mask: Mask, terms: Array) -> None:
        """Set ``mask`` [size] to true at the articles that hold any of these terms."""
        if len(terms) <= _FEW:
            for term in terms.tolist():
                self.mark(mask, term)
        else:
            mask[self.gather_docs(terms)] = True

    def tally(self, mask: Mask) -> Ints:
        """How many of the articles of a mask hold each term [terms]."""
        counts = self.counts()
        if mask.all():
            return counts
        ends = np.cumsum(counts)
        hits = np.concatenate(([0], np.cumsum(mask[self.gather_docs(np.arange(self.terms))])))
        result: Ints = hits[ends] - hits[ends - counts]
        return result

    def _find_many(self, terms: Array) -> tuple[Ints, Ints, Ints, Ints]:
        """Articles, more, first byte and first occurrence of the lists of those terms that have one."""
        numbers = terms.astype(np.int64)
        if self._present is not None:
            numbers = np.searchsorted(self._present, terms)
            numbers = numbers[_among(self._present, numbers) == terms]
        if not len(numbers):
            return numbers, numbers, numbers, numbers
        if numbers[-1] - numbers[0] + 1 == len(numbers):  # neighbours: one running total
            before = np.arange(numbers[0] // BLOCK * BLOCK, numbers[-1] + 1)[None]
        else:
            before = (numbers // BLOCK * BLOCK)[:, None] + np.arange(BLOCK)
        last = len(self._counts) - 1
        counts, more = (column.take(np.minimum(before, last)) for column in (self._counts, self._more))
        sizes = self._doc_lists.layouts(counts.ravel())[1].reshape(counts.shape)
        sizes += np.where(more > 0, (counts + more + 7) >> 3, 0)
        starts, occurrences = (
            column[before[:, 0] // BLOCK, None].astype(np.int64) + np.cumsum(lengths, axis=1) - lengths
            for column, lengths in ((self._places, sizes), (self._occurrences, counts + more))
        )
        row = np.zeros(len(numbers), np.int64) if len(before) == 1 else np.arange(len(numbers))
        chosen = row, numbers - before[row, 0]
        if (longest := int(more[chosen].max())) > 8 * len(self._data):
            raise ValueError(f"a list of {longest:,} occurrences in {len(self._data):,} bytes of lists")
        return counts[chosen], more[chosen], starts[chosen], occurrences[chosen]

    def _frequencies_of_many(self, counts: Ints, more: Ints, starts: Ints) -> Ints:
        """Reads the bits of all lists that have them as one long run of bits."""
        frequencies = np.ones(int(counts.sum()), np.int64)
        several = more > 0
        if several.any():
            begins = (starts + self._doc_lists.layouts(counts)[1])[several]
            totals = (counts + more)[several]
            sizes = (totals + 7) >> 3
            bits = unpack(self._data[ranges(begins, begins + sizes)], int(sizes.sum()) * 8)
            first_bits = (np.cumsum(sizes) - sizes) * 8
            bits = bits[ranges(first_bits, first_bits + totals)]
            frequencies[np.repeat(several, counts)] = np.diff(np.flatnonzero(bits), append=len(bits))
        return frequencies


def occurrence_keys(postings: Postings, terms: Array, among: Mask, shift: int) -> Ints:
    """``article << 32 | position + shift`` of each occurrence of any of these terms in these articles, ascending."""
    keys = []
    for term in terms.tolist():
        docs, positions = postings.occurrences(term, among)
        keys.append((docs.astype(np.int64) << 32) + positions + shift)
    if len(keys) == 1:
        return keys[0]
    joined: Ints = np.concatenate([np.empty(0, np.int64), *keys])
    joined.sort()
    return joined


def _among(present: Array, numbers: Ints) -> Ints:
    """``present[numbers]``, -1 behind its end."""
    return np.append(present.astype(np.int64), -1)[numbers]


def distinct(parts: Sequence[Array]) -> Ints:
    """The different integers of several arrays, ascending. (``np.unique`` hashes them, which is slower.)"""
    joined = np.concatenate([np.empty(0, np.int64), *parts])
    joined.sort()
    result: Ints = joined[np.concatenate(([True], joined[1:] != joined[:-1]))] if len(joined) else joined
    return result
