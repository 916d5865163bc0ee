"""Other spellings of what is typed match as well, behind it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pytest

from tracuu.analyzers import Token, VietnameseTokenizer
from tracuu.search import Ranking, Searcher
from tracuu.search.snapshot import Snapshot
from tracuu.search.variants import Recogniser, Variants, recognised

from .conftest import MakeSearcher

TEXTS = (
    "họp ngày 14 tháng 4 năm 2025",
    "họp 14/4/2025",
    "Nghị quyết 34 ra đời",
    "Nghị quyết số 34-NQ/TW",
    "34 nghị sĩ, quyết định 34",
)


def ids(searcher: Searcher, query: str) -> list[str]:
    return [id for id, _ in searcher.find(query, limit=10).hits]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("14/4/2025", ["1", "0"]),
        ("ngày 14 tháng 4 năm 2025", ["0", "1"]),
        ("mentions:14/4/2025", ["0", "1"]),
        ("mentions:2025-04 họp", ["0", "1"]),
        ("-mentions:2025 họp", []),
        ("mentions:2024", []),
        ("NQ34", ["3", "2"]),
        ("nghị quyết 34", ["2", "3"]),
    ],
)
def test_what_is_found(searcher_of: MakeSearcher, query: str, expected: list[str]) -> None:
    assert sorted(ids(searcher_of(*TEXTS), query)) == sorted(expected)


def test_as_typed_stands_first(searcher_of: MakeSearcher) -> None:
    searcher = searcher_of(*TEXTS)
    assert ids(searcher, "14/4/2025")[0] == "1"
    assert ids(searcher, "ngày 14 tháng 4 năm 2025")[0] == "0"


def test_without(searcher_of: MakeSearcher) -> None:
    searcher = Searcher(searcher_of(*TEXTS).index, variants=False)
    assert ids(searcher, "14/4/2025") == ["1"]


def test_highlighted(searcher_of: MakeSearcher) -> None:
    hits = searcher_of(*TEXTS).search("14/4/2025").hits
    assert [hit.snippets[0].text.plain() for hit in hits] == ["họp [14/4/2025]", "họp ngày [14 tháng 4 năm 2025]"]


def test_of_optional_words_articles_need_none(searcher_of: MakeSearcher) -> None:
    def honorific(tokens: Sequence[Token], text: str) -> Iterator[Variants]:
        yield from (Variants(n, n + 1, is_optional=True) for n, token in enumerate(tokens) if token.text == "ông")

    index = searcher_of("Sơn đến", "ông Sơn đến", "ông đến").index
    snapshot = Snapshot(index.reader, Ranking(), (honorific,))
    plan = snapshot.plan("ông sơn", "auto")
    assert [unit.text for unit in plan.units] == ["sơn"]
    assert [term.label for term in snapshot.scored_terms.of(plan) if term.view == "syllables"] == ["ông", "sơn"]
    assert [unit.text for unit in snapshot.plan("ông", "auto").units] == ["ông"]  # else nothing would be asked for


def test_the_first_of_two_that_overlap_counts() -> None:
    def one(start: int, stop: int) -> Recogniser:
        return lambda tokens, text: iter([Variants(start, stop, ("x",))])

    tokens = tuple(VietnameseTokenizer().tokenize("a b c d e"))
    assert recognised([one(2, 4), one(3, 5), one(0, 1)], tokens, "a b c d e") == [
        Variants(0, 1, ("x",)),
        Variants(2, 4, ("x",)),
    ]


@pytest.mark.parametrize("query", ["lạm phát tháng 3 20.5%", "tháng 4 19,9", "tháng 12 năm 20.1", "30-4 2/9 31/2/2025"])
def test_what_looks_like_a_date(searcher_of: MakeSearcher, query: str) -> None:
    searcher = searcher_of(*TEXTS, query)
    assert ids(searcher, query)[0] == str(len(TEXTS))


def test_a_comma_parts_names(searcher_of: MakeSearcher) -> None:
    searcher = searcher_of("Nguyễn Hưng Lam hát", "Lam múa, Hưng đàn", "Trần Lam Hưng nói", "Ông Hưng Lam đến")
    assert sorted(ids(searcher, "Lam, Hưng")) == ["0", "1", "2", "3"]


def test_another_spelling_stands_behind_whatever_its_score(searcher_of: MakeSearcher) -> None:
    searcher = searcher_of("ủy ban nhân dân", *["UBND " + "gió mưa " * 200] * 8)
    hits = searcher.search("UBND", snippet_count=0).hits
    assert [hit.id for hit in hits] == [*map(str, range(1, 9)), "0"]
    assert hits[-1].score > hits[0].score
