"""The engines, each as its users would set it up; peers are asked for any of the words."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Protocol

from benchmarks.robustness.collections import Collection
from benchmarks.speed.corpus import Record


class Asked(Protocol):
    """What answers queries."""

    def ask(self, text: str) -> list[str]:
        """The ids of the best ten articles, the best first."""


class Engine(Asked, Protocol):
    """An opened index."""

    def __init__(self, folder: Path) -> None:
        """Open the index in a folder."""

    @classmethod
    def build(cls, records: Iterator[Record], folder: Path) -> None:
        """Index raw text, in a folder that does not exist yet."""


_HOMES = {
    "tracuu": ("tracuu", "tracuu_engine.TracuuEngine"),
    "fts5": ("FTS5, `remove_diacritics 2`", "fts5_engine.Fts5Engine"),
    "tantivy": ("tantivy", "tantivy_engine.TantivyEngine"),
    "tantivy-folding": ("tantivy, ASCII folding", "tantivy_engine.FoldingTantivyEngine"),
    "whoosh": ("Whoosh + pyvi", "whoosh_engine.WhooshEngine"),
    "bm25s": ("bm25s", "bm25s_engine.Bm25sEngine"),
}

ENGINES = tuple(_HOMES)
"""As they are named on the command line."""

LABELS = {name: label for name, (label, _) in _HOMES.items()}
"""As they are named in tables."""


def open_engine(name: str, collection: Collection, work: Path) -> Engine:
    """An engine with an index of a collection's articles; one that lies in ``work`` is taken as it is."""
    module, kind = _HOMES[name][1].split(".")
    engine: type[Engine] = getattr(import_module(f"{__name__}.{module}"), kind)
    folder = work / collection.key / name
    if not folder.exists():
        begun = folder.with_name(f"{name}.begun")  # an interrupted run leaves no index that looks whole
        shutil.rmtree(begun, ignore_errors=True)
        begun.parent.mkdir(parents=True, exist_ok=True)
        engine.build(collection.records(), begun)
        begun.rename(folder)
    return engine(folder)


def words(text: str) -> list[str]:
    """What stands between spaces and has a letter or digit."""
    return [word for word in text.split() if any(map(str.isalnum, word))]
