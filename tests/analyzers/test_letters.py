"""Every token is found from the letters of a text: in any spelling, beside any neighbours, in any script."""

from __future__ import annotations

import sys
import unicodedata

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tracuu.analyzers import VietnameseTokenizer, canonical, fold
from tracuu.analyzers.letters import Letters, Sought, _byte

TOKENIZER = VietnameseTokenizer()
PIECES = (
    "Bùi bùi THANH sơn hoà HÒA ngoại kỹ kĩ quí Ðảng nguời đ 5 05 007 2025 12.000 1.234.567,89 5,6 024.3799 1,2,3 3,5%"
    " 34-NQ/TW NQ/TW 13/2023/NĐ-CP 14/4/2025 02/09 2025-04-14 12h30 7g05 COVID-19 H5N1 U23 5.6km 20km TP.HCM v.v R&D"
    " Díaz-Canel Ma-ri-a O'Neill d’Ivoire K'Ho N’Trang ‘sơn’ rock'n'roll'x'y Øre Müller Straße ﬁn İstanbul ıt ²  5² m³"
    " Ⅻ Москва Воngдỏ σας 北京 北京bùi ไทย हिन्दी ٣٤ １２ ᴛʜɪɴʜ ɡiao bùi_thanh x@y.vn https://bui.vn/son-th%20anh?a=1"
    " www.sơn.vn bui.com.vn ng\u00adoại bùi\u200bthanh t\u200bhanh \u200bsơn\u200b e\u0301 \u0301a ho\u0300a"
    " a\u20dd \u20dd \ufeff \u200b \ud800"
    " - – — & / . , ' ’ … • * ( ) [ “ ” \u00a0 \u202f \t"
).split(" ")
PIECES += [
    "bùi" * 90,
    "a1" * 130,
    "e\u0301" * 130,
    "1" * 260,
    "1" * 254 + "bc",
    "€" * 250 + "abcdefghij",
    "1\u0301" * 127 + "bc",
    "TWabcdefghijklmnop",
    "TW15123",
    "Indonesia",
    "international",
    "a" * 255 + "b",
    "a/" * 70,
]
JOINTS = [
    *[" "] * 8,
    "  ",
    ", ",
    "\n",
    "\u00a0",
    " - ",
    " – ",
    "-",
    "/",
    ".",
    ",",
    "",
    "'",
    "’",
    "\u200b",
    "\u00ad",
    "_",
    "(",
]
TEXTS = st.lists(st.tuples(st.sampled_from(PIECES), st.sampled_from(JOINTS)), max_size=25).map(
    lambda pairs: "".join(piece + joint for piece, joint in pairs)
)


def is_mark(rest: str) -> bool:
    return not any(map(str.isalnum, rest))


def missed(text: str, length: int) -> list[str]:
    """The runs of so many tokens that are not found, of those that begin in no odd word."""
    tokens = list(TOKENIZER.tokenize(text))
    letters = Letters(text)
    odd = letters.odd()
    runs = []
    for run in zip(*(tokens[at:] for at in range(length)), strict=False):
        sought = Sought([fold(token.text) for token in run])
        if not sought.is_ascii or any(run[0].start < end and start < run[0].end for start, end in odd):
            continue
        known = run[sought.length - 1]
        if not any(run[0].start <= a < run[0].end and is_mark(text[b : known.end]) for a, b in letters.find(sought)):
            runs.append(text[run[0].start : run[-1].end])
    return runs


@settings(max_examples=600)
@given(TEXTS, st.integers(1, 4), st.sampled_from(["NFC", "NFD", ""]))
@example("34 - NQ/TWabcdefghijklmnop bùi", 2, "")
@example("34 - NQ/TW15123 bùi", 2, "")
@example("5.6km và 5.6²", 1, "")
def test_every_token_is_found(text: str, length: int, form: str) -> None:
    if form and "\ud800" not in text:
        text = unicodedata.normalize(form, text)
    assert missed(text, length) == []


@given(st.text(max_size=40), st.integers(1, 3))
def test_in_any_text(text: str, length: int) -> None:
    assert missed(text, length) == []


