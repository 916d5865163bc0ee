"""Which queries an engine answers worse than as they stand, and which of their words is to blame."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from benchmarks.robustness.collections import Collection, Query
from benchmarks.robustness.engines import Asked
from benchmarks.robustness.measures import GOALS, POINTS, Figures
from benchmarks.robustness.variants import spelled
from benchmarks.speed.report import markdown


@dataclass(frozen=True)
class Loss:
    """One query in one variant.

    Attributes:
        points: what it loses, 0 to 100.
        text: the query as it stands.
        typed: the same as the variant has it.
        word: the one that brings most back when it alone is typed as it stands; empty if none brings anything.
        regained: points that it brings back.
    """

    points: float
    text: str
    typed: str
    word: str
    regained: float


def tables(engine: Asked, collection: Collection, figures: Figures, count: int) -> Iterator[str]:
    """The worst losses of each variant."""
    for variant in GOALS:
        found = worst(engine, collection, figures, variant, count)
        if found:
            yield f"{collection.name}, {variant}:"
            yield markdown(("points", "query", "as typed", "worst word", "regained"), map(_cells, found))


def worst(engine: Asked, collection: Collection, figures: Figures, variant: str, count: int) -> list[Loss]:
    """The queries that lose most in a variant, the worst first."""
    scores = zip(figures.scores["marked"], figures.scores[variant], collection.queries, strict=True)
    losing = [(POINTS * (marked - score), query) for marked, score, query in scores if score < marked]
    losing.sort(key=lambda loss: -loss[0])
    return [_explained(engine, collection, points, query, variant) for points, query in losing[:count]]


def _explained(engine: Asked, collection: Collection, points: float, query: Query, variant: str) -> Loss:
    typed = spelled(variant, query.id, query.text)
    before, after = query.text.split(), typed.split()  # no variant adds or takes a space
    lost = collection.judge(engine.ask(typed), query.relevant)
    word, best = "", lost
    for at, (old, new) in enumerate(zip(before, after, strict=True)):
        if old != new:
            mended = collection.judge(engine.ask(" ".join([*after[:at], old, *after[at + 1 :]])), query.relevant)
            if mended > best:
                word, best = new, mended
    return Loss(points, query.text, typed, word, POINTS * (best - lost))


def _cells(loss: Loss) -> tuple[str, ...]:
    cells = (f"{loss.points:.0f}", loss.text, loss.typed, loss.word, f"{loss.regained:.0f}" if loss.word else "")
    return tuple(cell.replace("|", r"\|") for cell in cells)
