"""Words by pyvi."""

from __future__ import annotations

import pickle
import sys
from importlib import import_module

import pytest

from tracuu.analyzers.errors import SegmenterError
from tracuu.analyzers.pyvi_segmenter import new_style
from tracuu.analyzers.segmentation import PyviSegmenter, Segmenter

SEGMENTER: Segmenter = PyviSegmenter()


def test_words_are_canonical_syllables_joined() -> None:
    assert SEGMENTER.words("Bộ trưởng Ngoại giao nói về hoà bình.") == [
        "bộ_trưởng",
        "ngoại_giao",
        "nói",
        "về",
        "hòa_bình",
    ]


@pytest.mark.parametrize(
    "text", ["hoà bình thế giới", "hòa bình thế giới", "HOÀ BÌNH thế giới", "hoa\u0300 bình thế giới"]
)
def test_one_spelling_is_fed_to_pyvi(text: str) -> None:
    assert SEGMENTER.words(text) == ["hòa_bình", "thế_giới"]


def test_numbers_and_addresses_are_words_of_their_own() -> None:
    words = SEGMENTER.words("Ngày 14/4/2025, 12.000 người; 12h30 ở TP.HCM, https://a.vn/b")
    assert words == [
        "ngày",
        "14",
        "4",
        "2025",
        "12000",
        "người",
        "12",
        "30",
        "ở",
        "tp",
        "hcm",
        "https",
        "a",
        "vn",
        "b",
    ]


@pytest.mark.parametrize("text", ["", "  \n", "...", "?!"])
def test_no_words(text: str) -> None:
    assert SEGMENTER.words(text) == []


def test_new_style_keeps_the_case() -> None:
    assert new_style("Hòa HÒA hòa Thúy toàn café QÚY") == "Hoà HOÀ hoà Thuý toàn café QUÝ"
    assert new_style("ho\u0300a") == "hoà"


def test_a_segmenter_pickles() -> None:
    assert pickle.loads(pickle.dumps(SEGMENTER)).words("ngoại giao") == ["ngoại_giao"]


def test_without_pyvi_it_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    module = import_module("tracuu.analyzers.pyvi_segmenter")
    monkeypatch.setattr(module, "_tokenize", None)
    monkeypatch.setitem(sys.modules, "pyvi", None)
    with pytest.raises(SegmenterError, match="pip install pyvi"):
        PyviSegmenter().words("ngoại giao")
