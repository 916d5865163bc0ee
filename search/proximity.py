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
from tracuu.index.postings import Ints, ranges
from tracuu.index.recent import Recent
from tracuu.index.segment import Segment
from tracuu.index.views import TEXT_FIELDS
from tracuu.search.forms import Forms
from tracuu.search.nodes import Syllable
from tracuu.search.plan import Plan
from tracuu.search.scoring import Contribution, FieldContribution, ScoredTerm, Scorer

TYPED = 3
WRITTEN = 4
RESCORED = 100
"""Articles that are looked at: the first ones by relevance so far."""
REMEMBERED = 8 * 1024 * 1024
"""Bytes of joined lists that a scorer remembers."""
_AT_ONCE = 31
"""Pairs that are looked for in one pass: each of their syllables is a bit of an integer."""


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


class Near(NamedTuple):
    """A pair in some articles.

    Attributes:
        pair: its syllables.
        idf: of the rarer of them.
        weighted: float64 [articles], its frequency as BM25F weighs it.
        counts: int64 [fields, articles], its frequency in each of ``TEXT_FIELDS``.
    """

    pair: Pair
    idf: float
    weighted: Array
    counts: Array


class ProximityScorer:
    """Scores pairs in few articles."""

    def __init__(self, scorer: Scorer, forms: Mapping[str, Forms]) -> None:
        self._scorer = scorer
        self._forms = forms
        self._recent: Recent[_Lists] = Recent(REMEMBERED, lambda lists: sum(part.nbytes for part in lists))

    def rescore(self, plan: Plan, scores: Array, docs: Ints) -> None:
        """Add the scores of all pairs in some articles, ascending, to ``scores``."""
        pairs = pairs_of(plan)
        if not pairs or not self._scorer.ranking.proximity:
            return
        for near in self._near(pairs, docs):
            scores[docs] += self._score(near)

    def explain(self, plan: Plan, doc: int) -> Iterator[Contribution]:
        """What each pair gives to one article."""
        for near in self._near(pairs_of(plan), np.array([doc])):
            if near.weighted[0]:
                fields = []
                for field, count in zip(TEXT_FIELDS, near.counts[:, 0].tolist(), strict=True):
                    if count:
                        lengths, average, _ = self._scorer.lengths("syllables", field)
                        fields.append(FieldContribution(field, count, int(lengths[doc]), average))
                score = float(self._score(near)[0])
                weight = self._scorer.ranking.proximity
                yield Contribution(near.pair.label, "near", score, weight, near.idf, 0, tuple(fields))

    def _score(self, near: Near) -> Array:
        k1 = self._scorer.ranking.k1
        factor = self._scorer.ranking.proximity * near.idf * (k1 + 1)
        result: Array = factor * near.weighted / (k1 + near.weighted)
        return result

    def _near(self, pairs: Sequence[Pair], docs: Ints) -> Iterator[Near]:
        """The pairs in these articles (ascending)."""
        for start in range(0, len(pairs), _AT_ONCE):
            yield from self._in_one_pass(pairs[start : start + _AT_ONCE], docs)

    def _in_one_pass(self, pairs: Sequence[Pair], docs: Ints) -> Iterator[Near]:
        """Pairs by one pass over all places of all their syllables."""
        syllables = list(dict.fromkeys(syllable for pair in pairs for syllable in pair))
        texts, places = self._places(syllables, docs)
        which = np.repeat(np.arange(len(syllables)), [len(found) for found in places])
        keys = np.concatenate([_NOWHERE, *places])
        order = np.argsort(keys, kind="stable")
        keys, which = keys[order], which[order]
        neighbours = _neighbours(keys, which)
        held = keys >> 32
        number = {syllable: i for i, syllable in enumerate(syllables)}
        for pair in pairs:
            first, second = number[pair.first], number[pair.second]
            near = (which == first) & ((neighbours >> second) & 1).astype(bool)
            counts = np.bincount(held[near], minlength=texts * len(docs)).reshape(texts, len(docs))
            weighted = np.zeros(len(docs))
            for field_counts, field in zip(counts, TEXT_FIELDS, strict=True):
                weighted += field_counts * self._scorer.lengths("syllables", field)[2][docs]
            yield Near(pair, max(self._idf(pair.first), self._idf(pair.second)), weighted, counts)

    def _places(self, syllables: Sequence[Syllable], docs: Ints) -> tuple[int, list[Ints]]:
        """Where each syllable stands in these articles: ``text << 32 | position``.

        Title and body of an article are two texts: text ``field * len(docs) + i`` is that field of ``docs[i]``.
        """
        reader = self._scorer.reader
        found: list[list[Ints]] = [[_NOWHERE] for _ in syllables]
        for base, segment in zip(reader.bases, reader.segments, strict=False):
            begin, end = np.searchsorted(docs, (base, base + segment.size))
            if begin == end:
                continue
            text_of = np.full(segment.size, -1, np.int64)
            text_of[docs[begin:end] - base] = np.arange(begin, end)
            for number, field in enumerate(TEXT_FIELDS):
                positions = segment.postings("syllables", field).positions
                for syllable, parts in zip(syllables, found, strict=True):
                    if positions is not None and field in syllable.fields:
                        held, starts, stops = self._lists(segment, field, syllable)
                        texts = text_of[held]
                        chosen = np.flatnonzero(texts >= 0)
                        starts, stops = starts[chosen], stops[chosen]
                        texts = np.repeat(texts[chosen] + number * len(docs), stops - starts)
                        parts.append((texts << 32) + positions.take(ranges(starts, stops)))
        return len(TEXT_FIELDS), [np.concatenate(parts) for parts in found]

    def _lists(self, segment: Segment, field: str, syllable: Syllable) -> _Lists:
        """The entries of all forms of a syllable, form after form; remembered."""
        key = (segment.name, field, *syllable.key)
        known = self._recent.get(key)
        if known is None:
            postings = segment.postings("syllables", field)
            entries = [postings.entries(form) for form in self._forms[segment.name].of_syllable(syllable).tolist()]
            known = self._recent.put(
                key,
                _Lists(
                    np.concatenate([np.empty(0, np.int32), *(one.docs for one in entries)]),
                    np.concatenate([np.empty(0, np.uint32), *(one.starts[:-1] for one in entries)]),
                    np.concatenate([np.empty(0, np.uint32), *(one.starts[1:] for one in entries)]),
                ),
            )
        return known

    def _idf(self, syllable: Syllable) -> float:
        def numbers(segment: Segment) -> Ints:
            return self._forms[segment.name].of_syllable(syllable)

        return self._scorer.idf(ScoredTerm("", "syllables", 1.0, syllable.fields, numbers, ("syllable", *syllable.key)))


class _Lists(NamedTuple):
    """Articles, and in each the first occurrence and the one behind the last (see ``Postings.entries``)."""

    docs: Array
    starts: Array
    stops: Array


def _neighbours(keys: Ints, which: Ints) -> Ints:
    """For each place the syllables that stand at most ``WRITTEN`` from it, as the bits of an integer.

    Args:
        keys: ``text << 32 | position``, ascending.
        which: the number of the syllable at each place, below 64.
    """
    bits = np.left_shift(1, which)
    near = np.zeros(len(keys), np.int64)
    for lag in range(1, len(keys)):
        close = np.flatnonzero(keys[lag:] - keys[:-lag] <= WRITTEN)
        if not len(close):
            break
        near[close] |= bits[close + lag]
        near[close + lag] |= bits[close]
    return near


_NOWHERE = np.empty(0, np.int64)
