"""Bring an index up to date with files and folders: read what changed, leave the rest."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from tracuu.analyzers.errors import ArticleError, DuplicateIdError, ReadError
from tracuu.index.article import Article
from tracuu.index.article_index import ArticleIndex
from tracuu.index.reading import Problem, Source, find_sources, read_articles
from tracuu.index.writer import IndexWriter

STDIN = "-"


@dataclass(slots=True)
class SyncReport:
    """What a run did. Files count as found; articles as added, updated, unchanged in a changed file, removed."""

    files: int = 0
    unchanged_files: int = 0
    unreadable: int = 0
    added: int = 0
    updated: int = 0
    unchanged: int = 0
    refused: int = 0
    removed: int = 0
    gone_files: int = 0

    @property
    def usable(self) -> bool:
        """Whether anything that was asked for is in the index now."""
        return bool(self.added or self.updated or self.unchanged or self.unchanged_files or self.removed)


def sync(
    index: ArticleIndex,
    paths: Iterable[str | Path],
    *,
    prune: bool = False,
    stdin: BinaryIO | None = None,
    on_problem: Callable[[Problem], None] = lambda problem: None,
    on_article: Callable[[Source, int, int], None] = lambda source, done, files: None,
    report: SyncReport | None = None,
) -> SyncReport:
    """Read articles from paths into the running transaction; the caller commits.

    A file whose size and time of modification are those of the last run is not opened. In a changed one,
    articles that are the same stay; those that are gone are removed once the file was read to its end.

    Args:
        index: where to.
        paths: files, folders, globs, ``-`` for ``stdin``.
        prune: also remove the articles of files below these paths that exist no more.
        stdin: what ``-`` reads.
        on_problem: is told of whatever was skipped, and why.
        on_article: is told after every article: its source, the number of the file from 1, how many there are.
        report: filled as the run goes on, for a caller that interrupts it.

    Raises:
        IndexLockedError, IndexStorageError: see ``ArticleIndex``.
    """
    report = SyncReport() if report is None else report
    writer = index.writer
    roots = list(paths)
    sources = list(find_sources(roots, on_problem=_counting(on_problem, report)))
    report.files = len(sources)
    for number, source in enumerate(sources, 1):
        origin = _origin(source)
        if origin != STDIN and writer.manifest.is_unchanged(origin, source.size, source.mtime_ns):
            report.unchanged_files += 1
            on_article(source, number, len(sources))
            continue
        update = _SourceUpdate(writer, source, origin, report, on_problem)
        try:
            for article in read_articles(source, on_problem=on_problem, stdin=stdin):
                update.take(article)
                on_article(source, number, len(sources))
        except ReadError as error:
            report.unreadable += 1
            on_problem(Problem(str(source.path) if origin != STDIN else "stdin", str(error)))
        else:
            update.finish()
    gone = _gone(writer, roots, {_origin(source) for source in sources})
    report.gone_files = len(gone)
    if prune:
        for origin in gone:
            report.removed += writer.delete_numbers(writer.numbers_of(origin))
            writer.manifest.files.pop(origin, None)
    return report


class _SourceUpdate:
    """The articles of one source on their way in: new, changed, the same, or with an id that is taken."""

    def __init__(
        self,
        writer: IndexWriter,
        source: Source,
        origin: str,
        report: SyncReport,
        on_problem: Callable[[Problem], None],
    ) -> None:
        self.writer = writer
        self.source = source
        self.origin = origin
        self.report = report
        self.on_problem = on_problem
        self.seen: set[str] = set()
        self.before = set(writer.numbers_of(origin))
        self.kept: set[int] = set()

    def take(self, article: Article) -> None:
        """Put one article in; a refusal is a problem of its own, and the source goes on."""
        try:
            self._put(article.with_id())
        except ArticleError as error:
            self.report.refused += 1
            self.on_problem(Problem(article.path or self.origin, str(error), "article"))

    def _put(self, article: Article) -> None:
        writer, id = self.writer, article.id
        if id in self.seen:
            raise DuplicateIdError(f"the id {id!r} stands twice in this source: only the first one was taken")
        number = writer.find(id)
        if number in self.before and writer.reader.article(number) == article:
            self.kept.add(number)
            self.report.unchanged += 1
        elif number in self.before:
            writer.delete(id)
            writer.add(article, self.origin)
            self.report.updated += 1
        else:
            writer.add(article, self.origin)
            self.report.added += 1
        self.seen.add(id)

    def finish(self) -> None:
        """The source was read to its end: what it held before and holds no more goes."""
        if self.origin == STDIN:
            return
        self.report.removed += self.writer.delete_numbers(self.before - self.kept)
        self.writer.manifest.files[self.origin] = (self.source.size, self.source.mtime_ns)


def _origin(source: Source) -> str:
    return STDIN if source.key == STDIN else str(source.path)


def _gone(writer: IndexWriter, roots: Iterable[str | Path], found: set[str]) -> list[str]:
    """The files that the index was filled from, below these paths, that were not found this time."""
    folders = [Path(root).absolute() for root in roots if str(root) != STDIN]
    return [
        origin
        for origin in writer.manifest.files
        if origin not in found and any(folder == Path(origin) or folder in Path(origin).parents for folder in folders)
    ]


def _counting(on_problem: Callable[[Problem], None], report: SyncReport) -> Callable[[Problem], None]:
    def tell(problem: Problem) -> None:
        report.unreadable += problem.kind == "unreadable"
        on_problem(problem)

    return tell
