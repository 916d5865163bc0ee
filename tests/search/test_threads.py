"""One searcher serves many threads, and gives each what it gives to one alone; also while the index changes."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from random import Random
from threading import Barrier

from tracuu.analyzers.errors import QueryError
from tracuu.index import Article, ArticleIndex
from tracuu.search import Results, Searcher

from .random_texts import fill, query

THREADS = 8


def test_answers_of_eight_threads_are_those_of_one(tmp_path: Path) -> None:
    index = ArticleIndex.create(tmp_path, words=False)
    fill(index, Random(9), commits=4, size=12)
    random = Random(10)
    queries = [query(random) for _ in range(60)]

    def ask(searcher: Searcher, text: str) -> Results | str:
        try:
            return searcher.search(text, facets=("tag", "year"))
        except QueryError as error:
            return str(error)

    expected = [ask(Searcher(index), text) for text in queries]
    shared = Searcher(ArticleIndex(tmp_path))  # nothing is read yet
    together = Barrier(THREADS)

    def ask_all(seed: int) -> list[Results | str]:
        order = list(range(len(queries)))
        Random(seed).shuffle(order)
        together.wait()
        answers = {place: ask(shared, queries[place]) for place in order}
        return [answers[place] for place in range(len(queries))]

    with ThreadPoolExecutor(THREADS) as pool:
        assert all(answers == expected for answers in pool.map(ask_all, range(THREADS)))


def test_each_search_sees_one_commit_while_another_thread_commits(tmp_path: Path) -> None:
    """Every commit adds an article to each of two words: whoever counts both must find them equal."""
    index = ArticleIndex.create(tmp_path, words=False)
    searcher = Searcher(index)
    done = False

    def count() -> set[tuple[int, int]]:
        seen = set()
        while not done:
            found = searcher.search("bùi OR sơn", limit=50, facets=("tag",), suggest=False)
            counts = dict(found.facets["tag"])
            seen.add((counts.get("bùi", 0), counts.get("sơn", 0)))
            assert len(found) == found.total
        return seen

    with ThreadPoolExecutor(3) as pool:
        readers = [pool.submit(count) for _ in range(3)]
        for number in range(12):
            with index:
                for word in ("bùi", "sơn"):
                    index.add(Article(id=f"{word} {number}", body=word, tags=(word,)))
        done = True
        seen = set().union(*(reader.result() for reader in readers))
    assert all(first == second for first, second in seen)
    assert searcher.search("bùi OR sơn").total == 24
