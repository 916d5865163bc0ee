"""The table of contents: which segments make up a generation of the index. JSON, checksummed, replaced whole.

``toc-<generation>.json`` names the segment files, the file of deleted article numbers of each, and the manifest
of the source files. It is written under another name, flushed to disk and renamed, so that there is always a
whole one. The highest generation counts.
"""

from __future__ import annotations

import json
import os
import re
import zlib
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from tracuu.analyzers.errors import (
    IndexDamagedError,
    IndexNotFoundError,
    IndexStorageError,
    IndexVersionError,
)

SCHEMA_VERSION = 2
"""Of our own files and of what they hold; an index of another version is refused."""

_NAME = re.compile(r"toc-(0|[1-9][0-9]{0,17})\.json")
_OURS = re.compile(
    r"(toc|manifest)-[0-9]+\.json(\.tmp)?|words-[0-9]+\.dictionary|seg-[0-9a-f]{12}(\.segment|-[0-9]+\.deletions)"
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

    def files(self) -> set[str]:
        """The names of all files that this generation needs, its own included."""
        return {
            toc_name(self.generation),
            *(segment_file(entry.name) for entry in self.segments),
            *(entry.deletions for entry in self.segments if entry.deletions),
            *filter(None, (self.manifest, self.dictionary)),
        }


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
        raise unreadable(directory, error) from error
    return sorted((int(match[1]) for match in names if match), reverse=True)


def read_toc(directory: Path) -> Toc:
    """The newest table of contents.

    Raises:
        IndexNotFoundError: there is none.
        IndexVersionError: it is of another version.
        IndexDamagedError: it is not what was written.
        IndexStorageError: it is there and cannot be read.
    """
    path, text = _newest(directory)
    try:
        envelope = json.loads(text)
        version, toc = envelope["version"], envelope["toc"]
    except (ValueError, KeyError, TypeError, RecursionError):
        raise _damaged(path) from None
    if version != SCHEMA_VERSION:
        raise IndexVersionError(
            f"the index in {directory} has version {version}, this tracuu reads version {SCHEMA_VERSION}: "
            f'rebuild it with "tracuu index --rebuild --index {directory} PATH..."'
        )
    if envelope.get("crc") != _checksum(toc):
        raise _damaged(path)
    try:
        segments = tuple(SegmentEntry(**entry) for entry in toc.pop("segments"))
        return Toc(**toc, segments=segments)
    except (AttributeError, KeyError, TypeError):
        raise _damaged(path) from None


def _newest(directory: Path) -> tuple[Path, str]:
    """The newest table of contents, as it lies there."""
    before: list[int] = []
    while found := generations(directory):
        path = directory / toc_name(found[0])
        try:
            return path, path.read_text("utf-8")
        except ValueError:
            raise _damaged(path) from None
        except FileNotFoundError:
            if found == before:
                raise _damaged(path) from None
            before = found  # a commit has replaced it between the two calls
        except OSError as error:
            raise unreadable(path, error) from error
    raise IndexNotFoundError(f'no index in {directory}: run "tracuu index PATH..." first')


def write_toc(directory: Path, toc: Toc) -> None:
    """Make this the newest generation: on disk, whole, before this returns."""
    sync_folder(directory)  # the names of the segments are there before the table that names them
    record = asdict(toc)
    envelope = {"version": SCHEMA_VERSION, "crc": _checksum(record), "toc": record}
    write_durably(directory / toc_name(toc.generation), json.dumps(envelope, indent=1).encode())


def remove_stale_files(directory: Path, toc: Toc) -> None:
    """Remove what this generation, which is the newest one, does not need: older ones, and what a writer left
    that was killed. A file that cannot be removed waits for the next time.
    """
    needed = toc.files()
    with suppress(OSError):
        stale = [path for path in directory.iterdir() if _OURS.fullmatch(path.name) and path.name not in needed]
        # A table of contents goes before the files that it names.
        for path in sorted(stale, key=lambda path: not _NAME.fullmatch(path.name)):
            if _NAME.fullmatch(path.name):
                path.unlink(missing_ok=True)
            else:
                with suppress(OSError):
                    path.unlink()


def write_durably(path: Path, data: bytes) -> None:
    """Write a file under another name, flush it to disk, rename it, flush the folder."""
    draft = path.with_name(path.name + ".tmp")
    with draft.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
    sync_folder(path.parent)


def sync_folder(directory: Path) -> None:
    """Flush a folder's entries to disk, where the system can (Windows cannot)."""
    if os.name == "nt":
        return
    handle = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _checksum(record: dict[str, Any]) -> int:
    return zlib.crc32(json.dumps(record, sort_keys=True).encode())


def unreadable(path: Path, error: OSError) -> IndexStorageError:
    """The error that says why a file of the index could not be read."""
    return IndexStorageError(f"cannot read {path}: {error.strerror or error}; check its permissions")


def unwritable(directory: Path, error: OSError) -> IndexStorageError:
    """The error that says why an index could not be written."""
    return IndexStorageError(
        f"cannot write to {directory}: {error.strerror or error}; the last commit is untouched. "
        "Check free space and permissions, then try again"
    )


def _damaged(path: Path) -> IndexDamagedError:
    return IndexDamagedError(
        f"{path} is not a table of contents any more: the index is damaged; "
        f'rebuild it with "tracuu index --rebuild PATH..."'
    )
