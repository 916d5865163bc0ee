"""Stock Whoosh: the program one would write first, with pyvi cutting the words."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from whoosh.analysis import LowercaseFilter, SpaceSeparatedTokenizer, Token, Tokenizer
from whoosh.fields import ID, TEXT, Schema
from whoosh.index import create_in, open_dir

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # a model of an older scikit-learn
    from pyvi import ViTokenizer

from benchmarks.speed.corpus import Corpus, read_records
from benchmarks.speed.engines import Ask, Kind
from benchmarks.speed.engines.trees import tree


def words_of_pyvi(text: str) -> list[str]:
    """Its words, syllables joined by ``_``."""
    words: list[str] = ViTokenizer.tokenize(text).split()
    return words


class PyviTokenizer(Tokenizer):  # type: ignore[misc]  # whoosh has no types
    """``words_of_pyvi`` as tokens."""

    def __call__(self, value: str, positions: bool = False, start_pos: int = 0, **kwargs: Any) -> Iterator[Token]:
        token = Token(positions, **kwargs)
        for place, word in enumerate(words_of_pyvi(value), start_pos):
            token.text = token.original = word
            token.boost, token.stopped, token.pos = 1.0, False, place
            yield token


def build(corpus: Corpus, folder: Path, form: str) -> None:
    """Two stored fields with positions."""
    folder.mkdir(parents=True)
    analyzer = PyviTokenizer() | LowercaseFilter() if form == "raw" else SpaceSeparatedTokenizer()
    schema = Schema(id=ID(stored=True), title=TEXT(analyzer, stored=True), body=TEXT(analyzer, stored=True))
    writer = create_in(folder, schema).writer()
    for record in read_records(corpus.raw if form == "raw" else corpus.canonical):
        writer.add_document(id=record.id, title=record.title, body=record.body)
    writer.commit()


class WhooshEngine:
    """The same query objects as tracuu's."""

    def __init__(self, corpus: Corpus, folder: Path) -> None:
        """Open the index in a folder."""
        self._searcher = open_dir(folder).searcher()

    def top(self, kind: Kind, terms: list[str]) -> Ask:
        query, search = tree(kind, terms), self._searcher.search
        return lambda: search(query, limit=10)

    def total(self, kind: Kind, terms: list[str]) -> int:
        return len(self._searcher.search(tree(kind, terms), limit=None))
