"""Names of people and places."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracuu.analyzers.dictionary import WordDictionary
from tracuu.analyzers.names import Name, find_names
from tracuu.analyzers.tokenizer import VietnameseTokenizer

TOKENIZER = VietnameseTokenizer()


def names(text: str) -> list[Name]:
    return list(find_names(text, TOKENIZER.tokenize(text)))


def displays(text: str) -> list[str]:
    return [name.display for name in names(text)]


def test_a_name_knows_its_place() -> None:
    assert names("Theo ông Bùi Thanh Sơn, ...") == [Name("bùi thanh sơn", "Bùi Thanh Sơn", 9, 22, 2, 5)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Theo Bùi Thanh Sơn, mọi việc đều ổn.", ["Bùi Thanh Sơn"]),
        ("Bùi Thanh Sơn nói.", ["Bùi Thanh Sơn"]),
        ("hôm qua ông Sơn và bà Bùi Thị Hoà đến.", ["Bùi Thị Hòa"]),
        ("Thủ Tướng Phạm Minh Chính nói.", ["Phạm Minh Chính"]),
        ("Bộ trưởng Bùi Thanh Sơn nói.", ["Bùi Thanh Sơn"]),
        ("TS. Nguyễn Văn An và GS Trần Ngọc Anh", ["Nguyễn Văn An", "Trần Ngọc Anh"]),
        ("Chủ tịch nước Lương Cường tiếp khách.", ["Lương Cường"]),
        ("bị cáo Nguyễn Văn A khai", ["Nguyễn Văn A"]),
        ("gặp ThS. Trần Văn Ba, ThS Lê Thị Tư", ["Trần Văn Ba", "Lê Thị Tư"]),
        ("lớp của cô Đoàn Thị Điểm", ["Đoàn Thị Điểm"]),
    ],
)
def test_people(text: str, expected: list[str]) -> None:
    assert displays(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ông Miguel Díaz-Canel thăm Cuba.", ["Miguel Díaz-Canel", "Cuba"]),
        ("Nhà lãnh đạo Kim Jong-un gặp ông Putin.", ["Kim Jong-un", "Putin"]),
        ("Tổng thống Mỹ Donald Trump nói.", ["Mỹ", "Donald Trump"]),
        ("ông đến Mát-xcơ-va", ["Mát-xcơ-va"]),
        ("nghệ sĩ O'Neill hát", ["O'Neill"]),
    ],
)
def test_foreign_names(text: str, expected: list[str]) -> None:
    assert displays(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Hà Nội mưa. Lào Cai nắng.", ["Hà Nội", "Lào Cai"]),
        ("Tại Bà Rịa - Vũng Tàu, khách đông.", ["Bà Rịa", "Vũng Tàu"]),
        ("Thành phố Hồ Chí Minh và tỉnh Thanh Hoá", ["Hồ Chí Minh", "Thanh Hóa"]),
        ("Chủ tịch Hà Nội Trần Sỹ Thanh", ["Hà Nội", "Trần Sỹ Thanh"]),
        ("quan hệ với Trung Quốc, Nga và Pháp", ["Trung Quốc", "Nga", "Pháp"]),
        ("Việt Nam.Theo đó", ["Việt Nam"]),
    ],
)
def test_places(text: str, expected: list[str]) -> None:
    assert displays(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Bộ Ngoại giao họp.",
        "Ban Đối ngoại Trung ương họp.",
        "theo Đảng và Hội đồng, các Ủy viên",
        "Hôm nay trời đẹp. Sau đó mưa. Nga ngố.",
        "BÙI THANH SƠN THĂM HÀ NỘI",
        "Thủ Tướng Phạm Minh Chính Thăm Chính Thức Hà Nội",
        "gặp Một Hai Ba Bốn Năm Sáu Bảy Tám người",
        "34-NQ/TW, UBND, TP.HCM, 14/4/2025",
        "",
    ],
)
def test_no_names(text: str) -> None:
    assert displays(text) == []


def test_only_the_headline_is_passed_over() -> None:
    text = "Bộ Trưởng Bùi Thanh Sơn Thăm Lào\nHôm qua, ông Bùi Thanh Sơn thăm Lào Cai."
    assert displays(text) == ["Bùi Thanh Sơn", "Lào Cai"]
    assert displays("Bùi Thanh Sơn\nông ấy nói") == ["Bùi Thanh Sơn"]


def test_keys_are_canonical() -> None:
    text = "gặp Nguyễn Thị Hoà và Miguel Díaz-Canel ở Thanh Hoá"
    for form in ("NFC", "NFD"):
        assert [name.key for name in names(unicodedata.normalize(form, text))] == [
            "nguyễn thị hòa",
            "miguel díaz canel",
            "thanh hóa",
        ]


def test_an_empty_dictionary_does_no_harm() -> None:
    text = "gặp ông Bùi Thanh Sơn ở Cuba"
    found = find_names(text, TOKENIZER.tokenize(text), WordDictionary())
    assert [name.display for name in found] == ["Bùi Thanh Sơn", "Cuba"]


WORDS = st.sampled_from(
    [
        "Bùi",
        "Thanh",
        "Sơn",
        "ông",
        "Ông",
        "Bộ",
        "Ngoại",
        "giao",
        "Hà",
        "Nội",
        "Putin",
        "Díaz-Canel",
        "34-NQ/TW",
        "TP.HCM",
        "nói",
        "Mỹ",
        "Kim Jong-un",
        "Việt Nam",
        "12",
        "A",
    ]
)
GAPS = st.sampled_from([" ", ", ", ". ", "\n", " - ", "-", "  "])


@given(st.lists(st.tuples(WORDS, GAPS), max_size=12).map(lambda parts: "".join(a + b for a, b in parts)))
def test_names_are_ordered_and_stand_where_they_say(text: str) -> None:
    tokens = list(TOKENIZER.tokenize(text))
    end = 0
    for name in find_names(text, tokens):
        assert end <= name.start < name.end
        end = name.end
        own = tokens[name.first_token : name.stop_token]
        assert (own[0].start, own[-1].end) == (name.start, name.end)
        assert name.key == " ".join(token.text for token in own)
        assert text[name.start].isupper()
