"""tracuu through its public library."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from benchmarks.robustness.collections import DEPTH
from benchmarks.speed.corpus import Record
from tracuu.analyzers.errors import QueryError
from tracuu.search import Article, ArticleIndex, Searcher

_LONGEST = 10_000  # code points that a query may have


def ask(searcher: Searcher, query: str) -> list[str]:
    """The one place that says how tracuu is asked. A query that it refuses finds nothing."""
    try:
        results = searcher.search(query[:_LONGEST], limit=DEPTH, snippet_count=0, suggest=False)
    except QueryError:
        return []
    return [hit.id for hit in results.hits]


class TracuuEngine:
    """All defaults."""

    def __init__(self, folder: Path) -> None:
        self.searcher = Searcher(folder)

    @classmethod
    def build(cls, records: Iterator[Record], folder: Path) -> None:
        index = ArticleIndex.create(folder)
        for record in records:
            index.add(Article(id=record.id, title=record.title, body=record.body))
        index.commit()

    def ask(self, text: str) -> list[str]:
        return ask(self.searcher, text)
