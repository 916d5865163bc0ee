"""A segment that is not on disk yet, as the writer sees it: which articles it will hold."""

from __future__ import annotations

import numpy as np

from tracuu.index.arrays import Array
from tracuu.index.builders import Task
from tracuu.index.toc import SegmentEntry


class PendingSegment:
    """The articles of a segment by their ids. What it will hold is settled by ``seal``."""

    def __init__(self, number: int) -> None:
        """``number``: in the order of the segments of a transaction."""
        self.number = number
        self.entry = SegmentEntry("", 0)
        """What is in the table of contents when it is written."""
        self.task: Task | None = None
        """Its writing, when that was asked for."""
        self.size = 0
        """Articles that were added, deleted ones too."""
        self._number_of: dict[str, int] = {}  # an article without its number here is deleted
        self._origins: list[str] = []
        self._late: list[int] = []  # articles that were deleted when it was sealed already
        self._is_sealed = False

    def __len__(self) -> int:
        """How many articles the segment is to hold."""
        return len(self._number_of) + len(self._late)

    def __contains__(self, id: str) -> bool:
        return id in self._number_of

    def add(self, id: str, origin: str = "") -> None:
        """Add an article of a source file in place of the one of this id that is here."""
        self._number_of[id] = self.size
        self._origins.append(origin)
        self.size += 1

    def origin(self, id: str) -> str:
        """The source file of an article that is here."""
        return self._origins[self._number_of[id]]

    def delete(self, id: str) -> bool:
        """Forget an article; False if it is not here."""
        number = self._number_of.pop(id, None)
        if number is not None and self._is_sealed:
            self._late.append(number)
        return number is not None

    def seal(self) -> None:
        """Settle what the segment holds: articles that are deleted from now on are in it, deleted."""
        self._is_sealed = True

    def live(self) -> Array:
        """Which of the articles that were added the segment is to hold: bool [size]."""
        live = np.zeros(self.size, bool)
        live[[*self._number_of.values(), *self._late]] = True
        return live

    def late_deletions(self) -> set[int]:
        """The numbers in the segment of the articles that were deleted after ``seal``."""
        numbers: list[int] = (np.cumsum(self.live())[self._late] - 1).tolist()
        return set(numbers)
