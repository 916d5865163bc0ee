"""The table of contents: which files make up a generation of the index. JSON, checksummed, replaced whole.

``toc-<generation>.json`` names the segment files, the file of deleted article numbers of each, the manifest of the
source files and the dictionary, with length and checksum of each. It is written under another name, flushed to disk
and renamed, so that there is always a whole one. The highest generation counts; the one before it stays, for the
case that the newest is damaged.
"""

from __future__ import annotations

import json
import re
import zlib
from contextlib import suppress
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from tracuu.analyzers.errors import IndexDamagedError, IndexError_, IndexNotFoundError, IndexVersionError
from tracuu.index import storage
from tracuu.index.arrays import Stamp, map_file, stamp_of
from tracuu.index.coherence import INCOHERENT
from tracuu.index.storage import damaged

SCHEMA_VERSION = 3
"""Of our own files and of what they hold; an index of another version is refused."""

LAST_GENERATION = 10**18 - 1
_NAME = re.compile(r"toc-(0|[1-9][0-9]{0,17})\.json")
_OURS = re.compile(
    r"(toc|manifest)-[0-9]+\.json(\.tmp)?|spool-\w+\.tmp|words-[0-9]+\.dictionary|seg-[0-9a-f]{12}(\.segment|-[0-9]+\.deletions)"
)


@dataclass(frozen=True, slots=True)
class SegmentEntry:
    """A segment of a generation: its file, how many articles it has, and which are deleted."""

    name: str
    size: int
    deletions: str = ""
    """The file of deleted article numbers; empty where nothing is deleted."""
    deleted: int = 0

    @property
    def live(self) -> int:
        """How many articles are not deleted."""
        return self.size - self.deleted


@dataclass(frozen=True, slots=True)
class Toc:
    """One generation of an index."""

    generation: int = 0
    segments: tuple[SegmentEntry, ...] = ()
    manifest: str = ""
    """The file that lists the sources; empty where none were read."""
    words: bool = True
    """Whether the word view is filled."""
    dictionary: str = ""
    """The file of the words by which queries are cut; empty for those of the installed pyvi."""
    stamps: dict[str, Stamp] = field(default_factory=dict)
    """What each file, but this table itself, is known by."""

    def files(self) -> set[str]:
        """The names of all files that this generation needs, its own included."""
        return {
            toc_name(self.generation),
            *(segment_file(entry.name) for entry in self.segments),
            *(entry.deletions for entry in self.segments if entry.deletions),
            *filter(None, (self.manifest, self.dictionary)),
        }

    def stamp(self, directory: Path, name: str) -> Stamp:
        """What a file is known by. Raises ``IndexDamagedError`` if that is not said."""
        try:
            return self.stamps[name]
        except KeyError:
            raise damaged(directory / toc_name(self.generation), f"says nothing of {name}") from None

    def stamped(self, directory: Path) -> Toc:
        """The same, with the stamps of its files; those that it has are not read again."""
        names = self.files() - {toc_name(self.generation)}
        return replace(self, stamps={name: self.stamps.get(name) or stamp_of(directory / name) for name in names})


def toc_name(generation: int) -> str:
    """The file name of a generation's table of contents."""
    return f"toc-{generation}.json"


def segment_file(name: str) -> str:
    """The file name of a segment."""
    return f"{name}.segment"


def generations(directory: Path) -> list[int]:
    """The generations that have a table of contents here, newest first."""
    try:
        names = [_NAME.fullmatch(path.name) for path in directory.iterdir()]
    except (FileNotFoundError, NotADirectoryError):
        return []
    except OSError as error:
        raise storage.unreadable(directory, error) from error
    return sorted((int(match[1]) for match in names if match), reverse=True)


def newest_generation(directory: Path) -> int:
    """The newest generation that has a table of contents here.

    Raises:
        IndexNotFoundError: there is none.
        IndexDamagedError: there is none any more.
    """
    for generation in generations(directory):
        return generation
    if not segments_in(directory):
        raise IndexNotFoundError(f'no index in {directory}: run "tracuu index PATH..." first')
    for generation in generations(directory):  # somebody has just made the index
        return generation
    raise IndexDamagedError(
        f"{directory} has no table of contents (toc-N.json) any more, but its segments are there: "
        f'"tracuu recover {directory} NEW" saves what is in them, "tracuu index --rebuild PATH..." begins anew'
    )


