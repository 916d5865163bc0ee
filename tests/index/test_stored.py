"""The stored record: every article comes back as it was."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracuu.analyzers.errors import InvalidArticleError
from tracuu.index import Article
from tracuu.index.stored import date_to_seconds, dump_article, load_article, seconds_to_date
from tracuu.index.views import NO_DATE

any_text = st.text(st.characters())  # lone surrogates too
zones = st.one_of(st.none(), st.integers(-1439, 1439).map(lambda m: dt.timezone(dt.timedelta(minutes=m))))
dates = st.one_of(st.none(), st.dates(), st.datetimes(timezones=zones))
json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | any_text,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(any_text, inner, max_size=3),
    max_leaves=6,
)
articles = st.builds(
    Article,
    title=any_text.map(lambda text: f"T{text}"),
    body=any_text,
    id=any_text,
    date=dates,
    url=any_text,
    path=any_text,
    source=any_text,
    authors=st.lists(any_text, max_size=3).map(tuple),
    tags=st.lists(any_text, max_size=3).map(tuple),
    metadata=st.dictionaries(any_text, json, max_size=3),
)


@given(articles)
def test_round_trip(article: Article) -> None:
    again = load_article(dump_article(article))
    assert again == article
    assert type(again.date) is type(article.date)
    if isinstance(article.date, dt.datetime):
        assert isinstance(again.date, dt.datetime)
        assert again.date.utcoffset() == article.date.utcoffset()


def test_a_zone_with_a_name_keeps_its_offset() -> None:
    noon = dt.datetime(2024, 2, 29, 12, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
    again = load_article(dump_article(Article(title="Phở", date=noon))).date
    assert isinstance(again, dt.datetime)
    assert (again, again.utcoffset()) == (noon, dt.timedelta(hours=7))


def test_empty_fields_take_no_room() -> None:
    assert len(dump_article(Article(title="Phở"))) < 40


def circular() -> Mapping[str, Any]:
    mapping: dict[str, Any] = {}
    mapping["itself"] = mapping
    return mapping


def deep() -> Mapping[str, Any]:
    mapping: dict[str, Any] = {}
    for _ in range(200_000):
        mapping = {"": mapping}
    return mapping


@pytest.mark.parametrize(
    "metadata",
    [
        {"giá": Decimal("1.5")},
        {"ngày": dt.date(2024, 1, 1)},
        {"dữ liệu": b"x"},
        {"tập": {1}},
        {(1, 2): 3},
        circular(),
    ],
    ids=["decimal", "date", "bytes", "set", "key", "circular"],
)
def test_metadata_that_is_no_json_is_refused(metadata: Mapping[str, Any]) -> None:
    with pytest.raises(InvalidArticleError, match="metadata of the article 'a' cannot be kept as JSON"):
        dump_article(Article(id="a", title="Phở", metadata=metadata))


def test_metadata_too_deep_is_refused() -> None:
    metadata = deep()
    try:
        with pytest.raises(InvalidArticleError, match="cannot be kept as JSON"):
            dump_article(Article(title="Phở", metadata=metadata))
    finally:
        while metadata:  # taken apart by hand: freeing it would recurse
            metadata = metadata[""]


@given(st.datetimes(timezones=zones))
def test_the_date_column_is_in_whole_seconds_of_the_articles_own_clock(date: dt.datetime) -> None:
    since = date.replace(tzinfo=None) - dt.datetime(1970, 1, 1)
    assert dt.timedelta() <= since - dt.timedelta(seconds=date_to_seconds(date)) < dt.timedelta(seconds=1)
    assert seconds_to_date(date_to_seconds(date)) == date.date()


@given(st.dates())
def test_a_day_begins_at_midnight(day: dt.date) -> None:
    assert date_to_seconds(day) % 86400 == 0
    assert seconds_to_date(date_to_seconds(day)) == day


def test_the_last_moment_of_a_day_before_1970_is_of_that_day() -> None:
    assert seconds_to_date(date_to_seconds(dt.datetime(1969, 12, 31, 23, 59, 59, 999_999))) == dt.date(1969, 12, 31)


def test_no_date_is_neither_first_nor_last() -> None:
    assert date_to_seconds(None) == NO_DATE
    assert seconds_to_date(NO_DATE) is None


def test_a_zone_that_says_nothing_is_none() -> None:
    class Unknown(dt.tzinfo):
        def utcoffset(self, _: dt.datetime | None) -> dt.timedelta | None:
            return None

    date = dt.datetime(2024, 1, 1, tzinfo=Unknown())
    assert date_to_seconds(date) == date_to_seconds(dt.datetime(2024, 1, 1))


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"1",
        b"[]",
        b'"a"',
        b"[" * 100_000,
        b"{" * 100_000,
        b"\xff",
        b'{"id":5}',
        b'{"title":"a","date":"b"}',
        b'{"x":1}',
    ],
)
def test_what_is_no_record_is_refused(data: bytes) -> None:
    with pytest.raises((TypeError, ValueError, RecursionError, InvalidArticleError)):
        load_article(data)


@pytest.mark.parametrize("value", [float("nan"), float("inf"), -float("inf")])
def test_numbers_that_json_has_not(value: float) -> None:
    with pytest.raises(InvalidArticleError, match="finite numbers"):
        dump_article(Article(title="Phở", metadata={"điểm": [value]}))


def test_metadata_that_is_nested_too_deeply_to_be_read_anywhere() -> None:
    for levels, is_kept in ((98, True), (99, False), (900, False)):
        value: Any = "phở"
        for level in range(levels):
            value = [value] if level % 2 else {"sâu": value}
        article = Article(title="Phở", metadata={"sâu": value})
        if is_kept:
            assert load_article(dump_article(article)) == article
        else:
            with pytest.raises(InvalidArticleError, match="nested more than 100 levels"):
                dump_article(article)


def test_many_brackets_are_not_deep() -> None:
    article = Article(title="Phở", metadata={"danh sách": [{"[": []} for _ in range(1000)]})
    assert load_article(dump_article(article)) == article
