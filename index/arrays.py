"""A file of named arrays, written once and memory-mapped ever after.

Layout, little-endian:

    MAGIC | array | array | ... | checksums of the blocks of all that | directory (JSON)
    | bytes before the checksums (u64) | length of the directory, CRC-32 of checksums and directory (u32 each) | MAGIC

Every array begins at a multiple of 64 bytes. The directory gives for each name its dtype, its length, and where
it begins. It stands at the end, so that arrays are streamed to disk as they are made. The version is part of MAGIC.

Whatever is read is checked first (``blocks``): small arrays as a whole when they are asked for, large ones part by
part. No pickle is written or read.
"""

from __future__ import annotations

import json
import mmap
import struct
import zlib
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple, cast

import numpy as np
import numpy.typing as npt

from tracuu.index import storage
from tracuu.index.blocks import BLOCK, Blocks, BlockSums
from tracuu.index.checked_bytes import CheckedBytes
from tracuu.index.spool import Spool
from tracuu.index.storage import damaged

Array = npt.NDArray[Any]

MAGIC = b"TRACUU\x00\x02"
_ALIGNMENT = 64
_TRAILER = struct.Struct("<QII8s")
_DTYPES = {"u1": np.uint8, "<u2": np.uint16, "<u4": np.uint32, "<i4": np.int32, "<i8": np.int64}

_PARTLY_READ = (".data", ".positions.low", ".positions.high", "stored.blob")
"""How the names of the arrays end of which a search reads little: four fifths of a segment."""
_LARGE = 64 * 1024
"""Bytes; arrays with fewer are checked as a whole, in 16 microseconds."""
_VERIFIED = 32 * 1024 * 1024
"""Bytes that are read together to verify a file."""


class Stamp(NamedTuple):
    """What the table of contents knows a file by, so that no other file can take its place."""

    length: int
    """In bytes."""
    crc: int
    """CRC-32: of a file of arrays that of its checksums and directory, else that of all it holds."""


class ArrayWriter:
    """Writes one file of arrays; ``close`` makes it durable (fsync)."""

    def __init__(self, path: Path) -> None:
        """Create ``path``, which must not exist."""
        self._folder = path.parent
        self._spools: list[Spool] = []
        self._file = storage.create(path)
        self._sums = BlockSums()
        self._size = 0
        self._directory: dict[str, tuple[str, int, int]] = {}
        try:
            self._write(memoryview(MAGIC))
        except BaseException:
            self._file.close()
            raise

    def spool(self, dtype: npt.DTypeLike) -> Spool:
        """An array to append to while others are written; it lasts until it is added, or the writer closed."""
        self._spools.append(Spool(dtype, self._folder))
        return self._spools[-1]

    def add(self, name: str, array: Array | Spool) -> None:
        """Append a one-dimensional array of integers under a new name. A spool is closed then."""
        dtype = array.dtype.str.lstrip("|")
        if array.ndim != 1 or dtype not in _DTYPES or name in self._directory:
            raise ValueError(f"array {name!r}: {array.ndim}-d {dtype}, or the name is taken")
        self._write(memoryview(b"\x00" * (-self._size % _ALIGNMENT)))
        self._directory[name] = (dtype, len(array), self._size)
        if isinstance(array, Spool):
            for part in array.parts():
                self._write(_bytes_of(part))
            array.close()
        else:
            self._write(_bytes_of(np.ascontiguousarray(array)))

    def _write(self, data: memoryview) -> None:
        self._file.write(data)
        self._sums.add(data)
        self._size += len(data)

    def close(self) -> None:
        """Write checksums and directory, and wait until everything is on disk."""
        directory = json.dumps(self._directory, separators=(",", ":")).encode()
        end = self._sums.finish() + directory
        self._close_spools()
        with self._file:
            self._file.write(end + _TRAILER.pack(self._size, len(directory), zlib.crc32(end), MAGIC))
            storage.sync(self._file)

    def __enter__(self) -> ArrayWriter:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is None:
            self.close()
        else:
            self._close_spools()
            with suppress(OSError):  # the file is given up, and what has happened is to be told
                self._file.close()

    def _close_spools(self) -> None:
        for spool in self._spools:
            spool.close()


