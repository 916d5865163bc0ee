"""``tracuu explain``."""

from __future__ import annotations

from pathlib import Path

import click

from tracuu.search.cli.hits_text import explanation_text
from tracuu.search.cli.options import (
    Output,
    aliases_option,
    command,
    index_option,
    joined,
    keystrokes_option,
    marks_option,
    open_searcher,
    output_options,
)
from tracuu.search.cli.output import explanation_record, show_json
from tracuu.search.cli.streams import note
from tracuu.search.cli.terminal import Terminal
from tracuu.search.nodes import Marks


@command(
    "tracuu explain hội nghị ngoại giao bai-viet/be-mac-hoi-nghi.md",
    short_help="Show how an article comes to its score.",
)
@click.argument("query", nargs=-1, required=True)
@click.argument("id")
@marks_option
@keystrokes_option
@aliases_option
@index_option
@output_options("explanation")
@click.pass_context
def explain(
    ctx: click.Context,
    query: tuple[str, ...],
    id: str,
    marks: Marks,
    keystrokes: str,
    aliases: Path | None,
    index_folder: str | None,
    output: Output,
    color: str,
) -> None:
    """Show how an article comes to its score for a query, term by term.

    The last argument is the ID of the article; all before it is the query. The contributions add up to the
    score that a search shows.
    """
    searcher = open_searcher(index_folder, aliases)
    explanation = searcher.explain(joined(query), id, marks=marks, keystrokes=keystrokes == "auto")
    if output:
        show_json(output, explanation_record(explanation))
    else:
        Terminal.of_stdout(color).show(explanation_text(explanation))
        if explanation.match is None:
            note("the article holds nothing that the query asks for")
        else:
            note(f"the article matches {'in full' if explanation.match == 'full' else 'in part'}")
    ctx.exit(0 if explanation.match else 1)
