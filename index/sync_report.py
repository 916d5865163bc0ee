"""What a run of ``sync`` did."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field


@dataclass(slots=True)
class SyncReport:
    """What a run did. Files count as found; articles as added, updated, unchanged in a changed file, removed."""

    files: int = 0
    unchanged_files: int = 0
    unreadable: int = 0
    added: int = 0
    updated: int = 0
    unchanged: int = 0
    refused: int = 0
    removed: int = 0
    gone_files: int = 0
    decoded: Counter[str] = field(default_factory=Counter)
    """Of the articles added or updated, how many were decoded from each old encoding."""

    @property
    def usable(self) -> bool:
        """Whether anything that was asked for is in the index now."""
        return bool(self.added or self.updated or self.unchanged or self.unchanged_files or self.removed)
