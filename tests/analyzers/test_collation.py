"""Vietnamese dictionary order."""

from __future__ import annotations

import random
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracuu.analyzers.collation import sort_key


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
