"""``find`` says what ``search`` finds, without its texts."""

from __future__ import annotations

import pytest

from tracuu.analyzers.errors import QueryError
from tracuu.search import Filters

from .conftest import MakeSearcher

QUERIES = ["bui thanh son", "Bùi Thanh Sơn", "bui OR son", "sơn -bùi", "ai là bui son", "“bui son”", "không có"]


@pytest.mark.parametrize("query", QUERIES)
@pytest.mark.parametrize("limit", [0, 1, 2, 100])
def test_finds_what_search_finds(searcher_of: MakeSearcher, query: str, limit: int) -> None:
    searcher = searcher_of("Bùi Thanh Sơn", "Ông Sơn đến. Bùi đi.", "bui thanh son", "bụi sơn", "gió")
    results, found = searcher.search(query, limit=limit), searcher.find(query, limit=limit)
    assert found.hits == [(hit.id, hit.score) for hit in results]
    assert found.total == results.total


def test_options(searcher_of: MakeSearcher) -> None:
    searcher = searcher_of("Bùi Thanh Sơn", "bui thanh son", "bụi")
    assert [id for id, _ in searcher.find("bui", marks="exact").hits] == ["1"]
    assert searcher.find("bui", filters=Filters(tags=("x",))) == (0, [])
    assert [id for id, _ in searcher.find("bui", sort="title").hits] == ["0", "1", "2"]


def test_bad_options(searcher_of: MakeSearcher) -> None:
    with pytest.raises(QueryError, match="count from 0"):
        searcher_of("a").find("a", limit=-1)
    with pytest.raises(QueryError, match="no word"):
        searcher_of("a").find("!")
