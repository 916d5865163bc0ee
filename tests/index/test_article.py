"""The article: what it takes, and the id that it gets."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracuu.analyzers.errors import InvalidArticleError
from tracuu.index import Article


@pytest.mark.parametrize("given", [{"title": "Phở"}, {"body": "Phở"}, {"title": "  ", "body": "Phở"}])
def test_a_title_or_a_body_is_enough(given: dict[str, str]) -> None:
    assert Article(**given)


@pytest.mark.parametrize("given", [{}, {"title": " \n\t"}, {"title": "", "body": "\u3000"}, {"id": "1"}])
def test_without_text_there_is_no_article(given: dict[str, str]) -> None:
    with pytest.raises(InvalidArticleError, match="both are empty"):
        Article(**given)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title", b"Ph\xe1\xbb\x9f"),
        ("body", None),
        ("id", 7),
        ("url", ["http://vi.du"]),
        ("path", __import__("pathlib").Path("a.txt")),
        ("source", 1.5),
        ("authors", "Nguyễn Du"),
        ("authors", None),
        ("authors", ["Nguyễn Du", None]),
        ("tags", 5),
        ("tags", ""),
        ("tags", b"bytes"),
        ("date", "2024-02-30"),
        ("date", 1700000000),
        ("metadata", None),
        ("metadata", [("a", 1)]),
    ],
)
def test_a_field_of_the_wrong_kind_is_named(field: str, value: Any) -> None:
    with pytest.raises(InvalidArticleError, match=f"^{field} of an article must be"):
        Article(**{"title": "Phở", field: value})


def test_sequences_become_tuples_whatever_they_were() -> None:
    article = Article(title="Phở", authors=["Vũ Bằng"], tags=(tag for tag in ("ẩm thực", "Hà Nội")))  # type: ignore[arg-type]
    assert article.authors == ("Vũ Bằng",)
    assert article.tags == ("ẩm thực", "Hà Nội")


@pytest.mark.parametrize("date", [dt.date(2024, 2, 29), dt.datetime(2024, 2, 29, 7, 30, tzinfo=dt.timezone.utc), None])
def test_dates(date: dt.date | None) -> None:
    assert Article(title="Phở", date=date).date == date


def test_an_article_never_changes() -> None:
    with pytest.raises(AttributeError):
        Article(title="Phở").title = "Bún"  # type: ignore[misc]


def test_its_own_id_stays() -> None:
    article = Article(id="a", title="Phở")
    assert article.with_id() is article


texts = st.text(min_size=1).filter(str.strip)


@given(texts, texts)
def test_the_id_is_that_of_the_content(title: str, body: str) -> None:
    id = Article(title=title, body=body).with_id().id
    assert len(id) == 16
    assert set(id) <= set("0123456789abcdef")
    assert Article(title=title, body=body, url="http://vi.du", tags=("x",)).with_id().id == id
    assert Article(title=title + "x", body=body).with_id().id != id
    assert Article(title=title, body=body + "x").with_id().id != id


def test_where_the_title_ends_counts() -> None:
    assert Article(title="Phở", body="bò").with_id().id != Article(title="Phở bò").with_id().id


def test_half_a_surrogate_pair_has_an_id_too() -> None:
    assert Article(title="\ud83d").with_id().id != Article(title="\ude00").with_id().id
