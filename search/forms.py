"""Which terms of the index a syllable or pattern of a query stands for."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from tracuu.analyzers import is_bare
from tracuu.index.postings import Ints
from tracuu.index.segment import Segment
from tracuu.search.nodes import Fuzzy, Pattern, Syllable, edit_distance

MAX_EXPANSIONS = 5_000
"""A pattern or a fuzzy term stands for at most so many terms of a segment, the first ones in lexicon order."""


class Forms:
    """Term numbers in one segment, remembered for the life of a searcher (syllables only: they are few)."""

    def __init__(self, segment: Segment) -> None:
        self.segment = segment
        self.of_syllable = lru_cache(maxsize=4096)(self._of_syllable)

    def _of_syllable(self, syllable: Syllable) -> Ints:
        """The numbers of the terms that a syllable covers, ascending."""
        lexicon = self.segment.syllables
        group = lexicon.group(syllable.fold)
        everything = syllable.marks == "ignore" or (syllable.marks == "auto" and is_bare(syllable.text))
        if everything:
            return np.arange(group.start, group.stop)
        return np.array([number for number in group if syllable.matches(lexicon.term(number))], np.int64)

    def bare(self, syllable: Syllable) -> Ints:
        """The number of the term without any mark of the same letters, if there is one."""
        lexicon = self.segment.syllables
        group = lexicon.group(syllable.fold)
        return np.array([number for number in group if is_bare(lexicon.term(number))], np.int64)

    def of_pattern(self, pattern: Pattern) -> Ints:
        """The numbers of the terms that fit a pattern, ascending, at most ``MAX_EXPANSIONS``."""
        lexicon = self.segment.syllables
        found: list[int] = []
        for number in lexicon.prefix(pattern.head):
            if pattern.matches(lexicon.term(number)):
                found.append(number)
                if len(found) == MAX_EXPANSIONS:
                    break
        return np.array(found, np.int64)

    def of_fuzzy(self, fuzzy: Fuzzy) -> Ints:
        """The numbers of the terms within the edit distance, ascending, at most ``MAX_EXPANSIONS``.

        Compared are folded forms that share the first letter, as in most search engines.
        """
        lexicon = self.segment.syllables
        found: list[int] = []
        last, close = "", False
        for number in lexicon.prefix(fuzzy.fold[:1]):
            folded = lexicon.fold(number)
            if folded != last:
                last, close = folded, edit_distance(fuzzy.fold, folded, fuzzy.distance) <= fuzzy.distance
            if close:
                found.append(number)
                if len(found) == MAX_EXPANSIONS:
                    break
        return np.array(found, np.int64)
