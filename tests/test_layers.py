"""search -> index -> analyzers, never upwards; and each borrowed library stays in the files that adapt it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
LAYERS = ["analyzers", "index", "search"]
FILES = sorted(path for layer in LAYERS for path in (ROOT / layer).rglob("*.py"))

ONLY_IN = {
    "whoosh": {
        "analyzers/whoosh_analyzer.py",
        "index/whoosh_schema.py",
        "index/whoosh_reader.py",
        "index/whoosh_matcher.py",
        "search/whoosh_queries.py",
    },
    "unidecode": {"analyzers/transliteration.py"},
    "pyvi": set[str](),
    "filelock": {"index/lock.py"},
}


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}:{node.lineno}: imports are absolute"
            yield node.module or ""


def test_there_is_something_to_check() -> None:
    assert len(FILES) > 50


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.relative_to(ROOT).as_posix())
def test_imports(path: Path) -> None:
    here = path.relative_to(ROOT).as_posix()
    layer = here.split("/")[0]
    above = LAYERS[LAYERS.index(layer) + 1 :]
    for name in imports(path):
        first, *rest = name.split(".")
        assert first not in LAYERS, f"{here} imports {name}: it is tracuu.{name}"
        if first == "tracuu":
            assert rest[0] not in above, f"{here} imports {name}, which is above it"
        if first in ONLY_IN:
            assert here in ONLY_IN[first], f"{here} imports {name}: {first} is adapted in {ONLY_IN[first]}"
        if first == "click":
            assert here.startswith("search/cli/"), f"{here} imports click"
