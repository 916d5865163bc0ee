"""Glob patterns that no shell expanded: ``news/**/*.txt``."""

from __future__ import annotations

import glob
from collections.abc import Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import PurePath


@dataclass(frozen=True, slots=True)
class Pattern:
    """A folder without wildcards, and one pattern for each path component below it.

    ``*``, ``?`` and ``[...]`` match inside a component, ``**`` matches any number of components, none
    included. A folder that matches stands for all that is below it, as it would on a command line.

    >>> Pattern.parse("news/**/*.txt")
    Pattern(folder='news', parts=('**', '*.txt'))
    """

    folder: str
    parts: tuple[str, ...]

    @classmethod
    def parse(cls, text: str) -> Pattern:
        """Cut a pattern before its first component with a wildcard."""
        parts = PurePath(text).parts
        plain = next((n for n, part in enumerate(parts) if glob.has_magic(part)), len(parts))
        return cls(str(PurePath(*parts[:plain])), parts[plain:])

    def leads_to(self, folder: Sequence[str]) -> bool:
        """Whether something below this folder (its components below ``self.folder``) may match."""
        plain = self.parts[: self.parts.index("**")] if "**" in self.parts else self.parts
        return all(fnmatchcase(name, part) for name, part in zip(folder, plain, strict=False))

    def matches(self, file: Sequence[str], readable: bool) -> bool:
        """Whether a file matches by itself, or lies in a folder that does and is ``readable`` by its suffix.

        A pattern that ends in a bare ``*`` or ``**`` names no kind of file, so it takes readable ones only.
        """
        if readable:
            return _match(file, self.parts, whole=False)
        return self.parts[-1] not in ("*", "**") and _match(file, self.parts, whole=True)


def _match(names: Sequence[str], parts: Sequence[str], *, whole: bool) -> bool:
    if not parts:
        return not names or not whole
    if parts[0] == "**":
        return any(_match(names[n:], parts[1:], whole=whole) for n in range(len(names) + 1))
    return bool(names) and fnmatchcase(names[0], parts[0]) and _match(names[1:], parts[1:], whole=whole)
