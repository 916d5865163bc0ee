"""Roman numerals in queries."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracuu.search.variants.roman import LARGEST, roman, roman_numerals

from .recognising import as_typed, assert_in_order_and_apart

VALUES = {"I": 1, "V": 5, "X": 10, "L": 50}


def found(query: str) -> list[tuple[str, tuple[str, ...]]]:
    return as_typed(roman_numerals, query)


@pytest.mark.parametrize(
    ("query", "stretch", "texts"),
    [
        ("Đại hội XIII của Đảng", "Đại hội XIII", {"đại hội 13", "đại hội lần thứ XIII", "đại hội lần thứ 13"}),
        ("đại hội 13", "đại hội 13", {"đại hội XIII", "đại hội đảng lần thứ XIII"}),
        ("dai hoi XIII", "dai hoi XIII", {"đại hội 13"}),
        ("ĐẠI HỘI XIII", "ĐẠI HỘI XIII", {"đại hội 13"}),
        ("Đại hội đại biểu toàn quốc lần thứ XIII", "Đại hội đại biểu toàn quốc lần thứ XIII", {"đại hội 13"}),
        ("hội nghị lần thứ 5", "lần thứ 5", {"lần thứ V"}),
        ("thế kỷ 20", "thế kỷ 20", {"thế kỷ XX", "thế kỷ thứ XX"}),
        ("thế kỉ XX", "thế kỉ XX", {"thế kỷ 20"}),
        ("Quốc hội khoá XIV", "khoá XIV", {"khóa 14"}),
        ("trường cấp 3", "cấp 3", {"cấp III"}),
        ("nhà cấp IV", "cấp IV", {"cấp 4"}),
        ("Vùng VI", "Vùng VI", {"vùng 6"}),
        ("ĐẠI HỘI VI", "ĐẠI HỘI VI", {"đại hội 6"}),
        ("GDP quý IV/2018", "quý IV/2018", {"quý 4/2018", "quý 4 năm 2018"}),
        ("quý 4-2018", "quý 4-2018", {"quý IV/2018"}),
        ("quý 1 năm 2019 tăng", "quý 1 năm 2019", {"quý I/2019", "quý I năm 2019"}),
        ("quy 1", "quy 1", {"quý I"}),
    ],
)
def test_stretch_and_texts(query: str, stretch: str, texts: set[str]) -> None:
    [(typed, variants)] = found(query)
    assert typed == stretch
    assert texts <= set(variants)


@pytest.mark.parametrize(
    "query",
    [
        "BÀI VI PHẠM",
        "LOẠI VI KHUẨN",
        "loại vi khuẩn",
        "đại hội xiii",
        "đại hội IIII",
        "loại 52 chỗ",
        "đại hội LI",
        "hàng 2",
        "cấp 3/6",
        "Elizabeth II",
        "cấp. 3",
        "XIII",
        "",
    ],
)
def test_untouched(query: str) -> None:
    assert found(query) == []


def test_numerals_that_are_words_are_not_looked_for_behind_any_word() -> None:
    """More articles have "kỳ vĩ" and "cấp vì" than the sixth of them."""
    assert found("cấp 6") == []
    [(_, texts)] = found("khóa 6")
    assert "khóa VI" in texts


@given(st.integers(1, LARGEST))
def test_roman_numerals_add_up(number: int) -> None:
    values = [VALUES[letter] for letter in roman(number)]
    assert values[-1] + sum(a if a >= b else -a for a, b in pairwise(values)) == number


@given(st.integers(1, LARGEST))
def test_round_trip(number: int) -> None:
    [(_, texts)] = found(f"quân khu {number}")
    assert texts == (f"quân khu {roman(number)}",)
    assert found(texts[0]) == [(texts[0], (f"quân khu {number}",))]


@given(
    st.lists(
        st.sampled_from(
            ["đại hội", "lần", "thứ", "quý", "cấp", "XIII", "VI", "3", "05", "4/2025", "/", "năm", "2025", "Ⅻ"]
        ),
        max_size=12,
    ),
    st.sampled_from(["", " ", " - "]),
)
def test_stretches_are_in_order_and_apart(pieces: list[str], between: str) -> None:
    assert_in_order_and_apart(roman_numerals, between.join(pieces))
