"""The goals: each a row with a figure of tracuu, one of what it is held against, and their ratio."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

from benchmarks.speed.measures import Figures
from benchmarks.speed.timing import Latency

MB = 1e6


@dataclass(frozen=True)
class Row:
    """One figure and what it is held against.

    Attributes:
        what: is measured.
        ours: the figure of tracuu, with its unit.
        against: the peer, or nothing where the goal is a limit.
        theirs: the peer's figure.
        value: what the goal is about: a ratio, or a figure in the goal's unit.
        sense: whether the goal is a least or a largest value; none where there is no goal.
        goal: in numbers.
        unit: of value and goal; nothing for a ratio.
    """

    what: str
    ours: str
    against: str
    theirs: str
    value: float
    sense: Literal["least", "most", "below", "above", ""] = ""
    goal: float = 0
    unit: str = ""

    @property
    def reached(self) -> bool | None:
        """Whether the goal was reached; None if there is none."""
        match self.sense:
            case "least":
                return self.value >= self.goal
            case "above":
                return self.value > self.goal
            case "most":
                return self.value <= self.goal
            case "below":
                return self.value < self.goal
        return None

    def cells(self) -> tuple[str, ...]:
        """For a table: what, ours, against, theirs, ratio, goal, reached."""
        sign = {"least": "≥", "above": ">", "most": "≤", "below": "<", "": ""}[self.sense]
        goal = f"{sign} {self.goal:g}{self.unit}" if self.sense else ""
        reached = {True: "yes", False: "**no**", None: ""}[self.reached]
        ratio = "" if self.unit else f"{self.value:.3g}"
        return self.what, self.ours, self.against, self.theirs, ratio, goal, reached


def rows(figures: Figures, corpus_bytes: int, peak_of_more: tuple[int, float] | None = None) -> Iterator[Row]:
    """A row for each goal whose figures are there, in the order of the issue that set them.

    Args:
        figures: of a run.
        corpus_bytes: UTF-8 bytes of titles and bodies.
        peak_of_more: a larger number of articles, and bytes that indexing them took at most.
    """
    yield from _indexing(figures)
    if figures.segmentation:
        ours, theirs, analysis = figures.segmentation
        against = "pyvi", f"{theirs:,.0f}"
        yield Row("segmentation", f"{ours:,.0f} syllables/s", *against, ours / theirs, "least", 15)
        yield Row("segmentation, terms and names", f"{analysis:,.0f} syllables/s", *against, analysis / theirs)
    yield from _queries(figures)
    if figures.start and figures.opening:
        (ours_, theirs_), (opened, answered) = figures.start, figures.opening
        peer = "`import numpy, click`"
        cpu, wall = (ours_.cpu, theirs_.cpu), (ours_.wall, theirs_.wall)
        yield Row("`tracuu search`, CPU", ms(cpu[0] * 1e3), peer, ms(cpu[1] * 1e3), cpu[0] / cpu[1], "most", 2)
        yield Row("`tracuu search`, wall", ms(wall[0] * 1e3), peer, ms(wall[1] * 1e3), wall[0] / wall[1], "most", 2)
        yield Row("open an index, CPU", ms(opened * 1e3), "", "", opened * 1e3, "below", 30, " ms")
        yield Row("open, and answer once", ms(answered * 1e3), "", "", 0, unit=" ms")
    if figures.size:
        size, text = f"{figures.size / MB:,.1f} MB", f"{corpus_bytes / MB:,.1f} MB"
        yield Row("index with stored text", size, "UTF-8 of the corpus", text, figures.size / corpus_bytes, "most", 0.8)
        anonymous = figures.anonymous / MB
        yield Row("memory after 1,000 queries", f"{anonymous:.0f} MB", "", "", anonymous, "most", 80, " MB")
    if figures.peak:
        peak = f"{figures.peak / MB:.0f} MB"
        yield Row("memory while indexing", peak, "", "", figures.peak / MB, "below", 700, " MB")
        if peak_of_more:
            articles, more = peak_of_more
            ratio = more / figures.peak
            yield Row(f"same, {articles:,} articles", f"{more / MB:.0f} MB", "this corpus", peak, ratio, "most", 1)


def _indexing(figures: Figures) -> Iterator[Row]:
    rates = figures.rates
    if not rates:
        return
    ours, whoosh, tantivy = rates["tracuu", "raw"], rates["Whoosh", "raw"], rates["tantivy", "raw"]
    speed = f"{ours:,.0f} articles/s"
    yield Row("indexing, one process", speed, "Whoosh + pyvi", f"{whoosh:,.0f}", ours / whoosh, "least", 25)
    one_thread = "tantivy, raw text, one thread", f"{tantivy:,.0f}"
    yield Row("indexing, one process", speed, *one_thread, ours / tantivy, "least", 0.35)
    jobs = figures.jobs_rate
    yield Row("`tracuu index --jobs 2`", f"{jobs:,.0f} articles/s", *one_thread, jobs / tantivy, "least", 0.6)


def _queries(figures: Figures) -> Iterator[Row]:
    measured = figures.latencies
    if "or" in measured:
        for peer in ("tantivy", "tantivy, no total"):
            yield _faster("OR of 3-5, median", figures, "or", peer, _median, "least", 1)
            yield _faster("OR of 3-5, p95", figures, "or", peer, _p95, "least", 1)
    if "and" in measured:
        yield _faster("AND of 2-4, median", figures, "and", "tantivy", _median, "least", 1)
        yield _faster("AND of 2-4, p95", figures, "and", "tantivy", _p95)
    if "phrase" in measured:
        yield _faster("phrase of 2-4, median", figures, "phrase", "tantivy", _median, "above", 1)
        yield _faster("phrase of 2-4, p95", figures, "phrase", "tantivy", _p95)
    if "name" in measured:
        yield _faster("unmarked name, median", figures, "name", "FTS5, folded", _median, "least", 5)
        yield _faster("unmarked name, p95", figures, "name", "FTS5, folded", _p95)
    if "search" in measured:
        yield _faster("whole `search()`, median", figures, "search", "tantivy", _median, "least", 1)
        yield _faster("whole `search()`, p95", figures, "search", "tantivy", _p95)


def _median(latency: Latency) -> float:
    return latency.median


def _p95(latency: Latency) -> float:
    return latency.p95


def _faster(
    what: str,
    figures: Figures,
    part: str,
    peer: str,
    of: Callable[[Latency], float],
    sense: Literal["least", "above", ""] = "",
    goal: float = 0,
) -> Row:
    ours, theirs = (of(figures.latencies[part][name]) for name in ("tracuu", peer))
    return Row(what, ms(ours), peer, ms(theirs), theirs / ours, sense, goal)


def ms(milliseconds: float) -> str:
    """Three digits, and the unit.

    >>> ms(0.0512), ms(1.234), ms(123.4)
    ('0.0512 ms', '1.23 ms', '123 ms')
    """
    return f"{milliseconds:.3g} ms" if milliseconds < 1000 else f"{milliseconds:,.0f} ms"
