"""The best of many scores, without sorting them all."""

from __future__ import annotations

import numpy as np

from tracuu.index.arrays import Array
from tracuu.index.postings import Ints

_ROW = 64


def best(scores: Array, count: int) -> Ints:
    """The places of the highest scores, best first, equal ones in the order in which they stand; at most ``count``.

    The maxima of rows of 64 say how good one has to be: as many rows have one that is at least as good. So many
    scores cost one pass; what is left is partitioned, and only the best are sorted.
    """
    if count <= 0:
        return np.empty(0, np.int64)
    if len(scores) > max(4 * count, 2 * _ROW) and (whole := len(scores) // _ROW) >= count:
        maxima = scores[: whole * _ROW].reshape(whole, _ROW).max(axis=1)
        places = (scores >= _nth(maxima, count)).nonzero()[0]
        scores = scores[places]
    else:
        places = np.arange(len(scores))
    if len(scores) > 2 * count:
        left = (scores >= _nth(scores, count)).nonzero()[0]
        places, scores = places[left], scores[left]
    found: Ints = places[(-scores).argsort(kind="stable")[:count]]
    return found


def _nth(scores: Array, count: int) -> float:
    """The score of the last one of the best ``count``."""
    place = len(scores) - count
    return float(np.partition(scores, place)[place])
