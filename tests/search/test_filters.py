"""Filters beside the query, and the dates in both."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracuu.analyzers.errors import QueryError
from tracuu.index import Article
from tracuu.search import Filters, Searcher
from tracuu.search.date_ranges import date_range

from .conftest import MakeSearcher

ARTICLES = [
    Article(
        id="a", body="sơn", date=dt.date(2021, 1, 1), tags=("Thể thao", "Bóng đá"), source="vie.vn", path="tin/a.txt"
    ),
    Article(id="b", body="sơn", date=dt.datetime(2021, 5, 14, 23, 59, 59), tags=("the thao",), authors=("Bùi An",)),
    Article(id="c", body="sơn", date=dt.date(2021, 12, 31), source="Báo Mới", path="tin/2021/c.txt"),
    Article(id="d", body="sơn", date=dt.date(1950, 2, 28), authors=("Lê Hoa", "Bùi An"), path="tin.zip!d.txt"),
    Article(id="e", body="sơn", source="vie.vn", tags=("Bóng đá",)),
    Article(id="f", body="thanh", date=dt.date(2021, 6, 1), source="vie.vn"),
]


@pytest.fixture(scope="module")
def searcher(searcher_of: MakeSearcher) -> Searcher:
    return searcher_of(*ARTICLES)


def found(searcher: Searcher, **filters: Any) -> str:
    return "".join(sorted(hit.id for hit in searcher.search("sơn", filters=Filters(**filters))))


@pytest.mark.parametrize(
    ("filters", "ids"),
    [
        ({}, "abcde"),
        ({"since": "2021"}, "abc"),
        ({"until": "2021"}, "abcd"),
        ({"since": "2021-05", "until": "2021-05"}, "b"),
        ({"since": dt.date(2021, 5, 14), "until": dt.date(2021, 5, 14)}, "b"),
        ({"since": dt.datetime(2021, 5, 14, 23, 59, 59)}, "bc"),
        ({"until": dt.datetime(2021, 5, 14, 23, 59, 58)}, "ad"),
        ({"since": "14/5/2021", "until": "31.12.2021"}, "bc"),
        ({"since": "2022", "until": "2021"}, ""),
        ({"tags": ("thể thao",)}, "a"),
        ({"tags": ("the thao",)}, "ab"),
        ({"tags": ("the thao", "BÓNG ĐÁ")}, "a"),
        ({"tags": ["bong da"]}, "ae"),
        ({"tags": ("thể",)}, ""),
        ({"tags": ("thể*",)}, "a"),
        ({"sources": ("vie.vn",)}, "ae"),
        ({"sources": ("vie.vn", "bao moi")}, "ace"),
        ({"authors": ("bui an",)}, "bd"),
        ({"paths": ("tin",)}, "ac"),
        ({"paths": ("tin/",)}, "ac"),
        ({"paths": ("tin/2021", "tin.zip")}, "cd"),
        ({"paths": ("*.txt",)}, "acd"),
        ({"paths": ("Tin",)}, ""),
        ({"sources": ("vie.vn",), "since": "2021", "tags": ("bóng đá",)}, "a"),
    ],
)
def test_filters(searcher: Searcher, filters: dict[str, Any], ids: str) -> None:
    assert found(searcher, **filters) == ids


def test_filters_say_the_same_as_the_query(searcher: Searcher) -> None:
    for query, filters in (
        ('sơn tag:"the thao"', Filters(tags=("the thao",))),
        ("sơn source:vie.vn", Filters(sources=("vie.vn",))),
        ('sơn author:"bui an"', Filters(authors=("bui an",))),
        ("sơn path:tin", Filters(paths=("tin",))),
        ("sơn date:[2021 TO 2021-06]", Filters(since="2021", until="2021-06")),
        ("sơn date:1950", Filters(since="1950", until="1950")),
        ("sơn date:[* TO 1950]", Filters(until="1950")),
    ):
        assert {hit.id for hit in searcher.search(query)} == {hit.id for hit in searcher.search("sơn", filters=filters)}


@pytest.mark.parametrize("date", ["hôm qua", "2021-13", "31/2/2021", "0", "20211", "2021-05-14-01", "9" * 50])
def test_what_is_no_date_is_refused(searcher: Searcher, date: str) -> None:
    with pytest.raises(QueryError, match="is not a date: write 2021, 2021-05"):
        found(searcher, since=date)
    assert date_range(date) is None


@pytest.mark.parametrize("name", ["tags", "sources", "authors", "paths"])
def test_a_single_text_is_refused(searcher: Searcher, name: str) -> None:
    with pytest.raises(QueryError, match=f"{name} of a filter must be a sequence of texts, not 'vie.vn'"):
        found(searcher, **{name: "vie.vn"})


@given(st.dates(dt.date(1, 1, 1), dt.date(9999, 12, 31)), st.sampled_from(["{y:04}-{m:02}-{d:02}", "{d}/{m}/{y:04}"]))
def test_a_day(day: dt.date, form: str) -> None:
    first, last = date_range(form.format(y=day.year, m=day.month, d=day.day)) or (None, None)
    assert first == dt.datetime(day.year, day.month, day.day)
    assert last == dt.datetime(day.year, day.month, day.day, 23, 59, 59)


@given(st.dates(dt.date(1, 1, 1), dt.date(9998, 12, 31)), st.booleans())
def test_a_month_and_a_year_are_all_their_days(day: dt.date, month: bool) -> None:
    found = date_range(f"{day.year:04}-{day.month}" if month else f"{day.year:04}")
    assert found is not None
    first, last = found
    second = dt.timedelta(seconds=1)
    assert first <= dt.datetime.combine(day, dt.time()) <= last
    assert (first.day, (last + second).day, (last + second).hour) == (1, 1, 0)
    assert ((last + second).month == first.month % 12 + 1) if month else ((last + second).year == day.year + 1)


@given(st.text("0123456789-/.", max_size=12))
def test_any_text_is_a_date_or_none(text: str) -> None:
    found = date_range(text)
    assert found is None or found[0] < found[1]
