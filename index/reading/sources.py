"""Paths, folders and patterns -> the files to read, in a fixed order."""

from __future__ import annotations

import glob
import os
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from tracuu.index.paths import absolute
from tracuu.index.reading.names import printable
from tracuu.index.reading.patterns import Pattern
from tracuu.index.reading.problems import OnProblem, Problem
from tracuu.index.reading.walk import INDEX_FOLDER, walk

STDIN = Path("-")


@dataclass(frozen=True, slots=True)
class Source:
    """One file to read.

    ``key`` names it the same way wherever its root lies: the root's name and the POSIX path below it
    (``news/2025/a.txt``), the name alone of a file given directly, ``-`` for standard input.
    """

    path: Path
    """Absolute; ``Path("-")`` for standard input."""

    key: str
    size: int
    mtime_ns: int

    def longer_keys(self) -> Iterator[str]:
        """Keys that tell it from another file of the same key: with ever more of the folders above."""
        parts = self.path.parts[1:]
        for count in range(self.key.count("/") + 2, len(parts) + 1):
            yield printable("/".join(parts[-count:]))

    @property
    def is_stdin(self) -> bool:
        """Whether this is standard input and not a file."""
        return self.path == STDIN


def find_sources(paths: Iterable[str | Path], *, on_problem: OnProblem) -> Iterator[Source]:
    """The files that ``paths`` name: files, folders (with all below), glob patterns, ``-`` for stdin.

    In a folder, hidden files, files that a ``.gitignore`` excludes and links to folders are passed over;
    so are files of a suffix that is not read (each a ``Problem`` of kind "ignored"). A file named directly
    is always taken. Nothing is raised: what cannot be read goes to ``on_problem``, and the rest goes on.
    A file that is reached twice comes once, under its first key. The order is that of ``paths``, sorted
    by name within a folder.
    """
    arguments = [os.fspath(path) for path in ([paths] if isinstance(paths, (str, Path)) else paths)]
    seen: set[Path] = set()
    for argument in arguments:
        for source in _from_argument(argument, on_problem):
            if source.path not in seen:
                yield source
            if len(arguments) > 1:  # one root cannot repeat itself: remember nothing
                seen.add(source.path)


def _from_argument(argument: str, on_problem: OnProblem) -> Iterator[Source]:
    if argument == "-":
        yield Source(STDIN, "-", 0, 0)
        return
    try:
        if glob.has_magic(argument) and not os.path.lexists(argument):
            yield from _from_pattern(argument, on_problem)
        else:
            yield from _from_path(absolute(argument), on_problem)
    except OSError as error:
        on_problem(Problem(printable(argument), f"cannot be read: {error.strerror or error}"))
    except ValueError:
        on_problem(Problem(repr(argument), "is not a path: it holds a NUL character"))


def _from_pattern(text: str, on_problem: OnProblem) -> Iterator[Source]:
    """Matches of a pattern, with the keys they would have if its plain folder had been given."""
    pattern = Pattern.parse(text)
    found = False
    folder = absolute(pattern.folder)
    if folder.is_dir():
        for path, key, status in walk(str(folder), folder.name, on_problem, pattern):
            found = True
            yield from _source(path, key, status, on_problem)
    if not found:
        on_problem(Problem(printable(text), "matches no file; check the pattern and the current folder"))


def _from_path(path: Path, on_problem: OnProblem) -> Iterator[Source]:
    """The file, or the files of the folder, at an absolute path that was named directly."""
    status = path.stat()
    if not stat.S_ISDIR(status.st_mode):
        yield from _source(str(path), path.name, status, on_problem)
    elif path.name == INDEX_FOLDER:
        on_problem(Problem(printable(path), "is an index, not a folder of articles; name the folder of texts"))
    else:
        for below, key, below_status in walk(str(path), path.name, on_problem):
            yield from _source(below, key, below_status, on_problem)


def _source(path: str, key: str, status: os.stat_result, on_problem: OnProblem) -> Iterator[Source]:
    if stat.S_ISREG(status.st_mode):
        yield Source(Path(path), printable(key), status.st_size, status.st_mtime_ns)
        return
    kinds = ((stat.S_ISFIFO, "a pipe"), (stat.S_ISSOCK, "a socket"))
    kind = next((name for test, name in kinds if test(status.st_mode)), "a device")
    on_problem(Problem(printable(path), f"is {kind}, not a file; send its content to standard input (-)"))
