"""Queries typed with the keyboard program switched off."""

from __future__ import annotations

import pytest

from tracuu.search import Searcher

from .conftest import MakeSearcher


@pytest.fixture
def searcher(searcher_of: MakeSearcher) -> Searcher:
    return searcher_of("Ông Bùi Thanh Sơn đến.", "Tiếng Việt giàu đẹp", "box office", "bưởi")


@pytest.mark.parametrize(
    ("query", "method"), [("Bui2 Thanh So7n", "vni"), ("Bu`i Thanh So+n", "viqr"), ("tieengs Vieetj", "telex")]
)
def test_are_read_as_what_they_mean(searcher: Searcher, query: str, method: str) -> None:
    results = searcher.search(query)
    assert results.keystrokes is not None
    assert results.keystrokes.method == method
    assert results.hits[0].id == ("1" if method == "telex" else "0")
    assert searcher.search(query, keystrokes=False).keystrokes is None
    assert searcher.search(query, keystrokes=False).total == 0


def test_what_was_typed_is_found_as_well_and_stands_behind(searcher_of: MakeSearcher) -> None:
    searcher = searcher_of(*["Ông Bùi Thanh Sơn đến."] * 3, "thanh sown", "sơn")
    results = searcher.search("Buif Thanh Sown")
    assert results.keystrokes is not None and results.keystrokes.text == "Bùi Thanh Sơn"
    assert [hit.id for hit in results][:3] == ["0", "1", "2"]
    assert results.hits[0].snippets[0].text.plain() == "Ông [Bùi Thanh Sơn] đến."
    literal = searcher_of("Ông Bùi Thanh Sơn đến.", "tài khoản buif thanh sown")
    assert [hit.id for hit in literal.search("Buif Thanh Sown")] == ["0", "1"]
    assert literal.search("Buif Thanh Sown").hits[1].snippets[0].text.plain() == "tài khoản [buif thanh sown]"


@pytest.mark.parametrize("query", ["box office", "bui thanh son", "Bùi Thanh Sơn", "title:Buif", "+Buif", "son~"])
def test_what_is_left_as_it_is(searcher: Searcher, query: str) -> None:
    assert searcher.search(query).keystrokes is None


def test_explained_and_highlighted_alike(searcher: Searcher) -> None:
    hit = searcher.search("Bui2 Thanh So7n").hits[0]
    assert searcher.explain("Bui2 Thanh So7n", hit.id).score == pytest.approx(hit.score)
    assert searcher.highlight("Bui2 Thanh So7n", hit.article)[1].plain() == "Ông [Bùi Thanh Sơn] đến."
    assert searcher.highlight("Bui2 Thanh So7n", hit.article, keystrokes=False)[1].plain() == "Ông Bùi [Thanh] Sơn đến."


def test_quotations_are_read_too(searcher: Searcher) -> None:
    results = searcher.search('"Buif Thanh Sown" ddeens')
    assert results.keystrokes is not None and results.keystrokes.text == '"Bùi Thanh Sơn" đến'
    assert [hit.id for hit in results] == ["0"]
