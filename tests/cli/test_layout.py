"""Columns and lines, whatever the text is made of."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wcwidth import wcwidth

from tracuu.search.cli.layout import _NARROW, columns, pad, plural, table, wrap
from tracuu.search.cli.streams import short_paths
from tracuu.search.highlighting import Highlighted, printable

LETTERS = st.sampled_from([*"aăâbđeêơưy \n\t-.", "ế", "ệ", "e\u0323\u0302", "國", "\u0301", "\x1b", "😀"])
TEXTS = st.lists(LETTERS, max_size=80).map("".join)


@pytest.mark.parametrize(
    ("text", "width"), [("", 0), ("abc", 3), ("Đường", 5), ("賢才", 4), ("a\u0301", 1), ("\ufffd", 1)]
)
def test_columns(text: str, width: int) -> None:
    assert columns(text) == width


def test_decomposed_text_is_as_wide_as_composed() -> None:
    text = "Bùi Thanh Sơn, Thủy điện Hòa Bình"
    assert columns(unicodedata.normalize("NFD", text)) == len(text)


def test_what_is_counted_by_characters_is_one_column_wide() -> None:
    narrow = [char for char in map(chr, range(0x80, 0x30000)) if _NARROW.fullmatch(char)]
    assert set("đĐơƯếỆ“”–…·") < set(narrow)
    assert [char for char in narrow if wcwidth(char) != 1] == []


def test_breaks_stand_between_words_and_highlights_go_on() -> None:
    text = Highlighted("Bộ trưởng Bùi Thanh  Sơn dự hội nghị.", ((10, 24),))
    assert [line.plain() for line in wrap(text, 14)] == ["Bộ trưởng [Bùi]", "[Thanh Sơn] dự", "hội nghị."]


def test_without_a_width_there_is_one_line() -> None:
    assert [line.text for line in wrap(Highlighted("một\n\nhai " * 50), None)] == [" ".join(["một hai"] * 50)]


def test_a_base_letter_keeps_its_marks_where_a_long_word_is_cut() -> None:
    word = unicodedata.normalize("NFD", "nghiêng" * 5)
    lines = [line.text for line in wrap(Highlighted(word), 8)]
    assert "".join(lines) == word
    assert not any(unicodedata.combining(line[0]) for line in lines)


@given(TEXTS, st.integers(2, 30))
def test_no_line_is_too_wide_and_no_character_is_lost(text: str, room: int) -> None:
    lines = [line.text for line in wrap(Highlighted(text), room)]
    assert all(columns(line) <= room for line in lines)
    assert "".join("".join(lines).split()) == "".join(printable(text).split())
    assert all(line.strip() == line != "" for line in lines)


@given(TEXTS, st.integers(2, 30), st.data())
def test_highlights_stay_on_their_characters(text: str, room: int, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    spans = ((start, end),) if end > start else ()
    marked = [piece for line in wrap(Highlighted(text, spans), room) for piece, hit in line.pieces() if hit]
    assert "".join("".join(marked).split()) == "".join(printable(text[start:end]).split())


def test_tables_are_straight_whatever_is_in_them() -> None:
    rows = [
        ("9", "Bùi Thanh Sơn", "x"),
        ("1,234", unicodedata.normalize("NFD", "Đà Lạt"), "y"),
        ("5", "賢才", "z"),
    ]
    lines = table(rows, "><<")
    assert lines[0] == "    9  Bùi Thanh Sơn  x"
    assert {columns(line) for line in lines} == {columns(lines[0])}


def test_pad_and_plural() -> None:
    assert (pad("賢", 4), pad("賢", 4, ">"), pad("long", 2)) == ("賢  ", "  賢", "long")
    assert (plural(1, "article"), plural(0, "article"), plural(30_000, "article")) == (
        "1 article",
        "0 articles",
        "30,000 articles",
    )


def test_paths_in_a_sentence_are_told_as_seen_from_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert short_paths(f"cannot read {tmp_path}/a b/c: see {tmp_path}/d") == "cannot read a b/c: see d"
    for text in (f"cannot read /data{tmp_path}/c", f"the id '{tmp_path}/c'", f"no index in {tmp_path}: begin"):
        assert short_paths(text) == text
    monkeypatch.chdir("/")
    assert short_paths("cannot read /etc/passwd") == "cannot read /etc/passwd"
