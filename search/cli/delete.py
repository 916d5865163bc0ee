"""``tracuu delete``."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import click

from tracuu.index.article_index import ArticleIndex
from tracuu.search.cli.interrupt import interruptible
from tracuu.search.cli.layout import plural
from tracuu.search.cli.options import (
    Output,
    begun,
    command,
    folder_of_index,
    index_option,
    output_options,
    wait_option,
)
from tracuu.search.cli.output import show_json
from tracuu.search.cli.streams import complain
from tracuu.search.cli.terminal import Terminal


@command(
    "tracuu delete bai-viet/pho-bo.txt",
    "tracuu search --jsonl -n 1000 tag:nháp | jq -r .id | tracuu delete -",
    short_help="Delete articles from the index.",
)
@click.argument("ids", nargs=-1, required=True, metavar="ID...")
@wait_option
@index_option
@output_options("ID")
@click.pass_context
def delete(
    ctx: click.Context, ids: tuple[str, ...], wait: float, index_folder: str | None, output: Output, color: str
) -> None:
    """Delete articles from the index; the files that they were read from stay.

    A single - reads IDs from standard input, one on each line. The exit status is 1 if none of them was
    there.
    """
    deleted: list[str] = []
    missing: list[str] = []

    def begin(wait: float) -> ArticleIndex:
        index = ArticleIndex(folder_of_index(index_folder), wait=wait)
        _ = index.writer
        return index

    with interruptible(ctx, lambda: "nothing was deleted") as interrupt:
        index = begun(begin, wait, interrupt.check)
        writer = index.writer
        try:
            with index:
                for id in dict.fromkeys(_given(ids)):
                    (deleted if index.delete(id) else missing).append(id)
                if not deleted:
                    index.rollback()
        except KeyboardInterrupt:
            if not writer.is_committed:
                raise
    for id in missing:
        complain(f"no article has the id {id!r} in {index.directory}: ids stand in the results of a search")
    if output:
        lines = [{"id": id, "deleted": id in set(deleted)} for id in [*deleted, *missing]]
        show_json(output, {"deleted": deleted, "missing": missing, "articles": len(index)}, lines)
    else:
        summary = f"{plural(len(deleted), 'article')} deleted; the index holds {plural(len(index), 'article')}"
        Terminal.of_stdout(color).show([summary])
    ctx.exit(0 if deleted else 1)


def _given(ids: tuple[str, ...]) -> Iterator[str]:
    if ids != ("-",):
        yield from ids
        return
    for line in sys.stdin.buffer:
        if id := line.decode("utf-8-sig", "surrogateescape").rstrip("\r\n"):
            yield id
