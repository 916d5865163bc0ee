"""Ctrl-C while an index is written: stop between two articles, never inside one."""

from __future__ import annotations

import os
import signal
from types import FrameType, TracebackType
from typing import Any

_STOPPING = b"\ntracuu: stopping after this article; Ctrl-C again stops at once, and keeps nothing\n"


class Stopped(KeyboardInterrupt):
    """The user pressed Ctrl-C, and all that was taken so far is whole."""


class Interruptible:
    """In its ``with`` block the first Ctrl-C is kept until ``check``; the second one interrupts at once."""

    def __init__(self) -> None:
        self.requested = False
        self._before: Any = None

    def check(self) -> None:
        """Raises Stopped if Ctrl-C was pressed. Call it where stopping does no harm."""
        if self.requested:
            raise Stopped

    def __enter__(self) -> Interruptible:
        try:
            self._before = signal.signal(signal.SIGINT, self._on_signal)
        except ValueError:  # not in the main thread, where signals arrive
            self._before = None
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._before is not None:
            signal.signal(signal.SIGINT, self._before)

    def _on_signal(self, number: int, frame: FrameType | None) -> None:
        if self.requested:
            raise KeyboardInterrupt
        self.requested = True
        # Not print: the signal may have come in the middle of one.
        os.write(2, _STOPPING)
