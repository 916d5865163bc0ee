"""The index as an application sees it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from threading import Lock, RLock
from types import TracebackType
from typing import TYPE_CHECKING, Any

from tracuu.analyzers.errors import IndexDamagedError, IndexError_, IndexExistsError, IndexNotFoundError
from tracuu.analyzers.forking import renew_after_fork
from tracuu.index.article import Article
from tracuu.index.opening import open_newest
from tracuu.index.paths import absolute
from tracuu.index.reader import IndexReader
from tracuu.index.statistics import Statistics as Statistics
from tracuu.index.statistics import statistics_of
from tracuu.index.toc import Toc, newest_text

if TYPE_CHECKING:
    from tracuu.index.whoosh_reader import ArticleIndexReader, Searcher
    from tracuu.index.writer import IndexWriter


class ArticleIndex:
    """Articles in a folder on disk, to add to, delete from and search.

    Changes are collected and become visible, all at once, with ``commit``. Leaving the ``with`` block commits;
    leaving it by an exception rolls back. Threads may share it; what they add goes into one transaction.

    >>> import tempfile
    >>> with ArticleIndex.create(tempfile.mkdtemp()) as index:
    ...     _ = index.add(Article(id="1", title="Phở bò", body="Bánh phở, thịt bò và nước dùng trong."))
    >>> len(index), index.get("1").title
    (1, 'Phở bò')
    """

    def __init__(self, directory: str | Path, *, jobs: int = 1, wait: float | None = 0) -> None:
        """Open the index in a folder. ``create`` makes a new one.

        Args:
            directory: where it lies.
            jobs: processes that build segments of what is added; 1 for this one alone.
            wait: seconds that a transaction, when it begins, waits for another writer; None for as long as it takes.

        Raises:
            IndexNotFoundError: there is none.
            IndexVersionError: it is of another version of tracuu; the message has the command that rebuilds it.
            IndexDamagedError: a file of it is missing or changed.
        """
        self._set_up(Path(directory), jobs, wait)
        self.refresh()

    def _set_up(self, directory: Path, jobs: int, wait: float | None) -> None:
        _check(jobs, wait)
        self.directory = absolute(directory)
        """Absolute: the process may go to another folder."""
        self.jobs = jobs
        """Processes that build segments from the next transaction on; what is written does not depend on it.

        With more than one, a script needs the usual ``if __name__ == "__main__":``, since each process imports it.
        """
        self.wait = wait
        """Seconds that transactions from the next one on wait for another writer; None for as long as it takes."""
        self._reader: IndexReader
        self._opened = b""  # the newest table of contents when the reader was opened
        self._writer: IndexWriter | None = None
        self._whoosh_reader: ArticleIndexReader | None = None
        self.after_fork()
        renew_after_fork(self)

    def after_fork(self) -> None:
        """Forget which threads are at work here: a forked child has none of them."""
        self._refreshing = Lock()  # no thread puts an older reader in place of a newer one
        self._writing = RLock()  # threads that share this object share its transaction, and take turns

    @classmethod
    def create(
        cls,
        directory: str | Path,
        *,
        words: bool = True,
        replace: bool = False,
        jobs: int = 1,
        wait: float | None = 0,
    ) -> ArticleIndex:
        """Make an empty index in a folder, which is made too.

        Args:
            directory: where.
            words: whether to cut text into words (pyvi) and rank by them too; slower to fill, better ranking.
            replace: begin a transaction that replaces the index that is there, of whatever version and however
                damaged; until its commit that one stays, and others search in it.
            jobs: see ``ArticleIndex``.
            wait: likewise.

        Raises:
            IndexExistsError: there is one and ``replace`` is false.
            IndexLockedError: somebody is writing to the one there.
            IndexStorageError: the folder cannot be written.
        """
        _check(jobs, wait)
        directory = Path(directory)
        if replace:
            return cls._replacing(directory, words, jobs, wait)
        from tracuu.index.creation import create_empty

        create_empty(directory, words=words, wait=wait)
        return cls(directory, jobs=jobs, wait=wait)

    @classmethod
    def _replacing(cls, directory: Path, words: bool, jobs: int, wait: float | None) -> ArticleIndex:
        from tracuu.index.creation import create_empty
        from tracuu.index.writer import IndexWriter

        with suppress(IndexExistsError, IndexDamagedError):
            create_empty(directory, words=words, wait=wait)  # so that segments without an index mean damage
        index = cls.__new__(cls)
        index._set_up(directory, jobs, wait)
        index._writer = IndexWriter(directory, jobs=jobs, wait=wait, instead=Toc(-1, words=words))
        index._reader = index._writer.reader
        return index

    @classmethod
    def open_or_create(cls, directory: str | Path, *, words: bool = True) -> ArticleIndex:
        """Open the index in a folder, or make one where there is none. Raises as both do."""
        try:
            return cls(directory)
        except IndexNotFoundError:
            with suppress(IndexExistsError):  # somebody else has made it meanwhile
                return cls.create(directory, words=words)
            return cls(directory)

    @property
    def reader(self) -> IndexReader:
        """The newest commit that this object has seen: its own, or what ``refresh`` found."""
        return self._reader

    def refresh(self) -> IndexReader:
        """Look whether another process has committed, and read from then on what it did."""
        with self._refreshing:
            newest = newest_text(self.directory)
            if newest != self._opened:
                self._reader = open_newest(self.directory)
                self._opened = newest
            return self._reader

    def whoosh_reader(self) -> ArticleIndexReader:
        """What ``reader`` sees, as an ``IndexReader`` of Whoosh that threads may share."""
        from tracuu.index.whoosh_reader import ArticleIndexReader  # only who asks for Whoosh loads it

        found = self._whoosh_reader
        if found is None or found.snapshot is not self._reader:
            found = self._whoosh_reader = ArticleIndexReader(self._reader)
        return found

    def whoosh_searcher(self, **options: Any) -> Searcher:
        """A ``whoosh.searching.Searcher`` over what ``reader`` sees, for anybody's Whoosh query.

        Terms are canonical syllables: lower case, tones where ``canonical`` puts them. Threads take a searcher
        each; that costs next to nothing, since all of them read the same mapped arrays.
        A ``limit`` gives the best hits; a stock Whoosh index may lose some of them.

        >>> import tempfile
        >>> from whoosh.query import Phrase, Prefix
        >>> with ArticleIndex.create(tempfile.mkdtemp()) as index:
        ...     _ = index.add(Article(id="1", title="Phở bò", body="Bánh phở, thịt bò và nước dùng trong."))
        >>> with index.whoosh_searcher() as searcher:
        ...     hits = searcher.search(Phrase("body", ["thịt", "bò"]) & Prefix("title", "ph"), limit=None)
        ...     [(hit["id"], hit["title"]) for hit in hits]
        [('1', 'Phở bò')]
        """
        return self.whoosh_reader().searcher(**options)

    @property
    def writer(self) -> IndexWriter:
        """The running transaction; asking for it begins one and takes the lock. For one thread at a time.

        Raises:
            IndexLockedError: another writer is at work.
        """
        with self._writing:
            if self._writer is None:
                from tracuu.index.writer import IndexWriter  # a search does without it

                self._writer = IndexWriter(self.directory, jobs=self.jobs, wait=self.wait)
            return self._writer

    def add(self, article: Article) -> str:
        """Add an article at the next commit; its id.

        Raises:
            DuplicateIdError: the id is taken: ``update`` replaces.
            IndexLockedError: another writer is at work.
        """
        with self._writing:
            return self.writer.add(article)

    def update(self, article: Article) -> str:
        """Add an article in place of the one that has its id, if there is one; its id."""
        with self._writing:
            return self.writer.update(article)

    def delete(self, id: str) -> bool:
        """Delete an article at the next commit; False if there is none of this id."""
        with self._writing:
            return self.writer.delete(id)

    def commit(self) -> None:
        """Make all changes visible and durable. Without changes nothing happens.

        Raises:
            IndexStorageError: the disk refused; the previous commit is untouched.
        """
        with self._writing:
            if self._writer is not None:
                self._finish(optimize=False)

    def optimize(self) -> None:
        """Commit, and merge all segments into one without deleted articles."""
        with self._writing:
            self._finish(optimize=True)

    def _finish(self, *, optimize: bool) -> None:
        writer, self._writer = self.writer, None
        try:
            writer.commit(optimize=optimize)
        except BaseException:
            with suppress(IndexError_):  # where it could not be taken back, it is there
                self.refresh()
            raise
        self.refresh()

    def rollback(self) -> None:
        """Forget all changes since the last commit."""
        with self._writing:
            if self._writer is not None:
                writer, self._writer = self._writer, None
                writer.rollback()
                if not self._opened:  # it was to replace another one, which may be beyond opening
                    with suppress(IndexError_):
                        self.refresh()

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
        return statistics_of(self._reader)


def _check(jobs: int, wait: float | None) -> None:
    """Refuse what is no number of processes, or of seconds."""
    if not jobs >= 1:
        raise ValueError(f"jobs are 1 or more, not {jobs}")
    if wait is not None and not wait >= 0:
        raise ValueError(f"wait is a number of seconds from 0 on, or None, not {wait}")
