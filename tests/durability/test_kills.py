"""A writer that is killed at any moment: what it has acknowledged is there, whole, and nothing else."""

from __future__ import annotations

import itertools
import os
import random
import shutil
import signal
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tracuu.index import ArticleIndex, writer

from .transactions import check, write

pytestmark = [
    pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork on this system"),
    pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning"),  # pytest-xdist
]

KILLS = int(os.environ.get("TRACUU_KILLS", "20"))
"""200 in the long run."""


def in_a_child(work: Callable[[], Any]) -> int:
    """Run something in a child process that ends with it; its process id."""
    child = os.fork()
    if child:
        return child
    try:
        work()
    finally:
        os._exit(1)


def test_killed_at_random_moments(tmp_path: Path) -> None:
    seed = random.randrange(10**6)
    chance = random.Random(seed)
    print(f"seed {seed}")  # shown when the test fails
    ArticleIndex.create(tmp_path / "i", words=False)
    count = 0
    for number in range(KILLS):
        reports, report = os.pipe()

        def work(first: int = count, report: int = report) -> None:
            writer.IN_MEMORY = chance.choice([1, 30, 10**6])
            index = ArticleIndex(tmp_path / "i")
            for done in itertools.count(first):
                write(index, done)
                os.write(report, f"{done + 1}\n".encode())

        child = in_a_child(work)
        os.close(report)
        with os.fdopen(reports) as lines:
            reported = [lines.readline()] if number % 2 else []
            time.sleep(chance.uniform(0, 0.12))
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
            count = check(tmp_path / "i", max([count, *map(int, [*reported, *lines])]))
    assert count >= KILLS // 2, "it also got some work done"


def test_killed_at_every_step_of_a_commit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Before the n-th call that changes the disk, for every n."""
    monkeypatch.setattr(writer, "IN_MEMORY", 30)
    calls = [(os, "fsync"), (Path, "replace"), (Path, "unlink"), (Path, "write_text"), (Path, "open")]
    outcomes: list[int] = []
    with ArticleIndex.create(tmp_path / "before", words=False) as index:
        for number in range(3):
            write(index, number)
    finished = False
    while not finished:
        left = len(outcomes)
        directory = Path(shutil.copytree(tmp_path / "before", tmp_path / f"{left}"))

        def work(directory: Path = directory, left: int = left) -> None:
            def fatal(real: Callable[..., Any]) -> Callable[..., Any]:
                def call(*given: Any, **settings: Any) -> Any:
                    nonlocal left
                    if not left:
                        os.kill(os.getpid(), signal.SIGKILL)
                    left -= 1
                    return real(*given, **settings)

                return call

            for owner, name in calls:
                setattr(owner, name, fatal(getattr(owner, name)))
            write(ArticleIndex(directory), 3)
            os._exit(0)

        status = os.waitpid(in_a_child(work), 0)[1]
        finished = os.waitstatus_to_exitcode(status) == 0
        outcomes.append(check(directory, 3))
    assert outcomes == sorted(outcomes), "once it is there it stays"
    assert outcomes[0] == 3
    assert outcomes[-1] == 4
    assert len(outcomes) > 20
    assert outcomes.count(4) > 2, "also killed while it cleaned up"
