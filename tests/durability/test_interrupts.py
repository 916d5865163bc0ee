"""``tracuu index`` that is asked to stop at any moment: it says what it kept, and the next run goes on from there."""

from __future__ import annotations

import contextlib
import gzip
import json
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tracuu.index import ArticleIndex, sync
from tracuu.index.lock import OWNER
from tracuu.index.toc import older
from tracuu.index.verification import verify

pytestmark = pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")

INTERRUPTS = int(os.environ.get("TRACUU_INTERRUPTS", "10"))
"""100 in the long run."""
FILES, IN_FILE = 30, 8
SMALL_SEGMENTS = """
from tracuu.index import pending_segments, writer
pending_segments.BATCH, writer.IN_MEMORY = 20_000, 60_000
"""
"""So that segments are analysed, inverted, written and merged all the time."""
COMMAND = [sys.executable, "-c", f"{SMALL_SEGMENTS}from tracuu.search.cli import main; main()"]
NOTHING_KEPT = "tracuu: interrupted; nothing of this run was kept, the last commit is untouched"


@dataclass
class Ended:
    """A run of the command that is over."""

    status: int
    out: str
    err: str


class Run:
    """A running command, in a group of processes as a shell starts it."""

    def __init__(self, folder: Path, *arguments: str, command: list[str] = COMMAND, **settings: Any) -> None:
        path = os.pathsep.join(entry for entry in sys.path if entry)
        pipes: dict[str, Any] = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
        self.folder = folder
        self.process: subprocess.Popen[bytes] = subprocess.Popen(
            [*command, *arguments],
            cwd=folder,
            env=os.environ | {"PYTHONPATH": path, "PYTHONUTF8": "1"},
            start_new_session=True,
            **(pipes | settings),
        )

    def wait_for_lock(self) -> None:
        """Until it has begun."""
        owner = self.folder / ".tracuu" / OWNER
        while self.process.poll() is None and not owner.exists():
            time.sleep(0.005)

    def signal(self, number: int) -> None:
        """As the terminal and ``systemd`` do it: to the processes of ``--jobs`` as well."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, number)

    def end(self, *, is_ours: bool = True) -> Ended:
        """Wait for its end, and see that nothing is left of it; a command of ours has no traceback."""
        out, err = self.process.communicate(timeout=60)
        ended = Ended(self.process.returncode, (out or b"").decode(), (err or b"").decode())
        # Python loses, and shows, an exception that a second Ctrl-C raises in a finalizer: then the run goes on.
        lost = ended.err.count("Exception ignored in")
        assert not is_ours or ended.err.count("Traceback") == lost, ended.err
        assert not self.is_anybody_left(), "processes that it started are still there"
        index = ArticleIndex(self.folder / ".tracuu")
        _ = index.writer  # the lock is free, and who holds it next cleans up
        index.rollback()
        return ended

    def is_anybody_left(self) -> bool:
        for _ in range(200):  # the tracker of ``multiprocessing`` ends a moment after those whom it tracks
            try:
                os.killpg(self.process.pid, 0)
            except ProcessLookupError:
                return False
            time.sleep(0.02)
        return True


def titles(folder: Path) -> dict[str, str]:
    return {article.id: article.title for article in ArticleIndex(folder / ".tracuu")}


def check(folder: Path) -> None:
    """The index is whole, and nothing is in its folder that is not of it."""
    directory = folder / ".tracuu"
    found = verify(directory)
    assert found.damaged == found.reserve == {}
    toc = ArticleIndex(directory).reader.toc
    before = older(directory, toc.generation)
    ours = toc.files() | (before.files() if before else set())
    left = {path.name for path in directory.iterdir()} - {"write.lock", OWNER, ".gitignore"}
    assert left == ours


@pytest.fixture(autouse=True)
def heard() -> Iterator[None]:
    """Signals that the tests themselves were started to ignore (``nohup``, ``&``) are heard by what they start."""
    signals = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    ignored = [number for number in signals if signal.getsignal(number) is signal.SIG_IGN]
    for number in ignored:
        signal.signal(number, signal.SIG_DFL)
    yield
    for number in ignored:
        signal.signal(number, signal.SIG_IGN)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """With files of articles, and an index that nothing is in yet."""
    (tmp_path / "bài").mkdir()
    for number in range(FILES):
        lines = [
            json.dumps({"id": f"{number}-{n}", "title": f"Bài {number} {n}", "body": f"Phở bò {n} ở Hà Nội. " * 60})
            for n in range(IN_FILE)
        ]
        (tmp_path / "bài" / f"{number:03}.jsonl").write_text("\n".join(lines), "utf-8")
    ArticleIndex.create(tmp_path / ".tracuu", words=False)
    return tmp_path


@pytest.fixture
def everything() -> dict[str, str]:
    """What is in the index in the end."""
    return {f"{number}-{n}": f"Bài {number} {n}" for number in range(FILES) for n in range(IN_FILE)}


def test_at_random_moments(folder: Path, everything: dict[str, str]) -> None:
    """Ctrl-C once or twice, or another signal, with one process and with two."""
    seed = random.randrange(10**6)
    chance = random.Random(seed)
    print(f"seed {seed}")  # shown when the test fails
    began = time.monotonic()
    run = Run(folder, "index", "bài")
    run.wait_for_lock()
    locked = time.monotonic()
    assert run.end().status == 0
    span = time.monotonic() - locked
    print(f"start {locked - began:.2f} s, run {span:.2f} s")
    assert titles(folder) == everything
    outcomes: dict[str, int] = {}
    for number in range(INTERRUPTS):
        shutil.rmtree(folder / ".tracuu")
        ArticleIndex.create(folder / ".tracuu", words=False)
        jobs, kind = (2 if number % 3 == 2 else 1), chance.choice(["INT", "INT", "INT INT", "TERM", "HUP", "TERM INT"])
        outcome = interrupted(folder, everything, chance, jobs, kind.split(), span * (1 if jobs == 1 else 2.5))
        outcomes[outcome] = outcomes.get(outcome, 0) + 1
    print(outcomes)
    assert outcomes.keys() & {"a part", "nothing"}, "some were in time"


def interrupted(
    folder: Path, everything: dict[str, str], chance: random.Random, jobs: int, kinds: list[str], span: float
) -> str:
    """One run that is interrupted, and the next; what of the first one was kept."""
    numbers = [signal.Signals[f"SIG{kind}"] for kind in kinds]
    run = Run(folder, "index", "--jobs", str(jobs), "bài")
    run.wait_for_lock()
    time.sleep(chance.uniform(0, span))
    for number in numbers:
        run.signal(number)
        time.sleep(chance.choice([0, 0.01, 0.2]))
    ended = run.end()
    check(folder)
    kept = titles(folder)
    assert kept.items() <= everything.items()
    told = re.search(r"holds ([0-9,]+) article", ended.out)
    statuses = {status for number in numbers for status in (128 + number, -number)}
    if ended.status <= 0 and not ended.out.startswith("interrupted: "):
        assert kept == everything, "it was done, and said so, before the signal came"
        assert f"{len(everything)} articles added" in ended.out
    elif NOTHING_KEPT in ended.err:
        assert ended.status in {128 + number for number in numbers}, ended.err
        assert kept == {}
    else:
        assert ended.status in statuses, ended.err
        assert "stopping; what was read" in ended.err
        assert told
        assert ended.out.startswith("interrupted: ")
        assert int(told[1].replace(",", "")) == len(kept)
    with ArticleIndex(folder / ".tracuu") as index:
        report = sync(index, [folder / "bài"])
    assert titles(folder) == everything, "as without an interruption"
    assert report.added == len(everything) - len(kept)
    whole, rest = divmod(len(kept), IN_FILE)
    again = whole - report.unchanged_files
    assert again == 0 or (again == 1 and not rest), "files that were read to their end are not read again"
    assert report.updated == report.removed == 0
    check(folder)
    return "all" if kept == everything else "a part" if kept else "nothing"


SCRIPT = """
import sys
from tracuu.index import ArticleIndex, pending_segments, sync, writer
pending_segments.BATCH, writer.IN_MEMORY = 20_000, 60_000
with ArticleIndex(".tracuu", jobs=int(sys.argv[1])) as index:
    sync(index, ["bài"])
