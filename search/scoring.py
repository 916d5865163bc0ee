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
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from tracuu.analyzers.errors import QueryError
from tracuu.index.arrays import Array
from tracuu.index.postings import Ints, distinct
from tracuu.index.reader import IndexReader
from tracuu.index.segment import Segment
from tracuu.index.views import TEXT_FIELDS
from tracuu.search.frequencies import Frequencies, FrequencyReader, Selection
from tracuu.search.memory import Memory
from tracuu.search.rows import Rows

_AT_ONCE = 1 << 18
"""Frequencies that are scored together: two megabytes of them."""


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
    variants: float = 0.05
    """Of another spelling, beside what was typed: a factor of the weights of its terms."""
    likeliest: float = 0.6
    """Of the marks that were probably left off in a question: a factor of the weights of what has them."""
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
    """Scores terms over a whole snapshot; keeps what does not depend on the query. Threads may share it."""

    def __init__(self, reader: IndexReader, ranking: Ranking, memory: Memory) -> None:
        self.reader = reader
        self.ranking = ranking
        self.count = len(reader)
        self._held = FrequencyReader(reader, memory)
        self._live = None if self.count == reader.size else reader.live
        self._lengths: dict[tuple[str, str], tuple[Array, float]] = {}
        self._factors: dict[str, Array] = {}
        self._halves: dict[tuple[str, str], Array] = {}
        self._rough_halves: dict[tuple[str, str], Array] = {}

    def lengths(self, view: str, field: str) -> tuple[Array, float]:
        """Lengths in tokens and their average; a bigram's are a syllable's."""
        view = "syllables" if view == "bigrams" else view
        if (view, field) not in self._lengths:
            lengths = self.reader.lengths(view, field)
            live = lengths if self._live is None else lengths[self._live]
            self._lengths[view, field] = lengths, float(live.sum()) / self.count if self.count else 0.0
        return self._lengths[view, field]

    def factors(self, view: str, fields: tuple[str, ...] = TEXT_FIELDS) -> Array:
        """By what a frequency counts in fields of each article: float64 ``[fields, reader.size]``."""
        view = "syllables" if view == "bigrams" else view
        if view not in self._factors:
            self._factors[view] = np.stack([self._factor(view, field) for field in TEXT_FIELDS])
        if fields == TEXT_FIELDS:
            return self._factors[view]
        places = [TEXT_FIELDS.index(field) for field in fields]
        return self._factors[view][places[0] : places[0] + 1] if len(places) == 1 else self._factors[view][places]

    def _factor(self, view: str, field: str) -> Array:
        lengths, average = self.lengths(view, field)
        # An empty field has no frequencies; it counts as one token, so that nothing is divided by zero.
        relative = np.maximum(lengths, 1) / (average or 1.0)
        factor: Array = self.ranking.fields[field] / (1 - self.ranking.b + self.ranking.b * relative)
        return factor

    def halves(self, view: str, field: str) -> Array:
        """``k1 / factor``: the frequency with which a term gets half of the score that it can get at most."""
        view = "syllables" if view == "bigrams" else view
        if (view, field) not in self._halves:
            with np.errstate(divide="ignore"):  # a field may have the weight 0
                self._halves[view, field] = self.ranking.k1 / self.factors(view, (field,))[0]
        return self._halves[view, field]

    def rough_halves(self, view: str, field: str) -> Array:
        """``halves`` in single precision."""
        view = "syllables" if view == "bigrams" else view
        if (view, field) not in self._rough_halves:
            self._rough_halves[view, field] = self.halves(view, field).astype(np.float32)
        return self._rough_halves[view, field]

    def select(self, docs: Ints) -> Selection:
        """Articles, ascending, made ready to be scored."""
        return self._held.select(docs)

    def frequencies(self, term: ScoredTerm) -> Frequencies:
        """How often a term stands in its fields; remembered."""
        return self._held.of(term.key, term.view, term.fields, term.numbers)

    def counts_at(self, among: Selection, found: Frequencies, fields: int) -> Array:
        """Frequencies in some articles: int64 ``[fields, len(among.docs)]``."""
        counts = np.zeros(1 + fields * len(among.docs), np.int64)
        found.put(counts, fields, among, self.rows)
        return counts[1:].reshape(fields, -1)

    def everywhere(self, found: Frequencies, fields: int) -> Array:
        """Frequencies in all articles: uint32 ``[fields, reader.size]``; those of deleted ones may be there."""
        return found.whole((fields, self.reader.size), self.reader.bases, self.rows)

    def holding(self, term: ScoredTerm) -> Array:
        """Bool ``[reader.size]``, the live articles that hold a term in any of its fields."""
        return self._held.holding(self.frequencies(term))

    @property
    def rows(self) -> Rows:
        """The rows of frequent terms."""
        return self._held.rows

    def idf(self, term: ScoredTerm) -> float:
        """The idf of a term."""
        return self.idf_of(self.frequencies(term).articles)

    def idf_of(self, df: int) -> float:
        """The idf of a term that stands in so many articles."""
        return math.log(1 + (self.count - df + 0.5) / (df + 0.5))

    def most(self, term: ScoredTerm, found: Frequencies | None = None) -> float:
        """What a term gives at most; ``found``: its frequencies, if they are at hand."""
        articles = (found or self.frequencies(term)).articles
        return term.weight * self.idf_of(articles) * (self.ranking.k1 + 1)

    def scores(self, terms: Iterable[ScoredTerm]) -> Array:
        """The score of every article, float64 ``[reader.size]``: the sum over the terms."""
        scores = np.zeros(self.reader.size)
        for term in terms:
            self.add(scores, term)
        return scores

    def rough_scores(self, terms: Iterable[ScoredTerm]) -> Array:
        """The same in single precision, float32, for single terms of one field each; 0 for deleted articles."""
        scores = np.zeros(self.reader.size, np.float32)
        for term in terms:
            self._add_single(scores, term, self.frequencies(term), self.rough_halves(term.view, term.fields[0]))
        if self._live is not None:
            scores[~self._live] = 0
        return scores

    def scores_at(self, among: Selection, terms: Sequence[ScoredTerm]) -> Array:
        """The scores of some articles: float64 ``[len(among.docs)]``."""
        scores = np.zeros(len(among.docs))
        alike: dict[tuple[bool, tuple[str, ...]], list[ScoredTerm]] = {}
        for term in terms:
            alike.setdefault((term.view == "words", term.fields), []).append(term)
        for (_, fields), together in alike.items():
            step = max(_AT_ONCE // (len(fields) * len(among.docs) + 1), 1)
            for start in range(0, len(together), step):
                self.add_at(scores, among, together[start : start + step])
        return scores

    def add_at(self, scores: Array, among: Selection, terms: Sequence[ScoredTerm]) -> None:
        """Add what terms give to some articles to their ``scores``; the terms have the same lengths and fields.

        All terms are done at once: for few articles the number of calls is what takes time.
        """
        fields, k1 = terms[0].fields, self.ranking.k1
        counts = np.zeros((len(terms), 1 + len(fields) * len(among.docs)))
        most = np.empty((len(terms), 1))
        for place, term in enumerate(terms):
            found = self.frequencies(term)
            found.put(counts[place], len(fields), among, self.rows)
            most[place] = term.weight * self.idf_of(found.articles) * (k1 + 1)
        factors = self.factors(terms[0].view, fields).take(among.docs, axis=1)
        weighted = (counts[:, 1:].reshape(len(terms), len(fields), -1) * factors).sum(axis=1)
        weighted /= weighted + k1
        weighted *= most
        scores += weighted.sum(axis=0)

    def add(self, scores: Array, term: ScoredTerm) -> None:
        """Add what a term gives to each article to ``scores``; to a deleted one it may give anything."""
        found = self.frequencies(term)
        if found.is_single and len(term.fields) == 1:
            self._add_single(scores, term, found, self.halves(term.view, term.fields[0]))
        elif found.rows or found.texts is None:
            k1 = self.ranking.k1
            weighted = (self.everywhere(found, len(term.fields)) * self.factors(term.view, term.fields)).sum(axis=0)
            weighted /= weighted + k1
            weighted *= self.most(term, found)
            scores += weighted
        elif len(found.texts):
            docs = distinct([found.texts % self.reader.size])
            gained = np.zeros(len(docs))
            self.add_at(gained, self.select(docs), [term])
            scores[docs] += gained

    def _add_single(self, scores: Array, term: ScoredTerm, found: Frequencies, halves: Array) -> None:
        """The same where each article is in one row or in the list: fewer passes, in the precision of the arrays."""
        most, bases = halves.dtype.type(self.most(term, found)), self.reader.bases
        dense = [(slice(0, bases[-1]), found.counts)] if found.texts is None else []
        for _, segment, key in found.rows:
            here = slice(bases[segment], bases[segment + 1])
            dense.append((here, self.rows.of(key).counts[: here.stop - here.start]))
        for here, counts in dense:
            gained = counts.astype(halves.dtype)
            np.divide(gained, gained + halves[here], out=gained)
            gained *= most
            scores[here] += gained
        if found.texts is not None and len(found.texts):
            gained = found.counts.astype(halves.dtype)
            scores[found.texts] += gained / (gained + halves[found.texts]) * most

    def explain(self, term: ScoredTerm, doc: int) -> Contribution:
        """How a term scores in one article."""
        found, k1 = self.frequencies(term), self.ranking.k1
        idf = self.idf_of(found.articles)
        counts = self.counts_at(self.select(np.array([doc])), found, len(term.fields))
        fields, weighted = [], 0.0
        for place, (field_name, frequency) in enumerate(zip(term.fields, counts[:, 0].tolist(), strict=True)):
            if frequency:
                lengths, average = self.lengths(term.view, field_name)
                fields.append(FieldContribution(field_name, frequency, int(lengths[doc]), average))
                weighted += frequency * float(self.factors(term.view, term.fields)[place, doc])
        score = term.weight * idf * (k1 + 1) * weighted / (k1 + weighted)
        return Contribution(term.label, term.view, score, term.weight, idf, found.articles, tuple(fields))
