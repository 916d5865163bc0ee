"""The building of segments: in this process, or in several, each of which builds whole segments.

A segment depends on its articles alone, so the index is the same, byte for byte, whatever the number of processes.
"""

from __future__ import annotations

import os
import signal
import sys
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import CancelledError, Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing import get_context, parent_process
from pathlib import Path
from threading import Lock, Thread
from typing import Protocol

from tracuu.analyzers.cached import cached_property
from tracuu.analyzers.errors import AnalysisError
from tracuu.index.arrays import Array
from tracuu.index.heap import give_back_freed_memory
from tracuu.index.segment_builder import Batch, SegmentBuilder
from tracuu.index.stored import load_article

WAITING = 100
"""Batches that wait for one process, a segment or so: while it works on them, the next segment goes to another one."""


class Builders(Protocol):
    """Builds segments, which have ascending numbers; see ``SegmentBuilder``."""

    def add(self, segment: int, batch: Batch) -> None:
        """Hand over more articles of the newest segment; waits while too many are under way."""

    def write(self, segment: int, path: Path, live: Array) -> Task:
        """Have a segment written of what was handed over."""

    def close(self) -> None:
        """Let go of what is under way, and of what was learnt; call it once or again."""


class Call:
    """A call in a process.

    It is asked and waited for by a lock of C alone. Those of futures are Python's: a KeyboardInterrupt in the moment in
    which one is taken leaves it locked, and then the pool waits for ever for its end.
    """

    def __init__(self, future: Future[None]) -> None:
        """Follow what a pool was asked for."""
        self.future = future
        self._error: BaseException | None = None
        self._under_way = Lock()
        self._under_way.acquire()
        future.add_done_callback(self._end)

    def _end(self, future: Future[None]) -> None:
        self._error = CancelledError() if future.cancelled() else future.exception()
        self._under_way.release()

    def done(self) -> bool:
        """Whether it is over."""
        return not self._under_way.locked()

    def wait(self) -> None:
        """Wait for its end, and raise what it raised.

        Raises:
            AnalysisError: the process has died.
        """
        with self._under_way:
            pass
        if isinstance(self._error, BrokenProcessPool):
            raise _died() from self._error
        if self._error is not None:
            raise self._error


class Task:
    """Calls in a process, one after the other; none is over at once."""

    def __init__(self, *calls: Call) -> None:
        """Follow these calls."""
        self._calls = calls

    def done(self) -> bool:
        """Whether the last of them is over."""
        return not self._calls or self._calls[-1].done()

    def wait(self) -> None:
        """Wait for the end of each, and raise what the first that failed raised, as ``Call`` does."""
        for call in self._calls:
            call.wait()


def builders(*, words: bool, jobs: int = 1) -> Builders:
    """Builds in this process, or (from two jobs on) in so many others."""
    return InlineBuilders(words) if jobs < 2 else ProcessBuilders(words, jobs)


class InlineBuilders:
    """In this process, at once."""

    def __init__(self, words: bool) -> None:
        self._words = words

    @cached_property
    def _builder(self) -> SegmentBuilder:
        return SegmentBuilder(words=self._words)

    def add(self, segment: int, batch: Batch) -> None:
        """See ``Builders``."""
        self._builder.add(segment, batch)

    def write(self, segment: int, path: Path, live: Array) -> Task:
        """See ``Builders``."""
        self._builder.write(segment, path, live)
        return Task()

    def close(self) -> None:
        """See ``Builders``."""
        if self.__dict__.pop("_builder", None):  # with hundreds of megabytes of terms that it knows
            give_back_freed_memory()


class ProcessBuilders:
    """In several processes. The articles of a segment all go to one, and as records: bytes are quick to send."""

    def __init__(self, words: bool, jobs: int) -> None:
        self._workers = [_Worker(words) for _ in range(jobs)]
        self._worker_of: dict[int, _Worker] = {}

    def add(self, segment: int, batch: Batch) -> None:
        """See ``Builders``."""
        if segment not in self._worker_of:
            self._worker_of[segment] = min(self._workers, key=_Worker.load)
        self._worker_of[segment].add(segment, batch.origins, batch.records)

    def write(self, segment: int, path: Path, live: Array) -> Task:
        """See ``Builders``."""
        return self._worker_of[segment].write(segment, path, live)

    def close(self) -> None:
        """See ``Builders``."""
        for worker in self._workers:  # all are told, before any is waited for
            worker.cancel()
        for worker in self._workers:
            worker.close()


class _Worker:
    """A process, which is started when it is first needed, and what it has to do."""

    def __init__(self, words: bool) -> None:
        # Spawned, not forked: a child must not hold our lock, and threads of the host survive no fork.
        with _interrupts_held():  # what keeps track of semaphores is a process too
            self.pool = ProcessPoolExecutor(1, get_context("spawn"), _begin, (words,))
        self._adding: deque[Call] = deque()

    def load(self) -> int:
        """How many batches wait here."""
        while self._adding and self._adding[0].done():
            self._adding.popleft().wait()
        return len(self._adding)

    def add(self, segment: int, origins: Sequence[str], records: Sequence[bytes]) -> None:
        """Hand over articles."""
        while self.load() >= WAITING:
            self._adding.popleft().wait()
        self._adding.append(self._submit(_add, segment, origins, records))

    def write(self, segment: int, path: Path, live: Array) -> Task:
        """Have a segment written; what went wrong before is what goes wrong then."""
        return Task(*self._adding, self._submit(_write, segment, path, live))

    def cancel(self) -> None:
        """Add nothing more."""
        with _interrupts_held():
            while self._adding:
                self._adding.pop().future.cancel()

    def close(self) -> None:
        """End the process."""
        if sys.version_info < (3, 11) and self.pool._broken and self.pool._call_queue:
            # Or shutdown would wait for ever for the thread that writes to the process that died (CPython 94777).
            self.pool._call_queue._reader.close()
        self.pool.shutdown(wait=True, cancel_futures=True)

    def _submit(self, call: Callable[..., None], *arguments: object) -> Call:
        try:
            with _interrupts_held():  # a new worker begins as we are
                return Call(self.pool.submit(call, *arguments))
        except BrokenProcessPool as error:
            raise _died() from error


@contextmanager
def _interrupts_held() -> Iterator[None]:
    """Let Ctrl-C and its like wait, and processes that are started never see them: they are for this one to answer."""
    if not hasattr(signal, "pthread_sigmask"):  # on Windows
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGTERM, signal.SIGHUP})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _died() -> AnalysisError:
    return AnalysisError(
        "a process that analysed articles has died, perhaps for lack of memory; nothing of this transaction was kept. "
        "Try again with fewer jobs"
    )


# In the worker

_builder: SegmentBuilder


def _begin(words: bool) -> None:
    global _builder  # noqa: PLW0603  # a worker of a pool has no other place for what it keeps
    _builder = SegmentBuilder(words=words)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # where it could not be held from the beginning
    Thread(target=_follow_parent, daemon=True).start()


def _follow_parent() -> None:
    """End with the parent, even if it was killed."""
    if parent := parent_process():
        parent.join()
        os._exit(1)


def _add(segment: int, origins: list[str], records: list[bytes]) -> None:
    _builder.add(segment, Batch(list(map(load_article, records)), origins, records))


def _write(segment: int, path: Path, live: Array) -> None:
    _builder.write(segment, path, live)
