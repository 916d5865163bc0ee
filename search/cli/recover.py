"""``tracuu recover``."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import click

from tracuu.index.recovery import Recovery
from tracuu.index.recovery import recover as recover_index
from tracuu.search.cli.interrupt import interruptible
from tracuu.search.cli.layout import plural
from tracuu.search.cli.options import Output, command, output_options
from tracuu.search.cli.output import show_json
from tracuu.search.cli.terminal import Terminal
from tracuu.search.cli.verify import listed
from tracuu.search.highlighting import printable


@command(
    "tracuu recover .tracuu .tracuu-saved",
    "tracuu recover --json .tracuu .tracuu-saved | jq -r '.lost[]'",
    short_help="Save what can be read of a damaged index.",
)
@click.argument("damaged", type=click.Path(file_okay=False))
@click.argument("new", type=click.Path(file_okay=False))
@click.option("--unnamed", is_flag=True, help="Also take what lies in segments that no commit names.")
@output_options("index")
@click.pass_context
def recover(ctx: click.Context, damaged: str, new: str, unnamed: bool, output: Output, color: str) -> None:
    """Save every article that can be read of the index in DAMAGED into an index in NEW, and say what is lost.

    DAMAGED stays as it is. If articles were read from files, "tracuu index --index NEW PATH..." puts back what is
    lost. The exit status is 1 if nothing could be saved.

    If a table of contents (toc-N.json) was deleted, the segments of its commit are still there until something is
    written to DAMAGED: --unnamed takes their articles, before all others, and also what a writer left that was killed.
    """
    with interruptible(ctx, lambda: f"{new} does not hold all that can be saved: remove it, and try again"):
        report = recover_index(Path(damaged), Path(new), unnamed=unnamed)
    if output:
        show_json(output, {"index": new, **asdict(report)})
    else:
        Terminal.of_stdout(color).show(_lines(new, report))
    ctx.exit(0 if report.saved else 1)


def _lines(folder: str, report: Recovery) -> list[str]:
    lines = [f"{plural(report.saved, 'article')} saved; the index is in {folder}"]
    if report.older:
        lines.append(f"{plural(report.older, 'article')} of these are from before the last commit")
    if report.unnamed:
        are, them = ("is", "it") if report.unnamed == 1 else ("are", "them")
        lines.append(f"{plural(report.unnamed, 'segment')} {are} named by no commit: --unnamed takes {them} as well")
    if report.lost:
        are_known = not any(name.startswith("(") for name in report.lost)
        lines.append(f"lost: {len(report.lost):,}" if are_known else "lost:")
        lines += listed(report.lost)
    return [printable(line) for line in lines]
