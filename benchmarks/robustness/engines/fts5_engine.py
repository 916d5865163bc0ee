"""SQLite FTS5, told to take diacritics off: what one finds when one looks for how to search in Vietnamese with it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

from benchmarks.robustness.collections import DEPTH
from benchmarks.robustness.engines import words
from benchmarks.speed.corpus import Record

_FILE = "articles.sqlite"
_TABLE = "CREATE VIRTUAL TABLE articles USING fts5(id UNINDEXED, title, body, tokenize='unicode61 remove_diacritics 2')"
_BEST = f"SELECT id FROM articles WHERE articles MATCH ? ORDER BY rank LIMIT {DEPTH}"


class Fts5Engine:
    """Words in quotation marks, so that nothing in them is syntax; ``rank`` is BM25 over both columns."""

    def __init__(self, folder: Path) -> None:
        self._connection = sqlite3.connect(folder / _FILE)

    @classmethod
    def build(cls, records: Iterator[Record], folder: Path) -> None:
        folder.mkdir(parents=True)
        connection = sqlite3.connect(folder / _FILE)
        with connection:
            connection.execute(_TABLE)
            connection.executemany("INSERT INTO articles VALUES (?, ?, ?)", ((r.id, r.title, r.body) for r in records))
        connection.close()

    def ask(self, text: str) -> list[str]:
        expression = " OR ".join('"{}"'.format(word.replace('"', '""')) for word in words(text))
        return [id for (id,) in self._connection.execute(_BEST, (expression,))] if expression else []
