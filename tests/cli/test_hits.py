"""Hits and notes made from results by hand: the cases that an index seldom brings together."""

from __future__ import annotations

import json
import sys

import pytest

from tracuu.index.article import Article
from tracuu.search.cli.hits_html import hits_html
from tracuu.search.cli.hits_markdown import hits_markdown
from tracuu.search.cli.hits_text import hits_text
from tracuu.search.cli.notes import notes, tried
from tracuu.search.cli.output import dumps, hit_record
from tracuu.search.cli.terminal import MAX_WIDTH, MIN_WIDTH, Terminal
from tracuu.search.highlighting import Highlighted
from tracuu.search.results import Hit, Relaxation, Results, Snippet

PLAIN = Terminal(None, False)


def hit(id: str, match: str = "full", **fields: str) -> Hit:
    article = Article(id=id, **({"title": f"Bài {id}", "body": "Thân bài."} | fields))  # type: ignore[arg-type]
    snippet = Snippet(Highlighted(article.body[:9], ((0, 4),)), 0, 9)
    return Hit(id, Highlighted(article.title), 1.5, match, (snippet,), article)  # type: ignore[arg-type]


def results(matches: str, total: int, partial: int, **fields: object) -> Results:
    """``matches``: a letter for each hit on the page, ``f`` or ``p``."""
    hits = tuple(hit(str(n), {"f": "full", "p": "partial"}[letter]) for n, letter in enumerate(matches, 1))
    return Results("hỏi", total, partial, hits, **fields)  # type: ignore[arg-type]


def lines(found: Results) -> list[str]:
    return [line for line in hits_text(found, PLAIN) if line]


def test_a_heading_stands_before_the_first_partial_match() -> None:
    page = lines(results("fpp", 1, 2))
    assert page.index("— partial matches —") == page.index("2. Bài 2") - 1
    assert not any("in part" in line for line in page)


def test_the_heading_stands_on_every_page_with_partial_matches() -> None:
    assert "— partial matches —" not in lines(results("ff", 3, 2))
    assert "— partial matches —" in lines(results("fp", 3, 2, offset=2))
    assert "— partial matches —" in lines(results("pp", 2, 2, offset=2))
    assert "— partial matches —" in lines(results("p", 2, 2, offset=3))


def test_where_only_the_score_decides_each_partial_match_says_so() -> None:
    page = lines(results("pfp", 1, 2))
    assert "— partial matches —" not in page
    assert [line for line in page if "· 1.50" in line] == [
        "   id 1 · 1.50 · in part",
        "   id 2 · 1.50",
        "   id 3 · 1.50 · in part",
    ]


def test_where_all_matches_are_partial_the_count_says_so() -> None:
    page = lines(results("pp", 0, 2))
    assert "— partial matches —" not in page
    assert not any("in part" in line for line in page)


@pytest.mark.parametrize(
    ("found", "sentence"),
    [
        (results("f", 1, 0), "1 article matches"),
        (results("ff", 2, 0), "2 articles match"),
        (results("fp", 1, 1), "1 article matches in full, 1 in part"),
        (results("pp", 0, 2), "no article has everything; 2 articles match in part"),
        (results("ff", 27, 3), "27 articles match in full, 3 in part; shown: 1 to 2 (more: --page 2)"),
        (results("f", 3, 0, offset=2), "3 articles match; shown: 3"),
        (results("", 3, 0, offset=4), "3 articles match; page 3 is behind the last"),
        (results("", 0, 0), "nothing found for “hỏi”"),
    ],
)
def test_the_first_note_counts(found: Results, sentence: str) -> None:
    assert next(iter(notes(found, 2))) == sentence


def test_every_relaxation_and_suggestion_is_told() -> None:
    relaxed = (
        Relaxation("marks", "bùi thành sơn", (("Bùi Thanh Sơn", 4),)),
        Relaxation("adjacency", "thanh sơn"),
        Relaxation("completeness"),
    )
    told = list(notes(results("p", 0, 1, relaxed=relaxed, suggestions=("bùi thanh sơn", "thanh sơn")), 10))
    assert told[1] == "“bùi thành sơn” stands nowhere; marks were left off: Bùi Thanh Sơn (4)"
    assert "“thanh sơn” together; its syllables were looked up one by one" in told[2]
    assert told[3:] == ["did you mean: bùi thanh sơn, thanh sơn"]


