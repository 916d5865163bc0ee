"""Bring an index up to date with files and folders: read what changed, leave the rest."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import BinaryIO

from tracuu.analyzers.errors import ReadError
from tracuu.index.article_index import ArticleIndex
from tracuu.index.lock import OWNER
from tracuu.index.manifest import STDIN
from tracuu.index.paths import absolute
from tracuu.index.reading import Problem, Source, find_sources, read_articles
from tracuu.index.reading.compression import Through
from tracuu.index.source_update import SourceUpdate
from tracuu.index.sync_report import SyncReport
from tracuu.index.toc import our_files
from tracuu.index.writer import IndexWriter


def sync(
    index: ArticleIndex,
    paths: Iterable[str | Path],
    *,
    prune: bool = False,
    decode: bool = True,
    stdin: BinaryIO | None = None,
    on_problem: Callable[[Problem], None] = lambda problem: None,
    on_article: Callable[[Source, int, int], None] = lambda source, done, files: None,
    through: Through = lambda stream: stream,
    report: SyncReport | None = None,
) -> SyncReport:
    """Read articles from paths into the running transaction; the caller commits.

    A file whose size and time of modification are those of the last run is not opened. In a changed one,
    articles that are the same stay; those that are gone are removed once the file was read to its end.
    An article whose file exists no more belongs to the next file that has its id: files may be moved.
    Where the id that a file's name makes is taken by another file, more of the folders above it go into the id.

    Args:
        index: where to.
        paths: files, folders, globs, ``-`` for ``stdin``.
        prune: also remove the articles of files below these paths that exist no more.
        decode: whether text in old Vietnamese encodings is decoded; see ``read_articles``.
        stdin: what ``-`` reads.
        on_problem: is told of whatever was skipped, and why.
        on_article: is told after every article: its source, the number of the file from 1, how many there are.
        through: what the bytes of files are read through, for a caller that counts them, or stops in the middle.
        report: filled as the run goes on, for a caller that interrupts it.

    Raises:
        IndexLockedError, IndexStorageError: see ``ArticleIndex``.
    """
    report = SyncReport() if report is None else report
    writer = index.writer
    manifest = writer.manifest
    roots = list(paths)
    blocked: list[Path] = []

    def tell(problem: Problem) -> None:
        report.unreadable += problem.kind == "unreadable"
        report.refused += problem.kind == "article"
        on_problem(problem)

    def tell_and_remember(problem: Problem) -> None:
        if problem.kind == "unreadable":
            blocked.append(absolute(problem.where))
        tell(problem)

    ours = our_files(index.directory) | {OWNER}
    sources = [
        source
        for source in find_sources(roots, on_problem=tell_and_remember)
        if source.path.parent != index.directory or source.path.name not in ours
    ]
    report.files = len(sources)
    left: set[str] = set()
    for number, source in enumerate(sources, 1):
        if not source.is_stdin and manifest.is_unchanged(source.path, source.size, source.mtime_ns):
            report.unchanged_files += 1
            on_article(source, number, len(sources))
            continue
        update = SourceUpdate(writer, source, report, tell)
        try:
            for article in read_articles(source, on_problem=update.tell, stdin=stdin, decode=decode, through=through):
                update.take(article)
                on_article(source, number, len(sources))
        except ReadError as error:
            tell(Problem(update.where, str(error)))
        else:
            update.finish()
        left |= update.left
    found = {manifest.origin(source.path) for source in sources}
    gone = _gone(writer, roots, found, blocked)
    for origin in gone:
        articles = writer.numbers_of(origin)
        report.gone_files += bool(articles)
        if prune:
            report.removed += writer.delete_numbers(articles)
    for origin in left.union(gone):
        if not writer.numbers_of(origin):
            manifest.files.pop(origin, None)
    return report


def _gone(writer: IndexWriter, roots: Iterable[str | Path], found: set[str], blocked: Iterable[Path]) -> list[str]:
    """The files that the index was filled from, below these paths, that were not found this time.

    What lies in a folder that is there and could not be read may well be there too.
    """
    folders = {absolute(root) for root in roots if str(root) != STDIN}
    closed = {path for path in blocked if os.path.lexists(path)}
    gone = []
    for origin in writer.manifest.files.keys() - found:
        path = writer.manifest.path(origin)
        above = {path, *path.parents}
        if above & folders and not above & closed:
            gone.append(origin)
    return gone
