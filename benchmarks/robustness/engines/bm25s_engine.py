"""bm25s with its own tokenizer, which leaves words of one letter out; without stemmer and (English) stop words."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import bm25s

from benchmarks.robustness.collections import DEPTH
from benchmarks.speed.corpus import Record


class Bm25sEngine:
    """It knows no fields: title and body are one text."""

    def __init__(self, folder: Path) -> None:
        self._index = bm25s.BM25.load(folder)
        self._ids: list[str] = json.loads((folder / "ids.json").read_text("utf-8"))

    @classmethod
    def build(cls, records: Iterator[Record], folder: Path) -> None:
        ids, texts = zip(*((record.id, f"{record.title}\n{record.body}") for record in records), strict=True)
        index = bm25s.BM25()
        index.index(bm25s.tokenize(list(texts), stopwords=None, show_progress=False), show_progress=False)
        index.save(folder)
        (folder / "ids.json").write_text(json.dumps(ids), "utf-8")

    def ask(self, text: str) -> list[str]:
        terms = bm25s.tokenize([text], stopwords=None, return_ids=False, show_progress=False)
        if not terms[0]:
            return []
        found, scores = self._index.retrieve(terms, k=min(DEPTH, len(self._ids)), show_progress=False)
        return [self._ids[number] for number, score in zip(found[0], scores[0], strict=True) if score > 0]
