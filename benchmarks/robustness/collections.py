"""Collections: articles, queries, and which articles answer which query.

A collection is a folder of two files of JSON lines, in UTF-8:

``docs.jsonl``     ``{"id": "d1", "title": "may be missing", "body": "Bánh phở làm bằng bột gạo ..."}``
``queries.jsonl``  ``{"id": "q1", "text": "bánh phở làm bằng gì", "relevant": ["d1"]}``

Other keys are passed over. The queries should be well-typed Vietnamese: the variants take their marks off.
"""

from __future__ import annotations

import json
import random
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

from benchmarks.ranking import SEED, ndcg, read_lines, reciprocal_rank
from benchmarks.speed.corpus import Record, read_records

DEPTH = 10
"""Articles that are looked at."""

Judge = Callable[[Sequence[str], frozenset[str]], float]
"""(ids found, the best first; ids that are relevant) -> 0 to 1."""


@dataclass(frozen=True)
class Query:
    """What is asked, and the ids of the articles that answer it."""

    id: str
    text: str
    relevant: frozenset[str]


@dataclass(frozen=True)
class Collection:
    """Articles and queries.

    Attributes:
        name: of its row in the tables.
        key: of the folder of its indexes; another one when its file of articles changes.
        measure: what ``judge`` gives.
        records: reads the articles.
    """

    name: str
    key: str
    measure: str
    judge: Judge
    records: Callable[[], Iterator[Record]]
    queries: Sequence[Query]

    @classmethod
    def of_folder(cls, folder: Path) -> Collection:
        """Judged queries: nDCG@10 with binary judgements.

        Raises:
            FileNotFoundError: one of the two files is missing.
            ValueError: a line of queries lacks a key, or names no relevant article.
        """
        docs, file = folder / "docs.jsonl", folder / "queries.jsonl"
        key = _key(folder.resolve().name, docs)
        queries = [_query(line, f"{file}, line {number}") for number, line in enumerate(read_lines(file), 1)]
        return cls(folder.resolve().name, key, "nDCG@10", ndcg, lambda: read_records(docs), queries)

    @classmethod
    def of_titles(cls, corpus: Path, articles: int) -> Collection:
        """The first articles of a file without their titles, each of which has to find its own: MRR@10."""

        def records() -> Iterator[Record]:
            return islice(read_records(corpus), articles)

        name = corpus.name.split(".")[0]
        queries = [Query(r.id, r.title, frozenset([r.id])) for r in records() if r.title.strip()]
        return cls(
            f"{name}, titles",
            _key(f"{name}-{articles}", corpus),
            "MRR@10",
            reciprocal_rank,
            lambda: (replace(record, title="") for record in records()),
            queries,
        )

    def sample(self, count: int) -> Collection:
        """The same with as many queries, drawn with a fixed seed; with all of them if there are no more, or for 0."""
        if not 0 < count < len(self.queries):
            return self
        return replace(self, queries=random.Random(SEED).sample(list(self.queries), count))


def _key(name: str, file: Path) -> str:
    facts = file.stat()
    return f"{name}-{zlib.crc32(f'{file.resolve()} {facts.st_size} {facts.st_mtime_ns}'.encode()):08x}"


def _query(line: dict[str, object], where: str) -> Query:
    try:
        id, text, relevant = line["id"], line["text"], line["relevant"]
    except KeyError as missing:
        raise ValueError(f"{where}: no {missing}: a query has id, text and relevant") from None
    if not isinstance(relevant, list) or not relevant:
        raise ValueError(f"{where}: relevant is {json.dumps(relevant)}: name the id of one article or more")
    return Query(str(id), str(text), frozenset(map(str, relevant)))
