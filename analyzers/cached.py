"""Attributes that are computed when they are first asked for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Generic, TypeVar, overload

T = TypeVar("T")


class cached_property(Generic[T]):  # named as the one of functools
    """``functools.cached_property`` as it is from Python 3.12 on, without a lock.

    Before that all objects of a class share one: threads wait for each other's, and in a child that is forked while
    one of them computes, nobody can ever again.
    """

    def __init__(self, compute: Callable[[Any], T]) -> None:
        self._compute = compute
        self.__doc__ = compute.__doc__

    def __set_name__(self, owner: type, name: str) -> None:
        self._name = name

    @overload
    def __get__(self, thing: None, kind: type) -> cached_property[T]: ...
    @overload
    def __get__(self, thing: object, kind: type | None = None) -> T: ...
    def __get__(self, thing: object | None, kind: type | None = None) -> T | cached_property[T]:
        """Compute it, and put it where it is found before this is asked again."""
        if thing is None:
            return self
        value = thing.__dict__[self._name] = self._compute(thing)
        return value
