"""What importing the package loads, and what it offers."""

from __future__ import annotations

import subprocess
import sys

import pytest

import tracuu.analyzers

HEAVY = ("whoosh", "click", "pyvi", "sklearn", "numpy", "unidecode", "scipy")


def loaded_after(statement: str) -> set[str]:
    """Which heavy packages a new interpreter has loaded after the statement."""
    code = f"import sys\n{statement}\nprint(*(set({HEAVY!r}) & sys.modules.keys()))"
    process = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(process.stdout.split())


def test_importing_the_package_loads_nothing_heavy() -> None:
    assert loaded_after("import tracuu.analyzers") == set()


def test_vietnamese_text_is_analysed_and_folded_with_nothing_heavy() -> None:
    statement = (
        "import tracuu.analyzers as a; "
        "list(a.VietnameseTokenizer().tokenize('Bùi Thanh Sơn')); a.fold_text('Hoà bình'); "
        "a.WordDictionary.default(); list(a.find_names('Hà Nội', a.VietnameseTokenizer().tokenize('Hà Nội')))"
    )
    assert loaded_after(statement) == set()


def test_each_heavy_package_is_loaded_by_the_call_that_needs_it() -> None:
    assert loaded_after("from tracuu.analyzers import VietnameseAnalyzer") == {"whoosh"}
    assert loaded_after("from tracuu.analyzers import PyviSegmenter; PyviSegmenter().words('hòa bình')") == {"numpy"}


def test_unidecode_is_loaded_for_what_is_not_vietnamese() -> None:
    pytest.importorskip("unidecode")
    assert loaded_after("from tracuu.analyzers import fold; fold('北京')") == {"unidecode"}


def test_what_a_query_can_do_without_is_loaded_when_asked_for() -> None:
    code = "import sys, tracuu.analyzers; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert "tracuu.analyzers.tokenizer" in loaded
    idle = {f"tracuu.analyzers.{name}" for name in ("analyzer", "collation", "dictionary", "names", "segmentation")}
    assert not idle & set(loaded)


def test_the_public_names() -> None:
    assert sorted(tracuu.analyzers.__all__) == tracuu.analyzers.__all__
    for name in tracuu.analyzers.__all__:
        assert getattr(tracuu.analyzers, name).__doc__
    with pytest.raises(AttributeError, match="nothing_like_this"):
        _ = tracuu.analyzers.nothing_like_this
