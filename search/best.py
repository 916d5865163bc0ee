"""The best of many scores, without sorting them all."""

from __future__ import annotations

import numpy as np

from tracuu.index.arrays import Array
from tracuu.index.postings import Ints

_GROUP = 64


def best(scores: Array, count: int) -> Ints:
    """The places of the highest scores, best first, equal ones in the order in which they stand; at most ``count``."""
    if count <= 0:
        return np.empty(0, np.int64)
    places = within_reach(scores, count) if len(scores) > 2 * count else np.arange(len(scores))
    found: Ints = places[(-scores[places]).argsort(kind="stable")[:count]]
    return found


def within_reach(scores: Array, count: int, margin: float = 0.0) -> Ints:
    """The places, ascending, of all scores that can be among the highest ``count`` if each may be wrong by ``margin``.

    The maxima of groups of 64 say how good one has to be: as many groups have one that is at least as good. So many
    scores cost one pass; what is left is partitioned.
    """
    if not 0 < count < len(scores):
        return np.arange(len(scores) if count > 0 else 0)
    if len(scores) > max(4 * count, 2 * _GROUP) and (groups := len(scores) // _GROUP) >= count:
        maxima = scores[: groups * _GROUP].reshape(_GROUP, groups).max(axis=0)  # every so many: that way it is quick
        places = (scores >= _nth(maxima, count) - 2 * margin).nonzero()[0]
        left = (among := scores[places]) >= _nth(among, count) - 2 * margin
        return places[left]
    return (scores >= _nth(scores, count) - 2 * margin).nonzero()[0]


def _nth(scores: Array, count: int) -> float:
    """The score of the last one of the best ``count``."""
    place = len(scores) - count
    return float(np.partition(scores, place)[place])
