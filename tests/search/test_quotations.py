"""A quotation is strict; beside words it is relaxed where nothing is found with it."""

from __future__ import annotations

import pytest

from .conftest import MakeSearcher

TEXTS = ("hội nghị ngoại giao", "ngoại giao, rồi hội nghị", "gió mùa đông bắc")


@pytest.mark.parametrize(
    ("query", "expected", "relaxed"),
    [
        ('"hội nghị ngoại giao"', ["0"], []),
        ('"giao hội nghị"', [], []),
        ('gió "hội nghị"', ["2", "0", "1"], ["completeness"]),
        ('gió "mùa hè"', ["2"], ["completeness"]),
        ('+"mùa hè" gió', [], []),
        ('gió AND "mùa hè"', [], []),
        ('gió body:"mùa hè"', [], []),
        ('mùa "bắc đông"', ["2"], ["adjacency"]),
        ('gió "ngoại giao"~2', ["2", "0", "1"], ["completeness"]),
    ],
)
def test_what_is_found(searcher_of: MakeSearcher, query: str, expected: list[str], relaxed: list[str]) -> None:
    results = searcher_of(*TEXTS).search(query)
    assert sorted(hit.id for hit in results) == sorted(expected)
    assert [one.kind for one in results.relaxed] == relaxed
