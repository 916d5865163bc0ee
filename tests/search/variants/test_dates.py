"""Dates in queries and their other writings."""

from __future__ import annotations

import calendar
import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracuu.analyzers import VietnameseTokenizer
from tracuu.analyzers.errors import QueryError
from tracuu.search.date_ranges import date_range
from tracuu.search.variants import Variants
from tracuu.search.variants.dates import dates, spellings_of

from .recognising import as_typed, assert_in_order_and_apart

TOKENIZER = VietnameseTokenizer()
DAYS = st.dates(dt.date(1800, 1, 1), dt.date(2099, 12, 31))


def found(query: str) -> list[tuple[str, tuple[str, ...]]]:
    return as_typed(dates, query)


def meanings(query: str) -> set[tuple[str, ...]]:
    """The sequences of terms looked for when the query is one date, the typed one included."""
    tokens = tuple(TOKENIZER.tokenize(query))
    [variants] = dates(tokens, query)
    assert variants == Variants(0, len(tokens), variants.texts)
    return {tuple(TOKENIZER.terms(text)) for text in (query, *variants.texts)}


@pytest.mark.parametrize("query", ["14/4/2025", "14-4-2025", "14.4.2025", "14/04/2025", "2025-04-14", "14/4/25"])
def test_numeric_days(query: str) -> None:
    [(typed, texts)] = found(query)
    assert typed == query
    assert {"14 tháng 4 năm 2025", "14 tháng 04 năm 2025"} <= set(texts)


@pytest.mark.parametrize(
    ("query", "stretch", "text"),
    [
        ("họp ngày 14 tháng 4 năm 2025 ở Hà Nội", "ngày 14 tháng 4 năm 2025", "14/4/2025"),
        ("ngay 05 thang 04 nam 2025", "ngay 05 thang 04 nam 2025", "5/4/2025"),
        ("ngày 14/4/2025", "ngày 14/4/2025", "14 tháng 4 năm 2025"),
        ("ngày 3 tháng 9/2018", "ngày 3 tháng 9/2018", "3/9/2018"),
        ("lễ 30/4", "30/4", "30 tháng 4"),
        ("ngày 30 tháng 4", "ngày 30 tháng 4", "30/4"),
        ("đường 3 tháng 2", "3 tháng 2", "3/2"),
        ("ngày 30-4", "ngày 30-4", "30 tháng 4"),
        ("ngày 30.4", "ngày 30.4", "30/4"),
        ("ngày 17-18 tháng 1", "18 tháng 1", "18/1"),
        ("tháng 4/2025", "tháng 4/2025", "tháng 4 năm 2025"),
        ("tháng 4 năm 2025", "tháng 4 năm 2025", "4/2025"),
        ("kỳ 2 tháng 10/2018", "tháng 10/2018", "tháng 10 năm 2018"),
        ("4/2025", "4/2025", "tháng 04 năm 2025"),
        ("29/2", "29/2", "29 tháng 2"),
        ("trực 24/7", "24/7", "24 tháng 7"),
    ],
)
def test_stretch_and_text(query: str, stretch: str, text: str) -> None:
    [(typed, texts)] = found(query)
    assert typed == stretch
    assert text in texts


def test_two_dates() -> None:
    assert [typed for typed, _ in found("từ ngày 28 tháng 4 đến 1/5/2025")] == ["ngày 28 tháng 4", "1/5/2025"]


@pytest.mark.parametrize(
    "query",
    [
        "31/2/2025",
        "32/1/2025",
        "29/2/2025",
        "tháng 13 năm 2025",
        "tháng 4",
        "ngày 14",
        "phạt 5 tháng 5 ngày tù",
        "quý 4/2025",
        "nghị định 10/2016",
        "nd 10/2016",
        "văn bản số 10/2016",
        "ngày 14-4-25",
        "30-4",
        "2,5",
        "xin chào",
        "",
    ],
)
def test_no_date(query: str) -> None:
    assert found(query) == []


@given(DAYS, st.booleans())
def test_every_writing_of_a_day_means_the_same(day: dt.date, has_year: bool) -> None:
    year = f"/{day.year}" if has_year else ""
    wanted = meanings(f"{day.day}/{day.month}{year}")
    for text in (" ".join(terms) for terms in wanted if len(terms) > 3):
        assert meanings(text) >= wanted - {tuple(TOKENIZER.terms(text))}
    assert meanings(f"ngay {day:%d} thang {day:%m}" + (f" nam {day.year}" if has_year else "")) >= wanted


@given(DAYS)
def test_spellings_of_a_day_are_those_of_a_query(day: dt.date) -> None:
    typed = f"{day.day}/{day.month}/{day.year}"
    assert {tuple(TOKENIZER.terms(text)) for text in spellings_of(day, day)} == meanings(typed)


@given(DAYS)
def test_spellings_of_a_month_are_those_of_a_query(day: dt.date) -> None:
    last = calendar.monthrange(day.year, day.month)[1]
    texts = spellings_of(day.replace(day=1), day.replace(day=last))
    assert {tuple(TOKENIZER.terms(text)) for text in texts} == meanings(f"{day.month}/{day.year}")


@pytest.mark.parametrize(
    ("value", "texts"),
    [
        ("14/4/2025", ("14/4/2025", "14 tháng 4 năm 2025", "14 tháng 04 năm 2025")),
        ("2024-02", ("2/2024", "tháng 2 năm 2024", "tháng 02 năm 2024")),
        ("2025-12", ("12/2025", "tháng 12 năm 2025")),
        ("2025", ("2025",)),
    ],
)
def test_spellings_of_date_ranges(value: str, texts: tuple[str, ...]) -> None:
    moments = date_range(value)
    assert moments is not None
    assert spellings_of(*moments) == texts


@pytest.mark.parametrize(
    ("first", "last"),
    [
        (dt.date(2025, 4, 1), dt.date(2025, 4, 29)),
        (dt.date(2025, 4, 2), dt.date(2025, 4, 30)),
        (dt.date(2025, 1, 1), dt.date(2026, 12, 31)),
        (dt.date(2024, 4, 30), dt.date(2025, 4, 30)),
    ],
)
def test_spellings_of_other_ranges(first: dt.date, last: dt.date) -> None:
    with pytest.raises(QueryError, match=r"mentions:2025-04"):
        spellings_of(first, last)


@given(
    st.lists(
        st.sampled_from(
            ["ngày", "tháng", "năm", "4", "05", "31", "2025", "14/4", "4/2025", "1/2/2025", "30.4", "-", "/", "²"]
        ),
        max_size=12,
    ),
    st.sampled_from(["", " ", " - "]),
)
def test_stretches_are_in_order_and_apart(pieces: list[str], between: str) -> None:
    assert_in_order_and_apart(dates, between.join(pieces))
