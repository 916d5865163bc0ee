"""Readers in threads and in other processes while a writer commits: each sees one commit, whole."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tracuu.index import Article, ArticleIndex, IndexReader


def commit(index: ArticleIndex, number: int) -> None:
    """Two articles get the number, one comes, one goes."""
    index.update(Article(id="a", title=f"số {number}"))
    index.add(Article(id=f"{number}", title=f"bài {number}", body="phở bò ở Hà Nội", tags=("một",)))
    index.delete(f"{number - 5}")
    index.update(Article(id="b", title=f"số {number}"))
    if number % 10 == 9:
        index.optimize()
    else:
        index.commit()


def seen(reader: IndexReader) -> int:
    """The number of the commit that a reader sees, having looked in many ways."""
    titles = {article.id: article.title for article in reader}
    number = int(titles["a"].removeprefix("số "))
    assert titles["b"] == titles["a"]
    assert titles.keys() == {"a", "b"} | {f"{n}" for n in range(max(number - 4, 0), number + 1)}
    assert len(reader) == len(titles)
    assert reader.get(f"{number}").title == f"bài {number}"
    assert len(reader.with_keyword("tag", "một", "mot")) == len(titles) - 2
    for segment in reader.segments:
        term = segment.syllables.find("phở", "pho")
        if term >= 0:
            docs, positions = segment.postings("syllables", "body").occurrences(term)
            assert (positions == 0).all()
            assert all(segment.article(doc).body.startswith("phở") for doc in docs.tolist())
    return number


def in_threads(count: int, work: Callable[[], None], meanwhile: Callable[[], None]) -> None:
    """Repeat some work in threads while something else is done; the first error of a thread is raised."""
    done = threading.Event()
    errors: list[BaseException] = []
    rounds: list[int] = []

    def repeat() -> None:
        turns = 0
        try:
            while not done.is_set() or not turns:
                work()
                turns += 1
        except BaseException as error:
            errors.append(error)
        rounds.append(turns)

    threads = [threading.Thread(target=repeat) for _ in range(count)]
    for thread in threads:
        thread.start()
    try:
        meanwhile()
    finally:
        done.set()
        for thread in threads:
            thread.join()
    if errors:
        raise errors[0]
    assert all(rounds)


def test_threads_that_share_a_reader_keep_their_snapshot(index: ArticleIndex) -> None:
    for number in range(7):
        commit(index, number)
    snapshot = IndexReader(index.directory)

    def work() -> None:
        assert seen(snapshot) == 6

    def meanwhile() -> None:
        for number in range(7, 25):
            commit(index, number)

    in_threads(4, work, meanwhile)
    assert seen(index.reader) == 24


def test_threads_that_share_an_index_see_one_commit_after_the_other(index: ArticleIndex) -> None:
    commit(index, 0)
    shared = ArticleIndex(index.directory)
    last = threading.local()

    def work() -> None:
        number = seen(shared.refresh())
        assert number >= getattr(last, "number", 0)
        last.number = number

    def meanwhile() -> None:
        for number in range(1, 25):
            commit(index, number)

    in_threads(4, work, meanwhile)
    assert seen(shared.refresh()) == 24


def test_a_process_that_opens_while_another_one_commits(index: ArticleIndex, python: Callable[..., Any]) -> None:
    code = """
import sys
from tracuu.index import ArticleIndex
shared, last = ArticleIndex(sys.argv[1]), 0
print("ready", flush=True)
while last < 39:
    for index in (ArticleIndex(sys.argv[1]), shared):
        index.refresh()
        titles = {article.id: article.title for article in index}
        assert titles["a"] == titles["b"], titles
        number = int(titles["a"].removeprefix("số "))
        assert number >= last, (number, last)
        assert str(number) in titles
        last = number
    index.statistics()
"""
    commit(index, 0)
    with python(code, index.directory) as reader:
        assert reader.stdout.readline() == "ready\n"
        for number in range(1, 40):
            commit(index, number)
        assert reader.communicate(timeout=60)[0] == ""
    assert reader.returncode == 0


def test_opening_at_once_by_many_makes_one_index(tmp_path: Path) -> None:
    opened: list[ArticleIndex] = []
    barrier = threading.Barrier(8)

    def work() -> None:
        barrier.wait()
        opened.append(ArticleIndex.open_or_create(tmp_path / "i", words=False))

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(opened) == 8
    assert {index.refresh().toc.generation for index in opened} == {0}
