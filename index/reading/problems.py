"""What went wrong, or is worth saying, while files become articles."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, TypeAlias

ProblemKind: TypeAlias = Literal["unreadable", "ignored", "article", "note"]


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that was skipped, or was read with a doubt.

    ``kind`` says how much is missing:

    * ``"unreadable"``: a whole file, folder, pattern or archive member;
    * ``"ignored"``: a file passed over on purpose (a suffix that is not read, a ``.gitignore`` rule);
    * ``"article"``: one record of a file (``where`` ends in its line: ``news.jsonl:17``);
    * ``"note"``: nothing; it was read, and this is how (an encoding, a date that is none).
    """

    where: str
    reason: str
    kind: ProblemKind = "unreadable"


OnProblem: TypeAlias = Callable[[Problem], None]
