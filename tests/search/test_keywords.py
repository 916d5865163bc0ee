"""Values of keyword fields: those that are looked up by their beginning are those that a look at each finds."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracuu.index import Article
from tracuu.search import Searcher
from tracuu.search.pattern_nodes import Keyword

VALUES = [
    "a",
    "ab",
    "ab/c",
    "ab/c.txt#2",
    "ab!x",
    "à/b",
    unicodedata.normalize("NFD", "à/b"),
    "abé",
    "Ab",
    "tin/a b",
    "é",
]


@pytest.fixture(scope="module")
def searcher(searcher_of: Callable[..., Searcher]) -> Searcher:
    return searcher_of(*(Article(id=value, path=value, body="x") for value in VALUES))


@pytest.mark.parametrize("field", ["id", "path"])
@given(value=st.sampled_from([*VALUES, *(v[:n] + end for v in VALUES for n in (1, 2) for end in ("*", "/", "b*"))]))
def test_what_is_found(searcher: Searcher, field: str, value: str) -> None:
    query = Keyword(field, value)
    mask = searcher.snapshot.mask(query)
    found = [article.id for number, article in enumerate(searcher.index) if mask[number]]
    assert found == [article.id for article in searcher.index if query.matches(article.id)]
