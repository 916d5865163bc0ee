"""tracuu through its public library."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain
from pathlib import Path

import numpy as np

from benchmarks.speed.corpus import Corpus, read_records
from benchmarks.speed.engines import Ask, Kind
from benchmarks.speed.engines.trees import tree
from tracuu.analyzers import BatchAnalyzer
from tracuu.analyzers.joins import Joiner, syllabify
from tracuu.analyzers.pyvi_model import pyvi_model
from tracuu.index.article import Article
from tracuu.index.article_index import ArticleIndex
from tracuu.search.searcher import Searcher
from tracuu.search.whoosh_queries import from_whoosh


def build(corpus: Corpus, folder: Path, form: str) -> None:
    """Everything that an index has: three views, names, stored articles."""
    index = ArticleIndex.create(folder)
    for record in read_records(corpus.raw):
        index.add(Article(id=record.id, title=record.title, body=record.body))
    index.commit()


def segment(texts: Sequence[str], batch: int = 400) -> None:
    """Cut texts into syllables and join those of a word, with nothing learned before."""
    joiner = Joiner(pyvi_model())
    for first in range(0, len(texts), batch):
        cut = list(map(syllabify, texts[first : first + batch]))
        numbers = np.fromiter(map(joiner.numbers.__getitem__, chain.from_iterable(cut)), np.int32)
        joiner.joined(numbers, np.cumsum([0, *map(len, cut[:-1])], dtype=np.int64))


def analyze(texts: Sequence[str], batch: int = 100) -> None:
    """All that indexing finds in texts: words, and beside them terms and names."""
    analyzer = BatchAnalyzer()
    for first in range(0, len(texts), batch):
        analyzer.analyze(texts[first : first + batch])


class TracuuEngine:
    """Trees of query nodes below, typed queries above."""

    def __init__(self, corpus: Corpus, folder: Path) -> None:
        """Open the index in a folder."""
        self.searcher = Searcher(ArticleIndex(folder))

    def top(self, kind: Kind, terms: list[str]) -> Ask:
        query, top = from_whoosh(tree(kind, terms)), self.searcher.top
        return lambda: top(query, limit=10)

    def total(self, kind: Kind, terms: list[str]) -> int:
        return self.searcher.top(tree(kind, terms)).total

    def name(self, terms: list[str]) -> Ask:
        """A name without marks, mark-aware and ranked by everything: ids and scores, as FTS5 gives rowid and rank."""
        text, find = " ".join(terms), self.searcher.find
        return lambda: find(text)

    def search(self, terms: list[str], *, suggest: bool = False) -> Ask:
        """The whole of it: ten hits with their articles, titles and snippets as HTML."""
        text, search = " ".join(terms), self.searcher.search

        def ask() -> object:
            hits = search(text, suggest=suggest).hits
            return [(hit.title.html(), [snippet.text.html() for snippet in hit.snippets]) for hit in hits]

        return ask
