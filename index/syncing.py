"""Bring an index up to date with files and folders: read what changed, leave the rest."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from tracuu.analyzers.errors import ArticleError, DuplicateIdError, ReadError
from tracuu.index.article import Article
from tracuu.index.article_index import ArticleIndex
from tracuu.index.manifest import UNREAD
from tracuu.index.reading import Problem, Source, find_sources, read_articles
from tracuu.index.reading.legacy_records import DECODED_FROM
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
    decoded: Counter[str] = field(default_factory=Counter)
    """Of the articles added or updated, how many were decoded from each old encoding."""

    @property
    def usable(self) -> bool:
        """Whether anything that was asked for is in the index now."""
        return bool(self.added or self.updated or self.unchanged or self.unchanged_files or self.removed)


def sync(
    index: ArticleIndex,
    paths: Iterable[str | Path],
    *,
    prune: bool = False,
    decode: bool = True,
    stdin: BinaryIO | None = None,
    on_problem: Callable[[Problem], None] = lambda problem: None,
    on_article: Callable[[Source, int, int], None] = lambda source, done, files: None,
    report: SyncReport | None = None,
) -> SyncReport:
    """Read articles from paths into the running transaction; the caller commits.

    A file whose size and time of modification are those of the last run is not opened. In a changed one,
    articles that are the same stay; those that are gone are removed once the file was read to its end.
    An article whose file exists no more belongs to the next file that has its id: files may be moved.

    Args:
        index: where to.
        paths: files, folders, globs, ``-`` for ``stdin``.
        prune: also remove the articles of files below these paths that exist no more.
        decode: whether text in old Vietnamese encodings is decoded; see ``read_articles``.
        stdin: what ``-`` reads.
        on_problem: is told of whatever was skipped, and why.
        on_article: is told after every article: its source, the number of the file from 1, how many there are.
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
            blocked.append(_absolute(problem.where))
        tell(problem)

    sources = list(find_sources(roots, on_problem=tell_and_remember))
    report.files = len(sources)
    left: set[str] = set()
    for number, source in enumerate(sources, 1):
        if not source.is_stdin and manifest.is_unchanged(source.path, source.size, source.mtime_ns):
            report.unchanged_files += 1
            on_article(source, number, len(sources))
            continue
        update = _SourceUpdate(writer, source, report, tell)
        try:
            for article in read_articles(source, on_problem=update.tell, stdin=stdin, decode=decode):
                update.take(article)
                on_article(source, number, len(sources))
        except ReadError as error:
            tell(Problem(update.where, str(error)))
        else:
            update.finish()
        left |= update.left
    found = {manifest.origin(source.path) for source in sources}
    for origin in left.union(_gone(writer, roots, found, blocked)):
        articles = writer.numbers_of(origin)
        report.gone_files += bool(articles)
        if prune:
            report.removed += writer.delete_numbers(articles)
        if prune or not articles:
            manifest.files.pop(origin, None)
    return report


class _SourceUpdate:
    """The articles of one source on their way in: new, changed, the same, or with an id that is taken.

    Attributes:
        origin: how the articles' source is named in the index.
        where: the same in messages.
        left: the origins, gone themselves, whose articles were found here.
    """

    def __init__(
        self, writer: IndexWriter, source: Source, report: SyncReport, tell: Callable[[Problem], None]
    ) -> None:
        self.writer = writer
        self.source = source
        self.report = report
        self.origin = STDIN if source.is_stdin else writer.manifest.origin(source.path)
        self.where = "standard input" if source.is_stdin else str(source.path)
        self.left: set[str] = set()
        self._tell = tell
        self._seen: set[str] = set()
        self._before = set(writer.numbers_of(self.origin))
        self._kept: set[int] = set()
        self._is_whole = True
        self._is_contested = False

    def tell(self, problem: Problem) -> None:
        """Pass on a problem of the reading; a part that could not be read keeps its articles."""
        self._is_whole &= problem.kind != "unreadable"
        self._tell(problem)

    def take(self, article: Article) -> None:
        """Put one article in; a refusal is a problem of its own, and the source goes on."""
        if not self.source.is_stdin:
            self.writer.manifest.files[self.origin] = UNREAD  # until its end is reached
        try:
            self._put(article.with_id())
        except ArticleError as error:
            self._tell(Problem(article.path or self.where, str(error), "article"))

    def _put(self, article: Article) -> None:
        writer, id = self.writer, article.id
        if id in self._seen:
            raise DuplicateIdError(f"the id {id!r} stands twice in this source: only the first one was taken")
        number = writer.find(id)
        if number in self._before:
            self._kept.add(number)
            if writer.reader.article(number) == article:
                self.report.unchanged += 1
            else:
                self._update(article)
        elif number >= 0 and self._is_left_behind(writer.reader.origin(number)):
            self._update(article)
        elif id in writer:
            self._is_contested = True  # to be looked at again: the other one may go
            raise DuplicateIdError(f"the id {id!r} belongs to another article already: give this one an id of its own")
        else:
            writer.add(article, self.origin)
            self.report.added += 1
            self._count_decoded(article)
        self._seen.add(id)

    def _update(self, article: Article) -> None:
        self.writer.update(article, self.origin)
        self.report.updated += 1
        self._count_decoded(article)

    def _count_decoded(self, article: Article) -> None:
        names = article.metadata.get(DECODED_FROM)
        if isinstance(names, list):
            self.report.decoded.update(map(str, names))

    def _is_left_behind(self, origin: str) -> bool:
        """Whether the file that an article came from exists no more."""
        if origin in ("", STDIN, self.origin):
            return False
        try:
            self.writer.manifest.path(origin).lstat()
        except (FileNotFoundError, NotADirectoryError):
            self.left.add(origin)
            return True
        except OSError:
            pass
        return False

    def finish(self) -> None:
        """The source was read to its end: what it held before and holds no more goes."""
        if self.source.is_stdin:
            return
        if self._is_whole:
            self.report.removed += self.writer.delete_numbers(self._before - self._kept)
        looks = (self.source.size, self.source.mtime_ns)
        self.writer.manifest.files[self.origin] = UNREAD if self._is_contested else looks


def _gone(writer: IndexWriter, roots: Iterable[str | Path], found: set[str], blocked: Iterable[Path]) -> list[str]:
    """The files that the index was filled from, below these paths, that were not found this time.

    What lies in a folder that is there and could not be read may well be there too.
    """
    folders = {_absolute(root) for root in roots if str(root) != STDIN}
    closed = {path for path in blocked if os.path.lexists(path)}
    gone = []
    for origin in writer.manifest.files.keys() - found:
        path = writer.manifest.path(origin)
        above = {path, *path.parents}
        if above & folders and not above & closed:
            gone.append(origin)
    return gone


def _absolute(path: str | Path) -> Path:
    return Path(os.path.abspath(path))  # noqa: PTH100 - Path.absolute keeps ".."
