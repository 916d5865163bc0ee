"""Numbers for short sequences of symbols, so that what follows from a sequence is worked out once."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Generic, TypeVar

import numpy as np

from tracuu.analyzers.columns import Array, Column
from tracuu.analyzers.key_table import KeyTable

T = TypeVar("T")
LONGEST = 12
"""Longer sequences have no number."""


class Sequences(Generic[T]):
    """A trie: symbols and sequences of symbols are numbered together, as they are first seen."""

    def __init__(self) -> None:
        """Know no symbol."""
        self._symbols: list[T] = []
        self._keys = Column("q")  # sequence without its last symbol << 32 | last symbol; of a symbol: ~ its place
        self._numbers = KeyTable()

    def __len__(self) -> int:
        return len(self._keys)

    def symbol(self, symbol: T) -> int:
        """A new number for a symbol that has none yet."""
        self._symbols.append(symbol)
        self._keys.append(~(len(self._symbols) - 1))
        return len(self._keys) - 1

    def _sequence(self, key: int) -> int:
        """A new number for a sequence that has none yet."""
        self._keys.append(key)
        return len(self._keys) - 1

    def symbols(self, numbers: Iterable[int]) -> list[T]:
        """The symbols of these numbers, none of which is that of a longer sequence."""
        return [self._symbols[~self._keys[number]] for number in numbers]

    def __getitem__(self, number: int) -> list[T]:
        """The symbols of a sequence."""
        symbols: list[T] = []
        while True:
            key = self._keys[number]
            if key < 0:
                symbols.append(self._symbols[~key])
                return symbols[::-1]
            number, last = key >> 32, key & 0xFFFFFFFF
            symbols.append(self._symbols[~self._keys[last]])

    def find(self, symbols: Array, starts: Array, stops: Array) -> Array:
        """The number of each run of symbols, one or more and at most LONGEST, half-open: int64 [runs]."""
        numbers = symbols[starts].astype(np.int64)
        lengths = stops - starts
        longer = np.flatnonzero(lengths > 1)
        length = 1
        while len(longer):
            keys = numbers[longer] << 32 | symbols[starts[longer] + length]
            numbers[longer] = self._numbers.get(keys, self._sequence)
            length += 1
            longer = longer[lengths[longer] > length]
        return numbers
