"""Is the index what was written? Every byte of every file is read and compared; and which articles are hit."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from tracuu.analyzers.errors import IndexDamagedError, InvalidArticleError
from tracuu.index.arrays import ArrayFile, Stamp, map_file
from tracuu.index.article import Article
from tracuu.index.coherence import INCOHERENT
from tracuu.index.record_store import RecordStore
from tracuu.index.segment import Segment
from tracuu.index.storage import DamagedFileError, damaged
from tracuu.index.stored import load_article
from tracuu.index.toc import SegmentEntry, Toc, generations, newest_generation, read_toc, segment_file, toc_name


@dataclass(slots=True)
class Verification:
    """What was found. Articles are those of the newest commit whose table of contents is whole."""

    files: int = 0
    bytes: int = 0
    damaged: dict[str, str] = field(default_factory=dict)
    """File name -> what is wrong with it."""
    unreadable: list[str] = field(default_factory=list)
    """Of each article whose text is lost its id, or where it stood if that is lost too."""
    unsearchable: int = 0
    """Articles that can be read, of segments in which a search may meet damage, and then says so."""


def verify(directory: Path) -> Verification:
    """Read all files of the generations that are kept, and compare.

    Raises:
        IndexNotFoundError: there is no index.
        IndexVersionError: it is of another version.
        IndexStorageError: a file is there and cannot be read.
    """
    newest_generation(directory)
    found = Verification()
    shown: Toc | None = None
    seen: set[str] = set()
    for generation in generations(directory):
        table = toc_name(generation)
        try:
            toc = read_toc(directory, generation)
        except DamagedFileError as error:
            found.damaged[table] = error.what
            continue
        found.files += 1
        found.bytes += (directory / table).stat().st_size
        for name in sorted(toc.files() - seen - {table}):
            _check(found, directory, toc, name)
        seen |= toc.files()
        shown = shown or toc
    for entry in shown.segments if shown else ():
        if segment_file(entry.name) in found.damaged:
            _look_for_articles(found, directory, shown or Toc(), entry)
    return found


def _check(found: Verification, directory: Path, toc: Toc, name: str) -> None:
    """Compare a file with its checksums, and with what a table of contents says of it."""
    path = directory / name
    try:
        stamp = toc.stamp(directory, name)
        if path.suffix == ".json":
            data = map_file(path)
            if stamp != Stamp(len(data), zlib.crc32(data)):
                raise damaged(path, "differs from what was written")
        else:
            ArrayFile(path, stamp).verify()
    except DamagedFileError as error:
        found.damaged[name] = error.what
    else:
        found.files += 1
        found.bytes += stamp.length


def _look_for_articles(found: Verification, directory: Path, toc: Toc, entry: SegmentEntry) -> None:
    name = segment_file(entry.name)
    stored = StoredSegment(directory, toc, entry)
    lost = [number for number, article in stored.articles() if article is None]
    if stored.is_gone:
        found.unreadable += [f"({entry.live} articles of {name}, whose ids are lost too)"] if entry.live else []
    else:
        found.unreadable += [stored.id(number) or f"(article {number} of {name})" for number in lost]
        found.unsearchable += entry.live - len(lost)


class StoredSegment:
    """The articles of a segment that may be damaged: what can be read, is."""

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
