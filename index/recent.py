"""What was decoded lately, kept within a budget of bytes."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Generic, TypeVar

from tracuu.analyzers.forking import renew_after_fork

T = TypeVar("T")

_OVERHEAD = 700
"""Bytes that an entry takes beside its arrays."""


class Recent(Generic[T]):
    """A memory of values by key that forgets what was not asked for longest. Threads may share it."""

    def __init__(self, budget: int, size: Callable[[T], int]) -> None:
        """``budget``: bytes; ``size``: tells how many a value takes."""
        self._budget = budget
        self._size = size
        self._values: OrderedDict[Hashable, T] = OrderedDict()
        self._used = 0
        self._lock = Lock()
        renew_after_fork(self)

    def after_fork(self) -> None:
        """Go on in a child with what is remembered, whatever another thread was about when it was forked."""
        self._lock = Lock()
        self._used = sum(self._size(value) + _OVERHEAD for value in self._values.values())

    def get(self, key: Hashable) -> T | None:
        """The value of a key, or None."""
        value = self._values.get(key)
        if value is not None:
            try:  # noqa: SIM105 (``suppress`` takes longer than all the rest)
                self._values.move_to_end(key)
            except KeyError:  # another thread has just dropped it
                pass
        return value

    def put(self, key: Hashable, value: T) -> T:
        """Remember a value; what takes more than an eighth of the budget is not kept. Returns the value."""
        size = self._size(value) + _OVERHEAD
        if size * 8 <= self._budget:
            with self._lock:
                before = self._values.pop(key, None)
                self._used += size - (self._size(before) + _OVERHEAD if before is not None else 0)
                self._values[key] = value
                while self._used > self._budget:
                    _, oldest = self._values.popitem(last=False)
                    self._used -= self._size(oldest) + _OVERHEAD
        return value

    def __len__(self) -> int:
        return len(self._values)
