"""Words by pyvi."""

from __future__ import annotations

import pickle
import subprocess
import sys
import warnings
from concurrent.futures import ThreadPoolExecutor

import pytest

from tracuu.analyzers import pyvi_segmenter
from tracuu.analyzers.errors import SegmenterError
from tracuu.analyzers.pyvi_model import pyvi_model
from tracuu.analyzers.pyvi_segmenter import _joiner, new_style
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
    pyvi_model.cache_clear()
    _joiner.cache_clear()
    monkeypatch.setitem(sys.modules, "pyvi", None)
    with pytest.raises(SegmenterError, match=r"pip install pyvi==0\.1\.1"):
        PyviSegmenter().words("ngoại giao")
    monkeypatch.undo()
    assert PyviSegmenter().words("ngoại giao") == ["ngoại_giao"]


def test_neither_pyvi_nor_what_it_needs_is_imported() -> None:
    code = (
        "import sys; from tracuu.analyzers import PyviSegmenter; "
        "print(*PyviSegmenter().words('hòa bình'), *sys.modules)"
    )
    words = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert words[0] == "hòa_bình"
    assert not {"pyvi", "sklearn", "scipy", "sklearn_crfsuite", "pycrfsuite"} & set(words)


def test_words_are_those_of_pyvi() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # invalid escapes; a model of an older scikit-learn
        from pyvi import ViTokenizer
    text = (
        "Bộ trưởng Ngoại giao Bùi Thanh Sơn thăm thành phố Hồ Chí Minh, dự hội nghị thượng đỉnh.\n"
        "Học sinh học sinh học ở trường trung học phổ thông; máy bay không người lái hạ cánh an toàn!"
    )
    pyvi = [word for word in ViTokenizer.tokenize(text).lower().split() if word[0].isalpha()]
    assert [word.replace("tòan", "toàn") for word in SEGMENTER.words(text)] == pyvi


def test_threads_share_a_segmenter() -> None:
    texts = [f"bộ trưởng thứ{number} nói về hoà bình thế giới {number}" for number in range(200)]
    expected = [["bộ_trưởng", "nói", "hòa_bình", "thế_giới"]] * len(texts)
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(SEGMENTER.words, texts))
    assert [[word for word in words if word in expected[0]] for words in found] == expected


def test_what_is_remembered_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pyvi_segmenter, "_MOST_REMEMBERED", 10)
    texts = [f"bộ trưởng ngoại giao x{number} y{number} z{number}" for number in range(10)]
    assert [words[:2] for words in map(SEGMENTER.words, texts)] == [["bộ_trưởng", "ngoại_giao"]] * 10
    assert len(_joiner().numbers) < 20
