"""The chain for articles and the chain for queries."""

from __future__ import annotations

import pytest

from tracuu.analyzers.analyzer import AnalysisChain, Mode, analysis_chain


def analysed(
    text: str, mode: Mode = "index", *, fold: bool = False, words: bool = False
) -> list[tuple[str, int, int, int]]:
    chain = analysis_chain(mode, fold, words)
    return [(token.text, token.start, token.end, token.position) for token in chain.analyze(text)]


@pytest.mark.parametrize("mode", ["index", "query"])
def test_syllables_are_the_same_in_both_modes(mode: Mode) -> None:
    assert analysed("Hoà bình", mode) == [("hòa", 0, 3, 0), ("bình", 4, 8, 1)]
    assert analysed("Hoà bình", mode, fold=True) == [("hoa", 0, 3, 0), ("binh", 4, 8, 1)]
    assert analysed("", mode, words=True) == []


def test_words_of_an_article_are_those_of_pyvi_in_their_places() -> None:
    text = "Bộ trưởng Ngoại giao, ngày 04/05/2025: 034-NQ/TW, hoà bình"
    assert analysed(text, words=True) == [
        ("bộ_trưởng", 0, 9, 0),
        ("ngoại_giao", 10, 20, 1),
        ("ngày", 22, 26, 2),
        ("4", 27, 29, 3),  # pyvi reads 04 and 034 otherwise: these stay tokens
        ("5", 30, 32, 4),
        ("2025", 33, 37, 5),
        ("34", 39, 42, 6),
        ("nq", 43, 45, 7),
        ("tw", 46, 48, 8),
        ("hòa_bình", 50, 58, 9),
    ]


def test_words_of_a_query_are_those_of_the_dictionary() -> None:
    assert analysed("bo truong ngoai giao x", "query", words=True) == [
        ("bộ_trưởng", 0, 9, 0),
        ("ngoại_giao", 10, 20, 1),
        ("x", 21, 22, 2),
    ]


def test_a_query_word_with_several_spellings_gives_them_at_one_position() -> None:
    found = analysed("ky su", "query", words=True)
    assert {text for text, *_ in found} >= {"kỹ_sư", "kĩ_sư"}
    assert all(place == [0, 5, 0] for _, *place in found)
    assert analysed("ky su", "query", words=True, fold=True) == [("ki_su", 0, 5, 0)]


def test_chains_are_built_in_one_place() -> None:
    assert analysis_chain("query", True, False) is analysis_chain("query", True, False)
    assert isinstance(analysis_chain(), AnalysisChain)
