"""From articles to segment files, in one process: what is the same whichever process it is."""

from __future__ import annotations

import gc
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tracuu.analyzers import BatchAnalyzer, Vocabulary
from tracuu.index.arrays import Array
from tracuu.index.article import Article
from tracuu.index.heap import give_back_freed_memory, keep_freed_memory
from tracuu.index.segment_buffer import SegmentBuffer
from tracuu.index.sorted_terms import Lexicons

_ARRAYS = 16 * 1024 * 1024
"""Bytes that arrays have while a segment is made, but for the largest."""
LARGE = 200_000
"""Entries of a vocabulary, after which the next segment begins a new one: with what is remembered of each, a kilobyte
an entry. News fills it with two segments."""


@dataclass(slots=True)
class Batch:
    """Articles of one segment that are analysed together: parallel lists."""

    articles: list[Article]
    origins: list[str]
    records: list[bytes]
    """The articles, as they are stored."""


class SegmentBuilder:
    """Builds segments. A segment depends on its own articles only, and not on what was built before.

    Several may be under way: one that found no room on the disk waits until it is tried again.
    """

    def __init__(self, *, words: bool) -> None:
        """``words``: whether the index has a view of words."""
        keep_freed_memory(_ARRAYS)
        self._words = words
        self._begin_vocabulary()
        self._open: dict[int, tuple[SegmentBuffer, Lexicons]] = {}

    def _begin_vocabulary(self) -> None:
        self._analyzer = BatchAnalyzer(words=self._words)
        self._lexicons = Lexicons.of(self._analyzer.vocabulary)

    def _begin(self) -> tuple[SegmentBuffer, Lexicons]:
        if _size(self._analyzer.vocabulary) > LARGE:
            self._begin_vocabulary()
        self._analyzer.begin_names()  # for a name is shown as the segment writes it first
        return SegmentBuffer(), self._lexicons.with_names(self._analyzer.vocabulary)

    def add(self, segment: int, batch: Batch) -> None:
        """Analyse articles of a segment: the one of the call before, or a new one.

        Raises:
            SegmenterError: see ``BatchAnalyzer``.
        """
        with _collector_paused():
            if segment not in self._open:
                self._open[segment] = self._begin()
            buffer, _ = self._open[segment]
            for article, origin, record in zip(batch.articles, batch.origins, batch.records, strict=True):
                buffer.add(article, origin, record)
            buffer.extend(self._analyzer.analyze(_texts(batch.articles)))

    def write(self, segment: int, path: Path, live: Array) -> None:
        """Write a segment file, which does not exist yet, and let go of what it was made of.

        Args:
            segment: its number.
            path: where to; without live articles nothing is written.
            live: bool [articles], those that it is to hold.

        Raises:
            OSError: the disk refused; call again.
        """
        buffer, lexicons = self._open[segment]
        if live.any():
            with _collector_paused():
                buffer.write(path, lexicons, live)
        del self._open[segment], buffer
        give_back_freed_memory()


def _texts(articles: Sequence[Article]) -> list[str]:
    return [text for article in articles for text in (article.title, article.body)]


def _size(vocabulary: Vocabulary) -> int:
    return len(vocabulary.terms) + len(vocabulary.words) + len(vocabulary.names)


@contextmanager
def _collector_paused() -> Iterator[None]:
    """No search for cycles: there are none among the hundreds of thousands of strings and tuples that are made here,
    and looking takes a tenth of the time.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()
