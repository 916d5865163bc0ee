"""Plain text: the first line is the title."""

from __future__ import annotations

import os
from dataclasses import replace

import pytest

from tracuu.index.reading.limits import LIMITS

TITLE = "Chợ nổi Cái Răng họp từ ba giờ sáng"


def test_the_first_line_is_the_title(write, read, text):
    path = write("news/chợ.txt")
    outcome = read(path.parent)
    article = outcome.article
    assert (article.title, article.id, article.path) == (TITLE, "news/chợ.txt", str(path))
    assert f"{article.title}\n\n{article.body}" == text
    assert (article.source, article.url, article.date, dict(article.metadata)) == ("", "", None, {})
    assert outcome.problems == outcome.errors == []


@pytest.mark.parametrize(
    ("content", "title", "body"),
    [
        ("\n\n  Tựa  \r\n\r\nMột\r\nHai\rBa\n", "Tựa", "Một\nHai\nBa"),
        ("Chỉ có tựa", "Chỉ có tựa", ""),
        ("Tựa\nTh\x00ân", "Tựa", "Thân"),
        ("\ufeffTựa\nThân", "Tựa", "Thân"),
        ("Tựa\n  Thụt vào\n\tgiữ nguyên", "Tựa", "Thụt vào\n\tgiữ nguyên"),
    ],
)
def test_line_ends_and_white_space(write, read, content, title, body):
    article = read(write("a.txt", content.encode())).article
    assert (article.title, article.body) == (title, body)


def test_a_caption_stands_once(write, read):
    caption = "Phà Rạch Miễu cập bến lúc chiều"
    article = read(write("a.txt", f"Tựa\n\n{caption}\n\n{caption}\n\nTin liên quan\nTin liên quan")).article
    assert article.body == f"{caption}\n\nTin liên quan\nTin liên quan"


def test_a_first_line_too_long_for_a_title_is_text(write, read):
    line = "dài " * 300
    outcome = read(write("a.txt", f"{line}\nThân"))
    assert (outcome.article.title, outcome.article.body) == ("", f"{line}\nThân")
    assert "too long for a title" in outcome.of_kind("note")[0].reason


@pytest.mark.parametrize("content", [b"", b"\n \r\n\t", b"\xef\xbb\xbf", b"\x00"])
def test_an_empty_file(write, read, content):
    path = write("trống.txt", content)
    outcome = read(path)
    assert outcome.articles == []
    assert outcome.error == f"{path} is empty; leave it out, or check what wrote it"


def test_a_file_that_is_too_long_is_refused_with_the_limit(write, read):
    path = write("a.txt", "chữ " * 100)
    limits = replace(LIMITS, article_chars=399)
    assert read(path, limits=limits).error == f"{path} is too long: 400 characters, at most 399; split it"
    assert read(path, limits=replace(LIMITS, article_chars=400)).article.title.startswith("chữ")
    error = read(path, limits=replace(LIMITS, article_chars=9)).error
    assert error.endswith("more than 40 bytes; at most 9 characters are one article: split it")


def test_encodings_are_reported(write, read, text, to_cp1258):
    outcome = read(write("a.txt", to_cp1258(text)))
    assert outcome.article.title == TITLE
    assert [(p.kind, p.reason) for p in outcome.problems] == [("note", "not UTF-8: read as cp1258")]


def test_a_binary_file_is_named_and_skipped(write, read):
    bad, good = write("n/a.txt", b"%PDF-1.4\n%\xe2\xe3\xcf\xd3"), write("n/b.txt")
    outcome = read(good.parent)
    assert [article.title for article in outcome.articles] == [TITLE]
    assert outcome.error.startswith(f"{bad} is not text (it looks like PDF)")


def test_a_file_that_vanished_or_may_not_be_read(write, read, monkeypatch):
    path = write("a.txt")

    def refuse(*args: object, **options: object) -> None:
        raise PermissionError(13, "Permission denied")

    with monkeypatch.context() as patch:
        patch.setattr("tracuu.index.reading.read.open_plain", refuse)
        assert read(path).error.startswith(f"{path} cannot be read: Permission denied; give yourself permission")
    assert read(path).articles


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read everything")
def test_a_real_refusal(write, read):
    path = write("a.txt")
    path.chmod(0)
    assert "Permission denied" in read(path).error


def test_a_disk_that_fails_half_way(write, read, monkeypatch):
    path = write("a.txt")

    class Failing:
        def __enter__(self):
            return self

        def __exit__(self, *args):
            return None

        def read(self, size):
            raise OSError(5, "Input/output error")

    monkeypatch.setattr("tracuu.index.reading.read.open_plain", lambda *args, **options: Failing())
    assert read(path).error == f"{path} cannot be read: Input/output error; check the path, or leave it out"
