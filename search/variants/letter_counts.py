"""How often the letters of a syllable stand in an index, and those of two side by side, whatever their marks."""

from __future__ import annotations

import numpy as np

from tracuu.analyzers.cached import cached_property
from tracuu.index.arrays import Array
from tracuu.index.reader import IndexReader
from tracuu.index.segment import Segment
from tracuu.index.views import TEXT_FIELDS


class LetterCounts:
    """Occurrences in title and body, of folded forms. Those in articles deleted since the last merge count, too."""

    def __init__(self, reader: IndexReader) -> None:
        """Count in the segments of a reader; nothing is read yet."""
        self._segments = reader.segments

    @cached_property
    def size(self) -> int:
        """How many tokens there are."""
        return sum(segment.postings("syllables", field).tokens for segment in self._segments for field in TEXT_FIELDS)

    def of(self, folded: str) -> int:
        """How often a folded form occurs."""
        return sum(
            _total(segment, "syllables", numbers)
            for segment in self._segments
            if len(numbers := _numbers(segment, folded))
        )

    def forms(self, folded: str) -> list[str]:
        """The terms of these letters, the most frequent first."""
        counts: dict[str, int] = {}
        for segment in self._segments:
            for number in _numbers(segment, folded):
                term = segment.syllables.term(number)
                counts[term] = counts.get(term, 0) + _total(segment, "syllables", np.array([number]))
        return sorted(counts, key=lambda term: (-counts[term], term))

    def of_pair(self, first: str, second: str) -> int:
        """How often two folded forms stand side by side, in this order."""
        total = 0
        for segment in self._segments:
            left, right = _numbers(segment, first), _numbers(segment, second)
            if len(left) and len(right):
                total += _total(segment, "bigrams", segment.bigrams.find(left, right))
        return total


def _numbers(segment: Segment, folded: str) -> Array:
    """The terms of these letters, ascending."""
    group = segment.syllables.group(folded)
    return np.arange(group.start, group.stop)


def _total(segment: Segment, view: str, numbers: Array) -> int:
    return sum(int(segment.postings(view, field).totals(numbers).sum()) for field in TEXT_FIELDS) if len(numbers) else 0
