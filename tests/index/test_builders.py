"""Segments built in several processes: the same index, and nothing left behind whoever is killed."""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tracuu.analyzers.errors import AnalysisError
from tracuu.index import Article, ArticleIndex, pending_segments, segment_builder
from tracuu.index.builders import ProcessBuilders
from tracuu.index.segment_builder import Batch, SegmentBuilder
from tracuu.index.stored import dump_article
from tracuu.index.toc import read_toc, segment_file
from tracuu.index.writer import IndexWriter
from tracuu.seeds import folder

TEXTS = [path.read_text("utf-8") for path in sorted(folder().rglob("*.txt"))]
Python = Callable[..., "subprocess.Popen[str]"]

WRITING = """
import os, sys
from tracuu.index import Article, ArticleIndex, pending_segments
pending_segments.BATCH = 2_000
index = ArticleIndex(sys.argv[1], jobs=2)
for number in range(10**9):
    index.add(Article(id=f"new {number}", title=f"Bài {number}", body="Bộ trưởng Bùi Thanh Sơn ở Hà Nội. " * 100))
    if number == int(sys.argv[2]):
        print("under way", flush=True)
"""


def articles() -> list[Article]:
    """The seeds, some of them twice: the second takes the place of the first, on disk or not."""
    made = [Article(id=f"{n}", title=text.split("\n")[0][:80], body=text) for n, text in enumerate(TEXTS)]
    return [*made, *made[::5]]


def write(directory: Path, *, jobs: int, in_memory: int, words: bool = False) -> list[bytes]:
    """An index of the articles; what is in the files of its segments and their deletions, in order."""
    ArticleIndex.create(directory, words=words)
    transaction = IndexWriter(directory, jobs=jobs, in_memory=in_memory)
    for number, article in enumerate(articles()):
        transaction.update(article)
        if number % 7 == 6:
            assert transaction.delete(f"{number - 2}")
    transaction.commit()
    entries = read_toc(directory).segments
    segments = [(directory / segment_file(entry.name)).read_bytes() for entry in entries]
    return segments + [(directory / entry.deletions).read_bytes() for entry in entries if entry.deletions]


@pytest.fixture
def small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pending_segments, "BATCH", 3_000)


@pytest.mark.usefixtures("small_batches")
@pytest.mark.parametrize("words", [True, False])
def test_any_number_of_processes_writes_the_same_bytes(tmp_path: Path, words: bool) -> None:
    size = sum(len(article.body.encode()) for article in articles())
    alone = write(tmp_path / "1", jobs=1, in_memory=size // 3, words=words)
    assert len(alone) > 4, "several segments, and some with deletions"
    for jobs in (2, 3) if words else (2,):
        assert write(tmp_path / f"{jobs}", jobs=jobs, in_memory=size // 3, words=words) == alone


@pytest.mark.usefixtures("small_batches")
def test_a_segment_does_not_depend_on_those_before(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A vocabulary that has grown too large is begun anew, and nobody sees it."""
    size = sum(len(article.body.encode()) for article in articles())
    kept = write(tmp_path / "kept", jobs=1, in_memory=size // 5)
    begun: list[object] = []
    begin = SegmentBuilder._begin_vocabulary
    monkeypatch.setattr(segment_builder, "LARGE", 10)
    monkeypatch.setattr(SegmentBuilder, "_begin_vocabulary", lambda self: (begun.append(self), begin(self)))
    assert write(tmp_path / "begun", jobs=1, in_memory=size // 5) == kept
    assert len(begun) == len(read_toc(tmp_path / "begun").segments) > 4, "at the beginning, and for each further one"


def batch(text: str) -> Batch:
    article = Article(id="x", body=text)
    return Batch([article], [""], [dump_article(article)])


@contextmanager
def written_by_two(index: ArticleIndex) -> Iterator[list[int]]:
    """A transaction with work for two processes; their ids."""
    index.jobs = 2
    building = index.writer._builders
    assert isinstance(building, ProcessBuilders)
    for segment in (-2, -1):
        for _ in range(4):
            building.add(segment, batch("phở bò " * 50_000))
    index.add(Article(id="new", title="Bún"))
    processes = [id for worker in building._workers for id in worker.pool._processes]
    assert len(processes) == 2
    yield processes
    index.rollback()


def test_a_process_that_dies_costs_the_transaction_and_no_more(filled: ArticleIndex) -> None:
    before = read_toc(filled.directory)
    with written_by_two(filled) as processes:
        os.kill(processes[0], signal.SIGKILL)
        with pytest.raises(AnalysisError, match="fewer jobs"):
            filled.commit()
    assert read_toc(filled.directory) == before
    assert {path.name for path in filled.directory.glob("*.segment")} == {segment_file(s.name) for s in before.segments}
    filled.jobs = 1
    filled.add(Article(id="new", title="Bún"))
    filled.commit()
    assert len(filled) == 4


def test_a_batch_that_fails_is_what_the_writing_of_its_segment_reports(tmp_path: Path) -> None:
    building = ProcessBuilders(words=False, jobs=2)
    building.add(0, Batch([], [""], [b"no JSON"]))
    task = building.write(0, tmp_path / "segment", np.ones(1, bool))
    with pytest.raises(ValueError, match="Expecting value"):
        task.wait()
    building.close()
    assert list(tmp_path.iterdir()) == []


def test_after_a_process_has_died_nothing_can_be_added(filled: ArticleIndex, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pending_segments, "BATCH", 10)
    with written_by_two(filled) as processes:
        os.kill(processes[0], signal.SIGKILL)
        with pytest.raises(AnalysisError):
            for number in range(100_000):
                filled.add(Article(id=f"{number}", title="Phở bò và bún chả"))
    assert len(ArticleIndex(filled.directory)) == 3


def test_a_transaction_given_up_leaves_no_process(filled: ArticleIndex) -> None:
    with written_by_two(filled) as processes:
        filled.rollback()
    for process in processes:
        with pytest.raises(ProcessLookupError):
            os.kill(process, 0)


@pytest.mark.skipif(not hasattr(os, "killpg"), reason="no process groups on this system")
@pytest.mark.parametrize("number", [0, 300], ids=["while processes start", "while they work"])
@pytest.mark.parametrize("how", ["Ctrl-C", "kill"])
def test_processes_end_with_the_one_that_started_them(
    filled: ArticleIndex, python: Python, how: str, number: int
) -> None:
    child = python(WRITING, filled.directory, number, start_new_session=True, stderr=subprocess.PIPE)
    assert child.stdout
    assert child.stdout.readline() == "under way\n"
    if how == "Ctrl-C":
        os.killpg(child.pid, signal.SIGINT)  # as a terminal does: to all of them
    else:
        child.kill()
    _, errors = child.communicate(timeout=60)  # to the end of its output, which all of them hold open
    assert child.returncode in (-signal.SIGINT, -signal.SIGKILL)
    assert number == 0 or errors.count("Traceback (most recent call last)") == (how == "Ctrl-C"), errors
    assert len(ArticleIndex(filled.directory)) == 3
    filled.add(Article(id="new 0", title="Bún"))
    filled.commit()


def test_an_index_knows_how_many(tmp_path: Path) -> None:
    index: Any = ArticleIndex.create(tmp_path / "index", words=False)
    index.add(Article(id="1", title="Phở"))
    assert not isinstance(index.writer._builders, ProcessBuilders)
    index.commit()
    index.jobs = 2
    index.add(Article(id="2", title="Bún"))
    assert isinstance(index.writer._builders, ProcessBuilders)
    index.commit()
    assert len(index) == 2
