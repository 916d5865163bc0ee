"""Arrays on their way into a file, of which several grow at the same time."""

from __future__ import annotations

import errno
import zlib
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from tracuu.index import storage

Array = npt.NDArray[Any]

IN_MEMORY = 2 * 1024 * 1024
"""Bytes of an array that are kept in memory; more of them go to disk."""
_CHUNK = 4 * 1024 * 1024
"""Bytes that are read back together; a multiple of the size of every integer."""


class Spool:
    """A one-dimensional array that is appended to, then read once: in memory while it is small, then in a file of no
    name. (Where a file must have one for a moment, the next writer removes what a kill has left.)
    """

    ndim = 1

    def __init__(self, dtype: npt.DTypeLike, folder: Path) -> None:
        """Begin with nothing. ``folder``: where the file comes to lie, if it takes one."""
        self.dtype: np.dtype[Any] = np.dtype(dtype)
        self._file = storage.scratch(folder, IN_MEMORY)
        self._size = self._crc = 0

    def __len__(self) -> int:
        """How many items."""
        return self._size

    def append(self, values: Array) -> None:
        """Put items behind those that are there.

        Raises:
            OSError: the disk refused.
        """
        if values.size:
            data = np.ascontiguousarray(values, self.dtype).data.cast("B")
            self._file.write(data)
            self._crc = zlib.crc32(data, self._crc)
            self._size += values.size

    def parts(self, mask: npt.NDArray[np.bool_] | None = None) -> Iterator[Array]:
        """All items, or those where a mask is true, a few megabytes at a time.

        Raises:
            OSError: the disk did not give back what was written; it is known at the end.
        """
        self._file.seek(0)
        start = crc = 0
        while data := self._file.read(_CHUNK):
            part = np.frombuffer(data, self.dtype)
            yield part if mask is None else part[mask[start : start + len(part)]]
            start += len(part)
            crc = zlib.crc32(data, crc)
        self._check(crc)

    def array(self) -> Array:
        """All items, in memory. Raises as ``parts`` does."""
        self._file.seek(0)
        data = self._file.read()
        self._check(zlib.crc32(data))
        return np.frombuffer(data, self.dtype)

    def _check(self, crc: int) -> None:
        if crc != self._crc:
            raise OSError(errno.EIO, "what was written for a while reads back as something else")

    def close(self) -> None:
        """Let go of them."""
        with suppress(OSError):  # what could not be written is not wanted any more
            self._file.close()
