"""The chart: a panel for each collection, a row for each variant, a dot for each engine."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from benchmarks.robustness.collections import Collection
from benchmarks.robustness.engines import LABELS
from benchmarks.robustness.report import Results
from benchmarks.robustness.variants import VARIANTS
from benchmarks.speed.chart import new_pyplot, save

_MARKERS = {
    "tracuu": ("#c0392b", "o"),
    "fts5": ("#2980b9", "s"),
    "tantivy": ("#2c3e50", "^"),
    "tantivy-folding": ("#2c3e50", "v"),
    "whoosh": ("#95a5a6", "D"),
    "bm25s": ("#8e6bb0", "P"),
}


def draw(collections: Sequence[Collection], results: Results, page: Path) -> None:
    """Write an SVG file, the same for the same figures."""
    pyplot = new_pyplot()
    figure, panels = pyplot.subplots(
        1, len(results), figsize=(1.4 + 1.7 * len(results), 3.4), sharey=True, squeeze=False, layout="constrained"
    )
    rows = range(len(VARIANTS))
    for panel, collection in zip(panels[0], collections, strict=True):
        for engine, figures in reversed(list(results[collection.name].items())):  # the first on top
            colour, marker = _MARKERS[engine]
            means = [figures.mean(variant) for variant in VARIANTS]
            label = LABELS[engine].replace("`", "")
            panel.plot(means, rows, marker, color=colour, markersize=4.5, markeredgewidth=0, label=label, alpha=0.9)
        panel.set_yticks(rows, list(VARIANTS))
        panel.grid(axis="y", color="#dddddd", linewidth=0.6)
        panel.set(xlim=(-0.03, 1.03), title=collection.name, xlabel=collection.measure)
        panel.title.set_fontsize(8)
        panel.spines[["top", "right"]].set_visible(False)
    panels[0, 0].invert_yaxis()
    lines = dict(reversed([(line.get_label(), line) for line in panels[0, 0].get_lines()]))
    figure.legend(lines.values(), lines.keys(), loc="outside lower center", ncols=3, frameon=False)
    save(figure, page)
