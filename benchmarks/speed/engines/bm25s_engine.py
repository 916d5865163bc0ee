"""bm25s: scores computed while indexing. It knows neither fields (there is an index for each) nor AND nor phrases."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import bm25s

from benchmarks.speed.corpus import Corpus, read_records
from benchmarks.speed.engines import Ask, Kind


def build(corpus: Corpus, folder: Path, form: str) -> None:
    """Both indexes and the articles, saved."""
    records = list(read_records(corpus.raw if form == "raw" else corpus.canonical))
    for field in ("title", "body"):
        texts = [getattr(record, field) for record in records]
        index = bm25s.BM25(k1=1.2, b=0.75)
        index.index(
            bm25s.tokenize(texts, show_progress=False) if form == "raw" else [text.split() for text in texts],
            show_progress=False,
        )
        stored: list[dict[str, Any]] | None = [vars(record) for record in records] if field == "body" else None
        index.save(folder / field, corpus=stored)


class Bm25sEngine:
    """OR only."""

    def __init__(self, corpus: Corpus, folder: Path) -> None:
        """Load the index of bodies."""
        self._index = bm25s.BM25.load(folder / "body")
        self._limit = min(10, corpus.articles)

    def top(self, kind: Kind, terms: list[str]) -> Ask:
        retrieve, limit = self._index.retrieve, self._limit
        return lambda: retrieve([terms], k=limit, show_progress=False)

    def total(self, kind: Kind, terms: list[str]) -> int:
        return int((self._index.get_scores(terms) > 0).sum())
