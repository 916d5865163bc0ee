"""Byte strings compressed by Zstandard: records one by one, with a dictionary that they share; columns as a whole.

A news article of 3 kB alone shrinks to 46 %; with a dictionary trained on its neighbours to 30 %, and it is still
read by itself, in 5 microseconds. Blocks of 16 articles without a dictionary come to 33 %.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import islice
from math import gcd
from threading import local
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from tracuu.index.arrays import Array, ArrayWriter
from tracuu.index.byte_strings import ByteStrings, save_byte_strings

if TYPE_CHECKING:
    from zstandard import ZstdDecompressor

LEVEL = 4
"""40 microseconds an article, to 29.6 % of its size; level 6: 70, to 28.5 %; level 9: 150, to 27.4 %."""
DICTIONARY_BYTES = 192 * 1024
TRAINED_ON = 2 * 1024 * 1024
"""Bytes of records, taken from all over the segment."""
_LOOKED_AT = 2000  # records
_SHORTEST = 8
"""Bytes; zstandard crashes where it is trained on empty records."""
_TOGETHER = 2000  # records
_FEWEST = 64
"""Fewer records are compressed without a dictionary."""
_SEGMENT, _DMER = 200, 8
"""Bytes of the stretches that the training chooses from, and of what it counts in them (k and d of COVER). Left to find
them, zstandard takes three times as long, and 29.8 % instead of 29.6."""


class RecordStore(Sequence[bytes]):
    """The records of a segment, decompressed one at a time; threads may share it."""

    def __init__(self, records: ByteStrings, dictionary: Array) -> None:
        """Wrap what ``save_records`` stored."""
        self._records = records
        self._dictionary = dictionary
        self._of_thread = local()

    @classmethod
    def load(cls, arrays: Mapping[str, Array], name: str) -> RecordStore:
        """The records that ``save_records`` stored under this name."""
        return cls(ByteStrings.load(arrays, name), arrays[f"{name}.dictionary"])

    def __len__(self) -> int:
        return len(self._records)

    def __getitem__(self, number: int) -> bytes:  # type: ignore[override]
        """Raises ``ValueError`` if the record is damaged."""
        from zstandard import ZstdError

        decompressor: ZstdDecompressor | None = getattr(self._of_thread, "decompressor", None)
        if decompressor is None:  # one for each thread: it holds the state of what it reads
            decompressor = self._of_thread.decompressor = self._new_decompressor
        try:
            return decompressor.decompress(self._records[number])
        except ZstdError as error:
            raise ValueError(str(error)) from None

    @property
    def _new_decompressor(self) -> ZstdDecompressor:
        from zstandard import ZstdCompressionDict, ZstdDecompressor

        if not len(self._dictionary):
            return ZstdDecompressor()
        return ZstdDecompressor(dict_data=ZstdCompressionDict(self._dictionary.tobytes()))


class CompressedRecords(NamedTuple):
    """Records compressed one by one, and the dictionary that they share."""

    records: list[bytes]
    dictionary: bytes

    def save(self, writer: ArrayWriter, name: str) -> None:
        """Store them for ``RecordStore.load``."""
        save_byte_strings(writer, name, self.records)
        writer.add(f"{name}.dictionary", np.frombuffer(self.dictionary, np.uint8))


def compress_records(records: Iterable[bytes], sample: Sequence[bytes]) -> CompressedRecords:
    """Compress records; other threads run meanwhile. ``sample``: what to train the dictionary on."""
    from zstandard import ZstdCompressionDict, ZstdCompressor

    trained = _train(sample)
    dictionary = ZstdCompressionDict(trained) if trained else None
    compressor = ZstdCompressor(level=LEVEL, dict_data=dictionary, write_content_size=True)
    compressed: list[bytes] = []
    rest = iter(records)
    while together := list(islice(rest, _TOGETHER)):
        if any(together):
            parts = compressor.multi_compress_to_buffer([*together])  # one call, in which other threads run
            compressed += [parts[number].tobytes() for number in range(len(parts))]
        else:  # it refuses to
            compressed += map(compressor.compress, together)
    return CompressedRecords(compressed, trained)


def save_records(writer: ArrayWriter, name: str, records: Iterable[bytes], sample: Sequence[bytes]) -> None:
    """Compress records and store them."""
    compress_records(records, sample).save(writer, name)


def sample_of(count: int, record_at: Callable[[int], bytes]) -> list[bytes]:
    """Some of ``count`` records, from all over them, about ``TRAINED_ON`` bytes; no others are read."""
    stride = max(1, int(count * 0.618))  # the golden section: however few are taken, they lie far apart
    while gcd(stride, count) > 1:
        stride += 1
    chosen: list[bytes] = []
    room = TRAINED_ON
    for number in range(min(count, _LOOKED_AT)):
        record = record_at(number * stride % count)
        if room < len(record):
            break
        chosen.append(record)
        room -= len(record)
    return chosen


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


def load_compressed(arrays: Mapping[str, Array], name: str) -> bytes:
    """The bytes that ``save_compressed`` stored."""
    from zstandard import ZstdDecompressor

    return ZstdDecompressor().decompress(arrays[name].tobytes())
