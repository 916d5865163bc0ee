"""Cutting a query into units: the runs of syllables that Vietnamese writes as one word or one name.

The longest match from the left, first among the names of the index, then in the dictionary of words. A unit never
goes on from a small into a capital letter, and a compound (34-NQ/TW, Díaz-Canel) is one unit as typed.
"""

from __future__ import annotations

from collections.abc import Sequence

from tracuu.analyzers import Token, WordDictionary, fold
from tracuu.index.reader import IndexReader
from tracuu.index.segment import Segment
from tracuu.search.comparing import covers_words

LONGEST_NAME = 6
"""Syllables; longer names are not collected either."""


class UnitCutter:
    """Cuts the tokens of queries into units, for one snapshot of an index."""

    def __init__(self, reader: IndexReader, dictionary: WordDictionary | None = None) -> None:
        self._reader = reader
        self._dictionary = reader.dictionary if dictionary is None else dictionary

    def cut(self, tokens: Sequence[Token], text: str) -> list[tuple[Token, ...]]:
        """The units of a stretch of tokens; together they are all tokens, in order.

        Args:
            tokens: of the query.
            text: the whole query, into which the tokens' offsets point.
        """
        units = []
        start = 0
        terms = [token.text for token in tokens]
        limits = _limits(tokens, text)
        while start < len(tokens):
            stop = self._compound_end(tokens, start)
            if stop == start + 1:
                stop = start + self._longest(terms, start, limits[start])
            units.append(tuple(tokens[start:stop]))
            start = stop
        return units

    @staticmethod
    def _compound_end(tokens: Sequence[Token], start: int) -> int:
        stop = start + 1
        if tokens[start].compound >= 0:
            while stop < len(tokens) and tokens[stop].compound == tokens[start].compound:
                stop += 1
        return stop

    def _longest(self, terms: list[str], start: int, limit: int) -> int:
        """How many terms from ``start`` on are one name or word.

        A name that has these letters but other marks (Bùi Thành Sơn, where the index has Bùi Thanh Sơn) counts if it
        is longer than anything whose marks fit, and has three syllables or nothing else is there: the marks may be
        wrong, and are dropped then, for the whole name.
        """
        longest = self._dictionary.longest(terms, start, limit)
        near = 1
        for end in range(min(limit, start + LONGEST_NAME), start + 1, -1):
            if end - start <= max(longest, near):
                break
            known, fits = self.has_name(terms[start:end])
            if fits:
                longest = end - start
            elif known and near == 1:
                near = end - start
        return near if near > longest and (near > 2 or longest == 1) else longest

    def has_name(self, terms: list[str]) -> tuple[bool, bool]:
        """Whether a name of a live article has these letters, and whether one has marks that these syllables cover."""
        folded = " ".join(map(fold, terms))
        known = False
        for segment in self._reader.segments:
            names = segment.names
            for number in names.group(folded):
                if _is_live(segment, number):
                    known = True
                    if covers_words(terms, names.term(number).split(" ")):
                        return True, True
        return known, False


def _is_live(segment: Segment, name: int) -> bool:
    """Whether any article that has this name is not deleted: a query means the same before and after a merge."""
    return segment.live is None or bool(segment.live[segment.postings("names").docs(name)].any())


def _limits(tokens: Sequence[Token], text: str) -> list[int]:
    """How far a unit from each token on may go: to a compound, to punctuation, to a capital after a small letter."""
    limits = [len(tokens)] * len(tokens)
    for place in range(len(tokens) - 2, -1, -1):
        here, following = tokens[place], tokens[place + 1]
        goes_on = following.compound < 0 and text[here.end : following.start].isspace()
        if not goes_on or (text[here.start].islower() and text[following.start].isupper()):
            limits[place] = place + 1
        else:
            limits[place] = limits[place + 1]
    return limits