@settings(max_examples=300)
@given(TEXTS)
def test_places_are_those_of_the_text(text: str) -> None:
    for start, end in Letters(text).odd():
        assert 0 <= start < end <= len(text)
        assert all(not character.isspace() and character not in ".,-/" for character in text[start:end])
    for start, end in Letters(text).find(Sought(["bui"])):
        letters = "".join(c for c in unicodedata.normalize("NFD", text[start:end]) if not unicodedata.combining(c))
        assert letters.lower() == "bui"


@pytest.mark.parametrize(
    ("text", "folds", "found"),
    [
        ("Bộ trưởng; nội bộ, bôi, ô bộ", ["bo"], ["Bộ", "bộ", "bộ"]),
        ("bộ, trưởng\nbộ  trưởng bộ 5 trưởng bộ bộ", ["bo", "truong"], ["bộ, trưởng", "bộ  trưởng", "bộ 5 trưởng"]),
        ("kĩ kỹ ky quý", ["ky"], ["kĩ", "kỹ", "ky"]),
        ("12.000 12 000 012000 120001 12,000", ["12000"], ["12.000", "12 000", "12000", "12,000"]),
        ("1.1 1; 1.115", ["11"], ["1.1", "1 1"]),
        ("năm 2021, covid", ["nam", "2021", "covid"], ["năm"]),
        ("bộ 北京 trưởng", ["bo", "truong", "ta"], ["bộ 北京 trưởng"]),
        ("Facebook Indonesia Indonesian", ["indonesia"], ["Indonesia", "Indonesian"]),
        ("Facebook international", ["international"], []),
        ("", ["bo"], []),
    ],
)
def test_what_is_found(text: str, folds: list[str], found: list[str]) -> None:
    assert [text[start:end] for start, end in Letters(text).find(Sought(folds))] == found


def test_odd_words() -> None:
    text = "bùi 北京 K'Ho international ng\u00adoại 'sơn' ho\u0300a 5km"
    assert [text[start:end] for start, end in Letters(text).odd()] == ["北京", "K'Ho", "international", "ng\u00adoại"]


def test_forms_of_other_scripts_cannot_be_looked_for() -> None:
    assert not Sought(["bui", "ไทย"]).is_ascii
    assert Sought(["5.6", "bui"]).is_ascii


LETTERS = {c: byte for c in map(chr, range(sys.maxunicode + 1)) if c.isalnum() and (byte := _byte(c)) != b"\xff"}
MARKS = [c for c in map(chr, range(0x300, 0x370)) if _byte(c) == b"\1"]


def test_the_letters_of_the_table() -> None:
    """A letter is the same in every folded form: alone, among others, under marks."""
    pytest.importorskip("unidecode")  # without it ð is looked for in the words that have it, as all unknown letters are
    assert {c: LETTERS[c] for c in "aằĐðẽñĄ７٣"} == dict(
        zip("aằĐðẽñĄ７٣", [b"%c" % c for c in b"aaddena73"], strict=True)
    )
    for character, byte in LETTERS.items():
        letter = byte.decode()
        for written, before, after in ((character, "", ""), (f"z{character}", "z", ""), (f"{character}zñ", "", "zn")):
            assert fold(canonical(written)).replace("y", "i") == before + letter + after, character


def test_marks_are_dropped_from_every_letter() -> None:
    assert set("\u0300\u0301\u0302\u0303\u0306\u0309\u031b\u0323") <= set(MARKS)
    for character, byte in LETTERS.items():
        if "LATIN" in unicodedata.name(character):
            for mark in MARKS:
                assert fold(canonical(character + mark)).replace("y", "i").encode() == byte, (character, mark)


def test_what_separates_is_in_no_token() -> None:
    """But for the points, commas and spaces of numbers, all that tokens are made of is a letter, a mark or odd."""
    for character in (c for c in map(chr, range(0x3100)) if _byte(c) in b" .-$"):
        for before, after in (("b", "b"), ("ba", "\u0301c"), ("5", "b")):
            tokens = TOKENIZER.tokenize(before + character + after)
            assert not any(token.start <= len(before) < token.end for token in tokens), (before, character)
