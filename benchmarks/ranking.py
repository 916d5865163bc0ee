"""Ranking quality, measured through the public library: nDCG@10 on collections with judgements, and the mean
reciprocal rank of known-item queries (a title has to find its article among bodies).

    python benchmarks/ranking.py --help

Each query is asked three times: as it stands, without any mark, and with the marks of half of its syllables
(drawn with a fixed seed) left off.
"""

from __future__ import annotations

import json
import lzma
import math
import random
import re
import sys
import tempfile
import time
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, fields
from itertools import islice
from pathlib import Path
from typing import Any

import click

from tracuu.search import Article, ArticleIndex, Ranking, Searcher

SEED = 20240501
SHARED = Path(__file__).resolve().parents[2] / "shared"


@dataclass(frozen=True)
class Query:
    text: str
    relevant: frozenset[str]


def strip_marks(text: str) -> str:
    """Vietnamese without its marks, as typed on a keyboard that has none."""
    letters = unicodedata.normalize("NFD", text)
    return "".join(c for c in letters if not unicodedata.combining(c)).replace("đ", "d").replace("Đ", "D")


def half_marked(text: str, rng: random.Random) -> str:
    """The text with the marks of each syllable left off with a chance of one half."""
    return re.sub(r"\S+", lambda m: strip_marks(m[0]) if rng.random() < 0.5 else m[0], text)


def variants(seed: int) -> dict[str, Callable[[str], str]]:
    rng = random.Random(seed)
    return {"marked": str, "half-marked": lambda text: half_marked(text, rng), "unmarked": strip_marks}


def ndcg(ranked: Sequence[str], relevant: frozenset[str], depth: int = 10) -> float:
    """Normalised discounted cumulative gain with binary judgements."""
    gain = sum(1 / math.log2(place + 2) for place, id in enumerate(ranked[:depth]) if id in relevant)
    best = sum(1 / math.log2(place + 2) for place in range(min(len(relevant), depth)))
    return gain / best


def reciprocal_rank(ranked: Sequence[str], relevant: frozenset[str]) -> float:
    return next((1 / place for place, id in enumerate(ranked, 1) if id in relevant), 0.0)


def read_lines(path: Path) -> Iterator[dict[str, Any]]:
    opener = lzma.open if path.suffix == ".xz" else open
    with opener(path, "rt", encoding="utf-8") as file:
        yield from map(json.loads, file)


def build(directory: Path, articles: Iterator[Article]) -> ArticleIndex:
    """An index of these articles; one that is there already is taken as it is."""
    if directory.exists():
        return ArticleIndex(directory)
    index = ArticleIndex.create(directory)
    for article in articles:
        index.update(article)
    index.commit()
    return index


def collection(folder: Path, work: Path) -> tuple[ArticleIndex, list[Query]]:
    index = build(
        work / folder.name,
        (Article(id=r["id"], title=r.get("title", ""), body=r["body"]) for r in read_lines(folder / "docs.jsonl")),
    )
    queries = [Query(r["text"], frozenset(r["relevant"])) for r in read_lines(folder / "queries.jsonl")]
    return index, queries


def known_items(corpus: Path, count: int, work: Path) -> tuple[ArticleIndex, list[Query]]:
    """Bodies to search in, and titles that have to find their own."""

    def records() -> Iterator[dict[str, Any]]:
        return islice(read_lines(corpus), count)

    index = build(
        work / f"{corpus.name.split('.')[0]}-{count}",
        (Article(id=str(r["id"]), body=f"{r.get('abstract', '')}\n\n{r['body']}") for r in records()),
    )
    return index, [Query(r["title"], frozenset([str(r["id"])])) for r in records() if r["title"].strip()]


def measure(searcher: Searcher, queries: Sequence[Query], judge: Callable[..., float], depth: int) -> dict[str, float]:
    figures = {}
    for name, change in variants(SEED).items():
        scores = []
        began = time.perf_counter()
        for query in queries:
            hits = searcher.search(change(query.text)[:10_000], limit=depth, snippet_count=0, suggest=False)
            scores.append(judge([hit.id for hit in hits], query.relevant))
        figures[name] = sum(scores) / len(scores)
        figures[f"{name} ms"] = 1000 * (time.perf_counter() - began) / len(queries)
    return figures


@click.command(help=__doc__)
@click.option(
    "--eval",
    "collections",
    type=click.Path(path_type=Path, exists=True),
    multiple=True,
    help="Folder with docs.jsonl and queries.jsonl (default: all of ../shared/eval).",
)
@click.option(
    "--corpus",
    type=click.Path(path_type=Path),
    default=SHARED / "corpora/vietnews-30k.jsonl.xz",
    show_default=False,
    help="JSON lines of id, title, abstract, body for the known-item queries.",
)
@click.option("--articles", default=30_000, show_default=True, help="How many of them; 0 leaves them out.")
@click.option(
    "--queries",
    default=1500,
    show_default=True,
    help="How many of each set, drawn with a fixed seed; 0: all.",
)
@click.option("--work", type=click.Path(path_type=Path), default=None, help="Keep indexes here and use those there.")
@click.option("--set", "settings", multiple=True, help="Try other numbers: --set bigrams=0.4 --set b=0.6")
def main(
    collections: tuple[Path, ...],
    corpus: Path,
    articles: int,
    queries: int,
    work: Path | None,
    settings: tuple[str, ...],
) -> None:
    values = dict(setting.split("=") for setting in settings)
    unknown = set(values) - {f.name for f in fields(Ranking)}
    if unknown:
        raise click.UsageError(f"no such number: {', '.join(unknown)}")
    ranking = Ranking(**{name: float(value) for name, value in values.items()})
    click.echo(f"{asdict(ranking)}", err=True)
    scratch = tempfile.TemporaryDirectory()
    work = work or Path(scratch.name)
    work.mkdir(parents=True, exist_ok=True)
    rows = []
    for folder in collections or sorted((SHARED / "eval").iterdir()):
        index, asked = collection(folder, work)
        rows.append((folder.name, "nDCG@10", index, asked, ndcg, 10))
    if articles:
        index, asked = known_items(corpus, articles, work)
        rows.append((f"{corpus.name.split('.')[0]}, titles", "MRR", index, asked, reciprocal_rank, 100))
    click.echo("| set | articles | queries | measure | marked | half-marked | unmarked | ms a query |")
    click.echo("|---|---|---|---|---|---|---|---|")
    for name, measure_name, index, asked, judge, depth in rows:
        drawn = random.Random(SEED).sample(asked, queries) if 0 < queries < len(asked) else asked
        got = measure(Searcher(index, ranking), drawn, judge, depth)
        shown = " | ".join(f"{got[v]:.4f}" for v in ("marked", "half-marked", "unmarked"))
        ms = " / ".join(f"{got[v + ' ms']:.1f}" for v in ("marked", "half-marked", "unmarked"))
        click.echo(f"| {name} | {len(index):,} | {len(drawn):,} | {measure_name} | {shown} | {ms} |")
        sys.stdout.flush()
    scratch.cleanup()


if __name__ == "__main__":
    main()
