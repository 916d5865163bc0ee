"""A writer and readers that are at it for a while, and what they use up; each may be a process of its own."""

from __future__ import annotations

import gc
import itertools
import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from numbered_commits import ask, check_searcher, commit

from tracuu.index import ArticleIndex
from tracuu.search import Searcher

QUERIES = ("mở cửa", '"phở bò ở Hà Nội mở cửa"', "pho bo", "phở")
WARM_UP = 0.3
"""The share of the time after which nothing is to grow any more."""


class Usage(NamedTuple):
    """What a process has of the system (Linux)."""

    descriptors: int
    anonymous: int
    """kB of memory that is not files."""
    deleted: int
    """Files mapped that have no name any more."""


def usage() -> Usage:
    """Of this process, now."""
    status = Path("/proc/self/status").read_text()
    anonymous = next(line.split()[1] for line in status.splitlines() if line.startswith("RssAnon"))
    maps = Path("/proc/self/maps").read_text()
    deleted = {line.split(maxsplit=5)[5] for line in maps.splitlines() if line.endswith("(deleted)")}
    return Usage(len(list(Path("/proc/self/fd").iterdir())), int(anonymous), len(deleted))


def held() -> list[int]:
    """The open files, and the files mapped without a name, of this process, when all garbage is collected."""
    gc.collect()
    now = usage()
    return [now.descriptors, now.deleted]


def reopen(directory: Path) -> int:
    """Open the index and ask in all ways; which commit it was."""
    return check_searcher(Searcher(ArticleIndex(directory)))


def follow(shared: Searcher, turn: int) -> int:
    """Ask a searcher that others ask and refresh too; of which commit its answer is."""
    shared.index.refresh()
    return ask(shared, QUERIES[turn % len(QUERIES)])


def repeat(seconds: float, work: Callable[[int], object]) -> int:
    """Do something again and again for so long; how often."""
    end = time.monotonic() + seconds
    for turn in itertools.count():
        if time.monotonic() >= end:
            return turn
        work(turn)
    raise AssertionError


def read(directory: Path, seconds: float) -> dict[str, object]:
    """Read in one thread: reopening and following in turn."""
    shared = Searcher(ArticleIndex(directory))
    seen = [follow(shared, 0)]
    first = seen[0]

    def work(turn: int) -> None:
        seen.append(reopen(directory) if turn % 2 else follow(shared, turn))
        assert seen == sorted(seen), "an older commit after a newer one"
        del seen[:-1]

    return measured(seconds, work) | {"first": first, "last": seen[-1]}


def write(directory: Path, seconds: float) -> dict[str, object]:
    """Commit, and say the number of each commit once it is there."""
    index = ArticleIndex(directory)
    numbers = itertools.count(1)

    def work(turn: int) -> None:
        number = next(numbers)
        commit(index, number)
        print(number, flush=True)

    return measured(seconds, work)


def measured(seconds: float, work: Callable[[int], object]) -> dict[str, object]:
    """Repeat it; how often, and what was used after the warm-up and at the end."""
    turns = repeat(seconds * WARM_UP, work)
    before = usage()
    turns += repeat(seconds * (1 - WARM_UP), work)
    return {"turns": turns, "before": before, "after": usage()}


if __name__ == "__main__":
    task = {"read": read, "write": write}[sys.argv[1]]
    at_first = held()
    report = task(Path(sys.argv[2]), float(sys.argv[3]))
    print(json.dumps(report | {"at first": at_first, "left": held()}), flush=True)
