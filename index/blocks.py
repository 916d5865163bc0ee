"""Checksums of a file, one for each 4,096 bytes: what is read is checked when it is first read, and nothing else.

A search reads a few hundred kilobytes of a large index. To check whole files at opening would read them all; a
checksum for each array would read 16 MB for one article.
"""

from __future__ import annotations

from array import array
from pathlib import Path
from zlib import crc32

import numpy as np

from tracuu.index.storage import damaged

_BITS = 12
BLOCK = 1 << _BITS
"""Bytes: a page of memory, so that checking reads nothing from disk that would not be read anyway."""


class BlockSums:
    """The checksums of a file while it is written."""

    def __init__(self) -> None:
        """Of nothing yet."""
        self._sums = array("I")
        self._crc = self._filled = 0  # of the block that is not full

    def add(self, data: memoryview) -> None:
        """Take what was written next."""
        size, at = len(data), 0
        if self._filled:
            at = min(BLOCK - self._filled, size)
            self._take(data[:at])
        full = at + (size - at) // BLOCK * BLOCK
        self._sums.extend([crc32(data[start : start + BLOCK]) for start in range(at, full, BLOCK)])
        self._take(data[full:])

    def _take(self, data: memoryview) -> None:
        self._crc = crc32(data, self._crc)
        self._filled += len(data)
        if self._filled == BLOCK:
            self._sums.append(self._crc)
            self._crc = self._filled = 0

    def finish(self) -> bytes:
        """The checksums of all blocks, 4 bytes each; the last block may be shorter than the others."""
        if self._filled:
            self._sums.append(self._crc)
        return self._sums.tobytes()


class Blocks:
    """The blocks of a file that is read; threads may share them."""

    def __init__(self, path: Path, data: memoryview, sums: memoryview) -> None:
        """``data``: what the checksums are of, which have 4 bytes each."""
        self._path = path
        self._data = data
        self._sums = sums.cast("I")
        self._good = bytearray(len(self._sums))  # 1 for a block that was found to be what was written
        self._are_good = np.frombuffer(self._good, np.bool_)  # the same memory

    def check(self, start: int, stop: int) -> None:
        """See that the bytes from ``start`` to ``stop`` are what was written.

        Raises:
            IndexDamagedError: they are not.
        """
        if start < stop:
            end = ((stop - 1) >> _BITS) + 1
            block = self._good.find(0, start >> _BITS, end)
            while block >= 0:
                self._check_block(block)
                block = self._good.find(0, block + 1, end)

    @property
    def size(self) -> int:
        """Bytes of all blocks."""
        return len(self._data)

    def check_these(self, places: np.ndarray[tuple[int], np.dtype[np.int64]]) -> None:
        """See that the bytes at these places are what was written. Raises as ``check``."""
        blocks = places >> _BITS
        good = self._are_good.take(blocks)
        if not good.all():
            for block in dict.fromkeys(blocks[~good].tolist()):
                self._check_block(block)

    def _check_block(self, block: int) -> None:
        if crc32(self._data[block << _BITS : (block + 1) << _BITS]) != self._sums[block]:
            raise damaged(self._path, f"differs from what was written (at byte {block << _BITS:,})")
        self._good[block] = 1
