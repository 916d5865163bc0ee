"""8 threads and 2 processes that read while another one commits: every answer is of one commit, and nothing grows."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from tracuu.index import ArticleIndex, IndexReader
from tracuu.index.toc import older
from tracuu.search import Results, Searcher

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))  # as the processes of this test find these

from numbered_commits import KEPT, MARKS, check_results, check_searcher, commit, contents  # noqa: E402
from soak import WARM_UP, Usage, follow, held, reopen, repeat, usage  # noqa: E402

SECONDS = float(os.environ.get("TRACUU_CONCURRENCY_SECONDS", "8"))
"""Some minutes in the long run."""
GROWTH = 48_000
"""kB of memory that a process may take after its warm-up: caches fill, the heap has holes. In 250 s it was 1,800."""


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    """Of an index that nobody has open."""
    index = ArticleIndex.create(tmp_path / "index", words=False)
    commit(index, 0)
    return index.directory


@contextmanager
def process(task: str, directory: Path) -> Iterator[subprocess.Popen[str]]:
    path = os.pathsep.join([str(HERE), *filter(None, sys.path)])
    with subprocess.Popen(
        [sys.executable, "-W", "error", str(HERE / "soak.py"), task, str(directory), str(SECONDS)],
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ | {"PYTHONPATH": path, "PYTHONUTF8": "1"},
    ) as started:
        try:
            yield started
        finally:
            started.kill()


class Reader(threading.Thread):
    """Repeats its work, which is to find no older commit after a newer one, and none older than was acknowledged."""

    def __init__(self, name: str, look: Any, acknowledged: list[int]) -> None:
        super().__init__(name=name)
        self.look = look
        self.acknowledged = acknowledged
        self.turns = 0
        self.commits: set[int] = set()
        self.error: BaseException | None = None

    def run(self) -> None:
        try:
            self.turns = repeat(SECONDS, self.turn)
        except BaseException as error:
            self.error = error

    def turn(self, turn: int) -> None:
        known = max([self.acknowledged[-1], *self.commits])
        number = self.look(turn)
        assert number >= known, f"commit {number} is shown after {known} was there"
        self.commits.add(number)


@pytest.mark.skipif(not Path("/proc/self/maps").exists(), reason="/proc tells what a process uses up")
def test_readers_and_a_writer(directory: Path) -> None:
    at_first = held()
    shared = Searcher(ArticleIndex(directory))
    acknowledged = [0]
    files: list[int] = []
    threads = [Reader(f"shared {n}", partial(follow, shared), acknowledged) for n in range(4)]
    threads += [Reader(f"own {n}", lambda turn: reopen(directory), acknowledged) for n in range(4)]
    warm: list[Usage] = []
    timer = threading.Timer(SECONDS * WARM_UP, lambda: warm.append(usage()))
    with ExitStack() as stack:
        writer = stack.enter_context(process("write", directory))
        readers = [stack.enter_context(process("read", directory)) for _ in range(2)]
        for thread in [*threads, timer]:
            thread.start()
        assert writer.stdout
        for line in writer.stdout:
            if line.startswith("{"):
                break
            acknowledged.append(int(line))
            files.append(sum(1 for _ in directory.iterdir()))
        for thread in threads:
            thread.join()
        at_last = usage()
        for thread in threads:
            if thread.error:
                raise thread.error
            assert thread.turns > 1
        told = [line, *(reader.communicate(timeout=60)[0] for reader in readers)]
        assert [one.wait() for one in (writer, *readers)] == [0, 0, 0]

    reports = list(map(json.loads, told))
    _print(reports, threads, warm[0], at_last, files)
    assert reports[0]["turns"] == acknowledged[-1] > 2, "there was something to see"
    assert len(set[int]().union(*(thread.commits for thread in threads))) > 2, "and it was seen"
    for report in reports[1:]:
        assert report["first"] < report["last"] <= acknowledged[-1]
    for report in reports:
        assert report["after"][1] <= report["before"][1] + GROWTH
        assert report["left"] == report["at first"], "files that it has open, and files that are gone but mapped"
    assert at_last.anonymous <= warm[0].anonymous + GROWTH

    assert check_searcher(Searcher(ArticleIndex(directory))) == acknowledged[-1]
    toc = ArticleIndex(directory).reader.toc
    before_it = older(directory, toc.generation)
    assert before_it
    ours = toc.files() | before_it.files()
    assert {path.name for path in directory.iterdir()} - {"write.lock", ".gitignore"} == ours
    assert max(files) <= files[0] + 60, "as many as there are segments, and of two commits"
    del shared, thread, threads
    assert held() == at_first


def _print(reports: list[Any], threads: list[Reader], warm: Usage, last: Usage, files: list[int]) -> None:
    """The figures, for the long run (``-s``)."""
    writer, *readers = reports
    seen = set[int]().union(*(thread.commits for thread in threads))
    turns = sum(thread.turns for thread in threads), sum(reader["turns"] for reader in readers)
    print(f"\n{SECONDS:.0f} s: {writer['turns']} commits; {turns[0]} turns of 8 threads, {turns[1]} of 2 processes;")
    print(f"{len(seen)} commits were seen by the threads; files in the folder: at most {max(files)}")
    both = [("threads", warm, last), *((f"process {i}", *_both(report)) for i, report in enumerate(reports))]
    for name, before, after in both:
        print(f"{name}: descriptors {before[0]} -> {after[0]}, kB {before[1]} -> {after[1]}, deleted {after[2]}")


def _both(report: dict[str, Any]) -> tuple[list[int], list[int]]:
    return report["before"], report["after"]


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory) -> list[Results]:
    """Of two commits that follow each other."""
    index = ArticleIndex.create(tmp_path_factory.mktemp("answers") / "index", words=False)
    commit(index, 0)
    found = []
    for number in range(1, 6):
        commit(index, number)
        found.append(Searcher(index).search("mở cửa", limit=KEPT + MARKS, facets=("tag", "author")))
    assert list(map(check_results, found)) == [1, 2, 3, 4, 5]
    return found[-2:]


class TestTheChecker:
    """It must see an answer that is torn between two commits."""

    @pytest.mark.parametrize("part", ["hits", "facets", "one hit", "one less", "one twice", "total", "text"])
    def test_sees_a_torn_answer(self, answers: list[Results], part: str) -> None:
        old, new = answers
        of_old = {hit.id: hit for hit in old.hits}
        hits = list(new.hits)
        place = next(i for i, hit in enumerate(hits) if hit.id == "mốc 1")
        article = replace(hits[place].article, body=of_old["mốc 1"].article.body)
        torn = {
            "hits": replace(new, hits=old.hits),
            "facets": replace(new, facets=old.facets),
            "one hit": replace(new, hits=(*hits[:place], of_old["mốc 1"], *hits[place + 1 :])),
            "one less": replace(new, hits=tuple(hits[1:])),
            "one twice": replace(new, hits=(*hits[1:], hits[1])),
            "total": replace(new, total=new.total + 1),
            "text": replace(new, hits=(*hits[:place], hits[place]._replace(article=article), *hits[place + 1 :])),
        }[part]
        with pytest.raises(AssertionError):
            check_results(torn)

    def test_sees_deletions_of_another_commit(self, directory: Path) -> None:
        """As if the segments were of one commit, and what is deleted in them of the next."""
        index = ArticleIndex(directory)
        for number in range(1, 100):
            searcher, old = Searcher(ArticleIndex(directory)), index.reader.toc
            commit(index, number)
            new = {entry.name: entry for entry in index.reader.toc.segments}
            segments = tuple(new.get(entry.name, entry) for entry in old.segments)
            if segments != old.segments:  # and not merged into others
                break
        mixed = replace(old, segments=segments, stamps=old.stamps | index.reader.toc.stamps)
        searcher.index._reader = IndexReader(directory, mixed)
        with pytest.raises(AssertionError):
            check_searcher(searcher)

    def test_knows_what_to_expect(self) -> None:
        assert contents(0) == {"mốc 0": 0, "mốc 1": 0, "mốc 2": 0, "bài 0": 0}
        assert len(contents(100)) == KEPT + MARKS
        assert contents(100)["bài 97"] == contents(100)["bài 100"] == 100
        assert contents(100)["bài 98"] == 98
