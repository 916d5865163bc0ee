"""The figures as Markdown."""

from __future__ import annotations

import datetime as dt
import platform
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from importlib.metadata import version

from benchmarks.robustness.collections import Collection
from benchmarks.robustness.engines import LABELS
from benchmarks.robustness.measures import GOALS, POINTS, Figures
from benchmarks.robustness.variants import VARIANTS
from benchmarks.speed.report import markdown

Results = Mapping[str, Mapping[str, Figures]]
"""Of collections by their names, and engines by theirs."""


def circumstances(collections: Sequence[Collection]) -> str:
    """What was asked, versions and date, in a paragraph."""
    asked = "; ".join(f"{one.name}: {len(one.queries):,} queries, {one.measure}" for one in collections)
    libraries = ("numpy", "Whoosh", "pyvi", "tantivy", "bm25s")
    versions = ", ".join(f"{name} {version(name)}" for name in libraries)
    return (
        f"In brackets: points (0.01) against the same engine's marked queries. {asked}. "
        f"Python {platform.python_version()}, {versions}, SQLite {sqlite3.sqlite_version}; {dt.date.today():%d %B %Y}."
    )


def legend() -> str:
    """What the variants are, in the words of their functions."""
    lines = [f"* {name}: {(function.__doc__ or '').strip()}" for name, function in VARIANTS.items()]
    return "\n".join(lines)


def tables(results: Results) -> Iterator[str]:
    """The mean over the collections and what tracuu loses at worst, then each collection by itself."""
    if len(results) > 1:
        engines = next(iter(results.values()))
        yield f"Mean of the {len(results)} collections:"
        yield _table({engine: [figures[engine] for figures in results.values()] for engine in engines})
    if all("tracuu" in engines for engines in results.values()):
        yield "What tracuu loses:"
        yield goals({name: engines["tracuu"] for name, engines in results.items()})
    for name, engines in results.items():
        yield f"{name}:"
        yield _table({engine: [figures] for engine, figures in engines.items()})


def goals(figures: Mapping[str, Figures]) -> str:
    """Points lost in each variant: on average, on the collection that loses most, and how many it may be there."""
    lines = []
    for variant, goal in GOALS.items():
        losses = {name: round(one.loss(variant), 2) + 0.0 for name, one in figures.items()}  # + 0.0: no -0.00
        worst = max(losses, key=losses.__getitem__)
        reached = "yes" if losses[worst] <= goal else "**no**"
        mean = round(sum(losses.values()) / len(losses), 2) + 0.0
        lines.append(
            (variant, f"{mean:.2f}", f"{losses[worst]:.2f}", worst if losses[worst] > 0 else "", f"≤ {goal:g}", reached)
        )
    return markdown(("variant", "mean", "worst", "where", "goal", "reached"), lines)


def _table(figures: Mapping[str, Sequence[Figures]]) -> str:
    """A row for each engine: the mean of its figures, and how far it is from the marked one."""
    lines = []
    for engine, several in figures.items():
        means = {variant: sum(one.mean(variant) for one in several) / len(several) for variant in VARIANTS}
        marked = means.pop("marked")
        lines.append((LABELS[engine], f"{marked:.4f}", *(_changed(mean, marked) for mean in means.values())))
    return markdown(("engine", *VARIANTS), lines)


def _changed(mean: float, marked: float) -> str:
    points = round(POINTS * (mean - marked), 1)
    return f"{mean:.4f} ({points:+.1f})" if points else f"{mean:.4f} (0)"
