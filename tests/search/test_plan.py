"""From tree to plan: what may be relaxed, what must match, what must not, what scores; and what is a question."""

from __future__ import annotations

import pytest

from tracuu.search import Searcher
from tracuu.search.nodes import Marks
from tracuu.search.plan import Plan
from tracuu.search.syntax import parse_query

from .conftest import MakeSearcher


@pytest.fixture(scope="module")
def searcher(searcher_of: MakeSearcher) -> Searcher:
    return searcher_of("Ông Bùi Thanh Sơn đến.", "Bà Lê Hoài Trung đi.")


def plan(searcher: Searcher, text: str, marks: Marks = "auto") -> Plan:
    return searcher.snapshot.planner.plan(parse_query(text, marks), text)


@pytest.mark.parametrize(
    ("query", "units", "required", "excluded", "runs"),
    [
        ("bui thanh son le hoai trung", ["bui thanh son", "le hoai trung"], 0, 0, 1),
        ('"bui thanh" son', ["son"], 1, 0, 2),
        ("+bui son", ["son"], 1, 0, 2),
        ("bui AND son", [], 2, 0, 2),
        ("bui OR son", [], 1, 0, 2),
        ("bui NOT son", ["bui"], 0, 1, 1),
        ('bui -"thanh son"', ["bui"], 0, 1, 1),
        ("title:bui son", ["son"], 1, 0, 2),
        ("(bui son)", ["bui", "son"], 0, 0, 1),
        ("(bui) (son)", ["bui", "son"], 0, 0, 2),
        ('(bui "son") trung', ["trung"], 1, 0, 3),
        ("bui* son~", [], 2, 0, 0),
        ("tag:x bui", ["bui"], 1, 0, 1),
        ("bui -(son OR -trung)", ["bui"], 0, 1, 1),
        ("?", [], 0, 0, 0),
    ],
)
def test_what_a_query_asks_for(
    searcher: Searcher, query: str, units: list[str], required: int, excluded: int, runs: int
) -> None:
    found = plan(searcher, query)
    assert [unit.text for unit in found.units] == units
    assert (len(found.required), len(found.excluded), len(found.runs)) == (required, excluded, runs)
    assert found.is_empty == (not units and not required and not excluded)


def test_exact_marks_are_never_relaxed(searcher: Searcher) -> None:
    found = plan(searcher, "bùi thanh sơn trung", "exact")
    assert found.units == []
    assert [unit.text for unit in found.text_units()] == ["bùi thanh sơn", "trung"]
    assert {unit.marks for unit in found.text_units()} == {"exact"}


def test_what_is_excluded_does_not_score(searcher: Searcher) -> None:
    found = plan(searcher, "bui -(son OR trung* OR -le) NOT hoai")
    assert [unit.text for unit in found.text_units()] == ["bui"]
    assert found.wide == []
    assert [str(node) for node in plan(searcher, "bui* OR son~").wide] == [
        "Pattern('bui*', title/body, auto)",
        "Fuzzy('son', title/body, 1)",
    ]


@pytest.mark.parametrize(
    "query",
    [
        "bộ trưởng ngoại giao là ai",
        "bo truong ngoai giao khi nao",  # two syllables with a meaning of their own, without marks
        "thủ đô nước nào",
        "Ở đâu có hội nghị?",
        "vì sao có mưa",
        '"ông ấy là ai"',
        "sơn đỏ cá đen trời",  # five units
    ],
)
def test_questions(searcher: Searcher, query: str) -> None:
    assert plan(searcher, query).is_question


@pytest.mark.parametrize(
    "query",
    [
        "bùi thanh sơn",
        "ai là vua",  # too short to be a sentence
        "bo truong nao dung",  # nao without a mark may be anything
        "bui thanh son le hoai trung",
        "sơn đỏ cá đen",
        "+sơn +đỏ +cá +đen +trời",  # an expression: nothing of it may be left off
    ],
)
def test_no_questions(searcher: Searcher, query: str) -> None:
    assert not plan(searcher, query).is_question
