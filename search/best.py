"""The best of many scores, without sorting them all."""

from __future__ import annotations

import numpy as np

from tracuu.index.arrays import Array
from tracuu.index.postings import Ints

_ROW = 64


def best(scores: Array, count: int) -> Ints:
    """The places of the highest scores, best first, equal ones in the order in which they stand; at most ``count``.

    The maxima of rows of 64 say how good one has to be: as many rows have one that is at least as good. What is left
    is sorted. So it costs one pass over the scores.
    """
    if count <= 0:
        return np.empty(0, np.int64)
    if len(scores) > max(4 * count, 2 * _ROW) and (whole := len(scores) // _ROW) >= count:
        maxima = scores[: whole * _ROW].reshape(whole, _ROW).max(axis=1)
        places = np.flatnonzero(scores >= np.partition(maxima, whole - count)[whole - count])
    else:
        places = np.arange(len(scores))
    found: Ints = places[np.argsort(-scores[places], kind="stable")[:count]]
    return found
