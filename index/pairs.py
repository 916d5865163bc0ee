"""The dictionary of bigrams: pairs of term numbers of the syllable view, sorted; a pair's number is its place."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping

import numpy as np

from tracuu.index.arrays import Array, ArrayWriter
from tracuu.index.codec.ranges import ranges
from tracuu.index.postings import Ints


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

    def packed(self) -> Ints:
        """All pairs as ``pack`` makes them, ascending."""
        first = np.repeat(np.arange(len(self._starts) - 1), np.diff(self._starts))
        return pack(first, self._seconds)


def pack(first: Array, second: Array) -> Ints:
    """One integer for each pair; sorting them sorts by ``first``, then by ``second``."""
    result: Ints = (first.astype(np.int64) << 32) | second.astype(np.int64)
    return result


def unpack(pairs: Array) -> tuple[Ints, Ints]:
    """The term numbers of packed pairs."""
    return pairs >> 32, pairs & 0xFFFFFFFF


def save_pairs(writer: ArrayWriter, pairs: Ints, terms: int) -> None:
    """Store packed pairs, ascending, of so many terms."""
    first, second = unpack(pairs)
    starts = np.searchsorted(first, np.arange(terms + 1))
    writer.add("bigrams.starts", starts.astype(np.uint32))
    writer.add("bigrams.seconds", second.astype(np.uint16 if terms <= 1 << 16 else np.uint32))
