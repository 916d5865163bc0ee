"""What is dropped when nothing has it all: marks, adjacency, completeness, in this order and never in silence."""

from __future__ import annotations

import pytest

from tracuu.search import Filters, Results, Searcher
from tracuu.search.nodes import Marks

from .conftest import MakeSearcher

NAME = "Bộ trưởng Bùi Thanh Sơn chủ trì hội nghị ngoại giao."


@pytest.fixture(scope="module")
def searcher(searcher_of: MakeSearcher) -> Searcher:
    return searcher_of(
        NAME,
        "Ông Bùi Thanh Sơn nói về giáo dục.",
        "Bùi thị Mai lên núi Thanh xem Sơn ca.",  # the syllables, but not the name
        "Bo truong Bui Thanh Son den Ha Noi.",
        "Thành phố mở hội chợ, có gỏi và nghị lực.",
        "Ông Díaz Canel đến; Diaz Canel da den.",
    )


def found(results: Results) -> dict[str, str]:
    return {hit.id: hit.match for hit in results}


def dropped(results: Results) -> list[tuple[str, str]]:
    return [(one.kind, one.text) for one in results.relaxed]


@pytest.mark.parametrize("query", ["Bùi Thanh Sơn", "bui thanh son", "bùi thanh son", "bui thanh sơn"])
def test_a_name_as_typed_needs_no_relaxing(searcher: Searcher, query: str) -> None:
    results = searcher.search(query)
    assert found(results) == {"0": "full", "1": "full", "3": "full"}
    assert results.relaxed == ()


def test_an_unmarked_page_comes_after_marked_ones(searcher: Searcher) -> None:
    assert searcher.search("bùi thanh sơn").hits[-1].id == "3"
    assert searcher.search("bui thanh son", sort="title").total == 3


def test_marks_are_dropped_of_a_name_that_stands_nowhere(searcher: Searcher) -> None:
    results = searcher.search("Bùi Thành Sơn")
    assert found(results) == {"0": "full", "1": "full", "3": "full"}
    (announced,) = results.relaxed
    assert (announced.kind, announced.text) == ("marks", "bùi thành sơn")
    assert announced.readings == (("Bùi Thanh Sơn", 2), ("Bui Thanh Son", 1))
    assert str(announced) == (
        "“bùi thành sơn” stands nowhere; marks were left off: Bùi Thanh Sơn (2), Bui Thanh Son (1)"
    )


def test_marks_are_kept_where_the_unit_stands_anywhere(searcher: Searcher) -> None:
    """thành stands in article 4, so it is what was meant, whatever a filter or another word leaves of it."""
    assert dropped(searcher.search("thành +giáo")) == []
    assert found(searcher.search("thành +giáo")) == {}
    assert searcher.search("bùi thành").relaxed[0].kind == "completeness"


def test_marks_of_one_unit_are_dropped_and_those_of_the_others_kept(searcher: Searcher) -> None:
    results = searcher.search("Bùi Thành Sơn hội nghị")
    assert dropped(results) == [("marks", "bùi thành sơn")]
    assert found(results) == {"0": "full", "1": "partial", "3": "partial"}


def test_adjacency_is_dropped_when_no_article_has_the_unit(searcher: Searcher) -> None:
    results = searcher.search("hội nghị lực gỏi")
    assert dropped(results) == [("adjacency", "hội nghị")]
    assert [hit.id for hit in results if hit.match == "full"] == ["4"]


def test_only_units_that_stand_nowhere_are_taken_apart_if_that_is_enough(searcher: Searcher) -> None:
    results = searcher.search("ngoại giao giáo dục +sơn")  # both stand somewhere, but in no article together
    assert dropped(results) == [("completeness", "")]
    results = searcher.search("hội nghị +chợ")
    assert dropped(results) == [("adjacency", "hội nghị")]
    assert [hit.id for hit in results if hit.match == "full"] == ["4"]


def test_completeness_is_dropped_last(searcher: Searcher) -> None:
    results = searcher.search("bùi thanh sơn gỏi")
    assert dropped(results) == [("completeness", "")]
    assert str(results.relaxed[0]) == "no article has everything; these have a part"
    assert set(found(results)) == {"0", "1", "3", "4"}
    assert (results.total, results.partial) == (0, 4)


def test_a_partial_match_holds_a_whole_unit(searcher: Searcher) -> None:
    results = searcher.search("bùi thanh sơn nghị lực")
    assert "2" not in found(results)  # bùi, thanh and sơn, but not together


def test_partial_matches_go_on_where_full_ones_end(searcher: Searcher) -> None:
    results = searcher.search("bui thanh son giao duc")
    assert next(iter(found(results).items())) == ("1", "full")
    assert set(found(results).values()) == {"full", "partial"}
    assert results.relaxed == ()


STRICT = [
    '"Lê Bùi Thành Sơn"',
    '"Bụi bặm"',
    "+bùi +thành +sơn +nghị",
    "Bùi AND Thành AND Sơn AND nghị",
    "title:(bùi thanh sơn)",
    'body:"Thành Sơn ca"',
    '"hội nghị" +chợ',
    "-chủ +hội +trì",
    "hội NOT (thành OR sơn)",
]


@pytest.mark.parametrize("query", STRICT)
def test_what_was_demanded_is_never_relaxed(searcher: Searcher, query: str) -> None:
    results = searcher.search(query)
    assert results.relaxed == ()
    assert found(results) == {}


def test_a_quotation_with_wrong_marks_finds_only_what_has_none(searcher: Searcher) -> None:
    results = searcher.search('"Bùi Thành Sơn"')
    assert found(results) == {"3": "full"}
    assert results.relaxed == ()


@pytest.mark.parametrize("query", ["Bùi Thành Sơn", "hội nghị lực gỏi", "bùi thanh sơn gỏi", "bui thanh sơn"])
def test_exact_marks_are_never_relaxed(searcher: Searcher, query: str) -> None:
    results = searcher.search(query, marks="exact")
    assert results.relaxed == ()
    assert found(results) == {}


@pytest.mark.parametrize(
    ("query", "marks", "ids"),
    [
        ("bùi thanh sơn", "exact", {"0", "1"}),
        ("bui thanh son", "exact", {"3"}),
        ("bụi thành sớn", "ignore", {"0", "1", "3"}),
        ("Díaz Canel", "auto", {"5"}),
        ("díaz", "exact", {"5"}),
    ],
)
def test_rules_of_marks(searcher: Searcher, query: str, marks: Marks, ids: set[str]) -> None:
    results = searcher.search(query, marks=marks)
    assert {id for id, match in found(results).items() if match == "full"} == ids
    assert results.relaxed == ()


def test_a_compound_stays_together(searcher_of: MakeSearcher) -> None:
    searcher = searcher_of("Số 34 của NQ, tại TW.", "Nghị quyết 35-NQ/TW.")
    assert searcher.search("34-NQ/TW").partial + searcher.search("34-NQ/TW").total == 0
    assert searcher.search("35-NQ/TW").total == 1


def test_relaxing_stays_inside_filters(searcher: Searcher) -> None:
    results = searcher.search("Bùi Thành Sơn", filters=Filters(sources=("nobody",)))
    assert found(results) == {}
    assert dropped(results) == [("marks", "bùi thành sơn")]
