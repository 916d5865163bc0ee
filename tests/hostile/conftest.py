"""What somebody who means harm may give us, and the walls around what is done with it."""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap
from collections.abc import Callable
from pathlib import Path

import pytest

MEMORY = 2 * 2**30
"""Bytes of address space for a process that is given something hostile."""
SECONDS = 60
"""After so many it hangs: ends it, and says where it stood."""

_WALLS = """
import faulthandler, resource, sys, warnings
faulthandler.dump_traceback_later({seconds}, exit=True)
resource.setrlimit(resource.RLIMIT_AS, ({memory}, {memory}))

def peak():
    "Megabytes that this process had at most. (In ru_maxrss the memory of who started it counts.)"
    with open("/proc/self/status") as status:
        return next(int(line.split()[1]) // 1024 for line in status if line.startswith("VmHWM"))

unpickled = []
sys.addaudithook(lambda event, _: unpickled.append(event) if event == "pickle.find_class" else None)
"""

Run = Callable[..., str]


@pytest.fixture(scope="session")
def run() -> Run:
    """Run a script in a process of its own with bounded memory and time; what it printed.

    ``unpickled`` is a list of what was looked up for a pickle there.
    """
    if not Path("/proc/self/status").exists():
        pytest.skip("needs /proc")
    walls = _WALLS.format(seconds=SECONDS, memory=MEMORY)

    def run(script: str, *arguments: str | Path, cwd: Path | None = None) -> str:
        done = subprocess.run(
            [sys.executable, "-c", walls + textwrap.dedent(script), *map(str, arguments)],
            capture_output=True,
            env=os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "PYTHONUTF8": "1"},
            timeout=2 * SECONDS,
            cwd=cwd,
            check=False,
        )
        assert done.returncode == 0, done.stderr.decode("utf-8", "replace")[-4000:]
        return done.stdout.decode("utf-8")

    return run
