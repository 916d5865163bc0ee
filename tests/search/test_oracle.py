"""Whatever is asked, the index answers as a look at every article does: the same articles, order and scores."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tracuu.analyzers import PyviSegmenter, Segmenter
from tracuu.analyzers.errors import QueryError
from tracuu.index import ArticleIndex
from tracuu.search import Ranking, Searcher
from tracuu.search.nodes import Marks

from .oracle import Oracle
from .oracle_scores import BEST
from .random_texts import fill, query

QUERIES = int(os.environ.get("TRACUU_ORACLE", "350"))
"""For each of twelve indexes. With the trees of ``test_tree_scorer`` a run asks more than ten thousand."""
MARKS: list[Marks] = ["auto", "auto", "auto", "auto", "exact", "ignore"]


@dataclass
class Library:
    """An index, and the oracle of what is in it."""

    searcher: Searcher
    oracle: Oracle

    def compare(self, text: str, marks: Marks = "auto", limit: int = 10) -> int:
        """Ask both; how many articles they found."""
        try:
            found = self.searcher.search(
                text, marks=marks, limit=limit, snippet_count=0, suggest=False, keystrokes=False
            )
        except QueryError as error:
            assert "no word" in str(error)  # a lone * or (): nothing to ask the oracle
            return 0
        expected = self.oracle.search(text, marks)
        assert (found.total, found.partial) == (len(expected.full), expected.partial), text
        assert [(one.kind, one.text) for one in found.relaxed] == expected.relaxed, text
        assert [hit.id for hit in found] == [id for id, _ in expected.ranked[:limit]], text
        assert [hit.score for hit in found] == pytest.approx([s for _, s in expected.ranked[:limit]], abs=1e-6), text
        assert {hit.id for hit in found if hit.match == "full"} == expected.full & {hit.id for hit in found}, text
        return found.total + found.partial


def make_library(
    directory: Path, random: Random, commits: int, size: int, segmenter: Segmenter | None, ranking: Ranking
) -> Library:
    index = ArticleIndex.create(directory, words=segmenter is not None)
    live = fill(index, random, commits, size)
    in_order = [article.id for article in index]
    assert {article.id: article for article in index} == live
    return Library(Searcher(index, ranking, variants=False), Oracle([live[id] for id in in_order], segmenter, ranking))


def random_ranking(random: Random) -> Ranking:
    return Ranking(
        k1=random.uniform(0.1, 3),
        b=random.choice([0, 0.4, 0.75, 1]),
        fields={"title": random.uniform(0.5, 4), "body": 1.0},
        syllables=random.uniform(0.1, 2),
        bigrams=random.uniform(0, 2),
        words=random.uniform(0, 2),
        proximity=random.choice([0, 0.3]),
        exact=random.choice([0, 0.1]),
    )


@pytest.mark.parametrize("seed", range(12))
def test_random_queries_on_random_indexes(seed: int, tmp_path: Path) -> None:
    random = Random(seed)
    segmenter = PyviSegmenter() if seed % 3 == 2 else None
    ranking = Ranking() if seed % 2 else random_ranking(random)
    library = make_library(tmp_path, random, commits=(1, 4, 12)[seed % 3], size=8, segmenter=segmenter, ranking=ranking)
    found = [library.compare(query(random), random.choice(MARKS)) for _ in range(QUERIES)]
    assert sum(count > 0 for count in found) > QUERIES // 4


def test_pairs_count_in_the_best_articles_only(tmp_path: Path) -> None:
    random = Random(200)
    ranking = Ranking(proximity=3.0)
    library = make_library(tmp_path, random, commits=3, size=320, segmenter=None, ranking=ranking)
    typed = ("bui giao", "thanh hoi an", "ki hoa bui son", "an gi nao", '"giao hoi"~4 hoa', "hoi OR (son an)")
    found = [library.compare(text, limit=1000) for text in typed]
    assert sum(count > BEST for count in found) >= 4, found


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    return make_library(tmp_path_factory.mktemp("library"), Random(300), 4, 8, None, Ranking())


@settings(max_examples=200)
@given(st.randoms(use_true_random=False), st.sampled_from(MARKS))
def test_any_query_of_the_language(library: Library, random: Random, marks: Marks) -> None:
    library.compare(query(random), marks)


@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow])
@given(st.randoms(use_true_random=False))
def test_any_small_index(tmp_path_factory: pytest.TempPathFactory, random: Random) -> None:
    library = make_library(tmp_path_factory.mktemp("small"), random, 2, 2, None, Ranking())
    if library.oracle.articles:
        for _ in range(5):
            library.compare(query(random))
