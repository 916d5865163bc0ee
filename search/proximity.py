"""Syllables of a query that stand near each other in an article, in whatever order: BM25F over such places.

A pair is two syllables typed at most ``TYPED`` apart; it occurs wherever the one typed first stands at most
``WRITTEN`` from the other.
Its idf is that of the rarer syllable: a pair is at least as rare. Positions have to be read for all that, so only the
articles that are best by all else are looked at; behind them scores are a little lower. What is added is never
negative, so those stay in front of all others.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import NamedTuple

import numpy as np

from tracuu.index.arrays import Array
from tracuu.index.postings import Ints
from tracuu.index.segment import Segment
from tracuu.search.forms import Forms
from tracuu.search.nodes import Syllable
from tracuu.search.plan import Plan
from tracuu.search.scoring import Contribution, FieldContribution, ScoredTerm, Scorer

TYPED = 3
WRITTEN = 4
RESCORED = 100
"""Articles that are looked at: those with the best scores so far."""


class Pair(NamedTuple):
    """Two different syllables of a query."""

    first: Syllable
    second: Syllable

    @property
    def label(self) -> str:
        """For ``explain``."""
        return f"{self.first.text} ~ {self.second.text}"


def pairs_of(plan: Plan) -> list[Pair]:
    """The pairs of a plan, each once, whichever was typed first."""
    found: dict[frozenset[Syllable], Pair] = {}
    for run in plan.runs:
        syllables = [syllable for unit in run for syllable in unit.syllables]
        for place, first in enumerate(syllables):
            for second in syllables[place + 1 : place + 1 + TYPED]:
                if first != second:
                    found.setdefault(frozenset((first, second)), Pair(first, second))
    return list(found.values())


def rescored(scores: Array, among: Array) -> Ints:
    """The numbers of the articles in a mask that have the best scores so far, ascending, at most ``RESCORED``."""
    docs: Ints = np.flatnonzero(among)
    if len(docs) > RESCORED:
        docs = np.sort(docs[np.lexsort((docs, -scores[docs]))[:RESCORED]])
    return docs


class ProximityScorer:
    """Scores pairs in few articles."""

    def __init__(self, scorer: Scorer, forms: Mapping[str, Forms]) -> None:
        self._scorer = scorer
        self._forms = forms

    def rescore(self, plan: Plan, scores: Array, among: Array) -> None:
        """Add the scores of all pairs, in the best of the articles in a mask, to ``scores``."""
        pairs = pairs_of(plan)
        if not pairs or not self._scorer.ranking.proximity:
            return
        docs = rescored(scores, among)
        for _, idf, weighted, _ in self._weighted(pairs, docs):
            scores[docs] += self._score(idf, weighted)

    def explain(self, plan: Plan, doc: int) -> Iterator[Contribution]:
        """What each pair gives to one article."""
        for pair, idf, weighted, found in self._weighted(pairs_of(plan), np.array([doc])):
            if weighted[0]:
                score = float(self._score(idf, weighted)[0])
                yield Contribution(pair.label, "near", score, self._scorer.ranking.proximity, idf, 0, tuple(found))

    def _score(self, idf: float, weighted: Array) -> Array:
        k1 = self._scorer.ranking.k1
        result: Array = self._scorer.ranking.proximity * idf * (k1 + 1) * weighted / (k1 + weighted)
        return result

    def _weighted(
        self, pairs: Iterable[Pair], docs: Ints
    ) -> Iterator[tuple[Pair, float, Array, list[FieldContribution]]]:
        """For each pair its idf, and its frequencies in these articles, weighted as BM25F wants them."""
        reader = self._scorer.reader
        parts: list[tuple[Segment, Array, Ints]] = []
        for base, segment in zip(reader.bases, reader.segments, strict=False):
            local = docs[(docs >= base) & (docs < base + segment.size)] - base
            if len(local):
                mask = np.zeros(segment.size, bool)
                mask[local] = True
                parts.append((segment, mask, local + base))

        @cache
        def places(part: int, field: str, syllable: Syllable) -> Ints:
            segment, mask, _ = parts[part]
            postings = segment.postings("syllables", field)
            entries = postings.entries(self._forms[segment.name].of_syllable(syllable))
            if isinstance(entries, slice):
                entries = np.arange(entries.start, entries.stop)
            held, positions = postings.occurrences(entries[mask[postings.docs[entries]]])
            keys = (held << 32) + positions + WRITTEN
            keys.sort()
            return keys

        @cache
        def idf(syllable: Syllable) -> float:
            numbers = lambda segment: self._forms[segment.name].of_syllable(syllable)  # noqa: E731
            return self._scorer.idf(ScoredTerm("", "syllables", 1.0, syllable.fields, numbers, ()))

        for pair in pairs:
            weighted = np.zeros(len(docs))
            found = []
            for field in pair.first.fields:
                lengths, average, factor = self._scorer.lengths("syllables", field)
                for part, (_, _, numbers) in enumerate(parts):
                    here, there = places(part, field, pair.first), places(part, field, pair.second)
                    if not len(here) or not len(there):
                        continue
                    near = np.searchsorted(there, here + WRITTEN, side="right") > np.searchsorted(there, here - WRITTEN)
                    held, counts = np.unique(here[near] >> 32, return_counts=True)
                    base = int(numbers[0]) - int(np.flatnonzero(parts[part][1])[0])
                    at = np.searchsorted(docs, held + base)
                    weighted[at] += counts * factor[held + base]
                    if len(docs) == 1 and len(held):
                        doc = int(docs[0])
                        found.append(FieldContribution(field, int(counts[0]), int(lengths[doc]), average))
            yield pair, max(idf(pair.first), idf(pair.second)), weighted, found
