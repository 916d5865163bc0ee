"""Folding and the i/y class."""

from __future__ import annotations

import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracuu.analyzers.folding import class_key, fold, fold_text
from tracuu.analyzers.transliteration import _transliterator, transliterate


@pytest.fixture
def without_unidecode(monkeypatch: pytest.MonkeyPatch):
    """As if Unidecode were not installed."""
    monkeypatch.setitem(sys.modules, "unidecode", None)
    for cached in (_transliterator, fold):
        cached.cache_clear()
    yield
    for cached in (_transliterator, fold):
        cached.cache_clear()


@pytest.mark.parametrize(
    "pair",
    ["kĩ/kỹ", "lí/lý", "mĩ/mỹ", "sĩ/sỹ", "hi/hy", "ti/ty", "quí/quý", "qui/quy", "quịt/quỵt", "quỉ/quỷ"],
)
def test_i_and_y_are_one_class(pair: str) -> None:
    left, right = pair.split("/")
    assert class_key(left) == class_key(right)
    assert fold(left) == fold(right)


@pytest.mark.parametrize(
    "pair",
    [
        "tai/tay",
        "ai/ay",
        "thúi/thúy",
        "túi/túy",
        "lui/luy",
        "í/ý",
        "vi/vy",
        "thi/thy",
        "kính/kýnh",
        "oai/oay",
        "li/lí",
    ],
)
def test_i_and_y_are_different_words(pair: str) -> None:
    left, right = pair.split("/")
    assert class_key(left) != class_key(right)


@pytest.mark.parametrize(
    ("term", "folded"),
    [
        ("đường", "duong"),
        ("hòa", "hoa"),
        ("café", "cafe"),
        ("díaz", "diaz"),
        ("müller", "muller"),
        ("o'neill", "oneill"),
        ("đắk", "dak"),
        ("nđ", "nd"),
        ("m²", "m2"),
        ("5.6", "5.6"),
        ("024.3799.1234", "024.3799.1234"),
        ("2025", "2025"),
        ("qh15", "qh15"),
    ],
)
def test_fold(term: str, folded: str) -> None:
    assert fold(term) == folded


@pytest.mark.parametrize(("term", "folded"), [("straße", "strasse"), ("北京", "beijing"), ("москва", "moskva")])
def test_fold_with_unidecode(term: str, folded: str) -> None:
    pytest.importorskip("unidecode")
    assert fold(term) == folded


def test_a_term_without_letters_stays() -> None:
    assert fold("☃") == "☃"
    assert fold("\ud800") == "\ud800"


def test_fold_text() -> None:
    assert fold_text("Bộ trưởng Bùi Thanh Sơn, 34-NQ/TW: 5,6 triệu!") == "bo truong bui thanh son 34 nq tw 5.6 trieu"
    assert fold_text("") == ""


@given(st.text(max_size=10))
def test_folding_is_idempotent(term: str) -> None:
    assert fold(fold(term)) == fold(term)


@given(st.text(alphabet="aăâbcdđeêghiklmnoôơpqrstuưvxyáàảãạắấếộợýỷ", min_size=1, max_size=8))
def test_vietnamese_folds_to_ascii_letters(term: str) -> None:
    assert fold(term).isascii()
    assert fold(term).isalpha()


@pytest.mark.usefixtures("without_unidecode")
def test_folding_without_unidecode() -> None:
    assert fold("đường") == "duong"
    assert fold("díaz") == "diaz"
    assert fold("москва") == "москва"
    assert fold("北京") == "北京"
    assert transliterate("Ångström") == "Angstrom"


@pytest.mark.usefixtures("without_unidecode")
@given(st.text(max_size=10))
def test_folding_is_idempotent_without_unidecode(term: str) -> None:
    assert fold(fold(term)) == fold(term)
