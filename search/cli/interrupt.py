"""Ctrl-C while an index is written, and whatever else asks to stop: between two articles, never inside one."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from types import FrameType, TracebackType
from typing import TYPE_CHECKING, Any

import click

from tracuu.search.cli.streams import complain

if TYPE_CHECKING:
    from tracuu.index.reading.compression import Readable

_STOPPING = b"\ntracuu: stopping; what was read is still written. Ctrl-C again stops at once, and keeps nothing\n"
_SIGNALS = [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)]
"""Ctrl-C, ``kill`` and the end of a service, a terminal that is closed."""


DEAF = 5.0
"""Seconds; not for ever, since Python loses an exception that it meets while it collects garbage."""


class Stopped(KeyboardInterrupt):
    """The process was asked to stop, and all that was taken so far is whole."""


class Interruptible:
    """In its ``with`` block a request to stop interrupts at once, and from ``defer`` on the second one does.

    The first one is then kept until ``check``. Once interrupted, none is heard for some seconds: what is under way is
    rolled back, and that is not to be interrupted in its turn.
    """

    def __init__(self) -> None:
        self.requested: int = 0
        """The signal that came first."""
        self._defers = False
        self._waits = False
        self._deaf_until = 0.0
        self._before: dict[int, Any] = {}

    @property
    def status(self) -> int:
        """What a shell calls a process that this signal has ended; without one, as after Ctrl-C."""
        return 128 + (self.requested or signal.SIGINT)

    def defer(self) -> None:
        """From now on stop where ``check`` is called."""
        self._defers = True

    def check(self) -> None:
        """Raises Stopped if a stop was requested. Call it where stopping does no harm."""
        if self.requested:
            raise Stopped

    def watched(self, stream: Readable) -> Readable:
        """The same stream, of which reading stops at once, however long it takes or waits: what was not read to its
        end is no article yet.
        """
        return _Watched(stream, self)

    @contextmanager
    def waiting(self) -> Iterator[None]:
        """In its ``with`` block a request to stop interrupts at once, deferred or not; one that came before as well."""
        self._waits = True
        try:
            self.check()
            yield
        finally:
            self._waits = False

    def __enter__(self) -> Interruptible:
        with suppress(ValueError):  # not in the main thread, where signals arrive
            for number in _SIGNALS:
                before = signal.getsignal(number)
                if before not in (signal.SIG_IGN, None):  # ``nohup``, or a job in the background
                    self._before[number] = signal.signal(number, self._on_signal)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for number, before in self._before.items():
            # Who was asked to stop says what is kept, and ends: to be asked again changes nothing.
            signal.signal(number, signal.SIG_IGN if self.requested else before)

    def _on_signal(self, number: int, frame: FrameType | None) -> None:
        if time.monotonic() < self._deaf_until:
            return
        if not self.requested:
            self.requested = number
            if self._defers:
                with suppress(OSError):  # the terminal may be gone
                    os.write(2, _STOPPING)  # not print: the signal may have come in the middle of one
                if self._waits:
                    raise Stopped
                return
        elif number == getattr(signal, "SIGHUP", None):
            return  # of a terminal that is closed both the system and the shell tell
        self._deaf_until = time.monotonic() + DEAF
        raise KeyboardInterrupt


class _Watched:
    """See ``Interruptible.watched``."""

    def __init__(self, stream: Readable, interrupt: Interruptible) -> None:
        # Of standard input what is there: read would wait for as much as was asked for.
        self._read = getattr(stream, "read1", stream.read)
        self._interrupt = interrupt

    def read(self, size: int, /) -> bytes:
        with self._interrupt.waiting():
            data: bytes = self._read(size)
        return data


@contextmanager
def interruptible(ctx: click.Context, outcome: Callable[[], str]) -> Iterator[Interruptible]:
    """What an interruption has left, in one line on standard error, and the exit status that says so."""
    with Interruptible() as interrupt:
        try:
            yield interrupt
        except KeyboardInterrupt:
            complain(f"interrupted; {outcome()}")
            ctx.exit(interrupt.status)


@contextmanager
def broken_pipes_ignored() -> Iterator[None]:
    """In its ``with`` block nobody need listen to what is said: it is no reason to stop halfway."""
    before = None
    if hasattr(signal, "SIGPIPE"):
        with suppress(ValueError):
            before = signal.signal(signal.SIGPIPE, signal.SIG_IGN)
    try:
        yield
    finally:
        if before is not None:
            signal.signal(signal.SIGPIPE, before)