"""


def test_a_script_at_random_moments(folder: Path, everything: dict[str, str]) -> None:
    """The library leaves signals as they are: an exception in the ``with`` block rolls back."""
    seed = random.randrange(10**6)
    chance = random.Random(seed)
    print(f"seed {seed}")
    kept: list[int] = []
    for number in range(max(2, INTERRUPTS // 5)):
        shutil.rmtree(folder / ".tracuu")
        ArticleIndex.create(folder / ".tracuu", words=False)
        run = Run(folder, str(number % 2 + 1), command=[sys.executable, "-c", SCRIPT])
        run.wait_for_lock()
        time.sleep(chance.uniform(0, 0.8))
        run.signal(signal.SIGINT)
        ended = run.end(is_ours=False)
        assert ended.status in (0, -signal.SIGINT), ended.err
        kept.append(len(titles(folder)))
        assert kept[-1] in ([len(everything)] if ended.status == 0 else [0, len(everything)]), "all or nothing"
        check(folder)
    print(kept)


def test_in_the_wait_for_the_lock(folder: Path) -> None:
    holder = ArticleIndex(folder / ".tracuu")
    for name in ("INT", "TERM", "HUP"):
        holder.writer  # noqa: B018
        run = Run(folder, "index", "--wait", "inf", "bài")
        assert run.process.stderr
        told = run.process.stderr.readline().decode()
        assert told.startswith("waiting: somebody else is writing to .tracuu (process ")
        run.signal(signal.Signals[f"SIG{name}"])
        run.process.wait(30)
        assert OWNER in {path.name for path in holder.directory.iterdir()}, "it is still ours"
        holder.rollback()
        ended = run.end()
        assert NOTHING_KEPT in ended.err
        assert ended.status == 128 + signal.Signals[f"SIG{name}"]
    assert titles(folder) == {}


PAUSED = """
import pathlib, sys, time
from tracuu.index import writer
from tracuu.search.cli import main
def paused(*given, real=writer.{name}):
    real(*given)
    if {condition}:
        pathlib.Path("paused").touch()
        while True: time.sleep(0.01)
