"""``tracuu verify``."""

from __future__ import annotations

from dataclasses import asdict

import click

from tracuu.index.verification import Verification
from tracuu.index.verification import verify as verify_index
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

    Says which files are damaged, and which articles are hit. The exit status is 1 if something is damaged.
    Nothing is changed: "tracuu recover" saves what can be read.
    """
    folder = folder_of_index(index_folder)
    found = verify_index(folder)
    if output:
        show_json(output, {"index": str(folder), "whole": not found.damaged, **asdict(found)})
    else:
        Terminal.of_stdout(color).show(_lines(str(folder), found))
    ctx.exit(1 if found.damaged else 0)


def _lines(folder: str, found: Verification) -> list[str]:
    checked = f"{plural(found.files, 'file')} ({size(found.bytes)})"
    if not found.damaged:
        return [printable(f"the index in {folder} is whole: {checked}")]
    lines = [f"the index in {folder} is damaged; {checked} {'is' if found.files == 1 else 'are'} whole"]
    lines += [f"  {name} {what}" for name, what in found.damaged.items()]
    if found.unreadable:
        lines.append(f"articles that are lost: {len(found.unreadable):,}")
        lines += listed(found.unreadable)
    if found.unsearchable:
        lines.append(f"{plural(found.unsearchable, 'article')} can be read, but a search may meet the damage")
    lines.append('"tracuu recover" saves what can be read into a new index')
    return [printable(line) for line in lines]


def listed(names: list[str]) -> list[str]:
    """The first of many, a line each."""
    more = [f"  and {len(names) - SHOWN:,} more (--json lists all)"] if len(names) > SHOWN else []
    return [f"  {name}" for name in names[:SHOWN]] + more
