"""A folder and all below it -> the files in it, sorted, without what is hidden or ignored."""

from __future__ import annotations

import os
from collections.abc import Iterator

from tracuu.index.reading.ignore import IgnoreRules, rules_around
from tracuu.index.reading.names import is_readable, printable
from tracuu.index.reading.patterns import Pattern
from tracuu.index.reading.problems import OnProblem, Problem, ProblemKind

INDEX_FOLDER = ".tracuu"
"""Where an index lies by default; being hidden, it is never walked into."""


def walk(
    root: str, root_key: str, on_problem: OnProblem, pattern: Pattern | None = None
) -> Iterator[tuple[str, str, os.stat_result]]:
    """Path, key (``root_key`` and the POSIX path below ``root``) and status of each file below ``root``.

    Without a pattern, files are taken by their suffix, and the others are reported as ignored.
    """

    def report(path: str, reason: str, kind: ProblemKind = "unreadable") -> None:
        on_problem(Problem(printable(path), reason, kind))

    def entries_of(folder: str) -> Iterator[os.DirEntry[str]]:
        try:
            with os.scandir(folder) as entries:
                return iter(sorted(entries, key=lambda entry: entry.name))
        except OSError as error:
            report(folder, f"cannot be read: {error.strerror or error}")
            return iter(())

    def is_wanted(entry: os.DirEntry[str], below: tuple[str, ...]) -> bool:
        readable = is_readable(entry.name)
        if pattern is not None:
            return pattern.matches(below, readable)
        if not readable:
            report(entry.path, "files of this suffix are not read", "ignored")
        return readable

    real_root = os.path.realpath(root).rstrip(os.sep) + os.sep
    # A stack of open folders instead of recursion: a tree may be deeper than Python's stack.
    top = rules_around(root, on_problem).entering(root, on_problem)
    stack: list[tuple[Iterator[os.DirEntry[str]], tuple[str, ...], IgnoreRules]] = [(entries_of(root), (), top)]
    while stack:
        entries, folder, rules = stack[-1]
        entry = next(entries, None)
        if entry is None:
            stack.pop()
            continue
        if entry.name.startswith("."):
            continue
        below = (*folder, entry.name)
        try:
            is_link, is_folder = entry.is_symlink(), entry.is_dir()
            if is_folder and pattern is not None and not pattern.leads_to(below):
                continue
            if rules.ignores(entry.path, is_folder=is_folder and not is_link):
                report(entry.path, "excluded by a .gitignore or a .tracuuignore", "ignored")
            elif is_folder and is_link:
                report(entry.path, "a link to a folder is not followed", "ignored")
            elif is_folder:
                stack.append((entries_of(entry.path), below, rules.entering(entry.path, on_problem)))
            elif not is_wanted(entry, below):
                continue
            elif is_link and not os.path.realpath(entry.path).startswith(real_root):
                report(entry.path, "is a link that leads out of the folder, and is not followed")
            else:
                yield entry.path, "/".join(filter(None, (root_key, *below))), entry.stat()
        except OSError as error:
            report(entry.path, f"cannot be read: {error.strerror or error}")
