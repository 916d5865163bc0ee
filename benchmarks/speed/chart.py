"""Charts as small SVG files, the same for the same figures."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from benchmarks.speed.growth import SETS, Growth
from benchmarks.speed.measures import Figures

_COLOURS = {"tracuu": "#c0392b", "tantivy": "#2c3e50", "FTS5": "#2980b9", "bm25s": "#8e6bb0", "Whoosh": "#95a5a6"}


def new_pyplot() -> Any:
    import matplotlib as mpl

    mpl.use("svg")
    mpl.rcParams.update({"svg.hashsalt": "tracuu", "svg.fonttype": "none", "font.size": 8, "axes.axisbelow": True})
    from matplotlib import pyplot

    return pyplot


def _engine(name: str) -> str:
    return name.split(",")[0]


def draw_latencies(figures: Figures, page: Path) -> None:
    """Medians as bars, a panel for each set; a thin line goes on to the 95th percentile."""
    pyplot = new_pyplot()
    sets = figures.latencies
    sizes = [len(engines) for engines in sets.values()]
    figure, panels = pyplot.subplots(
        len(sets),
        1,
        figsize=(6, 0.6 + 0.28 * sum(sizes)),
        sharex=True,
        squeeze=False,
        height_ratios=sizes,
        layout="constrained",
    )
    for panel, (part, engines) in zip(panels[:, 0], sets.items(), strict=True):
        for place, (name, latency) in enumerate(engines.items()):
            colour = _COLOURS[_engine(name)]
            panel.barh(place, latency.median, color=colour, height=0.7)
            panel.plot([latency.median, latency.p95], [place, place], color=colour, linewidth=1)
            panel.text(latency.p95, place, f"  {latency.median:.3g}", va="center", fontsize=7)
        panel.set_yticks(range(len(engines)), list(engines))
        panel.invert_yaxis()
        panel.set_xscale("log")
        panel.margins(x=0.12)
        panel.set_title(SETS[part].replace("`", ""), loc="left", fontsize=8)
        panel.spines[["top", "right"]].set_visible(False)
    panels[-1, 0].set_xlabel("milliseconds a query: median, and a line to the 95th percentile")
    save(figure, page)


def draw_growth(growth: Growth, page: Path) -> None:
    """Medians against the number of articles, both logarithmic, a panel for each set."""
    pyplot = new_pyplot()
    sizes = list(growth.figures)
    figure, panels = pyplot.subplots(1, len(SETS), figsize=(2 * len(SETS), 2.6), squeeze=False, layout="constrained")
    for panel, (part, label) in zip(panels[0], SETS.items(), strict=True):
        for name in growth.figures[sizes[0]].latencies[part]:
            medians = [growth.figures[size].latencies[part][name].median for size in sizes]
            style = "-" if name == _engine(name) else ":"
            panel.plot(sizes, medians, style, marker="o", markersize=3, color=_COLOURS[_engine(name)], label=name)
        panel.set(xscale="log", yscale="log", title=label.replace("`", ""), xlabel="articles")
        panel.set_xticks(sizes, [f"{size / 1000:g}k" for size in sizes])
        panel.minorticks_off()
        panel.spines[["top", "right"]].set_visible(False)
    panels[0, 0].set_ylabel("milliseconds, median")
    lines = {line.get_label(): line for panel in panels[0] for line in panel.get_lines()}
    figure.legend(lines.values(), lines.keys(), loc="outside lower center", ncols=len(lines), frameon=False)
    save(figure, page)


def save(figure: Any, page: Path) -> None:
    figure.savefig(page, format="svg", metadata={"Date": None}, facecolor="white")
    lines = page.read_text("utf-8").splitlines()
    page.write_text("\n".join(line.rstrip() for line in lines) + "\n", "utf-8")
