"""``tracuu stats``."""

from __future__ import annotations

from dataclasses import asdict

from tracuu.index.article_index import Statistics
from tracuu.search.cli.layout import table
from tracuu.search.cli.options import Output, command, index_option, open_index, output_options
from tracuu.search.cli.output import show_json
from tracuu.search.cli.streams import short_path
from tracuu.search.cli.terminal import Terminal
from tracuu.search.highlighting import printable


@command(
    "tracuu stats",
    "tracuu stats --json | jq .articles",
    short_help="Show figures about the index.",
)
@index_option
@output_options("index")
def stats(index_folder: str | None, output: Output, color: str) -> None:
    """Show figures about the index: how much is in it, how large it is."""
    index = open_index(index_folder)
    statistics = index.statistics()
    if output:
        show_json(output, {"index": short_path(index.directory), **asdict(statistics)})
    else:
        Terminal.of_stdout(color).show(_lines(short_path(index.directory), statistics))


def _lines(folder: str, figures: Statistics) -> list[str]:
    rows = [
        ("articles", f"{figures.articles:,}"),
        ("deleted, still on disk", f"{figures.deleted:,}"),
        ("source files", f"{figures.sources:,}"),
        ("tokens", f"{figures.tokens:,}"),
        ("different syllables", f"{figures.syllables:,}"),
        ("different bigrams", f"{figures.bigrams:,}"),
        ("different words", f"{figures.words:,}"),
        ("different names", f"{figures.names:,}"),
        ("segments", f"{figures.segments:,}"),
        ("size", size(figures.bytes_on_disk)),
        ("commits", f"{figures.generation:,}"),
        ("version of the files", f"{figures.schema_version}"),
    ]
    dates = " to ".join(figures.dates) if figures.dates else "none"
    return [printable(f"index in {folder}"), *table(rows, "<>"), f"dates  {dates}"]


def size(count: int) -> str:
    """A number of bytes in units that people read."""
    amount, units = float(count), ["bytes", "kB", "MB", "GB", "TB"]
    while amount >= 1000 and len(units) > 1:
        amount /= 1000
        units.pop(0)
    return f"{amount:,.0f} {units[0]}" if units[0] == "bytes" else f"{amount:,.1f} {units[0]}"
