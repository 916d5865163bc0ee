"""How cost grows with the corpus: the same queries, asked of ever larger indexes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.speed.contest import Contest
from benchmarks.speed.corpus import Corpus, grown
from benchmarks.speed.indexes import Indexes
from benchmarks.speed.measures import Figures, measure_memory, measure_queries
from benchmarks.speed.query_sets import draw
from benchmarks.speed.rows import MB, ms

SETS = {"or": "OR", "and": "AND", "phrase": "phrase", "name": "unmarked name", "search": "whole `search()`"}


@dataclass
class Growth:
    """Figures by number of articles.

    Attributes:
        figures: latencies, size, peak while indexing and memory after 1,000 queries.
        bytes: UTF-8 bytes of the corpus.
        rate: articles a second that tracuu indexed, once.
        peak_of_more: articles of a still larger corpus, and bytes that indexing them took at most.
    """

    figures: dict[int, Figures] = field(default_factory=dict)
    bytes: dict[int, int] = field(default_factory=dict)
    rate: dict[int, float] = field(default_factory=dict)
    peak_of_more: tuple[int, float] | None = None


def measure_growth(
    source: Path, work: Path, sizes: Sequence[int], more: int, queries: int, rounds: int, report: Callable[[str], None]
) -> Growth:
    """Build and ask at each size; at ``more`` articles only tracuu is built, for its peak of memory."""
    growth = Growth()
    sets = draw(Corpus.write(grown(source, min(sizes)), work / f"corpus-{min(sizes)}").analyse(), queries)
    for articles in sizes:
        report(f"growth: {articles:,} articles")
        corpus = Corpus.write(grown(source, articles), work / f"corpus-{articles}").analyse()
        indexes = Indexes(corpus, work / f"indexes-{articles}")
        built = indexes.build("tracuu", "raw")
        figures = Figures(peak=built["peak"])
        measure_memory(figures, indexes, sets)
        measure_queries(figures, Contest(indexes, None, sets), set(SETS), rounds)
        growth.figures[articles] = figures
        growth.bytes[articles] = corpus.bytes
        growth.rate[articles] = articles / built["seconds"]
    report(f"growth: memory at {more:,} articles")
    corpus = Corpus.write(grown(source, more), work / f"corpus-{more}")
    growth.peak_of_more = more, Indexes(corpus, work / f"indexes-{more}").build("tracuu", "raw")["peak"]
    return growth


def table(growth: Growth) -> Iterator[tuple[str, ...]]:
    """Rows of cells, the head first."""
    figures = growth.figures
    yield "median", "engine", *(f"{articles:,} articles" for articles in figures)
    for part, label in SETS.items():
        for engine in next(iter(figures.values())).latencies[part]:
            yield label, engine, *(ms(one.latencies[part][engine].median) for one in figures.values())
    yield "indexing, articles/s", "tracuu", *(f"{rate:,.0f}" for rate in growth.rate.values())
    yield "memory while indexing", "tracuu", *(f"{one.peak / MB:.0f} MB" for one in figures.values())
    yield "memory after 1,000 queries", "tracuu", *(f"{one.anonymous / MB:.0f} MB" for one in figures.values())
    ratios = (one.size / growth.bytes[articles] for articles, one in figures.items())
    yield "index / text, bytes", "tracuu", *(f"{ratio:.2f}" for ratio in ratios)
