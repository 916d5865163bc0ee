"""What is remembered under 64-bit keys, looked up for whole arrays of keys at once."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from tracuu.analyzers.columns import Array

_FEWEST = 10  # bits of a slot's number
_EMPTY = 0
_GOLDEN = np.uint64(0x9E3779B97F4A7C15)  # 2 ** 64 over the golden ratio: Knuth, TAOCP 3, section 6.4


class KeyTable:
    """Integer -> an integer from 0 on that was worked out for it, once.

    A hash table with linear probing. All keys are probed together: the first probe decides for most, and each further
    one is for those alone that have met another key.

    >>> table = KeyTable()
    >>> table.get(np.array([30, 40, 30]), lambda key: key // 10).tolist(), len(table)
    ([3, 4, 3], 2)
    """

    def __init__(self) -> None:
        """Remember nothing yet."""
        self._count = 0
        self._keys = np.zeros(1, np.int64)  # as they came; the first row is what an empty slot leads to
        self._values = np.full(1, -1, np.int64)
        self._bits = _FEWEST
        self._slots = np.full(1 << _FEWEST, _EMPTY, np.int32)  # the row of a key

    def __len__(self) -> int:
        return self._count

    def get(self, keys: Array, work_out: Callable[[int], int]) -> Array:
        """What is remembered of each key; for a new one it is worked out, in order of first sight: int64 [keys]."""
        values = self._find(keys)
        missing = np.flatnonzero(values < 0)
        if len(missing):
            new = dict.fromkeys(keys[missing].tolist())
            worked_out = np.fromiter(map(work_out, new), np.int64, len(new))
            self._enter(np.fromiter(new, np.int64, len(new)), worked_out)
            values[missing] = self._find(keys[missing])
        return values

    def _find(self, keys: Array) -> Array:
        slots = self._home(keys)
        rows = self._slots.take(slots)
        astray = np.flatnonzero((self._keys.take(rows) != keys) & (rows != _EMPTY))
        while len(astray):
            slots[astray] = at = self._next(slots[astray])
            rows[astray] = row = self._slots.take(at)
            astray = astray[(self._keys.take(row) != keys[astray]) & (row != _EMPTY)]
        return self._values.take(rows)

    def _enter(self, keys: Array, values: Array) -> None:
        """Remember the values of keys that are new and distinct."""
        first = self._count + 1
        self._count += len(keys)
        if self._count >= len(self._keys):
            room = np.empty(max(self._count, 2 * len(self._keys)), np.int64)
            self._keys, self._values = np.append(self._keys, room), np.append(self._values, room)
        self._keys[first : self._count + 1], self._values[first : self._count + 1] = keys, values
        if 2 * self._count > len(self._slots):
            self._bits = (4 * self._count - 1).bit_length()
            self._slots = np.full(1 << self._bits, _EMPTY, np.int32)
            first = 1
        self._place(np.arange(first, self._count + 1, dtype=np.int32))

    def _place(self, rows: Array) -> None:
        """Give each row a slot."""
        slots = self._home(self._keys[rows])
        while len(rows):
            free = self._slots[slots] == _EMPTY
            self._slots[slots[free]] = rows[free]  # of several that want one slot, one gets it
            waiting = self._slots[slots] != rows
            rows, slots = rows[waiting], self._next(slots[waiting])

    def _home(self, keys: Array) -> Array:
        """The slot where the search for a key begins."""
        slots: Array = (keys.view(np.uint64) * _GOLDEN >> np.uint64(64 - self._bits)).view(np.int64)
        return slots

    def _next(self, slots: Array) -> Array:
        return slots + 1 & len(self._slots) - 1
