"""Cutting queries into units: names of the index, then words of the dictionary, the longest from the left."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracuu.analyzers import VietnameseTokenizer, WordDictionary
from tracuu.index import Article, ArticleIndex
from tracuu.search import Searcher
from tracuu.search.units import LONGEST_NAME, UnitCutter

from .conftest import MakeSearcher

DICTIONARY = WordDictionary(["bộ trưởng", "ngoại giao", "hội nghị", "học sinh", "sinh học", "học", "thành thật"])


@pytest.fixture(scope="module")
def cutter(searcher_of: MakeSearcher) -> UnitCutter:
    searcher = searcher_of(
        "Hôm qua ông Bùi Thanh Sơn gặp ông Miguel Díaz-Canel ở Hà Nội.",
        "Bà Trần Thị Thanh Mai và ông Phạm Minh, bé An Bình.",
        "Ông Phạm Mình nói thật.",
    )
    return UnitCutter(searcher.index.reader, DICTIONARY)


def cut(cutter: UnitCutter, text: str) -> str:
    """The units, with bars between."""
    units = cutter.cut(tuple(VietnameseTokenizer().tokenize(text)), text)
    return " | ".join(" ".join(text[token.start : token.end] for token in unit) for unit in units)


@pytest.mark.parametrize(
    ("query", "units"),
    [
        ("bui thanh son", "bui thanh son"),
        ("bùi thanh sơn", "bùi thanh sơn"),
        ("bộ trưởng ngoại giao bùi thanh sơn", "bộ trưởng | ngoại giao | bùi thanh sơn"),
        ("bo truong ngoai giao bui thanh son", "bo truong | ngoai giao | bui thanh son"),
        ("Bùi Thanh Sơn Cuba", "Bùi Thanh Sơn | Cuba"),
        ("học sinh học bài", "học sinh | học | bài"),
        ("tran thi thanh mai", "tran thi thanh mai"),
        ("thanh sơn", "thanh | sơn"),  # a part of a name is no name
        ("miguel díaz canel", "miguel díaz canel"),
        ("", ""),
    ],
)
def test_the_longest_name_or_word_from_the_left(cutter: UnitCutter, query: str, units: str) -> None:
    assert cut(cutter, query) == units


@pytest.mark.parametrize(
    ("query", "units"),
    [
        ("Bùi Thành Sơn", "Bùi Thành Sơn"),
        ("bụi thanh sơn", "bụi thanh sơn"),
        ("phạm mĩnh", "phạm mĩnh"),  # two syllables, and nothing else is there
        ("an bính", "an bính"),
        ("thánh thật", "thánh | thật"),  # marks of words are not guessed
        ("học sính", "học | sính"),
    ],
)
def test_a_name_with_wrong_marks_is_one_unit(cutter: UnitCutter, query: str, units: str) -> None:
    assert cut(cutter, query) == units


def test_a_word_that_fits_beats_a_name_of_two_syllables_that_does_not(searcher_of: MakeSearcher) -> None:
    cutter = UnitCutter(searcher_of("Ông Hồi Nghi đến.", "Ông Hồi Nghi Sơn đến.").index.reader, DICTIONARY)
    assert cut(cutter, "hội nghị") == "hội nghị"
    assert cut(cutter, "hội nghị sơn") == "hội nghị sơn"
    assert cut(cutter, "hồi nghi") == "hồi nghi"


@pytest.mark.parametrize(
    ("query", "units"),
    [
        ("34-NQ/TW", "34 NQ TW"),
        ("nghị quyết 34-NQ/TW của", "nghị | quyết | 34 NQ TW | của"),
        ("Díaz-Canel", "Díaz Canel"),
        ("14/4/2025", "14 4 2025"),
        ("14/4/2025 15/4/2025", "14 4 2025 | 15 4 2025"),
    ],
)
def test_a_compound_is_one_unit(cutter: UnitCutter, query: str, units: str) -> None:
    assert cut(cutter, query) == units


@pytest.mark.parametrize(
    ("query", "units"),
    [
        ("hội nghị", "hội nghị"),
        ("Hội nghị", "Hội nghị"),
        ("Hội Nghị", "Hội Nghị"),
        ("hội Nghị", "hội | Nghị"),
        ("HỘI NGHỊ", "HỘI NGHỊ"),
        ("hội, nghị", "hội | nghị"),
        ("hội-nghị", "hội | nghị"),
        ("hội\u00a0 \nnghị", "hội nghị"),
        ("bui thanh Son", "bui | thanh | Son"),
    ],
)
def test_punctuation_and_a_capital_after_a_small_letter_split(cutter: UnitCutter, query: str, units: str) -> None:
    assert cut(cutter, query) == units


def test_names_of_deleted_articles_are_forgotten_at_once(tmp_path_factory: pytest.TempPathFactory) -> None:
    index = ArticleIndex.create(tmp_path_factory.mktemp("deleted"), words=False)
    with index:
        index.add(Article(id="1", body="Ông Bùi Thanh Sơn đến."))
        index.add(Article(id="2", body="Bùi và thanh và sơn."))
    assert Searcher(index).search("bui thanh son").total == 1
    with index:
        index.delete("1")
    before = Searcher(index).search("bui thanh son")
    index.optimize()
    after = Searcher(index).search("bui thanh son")
    assert before.relaxed == after.relaxed == ()
    assert [hit.id for hit in before] == [hit.id for hit in after] == ["2"]


@given(st.lists(st.sampled_from("bùi thanh sơn Sơn hội nghị học sinh 34-NQ/TW , trần thị mai".split()), max_size=12))
def test_units_are_the_tokens_in_order(cutter: UnitCutter, words: list[str]) -> None:
    text = " ".join(words)
    tokens = tuple(VietnameseTokenizer().tokenize(text))
    units = cutter.cut(tokens, text)
    assert tuple(token for unit in units for token in unit) == tokens
    assert all(0 < len(unit) <= LONGEST_NAME for unit in units)