def test_a_search_that_found_nothing_says_what_it_tried() -> None:
    nothing = results("", 0, 0)
    assert ["with other marks" in line for line in tried(nothing, "auto", False)] == [True]
    assert ["--marks exact" in line for line in tried(nothing, "exact", False)] == [True]
    assert ["filters" in line for line in tried(nothing, "auto", True)] == [False, True]
    assert list(tried(results("f", 1, 0), "exact", True)) == []


def test_what_an_article_holds_does_not_steer_the_terminal() -> None:
    evil = hit("\x1b]0;id\x07", title="\x1b[2J Tựa\x07", body="a\x1b[31m bcd\x9b", source="\x1bs\u202e", url="\x1bu")
    found = Results("x\x1b", 1, 0, (evil,))
    for lines in (
        hits_text(found, PLAIN),
        hits_text(found, Terminal(40, False)),
        hits_html(found, 10),
        hits_markdown(found, 10),
    ):
        page = "\n".join(lines)
        assert "\ufffd" in page
        assert all(char.isprintable() or char == "\n" for char in page)


def test_nothing_of_an_article_is_markup_and_only_the_web_is_linked() -> None:
    evil = hit("<i>", title="<script>", body="<b>&amp", url="javascript:alert(1)", source="'\">")
    page = "\n".join(hits_html(Results("<q>", 1, 0, (evil,)), 10))
    assert "<script>" not in page
    assert "<b>" not in page
    assert "<i>" not in page
    assert "href" not in page
    assert '<a href="https://x.vn/?a=1&amp;b=%22&quot;">' in "\n".join(
        hits_html(Results("q", 1, 0, (hit("1", url='https://x.vn/?a=1&b=%22"'),)), 10)
    )


def test_every_character_survives_in_json_and_none_ends_a_line_or_steers_a_terminal() -> None:
    record = hit_record(hit("a", title="\ud83d lẻ \x1b\x85\x9b\u2028\u2029\u202e 😀 Đ"))
    text = dumps(record)
    text.encode("utf-8")
    assert json.loads(text) == record
    assert text.isprintable()
    assert "😀 Đ" in text


def test_json_is_ascii_where_the_stream_is(monkeypatch: pytest.MonkeyPatch) -> None:
    class Latin:
        encoding = "iso-8859-1"

    monkeypatch.setattr(sys, "stdout", Latin())
    assert dumps({"a": "phở 😀\ud83d"}).isascii()


class FakeTerminal:
    encoding = "utf-8"

    def __init__(self, is_terminal: bool) -> None:
        self.isatty = lambda: is_terminal


@pytest.mark.parametrize(
    ("is_terminal", "color", "environment", "expected"),
    [
        (True, "auto", {}, True),
        (False, "auto", {}, False),
        (True, "auto", {"NO_COLOR": "1"}, False),
        (True, "auto", {"NO_COLOR": ""}, True),
        (True, "auto", {"TERM": "dumb"}, False),
        (True, "never", {}, False),
        (False, "always", {"NO_COLOR": "1"}, True),
    ],
)
def test_colour(
    monkeypatch: pytest.MonkeyPatch,
    is_terminal: bool,
    color: str,
    environment: dict[str, str],
    expected: bool,
) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(sys, "stdout", FakeTerminal(is_terminal))
    assert Terminal.of_stdout(color).colour is expected


@pytest.mark.parametrize(
    ("is_terminal", "columns", "width"),
    [
        (True, "60", 60),
        (True, "200", MAX_WIDTH),
        (True, "3", MIN_WIDTH),
        (False, "", None),
        (False, "70", 70),
    ],
)
def test_width(monkeypatch: pytest.MonkeyPatch, is_terminal: bool, columns: str, width: int | None) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    monkeypatch.setattr(sys, "stdout", FakeTerminal(is_terminal))
    assert Terminal.of_stdout().width == width
