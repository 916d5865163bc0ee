"""SQLite FTS5. Its tokenizers tear some syllables, so ours go in as ASCII code words: one for each."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from benchmarks.speed.corpus import Corpus, read_records
from benchmarks.speed.engines import Ask, Kind

_FILE = "articles.sqlite"
_BEST = "SELECT rowid, rank FROM articles WHERE articles MATCH ? ORDER BY rank LIMIT 10"


def build(corpus: Corpus, folder: Path, form: str) -> None:
    """One table in one transaction; ``folded`` holds syllables without marks."""
    folder.mkdir(parents=True)
    source = {"raw": corpus.raw, "canonical": corpus.coded, "folded": corpus.folded}[form]
    connection = sqlite3.connect(folder / _FILE)
    with connection:
        connection.execute("CREATE VIRTUAL TABLE articles USING fts5(id UNINDEXED, title, body)")
        connection.executemany(
            "INSERT INTO articles VALUES (?, ?, ?)", ((r.id, r.title, r.body) for r in read_records(source))
        )
    connection.close()


class Fts5Engine:
    """Expressions are made before the clock runs; SQLite parses them while it runs."""

    def __init__(self, corpus: Corpus, folder: Path) -> None:
        """Open the database in a folder."""
        self._codes = corpus.codes
        self._connection = sqlite3.connect(folder / _FILE)

    def top(self, kind: Kind, terms: list[str]) -> Ask:
        return self._best(self._expression(kind, terms))

    def name(self, terms: list[str]) -> Ask:
        """A phrase in title or body."""
        return self._best(self._phrase(terms))

    def total(self, kind: Kind, terms: list[str]) -> int:
        return self._count(self._expression(kind, terms))

    def name_total(self, terms: list[str]) -> int:
        """How many articles have the phrase in title or body."""
        return self._count(self._phrase(terms))

    def _best(self, expression: str) -> Ask:
        execute = self._connection.execute
        return lambda: execute(_BEST, (expression,)).fetchall()

    def _count(self, expression: str) -> int:
        found = self._connection.execute("SELECT count(*) FROM articles WHERE articles MATCH ?", (expression,))
        count: int = found.fetchone()[0]
        return count

    def _expression(self, kind: Kind, terms: list[str]) -> str:
        if kind == "phrase":
            return f"body : {self._phrase(terms)}"
        return f"body : ({f' {kind.upper()} '.join(self._codes[term] for term in terms)})"

    def _phrase(self, terms: list[str]) -> str:
        return '"' + " ".join(self._codes[term] for term in terms) + '"'
