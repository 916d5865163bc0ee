"""Records with their fields under many names."""

from __future__ import annotations

import datetime as dt

import pytest

from tracuu.analyzers.errors import InvalidArticleError
from tracuu.index.article import Article
from tracuu.index.reading.fields import NAMES, article_from_record, field_of


def article(record: dict[str, object], notes: list[str] | None = None) -> Article:
    note = (lambda reason: None) if notes is None else notes.append
    return article_from_record(record, default_id="k#1", path="/a/b.jsonl", note=note)


@pytest.mark.parametrize(
    ("name", "field"),
    [
        *((spelling, field) for field, spellings in NAMES.items() for spelling in spellings),
        *(("TIÊU ĐỀ", "title"), ("tieu_de", "title"), ("tiêu đề".upper().lower(), "title"), ("_ID", "id")),
        *(
            ("publishedAt", "date"),
            ("Published-At", "date"),
            ("datePublished", "date"),
            ("ngay dang", "date"),
        ),
        *(("articleBody", "body"), ("từ khoá", "tags"), ("Tác giả", "authors"), ("tac-gia", "authors")),
        *(("views", ""), ("", ""), ("titles", ""), ("title" * 1000, "")),
    ],
)
def test_names(name, field):
    assert field_of(name) == field


def test_every_field_has_its_place():
    found = article(
        {
            "_id": 12,
            "Tiêu đề": "Gió chướng",
            "tóm tắt": "Gió về.",
            "nội dung": "Gió thổi từ biển vào.",
            "ngày đăng": "14/4/2025",
            "link": "https://example.org",
            "Nguồn": "Báo Đồng Quê",
            "tác giả": "An, Bình; Chi",
            "từ khóa": ["gió", " ", "biển", None, 2025],
            "views": {"web": 3},
            "note": None,
        }
    )
    assert found == Article(
        title="Gió chướng",
        body="Gió về.\n\nGió thổi từ biển vào.",
        id="12",
        date=dt.date(2025, 4, 14),
        url="https://example.org",
        path="/a/b.jsonl",
        source="Báo Đồng Quê",
        authors=("An", "Bình", "Chi"),
        tags=("gió", "biển", "2025"),
        metadata={"views": {"web": 3}},
    )


@pytest.mark.parametrize(
    ("abstract", "body", "expected"),
    [
        ("Tóm.", "Thân.", "Tóm.\n\nThân."),
        ("Tóm.", "Tóm. Thân.", "Tóm. Thân."),
        ("Tóm  tắt.", "  Tóm\ntắt. Thân.", "  Tóm\ntắt. Thân."),
        ("Tóm.", "", "Tóm."),
        ("", "Thân.", "Thân."),
        (
            "Dòng một hai ba bốn",
            "khác\nDòng một hai ba bốn",
            "Dòng một hai ba bốn\n\nkhác\nDòng một hai ba bốn",
        ),
    ],
)
def test_the_abstract_is_part_of_the_body(abstract, body, expected):
    assert article({"abstract": abstract, "body": body}).body == expected


def test_captions_and_line_ends_of_a_body():
    caption = "Phà Rạch Miễu cập bến lúc chiều"
    assert article({"body": f"A\r\n{caption}\r\n\r\n{caption}\rB\x00"}).body == f"A\n{caption}\nB"


def test_of_two_names_for_one_field_the_other_is_kept():
    found = article({"content": "ngắn", "body": "dài", "Title": "A", "title": "B", "text": None})
    assert (found.body, found.title) == ("dài", "A")
    assert found.metadata == {"content": "ngắn", "title": "B"}
    assert article({"body": " ", "text": "chữ"}).body == "chữ"


def test_tags_and_authors_are_gathered():
    found = article({"title": "A", "tags": "x, y", "categories": ["y", "z"], "author": "An", "authors": ["Bình"]})
    assert (found.tags, found.authors) == (("x", "y", "z"), ("An", "Bình"))


def test_metadata_of_a_written_article_is_unpacked():
    assert article({"title": "A", "metadata": {"a": 1}, "b": 2}).metadata == {"a": 1, "b": 2}
    assert article({"title": "A", "metadata": {"b": 1}, "b": 2}).metadata == {"metadata": {"b": 1}, "b": 2}
    assert article({"title": "A", "metadata": "x"}).metadata == {"metadata": "x"}


def test_ids():
    assert article({"title": "A"}).id == "k#1"
    assert article({"title": "A", "id": " "}).id == "k#1"
    assert article({"title": "A", "id": 0}).id == "0"
    assert article({"title": "A", "_id": {"$oid": "65f0"}}).id == "65f0"


def test_a_date_that_is_none_is_kept_and_noted():
    notes: list[str] = []
    found = article({"title": "A", "published_at": "hôm qua"}, notes)
    assert (found.date, found.metadata) == (None, {"date": "hôm qua"})
    assert notes == ["'published_at' is no full date: 'hôm qua'; kept as it is in the metadata"]


@pytest.mark.parametrize(
    ("record", "field", "kept"),
    [
        ({"source": {"name": "X"}}, "source", {"source": {"name": "X"}}),
        ({"url": ["x"]}, "url", {"url": ["x"]}),
        ({"author": [{"name": "X"}]}, "authors", {"author": [{"name": "X"}]}),
        ({"tags": 7}, "tags", {"tags": 7}),
    ],
)
def test_what_is_no_text_goes_to_the_metadata(record, field, kept):
    notes: list[str] = []
    found = article({"title": "A", **record}, notes)
    assert not getattr(found, field)
    assert found.metadata == kept
    assert len(notes) == 1 and "kept as it is" in notes[0]


@pytest.mark.parametrize(
    ("record", "message"),
    [
        ({}, "no title and no body; found no field"),
        ({"views": 1, "id": "x"}, "no title and no body; found 'views', 'id'"),
        ({"title": ["A"]}, "'title' must be text, not a list"),
        ({"title": "A", "nội dung": 7}, "'nội dung' must be text, not a number"),
        ({"title": "A", "sapo": True}, "'sapo' must be text, not true or false"),
        ({"title": "A", "id": ["x"]}, "'id' must be text or a number, not a list"),
        ({"title": "\x00", "body": "\x00"}, "no title and no body"),
    ],
)
def test_records_that_are_no_article(record, message):
    with pytest.raises(InvalidArticleError, match=message):
        article(record)
