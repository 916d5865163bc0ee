"""Taking the figures: each function runs one part and puts what it found into ``Figures``."""

from __future__ import annotations

import statistics
import time
from dataclasses import dataclass, field
from itertools import islice

from benchmarks.speed.contest import Contest, Latencies
from benchmarks.speed.corpus import Corpus, read_records
from benchmarks.speed.engines import KINDS
from benchmarks.speed.indexes import Indexes
from benchmarks.speed.processes import Cost, child, size_of, start_costs
from benchmarks.speed.query_sets import QuerySets

REPEATED = (
    ("tracuu", "raw"),
    ("tantivy", "raw"),
    ("tantivy", "canonical"),
    ("FTS5", "raw"),
    ("FTS5", "canonical"),
    ("bm25s", "raw"),
    ("bm25s", "canonical"),
)
"""Engines and forms of text whose indexing is timed on the whole corpus."""


@dataclass
class Figures:
    """What a run has found; an empty part was not asked for.

    Attributes:
        rates: articles a second of an engine and a form of text.
        jobs_rate: of ``tracuu index --jobs 2``.
        peak: bytes that an indexing tracuu took at most.
        size: bytes of tracuu's index.
        segmentation: syllables a second of tracuu, of pyvi, and of tracuu where it also finds terms and names.
        latencies: of each set and engine.
        start: of ``tracuu search`` and of ``import numpy, click``.
        opening: CPU seconds to open the index, and until the first answer.
        anonymous: bytes after 1,000 queries.
        agreeing_names: the share of names where FTS5 finds as many articles.
    """

    rates: dict[tuple[str, str], float] = field(default_factory=dict)
    jobs_rate: float = 0
    peak: float = 0
    size: float = 0
    segmentation: tuple[float, float, float] | None = None
    latencies: dict[str, Latencies] = field(default_factory=dict)
    start: tuple[Cost, Cost] | None = None
    opening: tuple[float, float] | None = None
    anonymous: float = 0
    agreeing_names: float = 0


def measure_indexing(figures: Figures, indexes: Indexes, subset: Indexes, repeats: int) -> None:
    """Articles a second, all engines in turns; stock Whoosh on a part of the corpus only."""
    seconds: dict[tuple[str, str], list[float]] = {}
    with_jobs: list[float] = []
    for _ in range(repeats):
        for engine, form in REPEATED:
            report = indexes.build(engine, form)
            seconds.setdefault((engine, form), []).append(report["seconds"])
            if engine == "tracuu":
                figures.peak = max(figures.peak, report["peak"])
        with_jobs.append(indexes.build_with_jobs(2).wall)
        seconds.setdefault(("Whoosh", "raw"), []).append(subset.build("Whoosh", "raw")["seconds"])
    figures.rates = {
        key: (subset if key[0] == "Whoosh" else indexes).corpus.articles / statistics.median(taken)
        for key, taken in seconds.items()
    }
    figures.jobs_rate = indexes.corpus.articles / statistics.median(with_jobs)


def measure_segmentation(figures: Figures, corpus: Corpus, repeats: int, ours: int = 5000, theirs: int = 300) -> None:
    """Syllables a second from nothing seen before; pyvi cuts the first articles of those that tracuu cuts."""
    from benchmarks.speed.engines.tracuu_engine import analyze, segment
    from benchmarks.speed.engines.whoosh_engine import words_of_pyvi

    bodies = [record.body for record in islice(read_records(corpus.raw), ours)]
    lengths = [len(record.body.split()) for record in islice(read_records(corpus.canonical), ours)]
    words_of_pyvi(bodies[0])  # loads the model
    rates = []
    for cut, count in ((segment, ours), (lambda texts: list(map(words_of_pyvi, texts)), theirs), (analyze, ours)):
        taken = []
        for _ in range(repeats):
            began = time.perf_counter()
            cut(bodies[:count])
            taken.append(time.perf_counter() - began)
        rates.append(sum(lengths[:count]) / statistics.median(taken))
    figures.segmentation = (rates[0], rates[1], rates[2])


def measure_queries(figures: Figures, contest: Contest, parts: set[str], rounds: int) -> None:
    """The sets of queries among the parts."""
    for kind in KINDS:
        if kind in parts:
            figures.latencies[kind] = contest.nodes(kind, rounds)
    if "name" in parts:
        figures.agreeing_names = contest.agreeing_names()
        figures.latencies["name"] = contest.names(rounds)
    if "search" in parts:
        figures.latencies["search"] = contest.searches(rounds)


def measure_start(figures: Figures, indexes: Indexes, sets: QuerySets, runs: int) -> None:
    """The process ``tracuu search``, and what opening costs within one."""
    index, query = indexes.path("tracuu", "raw"), " ".join(sets.names[0] if sets.names else sets.unmarked[0])
    figures.start = start_costs(index, query, runs)
    reports = [child("open", index, query) for _ in range(runs + 1)][1:]
    figures.opening = (
        statistics.median(report["opened"] for report in reports),
        statistics.median(report["answered"] for report in reports),
    )


def measure_memory(figures: Figures, indexes: Indexes, sets: QuerySets, queries: int = 1000) -> None:
    """Size on disk, the peak while indexing (unless it is known), and what a searching process holds."""
    if not figures.peak:
        figures.peak = indexes.build("tracuu", "raw")["peak"]
    index = indexes.path("tracuu", "raw")
    figures.size = size_of(index)
    lines = indexes.corpus.folder / "queries.txt"
    lines.write_text("\n".join(map(" ".join, sets.searches + sets.names)), "utf-8")
    figures.anonymous = child("answer", index, lines, queries)["anonymous"]
