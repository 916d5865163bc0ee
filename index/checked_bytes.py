"""A large array of bytes of which every part is checked when it is first read."""

from __future__ import annotations

from typing import overload

import numpy as np
import numpy.typing as npt

from tracuu.index.blocks import Blocks

Bytes = npt.NDArray[np.uint8]


class CheckedBytes:
    """Stands for a uint8 array where parts of it are read: by slices, or by arrays of places.

    It has nothing else of an array on purpose: what would read without checking fails.
    """

    def __init__(self, array: Bytes, at: int, blocks: Blocks) -> None:
        """``at``: the place of the array in the file of these blocks."""
        self._array = array
        self._at = at
        self._blocks = blocks

    def __len__(self) -> int:
        return len(self._array)

    @property
    def size(self) -> int:
        """How many bytes."""
        return len(self._array)

    @property
    def data(self) -> CheckedBytes:
        """What can be sliced without a copy: this."""
        return self

    @overload
    def __getitem__(self, chosen: slice) -> Bytes | CheckedBytes: ...
    @overload
    def __getitem__(self, chosen: npt.NDArray[np.int64]) -> Bytes: ...
    def __getitem__(self, chosen: slice | npt.NDArray[np.int64]) -> Bytes | CheckedBytes:
        """Bytes that are what was written. A slice without an end is checked when it is sliced in its turn.

        Raises:
            IndexDamagedError: they are not.
        """
        if not isinstance(chosen, slice):
            self._blocks.check_these(chosen + self._at)
            return self._array[chosen]
        start, stop, step = chosen.indices(len(self._array))
        if step != 1:
            raise ValueError("only what stands side by side can be sliced")
        part = self._array[start:stop]
        if chosen.stop is None:
            return CheckedBytes(part, self._at + start, self._blocks)
        self._blocks.check(self._at + start, self._at + stop)
        return part
