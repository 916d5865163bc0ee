"""BM25F by counting again in every article, from the formulas in the docstrings of ``scoring`` and ``proximity``."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from itertools import combinations, pairwise

from tracuu.analyzers import WordDictionary, class_key, covers, fold, is_bare
from tracuu.search import Ranking
from tracuu.search.comparing import edit_distance
from tracuu.search.nodes import Syllable
from tracuu.search.pattern_nodes import Fuzzy, Pattern

from .oracle_asked import Asked

BEST = 100  # articles that get the score of pairs

Texts = list[dict[str, list[str]]]
"""For each article the terms of each field."""


def matches(syllable: Syllable, term: str) -> bool:
    """Whether a syllable of a query means a term."""
    if syllable.marks == "ignore":
        return fold(syllable.text) == fold(term)
    if syllable.marks == "exact":
        return class_key(syllable.text) == class_key(term)
    return covers(syllable.text, term)


def fits(node: Pattern | Fuzzy, term: str) -> bool:
    """Whether a term fits a pattern, or is like another but for a letter or two behind the first."""
    if isinstance(node, Pattern):
        return node.accepts(term)
    alike = fold(term)
    return alike[:1] == node.fold[:1] and edit_distance(node.fold, alike, 9) <= node.distance


class Scores:
    """Scores articles, given their terms and words."""

    def __init__(self, terms: Texts, words: Texts, ranking: Ranking) -> None:
        self.terms = terms
        self.words = words
        self.ranking = ranking

    def all(self, asked: Asked, free: set[str], tier: dict[int, int]) -> list[float]:
        """The score of every article; pairs count in the first of those that were found, which are in these tiers."""
        asked.runs = [
            [unit.with_marks("ignore") if unit.text in free and unit.marks == "auto" else unit for unit in run]
            for run in asked.runs
        ]
        scores = [0.0] * len(self.terms)
        for weight, part in self.parts(asked):
            scores = [score + weight * more for score, more in zip(scores, part, strict=True)]
        best = sorted(tier, key=lambda doc: (tier[doc], -round(scores[doc], 9), doc))[:BEST]
        added = [self.score_of_pair(first, second) for first, second in self.pairs(asked)]
        for doc in best:
            scores[doc] += self.ranking.proximity * sum(part[doc] for part in added)
        return scores

    def score_of_term(
        self, counts: list[dict[str, int]], lengths: list[dict[str, int]], fields: Sequence[str]
    ) -> tuple[list[float], float]:
        """BM25F of something that occurs so often in the fields of each article, and its idf."""
        n, k1, b = len(self.terms), self.ranking.k1, self.ranking.b
        df = sum(any(count[f] for f in fields) for count in counts)
        idf = math.log(1 + (n - df + 0.5) / (df + 0.5))
        average = {f: sum(length[f] for length in lengths) / n for f in fields}
        scores = []
        for count, length in zip(counts, lengths, strict=True):
            x = sum(
                self.ranking.fields[f] * count[f] / (1 - b + b * length[f] / average[f]) for f in fields if count[f]
            )
            scores.append(idf * x * (k1 + 1) / (k1 + x))
        return scores, idf

    def score_of(self, fields: Sequence[str], count: Callable[[list[str]], int], words: bool = False) -> list[float]:
        """The score of whatever occurs ``count(terms)`` times in the terms of a field."""
        texts = self.words if words else self.terms
        counts = [{f: count(text[f]) for f in fields} for text in texts]
        lengths = [{f: len(text[f]) for f in fields} for text in texts]
        return self.score_of_term(counts, lengths, fields)[0]

    def parts(self, asked: Asked) -> Iterable[tuple[float, list[float]]]:
        """Weight and score of all that was asked for, but for the pairs."""
        weight = self.ranking
        marked = any(not is_bare(s.text) for run in asked.runs for unit in run for s in unit.syllables)
        for run in asked.runs:
            syllables = [s for unit in run for s in unit.syllables]
            for s in syllables:
                yield weight.syllables, self.score_of(s.fields, counter(lambda term, s=s: matches(s, term)))
                if s.marks == "auto" or (s.marks == "ignore" and not is_bare(s.text)):
                    exact = class_key(s.text)
                    yield weight.exact, self.score_of(s.fields, counter(lambda term, e=exact: class_key(term) == e))
            for first, second in pairwise(syllables):
                pair = (fold(first.text), fold(second.text))
                yield weight.bigrams, self.score_of(first.fields, lambda terms, p=pair: neighbours(terms).count(p))
            for unit in run if marked else []:
                typed = [s.text for s in unit.syllables]
                if len(typed) == 1 or WordDictionary.default().words_covering(typed):
                    count = counter(lambda word, t=typed: covers_all(t, word.split("_")))
                    yield weight.words, self.score_of(unit.fields, count, words=True)
        for node in asked.wide:
            yield weight.syllables, self.score_of(node.fields, counter(lambda term, n=node: fits(n, term)))

    def pairs(self, asked: Asked) -> Iterable[tuple[Syllable, Syllable]]:
        """Different syllables typed at most three apart, each two of them once."""
        seen = set()
        for run in asked.runs:
            syllables = [s for unit in run for s in unit.syllables]
            for (i, first), (j, second) in combinations(enumerate(syllables), 2):
                if j - i <= 3 and first != second and frozenset((first, second)) not in seen:
                    seen.add(frozenset((first, second)))
                    yield first, second

    def score_of_pair(self, first: Syllable, second: Syllable) -> list[float]:
        """The score of a pair: how often the first stands at most four from the second; the idf of the rarer."""
        fields = first.fields
        lengths = [{f: len(text[f]) for f in fields} for text in self.terms]
        held = [
            [{f: sum(matches(s, term) for term in text[f]) for f in fields} for text in self.terms]
            for s in (first, second)
        ]
        rarer = max(self.score_of_term(counts, lengths, fields)[1] for counts in held)
        counts = [{f: near(text[f], first, second) for f in fields} for text in self.terms]
        scores, idf = self.score_of_term(counts, lengths, fields)
        return [rarer * score / idf for score in scores]


def counter(accepts: Callable[[str], bool]) -> Callable[[list[str]], int]:
    """Counts the accepted terms of a text; asks only once for each term."""
    known: dict[str, bool] = {}

    def count(terms: list[str]) -> int:
        for term in terms:
            if term not in known:
                known[term] = accepts(term)
        return sum(known[term] for term in terms)

    return count


def neighbours(terms: list[str]) -> list[tuple[str, str]]:
    """The folded terms of each two neighbours."""
    return list(pairwise(map(fold, terms)))


def covers_all(typed: list[str], written: list[str]) -> bool:
    """Whether syllables cover others one by one."""
    return len(typed) == len(written) and all(map(covers, typed, written))


def near(terms: list[str], first: Syllable, second: Syllable) -> int:
    """How many places of the first have the second at most four places before or behind."""
    here = [place for place, term in enumerate(terms) if matches(first, term)]
    there = [place for place, term in enumerate(terms) if matches(second, term)]
    return sum(any(abs(place - other) <= 4 for other in there) for place in here)
