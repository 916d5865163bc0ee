"""A bigram model of the index's own syllables: how likely one marked form is, and how likely after another.

Counts are occurrences in title and body, read from the postings when asked for; nothing is trained or kept.
Articles deleted since the last merge still count: they tell as much about the language as the others.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from tracuu.analyzers import fold
from tracuu.index.postings import Ints
from tracuu.index.views import TEXT_FIELDS
from tracuu.search.nodes import Syllable
from tracuu.search.snapshot import Snapshot

Floats = npt.NDArray[np.float64]

_BACKOFF = 0.4
"""What a syllable is worth behind one that it never follows, as a part of what it is worth anywhere (stupid
backoff, Brants et al. 2007). It restores the marks of unseen titles better than Jelinek-Mercer, Dirichlet and
absolute discounting at any weight tried."""
_UNKNOWN = 20_000_000
"""What a small index does not have at all is not likelier than one in so many syllables."""
_NONE = np.empty(0, np.int64)


class Forms(NamedTuple):
    """What one syllable may be.

    Attributes:
        terms: canonical forms.
        numbers: for each segment the number of each form, -1 where it does not have it.
        counts: how often each form occurs in the index.
    """

    terms: tuple[str, ...]
    numbers: tuple[Ints, ...]
    counts: Floats

    def take(self, places: Sequence[int] | Ints) -> Forms:
        """Some of them."""
        return Forms(
            tuple(self.terms[place] for place in places),
            tuple(numbers[places] for numbers in self.numbers),
            self.counts[places],
        )


class SyllableModel:
    """The model of one generation of an index."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._segments = segments = snapshot.reader.segments
        self._numbers = [snapshot.forms[segment.name].of_syllable for segment in segments]  # these remember
        self._size = sum(s.postings("syllables", field).tokens for s in segments for field in TEXT_FIELDS)

    def forms(self, folds: Iterable[str]) -> Forms:
        """All forms of these letters that the index has."""
        syllables = [Syllable(letters, TEXT_FIELDS, "ignore") for letters in folds]
        known = [np.concatenate([_NONE, *map(numbers, syllables)]) for numbers in self._numbers]
        places: dict[str, int] = {}
        at = [
            np.array(
                [places.setdefault(term, len(places)) for term in segment.syllables.terms(numbers.tolist())],
                np.int64,
            )
            for segment, numbers in zip(self._segments, known, strict=True)
        ]
        counts = np.zeros(len(places))
        aligned = []
        for segment, numbers, here in zip(self._segments, known, at, strict=True):
            aligned.append(np.full(len(places), -1))
            aligned[-1][here] = numbers
            for field in TEXT_FIELDS:
                counts[here] += segment.postings("syllables", field).totals(numbers)
        return Forms(tuple(places), tuple(aligned), counts)

    def exactly(self, term: str) -> Forms:
        """A single form, whether the index has it or not."""
        forms = self.forms([fold(term)])
        if term in forms.terms:
            return forms.take([forms.terms.index(term)])
        return Forms((term,), tuple(np.array([-1]) for _ in self._segments), np.zeros(1))

    def start(self, forms: Forms) -> Floats:
        """The logarithm of how likely each form is, whatever stands before it."""
        unknown = 1 / max(self._size, _UNKNOWN)
        result: Floats = np.log(np.where(forms.counts > 0, forms.counts / max(self._size, 1), unknown))
        return result

    def step(self, first: Forms, second: Forms) -> Floats:
        """``[first, second]``, the logarithm of how likely each form is after each other."""
        pairs = self.pairs(first, second)
        known = np.log(np.maximum(pairs, 1)) - np.log(np.maximum(first.counts, 1))[:, None]
        result: Floats = np.where(pairs > 0, known, self.start(second) + math.log(_BACKOFF))
        return result

    def pairs(self, first: Forms, second: Forms) -> Floats:
        """``[first, second]``, how often they stand side by side."""
        counts = np.zeros((len(first.terms), len(second.terms)))
        for segment, left, right in zip(self._segments, first.numbers, second.numbers, strict=True):
            rows, columns = np.argsort(left), np.argsort(right)
            lefts, rights = left[rows], right[columns]
            found = segment.bigrams.find(lefts[lefts >= 0], rights[rights >= 0])
            heads, tails = segment.bigrams.sides(found)
            at = rows[np.searchsorted(lefts, heads)], columns[np.searchsorted(rights, tails)]
            for field in TEXT_FIELDS:
                counts[at] += segment.postings("bigrams", field).totals(found)
        return counts


class Chain(NamedTuple):
    """One form for each syllable, by its place in its column; the higher the score, the likelier."""

    score: float
    places: tuple[int, ...]


def best_chains(
    model: SyllableModel, columns: Sequence[Forms], costs: Sequence[Floats] | None = None, count: int = 1
) -> list[Chain]:
    """The best chains of one form of each column (Viterbi), best first, at most ``count``.

    Args:
        model: what is likely.
        columns: what may stand in each place; none of them empty.
        costs: of each form of each column, taken off the logarithm of the likelihood.
        count: for each form as many of the best ways that lead to it are remembered.
    """
    if costs is None:
        costs = [np.zeros(len(column.terms)) for column in columns]
    scores = (model.start(columns[0]) - costs[0])[:, None]  # [forms, ways]
    ways, came_from = [1], []
    for (first, second), cost in zip(pairwise(columns), costs[1:], strict=True):
        paths = (scores[:, :, None] + model.step(first, second)[:, None, :] - cost).reshape(-1, len(cost))
        best = np.argsort(-paths, axis=0, kind="stable")[:count]
        came_from.append(best.T.ravel())
        scores = np.take_along_axis(paths, best, axis=0).T
        ways.append(scores.shape[1])
    flat = scores.ravel()
    chains = []
    for end in np.argsort(-flat, kind="stable")[:count].tolist():
        at, places = end, [end // ways[-1]]
        for before, width in zip(reversed(came_from), reversed(ways[:-1]), strict=True):
            at = int(before[at])
            places.append(at // width)
        chains.append(Chain(float(flat[end]), tuple(reversed(places))))
    return chains
