"""Bits in byte arrays, the lowest bit of each byte first."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from tracuu.index.arrays import Array

Bytes = npt.NDArray[np.uint8]


def set_bits(target: Bytes, bits: Array) -> None:
    """Set these bits, which are ascending and distinct, in an array of bytes."""
    if not len(bits):
        return
    places = bits >> 3
    first = np.flatnonzero(np.concatenate(([True], places[1:] != places[:-1])))
    values = np.left_shift(1, bits & 7).astype(np.uint8)
    target[places[first]] |= np.bitwise_or.reduceat(values, first)


def unpack(data: Bytes, count: int) -> npt.NDArray[np.bool_]:
    """The first ``count`` bits, one boolean each. Raises ValueError if there are not so many."""
    if count > 8 * len(data):  # NumPy would make them up, as many as are asked for
        raise ValueError(f"{count:,} bits of {len(data):,} bytes")
    return np.unpackbits(data, count=count, bitorder="little").view(np.bool_)


def pack_fields(target: Bytes, starts: Array, ranks: Array, values: Array, width: int) -> None:
    """Write small integers of ``width`` (1, 2, 4 or 8) bits, several to a byte.

    Args:
        target: bytes that are zero where the fields come to lie.
        starts: for each value, the byte at which its list begins.
        ranks: for each value, its place in its list.
        values: below ``2 ** width``.
        width: bits of each value.
    """
    per_byte = 8 // width
    for phase in range(per_byte):
        chosen = ranks % per_byte == phase
        places = (starts + ranks // per_byte)[chosen]
        target[places] |= (values[chosen] << (phase * width)).astype(np.uint8)


def unpack_fields(data: Bytes, count: int, width: int) -> Bytes:
    """The first ``count`` integers of ``width`` bits."""
    if width == 8:
        return data[:count]
    shifts = np.arange(0, 8, width, dtype=np.uint8)
    fields = (data[:, None] >> shifts) & np.uint8((1 << width) - 1)
    return fields.reshape(-1)[:count]