class ArrayFile(Mapping[str, Array]):
    """The arrays of a file by name, read-only, mapped and not copied; safe to share between threads."""

    def __init__(self, path: Path, stamp: Stamp | None = None) -> None:
        """Map the file; ``stamp``: what the table of contents says of it, if that is to be compared.

        Raises:
            IndexDamagedError: it is missing, too short, another one, or its directory does not hold together.
            IndexStorageError: it is there and cannot be opened.
        """
        self.path = path
        self._map = map_file(path)
        size, length, crc = self._read_trailer()
        self.stamp = Stamp(len(self._map), crc)
        if stamp is not None and stamp != self.stamp:
            raise damaged(path, "is not the file that was written under this name")
        view = memoryview(self._map)
        end = view[size : len(view) - _TRAILER.size]
        if zlib.crc32(end) != crc:
            raise damaged(path, "has a directory that was changed")
        self.blocks = Blocks(path, view[:size], end[: len(end) - length])
        try:
            directory: dict[str, tuple[str, int, int]] = json.loads(bytes(end[len(end) - length :]))
            self._arrays = {name: self._view(size, *entry) for name, entry in directory.items()}
            self._places = {name: at for name, (_, _, at) in directory.items()}
        except (AttributeError, KeyError, TypeError, ValueError, RecursionError):
            raise damaged(path, "has a directory that makes no sense") from None
        self._checked: dict[str, Array] = {}

    def _read_trailer(self) -> tuple[int, int, int]:
        """Bytes before the checksums, length of the directory, CRC-32 of both."""
        whole = len(self._map)
        if whole < len(MAGIC) + _TRAILER.size or self._map[: len(MAGIC)] != MAGIC:
            raise damaged(self.path, "is cut short or not a file of tracuu")
        size, length, crc, magic = _TRAILER.unpack(self._map[whole - _TRAILER.size :])
        if magic != MAGIC or size + (size + BLOCK - 1) // BLOCK * 4 + length + _TRAILER.size != whole:
            raise damaged(self.path, "is cut short or not a file of tracuu")
        return size, length, crc

    def _view(self, whole: int, dtype: str, size: int, at: int) -> Array:
        if size < 0 or at < 0:
            raise ValueError(size, at)
        view: Array = np.frombuffer(memoryview(self._map)[:whole], _DTYPES[dtype], size, at)
        return view

    def verify(self) -> None:
        """Read and check all of the file, of which no more than a part is in memory at a time.

        Raises:
            IndexDamagedError: a part of it differs from what was written.
        """
        for start in range(0, self.blocks.size, _VERIFIED):
            self.blocks.check(start, min(start + _VERIFIED, self.blocks.size))
            self.release()

    def release(self) -> None:
        """Give back the memory of what was read; it is mapped again when it is asked for (where the system can)."""
        if hasattr(self._map, "madvise"):
            self._map.madvise(mmap.MADV_DONTNEED)

    def place(self, name: str) -> range:
        """The bytes of the file that an array takes."""
        start = self._places[name]
        return range(start, start + self._arrays[name].nbytes)

    def __getitem__(self, name: str) -> Array:
        """An array, checked; one of those that are read in parts is checked when they are (``CheckedBytes``).

        Raises:
            KeyError: there is none of this name.
            IndexDamagedError: it differs from what was written.
        """
        array = self._checked.get(name)
        if array is None:
            array = self._arrays[name]
            place = self.place(name)
            if array.nbytes >= _LARGE and name.endswith(_PARTLY_READ):
                # It has what they use of an array who read these; nothing else would be checked.
                array = cast("Array", CheckedBytes(array, place.start, self.blocks))
            else:
                self.blocks.check(place.start, place.stop)
            self._checked[name] = array
        return array

    def __contains__(self, name: object) -> bool:
        return name in self._arrays

    def __iter__(self) -> Iterator[str]:
        return iter(self._arrays)

    def __len__(self) -> int:
        return len(self._arrays)


def _bytes_of(array: Array) -> memoryview:
    """What an array holds, not copied."""
    return array.data.cast("B") if array.size else memoryview(b"")


def map_file(path: Path) -> mmap.mmap:
    """A file of the index, mapped for reading; it stays readable when a later commit removes it.

    Raises:
        IndexDamagedError: it is missing, empty, or no plain file.
        IndexStorageError: it is there and cannot be opened.
    """
    with storage.open_to_read(path) as file:
        try:
            return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        except ValueError:
            raise damaged(path, "is empty") from None
        except OSError as error:
            raise storage.unreadable(path, error) from error


def stamp_of(path: Path) -> Stamp:
    """What a file that has just been written is known by. Errors as of ``map_file``."""
    if path.suffix != ".json":
        return ArrayFile(path).stamp
    data = map_file(path)
    return Stamp(len(data), zlib.crc32(data))
