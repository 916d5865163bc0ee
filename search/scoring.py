"""BM25F: the one place that scores.

A scored term is a set of index terms that count as one synonym: all markings that a query syllable covers, a
folded bigram, a word. With ``tf`` its frequency in a field, summed over the set, and ``df`` the number of live
articles that hold any of the set in any field:

    weight_of_field(f) * tf(f) / (1 - b + b * length(f) / average_length(f)),   summed over the fields: x
    score = weight * ln(1 + (N - df + 0.5) / (df + 0.5)) * x * (k1 + 1) / (k1 + x)

Lengths are exact, averages and counts are over live articles only. After Robertson, Zaragoza and Taylor, "Simple
BM25 extension to multiple weighted fields" (CIKM 2004); the idf is Lucene's, never negative.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from tracuu.analyzers.errors import QueryError
from tracuu.index.arrays import Array
from tracuu.index.postings import Ints
from tracuu.index.reader import IndexReader
from tracuu.index.recent import Recent
from tracuu.index.segment import Segment
from tracuu.index.views import TEXT_FIELDS
from tracuu.search.frequencies import Frequencies, frequencies

REMEMBERED = 12 * 1024 * 1024
"""Bytes of frequencies that a scorer remembers."""


@dataclass(frozen=True, slots=True)
class Ranking:
    """The numbers of the formula. ``benchmarks/README.md`` has what other values gave."""

    k1: float = 1.2
    b: float = 0.75
    fields: Mapping[str, float] = field(default_factory=lambda: {"title": 2.0, "body": 1.0})
    syllables: float = 1.0
    bigrams: float = 0.5
    words: float = 0.4
    proximity: float = 0.1
    exact: float = 0.02
    """Of the form as typed, beside all forms it covers: it only decides between near-ties."""

    def __post_init__(self) -> None:
        if not (self.k1 > 0 and 0 <= self.b <= 1):
            raise QueryError(f"k1 must be more than 0 and b from 0 to 1, not {self.k1} and {self.b}")
        if missing := set(TEXT_FIELDS) - set(self.fields):
            raise QueryError(f"fields lacks the weight of {' and '.join(sorted(missing))}")


class ScoredTerm(NamedTuple):
    """A set of index terms that scores as one.

    Attributes:
        label: for ``explain``.
        view: ``syllables``, ``bigrams`` or ``words``.
        weight: factor of its score.
        fields: where it counts.
        numbers: gives the term numbers of the set in a segment.
        key: equal for equal sets; equal sets in one query are scored once, with their weights added.
    """

    label: str
    view: str
    weight: float
    fields: tuple[str, ...]
    numbers: Callable[[Segment], Ints]
    key: tuple[object, ...]


class FieldContribution(NamedTuple):
    """What a field gave to a term's score in one article."""

    field: str
    frequency: int
    length: int
    average_length: float


class Contribution(NamedTuple):
    """How one scored term came to its score in one article."""

    label: str
    view: str
    score: float
    weight: float
    idf: float
    articles: int
    fields: tuple[FieldContribution, ...]


class Weighted(NamedTuple):
    """What BM25F calls the weighted frequency of a term, in the articles of one segment.

    Attributes:
        base: the number of the segment's first article.
        docs: ascending, counted from ``base``; None where ``values`` is a row [articles of the segment].
        values: float64, 0 where an article does not hold the term.
    """

    base: int
    docs: Array | None
    values: Array


