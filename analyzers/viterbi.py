"""The best path through a chain of two labels, all positions at once.

Viterbi's recurrence keeps two scores per position, but of two labels only the difference matters. With
e[i] = what the attributes of i add to score(1) - score(0), t[a, b] = the weight of label b after label a, and
d[i] = score(1) - score(0) of the best paths that end at i:

    d[i] = e[i] + max(d[i-1] + t11, t01) - max(d[i-1] + t10, t00)

As a function of d[i-1] the rest is a ramp between two flat ends, t01 - t00 on the left and t11 - t10 on the right:
clip(slope * d[i-1] + offset, low, high). From right to left, the label before a 1 is 1 iff d > t01 - t11, and before
a 0 iff d > t00 - t10; the last label is 1 iff d > 0. On a tie label 0 wins, as in CRFsuite. So a position depends
on its neighbour only where d falls between the two thresholds, which is where the ramp is, too.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
Ints = npt.NDArray[np.intp]

_MOST_SWEEPS = 200  # pyvi's model takes three at most on 4,000 articles of news; many only where a text repeats itself


def best_labels(emission: Floats, first: Flags, transitions: Floats) -> tuple[Flags, Ints]:
    """The labels of the best path through each of the chains that lie end to end.

    Args:
        emission: score(1) - score(0) of the attributes of each position: float64 [n], n > 0.
        first: where a chain begins: bool [n], the first of them True.
        transitions: the weight of a label after a label: float64 [label before, label].

    Returns:
        Where the label is 1: bool [n]. And positions, in no order, at which the label is in doubt because another
        order of the same additions, such as Viterbi's, might by its rounding lead to another one.
    """
    difference, sweeps, unknown = _forward(emission, first, transitions)
    longest = int(np.diff(np.flatnonzero(first), append=len(first)).max())
    # A score is a sum of `longest` terms, in pyvi's model each below 40, so each of a step's four additions is wrong by
    # up to 40 * longest * 2**-53. On the ramp, and only there, errors go on to the next position: for `sweeps` steps.
    error = 1e-13 * longest * (sweeps + 2)
    labels, close = _backward(difference, first, transitions, error)
    return labels, np.concatenate([unknown, close])


def _forward(emission: Floats, first: Flags, transitions: Floats) -> tuple[Floats, int, Ints]:
    """The differences d, in how many sweeps, and the first of the positions that so many did not reach.

    Where both ends of what d[i-1] can be lead to the same d[i], it is known at once.
    """
    (t00, t01), (t10, t11) = transitions.tolist()
    low, high = sorted((t11 - t10, t01 - t00))
    slope, offset = (-1.0, t01 - t10) if t01 - t11 > t00 - t10 else (1.0, t11 - t00)

    def carried(d: Floats) -> Floats:
        clipped: Floats = np.minimum(np.maximum(slope * d + offset, low), high)
        return clipped

    before, inner = emission[:-1], ~first[1:]
    starts = first[:-1]  # here d is the emission itself
    least = carried(np.where(starts, before, before + low))
    most = carried(np.where(starts, before, before + high))
    difference = emission.copy()
    difference[1:] += np.where(inner, most, 0.0)

    waiting = np.zeros(len(emission) + 1, np.bool_)  # for the position on their left; one more, to end the last run
    waiting[1:-1] = (least != most) & inner
    front = np.flatnonzero(waiting[1:-1] & ~waiting[:-2]) + 1
    sweeps = 0
    while len(front) and sweeps < _MOST_SWEEPS:
        difference[front] = emission[front] + carried(difference[front - 1])
        front += 1
        front = front[waiting[front]]
        sweeps += 1
    return difference, sweeps, front


def _backward(difference: Floats, first: Flags, transitions: Floats, error: float) -> tuple[Flags, Ints]:
    """The labels, and the positions where d is as close to what it is compared with as the error.

    Between the thresholds a label follows from the next one: it is the same, or always the other.
    """
    (t00, t01), (t10, t11) = transitions.tolist()
    before_one, before_zero = t01 - t11, t00 - t10
    label: Flags = difference > max(before_one, before_zero)
    follows = ~label & (difference > min(before_one, before_zero))
    close = (np.abs(difference - before_one) <= error) | (np.abs(difference - before_zero) <= error)
    last = np.append(np.flatnonzero(first[1:]), len(first) - 1)
    label[last], follows[last] = difference[last] > 0, False
    close[last] = np.abs(difference[last]) <= error

    at = np.flatnonzero(follows)
    decided = np.flatnonzero(~follows)
    source = decided[np.searchsorted(decided, at)]
    label[at] = label[source]
    if before_one > before_zero:
        label[at] ^= ((source - at) & 1).astype(np.bool_)
    return label, np.flatnonzero(close)
