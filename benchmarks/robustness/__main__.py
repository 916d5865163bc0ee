r"""How far the ranking of tracuu and of its peers falls when queries come without marks, as keystrokes, or mistyped.

A COLLECTION is a folder with docs.jsonl (id, title, body) and queries.jsonl (id, text, relevant: ids). Without any,
those of ../shared/eval are asked, and titles of ../shared/corpora. Peers: pip install -e ".[bench]".

\b
    python -m benchmarks.robustness                          # the whole, written to benchmarks/README.md
    python -m benchmarks.robustness --queries 50 --print     # a quick look
    python -m benchmarks.robustness my/collection            # your own articles and queries; printed
    python -m benchmarks.robustness --only tracuu --losses 10    # which queries lose most; printed

The figures are nDCG@10 with binary judgements, for titles MRR@10. The section "robustness" and its chart go into
benchmarks/README.md if all engines are asked the collections of the project; into a page of yours (--page) always.
"""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

import click

from benchmarks.ranking import SHARED
from benchmarks.robustness import chart, losses
from benchmarks.robustness.collections import Collection
from benchmarks.robustness.engines import ENGINES, open_engine
from benchmarks.robustness.measures import Figures, measure
from benchmarks.robustness.report import circumstances, legend, tables
from benchmarks.speed.report import write_section

PAGE = Path(__file__).resolve().parents[1] / "README.md"


def _engines(ctx: click.Context, parameter: click.Parameter, value: str) -> list[str]:
    names = value.split(",")
    if unknown := sorted(set(names) - set(ENGINES)):
        raise click.BadParameter(f"no such engine: {', '.join(unknown)}; there are {', '.join(ENGINES)}")
    return [name for name in ENGINES if name in names]


@click.command(help=(__doc__ or "").replace(r"\b", "\b"))  # the character tells click not to wrap
@click.argument("folders", metavar="[COLLECTION]...", nargs=-1, type=click.Path(path_type=Path, exists=True))
@click.option("--queries", default=200, show_default=True, help="Of each collection, drawn with a fixed seed; 0: all.")
@click.option("--articles", default=10_000, show_default=True, help="Whose titles are asked for; 0: none.")
@click.option("--only", callback=_engines, default=",".join(ENGINES), show_default=True, help="Engines.")
@click.option("--losses", "worst", default=0, help="Print the queries for which tracuu loses most, in each variant.")
@click.option("--work", type=click.Path(path_type=Path), help="Keep indexes here; use those that lie here.")
@click.option("--page", type=click.Path(path_type=Path, dir_okay=False), help="What to write, and beside it the chart.")
@click.option("--print", "print_only", is_flag=True, help="Write nothing.")
def main(
    folders: tuple[Path, ...],
    queries: int,
    articles: int,
    only: list[str],
    worst: int,
    work: Path | None,
    page: Path | None,
    print_only: bool,
) -> None:
    collections = [one.sample(queries) for one in _collections(folders, articles)]
    results: dict[str, dict[str, Figures]] = {}
    details: list[str] = []
    with tempfile.TemporaryDirectory(prefix="tracuu-robustness-") as scratch:
        for collection in collections:
            results[collection.name] = {}
            for name in only:
                began = time.perf_counter()
                engine = open_engine(name, collection, work or Path(scratch))
                opened = time.perf_counter()
                figures = results[collection.name][name] = measure(engine, collection)
                taken = f"{opened - began:.1f} s to index, {time.perf_counter() - opened:.1f} s to ask"
                click.echo(f"{collection.name}, {name}: {taken}", err=True)
                if worst and name == "tracuu":
                    details += losses.tables(engine, collection, figures, worst)
    text = "\n\n".join([legend(), circumstances(collections), *tables(results)])
    click.echo("\n\n".join([text, *details]))
    if page is None and not folders and only == list(ENGINES):
        page = PAGE
    if page and not print_only:
        chart.draw(collections, results, page.parent / "robustness.svg")
        write_section(page, "robustness", f"{text}\n\n![Each engine in each variant](robustness.svg)")


def _collections(folders: tuple[Path, ...], articles: int) -> list[Collection]:
    try:
        found = [Collection.of_folder(folder) for folder in folders or sorted((SHARED / "eval").iterdir())]
        if articles and not folders:
            found.append(Collection.of_titles(SHARED / "corpora/vietnews-30k.jsonl.xz", articles))
    except (OSError, ValueError) as error:
        raise click.UsageError(f"cannot read the collections: {error}") from error
    if len({one.name for one in found}) < len(found):
        raise click.UsageError("two collections have the same name: rename a folder, or measure them one by one")
    return found


if __name__ == "__main__":
    main(prog_name="python -m benchmarks.robustness")
