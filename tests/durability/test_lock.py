"""One writer at a time: the second is told who the first is, or waits; the dead do not count, children are no heirs."""

from __future__ import annotations

import gc
import json
import os
import pickle
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tracuu.analyzers.errors import IndexLockedError
from tracuu.index import Article, ArticleIndex
from tracuu.index.lock import OWNER, WriteLock

pytestmark = pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning")
posix = pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork on this system")

WRITER = """
import sys
from tracuu.index import Article, ArticleIndex, writer
writer.IN_MEMORY = 1
index = ArticleIndex(sys.argv[1], jobs=int(sys.argv[2]))
for number in range(4):
    index.add(Article(id=f"của nó {number}", title="Bún"))
print("writing", flush=True)
if sys.stdin.readline() == "commit\\n":
    index.commit()
"""


@pytest.fixture
def index(tmp_path: Path) -> ArticleIndex:
    index = ArticleIndex.create(tmp_path / "index", words=False)
    index.add(Article(id="phở", title="Phở"))
    index.commit()
    return index


@contextmanager
def another_writer(index: ArticleIndex, jobs: int = 1) -> Iterator[subprocess.Popen[str]]:
    """A process that holds the lock, with four articles in its transaction."""
    path = os.pathsep.join(entry for entry in sys.path if entry)
    process = subprocess.Popen(
        [sys.executable, "-W", "error", "-c", WRITER, str(index.directory), str(jobs)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ | {"PYTHONPATH": path, "PYTHONUTF8": "1"},
    )
    with process:
        assert process.stdout
        assert process.stdout.readline() == "writing\n"
        try:
            yield process
        finally:
            process.kill()


def refusal(directory: Path) -> str:
    """What somebody is told who wants to write."""
    with pytest.raises(IndexLockedError) as refused:
        ArticleIndex(directory).delete("phở")
    return str(refused.value)


def is_free(directory: Path) -> bool:
    try:
        WriteLock(directory).release()
    except IndexLockedError:
        return False
    return True


def in_a_child(work: Callable[[], None]) -> int:
    """Run something in a forked child, which ends like any process that is done; its process id."""
    child = os.fork()
    if child:
        return child
    status = 1
    try:
        signal.alarm(20)  # a deadlock shows as a signal
        work()
        gc.collect()
        status = 0
    except BaseException as error:
        os.write(2, f"{type(error).__name__}: {error}\n".encode())
    finally:
        os._exit(status)


def ended(child: int) -> int:
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


class TestTheSecondWriter:
    def test_is_told_who_and_since_when_and_what_to_do(self, index: ArticleIndex) -> None:
        with another_writer(index) as first:
            told = refusal(index.directory)
        today = time.strftime("%Y-%m-%d")
        assert told.startswith(f"somebody else is writing to {index.directory} (process {first.pid} on ")
        assert f"{socket.gethostname()}, since {today} " in told
        assert '"--wait SECONDS" in the shell, "wait=SECONDS" in Python' in told

    def test_in_the_same_process_is_told_so(self, index: ArticleIndex) -> None:
        index.delete("phở")
        told = refusal(index.directory)
        assert f"(process {os.getpid()} on {socket.gethostname()}" in told
        assert "another object of this very process: commit or roll back there" in told
        with pytest.raises(IndexLockedError) as refused:
            ArticleIndex(index.directory).delete("phở")
        again = pickle.loads(pickle.dumps(refused.value))
        assert (str(again), again.what) == (told, told.partition(": that is")[0]), "pools of processes pass it on"
        index.rollback()
        assert is_free(index.directory)

    @posix
    def test_is_not_told_of_the_dead(self, index: ArticleIndex) -> None:
        """Who holds the lock has not signed yet; what is there, a process has left that was killed."""
        with another_writer(index) as dead:
            dead.kill()
            dead.wait()
            left = (index.directory / OWNER).read_bytes()
            assert json.loads(left)["pid"] == dead.pid
            assert is_free(index.directory)
            with another_writer(index) as alive:
                (index.directory / OWNER).write_bytes(left)
                assert f"process {dead.pid} " not in refusal(index.directory)
                (index.directory / OWNER).write_bytes(left.replace(b"%d" % dead.pid, b"%d" % alive.pid))
                assert f"process {alive.pid} " in refusal(index.directory)

    @pytest.mark.parametrize(
        "found",
        [
            "",
            "[]",
            '{"pid": ',
            "[" * 100_000,
            '{"pid": "1", "thread": 1, "host": "h", "program": "", "since": ""}'.replace("h", socket.gethostname()),
            '{"pid": 1e999, "thread": 1, "host": "h", "program": "", "since": ""}'.replace("h", socket.gethostname()),
        ],
        ids=["nothing", "list", "torn", "nested", "text", "infinite"],
    )
    def test_is_told_nothing_of_what_makes_no_sense(self, index: ArticleIndex, found: str) -> None:
        index.delete("phở")
        (index.directory / OWNER).write_text(found)
        assert f"is writing to {index.directory}: wait until" in refusal(index.directory)
        index.rollback()

    def test_is_shown_no_escape_sequences(self, index: ArticleIndex) -> None:
        index.delete("phở")
        owner = json.loads((index.directory / OWNER).read_text("utf-8"))
        (index.directory / OWNER).write_text(json.dumps(owner | {"host": "\x1b[2J\u202e" + "x" * 1000}))
        told = refusal(index.directory)
        assert told.isprintable()
        assert len(told) < 500
        index.rollback()

    @posix
    def test_neither_waits_for_a_pipe_nor_writes_through_a_link(self, index: ArticleIndex, tmp_path: Path) -> None:
        (tmp_path / "yours").write_text("yours")
        (index.directory / f"{OWNER}.tmp").symlink_to(tmp_path / "yours")
        index.delete("phở")
        assert (tmp_path / "yours").read_text() == "yours"
        (index.directory / OWNER).unlink()
        os.mkfifo(index.directory / OWNER)
        assert "somebody else" in refusal(index.directory)
        index.rollback()


class TestWaiting:
    def test_until_the_other_one_is_done(self, index: ArticleIndex) -> None:
        with another_writer(index) as first:
            assert first.stdin
            patient = ArticleIndex(index.directory, wait=None)
            timer = threading.Timer(0.3, lambda: print("commit", file=first.stdin, flush=True))
            timer.start()
            patient.add(Article(id="sau", title="Sau"))
            timer.join()
        patient.commit()
        assert {article.id for article in patient} == {"phở", "sau", *(f"của nó {n}" for n in range(4))}

    def test_until_the_other_one_is_dead(self, index: ArticleIndex) -> None:
        with another_writer(index) as first:
            patient = ArticleIndex(index.directory, wait=60)
            threading.Timer(0.3, first.kill).start()
            patient.add(Article(id="sau", title="Sau"))
        patient.commit()
        assert {article.id for article in patient} == {"phở", "sau"}

    def test_no_longer_than_was_said(self, index: ArticleIndex) -> None:
        with another_writer(index):
            impatient = ArticleIndex(index.directory, wait=0.2)
            started = time.monotonic()
            with pytest.raises(IndexLockedError):
                impatient.delete("phở")
            assert time.monotonic() - started >= 0.2

    def test_never_for_oneself(self, index: ArticleIndex) -> None:
        index.delete("phở")
        with pytest.raises(IndexLockedError, match="this very process"):
            ArticleIndex(index.directory, wait=None).delete("phở")
        with pytest.raises(IndexLockedError, match="this very process"):
            ArticleIndex.create(index.directory, replace=True, wait=None)
        index.rollback()

    def test_for_another_thread(self, index: ArticleIndex) -> None:
        index.delete("phở")
        second = ArticleIndex(index.directory, wait=60)
        ids: list[str] = []

        def work() -> None:
            second.add(Article(id="sau", title="Sau"))
            second.commit()
            ids.extend(article.id for article in second)

        thread = threading.Thread(target=work)
        thread.start()
        time.sleep(0.2)
        assert not ids
        index.commit()
        thread.join()
        assert ids == ["sau"]


class TestTheCommand:
    def start(self, index: ArticleIndex, *arguments: str) -> subprocess.Popen[str]:
        path = os.pathsep.join(entry for entry in sys.path if entry)
        return subprocess.Popen(
            [sys.executable, "-c", "from tracuu.search.cli import main; main()", *arguments],
            cwd=index.directory.parent,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env=os.environ | {"PYTHONPATH": path, "PYTHONUTF8": "1", "TRACUU_INDEX": "index"},
        )

    @pytest.mark.parametrize("arguments", [("index", "bún.txt"), ("index", "--rebuild", "bún.txt"), ("delete", "phở")])
    def test_waits(self, index: ArticleIndex, arguments: tuple[str, ...]) -> None:
        (index.directory.parent / "bún.txt").write_text("Bún chả", "utf-8")
        index.add(Article(id="mới", title="Mới"))
        name, *rest = arguments
        with self.start(index, name, "--wait", "60", *rest) as command:
            assert command.stderr
            told = command.stderr.readline()
            index.commit()
            out, err = command.communicate(timeout=60)
        assert told.startswith(f"waiting: somebody else is writing to index (process {os.getpid()} on ")
        assert (command.returncode, err) == (0, "")
        articles = {"index": 3, "--rebuild": 1, "delete": 1}[arguments[-2]]
        assert f"holds {articles} article" in out
        assert len(index.refresh()) == articles

    def test_does_not_wait_unless_told(self, index: ArticleIndex) -> None:
        index.add(Article(id="mới", title="Mới"))
        for wait in ((), ("--wait", "0.1")):
            out, err = self.start(index, "delete", *wait, "phở").communicate(timeout=60)
            assert out == ""
            assert f"(process {os.getpid()} on " in err
            assert "--wait SECONDS" in err
        index.rollback()


class TestThreads:
    def test_one_gets_the_lock_and_the_others_are_told(self, index: ArticleIndex) -> None:
        barrier = threading.Barrier(8)
        outcomes: list[str] = []

        def work() -> None:
            mine = ArticleIndex(index.directory)
            barrier.wait()
            try:
                mine.delete("phở")
                outcomes.append("writing")
            except IndexLockedError as error:
                outcomes.append(str(error))
            barrier.wait()
            mine.rollback()

        in_threads([work] * 8)
        assert outcomes.count("writing") == 1
        assert sum("somebody else is writing" in outcome for outcome in outcomes) == 7
        assert is_free(index.directory)

    def test_that_share_an_index_lose_nothing(self, index: ArticleIndex) -> None:
        """They share the transaction, and each commits what all have added so far."""

        def work(thread: int) -> None:
            for number in range(12):
                index.add(Article(id=f"{thread} {number}", title=f"Bài {thread} {number}"))
                if number % 6 == thread:
                    index.commit()
            index.commit()

        in_threads([lambda thread=thread: work(thread) for thread in range(4)])
        titles = {article.id: article.title for article in index}
        assert titles == {"phở": "Phở"} | {f"{t} {n}": f"Bài {t} {n}" for t in range(4) for n in range(12)}


def in_threads(works: list[Callable[[], None]]) -> None:
    """All at once; the first error is raised."""
    errors: list[BaseException] = []

    def run(work: Callable[[], None]) -> None:
        try:
            work()
        except BaseException as error:
            errors.append(error)

    threads = [threading.Thread(target=run, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    if errors:
        raise errors[0]


@posix
class TestForkedChildren:
    def test_cannot_go_on_with_the_transaction(self, index: ArticleIndex) -> None:
        index.add(Article(id="bún", title="Bún"))

        def work() -> None:
            writer = index.writer
            for write in (
                lambda: index.add(Article(id="bánh", title="Bánh")),
                lambda: index.update(Article(id="phở", title="Bánh")),
                lambda: index.delete("phở"),
                lambda: writer.delete_numbers([0]),
                writer.commit,
            ):
                with pytest.raises(RuntimeError, match="another process began it, and then forked this one"):
                    write()
            index.rollback()
            with pytest.raises(IndexLockedError, match=f"process {os.getppid()} on"):
                index.delete("phở")

        assert ended(in_a_child(work)) == 0
        assert not is_free(index.directory)
        index.commit()
        assert {article.id for article in index} == {"phở", "bún"}

    def test_leave_the_lock_alone_when_they_end(self, index: ArticleIndex) -> None:
        """By themselves, by a signal, by ``with``, by ``sys.exit``; the rest of this test is the parent's."""
        with index:
            index.add(Article(id="bún", title="Bún"))
            for end in (lambda: None, lambda: os.kill(os.getpid(), signal.SIGKILL), index.close):
                ended(in_a_child(end))
                assert not is_free(index.directory)
        code = """
import os, sys
from tracuu.index import Article, ArticleIndex
from tracuu.index.lock import OWNER
with ArticleIndex(sys.argv[1]) as index:
    index.add(Article(id="bánh", title="Bánh"))
    if not os.fork():
        index.rollback()
        sys.exit()
    assert os.wait()[1] == 0
    assert (index.directory / OWNER).exists()
    try:
        ArticleIndex(sys.argv[1]).writer
    except Exception as error:
        print(type(error).__name__)
"""
        path = os.pathsep.join(entry for entry in sys.path if entry)
        done = subprocess.run(
            [sys.executable, "-c", code, str(index.directory)],
            capture_output=True,
            text=True,
            env=os.environ | {"PYTHONPATH": path},
            timeout=60,
            check=True,
        )
        assert done.stdout == "IndexLockedError\n"
        assert {article.id for article in ArticleIndex(index.directory)} == {"phở", "bún", "bánh"}

    def test_do_not_keep_the_lock_of_a_parent_that_is_done(self, index: ArticleIndex) -> None:
        index.delete("phở")
        child = in_a_child(lambda: time.sleep(30))
        index.rollback()
        try:
            assert is_free(index.directory)
        finally:
            os.kill(child, signal.SIGKILL)
            ended(child)

    def test_do_not_keep_the_lock_of_a_parent_that_was_killed(self, index: ArticleIndex) -> None:
        reading, writing = os.pipe()

        def work() -> None:
            index.delete("phở")
            os.write(writing, b"%d" % in_a_child(lambda: time.sleep(30)))
            time.sleep(30)

        parent = in_a_child(work)
        child = int(os.read(reading, 100))
        assert not is_free(index.directory)
        os.kill(parent, signal.SIGKILL)
        ended(parent)
        try:
            os.kill(child, 0)
            assert is_free(index.directory)
        finally:
            os.kill(child, signal.SIGKILL)
            os.close(reading)
            os.close(writing)

    def test_may_write_once_the_parent_has_committed(self, index: ArticleIndex) -> None:
        index.add(Article(id="bún", title="Bún"))
        index.wait = 60

        def work() -> None:
            index.rollback()
            index.add(Article(id="bánh", title="Bánh"))
            index.commit()

        child = in_a_child(work)
        time.sleep(0.1)
        index.commit()
        assert ended(child) == 0
        index.refresh()
        assert {article.id for article in index} == {"phở", "bún", "bánh"}


@posix
def test_processes_of_jobs_do_not_keep_the_lock(index: ArticleIndex) -> None:
    """They are started while it is held, and end a moment after the process that was killed."""
    with another_writer(index, jobs=2) as first:
        assert not is_free(index.directory)
        os.kill(first.pid, signal.SIGKILL)
        first.wait()
        assert is_free(index.directory)
    index.add(Article(id="bún", title="Bún"))
    index.commit()
    assert {article.id for article in index} == {"phở", "bún"}


def test_reading_needs_no_lock(index: ArticleIndex, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*given: Any, **options: Any) -> None:
        raise AssertionError("a lock for reading")

    monkeypatch.setattr(WriteLock, "__init__", refuse)
    (index.directory / "write.lock").unlink()
    before = sorted(path.name for path in index.directory.iterdir())
    again = ArticleIndex(index.directory)
    assert again.get("phở").title == "Phở"
    assert again.refresh() is again.reader
    assert sorted(path.name for path in index.directory.iterdir()) == before
