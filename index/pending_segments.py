"""What a transaction has added and no table of contents knows of yet: segments that are filled, built and written."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from pathlib import Path

from tracuu.index.article import Article
from tracuu.index.builders import Builders
from tracuu.index.pending_segment import PendingSegment
from tracuu.index.segment_builder import Batch
from tracuu.index.toc import SegmentEntry, segment_file

BATCH = 550_000
"""Bytes of articles, as they are stored, that are analysed together."""
PER_ARTICLE = 200
"""Bytes that an article counts for beside its record, however short it is."""


class PendingSegments:
    """Articles become batches, which go to the builders, and batches segments: the newest is filled, full ones are
    written. What is written is taken out by ``written``.
    """

    def __init__(self, directory: Path, builders: Builders, in_memory: int, new_name: Callable[[], str]) -> None:
        """Begin with none.

        Args:
            directory: of the index.
            builders: of the segments.
            in_memory: so many bytes of articles become a segment.
            new_name: gives a name that no segment has.
        """
        self._new_name = new_name
        self._builders = builders
        self._directory = directory
        self._in_memory = in_memory
        self._sealed: deque[PendingSegment] = deque()  # full, and not written yet
        self._newest = PendingSegment(0)
        self._batch = Batch([], [], [])  # of the newest segment, not handed to its builder yet
        self._waiting = self._handed = 0  # bytes: of that batch, and of the rest of the segment

    def __len__(self) -> int:
        """How many articles there are."""
        return sum(map(len, self._segments))

    def __contains__(self, id: str) -> bool:
        return any(id in segment for segment in self._segments)

    @property
    def _segments(self) -> list[PendingSegment]:
        return [*self._sealed, self._newest]

    def origin(self, id: str) -> str:
        """The source file of an article that is here."""
        return next(segment.origin(id) for segment in self._segments if id in segment)

    def add(self, article: Article, origin: str, record: bytes) -> bool:
        """Add an article, with its source file and as it is stored; whether ``written`` may have something to do.

        Raises:
            OSError, AnalysisError: an earlier one could not be built.
        """
        self._newest.add(article.id, origin)
        self._batch.articles.append(article)
        self._batch.origins.append(origin)
        self._batch.records.append(record)
        self._waiting += len(record) + PER_ARTICLE
        if self._waiting < min(BATCH, self._in_memory):
            return False
        self._hand_over()
        return True

    def delete(self, id: str) -> bool:
        """Forget an article; False if it is not here."""
        return any(segment.delete(id) for segment in self._segments)

    def flush(self) -> None:
        """Leave nothing to be filled: all of it is to be written."""
        if self._batch.articles:
            self._hand_over()
        if self._newest.size:
            self._seal()

    def written(self, *, wait: bool) -> Iterator[tuple[SegmentEntry, set[int]]]:
        """Have full segments written, and take out those that are, in their order: what the table of contents is to
        say of each, and which of its articles were deleted meanwhile.

        Args:
            wait: for all of them.

        Raises:
            OSError: the disk refused one. It is here still, and is tried again the next time; there may be room then.
            AnalysisError: a process has died.
        """
        for segment in self._sealed:
            if segment.task is None:
                segment.entry = SegmentEntry(self._new_name(), len(segment))
                path = self._directory / segment_file(segment.entry.name)
                segment.task = self._builders.write(segment.number, path, segment.live())
        while self._sealed and (task := self._sealed[0].task) and (wait or task.done()):
            try:
                task.wait()
            except OSError:
                self._sealed[0].task = None
                raise
            segment = self._sealed.popleft()
            if len(segment):
                yield segment.entry, segment.late_deletions()

    def _hand_over(self) -> None:
        self._builders.add(self._newest.number, self._batch)
        self._handed += self._waiting
        self._batch, self._waiting = Batch([], [], []), 0
        if self._handed >= self._in_memory:
            self._seal()

    def _seal(self) -> None:
        """Begin another segment."""
        self._newest.seal()
        self._sealed.append(self._newest)
        self._newest = PendingSegment(self._newest.number + 1)
        self._handed = 0
