"""Stock Whoosh with pyvi's words, in articles and in queries."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from whoosh.analysis import LowercaseFilter
from whoosh.fields import ID, TEXT, Schema
from whoosh.index import create_in, open_dir
from whoosh.query import Or, Term
from whoosh.scoring import BM25F

from benchmarks.robustness.collections import DEPTH
from benchmarks.robustness.engines import words
from benchmarks.speed.corpus import Record
from benchmarks.speed.engines.whoosh_engine import PyviTokenizer


class WhooshEngine:
    """Its query parser would show pyvi one syllable at a time: the whole query is cut, and its words joined by OR."""

    def __init__(self, folder: Path) -> None:
        index = open_dir(folder)
        self._analyzer = index.schema["body"].analyzer
        self._searcher = index.searcher(weighting=BM25F())

    @classmethod
    def build(cls, records: Iterator[Record], folder: Path) -> None:
        folder.mkdir(parents=True)
        analyzer = PyviTokenizer() | LowercaseFilter()
        schema = Schema(id=ID(stored=True), title=TEXT(analyzer), body=TEXT(analyzer))
        writer = create_in(folder, schema).writer(limitmb=256)
        for record in records:
            writer.add_document(id=record.id, title=record.title, body=record.body)
        writer.commit()

    def ask(self, text: str) -> list[str]:
        terms = words(" ".join(token.text for token in self._analyzer(text)))
        query = Or([Term(field, term) for term in terms for field in ("title", "body")])
        return [hit["id"] for hit in self._searcher.search(query, limit=DEPTH)]
