"""Numbers of documents in queries and their other writings."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracuu.analyzers import VietnameseTokenizer
from tracuu.search.variants.documents import document_numbers

from .recognising import as_typed, assert_in_order_and_apart

TOKENIZER = VietnameseTokenizer()


def found(query: str) -> list[tuple[str, tuple[str, ...]]]:
    return as_typed(document_numbers, query)


def terms(texts: tuple[str, ...]) -> set[tuple[str, ...]]:
    return {tuple(TOKENIZER.terms(text)) for text in texts}


@pytest.mark.parametrize(
    ("query", "stretch", "texts"),
    [
        ("34-NQ/TW", "34-NQ/TW", {"34 TW NQ", "nghị quyết 34", "nghị quyết số 34", "NQ 34", "NQ34"}),
        ("thực hiện 034-NQ/TW", "034-NQ/TW", {"34 TW NQ", "nghị quyết 34"}),
        ("233 / NQ - ĐU", "233 / NQ - ĐU", {"233 ĐU NQ", "nghị quyết 233"}),
        ("nghị quyết số 34-NQ/TW", "nghị quyết số 34-NQ/TW", {"34 NQ TW", "34 TW NQ", "nghị quyết 34"}),
        ("nq34", "nq34", {"nghị quyết 34", "nghị quyết số 34", "34 NQ", "NQ 34"}),
        ("NQ-34 về", "NQ-34", {"nghị quyết 34", "34 NQ"}),
        ("nghi quyet so 34", "nghi quyet so 34", {"34 NQ", "NQ34"}),
        ("13/2023/ND-CP", "13/2023/ND-CP", {"13/2023 NĐ CP", "nghị định 13/2023", "nghị định số 13/2023"}),
        ("nd 13/2023", "nd 13/2023", {"nghị định 13/2023", "13/2023 NĐ"}),
        ("nghị định 13 năm 2023", "nghị định 13 năm 2023", {"nghị định 13/2023", "13/2023 NĐ"}),
        ("nghị định 13 2023", "nghị định 13 2023", {"nghị định số 13/2023"}),
        ("747/TTg-QĐ", "747/TTg-QĐ", {"747 QĐ TTg", "quyết định 747"}),
        ("747/QĐ-TTg", "747/QĐ-TTg", {"747 TTg QĐ", "quyết định 747"}),
        ("181-QĐ/TW", "181-QĐ/TW", {"quyết định 181", "quy định 181"}),
        ("quy định 47", "quy định 47", {"47 QĐ TW", "47 QĐi"}),
        ("chỉ thị 5", "chỉ thị 5", {"chỉ thị 05", "05 CT"}),
        ("CT 05", "CT 05", {"chỉ thị 05", "chỉ thị 5"}),
        ("TT 36/2014", "TT 36/2014", {"thông tư 36/2014"}),
        ("quyết định 24 của Thủ tướng", "quyết định 24", {"24 QĐ"}),
        ("quyết định số 5", "quyết định số 5", {"quyết định 05"}),
        ("30a/2008/NQ-CP", "30a/2008/NQ-CP", {"nghị quyết 30a/2008"}),
        ("34-NQ/TW - BỘ CHÍNH TRỊ", "34-NQ/TW", {"nghị quyết 34"}),
    ],
)
def test_stretch_and_texts(query: str, stretch: str, texts: set[str]) -> None:
    [(typed, variants)] = found(query)
    assert typed == stretch
    assert texts <= set(variants)


@pytest.mark.parametrize(
    "query",
    [
        "quyết định 5 người",
        "kế hoạch 6 tháng",
        "thông tin 24",
        "TT 2",
        "chung cư CT6",
        "CT 6",
        "5/kh",
        "nghị quyết",
        "NQ",
        "nghị quyết 11/9",
        "nghĩ quyết 34",
        "34",
        "nghị quyết 0",
        "nq0",
        "số 34",
        "Luật số 34/2018/QH14",
        "",
    ],
)
def test_no_document(query: str) -> None:
    assert found(query) == []


def test_the_year_stays() -> None:
    """A decree of another year with the same number is another decree."""
    for query in ("13/2023/NĐ-CP", "nghị định 13/2023", "nđ 13/2023"):
        [(_, texts)] = found(query)
        assert all("13/2023" in text for text in texts)


def test_of_the_government_is_no_regulation_of_the_party() -> None:
    [(_, texts)] = found("24/QĐ-TTg")
    assert not any("quy định" in text for text in texts)


@given(st.sampled_from(["nghị quyết", "nghị định"]), st.integers(1, 9999))
def test_all_writings_of_a_number_are_one_family(name: str, number: int) -> None:
    [(typed, texts)] = found(f"{name} {number}")
    family = terms((typed, *texts))
    for text in texts:
        [(written, others)] = found(text)
        assert written == text
        assert terms((written, *others)) == family


@given(
    st.lists(
        st.sampled_from(
            [
                "nghị",
                "quyết",
                "quyết định",
                "số",
                "NQ",
                "nd",
                "TW",
                "/",
                "-",
                "34",
                "05",
                "2023",
                "nq34",
                "9/2016",
                "năm",
            ]
        ),
        max_size=12,
    ),
    st.sampled_from(["", " ", " - "]),
)
def test_stretches_are_in_order_and_apart(pieces: list[str], between: str) -> None:
    assert_in_order_and_apart(document_numbers, between.join(pieces))
