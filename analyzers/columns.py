"""Numbers that are learned one at a time and read many at a time."""

from __future__ import annotations

from array import array
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

Ints: TypeAlias = npt.NDArray[np.int32]
Array: TypeAlias = npt.NDArray[Any]


class Column:
    """A growing array of numbers.

    Python appends to it, NumPy reads it. `take` returns copies, for an array that NumPy looks into cannot grow.
    """

    __slots__ = ("_items", "append", "extend")

    def __init__(self, typecode: str = "i") -> None:
        """Make an empty column of one of the type codes of `array`."""
        self._items = array(typecode)
        self.append = self._items.append
        self.extend = self._items.extend

    def __len__(self) -> int:
        return len(self._items)

    def __getitem__(self, at: int) -> int:
        item: int = self._items[at]
        return item

    def __setitem__(self, at: int, item: int) -> None:
        self._items[at] = item

    def take(self, at: Array) -> Array:
        """The items at these places, as a new array."""
        if not len(at):
            return np.empty(0, self._items.typecode)
        return np.frombuffer(self._items, self._items.typecode).take(at)


def spans(starts: Array, counts: Array) -> Array:
    """The numbers start, start + 1, ... of each span, span after span: int64 [sum of counts].

    >>> spans(np.array([10, 7]), np.array([2, 1])).tolist()
    [10, 11, 7]
    """
    ends = np.cumsum(counts)
    total = int(ends[-1]) if len(ends) else 0
    return np.repeat(starts - (ends - counts), counts) + np.arange(total)
