"""The dictionary of words, found by queries with any share of the marks."""

from __future__ import annotations

import sys
import time
from importlib import import_module

import pytest

from tracuu.analyzers.canonical import canonical
from tracuu.analyzers.folding import fold
from tracuu.analyzers.segmentation import WordDictionary

WORDS = WordDictionary(
    [
        "bộ trưởng",
        "bộ",
        "ngoại giao",
        "hoà bình",
        "kỹ sư",
        "kĩ sư",
        "khoa học - kỹ thuật",
        "xe-non",
        "quí tộc",
        "tia",
    ]
)


@pytest.mark.parametrize(
    ("terms", "start", "stop", "length"),
    [
        ("bo truong ngoai giao", 0, 4, 2),
        ("bo truong ngoai giao", 1, 4, 1),
        ("bo truong ngoai giao", 2, 4, 2),
        ("bộ trưởng", 0, 2, 2),
        ("bô truong", 0, 2, 2),
        ("bố truong", 0, 2, 1),  # bố is not bộ
        ("bo truong", 0, 1, 1),  # bounded by stop
        ("bo", 0, 1, 1),
        ("hoa binh", 0, 2, 2),
        ("khoa hoc ky thuat", 0, 4, 4),
        ("ky su", 0, 2, 2),
        ("qui toc", 0, 2, 2),
        ("", 0, 0, 1),
    ],
)
def test_longest(terms: str, start: int, stop: int, length: int) -> None:
    assert WORDS.longest(terms.split(), start, stop) == length


def test_words_covering() -> None:
    assert WORDS.words_covering(["bo", "truong"]) == ["bộ trưởng"]
    assert WORDS.words_covering(["ky", "su"]) == ["kỹ sư", "kĩ sư"]
    assert WORDS.words_covering(["bộ"]) == ["bộ"]
    assert WORDS.words_covering(["bụ", "trưởng"]) == []
    assert WORDS.words_covering([]) == []


def test_contains_canonical_words() -> None:
    assert "hòa bình" in WORDS
    assert "xe non" in WORDS
    assert "hoà bình" not in WORDS  # not canonical
    assert "hoa binh" not in WORDS
    assert "" not in WORDS
    assert 7 not in WORDS
    assert len(WORDS) == 10


def test_words_of_other_scripts() -> None:
    words = WordDictionary(["北京 大学", "bộ trưởng"])
    assert words.words_covering(["北京", "大学"]) == ["北京 大学"]
    assert words.longest(["bo", "truong"], 0, 2) == 2


def test_the_default_is_all_of_pyvi_canonical_and_folded() -> None:
    """The whole-file shortcut agrees with `canonical` and `fold` on every word."""
    words = WordDictionary.default()
    assert len(words) > 30_000
    assert "bộ trưởng" in words
    for key, lines in words._words.items():
        for word in lines.split("\n"):
            syllables = word.split(" ")
            assert " ".join(map(canonical, syllables)) == word
            assert " ".join(map(fold, syllables)) == key


def test_the_default_loads_once_and_fast() -> None:
    module = import_module("tracuu.analyzers.dictionary")
    module._default.cache_clear()
    start = time.process_time()
    words = WordDictionary.default()
    assert time.process_time() - start < 0.5  # 0.03 s on an idle machine
    assert WordDictionary.default() is words


def test_without_pyvi_the_default_is_empty(monkeypatch: pytest.MonkeyPatch) -> None:
    module = import_module("tracuu.analyzers.dictionary")
    monkeypatch.setattr(module, "find_spec", lambda name: None)
    module._default.cache_clear()
    try:
        words = WordDictionary.default()
        assert len(words) == 0
        assert words.longest(["bộ", "trưởng"], 0, 2) == 1
    finally:
        module._default.cache_clear()


def test_reading_the_dictionary_does_not_import_pyvi() -> None:
    loaded = "pyvi" in sys.modules
    WordDictionary.default()
    assert ("pyvi" in sys.modules) == loaded
