"""``tracuu index``."""

from __future__ import annotations

import sys
import time
from contextlib import nullcontext, suppress
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tracuu.analyzers.errors import IndexNotFoundError, ReadError
from tracuu.index.article_index import ArticleIndex
from tracuu.search.cli.index_summary import Run, summary
from tracuu.search.cli.interrupt import Interruptible, Stopped, broken_pipes_ignored, interruptible
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
from tracuu.search.cli.progress import Progress
from tracuu.search.cli.streams import note, short_path
from tracuu.search.highlighting import printable

if TYPE_CHECKING:
    from tracuu.index.manifest import Manifest
    from tracuu.index.reading import Problem, Source
    from tracuu.index.sync_report import SyncReport

_NO_SOURCE = "there is nothing to index: no file here is text, Markdown, HTML, JSON or CSV by its name"


@command(
    "tracuu index ~/bai-viet",
    "tracuu index --rebuild tin-tuc/*.jsonl.xz",
    "xz -dc tin.jsonl.xz | tracuu index -",
    short_help="Read files and folders into the index.",
)
@click.argument("paths", nargs=-1, metavar="PATH...", type=click.Path(allow_dash=True))
@click.option("--rebuild", is_flag=True, help="Begin anew, and replace the index that is there when all is read.")
@click.option("--prune", is_flag=True, help="Also remove the articles of files below PATH that exist no more.")
@click.option("--optimize", is_flag=True, help="Then merge the index into one segment.")
@click.option(
    "--jobs",
    type=click.IntRange(1, 64),
    default=1,
    metavar="N",
    help="Analyse articles in N processes; 1 if not given.",
)
@click.option("--no-words", is_flag=True, help="Do not cut text into words: faster, but ranks a little worse.")
@click.option("--no-decode", is_flag=True, help="Leave text in old Vietnamese encodings (TCVN3, VNI ...) as it is.")
@click.option("-q", "--quiet", is_flag=True, help="Print neither progress nor summary, only problems.")
@click.option("-v", "--verbose", is_flag=True, help="Print every problem, and what was passed over.")
@wait_option
@index_option
@output_options("run")
@click.pass_context
def index(
    ctx: click.Context,
    paths: tuple[str, ...],
    rebuild: bool,
    prune: bool,
    optimize: bool,
    jobs: int,
    no_words: bool,
    no_decode: bool,
    quiet: bool,
    verbose: bool,
    wait: float,
    index_folder: str | None,
    output: Output,
    color: str,
) -> None:
    """Read files and folders into the index; a file that has not changed is not read again.

    Text, Markdown, HTML, JSON, JSON Lines and CSV are read, also compressed (.gz, .xz, .zip); - is standard
    input. Text in TCVN3, VNI, VISCII, VPS, Windows-1258, or in UTF-8 that was read as something else, is decoded.
    An article without an id is called by its file's path below PATH, and by more of it where another one has that.
    Problems go to standard error, a line each; the summary to standard output. Ctrl-C keeps what was read, and so
    does kill (SIGTERM); the next run goes on from there.
    """
    if not paths:
        raise click.UsageError("name what to index, for example: tracuu index ~/bai-viet", ctx)
    started = time.monotonic()
    folder = folder_of_index(index_folder)

    def begin(wait: float) -> ArticleIndex:
        return _begin(folder, paths, rebuild=rebuild, words=not no_words, jobs=jobs, wait=wait)

    with interruptible(ctx, lambda: "nothing of this run was kept, the last commit is untouched") as interrupt:
        target = begun(begin, wait, interrupt.check)
        progress = Progress(quiet=quiet, verbose=verbose)
        with broken_pipes_ignored():
            options = {"rebuild": rebuild, "prune": prune, "optimize": optimize, "decode": not no_decode}
            report = _fill(target, paths, progress, interrupt, **options)
        seconds = time.monotonic() - started
        interrupted, can_go_on = bool(interrupt.requested), "-" not in paths
        run = Run(report, progress.problems, str(folder), len(target), seconds, interrupted, can_go_on)
        with suppress(OSError) if run.interrupted else nullcontext():  # the terminal may be gone
            if output:
                show_json(output, run.record())
            elif not quiet and (report.usable or run.interrupted):
                click.echo(printable(summary(run)))
        if run.interrupted:
            ctx.exit(interrupt.status)
        if not report.usable:
            raise ReadError(_nothing(progress))


