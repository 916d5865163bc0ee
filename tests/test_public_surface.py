"""What is exported, on purpose; and what an import may load."""

from __future__ import annotations

import importlib
import pickle
import subprocess
import sys
from pathlib import Path

import pytest

from tracuu.analyzers.errors import IndexLockedError
from tracuu.index.storage import DamagedFileError

SURFACE = {
    "tracuu.analyzers": """AnalysisChain Analyzed BatchAnalyzer Name PyviSegmenter Segmenter SegmenterError Syllable
        Token TracuuError VietnameseAnalyzer VietnameseTokenizer Vocabulary WordDictionary analysis_chain canonical
        class_key covers find_names fold fold_text is_bare is_syllable missing_marks parse sort_key""",
    "tracuu.index": """Article ArticleIndex DamagedIndexWarning IndexReader Problem Source Statistics
        SyncReport TracuuError find_sources index_directory read_articles sync""",
    "tracuu.search": """Article ArticleIndex Contribution Explanation Filters FoundName FoundNames Highlighted Hit
        Ranking Relaxation Results Searcher Snippet Suggestion TopHits TracuuError""",
    "tracuu.analyzers.errors": None,
}
HEAVY = "sklearn scipy pyvi sklearn_crfsuite pycrfsuite trafilatura lxml yaml markdown_it charset_normalizer dateutil"
MAY_NOT_LOAD = {
    "tracuu.analyzers": f"{HEAVY} whoosh click numpy unidecode filelock",
    "tracuu.index": f"{HEAVY} whoosh click numpy unidecode filelock",
    "tracuu.search": f"{HEAVY} whoosh click numpy unidecode filelock",
    "tracuu.index.article_index": f"{HEAVY} whoosh click unidecode filelock",
    "tracuu.search.searcher": f"{HEAVY} click unidecode filelock tracuu.index.writer tracuu.index.syncing",
    "tracuu.search.cli": f"{HEAVY} numpy whoosh unidecode filelock",
}


@pytest.mark.parametrize("module", [name for name, names in SURFACE.items() if names])
def test_exports(module: str) -> None:
    loaded = importlib.import_module(module)
    names = (SURFACE[module] or "").split()
    assert sorted(loaded.__all__) == sorted(names)
    for name in names:
        assert getattr(loaded, name).__doc__, f"{module}.{name} has no docstring"
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = loaded.nothing


def test_every_error_is_a_tracuu_error() -> None:
    errors = importlib.import_module("tracuu.analyzers.errors")
    classes = [value for value in vars(errors).values() if isinstance(value, type)]
    assert len(classes) > 10
    assert all(issubclass(cls, errors.TracuuError) for cls in classes)
    assert all(cls.__name__ in (errors.__doc__ or "") for cls in classes), "the tree in the docstring is complete"


def test_errors_pass_from_one_process_to_another() -> None:
    errors: list[Exception] = [
        DamagedFileError(Path("a.segment"), "is cut short"),
        IndexLockedError("locked by A", "A"),
    ]
    for error in errors:
        copy = pickle.loads(pickle.dumps(error))
        assert (type(copy), str(copy), vars(copy)) == (type(error), str(error), vars(error))


@pytest.mark.parametrize("module", MAY_NOT_LOAD)
def test_imports_are_light(module: str) -> None:
    code = f"import sys; import {module}; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert module in loaded
    assert not set(loaded) & set(MAY_NOT_LOAD[module].split())
