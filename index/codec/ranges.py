"""Half-open ranges of integers, laid end to end: where what belongs to many lists stands."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from tracuu.index.arrays import Array

Ints = npt.NDArray[np.int64]


def ranges(starts: Array, stops: Array) -> Ints:
    """The integers of all half-open ranges, one after the other."""
    starts = starts.astype(np.int64)
    lengths = stops - starts
    ends = lengths.cumsum()
    result: Ints = (starts - ends + lengths).repeat(lengths)
    result += np.arange(len(result))
    return result
