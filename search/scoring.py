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
from tracuu.index.segment import Segment
from tracuu.index.views import TEXT_FIELDS


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


class Scorer:
    """Scores terms over a whole snapshot; keeps what does not depend on the query."""

    def __init__(self, reader: IndexReader, ranking: Ranking) -> None:
        self.reader = reader
        self.ranking = ranking
        self.count = len(reader)
        self._live = None if self.count == reader.size else reader.live
        self._lengths: dict[tuple[str, str], tuple[Array, float, Array]] = {}

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

    def frequencies(self, term: ScoredTerm, field: str) -> tuple[Ints, Ints]:
        """Article numbers and frequencies of a set in a field; an article stands once for each term it holds."""
        docs, freqs = [np.empty(0, np.int64)], [np.empty(0, np.int64)]
        for base, segment in zip(self.reader.bases, self.reader.segments, strict=False):
            numbers = term.numbers(segment)
            if len(numbers):
                postings = segment.postings(term.view, field)
                entries = postings.entries(numbers)
                docs.append(postings.docs[entries].astype(np.int64) + base)
                freqs.append(postings.frequencies(entries))
        return np.concatenate(docs), np.concatenate(freqs)

    def scores(self, terms: Iterable[ScoredTerm]) -> Array:
        """The score of every article, float64 ``[reader.size]``: the sum over the terms."""
        scores = np.zeros(self.reader.size)
        k1 = self.ranking.k1
        for term in terms:
            weighted, df = self._weighted_frequencies(term)
            if df:
                scores += term.weight * self._idf(df) * (k1 + 1) * weighted / (k1 + weighted)
        return scores

    def _weighted_frequencies(self, term: ScoredTerm) -> tuple[Array, int]:
        size = self.reader.size
        weighted = np.zeros(size)
        for field_name in term.fields:
            docs, freqs = self.frequencies(term, field_name)
            if len(docs):
                weighted += np.bincount(docs, freqs * self.lengths(term.view, field_name)[2][docs], size)
        if self._live is not None:
            weighted[~self._live] = 0.0
        return weighted, int(np.count_nonzero(weighted))

    def idf(self, term: ScoredTerm) -> float:
        """The idf of a term."""
        return self._idf(self._weighted_frequencies(term)[1])

    def _idf(self, df: int) -> float:
        return math.log(1 + (self.count - df + 0.5) / (df + 0.5))

    def explain(self, term: ScoredTerm, doc: int) -> Contribution:
        """How a term scores in one article."""
        weighted, df = self._weighted_frequencies(term)
        idf, k1 = self._idf(df), self.ranking.k1
        score = term.weight * idf * (k1 + 1) * weighted[doc] / (k1 + weighted[doc])
        fields = []
        for field_name in term.fields:
            docs, freqs = self.frequencies(term, field_name)
            frequency = int(freqs[docs == doc].sum())
            if frequency:
                lengths, average, _ = self.lengths(term.view, field_name)
                fields.append(FieldContribution(field_name, frequency, int(lengths[doc]), average))
        return Contribution(term.label, term.view, float(score), term.weight, idf, df, tuple(fields))
