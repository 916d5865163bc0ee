"""Which terms of the index a syllable or pattern of a query stands for."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import TypeVar

import numpy as np

from tracuu.index.postings import Ints
from tracuu.index.segment import Segment
from tracuu.search.nodes import Query, Syllable
from tracuu.search.pattern_nodes import Fuzzy, Pattern
from tracuu.search.wildcards import literal_head

REMEMBERED = 4096
"""Nodes; then all are forgotten."""

NodeT = TypeVar("NodeT", bound=Query)


class Forms:
    """Term numbers in one segment, remembered for the next query."""

    def __init__(self, segment: Segment) -> None:
        self.segment = segment
        self._known: dict[Hashable, Ints] = {}

    def of_syllable(self, syllable: Syllable) -> Ints:
        """The numbers of the terms that a syllable covers, ascending."""
        return self._remembered((syllable.text, syllable.marks), syllable, self._covered)

    def of_pattern(self, pattern: Pattern) -> Ints:
        """The numbers of the terms that fit a pattern, ascending."""
        return self._remembered(pattern, pattern, self._fitting)

    def of_fuzzy(self, fuzzy: Fuzzy) -> Ints:
        """The numbers of the terms within the edit distance, ascending."""
        return self._remembered(fuzzy, fuzzy, self._near)

    def _remembered(self, key: Hashable, node: NodeT, find: Callable[[NodeT], Ints]) -> Ints:
        found = self._known.get(key)
        if found is None:
            if len(self._known) >= REMEMBERED:
                self._known.clear()
            found = self._known[key] = find(node)
        return found

    def _covered(self, syllable: Syllable) -> Ints:
        lexicon = self.segment.syllables
        group = lexicon.group(syllable.fold)
        if syllable.marks == "ignore" or (syllable.marks == "auto" and syllable.text.isascii()):
            return np.arange(group.start, group.stop)
        return np.array([number for number in group if syllable.matches(lexicon.term(number))], np.int64)

    def _fitting(self, pattern: Pattern) -> Ints:
        lexicon = self.segment.syllables
        numbers = lexicon.prefix(literal_head(pattern.pattern))
        fits = [number for number in numbers if pattern.matches(lexicon.term(number), lexicon.fold(number))]
        return np.array(fits, np.int64)

    def _near(self, fuzzy: Fuzzy) -> Ints:
        lexicon = self.segment.syllables
        found: list[int] = []
        last, close = "", False
        for number in lexicon.prefix(fuzzy.fold[:1]):
            folded = lexicon.fold(number)
            if folded != last:
                last, close = folded, fuzzy.matches(folded)
            if close:
                found.append(number)
        return np.array(found, np.int64)
