"""What a forked child makes anew: a lock that another thread held at that moment stays locked in the child for ever."""

from __future__ import annotations

import os
from typing import Protocol
from weakref import WeakSet


class Forked(Protocol):
    """Something with locks."""

    def after_fork(self) -> None:
        """Make the locks anew, and whole what they guarded: no other thread is there."""


def renew_after_fork(thing: Forked) -> None:
    """Have something told when this process is the child of a fork; it is not kept alive for that."""
    _things.add(thing)


_things: WeakSet[Forked] = WeakSet()


def _renew() -> None:
    for thing in list(_things):
        thing.after_fork()


if hasattr(os, "register_at_fork"):  # not on Windows
    os.register_at_fork(after_in_child=_renew)
