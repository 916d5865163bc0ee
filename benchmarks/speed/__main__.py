r"""tracuu and its peers, built and queried side by side in one run: speed, size, memory, and the goals.

Run it from the project's root; the peers come with pip install -e ".[bench]".

\b
    python -m benchmarks.speed                           # the whole, written to benchmarks/README.md
    python -m benchmarks.speed --articles 5000 --print   # a quick run
    python -m benchmarks.speed --only or,phrase          # some parts; printed
    python -m benchmarks.speed --growth                  # and how cost grows with the corpus

A run of all parts writes the section "speed" of the page, a growth run the section "growth".
"""

from __future__ import annotations

import tempfile
from itertools import islice
from pathlib import Path

import click

from benchmarks.speed import chart
from benchmarks.speed.contest import Contest
from benchmarks.speed.corpus import Corpus, corpus_option, grown, read_records
from benchmarks.speed.growth import Growth, measure_growth, table
from benchmarks.speed.indexes import Indexes
from benchmarks.speed.measures import (
    Figures,
    measure_indexing,
    measure_memory,
    measure_queries,
    measure_segmentation,
    measure_start,
)
from benchmarks.speed.processes import ROOT
from benchmarks.speed.query_sets import draw
from benchmarks.speed.report import circumstances, details, goals, markdown, write_section
from benchmarks.speed.rows import rows

PARTS = ("indexing", "segmentation", "or", "and", "phrase", "name", "search", "start", "memory")


def _parts(ctx: click.Context, parameter: click.Parameter, value: str | None) -> set[str] | None:
    if value is None:
        return None
    parts = set(value.split(","))
    if unknown := parts - {*PARTS, "growth"}:
        raise click.BadParameter(f"no such part: {', '.join(sorted(unknown))}; there are {', '.join(PARTS)}, growth")
    return parts


def _sizes(ctx: click.Context, parameter: click.Parameter, value: str) -> list[int]:
    return sorted(map(int, value.split(",")))


@click.command(help=(__doc__ or "").replace(r"\b", "\b"))  # the character tells click not to wrap
@corpus_option
@click.option("--articles", default=30_000, show_default=True, help="More than the file has are made by shuffling.")
@click.option("--whoosh-articles", default=400, show_default=True, help="Of these, what stock Whoosh gets.")
@click.option("--only", callback=_parts, default=None, help=f"Some of {','.join(PARTS)},growth.")
@click.option("--growth", is_flag=True, help="Also ask indexes of --sizes, and index --more.")
@click.option("--sizes", callback=_sizes, default="5000,30000,120000", show_default=True)
@click.option("--more", default=150_000, show_default=True, help="Articles for the peak of memory.")
@click.option("--queries", default=200, show_default=True, help="In each set.")
@click.option("--rounds", default=5, show_default=True, help="After the cold one.")
@click.option("--builds", default=3, show_default=True, help="How often indexing and segmentation are timed.")
@click.option("--starts", default=12, show_default=True, help="How often each process is started.")
@click.option("--work", type=click.Path(path_type=Path), help="Keep files here; use indexes that lie here.")
@click.option(
    "--page", type=click.Path(path_type=Path, dir_okay=False), default=ROOT / "benchmarks/README.md", show_default=False
)
@click.option("--print", "print_only", is_flag=True, help="Write nothing.")
def main(
    source: Path,
    articles: int,
    whoosh_articles: int,
    only: set[str] | None,
    growth: bool,
    sizes: list[int],
    more: int,
    queries: int,
    rounds: int,
    builds: int,
    starts: int,
    work: Path | None,
    page: Path,
    print_only: bool,
) -> None:
    parts = set(PARTS) if only is None else only
    page.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="tracuu-speed-") as scratch:
        work = (work or Path(scratch)).resolve()
        grew = None
        if growth or "growth" in parts:
            grew = measure_growth(source, work, sizes, more, queries, rounds, _progress)
            _publish_growth(grew, page, print_only)
        if parts & set(PARTS):
            corpus = Corpus.write(grown(source, articles), work / f"corpus-{articles}").analyse()
            subset = Corpus.write(
                islice(read_records(corpus.raw), whoosh_articles), work / f"corpus-{whoosh_articles}-of-{articles}"
            ).analyse()
            indexes = Indexes(corpus, work / f"indexes-{articles}")
            of_subset = Indexes(subset, work / f"indexes-{whoosh_articles}-of-{articles}")
            figures = _measure(parts, indexes, of_subset, queries, rounds, builds, starts)
            _publish(figures, corpus, subset, source, grew, page, print_only or only is not None)


def _progress(text: str) -> None:
    click.echo(text, err=True)


def _measure(
    parts: set[str], indexes: Indexes, subset: Indexes, queries: int, rounds: int, builds: int, starts: int
) -> Figures:
    figures = Figures()
    if "indexing" in parts:
        _progress("indexing")
        measure_indexing(figures, indexes, subset, builds)
    if "segmentation" in parts:
        _progress("segmentation")
        measure_segmentation(figures, indexes.corpus, builds)
    sets = draw(indexes.corpus, queries)
    _progress(f"queries: {', '.join(f'{len(asked)} {name}' for name, asked in vars(sets).items())}")
    measure_queries(figures, Contest(indexes, subset, sets), parts, rounds)
    if "start" in parts:
        _progress("start")
        measure_start(figures, indexes, sets, starts)
    if "memory" in parts:
        _progress("memory")
        measure_memory(figures, indexes, sets)
    return figures


def _publish(
    figures: Figures,
    corpus: Corpus,
    subset: Corpus,
    source: Path,
    grew: Growth | None,
    page: Path,
    print_only: bool,
) -> None:
    where = circumstances(corpus, source)
    judged = goals(rows(figures, corpus.bytes, grew.peak_of_more if grew else None))
    text = "\n\n".join([where, judged, *details(figures, subset.articles)])
    click.echo(text)
    if not print_only:
        chart.draw_latencies(figures, page.parent / "speed.svg")
        write_section(page, "speed", f"{text}\n\n![Latencies of all engines](speed.svg)")


def _publish_growth(growth: Growth, page: Path, print_only: bool) -> None:
    head, *lines = table(growth)
    text = markdown(head, lines)
    click.echo(text + "\n")
    if not print_only:
        chart.draw_growth(growth, page.parent / "growth.svg")
        write_section(page, "growth", f"{text}\n\n![Latency against size of the corpus](growth.svg)")


if __name__ == "__main__":
    main(prog_name="python -m benchmarks.speed")
