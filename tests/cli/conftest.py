"""The command as a process of its own, on an index of the seeds and on one of a few odd articles."""

from __future__ import annotations

import inspect
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from tracuu.index import ArticleIndex, sync
from tracuu.search.cli import tracuu
from tracuu.seeds import folder

HERE = Path(__file__).parent
COMMAND = [sys.executable, "-c", "from tracuu.search.cli import main; main()"]
Finished = subprocess.CompletedProcess[str]


@dataclass(frozen=True)
class Tracuu:
    """Runs ``tracuu`` in a folder."""

    folder: Path
    command: list[str] = field(default_factory=lambda: COMMAND)

    def environment(self, **changes: str) -> dict[str, str]:
        """The one of this process without what changes output; the package is found as it is here."""
        ours = ("COLUMNS", "NO_COLOR", "TERM", "TRACUU_INDEX", "PYTHONIOENCODING")
        kept = {name: value for name, value in os.environ.items() if name not in ours}
        path = os.pathsep.join(entry for entry in sys.path if entry)
        return kept | {"PYTHONPATH": path, "PYTHONUTF8": "1", "TERM": "xterm"} | changes

    def __call__(self, *arguments: str, stdin: str | bytes = b"", **environment: str) -> Finished:
        given = stdin.encode() if isinstance(stdin, str) else stdin
        done = subprocess.run(
            [*self.command, *arguments],
            input=given,
            capture_output=True,
            cwd=self.folder,
            env=self.environment(**environment),
            timeout=60,
            check=False,
        )
        assert b"Traceback" not in done.stderr, done.stderr.decode()
        return Finished(done.args, done.returncode, done.stdout.decode("utf-8"), done.stderr.decode("utf-8", "replace"))

    def start(self, *arguments: str, **settings: Any) -> subprocess.Popen[bytes]:
        """The running process; its three streams are pipes unless ``settings`` say otherwise."""
        pipes: dict[str, Any] = dict.fromkeys(("stdin", "stdout", "stderr"), subprocess.PIPE)
        defaults = {"cwd": self.folder, "env": self.environment(), **pipes}
        return subprocess.Popen([*self.command, *arguments], **(defaults | settings))


@pytest.fixture(scope="session")
def seeds(tmp_path_factory: pytest.TempPathFactory) -> Tracuu:
    """The command in a folder with an index of the seeds, words and all. Do not write to it."""
    run = Tracuu(tmp_path_factory.mktemp("seeds"))
    done = run("index", str(folder()))
    assert done.returncode == 0, done.stderr
    return run


@pytest.fixture(scope="session")
def odd(tmp_path_factory: pytest.TempPathFactory) -> Tracuu:
    """The command in a folder with an index of ``articles.jsonl``. Do not write to it."""
    run = Tracuu(tmp_path_factory.mktemp("odd"))
    shutil.copy(HERE / "articles.jsonl", run.folder)
    done = run("index", "--no-words", "articles.jsonl")
    assert done.stdout.startswith("6 articles added from 1 file"), done
    return run


@pytest.fixture
def own(tmp_path: Path) -> Tracuu:
    """The same, to change at will."""
    place = tmp_path / "own"
    place.mkdir()
    articles = shutil.copy(HERE / "articles.jsonl", place)
    with ArticleIndex.create(place / ".tracuu", words=False) as index:
        sync(index, [articles])
    return Tracuu(place)


@pytest.fixture
def empty(tmp_path: Path) -> Tracuu:
    """The command in a folder without anything in it."""
    (tmp_path / "empty").mkdir()
    return Tracuu(tmp_path / "empty")


@pytest.fixture
def invoke(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    """Runs the command inside this process, where a process of its own would prove nothing more."""
    for name in ("COLUMNS", "NO_COLOR", "TRACUU_INDEX"):
        monkeypatch.delenv(name, raising=False)
    # Since click 8.2 the two streams are always apart.
    apart = {"mix_stderr": False} if "mix_stderr" in inspect.signature(CliRunner).parameters else {}

    def run(where: Tracuu, *arguments: str, stdin: str | bytes = "", **environment: str) -> Result:
        monkeypatch.chdir(where.folder)
        result = CliRunner(**apart).invoke(tracuu, list(arguments), input=stdin, env=environment)
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result

    return run


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """Compares a text with a file in ``golden/``; ``TRACUU_GOLDEN=write`` writes it instead."""

    def check(name: str, text: str) -> None:
        file = HERE / "golden" / name
        if os.environ.get("TRACUU_GOLDEN") == "write":
            file.write_text(text, "utf-8")
        assert text == file.read_text("utf-8")

    return check
