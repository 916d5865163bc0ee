"""What holds for any record, and for any bytes."""

from __future__ import annotations

import csv
import datetime as dt
import gzip
import io
import json
import lzma
import zipfile

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tracuu.analyzers.errors import ReadError
from tracuu.index.article import Article
from tracuu.index.reading import Source, find_sources, read_articles
from tracuu.index.reading.captions import drop_repeated_captions
from tracuu.index.reading.encodings import decode
from tracuu.index.reading.fields import field_of
from tracuu.index.reading.read import READERS

# Control characters would make a short text look like binary data, and "\r" comes back as "\n".
TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc"], include_characters="\n\t"))
WORD = TEXT.map(str.strip).filter(lambda text: text and not set(text) & set(",;\n"))
JSON = st.recursive(
    st.booleans() | st.integers(-(2**53), 2**53) | st.floats(allow_nan=False, allow_infinity=False) | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=6,
)
RECORDS = st.fixed_dictionaries(
    {"title": TEXT, "body": TEXT},
    optional={
        "id": WORD,
        "date": st.dates(dt.date(1900, 1, 1), dt.date(2100, 1, 1)) | st.datetimes(dt.datetime(1900, 1, 1)),
        "url": TEXT.filter(str.strip),
        "source": TEXT.filter(str.strip),
        "authors": st.lists(WORD, max_size=3, unique=True),
        "tags": st.lists(WORD, max_size=3, unique=True),
    },
).filter(lambda record: record["title"].strip() or record["body"].strip())
FREE = TEXT.filter(lambda name: name != "metadata" and not field_of(name))


def stdin() -> Source:
    (source,) = find_sources("-", on_problem=pytest.fail)
    return source


def read(data: bytes, format: str) -> list[Article]:
    return list(read_articles(stdin(), on_problem=pytest.fail, stdin=io.BytesIO(data), format=format))


def expected(record: dict[str, object], metadata: dict[str, object]) -> Article:
    texts = {
        "title": record["title"] if record["title"].strip() else "",
        "body": drop_repeated_captions(record["body"])[0] if record["body"].strip() else "",
    }
    return Article(**{**record, **texts}, metadata=metadata)


@settings(max_examples=80, deadline=None)
@given(st.lists(st.tuples(RECORDS, st.dictionaries(FREE, JSON, max_size=3)), min_size=1, max_size=5))
@pytest.mark.parametrize("format", ["jsonl", "json", "utf-16"])
def test_any_records_written_as_json_come_back(format, records):
    written = [{**record, **metadata} for record, metadata in records]
    for record in written:
        if "date" in record:
            record["date"] = record["date"].isoformat()
    if format == "json":
        data = json.dumps(written, indent=1, ensure_ascii=False).encode()
    else:
        lines = "\n".join(json.dumps(record, ensure_ascii=False) for record in written)
        data = lines.encode("utf-8" if format == "jsonl" else "utf-16")
    if format == "utf-16":
        notes = []
        articles = list(read_articles(stdin(), on_problem=notes.append, stdin=io.BytesIO(data), format="jsonl"))
        assert [note.kind for note in notes] == ["note"]
    else:
        articles = read(data, format)
    assert articles == [expected(record, metadata) for record, metadata in records]


@settings(max_examples=80, deadline=None)
@given(st.lists(RECORDS, min_size=1, max_size=5), st.sampled_from(",;\t"), st.sampled_from(["\n", "\r\n"]))
def test_any_records_written_as_csv_come_back(records, delimiter, end):
    columns = ["id", "title", "body", "date", "url", "source", "authors", "tags"]
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, columns, delimiter=delimiter, lineterminator=end, quoting=csv.QUOTE_ALL)
    writer.writeheader()
    for record in records:
        row = {name: ";".join(value) if isinstance(value, list) else value for name, value in record.items()}
        if "date" in row:
            row["date"] = row["date"].isoformat()
        writer.writerow(row)
    assert read(out.getvalue().encode(), "csv") == [expected(record, {}) for record in records]


@settings(deadline=None)
@given(TEXT)
def test_any_text_is_decoded_from_utf8(text):
    assert decode(("a" + text).encode()).text == "a" + text


BYTES = st.binary(max_size=300) | st.text(max_size=200).map(lambda text: text.encode("utf-8", "replace"))
SNIPPETS = (
    *("<p>", "</p>", "<script>", "<!--", "-->", "<a href='", "&#x;", "<![CDATA[", ">", "&", "<meta charset="),
    *("utf-16", "# ", "---\n", "\n", "- ", "title: ", "```", "[x](", "|", "{", "}", "[", "]", ":", ",", "'"),
    *('"title"', '"a"', "\\ud800", "*", "!", "=", "ệ", "\xff", "\x00", "\r", "x " * 200),
)
MARKUP = st.lists(st.sampled_from(SNIPPETS), max_size=30).map("".join).map(str.encode)


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(BYTES | MARKUP)
@example(b"")
@example(b"\x1f\x8b")
@example(b"\xff\xfe")
@example(b"\xfd7zXZ\x00")
@pytest.mark.parametrize("format", [None, *READERS])
def test_any_bytes_give_articles_or_a_read_error(format, data):
    for given_bytes in (data, gzip.compress(data)[:-1], lzma.compress(data)):
        problems = []
        stream = io.BytesIO(given_bytes)
        try:
            articles = list(read_articles(stdin(), on_problem=problems.append, stdin=stream, format=format))
        except ReadError as error:
            assert "standard input" in str(error)
        else:
            assert articles or problems or format in ("json", "csv")  # an empty list, a header alone
            for article in articles:
                assert article.title.strip() or article.body.strip()
                f"{article.title}{article.body}{article.id}".encode()
                json.dumps(dict(article.metadata))


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(damage=st.lists(st.tuples(st.integers(0, 2000), st.integers(0, 255)), min_size=1, max_size=4))
def test_any_damage_to_an_archive_gives_articles_or_a_read_error(damage, tmp_path):
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.txt", "Một\nhai")
        archive.writestr("b.jsonl", '{"title": "A"}\n', zipfile.ZIP_DEFLATED)
    content = bytearray(path.read_bytes())
    for position, value in damage:
        content[position % len(content)] = value
    path.write_bytes(content)
    (source,) = find_sources([path], on_problem=pytest.fail)
    try:
        list(read_articles(source, on_problem=lambda problem: None))
    except ReadError as error:
        assert "a.zip" in str(error)
