"""The dictionary of bigrams: pairs of term numbers of the syllable view, sorted; a pair's number is its place."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence

import numpy as np

from tracuu.index.arrays import Array, ArrayWriter
from tracuu.index.codec.ranges import ranges
from tracuu.index.inversion import windows
from tracuu.index.postings import Ints, distinct


class Pairs:
    """For each first term the second ones: those of term ``t`` are ``seconds[starts[t]:starts[t + 1]]``, ascending."""

    def __init__(self, starts: Array, seconds: Array) -> None:
        """Wrap arrays: ``starts`` has one more than there are terms."""
        self._starts = starts
        self._seconds = seconds

    @classmethod
    def load(cls, arrays: Mapping[str, Array]) -> Pairs:
        """What ``save_pairs`` stored."""
        return cls(arrays["bigrams.starts"], arrays["bigrams.seconds"])

    def __len__(self) -> int:
        return len(self._seconds)

    def find(self, first: Array, second: Array) -> Ints:
        """The numbers of all pairs whose sides are in ``first`` and in ``second`` (both ascending)."""
        if not len(first) or not len(second):
            return np.empty(0, np.int64)
        seconds = self._seconds.data
        low, high = int(second[0]), int(second[-1])
        begin, end = [], []
        for start, stop in zip(self._starts[first].tolist(), self._starts[first + 1].tolist(), strict=True):
            begin.append(at := bisect_left(seconds, low, start, stop))
            end.append(bisect_right(seconds, high, at, stop))
        found = ranges(np.array(begin), np.array(end))
        if high - low + 1 == len(second):
            return found
        among = np.zeros(high - low + 1, bool)
        among[second - low] = True
        result: Ints = found[among[self._seconds[found] - low]]
        return result

    def starting_with(self, first: range) -> range:
        """The numbers of all pairs whose first side is one of these consecutive terms."""
        return range(int(self._starts[first.start]), int(self._starts[first.stop]))

    def sides(self, numbers: Array) -> tuple[Ints, Ints]:
        """The two terms of each of these pairs."""
        first: Ints = np.searchsorted(self._starts, numbers, side="right") - 1
        return first, self._seconds[numbers].astype(np.int64)

    def counts(self) -> Ints:
        """How many pairs begin with each term."""
        counts: Ints = self._starts[1:].astype(np.int64) - self._starts[:-1]
        return counts


def pack(first: Array, second: Array) -> Ints:
    """One integer for each pair; sorting them sorts by ``first``, then by ``second``."""
    result: Ints = (first.astype(np.int64) << 32) | second.astype(np.int64)
    return result


def unpack(pairs: Array) -> tuple[Ints, Ints]:
    """The term numbers of packed pairs."""
    return pairs >> 32, pairs & 0xFFFFFFFF


def merge_pairs(
    dictionaries: Sequence[Pairs], numbers: Sequence[Ints], terms: int
) -> Iterator[tuple[Ints, list[tuple[Ints, Ints]]]]:
    """Merge dictionaries whose terms are numbered anew.

    Args:
        dictionaries: of several segments.
        numbers: for each of them the new number of each of its terms, ascending, -1 for none.
        terms: how many there are in the end.

    Yields:
        Some packed pairs, ascending and above those before, and for each dictionary the numbers that some of its
        pairs had, and their places among these.
    """
    totals = np.zeros(terms, np.int64)
    for pairs, number in zip(dictionaries, numbers, strict=True):
        totals[number[number >= 0]] += pairs.counts()[number >= 0]
    for start, stop in windows(totals):
        old, new = [], []
        for pairs, number in zip(dictionaries, numbers, strict=True):
            begun = np.flatnonzero((number >= start) & (number < stop))
            at = pairs.starting_with(range(begun[0], begun[-1] + 1)) if len(begun) else range(0)
            first, second = (number[side] for side in pairs.sides(np.arange(at.start, at.stop)))
            left = (first >= 0) & (second >= 0)
            old.append(np.flatnonzero(left) + at.start)
            new.append(pack(first[left], second[left]))
        joined = distinct(new)
        yield joined, [(before, np.searchsorted(joined, after)) for before, after in zip(old, new, strict=True)]


def save_pairs(writer: ArrayWriter, parts: Iterable[Ints], terms: int) -> None:
    """Store packed pairs of so many terms; they are ascending, and come in one array or several."""
    starts = np.zeros(terms + 1, np.int64)
    seconds = writer.spool(np.uint16 if terms <= 1 << 16 else np.uint32)
    for part in parts:
        first, second = unpack(part)
        starts[1:] += np.bincount(first, minlength=terms)
        seconds.append(second)
    writer.add("bigrams.starts", np.cumsum(starts).astype(np.uint32))
    writer.add("bigrams.seconds", seconds)