def _begin(folder: Path, paths: tuple[str, ...], *, rebuild: bool, words: bool, jobs: int, wait: float) -> ArticleIndex:
    """A transaction on the index that is there, or on a new one, which with ``rebuild`` replaces the other one when it
    is committed.

    Raises:
        ReadError: a new one would have nothing to hold; what is there stays.
        IndexError_: as ``ArticleIndex`` and its ``create``.
    """
    if not rebuild:
        try:
            target = ArticleIndex(folder, jobs=jobs, wait=wait)
        except IndexNotFoundError:
            pass
        else:
            if target.writer.toc.words and not words:
                note("this index is cut into words; --no-words counts for a new one, that is with --rebuild")
            target.refresh()  # it may have waited
            return target
    _check_for_sources(paths)
    target = ArticleIndex.create(folder, words=words, replace=rebuild, jobs=jobs, wait=wait)
    _ = target.writer
    return target


def _check_for_sources(paths: tuple[str, ...]) -> None:
    from tracuu.index.reading import find_sources

    problems: list[Problem] = []
    if next(find_sources(paths, on_problem=problems.append), None) is None:
        reasons = [f"{short_path(one.where)}: {one.reason}" for one in problems if one.kind == "unreadable"]
        raise ReadError("; ".join([*reasons[:3], _NO_SOURCE]))


def _fill(
    target: ArticleIndex,
    paths: tuple[str, ...],
    progress: Progress,
    interrupt: Interruptible,
    *,
    rebuild: bool,
    prune: bool,
    optimize: bool,
    decode: bool,
) -> SyncReport:
    """Read all, and commit, or what was read until somebody asked to stop; what was done.

    A part of what was asked for is better than nothing, but it is not to replace a whole index.
    """
    interrupt.defer()
    from tracuu.index.sync_report import SyncReport
    from tracuu.index.syncing import sync  # loads all readers of files

    writer = target.writer
    if progress.is_visible:
        progress.expect(_work(writer.manifest, paths))
    report = SyncReport()

    def on_article(source: Source, file: int, files: int) -> None:
        progress.article(source)
        interrupt.check()

    def on_problem(problem: Problem) -> None:
        progress.problem(problem)
        interrupt.check()

    try:
        with target:
            with nullcontext() if rebuild else suppress(Stopped):
                sync(
                    target,
                    paths,
                    prune=prune,
                    decode=decode,
                    stdin=sys.stdin.buffer,
                    on_problem=on_problem,
                    on_article=on_article,
                    through=interrupt.watched,
                    report=report,
                )
            progress.writing()
            if rebuild and not report.usable:
                target.rollback()
            elif optimize and not interrupt.requested:
                target.optimize()
            elif report.usable and (rebuild or report.files != report.unchanged_files or report.removed):
                target.commit()
            else:
                target.rollback()
    except KeyboardInterrupt:
        if not writer.is_committed:
            raise
        target.refresh()
    finally:
        progress.finish()
    return report


def _nothing(progress: Progress) -> str:
    """Why a run has put nothing into the index."""
    if progress.problems["unreadable"] or progress.problems["article"]:
        return "nothing was indexed, for the reasons above"
    return _NO_SOURCE


def _work(manifest: Manifest, paths: tuple[str, ...]) -> dict[Path, int]:
    """The files that will be read, with their sizes in bytes."""
    from tracuu.index.reading import find_sources

    return {
        source.path: source.size
        for source in find_sources(paths, on_problem=lambda problem: None)
        if not manifest.is_unchanged(str(source.path), source.size, source.mtime_ns)
    }
