"""An explanation adds up to the score of the hit, term by term."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracuu.analyzers.errors import ArticleNotFoundError, QueryError
from tracuu.index import Article, ArticleIndex
from tracuu.search import Filters, Searcher
from tracuu.search.nodes import Marks

from .conftest import MakeSearcher
from .random_texts import fill, query


@pytest.fixture(scope="module")
def searcher(tmp_path_factory: pytest.TempPathFactory) -> Searcher:
    index = ArticleIndex.create(tmp_path_factory.mktemp("explain"), words=True)
    fill(index, Random(8), commits=3, size=12)
    return Searcher(index)


@given(st.integers(0, 2**32), st.sampled_from(["auto", "exact", "ignore"]))
def test_contributions_add_up(searcher: Searcher, seed: int, marks: Marks) -> None:
    text = query(Random(seed))
    try:
        hits = searcher.search(text, marks=marks, snippet_count=0).hits
    except QueryError:
        return
    for hit in hits[:3]:
        found = searcher.explain(text, hit.id, marks=marks)
        assert (found.id, found.match) == (hit.id, hit.match)
        assert found.score == pytest.approx(hit.score, abs=1e-9)
        assert sum(one.score for one in found.contributions) == pytest.approx(hit.score, abs=1e-9)
        scores = [one.score for one in found.contributions]
        assert scores == sorted(scores, reverse=True)
        for one in found.contributions:
            assert one.score == 0 or one.fields or one.weight == 0
            assert all(field.frequency > 0 and field.length > 0 for field in one.fields)


def test_pairs_are_explained_where_they_count(searcher_of: MakeSearcher) -> None:
    """Only the best hundred articles get the score of pairs; the explanation of the others has none either."""
    searcher = searcher_of(*("bùi sơn " + "gió " * (i % 7) for i in range(130)), "mưa", per_segment=50)
    hits = searcher.search("bui gio", limit=200).hits
    assert len(hits) == 130
    for hit in (hits[0], hits[99], hits[100], hits[-1]):
        assert searcher.explain("bui gio", hit.id).score == pytest.approx(hit.score, abs=1e-9)
    views = [{one.view for one in searcher.explain("bui gio", hit.id).contributions} for hit in (hits[0], hits[105])]
    assert ["near" in seen for seen in views] == [True, False]


def test_what_an_explanation_says(searcher_of: MakeSearcher) -> None:
    searcher = searcher_of("Bùi Thanh Sơn đến. Sơn đi.", "Bùi mưa", "gió")
    found = searcher.explain("bui son", "0")
    by_label = {one.label: one for one in found.contributions}
    assert list(by_label) and by_label.keys() == {"bui", "son", "bui son", "bui ~ son"}
    son = by_label["son"]
    assert (son.view, son.weight, son.articles) == ("syllables", 1.0, 1)
    assert [(f.field, f.frequency, f.length) for f in son.fields] == [("body", 2, 6)]
    assert son.fields[0].average_length == pytest.approx((6 + 2 + 1) / 3)
    assert by_label["bui son"].score == 0


def test_an_article_that_does_not_match_is_explained_too(searcher_of: MakeSearcher) -> None:
    searcher = searcher_of("bùi", "gió", "bùi sơn")
    assert searcher.explain("bùi sơn", "1").match is None
    assert searcher.explain("bùi sơn", "1").score == 0
    assert searcher.explain("bùi sơn", "0").match == "partial"


def test_errors(searcher: Searcher) -> None:
    with pytest.raises(ArticleNotFoundError, match="'nobody'"):
        searcher.explain("sơn", "nobody")
    with pytest.raises(QueryError):
        searcher.explain("?", next(iter(searcher.index)).id)


def test_a_form_as_typed_counts_where_it_stands_beside_others(searcher_of: MakeSearcher) -> None:
    searcher = searcher_of("Bùi Thanh Sơn", "bui son", "gió")
    assert {one.label: one.weight for one in searcher.explain("son", "1").contributions} == {
        "son": 1.0,
        "son as typed": 0.02,
    }
    # A form that covers nothing but itself is one term, with both weights.
    assert {one.label: one.weight for one in searcher.explain("sơn", "0").contributions if one.view == "syllables"} == {
        "sơn": 1.02
    }


def test_with_the_filters_of_the_search(searcher_of: MakeSearcher) -> None:
    """Pairs count in the best articles only, of those that are searched."""
    texts = [
        Article(id=str(n), body="của người ta " * (1 + n % 7), tags=("t",) if n % 10 == 0 else ()) for n in range(300)
    ]
    searcher = searcher_of(*texts)
    filters = Filters(tags=("t",))
    for hit in searcher.search("của người", filters=filters, limit=30, snippet_count=0):
        assert searcher.explain("của người", hit.id, filters=filters).score == pytest.approx(hit.score)
