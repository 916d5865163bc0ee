"""The manifest: which source files the index was filled from, and what they looked like then."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path

from tracuu.analyzers.errors import IndexDamagedError
from tracuu.index.toc import write_durably


@dataclass(slots=True)
class Manifest:
    """Size and time of modification (nanoseconds) of each source file that was read to its end."""

    files: dict[str, tuple[int, int]] = field(default_factory=dict)

    def is_unchanged(self, origin: str, size: int, mtime_ns: int) -> bool:
        """Whether the file looks as it did when it was read."""
        return self.files.get(origin) == (size, mtime_ns)

    @classmethod
    def read(cls, directory: Path, name: str) -> Manifest:
        """The manifest of this file name; an empty one for no name.

        Raises:
            IndexDamagedError: the file is missing or is none.
        """
        if not name:
            return cls()
        try:
            files = json.loads((directory / name).read_text("utf-8"))
            return cls({origin: (int(size), int(mtime)) for origin, (size, mtime) in files.items()})
        except (OSError, ValueError, TypeError, AttributeError):
            raise IndexDamagedError(
                f'{directory / name} is missing or damaged: rebuild the index with "tracuu index --rebuild PATH..."'
            ) from None

    def write(self, directory: Path, generation: int) -> str:
        """Write it for a generation; its file name, empty if there is nothing to write."""
        if not self.files:
            return ""
        name = f"manifest-{generation}.json"
        write_durably(directory / name, json.dumps(self.files, ensure_ascii=False).encode("utf-8", "surrogateescape"))
        return name