class Scorer:
    """Scores terms over a whole snapshot; keeps what does not depend on the query. Threads may share it."""

    def __init__(self, reader: IndexReader, ranking: Ranking) -> None:
        self.reader = reader
        self.ranking = ranking
        self.count = len(reader)
        self._live = None if self.count == reader.size else reader.live
        self._lengths: dict[tuple[str, str], tuple[Array, float, Array]] = {}
        self._halves: dict[tuple[str, str], Array] = {}
        self._recent: Recent[Frequencies] = Recent(REMEMBERED, lambda found: found.nbytes)
        self._idfs: dict[tuple[object, ...], float] = {}

    def lengths(self, view: str, field: str) -> tuple[Array, float, Array]:
        """Lengths in tokens, their average, and the factor by which a frequency counts; a bigram's is a syllable's."""
        view = "syllables" if view == "bigrams" else view
        if (view, field) not in self._lengths:
            lengths = self.reader.lengths(view, field)
            live = lengths if self._live is None else lengths[self._live]
            average = float(live.sum()) / self.count if self.count else 0.0
            b = self.ranking.b
            # An empty field has no frequencies; it counts as one token, so that nothing is divided by zero.
            relative = np.maximum(lengths, 1) / (average or 1.0)
            factor = self.ranking.fields[field] / (1 - b + b * relative)
            self._lengths[view, field] = lengths, average, factor
        return self._lengths[view, field]

    def halves(self, view: str, field: str) -> Array:
        """``k1 / factor``: the frequency with which a term gets half of the score that it can get at most."""
        view = "syllables" if view == "bigrams" else view
        if (view, field) not in self._halves:
            with np.errstate(divide="ignore"):  # a field may have the weight 0
                self._halves[view, field] = self.ranking.k1 / self.lengths(view, field)[2]
        return self._halves[view, field]

    def scores(self, terms: Iterable[ScoredTerm]) -> Array:
        """The score of every article, float64 ``[reader.size]``: the sum over the terms."""
        scores = np.zeros(self.reader.size)
        for term in terms:
            self.add(scores, term)
        return scores

    def scores_at(self, docs: Ints, terms: Iterable[ScoredTerm]) -> Array:
        """The scores of some articles, ascending: float64 ``[len(docs)]``."""
        scores = np.zeros(len(docs))
        for term in terms:
            self.add_at(scores, docs, term)
        return scores

    def add(self, scores: Array, term: ScoredTerm) -> None:
        """Add what a term gives to each article to ``scores``."""
        if len(term.fields) == 1:
            self._add_of_field(scores, term, term.fields[0])
            return
        parts = self.weighted(term)
        k1, idf = self.ranking.k1, self._idfs.get(term.key)
        if idf is None:
            idf = self._idfs[term.key] = self.idf_of(articles(parts))
        factor = term.weight * idf * (k1 + 1)
        for base, docs, values in parts:
            gained = values / (k1 + values)
            gained *= factor
            if docs is None:
                scores[base : base + len(gained)] += gained
            elif len(docs):
                scores[docs + base] += gained

    def _add_of_field(self, scores: Array, term: ScoredTerm, field: str) -> None:
        """The same for a term that counts in one field: fewer passes."""
        most, halves = self.most(term), self.halves(term.view, field)
        for base, segment in zip(self.reader.bases, self.reader.segments, strict=False):
            docs, counts = self.frequencies(term, segment, field)
            if docs is None:
                here = slice(base, base + segment.size)
                gained = counts + halves[here]
                np.divide(counts, gained, out=gained)
                gained *= most
                scores[here] += gained
            elif len(docs):
                docs = docs + base
                scores[docs] += counts / (counts + halves[docs]) * most

    def most(self, term: ScoredTerm) -> float:
        """What a term gives at most."""
        return term.weight * self.idf(term) * (self.ranking.k1 + 1)

    def add_at(self, scores: Array, docs: Ints, term: ScoredTerm) -> None:
        """Add what a term gives to some articles, ascending, to their ``scores``."""
        if len(term.fields) == 1:
            counts = self.counts_at(docs, term, term.fields[0])
            scores += counts / (counts + self.halves(term.view, term.fields[0])[docs]) * self.most(term)
            return
        weighted = np.zeros(len(docs))
        for field_name in term.fields:
            weighted += self.counts_at(docs, term, field_name) * self.lengths(term.view, field_name)[2][docs]
        scores += weighted / (self.ranking.k1 + weighted) * self.most(term)

    def counts_at(self, docs: Ints, term: ScoredTerm, field: str) -> Array:
        """How often a term stands in a field of some articles, ascending."""
        result = np.zeros(len(docs), np.int64)
        bounds = np.searchsorted(docs, self.reader.bases).tolist()
        for place, (base, segment) in enumerate(zip(self.reader.bases, self.reader.segments, strict=False)):
            here = slice(bounds[place], bounds[place + 1])
            if here.start < here.stop:
                result[here] = self.frequencies(term, segment, field).at(docs[here] - base)
        return result

    def weighted(self, term: ScoredTerm) -> list[Weighted]:
        """The weighted frequencies of a term, segment by segment; deleted articles have none."""
        return [
            self._weighted(term, base, segment)
            for base, segment in zip(self.reader.bases, self.reader.segments, strict=False)
        ]

    def _weighted(self, term: ScoredTerm, base: int, segment: Segment) -> Weighted:
        lists, row = [], None
        for field_name in term.fields:
            docs, counts = self.frequencies(term, segment, field_name)
            factor = self.lengths(term.view, field_name)[2][base : base + segment.size]
            if docs is None:
                row = counts * factor if row is None else row + counts * factor
            elif len(docs):
                lists.append((docs, counts * factor[docs]))
        if row is not None:
            for docs, values in lists:
                row[docs] += values
            return Weighted(base, None, row)
        if len(lists) < 2:
            return Weighted(base, *(lists[0] if lists else _NOWHERE))
        docs, values = (np.concatenate(column) for column in zip(*lists, strict=True))
        order = np.argsort(docs, kind="stable")
        docs = docs[order]
        first = np.flatnonzero(np.concatenate(([True], docs[1:] != docs[:-1])))
        return Weighted(base, docs[first], np.add.reduceat(values[order], first))

    def frequencies(self, term: ScoredTerm, segment: Segment, field: str) -> Frequencies:
        """How often a term stands in a field of each live article of a segment; remembered."""
        key = (term.key, segment.name, field)
        known = self._recent.get(key)
        if known is None:
            found = frequencies(segment.postings(term.view, field), term.numbers(segment), segment.live)
            known = self._recent.put(key, found)
        return known

    def idf(self, term: ScoredTerm) -> float:
        """The idf of a term; remembered."""
        known = self._idfs.get(term.key)
        if known is None:
            if len(self._idfs) >= _IDFS:
                self._idfs.clear()
            known = self._idfs[term.key] = self.idf_of(self._articles(term))
        return known

    def _articles(self, term: ScoredTerm) -> int:
        """In how many articles a term stands; without decoding a list where it is a single term in a single field."""
        segments = self.reader.segments
        if self._live is None and len(term.fields) == 1:
            sets = [term.numbers(segment) for segment in segments]
            if all(len(numbers) < 2 for numbers in sets):
                lists = [segment.postings(term.view, term.fields[0]) for segment in segments]
                return sum(lists[i].count(int(n)) for i, numbers in enumerate(sets) for n in numbers)
        return articles(self.weighted(term))

    def idf_of(self, df: int) -> float:
        """The idf of a term that stands in so many articles."""
        return math.log(1 + (self.count - df + 0.5) / (df + 0.5))

    def explain(self, term: ScoredTerm, doc: int) -> Contribution:
        """How a term scores in one article."""
        df = articles(self.weighted(term))
        idf, k1 = self.idf_of(df), self.ranking.k1
        segment, local = self.reader.locate(doc)
        fields, weighted = [], 0.0
        for field_name in term.fields:
            docs, counts = self.frequencies(term, segment, field_name)
            frequency = int(counts[local] if docs is None else counts[docs == local].sum())
            if frequency:
                lengths, average, factor = self.lengths(term.view, field_name)
                fields.append(FieldContribution(field_name, frequency, int(lengths[doc]), average))
                weighted += frequency * float(factor[doc])
        score = term.weight * idf * (k1 + 1) * weighted / (k1 + weighted)
        return Contribution(term.label, term.view, score, term.weight, idf, df, tuple(fields))


def articles(parts: Iterable[Weighted]) -> int:
    """In how many articles a term stands."""
    return sum(int(np.count_nonzero(part.values)) if part.docs is None else len(part.docs) for part in parts)


_IDFS = 1 << 14
_NOWHERE = (np.empty(0, np.int32), np.empty(0))
