"""A child that is forked while threads of its parent search: it reads on, whatever lock they held at that moment."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest

from tracuu.analyzers import pyvi_segmenter
from tracuu.analyzers.cached import cached_property
from tracuu.analyzers.pyvi_segmenter import PyviSegmenter
from tracuu.index import Article, ArticleIndex
from tracuu.index.recent import Recent
from tracuu.search import Searcher

pytestmark = [
    pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork on this system"),
    pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning"),
]

FORKS = int(os.environ.get("TRACUU_FORKS", "5"))
"""100 in the long run."""
QUERIES = ("phở bò", '"nước dùng trong"', "ha noi", "bun cha", "tag:ngon", "thịt*")


@pytest.fixture
def index(tmp_path: Path) -> ArticleIndex:
    index = ArticleIndex.create(tmp_path / "index", words=False)
    for number in range(60):
        body = f"Quán số {number} ở Hà Nội: nước dùng trong, thịt bò thái mỏng, bún chả. " * (1 + number % 7)
        index.add(Article(id=f"{number}", title=f"Phở bò {number}", body=body, tags=("ngon",)))
        if number % 20 == 0:
            index.commit()
    index.commit()
    return index


def in_a_child(work: Callable[[], object]) -> int:
    """The exit status of a forked child that does something; a deadlock shows as SIGALRM."""
    child = os.fork()
    if child:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    status = 1
    try:
        signal.alarm(10)
        work()
        status = 0
    except BaseException as error:
        os.write(2, f"{type(error).__name__}: {error}\n".encode())
    finally:
        os._exit(status)


@contextmanager
def held_by_a_thread(lock: AbstractContextManager[object]) -> Iterator[None]:
    has, leave = threading.Event(), threading.Event()

    def hold() -> None:
        with lock:
            has.set()
            leave.wait()

    thread = threading.Thread(target=hold)
    thread.start()
    has.wait()
    try:
        yield
    finally:
        leave.set()
        thread.join()


def answers(searcher: Searcher) -> list[list[str]]:
    return [[hit.id for hit in searcher.search(query, limit=20).hits] for query in QUERIES]


def test_while_threads_search(index: ArticleIndex) -> None:
    """Fresh searchers, so that caches fill and attributes are computed all the time."""
    searcher = Searcher(index)
    expected = answers(searcher)
    done = threading.Event()
    errors: list[BaseException] = []

    def search() -> None:
        try:
            while not done.is_set():
                assert answers(Searcher(ArticleIndex(index.directory))) == expected
                assert answers(searcher) == expected
        except BaseException as error:
            errors.append(error)

    threads = [threading.Thread(target=search) for _ in range(4)]
    for thread in threads:
        thread.start()

    def work() -> None:
        assert answers(searcher) == expected, "with what it inherited"
        assert answers(Searcher(index)) == expected
        assert answers(Searcher(ArticleIndex(index.directory))) == expected
        assert index.refresh() is index.reader

    try:
        assert [in_a_child(work) for _ in range(FORKS)] == [0] * FORKS
    finally:
        done.set()
        for thread in threads:
            thread.join()
    assert not errors


def test_children_of_multiprocessing(index: ArticleIndex) -> None:
    """With a commit after the fork, which they see when they look."""
    searcher = Searcher(index)
    expected = answers(searcher)
    context = multiprocessing.get_context("fork")
    ready, look = context.Event(), context.Event()
    results = context.SimpleQueue()

    def work() -> None:
        before = answers(searcher)
        ready.set()
        look.wait(30)
        index.refresh()
        results.put((before, searcher.search("cá kho").total))

    child = context.Process(target=work)
    child.start()
    assert ready.wait(30)
    index.add(Article(id="cá", title="Cá kho"))
    index.commit()
    look.set()
    assert results.get() == (expected, 1)
    child.join(30)
    assert child.exitcode == 0


class TestALockThatAThreadHolds:
    def test_of_an_index(self, index: ArticleIndex) -> None:
        for name in ("_refreshing", "_writing"):
            with held_by_a_thread(getattr(index, name)):

                def work() -> None:
                    index.refresh()
                    index.rollback()

                assert in_a_child(work) == 0

    def test_of_what_is_remembered(self) -> None:
        recent = Recent[bytes](100_000, len)
        kept = [recent.put(number, bytes(1000)) for number in range(30)]
        with held_by_a_thread(recent._lock):
            recent._used += 50_000  # as that thread may have been about to

            def work() -> None:
                assert recent.get(5) == kept[5], "a child goes on with what its parent knew"
                recent.put("new", bytes(1000))
                assert len(recent) == 31

            assert in_a_child(work) == 0

    def test_of_the_words(self) -> None:
        words = PyviSegmenter().words("Quán phở ở Hà Nội")
        with held_by_a_thread(pyvi_segmenter._lock):
            assert in_a_child(lambda: _same(PyviSegmenter().words("Quán phở ở Hà Nội"), words)) == 0

    def test_that_it_is_found_by_this_test(self) -> None:
        """A lock that nobody makes anew does stop the child."""
        lock = threading.Lock()
        with held_by_a_thread(lock):
            assert in_a_child(lambda: signal.alarm(1) and lock.acquire()) == -signal.SIGALRM


class TestACachedProperty:
    def test_is_computed_once(self) -> None:
        class Slow:
            turns = 0

            @cached_property
            def value(self) -> int:
                """Documented."""
                self.turns += 1
                return 7

        slow = Slow()
        assert (slow.value, slow.value, slow.turns) == (7, 7, 1)
        assert Slow.value.__doc__ == "Documented."
        del slow.__dict__["value"]
        assert (slow.value, slow.turns) == (7, 2)

    def test_that_a_thread_computes_when_it_is_forked(self) -> None:
        class Slow:
            @cached_property
            def value(self) -> int:
                has.set()
                return 7 if threading.current_thread() is threading.main_thread() or leave.wait() else 0

        has, leave = threading.Event(), threading.Event()
        thread = threading.Thread(target=lambda: Slow().value)
        thread.start()
        has.wait()
        try:
            assert in_a_child(lambda: _same(Slow().value, 7)) == 0
            assert Slow().value == 7, "nor does another thread wait for it"
        finally:
            leave.set()
            thread.join()


def _same(found: object, expected: object) -> None:
    assert found == expected
