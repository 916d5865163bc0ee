"""``.gitignore`` rules of a folder, of the folders below it, and of the repository around it.

A ``.tracuuignore`` has the same rules for this program alone; where both speak of a file, it decides.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tracuu.index.plain_files import open_plain
from tracuu.index.reading.names import printable
from tracuu.index.reading.problems import OnProblem, Problem

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

RULE_FILES = (".gitignore", ".tracuuignore")

MAX_RULES = 2000
"""Lines of one file; a rule takes some 150 microseconds to read, and one for each file that it is compared with."""
_LONGEST = 1000
"""Code points of a rule."""
_STARS = re.compile(r"(?:[^/*]*\*+){4}|(?:\*\*/.*){3}")
"""What backtracks: a name of 250 letters takes ``*a*a*a*a*b`` 18 seconds, a deep path ``**/a/**/a/**/b`` 5."""


@dataclass(frozen=True)
class IgnoreRules:
    """The rule files that apply in one folder, the innermost last: its word counts most."""

    stack: tuple[tuple[str, GitIgnoreSpec], ...] = ()

    def entering(self, folder: str, on_problem: OnProblem) -> IgnoreRules:
        """The rules inside ``folder``: these, and those of its own rule files if it has any."""
        specs = (_read_rules(Path(folder, name), on_problem) for name in RULE_FILES)
        own = tuple((folder, spec) for spec in specs if spec is not None)
        return IgnoreRules((*self.stack, *own)) if own else self

    def ignores(self, path: str, *, is_folder: bool) -> bool:
        """Whether the last rule that matches ``path``, somewhere below the rules' folders, excludes it."""
        for folder, spec in reversed(self.stack):
            relative = path[len(folder.rstrip(os.sep)) + 1 :].replace(os.sep, "/")
            verdict = spec.check_file(relative + "/" if is_folder else relative).include
            if verdict is not None:
                return verdict
        return False


def rules_around(root: str, on_problem: OnProblem) -> IgnoreRules:
    """The rules that the Git repository around ``root`` sets for it; none outside of a repository.

    A root that these rules exclude was asked for by name, so they are left out: otherwise nothing of it
    would be read.
    """
    above = [Path(root), *Path(root).parents]
    top = next((n for n, folder in enumerate(above) if os.path.exists(folder / ".git")), None)  # noqa: PTH110
    if top is None:
        return IgnoreRules()
    rules = IgnoreRules()
    excluded = _read_rules(above[top] / ".git" / "info" / "exclude", on_problem)
    if excluded is not None:
        rules = IgnoreRules(((str(above[top]), excluded),))
    for folder, below in zip(above[top:0:-1], above[top - 1 :: -1], strict=False):
        rules = rules.entering(str(folder), on_problem)
        if rules.ignores(str(below), is_folder=True):
            return IgnoreRules()
    return rules


def _read_rules(path: Path, on_problem: OnProblem) -> GitIgnoreSpec | None:
    try:
        with open_plain(path, follow=False) as file:
            data = file.read(_LONGEST * MAX_RULES)
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        on_problem(Problem(printable(path), f"its rules are not applied: {error.strerror or error}", "note"))
        return None
    from pathspec import GitIgnoreSpec

    lines = data.decode("utf-8", "surrogateescape").split("\n")
    if len(lines) > MAX_RULES:
        on_problem(Problem(printable(path), f"only the first {MAX_RULES:,} lines of it are rules", "note"))
    rules = []
    for number, line in enumerate(lines[:MAX_RULES], 1):
        reason = ""
        if not line.startswith("#") and (len(line) > _LONGEST or _STARS.search(line)):
            reason = "has too many * to be compared in bounded time, and is not applied"
        else:
            try:
                GitIgnoreSpec.from_lines([line])
            except ValueError:  # a lone "!" and the like: Git passes over it too
                reason = f"not a rule of {path.name}"
        if reason:
            on_problem(Problem(f"{printable(path)}:{number}", f"{reason}: {line.strip()[:80]!r}", "note"))
        else:
            rules.append(line)
    return GitIgnoreSpec.from_lines(rules)
