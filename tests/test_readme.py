"""What the README shows is what happens."""

from __future__ import annotations

import contextlib
import io
import os
import re
import subprocess
import sys
from pathlib import Path

import click
import pytest

from tracuu.search.cli import program
from tracuu.seeds import folder

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text("utf-8")
TRACUU = [sys.executable, "-c", "from tracuu.search.cli import main; main()"]


def test_python_examples(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    examples = re.findall(r"```python\n(.*?)```\n\nprints `(.*?)`", README, re.DOTALL)
    assert len(examples) == README.count("```python") >= 2
    for code, shown in examples:
        out = io.StringIO()
        with contextlib.redirect_stdout(out):
            exec(compile(code, "README.md", "exec"), {})
        assert out.getvalue().strip() == shown


def test_the_console_session(tmp_path: Path) -> None:
    """Line by line; times and scores may differ, and where the README shortens a line it ends in an ellipsis."""
    (tmp_path / "seeds").symlink_to(folder())
    session = re.search(r"```console\n(.*?)```", README, re.DOTALL)
    assert session
    for command, shown in re.findall(r"^\$ tracuu (.*?)\n(.*?)(?=^\$ |\Z)", session[1], re.DOTALL | re.MULTILINE):
        ran = subprocess.run(
            [*TRACUU, *command.split()], cwd=tmp_path, capture_output=True, text=True, check=True, env=environment()
        )
        printed = [mask(line) for line in ran.stdout.splitlines()]
        for line in filter(None, shown.splitlines()):
            expected = mask(line)
            assert any(
                got == expected or (line.endswith("…") and got.startswith(expected.rstrip("… "))) for got in printed
            ), f"{line!r} is not in what `tracuu {command}` prints: {printed}"


def mask(line: str) -> str:
    return re.sub(r"\d+(\.\d+)? s;|\d+\.\d\d$", "#", line)


def environment() -> dict[str, str]:
    inherited = {name: value for name, value in os.environ.items() if name != "COLUMNS"}  # pytest-xdist sets it
    return {**inherited, "PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "NO_COLOR": "1"}


def test_every_command_is_named() -> None:
    commands = program.tracuu.list_commands(click.Context(program.tracuu))
    assert len(commands) >= 9
    for name in commands:
        assert f"tracuu {name}" in README, f"the README does not name `tracuu {name}`"


def test_the_reference_of_the_command_is_what_it_says_itself() -> None:
    """docs/cli.md is made by ``python docs/make_cli_reference.py``."""
    made = subprocess.run(
        [sys.executable, str(ROOT / "docs" / "make_cli_reference.py"), "--print"],
        capture_output=True, text=True, check=True, env=environment(),
    )  # fmt: skip
    assert made.stdout == (ROOT / "docs" / "cli.md").read_text("utf-8"), "run python docs/make_cli_reference.py"
