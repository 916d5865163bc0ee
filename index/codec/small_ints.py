"""Columns of integers that are nearly always below 255: one byte each, and a list of the exceptions."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from tracuu.index.arrays import Array, ArrayWriter

Ints = npt.NDArray[np.int64]

ESCAPE = 255


class SmallInts:
    """The integers of a column, mapped."""

    def __init__(self, small: Array, places: Array, values: Array) -> None:
        """uint8 ``small``; where it is ``ESCAPE``, the value is that of its place (ascending) among the exceptions."""
        self.small = small.data
        self._array = small
        self._places = places
        self._values = values

    def __len__(self) -> int:
        return len(self._array)

    def __getitem__(self, place: int) -> int:
        value = int(self.small[place])
        if value == ESCAPE:
            value = int(self._values[bisect_left(self._places.data, place)])
        return value

    def take(self, places: Array) -> Ints:
        """The integers at these places."""
        values = self._array[places].astype(np.int64)
        large = values == ESCAPE
        if large.any():
            values[large] = self._values[np.searchsorted(self._places, places[large])]
        return values

    def all(self) -> Ints:
        """The whole column."""
        values = self._array.astype(np.int64)
        values[self._places] = self._values
        return values

    @classmethod
    def load(cls, arrays: Mapping[str, Array], name: str) -> SmallInts:
        """The column that ``save_small_ints`` stored under this name."""
        return cls(arrays[name], arrays[f"{name}.places"], arrays[f"{name}.values"])


def save_small_ints(writer: ArrayWriter, name: str, values: Array) -> None:
    """Store a column of integers from 0 to 2 ** 32 - 1."""
    places = np.flatnonzero(values >= ESCAPE)
    writer.add(name, np.minimum(values, ESCAPE).astype(np.uint8))
    writer.add(f"{name}.places", places.astype(np.uint32))
    writer.add(f"{name}.values", values[places].astype(np.uint32))
