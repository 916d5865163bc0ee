"""Is the index what was written? Every byte of every file is read and compared; and which articles are hit."""

from __future__ import annotations

import zlib
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from tracuu.analyzers.errors import IndexVersionError
from tracuu.index.arrays import ArrayFile, Stamp, map_file
from tracuu.index.storage import DamagedFileError, damaged
from tracuu.index.stored_segment import StoredSegment, nameless
from tracuu.index.toc import (
    SegmentEntry,
    Toc,
    generations,
    newest_generation,
    read_toc,
    segment_file,
    toc_name,
    unnamed_files,
)


@dataclass(slots=True)
class Verification:
    """What was found. Articles are those of the newest commit whose table of contents is whole."""

    files: int = 0
    bytes: int = 0
    damaged: dict[str, str] = field(default_factory=dict)
    """File name -> what is wrong with it: files of that commit, and tables of contents of newer ones."""
    reserve: dict[str, str] = field(default_factory=dict)
    """The same of files that only the commit before it needs, which is kept in case that it is damaged."""
    unnamed: list[str] = field(default_factory=list)
    """Files that no commit needs: of a writer that is at work, or was killed; of a commit whose table is lost."""
    lost: int = 0
    """How many articles cannot be read any more."""
    unreadable: list[str] = field(default_factory=list)
    """Of each of them its id, or where it stood if that is lost too; a line for all of a segment that is lost whole."""
    unsearchable: int = 0
    """Articles that can be read, of segments in which a search may meet damage, and then says so."""


def verify(directory: Path) -> Verification:
    """Read all files of the generations that are kept, and compare.

    Raises:
        IndexNotFoundError: there is no index.
        IndexVersionError: it is of another version.
        IndexStorageError: a file is there and cannot be read.
    """
    kept: list[_Generation] = []
    while not kept:
        newest_generation(directory)
        opened: list[_Generation] = []
        for number in generations(directory):
            opened.append(_Generation(directory, number, opened[-1] if opened else None))
        # One with a file that is gone may have been replaced meanwhile; its table is gone then before the file is.
        there = generations(directory)
        kept = [one for one in opened if not one.wrong or one.number in there]
    found = Verification()
    shown = next((one.toc for one in kept if one.toc), None)
    for one in kept:
        one.check(found)
        (found.reserve if shown and one.number < shown.generation else found.damaged).update(one.wrong)
    found.unnamed = sorted(unnamed_files(directory))
    if shown:
        for entry in shown.segments:
            if segment_file(entry.name) in found.damaged:
                _look_for_articles(found, directory, shown, entry)
    return found


class _Generation:
    """A generation with its files open, so that no writer takes them away while they are checked."""

    def __init__(self, directory: Path, number: int, newer: _Generation | None) -> None:
        """Open those that the next newer one does not need as well."""
        self.number = number
        self.toc: Toc | None = None
        self.wrong: dict[str, str] = {}
        """File name -> what is wrong with it."""
        self._names: set[str] = newer._names.copy() if newer else set()
        self._size = 0
        self._files: list[_File] = []
        table = toc_name(number)
        try:
            self.toc = read_toc(directory, number)
        except DamagedFileError as error:
            self.wrong[table] = error.what
        except IndexVersionError:
            if newer is None:
                raise
            self.wrong[table] = "is of another version"
        if self.toc is None:
            return
        with suppress(OSError):  # it is replaced at this very moment
            self._size = (directory / table).stat().st_size
        for name in sorted(self.toc.files() - self._names - {table}):
            try:
                self._files.append(_File(directory / name, self.toc.stamp(directory, name)))
            except DamagedFileError as error:
                self.wrong[name] = error.what
        self._names |= self.toc.files()

    def check(self, found: Verification) -> None:
        """Read all of them, and compare."""
        if self.toc:
            found.files += 1
            found.bytes += self._size
        for file in self._files:
            try:
                file.check()
            except DamagedFileError as error:
                self.wrong[file.path.name] = error.what
            else:
                found.files += 1
                found.bytes += file.stamp.length


class _File:
    """A file of an index that is open, and what the table of contents says of it."""

    def __init__(self, path: Path, stamp: Stamp) -> None:
        self.path = path
        self.stamp = stamp
        self._content = map_file(path) if path.suffix == ".json" else ArrayFile(path, stamp)

    def check(self) -> None:
        """Raises ``DamagedFileError`` if it is not what was written."""
        if isinstance(self._content, ArrayFile):
            self._content.verify()
        elif self.stamp != Stamp(len(self._content), zlib.crc32(self._content)):
            raise damaged(self.path, "differs from what was written")


def _look_for_articles(found: Verification, directory: Path, toc: Toc, entry: SegmentEntry) -> None:
    name = segment_file(entry.name)
    stored = StoredSegment(directory, toc, entry)
    lost = [number for number, article in stored.articles() if article is None]
    if stored.is_gone:
        found.unreadable += [nameless(entry)]
        found.lost += entry.live
    else:
        found.unreadable += [stored.id(number) or f"(article {number} of {name})" for number in lost]
        found.lost += len(lost)
        found.unsearchable += entry.live - len(lost)
