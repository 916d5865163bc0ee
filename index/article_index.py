"""The index as an application sees it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from tracuu.analyzers.errors import (
    IndexDamagedError,
    IndexExistsError,
    IndexNotFoundError,
)
from tracuu.index.article import Article
from tracuu.index.reader import IndexReader
from tracuu.index.stored import seconds_to_date
from tracuu.index.toc import generations, read_toc
from tracuu.index.views import NO_DATE, TEXT_FIELDS

if TYPE_CHECKING:
    from tracuu.index.writer import IndexWriter


@dataclass(frozen=True, slots=True)
class Statistics:
    """Figures about an index; ``dates`` are the first and the last day (ISO) that an article has."""

    articles: int
    deleted: int
    segments: int
    sources: int
    tokens: int
    syllables: int
    bigrams: int
    words: int
    names: int
    dates: tuple[str, str] | None
    bytes_on_disk: int
    generation: int
    schema_version: int


class ArticleIndex:
    """Articles in a folder on disk, to add to, delete from and search.

    Changes are collected and become visible, all at once, with ``commit``. Leaving the ``with`` block commits;
    leaving it by an exception rolls back.

    >>> import tempfile
    >>> with ArticleIndex.create(tempfile.mkdtemp()) as index:
    ...     _ = index.add(Article(id="1", title="Phở bò", body="Bánh phở, thịt bò và nước dùng trong."))
    >>> len(index), index.get("1").title
    (1, 'Phở bò')
    """

    def __init__(self, directory: str | Path) -> None:
        """Open the index in a folder. ``create`` makes a new one.

        Raises:
            IndexNotFoundError: there is none.
            IndexVersionError: it is of another version of tracuu; the message has the command that rebuilds it.
            IndexDamagedError: a file of it is missing or changed.
        """
        self.directory = Path(directory)
        self._reader = _open_reader(self.directory)
        self._writer: IndexWriter | None = None

    @classmethod
    def create(cls, directory: str | Path, *, words: bool = True, replace: bool = False) -> ArticleIndex:
        """Make an empty index in a folder, which is made too.

        Args:
            directory: where.
            words: whether to cut text into words (pyvi) and rank by them too; slower to fill, better ranking.
            replace: drop the index that is there, of whatever version.

        Raises:
            IndexExistsError: there is one and ``replace`` is false.
            IndexLockedError: somebody is writing to the one there.
            IndexStorageError: the folder cannot be written.
        """
        from tracuu.index.writer import create_empty, remove_index

        path = Path(directory)
        if generations(path):
            if not replace:
                raise IndexExistsError(f"there is an index in {path} already: open it, or choose another folder")
            remove_index(path)
        create_empty(path, words=words)
        return cls(path)

    @classmethod
    def open_or_create(cls, directory: str | Path, *, words: bool = True) -> ArticleIndex:
        """Open the index in a folder, or make one where there is none. Raises as both do."""
        try:
            return cls(directory)
        except IndexNotFoundError:
            return cls.create(directory, words=words)

    @property
    def reader(self) -> IndexReader:
        """The newest commit that this object has seen: its own, or what ``refresh`` found."""
        return self._reader

    def refresh(self) -> IndexReader:
        """Look whether another process has committed, and read from then on what it did."""
        if read_toc(self.directory).generation != self._reader.toc.generation:
            self._reader = _open_reader(self.directory)
        return self._reader

    @property
    def writer(self) -> IndexWriter:
        """The running transaction; asking for it begins one and takes the lock.

        Raises:
            IndexLockedError: another writer is at work.
        """
        if self._writer is None:
            from tracuu.index.writer import IndexWriter  # a search does without it

            self._writer = IndexWriter(self.directory)
        return self._writer

    def add(self, article: Article) -> str:
        """Add an article at the next commit; its id.

        Raises:
            DuplicateIdError: the id is taken: ``update`` replaces.
            IndexLockedError: another writer is at work.
        """
        return self.writer.add(article)

    def update(self, article: Article) -> str:
        """Add an article in place of the one that has its id, if there is one; its id."""
        article = article.with_id()
        self.writer.delete(article.id)
        return self.writer.add(article)

    def delete(self, id: str) -> bool:
        """Delete an article at the next commit; False if there is none of this id."""
        return self.writer.delete(id)

    def commit(self) -> None:
        """Make all changes visible and durable. Without changes nothing happens.

        Raises:
            IndexStorageError: the disk refused; the previous commit is untouched.
        """
        if self._writer is not None:
            self._finish(optimize=False)

    def optimize(self) -> None:
        """Commit, and merge all segments into one without deleted articles."""
        _ = self.writer
        self._finish(optimize=True)

    def _finish(self, *, optimize: bool) -> None:
        writer, self._writer = self.writer, None
        writer.commit(optimize=optimize)
        self._reader = _open_reader(self.directory)

    def rollback(self) -> None:
        """Forget all changes since the last commit."""
        if self._writer is not None:
            writer, self._writer = self._writer, None
            writer.rollback()

    def close(self) -> None:
        """Roll back what is not committed and release the lock."""
        self.rollback()

    def __enter__(self) -> ArticleIndex:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None:
            self.commit()
        else:
            self.rollback()

    def get(self, id: str) -> Article:
        """The committed article of an id.

        Raises:
            ArticleNotFoundError: there is none.
        """
        return self._reader.get(id)

    def __contains__(self, id: object) -> bool:
        return id in self._reader

    def __len__(self) -> int:
        return len(self._reader)

    def __iter__(self) -> Iterator[Article]:
        return iter(self._reader)

    def statistics(self) -> Statistics:
        """Figures about the newest commit. Counts of terms are exact; they read every segment's dictionary."""
        reader = self._reader
        dates = reader.dates[reader.live]
        dates = dates[dates != NO_DATE]
        first_last = None
        if len(dates):
            first_last = (str(seconds_to_date(int(dates.min()))), str(seconds_to_date(int(dates.max()))))
        return Statistics(
            articles=len(reader),
            deleted=reader.size - len(reader),
            segments=len(reader.segments),
            sources=len(reader.manifest.files),
            tokens=sum(int(reader.lengths("syllables", field)[reader.live].sum()) for field in TEXT_FIELDS),
            syllables=len(set().union(*(segment.syllables.keys for segment in reader.segments))),
            bigrams=sum(len(segment.bigrams) for segment in reader.segments),
            words=len(set().union(*(segment.words.keys for segment in reader.segments))),
            names=len(set().union(*(segment.names.keys for segment in reader.segments))),
            dates=first_last,
            bytes_on_disk=sum((self.directory / name).stat().st_size for name in reader.toc.files()),
            generation=reader.toc.generation,
            schema_version=reader.schema_version,
        )


def _open_reader(directory: Path) -> IndexReader:
    """The newest generation; once more if a writer replaced it between reading the list and mapping the files."""
    toc = read_toc(directory)
    while True:
        try:
            return IndexReader(directory, toc)
        except IndexDamagedError:
            newest = read_toc(directory)
            if newest.generation == toc.generation:
                raise
            toc = newest
