"""How often a set of terms stands in each article of a segment, in the form in which it is summed up fastest."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from tracuu.index.arrays import Array
from tracuu.index.postings import Ints, Postings

DENSE = 8
"""From one article in so many on, a row with a number for each article is cheaper than a list."""


class Frequencies(NamedTuple):
    """Frequencies of a set of terms, that is, of all of them together.

    Attributes:
        docs: ascending, the articles that hold any of the set; None for a row.
        counts: parallel to ``docs``, or a row [size] with 0 where an article holds none.
    """

    docs: Array | None
    counts: Array

    def at(self, articles: Ints) -> Array:
        """The counts of some articles, 0 where one holds none of the set."""
        if self.docs is None:
            return self.counts[articles]
        if not len(self.docs):
            return np.zeros(len(articles), np.int64)
        places = np.searchsorted(self.docs, articles)
        places[places == len(self.docs)] = 0
        return np.where(self.docs[places] == articles, self.counts[places], 0)

    @property
    def nbytes(self) -> int:
        """What it takes in memory."""
        return int(self.counts.nbytes + (0 if self.docs is None else self.docs.nbytes))


def frequencies(postings: Postings, terms: Ints, live: Array | None) -> Frequencies:
    """The frequencies of a set of terms in a view of a field; of live articles only."""
    total = sum(map(postings.count, terms.tolist())) if len(terms) < DENSE else int(postings.counts(terms).sum())
    if total * DENSE > postings.size:
        return _row(postings, terms, live)
    if len(terms) == 1:
        entries = postings.entries(int(terms[0]))
        docs, counts = entries.docs, np.diff(entries.starts)
    else:
        docs, counts = _summed(*postings.gather(terms))
    if live is not None and len(docs):
        kept = live[docs]
        docs, counts = docs[kept], counts[kept]
    return Frequencies(docs, counts)


def in_all(held: Sequence[Frequencies]) -> Ints:
    """The articles in which all of these sets stand, ascending: from the rarest list, or from the rows alone."""
    lists = sorted((one for one in held if one.docs is not None), key=lambda one: len(one.counts))
    rows = [one.counts for one in held if one.docs is None]
    if not lists:
        mask = rows[0] != 0
        for row in rows[1:]:
            mask &= row != 0
        return np.flatnonzero(mask)
    docs = lists[0].docs
    assert docs is not None
    for other in lists[1:]:
        docs = docs[other.at(docs) > 0]
    for row in rows:
        docs = docs[row[docs] != 0]
    return docs.astype(np.int64)


def _row(postings: Postings, terms: Ints, live: Array | None) -> Frequencies:
    row = np.zeros(postings.size, np.uint32)
    for term in terms.tolist():
        entries = postings.entries(term)
        row[entries.docs] += np.diff(entries.starts)
    if live is not None:
        row[~live] = 0
    return Frequencies(None, row.astype(np.min_scalar_type(int(row.max(initial=0)))))


def _summed(docs: Ints, counts: Ints) -> tuple[Ints, Ints]:
    """Each article once, ascending, with the sum of its counts."""
    if not len(docs):
        return docs, counts
    order = np.argsort(docs, kind="stable")
    docs = docs[order]
    first = np.flatnonzero(np.concatenate(([True], docs[1:] != docs[:-1])))
    return docs[first], np.add.reduceat(counts[order], first)
