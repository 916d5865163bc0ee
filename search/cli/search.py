"""``tracuu search``."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import click

from tracuu.index.paths import absolute
from tracuu.search.cli.answers import Question, View, answer_lines
from tracuu.search.cli.mending import offered
from tracuu.search.cli.options import (
    Output,
    aliases_option,
    command,
    index_option,
    joined,
    keystrokes_option,
    limit_option,
    marks_option,
    open_searcher,
    output_options,
)
from tracuu.search.cli.terminal import Terminal
from tracuu.search.filters import Filters


@command(
    "tracuu search bui thanh son",
    """tracuu search '"hội nghị ngoại giao" -Cuba date:[2021 TO 2023-06]'""",
    "tracuu search --sort date --tag 'thể thao' --facet year bóng đá",
    "tracuu search --jsonl thuỷ điện hoà bình | jq -r .title",
    "tracuu search --json - < queries.txt",
    short_help="Find articles.",
)
@click.argument("query", nargs=-1, required=True)
@limit_option(10, "hits")
@click.option(
    "--page",
    type=click.IntRange(min=1),
    default=1,
    show_default=True,
    metavar="N",
    help="Which page of hits.",
)
@marks_option
@keystrokes_option
@aliases_option
@click.option(
    "--sort",
    type=click.Choice(["relevance", "date", "-date", "title"]),
    default="relevance",
    show_default=True,
    help="date: newest first; -date: oldest first; title: in Vietnamese order.",
)
@click.option("--since", metavar="DATE", help="Not before this year, month or day: 2021, 2021-05, 14/5/2021.")
@click.option("--until", metavar="DATE", help="Not after it; a month or a year counts whole.")
@click.option("--tag", multiple=True, metavar="TAG", help="With this tag; given again: with all of them.")
@click.option("--source", multiple=True, metavar="NAME", help="From this source; given again: from any of them.")
@click.option("--author", multiple=True, metavar="NAME", help="By this author; given again: by any of them.")
@click.option("--path", multiple=True, metavar="PATH", help="From this file or folder (* for anything).")
@click.option(
    "--facet",
    multiple=True,
    type=click.Choice(["tag", "source", "author", "year"]),
    help="Count the values of a field among all matches.",
)
@click.option(
    "--snippets",
    type=click.IntRange(min=0),
    default=1,
    show_default=True,
    metavar="N",
    help="Passages for each hit.",
)
@click.option(
    "--width",
    type=click.IntRange(min=20, max=10_000),
    default=240,
    show_default=True,
    metavar="N",
    help="Length of a passage in characters.",
)
@click.option(
    "--format",
    "format_",
    type=click.Choice(["text", "html", "markdown"]),
    default="text",
    show_default=True,
    help="How hits are shown; html is a whole page.",
)
@click.option("--explain", is_flag=True, help="Show how each hit came to its score.")
@index_option
@output_options("hit (for queries from -: each query)")
@click.pass_context
def search(
    ctx: click.Context,
    query: tuple[str, ...],
    limit: int,
    page: int,
    marks: Any,
    keystrokes: str,
    aliases: Path | None,
    sort: Any,
    since: str | None,
    until: str | None,
    tag: tuple[str, ...],
    source: tuple[str, ...],
    author: tuple[str, ...],
    path: tuple[str, ...],
    facet: tuple[Any, ...],
    snippets: int,
    width: int,
    format_: str,
    explain: bool,
    index_folder: str | None,
    output: Output,
    color: str,
) -> None:
    """Find articles.

    Words are looked for all together, "in quotation marks" side by side; a OR b, -not, prefix*, nearly~,
    title:word, tag:, author:, date:2021 and ( ) work as well. The words need no quotation marks of the shell.
    A query that begins with - stands after --. A single - reads queries from standard input, one on each
    line.
    """
    settings = {
        "limit": limit,
        "offset": (page - 1) * limit,
        "marks": marks,
        "keystrokes": keystrokes == "auto",
        "sort": sort,
        "filters": Filters(since, until, tag, source, author, tuple(_paths(path))),
        "facets": facet,
        "snippet_count": snippets,
        "snippet_width": width,
    }
    question = Question(open_searcher(index_folder, aliases), settings, explain)
    view = View(output, format_, Terminal.of_stdout(color), settings)
    if query == ("-",):
        ctx.exit(answer_lines(question, view, sys.stdin.buffer))
    answer = question.ask(joined(query))
    view.show(answer)
    if not answer.found and (mended := offered(answer.results)):
        answer = question.ask(mended)
        view.show(answer)
    ctx.exit(0 if answer.found else 1)


def _paths(paths: Iterable[str]) -> Iterator[str]:
    """Each path as given, for articles that bring their own, and in full, for those read from files."""
    for path in paths:
        yield path
        if not path.startswith("*"):
            yield str(absolute(path))
