"""The analysis of articles on their way into an index: in this process, or in several.

Batches go in, and what was made of them comes out in the same order, numbered by one vocabulary. So the index is the
same, byte for byte, whatever the number of processes.
"""

from __future__ import annotations

import os
import signal
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import replace
from multiprocessing import get_context, parent_process
from threading import Thread
from typing import NamedTuple, Protocol

import numpy as np

from tracuu.analyzers import Analyzed, BatchAnalyzer, Vocabulary
from tracuu.analyzers.errors import AnalysisError
from tracuu.index.arrays import Array

LARGE = 2_000_000
"""Entries of a vocabulary, after which the next segment begins a new one."""
WAITING = 32
"""Batches under way, or ready and not collected yet: what keeps a process busy while a segment is written."""


class Analysis(Protocol):
    """Analyses batches of texts."""

    @property
    def vocabulary(self) -> Vocabulary:
        """What the numbers in the results stand for; it grows."""

    def submit(self, texts: Sequence[str]) -> None:
        """Hand over a batch."""

    def collect(self) -> Iterator[Analyzed]:
        """The results that are there, in the order of ``submit``; waits while too many batches are under way."""

    def finish(self) -> Iterator[Analyzed]:
        """The results of all batches handed over."""

    def renew(self) -> None:
        """Begin a new vocabulary if this one has grown too large. Only when the numbers of all results are dead."""

    def close(self) -> None:
        """Let go of what is under way."""


def analysis(*, words: bool, jobs: int = 1) -> Analysis:
    """Analyses in this process, or (from two jobs on) in so many others."""
    return InlineAnalysis(words) if jobs < 2 else ProcessAnalysis(words, jobs)


class InlineAnalysis:
    """In this process, at once."""

    def __init__(self, words: bool) -> None:
        self._words = words
        self._analyzer = BatchAnalyzer(words=words)
        self._ready: list[Analyzed] = []

    @property
    def vocabulary(self) -> Vocabulary:
        """See ``Analysis``."""
        return self._analyzer.vocabulary

    def submit(self, texts: Sequence[str]) -> None:
        """See ``Analysis``."""
        self._ready.append(self._analyzer.analyze(texts))

    def collect(self) -> Iterator[Analyzed]:
        """See ``Analysis``."""
        ready, self._ready = self._ready, []
        return iter(ready)

    finish = collect

    def renew(self) -> None:
        """See ``Analysis``."""
        if _is_large(self.vocabulary):
            self._analyzer = BatchAnalyzer(words=self._words)

    def close(self) -> None:
        """See ``Analysis``."""
        self._ready = []


def _is_large(vocabulary: Vocabulary) -> bool:
    return len(vocabulary.terms) + len(vocabulary.words) + len(vocabulary.names) > LARGE


class _Part(NamedTuple):
    """What a worker made of a batch, with what its vocabulary has gained by it."""

    worker: tuple[int, int]  # its process, and how often it has begun a new vocabulary
    analyzed: Analyzed
    terms: list[str]
    words: list[str]
    names: list[str]
    displays: list[str]


class ProcessAnalysis:
    """In several processes, each with a vocabulary of its own; the results are renumbered here."""

    def __init__(self, words: bool, jobs: int) -> None:
        # Spawned, not forked: a child must not hold our lock, and threads of the host survive no fork.
        self._pool = ProcessPoolExecutor(jobs, get_context("spawn"), _begin, (words,))
        self._under_way: deque[tuple[Sequence[str], Future[_Part]]] = deque()
        self._epoch = 0
        self._begin_vocabulary()

    def renew(self) -> None:
        """See ``Analysis``."""
        if _is_large(self.vocabulary):
            self._epoch += 1
            self._begin_vocabulary()
            under_way, self._under_way = self._under_way, deque()
            for texts, future in under_way:  # numbered by vocabularies that are forgotten here
                future.cancel()
                self.submit(texts)

    def _begin_vocabulary(self) -> None:
        self.vocabulary = Vocabulary()
        self._numbers: dict[str, dict[str, int]] = {"terms": {}, "words": {}, "names": {}}
        self._renumbering: dict[tuple[int, int], dict[str, Array]] = {}

    def submit(self, texts: Sequence[str]) -> None:
        """See ``Analysis``."""
        try:
            with _interrupts_held():  # a new worker begins as we are
                self._under_way.append((texts, self._pool.submit(_analyze, self._epoch, texts)))
        except BrokenProcessPool as error:
            raise _died() from error

    def collect(self) -> Iterator[Analyzed]:
        """See ``Analysis``."""
        while self._under_way and (self._under_way[0][1].done() or len(self._under_way) > WAITING):
            yield self._next()

    def finish(self) -> Iterator[Analyzed]:
        """See ``Analysis``."""
        while self._under_way:
            yield self._next()

    def close(self) -> None:
        """See ``Analysis``."""
        self._under_way.clear()
        self._pool.shutdown(wait=True, cancel_futures=True)

    def _next(self) -> Analyzed:
        try:
            part = self._under_way.popleft()[1].result()
        except BrokenProcessPool as error:
            raise _died() from error
        known = self._renumbering.setdefault(part.worker, dict.fromkeys(self._numbers, np.empty(0, np.int32)))
        for column, numbers in self._numbers.items():
            known[column] = np.append(known[column], self._enter(column, numbers, part))
        analyzed = part.analyzed
        return replace(
            analyzed,
            terms=known["terms"][analyzed.terms],
            words=known["words"][analyzed.words],
            names=known["names"][analyzed.names],
        )

    def _enter(self, column: str, numbers: dict[str, int], part: _Part) -> Array:
        """The numbers here of what a worker's vocabulary has gained."""
        entries: list[str] = getattr(self.vocabulary, column)
        gained: list[str] = getattr(part, column)
        for place, entry in enumerate(gained):
            if entry not in numbers:
                numbers[entry] = len(entries)
                entries.append(entry)
                if column == "names":
                    self.vocabulary.displays.append(part.displays[place])
        return np.fromiter(map(numbers.__getitem__, gained), np.int32, len(gained))


@contextmanager
def _interrupts_held() -> Iterator[None]:
    """Let Ctrl-C wait, and processes that are started never see it: it is for this one to answer."""
    if not hasattr(signal, "pthread_sigmask"):  # on Windows
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
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

_analyzer: BatchAnalyzer
_epoch = _begun = 0


def _begin(words: bool) -> None:
    global _analyzer  # noqa: PLW0603  # a worker of a pool has no other place for what it keeps
    _analyzer = BatchAnalyzer(words=words)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # where it could not be held from the beginning
    Thread(target=_follow_parent, daemon=True).start()


def _follow_parent() -> None:
    """End with the parent, even if it was killed."""
    if parent := parent_process():
        parent.join()
        os._exit(1)


def _analyze(epoch: int, texts: Sequence[str]) -> _Part:
    """Analyse a batch; in another epoch the parent has forgotten what this vocabulary holds."""
    global _analyzer, _begun, _epoch
    if epoch != _epoch:
        _analyzer, _begun, _epoch = BatchAnalyzer(words=_analyzer.words), _begun + 1, epoch
    vocabulary = _analyzer.vocabulary
    columns = (vocabulary.terms, vocabulary.words, vocabulary.names, vocabulary.displays)
    before = list(map(len, columns))
    analyzed = _analyzer.analyze(texts)
    return _Part(
        (os.getpid(), _begun), analyzed, *(column[size:] for column, size in zip(columns, before, strict=True))
    )