def read_toc(directory: Path, generation: int | None = None) -> Toc:
    """The table of contents of a generation, the newest if none is given.

    Raises:
        IndexNotFoundError: there is none.
        IndexVersionError: it is of another version.
        IndexDamagedError: it is not what was written.
        IndexStorageError: it is there and cannot be read.
    """
    if generation is None:
        generation = newest_generation(directory)
    path = directory / toc_name(generation)
    try:
        envelope = json.loads(map_file(path)[:])
        version, record = envelope["version"], envelope["toc"]
    except (TypeError, *INCOHERENT):
        raise _no_toc(path) from None
    if version != SCHEMA_VERSION:
        raise IndexVersionError(
            f"the index in {directory} has version {version}, this tracuu reads version {SCHEMA_VERSION}: "
            f'rebuild it with "tracuu index --rebuild --index {directory} PATH..."'
        )
    if envelope.get("crc") != _checksum(record):
        raise _no_toc(path)
    try:
        segments = tuple(SegmentEntry(**entry) for entry in record.pop("segments"))
        stamps = {name: Stamp(*map(int, stamp)) for name, stamp in record.pop("stamps").items()}
        toc = Toc(**record, segments=segments, stamps=stamps)
        if not all(map(_OURS.fullmatch, toc.files())) or len(set(segments)) < len(segments):
            raise ValueError("files of other names, or named twice")
    except (AttributeError, TypeError, *INCOHERENT):
        raise _no_toc(path) from None
    if toc.generation != generation:
        raise damaged(path, "belongs to another generation")
    return toc


def newest_text(directory: Path) -> bytes:
    """The newest table of contents as it lies there, whole or not: what changes with every commit.

    Raises:
        IndexNotFoundError: there is none.
        IndexStorageError: it is there and cannot be read.
    """
    while True:
        newest = newest_generation(directory)
        try:
            return map_file(directory / toc_name(newest))[:]
        except IndexDamagedError as error:
            if newest == newest_generation(directory):  # nobody has replaced it meanwhile
                return str(error).encode()


def write_toc(directory: Path, toc: Toc) -> None:
    """Make this the newest generation: on disk, whole, before this returns."""
    storage.sync_folder(directory)  # the names of the segments are there before the table that names them
    record = asdict(toc)
    envelope = {"version": SCHEMA_VERSION, "crc": _checksum(record), "toc": record}
    storage.write_durably(directory / toc_name(toc.generation), json.dumps(envelope, indent=1).encode())


def older(directory: Path, generation: int) -> Toc | None:
    """The newest table of contents before a generation that can be read."""
    for number in generations(directory):
        if number < generation:
            with suppress(IndexError_):
                return read_toc(directory, number)
    return None


def our_files(directory: Path) -> set[str]:
    """The names of all files here that belong to an index, of whatever generation."""
    try:
        return {path.name for path in directory.iterdir() if _OURS.fullmatch(path.name)}
    except (FileNotFoundError, NotADirectoryError):
        return set()


def whole_tocs(directory: Path) -> list[Toc]:
    """The tables of contents that can be read, newest first.

    Raises:
        IndexVersionError: the newest is of another version.
    """
    found = []
    numbers = generations(directory)
    for generation in numbers:
        try:
            found.append(read_toc(directory, generation))
        except IndexDamagedError:
            pass
        except IndexVersionError:
            if generation == numbers[0]:
                raise
    return found


def segments_in(directory: Path) -> list[str]:
    """The names of the files of segments here, whoever needs them."""
    return sorted(name for name in our_files(directory) if name.endswith(".segment"))


def unnamed_files(directory: Path) -> set[str]:
    """The files of an index of which no table of contents that can be read knows."""
    tables = set(map(toc_name, generations(directory)))
    return our_files(directory) - tables - set().union(*(toc.files() for toc in whole_tocs(directory)))


def remove_all_but(directory: Path, needed: set[str]) -> None:
    """Remove the files of an index that are not among these: those of older generations, and what a writer left that
    was killed or rolled back. What cannot be removed waits for the next time.
    """
    with suppress(OSError):
        stale = our_files(directory) - needed
        # A table of contents is gone for good before the files that it names.
        tables = sorted(name for name in stale if _NAME.fullmatch(name))
        for name in tables:
            storage.remove(directory / name)
        if tables:
            storage.sync_folder(directory)
        for name in sorted(stale.difference(tables)):
            with suppress(OSError):
                storage.remove(directory / name)


def _checksum(record: dict[str, Any]) -> int:
    return zlib.crc32(json.dumps(record, sort_keys=True).encode())


def _no_toc(path: Path) -> Exception:
    return damaged(path, "is not a table of contents any more")
