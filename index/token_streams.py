"""The tokens of a view of a field on their way into a segment: numbers, article after article."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from tracuu.index.arrays import Array
from tracuu.index.postings import Ints


class TokenStream:
    """Collects the numbers of tokens, as they come from the analysis."""

    def __init__(self) -> None:
        """Begin with no article."""
        self._numbers: list[Array] = []
        self._lengths: list[Array] = []

    def extend(self, numbers: Array, lengths: Array) -> None:
        """Take the tokens of some more articles: their numbers, and how many each article has."""
        self._numbers.append(numbers)
        self._lengths.append(lengths)

    def used(self, count: int, live: Array) -> Array:
        """Which of so many numbers stand in live articles: bool [count]."""
        used = np.zeros(count, bool)
        for numbers, _ in self._live(live):
            used[numbers] = True
        return used

    def columns(self, live: Array, renumber: Array) -> tuple[Array, Array, Ints]:
        """New numbers and articles of all tokens of live articles, and where each article begins and the last ends."""
        lengths = [np.zeros(1, np.int64), *[lengths for _, lengths in self._live(live)]]
        starts = np.cumsum(np.concatenate(lengths))
        articles = len(starts) - 1
        docs = np.repeat(np.arange(articles, dtype=np.uint16 if articles < 1 << 16 else np.int32), np.diff(starts))
        numbers = np.empty(len(docs), np.int32)
        start = 0
        for part, _ in self._live(live):
            stop = start + len(part)
            np.take(renumber, part, out=numbers[start:stop], mode="clip")  # other modes copy once more
            start = stop
        return numbers, docs, starts

    def _live(self, live: Array) -> Iterator[tuple[Array, Array]]:
        start = 0
        for numbers, lengths in zip(self._numbers, self._lengths, strict=True):
            here = live[start : start + len(lengths)]
            start += len(lengths)
            yield (numbers, lengths) if here.all() else (numbers[np.repeat(here, lengths)], lengths[here])
