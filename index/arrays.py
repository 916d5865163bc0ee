"""A file of named arrays, written once and memory-mapped ever after.

Layout, little-endian:

    MAGIC | array | array | ... | directory (JSON) | length of the directory, its CRC-32 (u32 each) | MAGIC

Every array begins at a multiple of 64 bytes. The directory gives for each name its dtype, its length, where
it begins and its CRC-32. It stands at the end, so that arrays are streamed to disk as they are made.
No pickle is written or read.
"""

from __future__ import annotations

import json
import mmap
import os
import struct
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import TracebackType
from typing import Any

import numpy as np
import numpy.typing as npt

from tracuu.analyzers.errors import IndexDamagedError
from tracuu.index.toc import unreadable

Array = npt.NDArray[Any]

MAGIC = b"TRACUU\x00\x01"
_ALIGNMENT = 64
_TRAILER = struct.Struct("<II")
_DTYPES = {"u1": np.uint8, "<u2": np.uint16, "<u4": np.uint32, "<i4": np.int32, "<i8": np.int64}


class ArrayWriter:
    """Writes one file of arrays; ``close`` makes it durable (fsync)."""

    def __init__(self, path: Path) -> None:
        """Create ``path``, which must not exist."""
        self._file = path.open("xb")
        self._file.write(MAGIC)
        self._directory: dict[str, dict[str, Any]] = {}

    def add(self, name: str, array: Array) -> None:
        """Append a one-dimensional array of integers under a new name."""
        dtype = array.dtype.str.lstrip("|")
        if array.ndim != 1 or dtype not in _DTYPES or name in self._directory:
            raise ValueError(f"array {name!r}: {array.ndim}-d {dtype}, or the name is taken")
        self._file.write(b"\x00" * (-self._file.tell() % _ALIGNMENT))
        start = self._file.tell()
        data = _bytes_of(np.ascontiguousarray(array))
        self._file.write(data)
        self._directory[name] = {
            "dtype": dtype,
            "size": int(array.size),
            "at": start,
            "crc": zlib.crc32(data),
        }

    def close(self) -> None:
        """Write the directory and wait until everything is on disk."""
        directory = json.dumps(self._directory, separators=(",", ":")).encode()
        with self._file:
            self._file.write(directory + _TRAILER.pack(len(directory), zlib.crc32(directory)) + MAGIC)
            self._file.flush()
            os.fsync(self._file.fileno())

    def __enter__(self) -> ArrayWriter:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is None:
            self.close()
        else:
            self._file.close()


class ArrayFile(Mapping[str, Array]):
    """The arrays of a file by name, read-only, mapped and not copied; safe to share between threads."""

    def __init__(self, path: Path) -> None:
        """Map the file.

        Raises:
            IndexDamagedError: it is missing, too short, or its directory does not hold together.
            IndexStorageError: it is there and cannot be opened.
        """
        self.path = path
        self._map = map_file(path)
        try:
            self._arrays = {name: self._view(name, entry) for name, entry in self._read_directory().items()}
        except (AttributeError, KeyError, TypeError, ValueError):
            raise damaged(path, "has a directory that makes no sense") from None

    def _read_directory(self) -> dict[str, dict[str, Any]]:
        tail = _TRAILER.size + len(MAGIC)
        size = len(self._map)
        if size < len(MAGIC) + tail or self._map[: len(MAGIC)] != MAGIC or self._map[-len(MAGIC) :] != MAGIC:
            raise damaged(self.path, "is cut short or not a file of tracuu")
        length, crc = _TRAILER.unpack(self._map[size - tail : size - len(MAGIC)])
        if length > size - len(MAGIC) - tail:
            raise damaged(self.path, "has a directory that does not fit")
        raw = self._map[size - tail - length : size - tail]
        if zlib.crc32(raw) != crc:
            raise damaged(self.path, "has a directory that was changed")
        directory: dict[str, dict[str, Any]] = json.loads(raw)
        return directory

    def _view(self, name: str, entry: dict[str, Any]) -> Array:
        dtype = np.dtype(_DTYPES[entry["dtype"]])
        if entry["at"] + entry["size"] * dtype.itemsize > len(self._map):
            raise damaged(self.path, f"ends inside its array {name}")
        view: Array = np.frombuffer(self._map, dtype, entry["size"], entry["at"])
        return view

    def verify(self) -> None:
        """Read every array and compare checksums.

        Raises:
            IndexDamagedError: one of them differs from what was written.
        """
        for name, entry in self._read_directory().items():
            array = self._arrays[name]
            if zlib.crc32(_bytes_of(array)) != entry["crc"]:
                raise damaged(self.path, f"differs from what was written (array {name})")

    def __getitem__(self, name: str) -> Array:
        return self._arrays[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._arrays)

    def __len__(self) -> int:
        return len(self._arrays)

    def __enter__(self) -> ArrayFile:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._arrays.clear()


def _bytes_of(array: Array) -> memoryview:
    """What an array holds, not copied."""
    return array.data.cast("B") if array.size else memoryview(b"")


def map_file(path: Path) -> mmap.mmap:
    """A file of the index, mapped for reading; it stays readable when a later commit removes it.

    Raises:
        IndexDamagedError: it is missing or empty.
        IndexStorageError: it is there and cannot be opened.
    """
    try:
        with path.open("rb") as file:
            return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    except FileNotFoundError:
        raise damaged(path, "is missing") from None
    except ValueError:
        raise damaged(path, "is empty") from None
    except OSError as error:
        raise unreadable(path, error) from error


def damaged(path: Path, what: str) -> IndexDamagedError:
    """The error for a file of the index that is not what was written."""
    return IndexDamagedError(f'{path} {what}: the index is damaged; rebuild it with "tracuu index --rebuild PATH..."')
