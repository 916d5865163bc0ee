"""Bytes that are checked when they are read: right ones come out, wrong ones never."""

from __future__ import annotations

from pathlib import Path
from random import Random
from zlib import crc32

import numpy as np
import pytest

from tracuu.analyzers.errors import IndexDamagedError
from tracuu.index.blocks import BLOCK, Blocks, BlockSums
from tracuu.index.checked_bytes import CheckedBytes

SIZE = 5 * BLOCK + 100


def checked(data: bytes, damaged_at: int | None = None) -> CheckedBytes:
    """The bytes behind the first ten of a file."""
    sums = BlockSums()
    sums.add(memoryview(data))
    changed = bytearray(data)
    if damaged_at is not None:
        changed[damaged_at] ^= 1
    blocks = Blocks(Path("file"), memoryview(changed), memoryview(sums.finish()))
    return CheckedBytes(np.frombuffer(changed, np.uint8)[10:], 10, blocks)


def test_sums_do_not_depend_on_the_portions() -> None:
    chance = Random(1)
    data = chance.randbytes(SIZE)
    expected = b"".join(crc32(data[at : at + BLOCK]).to_bytes(4, "little") for at in range(0, SIZE, BLOCK))
    for longest in (1, 100, BLOCK - 1, BLOCK, 3 * BLOCK):
        sums, at = BlockSums(), 0
        while at < SIZE:
            step = chance.randint(1, longest) if longest > 1 else BLOCK + 1
            sums.add(memoryview(data)[at : at + step])
            at += step
        assert sums.finish() == expected
    assert BlockSums().finish() == b""


def test_what_is_not_damaged_can_be_read_and_nothing_else() -> None:
    chance = Random(2)
    data = chance.randbytes(SIZE)
    array = np.frombuffer(data, np.uint8)[10:]
    for damaged_at in (None, 0, 9, BLOCK - 1, 3 * BLOCK, SIZE - 1):
        for _ in range(200):
            part = checked(data, damaged_at)
            start, stop = sorted(chance.choices(range(len(part) + 1), k=2))
            places = np.array(chance.choices(range(start, max(stop, start + 1)), k=5)).clip(0, len(part) - 1)
            for chosen, touched in ((slice(start, stop), range(start, stop)), (places, places.tolist())):
                blocks = {(10 + place) // BLOCK for place in touched}
                if damaged_at is not None and damaged_at // BLOCK in blocks:
                    with pytest.raises(IndexDamagedError, match="file differs from what was written"):
                        part[chosen]
                    continue
                np.testing.assert_array_equal(part[chosen], array[chosen])
                if isinstance(chosen, slice):
                    np.testing.assert_array_equal(part[start:][: stop - start], array[chosen])


def test_it_is_no_array() -> None:
    part = checked(bytes(SIZE))
    assert len(part) == part.size == SIZE - 10
    assert part.data is part
    assert len(part[np.empty(0, np.int64)]) == 0
    with pytest.raises(ValueError, match="side by side"):
        part[0:10:2]
    with pytest.raises(BufferError if hasattr(part, "__buffer__") else TypeError):
        memoryview(part)  # type: ignore[arg-type]  # refused: it would read without checking
