"""Byte strings compressed by Zstandard: records one by one, with a dictionary that they share; columns as a whole.

A news article of 3 kB alone shrinks to 46 %; with a dictionary trained on its neighbours to 30 %, and it is still
read by itself, in 5 microseconds. Blocks of 16 articles without a dictionary come to 33 %.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from math import gcd
from threading import local
from typing import TYPE_CHECKING

import numpy as np

from tracuu.index.arrays import Array, ArrayWriter
from tracuu.index.byte_strings import ByteStrings, ByteStringsWriter

if TYPE_CHECKING:
    from zstandard import ZstdDecompressor

LEVEL = 4
"""40 microseconds an article, to 29.6 % of its size; level 6: 70, to 28.5 %; level 9: 150, to 27.4 %."""
LONGEST = 256 * 1024 * 1024
"""Bytes of a record; a forged one would expand to as much memory as there is."""
DICTIONARY_BYTES = 192 * 1024
TRAINED_ON = 2 * 1024 * 1024
"""Bytes of records, taken from all over the segment."""
_LOOKED_AT = 2000  # records
_SHORTEST = 8
"""Bytes; zstandard crashes where it is trained on empty records."""
_TOGETHER, _MOST_BYTES = 2000, 8 * 1024 * 1024
"""Records that are compressed by one call, and bytes from which on it takes no more of them."""
_FEWEST = 64
"""Fewer records are compressed without a dictionary."""
_SEGMENT, _DMER = 200, 8
"""Bytes of the stretches that the training chooses from, and of what it counts in them (k and d of COVER). Left to find
them, zstandard takes three times as long, and 29.8 % instead of 29.6."""


class RecordStore(Sequence[bytes]):
    """The records of a segment, decompressed one at a time; threads may share it."""

    def __init__(self, records: Sequence[bytes], dictionary: Array) -> None:
        """Wrap what a ``RecordWriter`` stored."""
        self._records = records
        self._dictionary = dictionary
        self._of_thread = local()

    @classmethod
    def load(cls, arrays: Mapping[str, Array], name: str) -> RecordStore:
        """The records that a ``RecordWriter`` stored under this name."""
        return cls(ByteStrings.load(arrays, name), arrays[f"{name}.dictionary"])

    def __len__(self) -> int:
        return len(self._records)

    def __getitem__(self, number: int) -> bytes:  # type: ignore[override]
        """Raises ``ValueError`` if the record is damaged."""
        from zstandard import ZstdError

        try:
            decompressor: ZstdDecompressor | None = getattr(self._of_thread, "decompressor", None)
            if decompressor is None:  # one for each thread: it holds the state of what it reads
                decompressor = self._of_thread.decompressor = self._new_decompressor
            return decompressor.decompress(_bounded(self._records[number], LONGEST))
        except ZstdError as error:
            raise ValueError(str(error)) from None

    @property
    def _new_decompressor(self) -> ZstdDecompressor:
        from zstandard import ZstdCompressionDict, ZstdDecompressor

        if not len(self._dictionary):
            return ZstdDecompressor()
        return ZstdDecompressor(dict_data=ZstdCompressionDict(self._dictionary.tobytes()))


class RecordWriter:
    """Compresses records one by one."""

    def __init__(self, writer: ArrayWriter) -> None:
        """Begin with none. ``writer``: of the file that they come into."""
        self._writer = writer
        self._compressed = ByteStringsWriter(writer)
        self._dictionary = b""

    def compress(self, records: Iterable[bytes], sample: Sequence[bytes]) -> RecordWriter:
        """Take all records, while other threads may run and write other arrays.

        Args:
            records: in the order of their numbers.
            sample: what to train the dictionary on that they share.
        """
        from zstandard import ZstdCompressionDict, ZstdCompressor

        self._dictionary = _train(sample)
        dictionary = ZstdCompressionDict(self._dictionary) if self._dictionary else None
        compressor = ZstdCompressor(level=LEVEL, dict_data=dictionary, write_content_size=True)
        for together in _batches(records):
            if any(together):
                parts = compressor.multi_compress_to_buffer([*together])  # one call, in which other threads run
                self._compressed.extend([parts[number].tobytes() for number in range(len(parts))])
            else:  # it refuses to
                self._compressed.extend([compressor.compress(record) for record in together])
        return self

    def save(self, name: str) -> None:
        """Store them for ``RecordStore.load``."""
        self._compressed.save(name)
        self._writer.add(f"{name}.dictionary", np.frombuffer(self._dictionary, np.uint8))


def sample_of(count: int, record_at: Callable[[int], bytes]) -> list[bytes]:
    """Some of ``count`` records, from all over them, about ``TRAINED_ON`` bytes; no others are read."""
    stride = max(1, int(count * 0.618))  # the golden section: however few are taken, they lie far apart
    while gcd(stride, count) > 1:
        stride += 1
    chosen: list[bytes] = []
    room = TRAINED_ON
    for number in range(min(count, _LOOKED_AT)):
        record = record_at(number * stride % count)
        if len(record) > TRAINED_ON // 8:  # one article is not what the others are like
            continue
        if room < len(record):
            break
        chosen.append(record)
        room -= len(record)
    return chosen


def _batches(records: Iterable[bytes]) -> Iterator[list[bytes]]:
    together: list[bytes] = []
    size = 0
    for record in records:
        together.append(record)
        size += len(record)
        if len(together) == _TOGETHER or size >= _MOST_BYTES:
            yield together
            together, size = [], 0
    if together:
        yield together


def _train(sample: Sequence[bytes]) -> bytes:
    """A dictionary, or nothing where there is too little to learn from."""
    from zstandard import ZstdError, train_dictionary

    chosen = [record for record in sample if len(record) >= _SHORTEST]
    total = sum(map(len, chosen))
    if len(chosen) < _FEWEST or total < 16 * 1024:
        return b""
    try:
        size = min(DICTIONARY_BYTES, total // 16)
        return train_dictionary(
            size, [*chosen], k=_SEGMENT, d=_DMER, f=20, split_point=1.0, accel=1, level=LEVEL
        ).as_bytes()
    except ZstdError:  # it finds nothing that repeats
        return b""


def save_compressed(writer: ArrayWriter, name: str, data: bytes) -> None:
    """Store bytes as one compressed array."""
    from zstandard import ZstdCompressor

    writer.add(name, np.frombuffer(ZstdCompressor(level=LEVEL).compress(data), np.uint8))


def load_compressed(arrays: Mapping[str, Array], name: str, most: int) -> bytes:
    """The bytes that ``save_compressed`` stored. Raises ``ValueError`` if they are damaged, or more than so many."""
    from zstandard import ZstdDecompressor, ZstdError

    try:
        return ZstdDecompressor().decompress(_bounded(arrays[name].tobytes(), most))
    except ZstdError as error:
        raise ValueError(str(error)) from None


def _bounded(frame: bytes, most: int) -> bytes:
    """The frame, if it expands to no more than so many bytes: that memory is taken before it is read.

    Raises:
        ValueError: it would, or does not say.
        ZstdError: it is none.
    """
    from zstandard import frame_content_size

    if not 0 <= (size := frame_content_size(frame)) <= most:
        raise ValueError(f"it expands to {size:,} bytes")
    return frame
