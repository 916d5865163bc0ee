"""What can still be read of a segment that may be damaged."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from tracuu.analyzers.errors import IndexDamagedError, InvalidArticleError
from tracuu.index.arrays import ArrayFile
from tracuu.index.article import Article
from tracuu.index.coherence import INCOHERENT
from tracuu.index.record_store import RecordStore
from tracuu.index.segment import Segment
from tracuu.index.stored import load_article
from tracuu.index.toc import SegmentEntry, Toc, segment_file


class StoredSegment:
    """The articles of a segment: what can be read, is."""

    def __init__(self, directory: Path, toc: Toc, entry: SegmentEntry) -> None:
        """Open it, as far as that is possible."""
        self.deleted: set[int] = set()
        self._records: RecordStore | None = None
        self._segment: Segment | None = None
        path = directory / segment_file(entry.name)
        try:
            stamp = toc.stamps.get(path.name)
            self._records = RecordStore.load(ArrayFile(path, stamp), "stored")
            self._segment = Segment(path, stamp=stamp)
        except (IndexDamagedError, KeyError):
            pass
        if entry.deletions:
            try:
                file = ArrayFile(directory / entry.deletions, toc.stamps.get(entry.deletions))
                self.deleted = set(file["deleted"].tolist())
            except (IndexDamagedError, KeyError):
                pass  # better a deleted article too many than one too few

    @property
    def is_gone(self) -> bool:
        """Whether no article of it can be read."""
        return self._records is None

    def articles(self) -> Iterator[tuple[int, Article | None]]:
        """Number and article of those that are not deleted; None for an article that is lost."""
        records = self._records
        for number in range(len(records) if records is not None else 0):
            if number not in self.deleted:
                yield number, _load(records, number)

    def id(self, number: int) -> str:
        """The id of an article, empty if that is lost too."""
        return self._keyword("id", number)

    def origin(self, number: int) -> str:
        """The source file of an article (see ``Manifest.origin``), empty for none, or if that is lost."""
        return self._keyword("origin", number)

    def _keyword(self, field: str, number: int) -> str:
        if self._segment is None:
            return ""
        try:
            terms = self._segment.ids if field == "id" else self._segment.origins
            term = int(terms[number])
            return self._segment.keywords[field].term(term) if term >= 0 else ""
        except (IndexDamagedError, *INCOHERENT):
            return ""


def _load(records: RecordStore | None, number: int) -> Article | None:
    try:
        return load_article(records[number]) if records is not None else None
    except (IndexDamagedError, TypeError, InvalidArticleError, *INCOHERENT):
        return None


def nameless(entry: SegmentEntry) -> str:
    """The articles of a segment that is lost whole, for a list of ids. How many they are may be lost too."""
    count = f"{entry.live:,} article{'s' * (entry.live > 1)}" if entry.live else "all articles"
    return f"({count} of {segment_file(entry.name)}, whose ids are lost too)"
