"""``tracuu names``."""

from __future__ import annotations

import click

from tracuu.search.cli.layout import table
from tracuu.search.cli.options import (
    Output,
    command,
    index_option,
    joined,
    limit_option,
    open_searcher,
    output_options,
)
from tracuu.search.cli.output import show_json
from tracuu.search.cli.streams import note
from tracuu.search.cli.terminal import Terminal


@command(
    "tracuu names bui thanh",
    "tracuu names -n 5 --json Nguyễn",
    short_help="List people and places in the index.",
)
@click.argument("query", nargs=-1, required=True)
@limit_option(20, "names")
@index_option
@output_options("name")
@click.pass_context
def names(
    ctx: click.Context,
    query: tuple[str, ...],
    limit: int,
    index_folder: str | None,
    output: Output,
    color: str,
) -> None:
    """List people and places whose name fits, with the number of articles that name them."""
    text = joined(query)
    found = open_searcher(index_folder).names(text, limit)
    if output:
        items = [{"name": one.name, "articles": one.articles, "key": one.key} for one in found]
        show_json(output, {"query": text, "relaxed": found.relaxed, "names": items}, items)
    elif found:
        rows = [(f"{one.articles:,}", one.name) for one in found]
        if found.relaxed:
            note(f"no name has the marks of “{text}”; these have its letters")
        Terminal.of_stdout(color).show(table(rows, "><"))
    else:
        note(f"no name in the index fits “{text}”")
    ctx.exit(0 if found else 1)
