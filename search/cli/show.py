"""``tracuu show``."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from tracuu.index.article import Article
from tracuu.search.cli.options import (
    Output,
    aliases_option,
    command,
    index_option,
    keystrokes_option,
    marks_option,
    open_searcher,
    output_options,
)
from tracuu.search.cli.output import article_record, show_json
from tracuu.search.cli.streams import short_path
from tracuu.search.cli.terminal import Terminal
from tracuu.search.highlighting import Highlighted
from tracuu.search.nodes import Marks


@command(
    "tracuu show bai-viet/pho-bo.txt",
    "tracuu show --highlight 'nước dùng' bai-viet/pho-bo.txt",
    "tracuu show --json tin.jsonl#17 | jq -r .body",
    short_help="Show an article.",
)
@click.argument("id")
@click.option("--highlight", "query", metavar="QUERY", help="Highlight what this query finds in it.")
@marks_option
@keystrokes_option
@aliases_option
@index_option
@output_options("article")
def show(
    id: str,
    query: str | None,
    marks: Marks,
    keystrokes: str,
    aliases: Path | None,
    index_folder: str | None,
    output: Output,
    color: str,
) -> None:
    """Show an article: its title, what is known about it, its text.

    The ID stands below the title of each hit.
    """
    searcher = open_searcher(index_folder, aliases)
    article = searcher.index.get(id)
    title, body = Highlighted(article.title), Highlighted(article.body)
    if query is not None:
        title, body = searcher.highlight(query, article, marks=marks, keystrokes=keystrokes == "auto")
    if output:
        record = article_record(article)
        if query is not None:
            record |= {"title_highlights": title.spans, "body_highlights": body.spans}
        show_json(output, record)
    else:
        terminal = Terminal.of_stdout(color)
        terminal.show(_lines(article, title, body, terminal))


def _lines(article: Article, title: Highlighted, body: Highlighted, terminal: Terminal) -> Iterator[str]:
    yield from terminal.lines(title, bold=True)
    facts = [
        str(article.date or ""),
        article.source,
        ", ".join(article.authors),
        ", ".join(f"#{tag}" for tag in article.tags),
    ]
    yield from terminal.facts(facts)
    yield from terminal.facts([article.url])
    yield from terminal.facts([short_path(article.path), f"id {article.id}"])
    yield ""
    for paragraph in _paragraphs(body):
        yield from terminal.lines(paragraph) or [""]


def _paragraphs(text: Highlighted) -> Iterator[Highlighted]:
    """The lines of a text, each with its part of the highlights."""
    start = 0
    for line in text.text.splitlines(keepends=True):
        end = start + len(line.rstrip())
        spans = ((max(a, start) - start, min(b, end) - start) for a, b in text.spans if a < end and b > start)
        yield Highlighted(text.text[start:end], tuple(spans))
        start += len(line)
