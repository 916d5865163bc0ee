"""Child processes: what they take of time and memory, seen from outside and from within."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
TRACUU = ("-c", "from tracuu.search.cli import main; main()")


@dataclass(frozen=True)
class Cost:
    """Seconds of a process, from its start to its end: on the clock, and of CPU (user and system)."""

    wall: float
    cpu: float

    @classmethod
    def median(cls, costs: Sequence[Cost]) -> Cost:
        """Each of the two for itself."""
        return cls(statistics.median(c.wall for c in costs), statistics.median(c.cpu for c in costs))


def run(*arguments: str, accepted: Sequence[int] = (0,)) -> Cost:
    """Run Python with these arguments to its end.

    Raises:
        RuntimeError: its exit status is not among the accepted ones.
    """
    began = time.perf_counter()
    child = subprocess.Popen(
        [sys.executable, *arguments], cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    )
    assert child.stderr is not None
    complaint = child.stderr.read()
    _, status, usage = os.wait4(child.pid, 0)
    wall = time.perf_counter() - began
    child.returncode = os.waitstatus_to_exitcode(status)
    child.stderr.close()
    if child.returncode not in accepted:
        raise RuntimeError(f"python {' '.join(arguments)} ended with {child.returncode}: {complaint[-2000:]}")
    return Cost(wall, usage.ru_utime + usage.ru_stime)


def child(task: str, *arguments: object) -> dict[str, Any]:
    """What a task of ``benchmarks.speed.child`` reports."""
    command = [sys.executable, "-m", "benchmarks.speed.child", task, *map(str, arguments)]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if ran.returncode:
        raise RuntimeError(f"{' '.join(command)} ended with {ran.returncode}: {ran.stderr[-2000:]}")
    report: dict[str, Any] = json.loads(ran.stdout.splitlines()[-1])
    return report


def own_memory(entry: str) -> int:
    """Bytes that Linux accounts to this process: ``VmHWM``, the peak with mapped files; ``RssAnon``, without them.

    0 on other systems. (The peak that ``wait4`` tells is that of the parent, if that was larger.)
    """
    try:
        lines = Path("/proc/self/status").read_text().splitlines()
    except FileNotFoundError:
        return 0
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith(entry + ":")), 0)


def start_costs(index: Path, query: str, runs: int) -> tuple[Cost, Cost]:
    """Medians of ``tracuu search`` and of ``import numpy, click``, in turns, after one run of each for the caches."""

    def search() -> Cost:
        return run(*TRACUU, "search", "--index", str(index), query, accepted=(0, 1))

    def imports() -> Cost:
        return run("-c", "import numpy, click")

    return _medians_in_turns(search, imports, runs)


def _medians_in_turns(one: Callable[[], Cost], other: Callable[[], Cost], runs: int) -> tuple[Cost, Cost]:
    pairs = [(one(), other()) for _ in range(runs + 1)][1:]
    return Cost.median([pair[0] for pair in pairs]), Cost.median([pair[1] for pair in pairs])


def size_of(folder: Path) -> int:
    """Bytes of all files in a folder."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
