"""A sequence of byte strings in two arrays: what they hold laid end to end, and where each begins."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import islice

import numpy as np

from tracuu.index.arrays import Array, ArrayWriter

_TOGETHER = 10_000
"""Byte strings that are joined in memory."""


class ByteStrings(Sequence[bytes]):
    """Byte string ``i`` is ``blob[offsets[i]:offsets[i + 1]]``; mapped, not copied."""

    def __init__(self, blob: Array, offsets: Array) -> None:
        """Wrap uint8 ``blob`` and the integers ``offsets`` (one more than there are strings)."""
        self._blob = blob.data
        self._offsets = offsets.data
        self._count = max(len(offsets) - 1, 0)  # none, where somebody has forged that away

    def __len__(self) -> int:
        return self._count

    def __getitem__(self, number: int) -> bytes:  # type: ignore[override]
        if not 0 <= number < self._count:
            raise IndexError(number)
        return self._blob[self._offsets[number] : self._offsets[number + 1]].tobytes()

    @classmethod
    def load(cls, arrays: Mapping[str, Array], name: str) -> ByteStrings:
        """The strings that ``save_byte_strings`` stored under this name."""
        return cls(arrays[f"{name}.blob"], arrays[f"{name}.offsets"])


class ByteStringsWriter:
    """Collects byte strings, in the form in which they are stored."""

    def __init__(self, writer: ArrayWriter) -> None:
        """Begin with none. ``writer``: of the file that they come into."""
        self._writer = writer
        self._blob = writer.spool(np.uint8)
        self._lengths = writer.spool(np.uint32)

    def extend(self, strings: Sequence[bytes]) -> None:
        """Take some more."""
        self._blob.append(np.frombuffer(b"".join(strings), np.uint8))
        self._lengths.append(np.fromiter(map(len, strings), np.uint32, len(strings)))

    def save(self, name: str) -> None:
        """Store them as the arrays ``name.blob`` and ``name.offsets``."""
        offsets = np.zeros(len(self._lengths) + 1, np.int64)
        np.cumsum(self._lengths.array(), out=offsets[1:])
        self._lengths.close()
        self._writer.add(f"{name}.blob", self._blob)
        self._writer.add(f"{name}.offsets", offsets.astype(np.uint32) if offsets[-1] < 1 << 32 else offsets)


def save_byte_strings(writer: ArrayWriter, name: str, strings: Iterable[bytes]) -> None:
    """Store byte strings under a name."""
    collected, rest = ByteStringsWriter(writer), iter(strings)
    while together := list(islice(rest, _TOGETHER)):
        collected.extend(together)
    collected.save(name)
