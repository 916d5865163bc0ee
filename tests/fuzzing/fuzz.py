"""Fuzzing guided by what is reached: python -m tests.fuzzing.fuzz TARGET SECONDS (see docs/durability.md).

Needs atheris (``pip install atheris``), which is no dependency: it has no wheels for every Python. What breaks a target
is written to ``found/TARGET``, and is a test from then on.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["tracuu"]):
    from tests.fuzzing.targets import TARGETS, seeds


def main() -> None:
    """Fuzz a target for some seconds."""
    if len(sys.argv) != 3 or sys.argv[1] not in TARGETS or not sys.argv[2].isdecimal():
        sys.exit(f"usage: python -m tests.fuzzing.fuzz {'|'.join(TARGETS)} SECONDS")
    name, seconds = sys.argv[1:]
    found = Path(__file__).with_name("found") / name
    found.mkdir(parents=True, exist_ok=True)
    options = [f"-max_total_time={seconds}", f"-artifact_prefix={found}/", "-timeout=20", "-rss_limit_mb=2048"]
    with tempfile.TemporaryDirectory() as corpus:
        for number, seed in enumerate(seeds(name)):
            Path(corpus, str(number)).write_bytes(seed)
        atheris.Setup([sys.argv[0], *options, "-max_len=400", corpus], TARGETS[name])
        atheris.Fuzz()


if __name__ == "__main__":
    main()
