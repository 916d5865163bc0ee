"""The engines: each builds an index of a corpus, opens it, and answers.

A form of text is ``raw`` (the engine's own tokenizer), ``canonical`` (the syllables of tracuu, by white space)
or one that a single engine has for one set of queries.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Literal, Protocol

from benchmarks.speed.corpus import Corpus

Kind = Literal["or", "and", "phrase"]
KINDS: tuple[Kind, ...] = ("or", "and", "phrase")

Ask = Callable[[], object]
"""One query, ready to be asked: what a call costs is what is timed."""


class Engine(Protocol):
    """An opened index."""

    def top(self, kind: Kind, terms: list[str]) -> Ask:
        """The best 10 articles by their bodies, with scores, and how many there are where the engine counts them."""

    def total(self, kind: Kind, terms: list[str]) -> int:
        """How many articles have a body that answers the query."""


_HOMES = {
    "tracuu": "tracuu_engine",
    "tantivy": "tantivy_engine",
    "FTS5": "fts5_engine",
    "bm25s": "bm25s_engine",
    "Whoosh": "whoosh_engine",
}


def builder(name: str) -> Callable[[Corpus, Path, str], None]:
    """The function ``build(corpus, folder, form)`` of an engine; its libraries are imported now."""
    build: Callable[[Corpus, Path, str], None] = import_module(f"{__name__}.{_HOMES[name]}").build
    return build