writer.{name} = paused
main()
"""


def interrupted_twice(folder: Path, name: str, condition: str) -> Ended:
    """A run that gets Ctrl-C twice when it has just called a function of the writer."""
    command = [sys.executable, "-c", PAUSED.format(name=name, condition=condition)]
    run = Run(folder, "index", "bài", command=command)
    while not (folder / "paused").exists():
        assert run.process.poll() is None
        time.sleep(0.01)
    assert run.process.stderr
    run.signal(signal.SIGINT)
    while b"stopping; what was read" not in (line := run.process.stderr.readline()):
        assert line
    run.signal(signal.SIGINT)
    return run.end()


def test_in_a_commit_that_is_not_proven_yet(folder: Path) -> None:
    """The table of contents that is in place already goes again."""
    ended = interrupted_twice(folder, "write_toc", "True")
    assert ended.status == 130
    assert NOTHING_KEPT in ended.err
    assert titles(folder) == {}
    check(folder)


def test_just_after_a_commit(folder: Path, everything: dict[str, str]) -> None:
    """While what is old is removed: it is not said that nothing was kept."""
    ended = interrupted_twice(folder, "remove_all_but", "'toc-1.json' in given[1]")
    assert ended.status == 130
    assert NOTHING_KEPT not in ended.err
    assert ended.out.startswith(f"interrupted: {len(everything)} articles added")
    assert titles(folder) == everything
    check(folder)


def test_with_nobody_listening(folder: Path, everything: dict[str, str]) -> None:
    """Neither messages that nobody reads nor a closed pipe for the summary keep a run from its commit."""
    (folder / "bài" / "rỗng.jsonl").touch()
    run = Run(folder, "index", "-v", "bài")
    assert run.process.stdout
    assert run.process.stderr
    run.process.stderr.close()
    run.process.stdout.close()
    assert run.process.wait(60) in (0, -signal.SIGPIPE)
    assert titles(folder) == everything
    check(folder)


def test_without_a_terminal(folder: Path, everything: dict[str, str]) -> None:
    """A terminal that is closed: what was read is kept, though nobody can be told."""
    import pty

    ours, theirs = pty.openpty()
    streams: dict[str, Any] = dict.fromkeys(("stdin", "stdout", "stderr"), theirs)
    run = Run(folder, "index", "bài", **streams)
    os.close(theirs)
    run.wait_for_lock()
    os.read(ours, 1)
    os.close(ours)
    run.signal(signal.SIGHUP)
    run.signal(signal.SIGHUP)
    assert run.end().status in (128 + signal.SIGHUP, 0, 2)
    kept = titles(folder)
    assert kept
    check(folder)


def test_nohup_stays(folder: Path, everything: dict[str, str]) -> None:
    """A signal that was to be ignored when the command was started is ignored."""
    nohup = ["nohup", *COMMAND]
    run = Run(folder, "index", "bài", command=nohup)
    run.wait_for_lock()
    run.signal(signal.SIGHUP)
    ended = run.end()
    assert ended.status == 0
    assert ended.out.startswith(f"{len(everything)} articles added")
    assert titles(folder) == everything


def test_in_the_wait_for_standard_input(folder: Path) -> None:
    run = Run(folder, "index", "-", stdin=subprocess.PIPE)
    run.wait_for_lock()
    time.sleep(0.5)
    run.signal(signal.SIGTERM)
    assert run.process.wait(30) == 143, "although nothing more was sent"
    assert "interrupted: nothing taken" in run.end().out
    check(folder)


def test_in_a_file_of_nothing_but_lines(folder: Path) -> None:
    with gzip.open(folder / "trống.jsonl.gz", "wb", 1) as file:
        for _ in range(60):
            file.write(b"\n" * 10**6)
        file.write('{"title": "Sau cùng"}\n'.encode())  # which who does not hear the signal takes
    run = Run(folder, "index", "trống.jsonl.gz")
    run.wait_for_lock()
    time.sleep(0.5)
    run.signal(signal.SIGTERM)
    ended = run.end()
    assert ended.status == 143
    assert "interrupted: nothing taken" in ended.out
