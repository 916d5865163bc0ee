"""The order of hits, pages of them, and counts of values among them."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracuu.analyzers import sort_key
from tracuu.analyzers.errors import QueryError
from tracuu.index import Article, ArticleIndex
from tracuu.search import Searcher
from tracuu.search.collect import SORTS, Sort

from .conftest import MakeSearcher
from .random_texts import fill, query

TITLES = ["Đà Nẵng", "da cam", "Dã tràng", "Ăn uống", "an", "Ân", "Ấn", "12 con giáp", "zoo", "dạ hội", "đa", "Đã đời"]


@pytest.fixture(scope="module")
def searcher(tmp_path_factory: pytest.TempPathFactory) -> Searcher:
    index = ArticleIndex.create(tmp_path_factory.mktemp("collect"), words=False)
    fill(index, Random(7), commits=3, size=15)
    return Searcher(index)


def ids(searcher: Searcher, text: str, sort: Sort = "relevance", limit: int = 1000, offset: int = 0) -> list[str]:
    hits = searcher.search(text, sort=sort, limit=limit, offset=offset, snippet_count=0, suggest=False)
    return [hit.id for hit in hits]


def test_titles_in_vietnamese_order(searcher_of: MakeSearcher) -> None:
    searcher = searcher_of(*(Article(title=title, body="sơn") for title in TITLES))
    titles = [hit.title.text for hit in searcher.search("sơn", sort="title", limit=20)]
    assert titles == [
        "12 con giáp", "an", "Ăn uống", "Ân", "Ấn", "da cam", "dạ hội", "Dã tràng", "đa", "Đã đời", "Đà Nẵng", "zoo",
    ]  # fmt: skip
    assert titles == sorted(TITLES, key=sort_key)


def test_dates_newest_or_oldest_first_and_none_last(searcher_of: MakeSearcher) -> None:
    days = [dt.date(2021, 5, 1), None, dt.date(1950, 1, 1), dt.datetime(2021, 5, 1, 12), dt.date(2023, 1, 1), None]
    searcher = searcher_of(*(Article(id=str(i), body="sơn", date=day) for i, day in enumerate(days)))
    assert ids(searcher, "sơn", "date") == ["4", "3", "0", "2", "1", "5"]
    assert ids(searcher, "sơn", "-date") == ["2", "0", "3", "4", "1", "5"]


@pytest.mark.parametrize("sort", SORTS)
def test_full_matches_stand_before_partial_ones(searcher: Searcher, sort: Sort) -> None:
    kinds = [hit.match for hit in searcher.search("bui thanh ngoai giao", sort=sort, limit=1000)]
    assert kinds == sorted(kinds)
    assert {"full", "partial"} == set(kinds)


def test_the_score_alone_decides_for_a_question(searcher_of: MakeSearcher) -> None:
    rare = "sơn đỏ cá đen trời xanh"
    searcher = searcher_of(f"{rare} {'x ' * 500}", "sơn đỏ cá đen trời", *["nước"] * 20, per_segment=5)
    hits = searcher.search(rare).hits
    assert [(hit.id, hit.match) for hit in hits] == [("1", "partial"), ("0", "full")]
    assert hits[0].score > hits[1].score
    assert [hit.id for hit in searcher.search(rare, sort="date")] == ["0", "1"]


def test_ties_keep_the_order_of_the_index(searcher_of: MakeSearcher) -> None:
    searcher = searcher_of(*["bùi thanh sơn"] * 9, per_segment=4)
    for sort in SORTS:
        assert ids(searcher, "bùi sơn", sort) == list("012345678")


@given(st.integers(0, 2**32), st.sampled_from(SORTS), st.integers(1, 7))
def test_pages_are_one_big_page(searcher: Searcher, seed: int, sort: Sort, size: int) -> None:
    text = query(Random(seed))
    try:
        everything = ids(searcher, text, sort)
    except QueryError:
        return
    pages = [ids(searcher, text, sort, size, offset) for offset in range(0, len(everything) + size, size)]
    assert [id for page in pages for id in page] == everything
    assert pages[-1] == [] or len(everything) % size
    assert len(set(everything)) == len(everything)


def test_a_page_knows_its_place(searcher: Searcher) -> None:
    page = searcher.search("bui", limit=2, offset=3)
    assert (page.offset, len(page)) == (3, 2)
    assert page.total == searcher.search("bui", limit=0).total > 5
    assert len(searcher.search("bui", limit=0)) == 0


@given(st.integers(0, 2**32))
def test_facets_count_what_is_there(searcher: Searcher, seed: int) -> None:
    try:
        found = searcher.search(query(Random(seed)), limit=1000, facets=("tag", "source", "author", "year"))
    except QueryError:
        return
    hits = [hit.article for hit in found if hit.match == ("full" if found.total else "partial")]
    expected = {
        "tag": Counter(tag for article in hits for tag in article.tags),
        "source": Counter(article.source for article in hits if article.source),
        "author": Counter(author for article in hits for author in article.authors),
        "year": Counter(str(article.date.year) for article in hits if article.date),
    }
    for name, counts in expected.items():
        assert list(found.facets[name]) == sorted(counts.items(), key=lambda item: (-item[1], item[0]))


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"limit": -1}, "count from 0"),
        ({"offset": -1}, "count from 0"),
        ({"snippet_count": -1}, "count from 0"),
        ({"snippet_width": -1}, "count from 0"),
        ({"sort": "size"}, "cannot sort by 'size': sort by one of relevance, date, -date, title"),
        ({"facets": ("body",)}, "cannot count the values of 'body': count those of tag, source, author, year"),
        ({"marks": "some"}, "marks are read as auto, exact or ignore, not 'some'"),
    ],
)
def test_wrong_arguments(searcher: Searcher, arguments: dict[str, object], message: str) -> None:
    with pytest.raises(QueryError, match=message):
        searcher.search("sơn", **arguments)  # type: ignore[arg-type]


@pytest.mark.parametrize("text", ["", "  ", "?", "-", "()", '""', "* **"])
def test_nothing_to_look_up(searcher: Searcher, text: str) -> None:
    with pytest.raises(QueryError, match="the query has no word to look up: type at least one letter or digit"):
        searcher.search(text)


def test_an_empty_index(tmp_path: Path) -> None:
    searcher = Searcher(ArticleIndex.create(tmp_path))
    for text in ("bùi thanh sơn", "-sơn", "sơn*", "tag:x", '"a b"', "date:2021"):
        found = searcher.search(text, facets=("tag", "year"))
        assert (found.total, found.partial, found.hits) == (0, 0, ())
        assert found.facets == {"tag": (), "year": ()}


def test_a_searcher_follows_commits(tmp_path: Path) -> None:
    index = ArticleIndex.create(tmp_path, words=False)
    searcher = Searcher(index)
    with index:
        index.add(Article(id="1", body="Bùi Thanh Sơn"))
    assert searcher.search("sơn").total == 1
    with index:
        index.delete("1")
        assert searcher.search("sơn").total == 1
    assert searcher.search("sơn").total == 0
