"""The manifest: which source files the index was filled from, and what they looked like then."""

from __future__ import annotations

import json
import zlib
from dataclasses import dataclass, field
from mmap import mmap
from pathlib import Path

from tracuu.index.arrays import Stamp
from tracuu.index.coherence import INCOHERENT
from tracuu.index.paths import absolute
from tracuu.index.storage import damaged, write_durably

STDIN = "-"
"""The origin of what came from standard input, which is never read again."""
UNREAD = (-1, -1)
"""Instead of size and time: articles of the file are in the index, and it is to be read again."""


@dataclass(slots=True)
class Manifest:
    """Size and time of modification (nanoseconds) of each source file that was read to its end.

    A file is named by its *origin*: the path from ``root``, the folder that holds the index, so that folder
    and index move together; the absolute path if it lies elsewhere.
    """

    root: Path
    files: dict[str, tuple[int, int]] = field(default_factory=dict)

    def origin(self, path: str | Path) -> str:
        """How the file at an absolute path is named: ``./news/a.txt`` below the root."""
        path = Path(path)
        return f"./{path.relative_to(self.root).as_posix()}" if path.is_relative_to(self.root) else str(path)

    def path(self, origin: str) -> Path:
        """Where the file of an origin lies: the inverse of ``origin``."""
        return self.root / origin

    def is_unchanged(self, path: str | Path, size: int, mtime_ns: int) -> bool:
        """Whether the file at an absolute path looks as it did when it was read."""
        return self.files.get(self.origin(path)) == (size, mtime_ns)

    @classmethod
    def empty(cls, directory: Path) -> Manifest:
        """That of an index in a folder that was filled from no file."""
        return cls(absolute(directory).parent)

    @classmethod
    def load(cls, directory: Path, name: str, data: mmap | bytes | None, stamp: Stamp | None = None) -> Manifest:
        """The manifest of the index in a folder, out of its mapped file; an empty one for none.

        Where the index has been moved, the files that came with it are to be read again: their articles
        hold paths.

        Raises:
            IndexDamagedError: the file is not what was written.
        """
        manifest = cls.empty(directory)
        if data is None:
            return manifest
        if stamp is not None and stamp.crc != zlib.crc32(data):
            raise damaged(directory / name, "differs from what was written")
        try:
            record = json.loads(data[:])
            moved = record["root"] != str(manifest.root)
            manifest.files = {
                origin: UNREAD if moved and not Path(origin).is_absolute() else (int(size), int(mtime))
                for origin, (size, mtime) in record["files"].items()
            }
        except (AttributeError, TypeError, *INCOHERENT):
            raise damaged(directory / name, "is not a list of source files") from None
        return manifest

    def write(self, directory: Path, generation: int) -> str:
        """Write it for a generation; its file name, empty if there is nothing to write."""
        if not self.files:
            return ""
        name = f"manifest-{generation}.json"
        # Escaped to ASCII, for a file name may hold bytes that are no text.
        write_durably(directory / name, json.dumps({"root": str(self.root), "files": self.files}).encode())
        return name
