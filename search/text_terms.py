"""Terms of text fields: any of them, all of them, or as a phrase. What programs ask for most, done fast.

Answers and scores are those of ``tree_scorer``. *Any of them* is scored twice: all articles in single precision, at
half the cost, and then once more those that may be among the best.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np

from tracuu.index.arrays import Array
from tracuu.index.codec.ranges import ranges
from tracuu.index.postings import Ints
from tracuu.search.best import within_reach
from tracuu.search.field_terms import find_term
from tracuu.search.frequencies import FEW, FEW_TIMES, Frequencies
from tracuu.search.scoring import ScoredTerm
from tracuu.search.snapshot import Snapshot
from tracuu.search.term_nodes import Phrase

_ROUNDING = 2.0**-24
"""By which part single precision is wrong at most, in one operation."""
_MANY = 4096
"""More articles are scored twice: the first time in half the memory, which need not be fetched anew each time."""


class Found(NamedTuple):
    """Some articles that match, ascending, with their scores: all that can be among the best.

    Attributes:
        total: how many articles match.
        docs: int64 [articles].
        scores: float64 [articles].
    """

    total: int
    docs: Ints
    scores: Array


class _Scoring(NamedTuple):
    """The field of a term, and what it gives at most."""

    field: str
    most: float


class TextTerms:
    """Finds and scores terms, each of one text field, on one snapshot. Threads may share it."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._reader = snapshot.reader
        self._scorer = snapshot.scorer

    def any_of(self, terms: Sequence[ScoredTerm], limit: int) -> Found:
        """The best articles that hold any of some terms."""
        rough = self._scorer.rough_scores(terms)
        total = int(np.count_nonzero(rough > 0))
        margin = _margin(list(map(self._scorer.most, terms)))
        docs = within_reach(rough, min(limit, total), margin)
        docs = docs[rough[docs] > 0]  # the margin may reach down to articles that have none of the terms
        return Found(total, docs, self._scorer.scores_at(self._scorer.select(docs), terms))

    def all_of(self, terms: Sequence[ScoredTerm], limit: int) -> Found:
        """The best articles that hold all of some terms, at least one."""
        held = list(map(self._scorer.frequencies, terms))
        docs, counts = self._holding_all(held)
        return self._best(docs, counts, self._scoring(terms, held), limit)

    def phrase(self, phrase: Phrase, terms: Sequence[ScoredTerm], bigrams: Sequence[ScoredTerm], limit: int) -> Found:
        """The best articles that have terms one after the other.

        Args:
            phrase: of two terms at least, without slop.
            terms: score.
            bigrams: of each two neighbours.
            limit: hits that are wanted.
        """
        docs, _ = self._holding_all(list(map(self._scorer.frequencies, bigrams)))
        held = list(map(self._scorer.frequencies, terms))
        counts = [self._counts_at(docs, one) for one in held]
        if len(terms) > 2:
            # Where a term between two others stands once, both bigrams have it at that place.
            several = np.logical_or.reduce([count > 1 for count in counts[1:-1]])
            if several.any():
                kept = ~several
                kept[several] = self._has(phrase, docs[several])
                docs, counts = docs[kept], [count[kept] for count in counts]
        return self._best(docs, counts, self._scoring(terms, held), limit)

    def _best(self, docs: Ints, counts: Sequence[Array], scoring: Sequence[_Scoring], limit: int) -> Found:
        """Score articles; of many only those exactly that may be among the best."""
        total = len(docs)
        if total > max(_MANY, limit):
            rough = self._sum(docs, counts, scoring, self._scorer.rough_halves)
            docs_left = within_reach(rough, limit, _margin([most for _, most in scoring]))
            docs, counts = docs[docs_left], [count[docs_left] for count in counts]
        return Found(total, docs, self._sum(docs, counts, scoring, self._scorer.halves))

    def _sum(
        self,
        docs: Ints,
        counts: Sequence[Array],
        scoring: Sequence[_Scoring],
        halves_of: Callable[[str, str], Array],
    ) -> Array:
        """The scores of articles in which terms stand so often, in the precision of the halves."""
        halves = {field: halves_of("syllables", field)[docs] for field in {field for field, _ in scoring}}
        scores = np.zeros(len(docs), next(iter(halves.values())).dtype)
        for count, (field, most) in zip(counts, scoring, strict=True):
            gained = count / (count + halves[field])
            gained *= scores.dtype.type(most)
            scores += gained
        return scores

    def _scoring(self, terms: Sequence[ScoredTerm], held: Sequence[Frequencies]) -> list[_Scoring]:
        return [
            _Scoring(term.fields[0], self._scorer.most(term, found)) for term, found in zip(terms, held, strict=True)
        ]

    def _holding_all(self, held: Sequence[Frequencies]) -> tuple[Ints, list[Array]]:
        """The articles in which all of some terms stand, and the frequencies of each term there."""
        order = sorted(range(len(held)), key=lambda place: (not held[place].is_list, held[place].articles))
        first = held[order[0]]
        counts: dict[int, Array] = {}
        if first.is_list:
            docs = first.docs
            counts[order[0]] = first.counts
        else:
            rows = [self._scorer.everywhere(one, 1)[0] for one in held]
            mask = rows[0] > 0
            for row in rows[1:]:
                mask &= row > 0
            if len(self._reader) < self._reader.size:
                mask &= self._reader.live
            docs = mask.nonzero()[0]
            counts.update((place, row[docs]) for place, row in enumerate(rows))
        for place in order:
            if place not in counts:
                here = self._counts_at(docs, held[place])
                kept = here.nonzero()[0]
                if len(kept) < len(docs):
                    docs, here = docs[kept], here[kept]
                    counts = {other: count[kept] for other, count in counts.items()}
                counts[place] = here
        return docs, [counts[place] for place in range(len(held))]

    def _counts_at(self, docs: Ints, held: Frequencies) -> Array:
        """How often a term stands in some articles."""
        texts = held.texts
        if texts is None or held.rows or (len(docs) > FEW and len(texts) < FEW_TIMES * len(docs)):
            row: Array = self._scorer.everywhere(held, 1)[0]
            return row.take(docs)
        if not len(texts):
            return np.zeros(len(docs), held.counts.dtype)
        wanted = docs.astype(texts.dtype)  # else the list would be converted
        places = texts.searchsorted(wanted)
        found: Array = held.counts.take(places, mode="clip")
        found *= texts.take(places, mode="clip") == wanted
        return found

    def _has(self, phrase: Phrase, docs: Ints) -> Array:
        """Whether each of some articles, which hold all terms of a phrase, has it."""
        found = np.zeros(len(docs), bool)
        for number, (here, local) in enumerate(self._scorer.select(docs).parts):
            if len(local):
                found[here] = self._has_in(number, phrase, local)
        return found

    def _has_in(self, number: int, phrase: Phrase, docs: Ints) -> Array:
        """The same in one segment."""
        segment, size = self._reader.segments[number], len(phrase.words)
        terms = [int(find_term(segment, "syllables", word)[0]) for word in phrase.words]
        postings = segment.postings("syllables", phrase.fieldname)
        begins, counts = self._scorer.rows.occurrences(("syllables", phrase.fieldname, number), terms, docs)
        assert postings.positions is not None
        counts = counts.reshape(-1)
        begins = begins.reshape(-1)
        # Where the phrase would begin, for each occurrence of each of its terms, article by article.
        shifts = np.arange(len(docs)) << 32
        keys = (shifts[None, :] + (size - np.arange(size))[:, None]).reshape(-1).repeat(counts)
        keys += postings.positions.take(ranges(begins, begins + counts))
        keys.sort()
        found = np.zeros(len(docs), bool)
        found[keys[size - 1 :][keys[size - 1 :] == keys[: len(keys) - size + 1]] >> 32] = True
        return found


def _margin(most: Sequence[float]) -> float:
    """By how much the sum of scores may be wrong in single precision, each of them being at most so much.

    A score takes six operations and conversions, and each sum one more (N. Higham, "Accuracy and Stability of
    Numerical Algorithms", 2002, 4.2: n - 1 additions of positive numbers).
    """
    return (len(most) + 6) * _ROUNDING * sum(most)
