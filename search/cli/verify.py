"""``tracuu verify``."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict

import click

from tracuu.index.verification import Verification
from tracuu.index.verification import verify as verify_index
from tracuu.search.cli.interrupt import interruptible
from tracuu.search.cli.layout import plural
from tracuu.search.cli.options import Output, command, folder_of_index, index_option, output_options
from tracuu.search.cli.output import show_json
from tracuu.search.cli.stats import size
from tracuu.search.cli.terminal import Terminal
from tracuu.search.highlighting import printable

SHOWN = 20
"""Ids that are listed for people; JSON has all of them."""


@command(
    "tracuu verify",
    "tracuu verify --json | jq -r '.unreadable[]'",
    short_help="Check every byte of the index.",
)
@index_option
@output_options("index")
@click.pass_context
def verify(ctx: click.Context, index_folder: str | None, output: Output, color: str) -> None:
    """Read all files of the index and compare them with their checksums.

    Says which files are damaged, and which articles are hit. The exit status is 1 if something is damaged, but not
    if that is only the commit before the last one, which is kept in reserve.
    Nothing is changed: "tracuu recover" saves what can be read.
    """
    folder = folder_of_index(index_folder)
    with interruptible(ctx, lambda: "not all files were checked"):
        found = verify_index(folder)
    if output:
        show_json(output, {"index": str(folder), "whole": not found.damaged, **asdict(found)})
    else:
        Terminal.of_stdout(color).show(_lines(str(folder), found))
    ctx.exit(1 if found.damaged else 0)


def _lines(folder: str, found: Verification) -> list[str]:
    checked = f"{plural(found.files, 'file')} ({size(found.bytes)})"
    if not found.damaged:
        lines = [f"the index in {folder} is whole: {checked}", *_beside(found)]
        return [printable(line) for line in lines]
    lines = [f"the index in {folder} is damaged; {checked} {'is' if found.files == 1 else 'are'} whole"]
    lines += [f"  {name} {what}" for name, what in found.damaged.items()]
    lines += _beside(found)
    if found.unreadable:
        lines.append(f"articles that are lost: {found.lost:,}")
        lines += listed(found.unreadable)
    if found.unsearchable:
        lines.append(f"{plural(found.unsearchable, 'article')} can be read, but a search may meet the damage")
    lines.append('"tracuu recover" saves what can be read into a new index')
    return [printable(line) for line in lines]


def _beside(found: Verification) -> Iterator[str]:
    """What is there beside the commit that counts."""
    if found.reserve:
        yield "the commit before it, kept in reserve, is damaged; the next commit takes its place:"
        yield from (f"  {name} {what}" for name, what in found.reserve.items())
    if found.unnamed:
        yield "files that no commit names (a writer is at work, or was killed; or toc-N.json was damaged or deleted):"
        yield from (f"  {name}" for name in found.unnamed)


def listed(names: list[str]) -> list[str]:
    """The first of many, a line each."""
    more = [f"  and {len(names) - SHOWN:,} more (--json lists all)"] if len(names) > SHOWN else []
    return [f"  {name}" for name in names[:SHOWN]] + more
