"""Vietnamese dictionary order."""

from __future__ import annotations

import random
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracuu.analyzers.collation import sort_key
from tracuu.analyzers.marks import TONES, marks_nfc, split_tone


@pytest.mark.parametrize(
    "ordered",
    [
        [
            "a",
            "ă",
            "â",
            "b",
            "c",
            "d",
            "đ",
            "e",
            "ê",
            "g",
            "h",
            "i",
            "k",
            "l",
            "m",
            "n",
            "o",
            "ô",
            "ơ",
            "p",
            "q",
            "r",
            "s",
            "t",
            "u",
            "ư",
            "v",
            "x",
            "y",
        ],
        ["ma", "mà", "mả", "mã", "má", "mạ"],
        ["an", "Ăn", "ân", "ba", "bà", "bá", "bạc", "đa", "đà", "e"],
        ["ba", "bà", "ba ba", "bà con", "ba lô", "bac", "bạc"],
        ["Hà Giang", "Hà Nội", "Hải Dương", "Hải Phòng", "Hòa Bình"],
        ["1 a", "12", "2", "a", "z", "Москва", "北京"],
        ["", "a"],
    ],
)
def test_order(ordered: list[str]) -> None:
    shuffled = ordered[:]
    random.Random(7).shuffle(shuffled)
    assert sorted(shuffled, key=sort_key) == ordered


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("ĐÀ NẴNG", "đà nẵng"),
        ("  Hà   Nội ", "Hà Nội"),
        ("“Hà Nội”", "Hà Nội"),
        ("e\u0301\u0302", "ế"),
        ("müller", "MULLER"),
    ],
)
def test_equal(left: str, right: str) -> None:
    assert sort_key(left) == sort_key(right)


@given(st.text(max_size=12))
def test_normal_forms_sort_alike(text: str) -> None:
    assert sort_key(unicodedata.normalize("NFC", text)) == sort_key(unicodedata.normalize("NFD", text))


@given(st.text(st.sampled_from("aAăẤđĐ ơỢ1z-“”…\u00a0\u0301\u0302éñß北я\ud800\u0345ῐ") | st.characters(), max_size=12))
def test_keys_are_made_character_by_character(text: str) -> None:
    assert sort_key(text) == plain_key(text)


def plain_key(text: str) -> bytes:
    """The definition: letters, spaces folded to one between them; a zero byte; a tone for each letter."""
    order = "0123456789aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
    letters: list[bytes] = []
    tones = b""
    for character in marks_nfc(text.lower()):
        toneless, tone = split_tone(character)
        base = unicodedata.normalize("NFD", character)[0]
        if character.isspace():
            letters.append(b"\x01")
        elif toneless in order or character.isalnum():
            place = order.find(toneless) if toneless in order else order.find(base)
            letters.append(bytes([2 + place]) if place >= 0 else character.encode("utf-8", "surrogatepass"))
            tones += bytes([1 + TONES.index(tone)])
    return b"\x01".join(filter(None, b"".join(letters).split(b"\x01"))) + b"\0" + tones
