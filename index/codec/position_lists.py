"""Positions of occurrences: the low byte of each, and the high part in half a byte; what is higher is listed apart."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from tracuu.index.arrays import Array, ArrayWriter
from tracuu.index.codec.bits import unpack_fields

_ESCAPE = 15  # a high part that does not fit: positions from 3,840 on


class PositionLists:
    """The positions of all occurrences of a view in a field, by the number of the occurrence."""

    def __init__(self, low: Array, high: Array, far: Array, values: Array) -> None:
        """uint8 ``low`` and ``high`` (two to a byte); uint32 occurrences that are ``far`` and their positions."""
        self._low = low
        self._high = high
        self._far = far
        self._values = values

    def __len__(self) -> int:
        return len(self._low)

    def read(self, start: int, stop: int) -> Array:
        """uint32, the positions of a run of occurrences."""
        first = start >> 1
        high = unpack_fields(self._high[first : (stop + 1) >> 1], stop - 2 * first, 4)[start - 2 * first :]
        positions: Array = high.astype(np.uint32)
        positions <<= np.uint32(8)
        positions |= self._low[start:stop]
        if len(self._far):
            a, b = np.searchsorted(self._far, (start, stop))
            positions[self._far[a:b] - np.uint32(start)] = self._values[a:b]
        return positions

    def take(self, occurrences: Array) -> Array:
        """uint32, the positions of these occurrences."""
        high = self._high[occurrences >> 1]
        odd = (occurrences & 1).astype(bool)
        positions: Array = np.where(odd, high >> 4, high & 15).astype(np.uint32)
        far = np.flatnonzero(positions == _ESCAPE) if len(self._far) else ()
        positions <<= np.uint32(8)
        positions |= self._low[occurrences]
        if len(far):
            positions[far] = self._values[np.searchsorted(self._far, occurrences[far])]
        return positions

    @classmethod
    def load(cls, arrays: Mapping[str, Array], name: str) -> PositionLists:
        """The positions that a ``PositionWriter`` stored under this name."""
        return cls(*(arrays[f"{name}.{part}"] for part in ("low", "high", "far", "values")))


class PositionWriter:
    """Collects the positions of occurrences, in the form in which they are stored."""

    def __init__(self, writer: ArrayWriter) -> None:
        """Begin with none. ``writer``: of the file that they come into."""
        self._writer = writer
        self._low, self._high = writer.spool(np.uint8), writer.spool(np.uint8)
        self._far, self._values = writer.spool(np.uint32), writer.spool(np.uint32)
        self._odd = np.empty(0, np.uint8)  # the high part of the last occurrence, if it has no partner yet

    def add(self, positions: Array) -> None:
        """Take those of some more occurrences."""
        high = np.minimum(positions >> 8, _ESCAPE).astype(np.uint8)
        far = np.flatnonzero(high == _ESCAPE)
        self._far.append((far + len(self._low)).astype(np.uint32))
        self._values.append(positions[far].astype(np.uint32))
        self._low.append((positions & 0xFF).astype(np.uint8))
        high = np.append(self._odd, high)
        pairs = len(high) & ~1
        self._high.append(high[:pairs:2] | (high[1:pairs:2] << 4))
        self._odd = high[pairs:]

    def save(self, name: str) -> None:
        """Store them."""
        self._high.append(self._odd)
        self._writer.add(f"{name}.low", self._low)
        self._writer.add(f"{name}.high", self._high)
        self._writer.add(f"{name}.far", self._far)
        self._writer.add(f"{name}.values", self._values)
