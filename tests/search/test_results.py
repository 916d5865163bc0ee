"""Results are plain objects: typed, immutable, comparable, and they pickle."""

from __future__ import annotations

import datetime as dt
import pickle

import pytest

from tracuu.index import Article
from tracuu.search import Filters, Hit, Ranking, Relaxation, Results, Searcher

from .conftest import MakeSearcher


@pytest.fixture(scope="module")
def searcher(searcher_of: MakeSearcher) -> Searcher:
    article = Article(
        id="1",
        title="Bùi Thanh Sơn",
        body="Ông Bùi Thanh Sơn đến.",
        date=dt.datetime(2021, 5, 1, 12, tzinfo=dt.timezone.utc),
        path="tin/1.txt",
        tags=("x",),
        metadata={"a": [1]},
    )
    return searcher_of(article, Article(id="2", body="Sơn", url="http://vie.vn/2"), Article(id="3", body="Bùi"))


@pytest.fixture(scope="module")
def results(searcher: Searcher) -> Results:
    return searcher.search("Bùi Thành Sơn đến", facets=("tag",))


def test_results_are_a_sequence_of_hits(results: Results) -> None:
    assert len(results) == results.total == 1
    assert [*results] == [results[0]] == [*results.hits]
    assert isinstance(results[0], Hit)
    assert results.query == "Bùi Thành Sơn đến"
    assert results.facets == {"tag": (("x", 1),)}


def test_types(results: Results) -> None:
    hit = results[0]
    assert {type(value) for value in (results.total, results.partial, results.offset)} == {int}
    assert type(hit.score) is float
    assert {type(value) for value in (*hit.snippets[0].text.spans[0], hit.snippets[0].start)} == {int}
    assert all(type(count) is int for counts in results.facets.values() for _, count in counts)
    assert all(type(count) is int for one in results.relaxed for _, count in one.readings)


def test_a_hit_knows_its_article(searcher: Searcher, results: Results) -> None:
    assert results[0].article == searcher.index.get("1")
    assert results[0].date == dt.datetime(2021, 5, 1, 12, tzinfo=dt.timezone.utc)
    places = {hit.id: hit.location for hit in searcher.search("bùi OR sơn")}
    assert places == {"1": "tin/1.txt", "2": "http://vie.vn/2", "3": ""}


def test_everything_pickles(searcher: Searcher, results: Results) -> None:
    for thing in (results, searcher.explain("sơn", "1"), Filters(since="2021"), Ranking(k1=2.0)):
        assert pickle.loads(pickle.dumps(thing)) == thing


def test_everything_is_immutable(results: Results) -> None:
    hit = results[0]
    things = {"hits": results, "score": hit, "start": hit.snippets[0], "spans": hit.title, "kind": results.relaxed[0]}
    for name, thing in things.items():
        assert hasattr(thing, name)
        with pytest.raises(AttributeError):
            setattr(thing, name, None)


def test_a_relaxation_says_what_was_dropped() -> None:
    assert str(Relaxation("adjacency", "hội nghị")) == (
        "no article has everything with “hội nghị” together; its syllables were looked up one by one"
    )


def test_the_same_search_gives_equal_results(searcher: Searcher, results: Results) -> None:
    assert searcher.search("Bùi Thành Sơn đến", facets=("tag",)) == results
