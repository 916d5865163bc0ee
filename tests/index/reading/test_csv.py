"""CSV: delimiters, quotes, headers, and rows that are none."""

from __future__ import annotations

import csv
from dataclasses import replace

import pytest

from tracuu.index.reading.limits import LIMITS


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_delimiters_and_line_ends(write, read, delimiter, end):
    rows = [
        ["Mã", "Tiêu đề", "NỘI DUNG", "tac_gia"],
        ["7", "Gió, chướng; về", '"Nói"' + "\nhai dòng", "An; Bình"],
    ]
    quoted = [['"' + cell.replace('"', '""') + '"' for cell in row] for row in rows]
    content = end.join(delimiter.join(row) for row in quoted) + end
    outcome = read(write("n/a.csv", content.encode()).parent)
    article = outcome.article
    assert (article.title, article.body) == ("Gió, chướng; về", '"Nói"\nhai dòng')
    assert (article.authors, article.metadata, article.id) == (("An", "Bình"), {"Mã": "7"}, "n/a.csv#1")
    assert outcome.problems == outcome.errors == []


def test_tsv_and_a_byte_order_mark(write, read):
    article = read(write("a.tsv", "\ufefftitle\tdate\nGió\t14/4/2025\n")).article
    assert (article.title, article.date.isoformat()) == ("Gió", "2025-04-14")


@pytest.mark.parametrize("header", ["a,b", "1;2", "", "id,date,url", "x" * 500])
def test_a_header_that_names_no_text(write, read, header):
    path = write("a.csv", f"{header or '?'}\nmột,hai\n")
    error = read(path).error
    assert error.startswith(f"{path} has no column of text: its first row names ")
    assert "title" in error and "nội dung" in error and len(error) < 500


def test_rows_of_other_lengths(write, read):
    path = write("a.csv", "title,body,,title\nA\nB,b,x,y,z,w\n\n,,\n,chỉ có thân\n")
    outcome = read(path)
    assert [(a.title, a.body, a.id) for a in outcome.articles] == [
        ("A", "", "a.csv#1"),
        ("B", "b", "a.csv#2"),
        ("", "chỉ có thân", "a.csv#3"),
    ]
    assert outcome.articles[1].metadata == {"column 3": "x", "title (4)": "y", "extra": ["z", "w"]}
    assert [(p.kind, p.where) for p in outcome.problems] == [("note", f"{path}:3")]


def test_a_row_without_text_is_reported_with_its_line(write, read):
    path = write("a.csv", 'title,body,url\n"A\nB",x,\n,,http://x\nC,y,\n')
    outcome = read(path)
    assert [a.title for a in outcome.articles] == ["A\nB", "C"]
    assert [(p.kind, p.where) for p in outcome.problems] == [("article", f"{path}:4")]


def test_a_field_longer_than_the_modules_own_limit(write, read):
    body = "chữ " * 100_000
    assert read(write("a.csv", f'title,body\nA,"{body}"\n')).article.body == body


def test_a_quote_that_never_closes_does_not_swallow_the_file(write, read):
    rows = "".join(f"Tựa {n},thân bài số {n}\n" for n in range(200))
    path = write("a.csv", f'title,body\nA,a\nB,"mở mà không đóng\n{rows}')
    outcome = read(path, limits=replace(LIMITS, line_bytes=1000))
    titles = [article.title for article in outcome.articles]
    assert titles[0] == "A" and titles[-1] == "Tựa 199" and len(titles) > 100
    assert [(p.kind, p.where) for p in outcome.problems] == [("article", f"{path}:3")]
    assert "is a quote not closed?" in outcome.problems[0].reason


def test_a_quote_open_at_the_end_is_reported(write, read):
    path = write("a.csv", 'title,body\nA,a\nB,"mở mà không đóng\nC,c\n')
    outcome = read(path)
    assert [(a.title, a.body) for a in outcome.articles] == [("A", "a"), ("B", "mở mà không đóng\nC,c\n")]
    assert [(p.kind, p.where) for p in outcome.problems] == [("note", f"{path}:3")]
    assert "never closed" in outcome.problems[0].reason


@pytest.mark.parametrize("end", ["", "\n", "\r\n"])
def test_a_last_row_with_or_without_a_line_end(write, read, end):
    outcome = read(write("a.csv", 'title,body\nA,"hai' + '\ndòng"' + end))
    assert outcome.article.body == "hai\ndòng" and outcome.problems == []


def test_an_oversized_line_is_skipped(write, read):
    path = write("a.csv", f"title,body\nA,a\nB,{'x' * 2_000_000}\nC,c\n")
    outcome = read(path, limits=replace(LIMITS, line_bytes=1000))
    assert [article.title for article in outcome.articles] == ["A", "C"]
    assert [(p.kind, p.where) for p in outcome.problems] == [("article", f"{path}:3")]


def test_an_oversized_header(write, read):
    path = write("a.csv", "title," * 1000)
    assert "has no column of text" in read(path, limits=replace(LIMITS, line_bytes=100)).error


def test_empty_files_and_files_of_a_header_only(write, read):
    assert "is empty" in read(write("a.csv", "")).error
    assert "is empty" in read(write("b.csv", "\n\n")).error
    outcome = read(write("c.csv", "title,body\n"))
    assert outcome.articles == outcome.problems == outcome.errors == []


def test_the_modules_limit_is_never_lowered(write, read):
    before = csv.field_size_limit(2**30)
    try:
        read(write("a.csv", "title\nA\n"))
        assert csv.field_size_limit() == 2**30
    finally:
        csv.field_size_limit(before)
