"""``tracuu suggest``."""

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
    "tracuu suggest hoi ngh",
    "tracuu suggest --jsonl 'Bộ trưởng Ng'",
    short_help="Complete the beginning of a query.",
)
@click.argument("prefix", nargs=-1, required=True)
@limit_option(10, "suggestions")
@index_option
@output_options("suggestion")
@click.pass_context
def suggest(
    ctx: click.Context,
    prefix: tuple[str, ...],
    limit: int,
    index_folder: str | None,
    output: Output,
    color: str,
) -> None:
    """Complete the beginning of a query with names and words of the index."""
    text = joined(prefix)
    found = open_searcher(index_folder).suggest(text, limit)
    if output:
        items = [{"text": one.text, "articles": one.articles} for one in found]
        show_json(output, {"prefix": text, "suggestions": items}, items)
    elif found:
        rows = [(f"{one.articles:,}", one.text) for one in found]
        Terminal.of_stdout(color).show(table(rows, "><"))
    else:
        note(f"nothing in the index begins with “{text}”")
    ctx.exit(0 if found else 1)
