"""BM25F by hand, for a few articles; and what the numbers of the ranking do."""

from __future__ import annotations

import math

import pytest

from tracuu.analyzers.errors import QueryError
from tracuu.index import Article, ArticleIndex
from tracuu.search import Ranking, Searcher

from .conftest import MakeSearcher

ONLY_SYLLABLES = {"bigrams": 0.0, "words": 0.0, "proximity": 0.0, "exact": 0.0}


def scores(searcher: Searcher, query: str, **ranking: object) -> dict[str, float]:
    """The scores of the hits, under another ranking."""
    other = Searcher(searcher.index, Ranking(**(ONLY_SYLLABLES | ranking)))  # type: ignore[arg-type]
    return {hit.id: hit.score for hit in other.search(query, limit=100, suggest=False)}


@pytest.fixture(scope="module")
def searcher(searcher_of: MakeSearcher) -> Searcher:
    return searcher_of(
        Article(id="a", title="sơn", body="sơn sơn bùi"),  # 1 and 3 tokens
        Article(id="b", title="hội nghị", body="bùi"),
        Article(id="c", body="thanh son thanh thành hội"),
        Article(id="d", title="gió"),
        per_segment=3,
    )


def test_the_formula(searcher: Searcher) -> None:
    """Average lengths are (1 + 2 + 0 + 1) / 4 for titles and (3 + 1 + 5 + 0) / 4 for bodies; two of four hold it."""
    idf = math.log(1 + (4 - 2 + 0.5) / (2 + 0.5))
    title, body = 1.0, 2.25
    in_a = 2.0 * 1 / (0.25 + 0.75 * 1 / title) + 1.0 * 2 / (0.25 + 0.75 * 3 / body)
    in_c = 1.0 * 1 / (0.25 + 0.75 * 5 / body)
    expected = {"a": idf * in_a * 2.2 / (1.2 + in_a), "c": idf * in_c * 2.2 / (1.2 + in_c)}
    assert scores(searcher, "son") == pytest.approx(expected, rel=1e-12)


def test_the_forms_of_a_syllable_are_one_term(searcher: Searcher) -> None:
    """thanh thanh thành: three times in one article, whatever the marks."""
    idf = math.log(1 + (4 - 1 + 0.5) / (1 + 0.5))
    x = 3 / (0.25 + 0.75 * 5 / 2.25)
    assert scores(searcher, "thanh") == pytest.approx({"c": idf * x * 2.2 / (1.2 + x)}, rel=1e-12)
    x = 1 / (0.25 + 0.75 * 5 / 2.25)
    assert scores(searcher, "thành") == pytest.approx({"c": idf * x * 2.2 / (1.2 + x)}, rel=1e-12)


def test_bigrams_are_folded_and_as_long_as_the_syllables(searcher: Searcher) -> None:
    idf = math.log(1 + (4 - 1 + 0.5) / (1 + 0.5))
    x = 1 / (0.25 + 0.75 * 5 / 2.25)
    found = scores(searcher, "thanh son", syllables=0.0, bigrams=0.5)
    assert found["c"] == pytest.approx(0.5 * idf * x * 2.2 / (1.2 + x), rel=1e-12)


def test_pairs_stand_near_each_other_in_any_order(searcher_of: MakeSearcher) -> None:
    near, far = "a son x x x bui b", "a son x x x x bui"
    searcher = searcher_of(near, far, "gió", "gió", "gió")
    idf = math.log(1 + (5 - 2 + 0.5) / (2 + 0.5))
    x = 1 / (0.25 + 0.75 * 7 / (17 / 5))
    found = scores(searcher, "bui son", syllables=0.0, proximity=0.1)
    assert found == pytest.approx({"0": 0.1 * idf * x * 2.2 / (1.2 + x), "1": 0.0}, rel=1e-12)


def test_a_term_typed_twice_counts_twice(searcher: Searcher) -> None:
    once, twice = scores(searcher, "sơn"), scores(searcher, "sơn sơn")
    assert twice == pytest.approx({id: 2 * score for id, score in once.items()}, rel=1e-12)


def test_the_exact_form_breaks_near_ties(searcher_of: MakeSearcher) -> None:
    searcher = searcher_of("thành phố", "thanh phố", "thánh phố", "gió mùa")
    plain = scores(searcher, "thanh")
    assert len(set(plain.values())) == 1
    assert next(iter(scores(searcher, "thanh", exact=0.02))) == "1"
    assert [*scores(searcher, "thành", exact=0.02)] == ["0"]


def test_deleted_articles_count_nowhere(searcher_of: MakeSearcher) -> None:
    texts = ["bùi sơn", "sơn mai hoa", "gió", "sơn"]
    with_deleted = searcher_of(*texts, "sơn " * 30, "sơn bùi " * 9)
    with with_deleted.index as index:
        index.delete("4")
        index.delete("5")
    assert len(index.reader.segments) > 1
    assert scores(with_deleted, "bui son", bigrams=0.5, proximity=0.1) == pytest.approx(
        scores(searcher_of(*texts), "bui son", bigrams=0.5, proximity=0.1), rel=1e-12
    )


def test_merging_changes_no_score(tmp_path_factory: pytest.TempPathFactory) -> None:
    index = ArticleIndex.create(tmp_path_factory.mktemp("merge"), words=False)
    for number in range(5):
        with index:
            index.add(Article(id=str(number), title="bùi sơn " * number, body="sơn thanh bùi hội nghị " * (5 - number)))
    before = Searcher(index).search("bùi thanh sơn hội nghị").hits
    index.optimize()
    after = Searcher(index).search("bùi thanh sơn hội nghị").hits
    assert [(hit.id, hit.score) for hit in before] == [(hit.id, pytest.approx(hit.score)) for hit in after]


def test_length_does_not_matter_without_b(searcher_of: MakeSearcher) -> None:
    searcher = searcher_of("sơn", "sơn " + "gió " * 50)
    assert len(set(scores(searcher, "sơn", b=0.0).values())) == 1
    full = scores(searcher, "sơn", b=1.0)
    assert full["0"] > 2 * full["1"]


def test_words_score_for_marked_queries_only(searcher_of: MakeSearcher) -> None:
    searcher = searcher_of("bộ trưởng ngoại giao họp", "ngoại giao và bộ trưởng", "gió mùa", words=True)
    assert set(scores(searcher, "ngoại giao", syllables=0.0, words=0.4).values()) != {0.0}
    assert set(scores(searcher, "ngoai giao", syllables=0.0, words=0.4).values()) == {0.0}


@pytest.mark.parametrize(
    ("numbers", "message"),
    [
        ({"k1": 0}, "k1 must be more than 0 and b from 0 to 1, not 0 and 0.75"),
        ({"b": 1.5}, "k1 must be more than 0 and b from 0 to 1, not 1.2 and 1.5"),
        ({"fields": {"title": 3.0}}, "fields lacks the weight of body"),
    ],
)
def test_numbers_that_make_no_sense(numbers: dict[str, object], message: str) -> None:
    with pytest.raises(QueryError, match=message):
        Ranking(**numbers)  # type: ignore[arg-type]
