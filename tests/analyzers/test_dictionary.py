"""The dictionary of words, found by queries with any share of the marks."""

from __future__ import annotations

import mmap
import sys
import time
from importlib import import_module
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracuu.analyzers.canonical import canonical
from tracuu.analyzers.coverage import covers
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
    for line in words.to_bytes().decode().splitlines()[1:]:
        key, *group = line.split("\t")
        for word in group:
            syllables = word.split(" ")
            assert " ".join(map(canonical, syllables)) == word
            assert " ".join(map(fold, syllables)) == key
            assert word in words
            assert words.longest(syllables, 0, len(syllables)) == len(syllables)


def test_a_dictionary_is_one_text() -> None:
    assert WordDictionary(["kỹ sư", "bộ trưởng", "kĩ sư", "kỹ sư"]).to_bytes().decode() == (
        "tracuu words 2\nbo truong\tbộ trưởng\nki su\tkỹ sư\tkĩ sư\n"
    )
    assert WordDictionary().to_bytes() == b"tracuu words 1\n"


SYLLABLES = ["a", "á", "b", "bố", "đ", "z", "zz", "北"]
PHRASES = st.lists(st.sampled_from(SYLLABLES), min_size=1, max_size=3).map(" ".join)


@given(st.lists(PHRASES, max_size=30), st.lists(PHRASES, max_size=10))
def test_words_are_found_in_a_buffer_as_by_looking_at_all(words: list[str], others: list[str]) -> None:
    made = WordDictionary.from_buffer(WordDictionary(words).to_bytes())
    assert len(made) == len(set(words))
    for asked in [*words, *others, *others]:
        terms = asked.split(" ")
        covered = [word for word in dict.fromkeys(words) if _covers(terms, word)]
        assert (asked in made) == (asked in words)
        assert made.words_covering(terms) == covered
        sizes = [n for n in range(1, len(terms) + 1) if any(_covers(terms[:n], word) for word in words)]
        assert made.longest(terms, 0, len(terms)) == max([1, *sizes])


def _covers(terms: list[str], word: str) -> bool:
    syllables = word.split(" ")
    return len(syllables) == len(terms) and all(map(covers, terms, syllables))


def test_a_mapped_file_is_a_dictionary(tmp_path: Path) -> None:
    path = tmp_path / "words.dictionary"
    path.write_bytes(WORDS.to_bytes())
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as mapped:
        words = WordDictionary.from_buffer(mapped)
        assert words.words_covering(["ky", "su"]) == ["kỹ sư", "kĩ sư"]
        assert words.to_bytes() == WORDS.to_bytes()
        assert len(words) == 10


@pytest.mark.parametrize(
    "buffer", [b"", b"\n", b"tracuu words \n", b"tracuu words 2", b"words 2\n", b"tracuu words 2\na"]
)
def test_another_buffer_is_refused(buffer: bytes) -> None:
    with pytest.raises(ValueError, match="no dictionary"):
        WordDictionary.from_buffer(buffer)


@pytest.mark.parametrize("odd", ["", " ", "\n", "\t", "ky su\tkỹ sư", "\ud800", "~", "0", "bo truong\n"])
def test_what_cannot_be_a_word_is_none(odd: str) -> None:
    assert odd not in WORDS
    assert WORDS.words_covering([odd]) == []
    assert WORDS.longest([odd, odd], 0, 2) == 1


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
