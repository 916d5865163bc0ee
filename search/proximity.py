"""Syllables of a query that stand near each other in an article, in whatever order: BM25F over such places.

A pair is two syllables typed at most ``TYPED`` apart; it occurs wherever the one typed first stands at most
``WRITTEN`` from the other.
Its idf is that of the rarer syllable: a pair is at least as rare. Positions have to be read for all that, so only the
articles that come first by all else are looked at; behind them scores are a little lower. What is added is never
negative, so those stay in front of all others.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np

from tracuu.index.arrays import Array
from tracuu.index.postings import Ints
from tracuu.index.views import TEXT_FIELDS
from tracuu.search.forms import Forms
from tracuu.search.frequencies import Selection
from tracuu.search.nodes import Syllable
from tracuu.search.places import PlaceReader
from tracuu.search.plan import Plan
from tracuu.search.scored_terms import syllable_term
from tracuu.search.scoring import Contribution, FieldContribution, Scorer

TYPED = 3
WRITTEN = 4
RESCORED = 100
"""Articles that are looked at: the first ones by relevance so far."""
_AT_ONCE = 31
"""Pairs that are looked for in one pass: each of their syllables, 62 at most, is a bit of an integer."""


class Pair(NamedTuple):
    """Two different syllables of a query."""

    first: Syllable
    second: Syllable

    @property
    def label(self) -> str:
        """For ``explain``."""
        return f"{self.first.text} ~ {self.second.text}"


class Pairs:
    """Some pairs of a plan, made ready to be counted.

    Attributes:
        pairs: at most ``_AT_ONCE``.
        syllables: of which they are made, each once.
        sides: for each pair the numbers of its syllables.
        idfs: float64 [pairs], once ``ProximityScorer`` has found them.
    """

    def __init__(self, pairs: Sequence[Pair]) -> None:
        self.pairs = pairs
        self.syllables = list(dict.fromkeys(syllable for pair in pairs for syllable in pair))
        number = {syllable: i for i, syllable in enumerate(self.syllables)}
        self.sides = [(number[pair.first], number[pair.second]) for pair in pairs]
        self.idfs: Array | None = None

    def count(self, keys: Ints, which: Ints, texts: int) -> Array:
        """How often each pair stands in each text: places of its first syllable that have the second nearby.

        Args:
            keys: ``text << 32 | position`` of all places of all syllables, ascending.
            which: the number of the syllable at each place.
            texts: how many there are.

        Returns:
            int64 [pairs, texts].
        """
        several = len(self.syllables)
        # Mostly few syllables: their bits fit into a byte, an eighth of what has to be read and written else.
        bits = np.left_shift(1, np.arange(several)).astype(np.uint8 if several <= 8 else np.int64)
        near = _neighbours(keys, bits[which])
        text = keys >> 32
        counts = np.empty((len(self.sides), texts), np.int64)
        for pair, (first, second) in enumerate(self.sides):
            places = ((which == first) & ((near & bits[second]) != 0)).nonzero()[0]
            counts[pair] = np.bincount(text[places], minlength=texts)
        return counts


def _neighbours(keys: Ints, bits: Array) -> Array:
    """For each place the syllables that stand at most ``WRITTEN`` from it, as the bits of an integer."""
    near = np.zeros_like(bits)
    for lag in range(1, len(keys)):
        close = keys[lag:] - keys[:-lag] <= WRITTEN
        if not close.any():
            break
        near[:-lag] |= bits[lag:] * close
        near[lag:] |= bits[:-lag] * close
    return near


def pairs_of(plan: Plan) -> Sequence[Pairs]:
    """The pairs of a plan, each once, whichever was typed first; the plan keeps them."""
    if plan.pairs is None:
        found: dict[frozenset[Syllable], Pair] = {}
        for run in plan.runs:
            syllables = [syllable for unit in run for syllable in unit.syllables]
            for place, first in enumerate(syllables):
                for second in syllables[place + 1 : place + 1 + TYPED]:
                    if first != second:
                        found.setdefault(frozenset((first, second)), Pair(first, second))
        pairs = list(found.values())
        plan.pairs = [Pairs(pairs[start : start + _AT_ONCE]) for start in range(0, len(pairs), _AT_ONCE)]
    return plan.pairs


class Near(NamedTuple):
    """Pairs in some articles.

    Attributes:
        idfs: float64 [pairs], of the rarer syllable of each.
        counts: int64 [pairs, fields, articles], the frequency of each in each of ``TEXT_FIELDS``.
        gained: float64 [pairs, articles], what each gives to the score.
    """

    idfs: Array
    counts: Array
    gained: Array


class ProximityScorer:
    """Scores pairs in few articles."""

    def __init__(self, scorer: Scorer, forms: Mapping[str, Forms], memory: int) -> None:
        """``memory``: bytes of occurrences that are remembered."""
        self._scorer = scorer
        self._forms = forms
        self._places = PlaceReader(scorer.reader, scorer.rows, forms, memory)

    def rescore(self, plan: Plan, scores: Array, docs: Ints) -> None:
        """Add the scores of all pairs in some articles, ascending, to ``scores``."""
        if len(docs) and self._scorer.ranking.proximity:
            among = self._scorer.select(docs)
            for pairs in pairs_of(plan):
                scores[docs] += self._near(pairs, among).gained.sum(axis=0)

    def explain(self, plan: Plan, doc: int) -> Iterator[Contribution]:
        """What each pair gives to one article."""
        weight, among = self._scorer.ranking.proximity, self._scorer.select(np.array([doc]))
        for pairs in pairs_of(plan):
            near = self._near(pairs, among)
            each = zip(pairs.pairs, near.idfs.tolist(), near.counts, near.gained, strict=True)
            for pair, idf, counts, gained in each:
                if counts.any():
                    fields = []
                    for field, count in zip(TEXT_FIELDS, counts[:, 0].tolist(), strict=True):
                        if count:
                            lengths, average = self._scorer.lengths("syllables", field)
                            fields.append(FieldContribution(field, count, int(lengths[doc]), average))
                    yield Contribution(pair.label, "near", float(gained[0]), weight, idf, 0, tuple(fields))

    def _near(self, pairs: Pairs, among: Selection) -> Near:
        """Pairs by one pass over all places of all their syllables."""
        counts = pairs.count(*self._places.of(pairs.syllables, among), len(TEXT_FIELDS) * len(among.docs))
        counts = counts.reshape(len(pairs.pairs), len(TEXT_FIELDS), -1)
        weighted = (counts * self._scorer.factors("syllables", TEXT_FIELDS).take(among.docs, axis=1)).sum(axis=1)
        if pairs.idfs is None:
            each = [self._scorer.idf(syllable_term(syllable, self._forms)) for syllable in pairs.syllables]
            pairs.idfs = np.array([max(each[first], each[second]) for first, second in pairs.sides])
        idfs = pairs.idfs
        k1, weight = self._scorer.ranking.k1, self._scorer.ranking.proximity
        return Near(idfs, counts, weighted / (k1 + weighted) * (weight * (k1 + 1) * idfs)[:, None])
