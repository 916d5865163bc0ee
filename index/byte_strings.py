"""A sequence of byte strings in two arrays: what they hold laid end to end, and where each begins."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from tracuu.index.arrays import Array, ArrayWriter


class ByteStrings(Sequence[bytes]):
    """Byte string ``i`` is ``blob[offsets[i]:offsets[i + 1]]``; mapped, not copied."""

    def __init__(self, blob: Array, offsets: Array) -> None:
        """Wrap uint8 ``blob`` and the integers ``offsets`` (one more than there are strings)."""
        self._blob = blob.data
        self._offsets = offsets.data
        self._count = len(offsets) - 1

    def __len__(self) -> int:
        return self._count

    def __getitem__(self, number: int) -> bytes:  # type: ignore[override]
        if not 0 <= number < self._count:
            raise IndexError(number)
        return bytes(self._blob[self._offsets[number] : self._offsets[number + 1]])

    @classmethod
    def load(cls, arrays: Mapping[str, Array], name: str) -> ByteStrings:
        """The strings that ``save_byte_strings`` stored under this name."""
        return cls(arrays[f"{name}.blob"], arrays[f"{name}.offsets"])


def save_byte_strings(writer: ArrayWriter, name: str, strings: Iterable[bytes]) -> None:
    """Store byte strings as the arrays ``name.blob`` and ``name.offsets``."""
    strings = list(strings)
    offsets = np.zeros(len(strings) + 1, np.int64)
    np.cumsum(np.fromiter(map(len, strings), np.int64, len(strings)), out=offsets[1:])
    writer.add(f"{name}.blob", np.frombuffer(b"".join(strings), np.uint8))
    writer.add(f"{name}.offsets", offsets.astype(np.uint32) if offsets[-1] < 1 << 32 else offsets)
