"""One spelling for all the ways in which a word gets written."""

from __future__ import annotations

import unicodedata
from importlib import import_module

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracuu.analyzers.canonical import canonical


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("hoà", "hòa"),
        ("HOÀ", "hòa"),
        ("tòan", "toàn"),
        ("thuý", "thúy"),
        ("thúi", "thúi"),
        ("qúy", "quý"),
        ("gía", "giá"),
        ("gịa", "gịa"),
        ("giạ", "giạ"),
        ("gíêng", "giếng"),
        ("khủyu", "khuỷu"),
        ("nghịêng", "nghiệng"),
        ("ngóeo", "ngoéo"),
        ("óai", "oái"),
        ("úynh", "uýnh"),
        ("uỷ", "ủy"),
        ("ủyên", "uyển"),
        ("cuả", "của"),
        ("giuã", "giũa"),
    ],
)
def test_tone_placement(written: str, expected: str) -> None:
    assert canonical(written) == expected


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("e\u0301\u0302", "ế"),
        ("ng\u00adười", "người"),
        ("ng\u200bười", "người"),
        ("\ufeffviệt", "việt"),
        ("tie\u0302\u0301ng", "tiếng"),
        ("tiê\u0301ng", "tiếng"),
        ("Ðảng", "đảng"),
        ("ÐT", "đt"),
        ("ÐQP", "đqp"),
        ("ÐẶNG", "đặng"),
        ("nhưn\u0303g", "những"),  # the tone typed after the last letter
        ("hoang\u0300", "hoàng"),
        ("d’Ivoire", "d'ivoire"),
    ],
)
def test_unicode_repairs(written: str, expected: str) -> None:
    assert canonical(written) == expected


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("пgười", "người"),
        ("ᴄủa", "của"),
        ("пgày", "ngày"),
        ("пɡườɪ", "người"),
        ("һếт", "hết"),
        ("Bắᴄ", "bắc"),
        ("Gɪɑпɡ", "giang"),
        ("quу", "quy"),
        ("ƌược", "được"),
    ],
)
def test_look_alikes_become_the_word_they_imitate(written: str, expected: str) -> None:
    assert canonical(written) == expected


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("đuợc", "được"),
        ("nguời", "người"),
        ("lưòng", "lường"),
        ("truờng", "trường"),
        ("ngừoi", "người"),
        ("thủơ", "thuở"),
        ("thưở", "thuở"),
        ("huơu", "hươu"),
    ],
)
def test_horns(written: str, expected: str) -> None:
    assert canonical(written) == expected


@pytest.mark.parametrize(
    "word",
    [
        "señor",
        "piñata",
        "Côte",
        "café",
        "Müller",
        "Díaz",
        "naïve",
        "Đắk",
        "São",
        "Москва",
        "на",
        "ну",
        "það",
        "æðar",
        "niño",
        "dań",
        "Peña",
        "Krông",
        "ôtô",
        "b'lao",
        "H5N1",
    ],
)
def test_foreign_words_are_only_lowered(word: str) -> None:
    assert canonical(word) == word.lower()


@given(st.text(max_size=12))
def test_canonical_is_idempotent(token: str) -> None:
    once = canonical(token)
    assert canonical(once) == once


VIETNAMESE = st.text(
    alphabet="aăâeêioôơuưydđghnctqpkắấếộợừửĩỷýóàU\u0300\u0301\u0303\u0309\u0323\u0302\u0306\u031bðпу",
    max_size=8,
)


@given(VIETNAMESE | st.text(max_size=8))
def test_normal_forms_agree(token: str) -> None:
    nfc, nfd = unicodedata.normalize("NFC", token), unicodedata.normalize("NFD", token)
    assert canonical(nfc) == canonical(nfd)


@given(VIETNAMESE)
def test_case_does_not_matter(token: str) -> None:
    assert canonical(token.upper()) == canonical(token.lower())


def test_the_memory_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    module = import_module("tracuu.analyzers.canonical")  # the package's attribute is the function
    monkeypatch.setattr(module, "_REMEMBERED", 10)
    memory = module._Memory()
    for number in range(35):
        assert memory[f"từ{number}"] == f"từ{number}"
        assert len(memory) <= 10
    long = "ạ" * 100
    assert memory[long] == long
    assert long not in memory
