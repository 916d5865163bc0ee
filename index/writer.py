"""One transaction on an index: add, delete, then commit all of it or roll back."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import numpy as np

from tracuu.analyzers.errors import DuplicateIdError, IndexStorageError, InvalidArticleError
from tracuu.index import storage
from tracuu.index.arrays import ArrayWriter
from tracuu.index.article import Article
from tracuu.index.builders import builders
from tracuu.index.dictionary import write_dictionary
from tracuu.index.lock import WriteLock
from tracuu.index.merge import full_merge, merge_segments, next_merge
from tracuu.index.opening import open_newest
from tracuu.index.paths import absolute
from tracuu.index.pending_segments import PendingSegments
from tracuu.index.reader import IndexReader
from tracuu.index.record_store import LONGEST
from tracuu.index.storage import DamagedFileError, unwritable
from tracuu.index.stored import dump_article
from tracuu.index.toc import (
    LAST_GENERATION,
    SegmentEntry,
    Toc,
    generations,
    newest_generation,
    older,
    our_files,
    read_toc,
    remove_all_but,
    segment_file,
    toc_name,
    write_toc,
)

IN_MEMORY = 52_000_000
"""So many bytes of articles (seven million tokens of news) become a segment."""


class IndexWriter:
    """Holds the write lock from its making until ``commit`` or ``rollback``; then it is spent.

    Nothing that it writes is seen by readers before ``commit`` has returned; a process that dies leaves the
    last commit as it was, and files that the next writer removes. The generation that it began with stays on
    disk until the commit after its own.
    """

    def __init__(
        self,
        directory: Path,
        *,
        jobs: int = 1,
        wait: float | None = 0,
        in_memory: int | None = None,
        instead: Toc | None = None,
    ) -> None:
        """Start a transaction on the newest generation that can be opened.

        Args:
            directory: of the index.
            jobs: processes that build segments of what this one reads; 1 for this one alone.
            wait: seconds to wait for another writer; None for as long as it takes.
            in_memory: bytes of articles that become a segment, ``IN_MEMORY`` if None;
                the memory that is needed grows with it.
            instead: an empty generation to begin with; what is there, of whatever version, stays until the commit.

        Raises:
            IndexLockedError: another writer is at work.
            IndexNotFoundError, IndexVersionError, IndexDamagedError: the index cannot be opened.
            IndexStorageError: the folder cannot be written.
        """
        self.directory = directory = absolute(directory)
        if instead is None:
            newest_generation(directory)  # no lock is made where no index is
        try:
            self._lock = WriteLock(directory, wait)
        except OSError as error:
            raise unwritable(directory, error) from error
        try:
            self._begin(instead)
            self.manifest = self.reader.manifest
            self._sources = dict(self.manifest.files)
            self._builders = builders(words=self.toc.words, jobs=jobs)
            in_memory = IN_MEMORY if in_memory is None else in_memory
            self._made: list[Path] = []  # files of segments
            self._pending = PendingSegments(directory, self._builders, in_memory, self._new_segment)
        except OSError as error:
            self._lock.release()
            raise unwritable(directory, error) from error
        except BaseException:
            self._lock.release()
            raise
        self._deleted: dict[str, set[int]] = {}

    def _begin(self, instead: Toc | None) -> None:
        self.is_committed = False
        """Whether what this transaction did is in the index, for who was interrupted while it was committed."""
        self._is_anew = instead is not None
        there = generations(self.directory)
        self._next = max([-1, *there]) + 1
        self._is_there = False
        if self._next > LAST_GENERATION:
            raise IndexStorageError(
                f"{self.directory / toc_name(self._next - 1)} has the last number that there is, so that nothing "
                "can be committed: that is no work of tracuu, remove it"
            )
        self.reader = open_newest(self.directory) if instead is None else IndexReader(self.directory, instead)
        self.toc = self._begun = self.reader.toc
        # What is there already and is no use for this is left alone, if the newest commit cannot be opened.
        self._previous = older(self.directory, self._next) if self._is_anew else self._begun
        if there[:1] == [self._begun.generation] and not self._is_anew:
            before = older(self.directory, self._begun.generation)
            remove_all_but(self.directory, self._begun.files() | (before.files() if before else set()))
        self._before = our_files(self.directory)

    def add(self, article: Article, origin: str = "") -> str:
        """Add an article and return its id.

        Args:
            article: an empty id is replaced by a hash of the content.
            origin: the source file that it comes from, if any (see ``Manifest.origin``).

        Raises:
            DuplicateIdError: the id is taken.
            InvalidArticleError: its metadata cannot be stored.
            IndexStorageError: the disk refused; roll back then.
        """
        self._check_running()
        article = article.with_id()
        if article.id in self:
            raise DuplicateIdError(
                f"the id {article.id!r} belongs to another article already: "
                "update that one, or give this one an id of its own"
            )
        self._put(article, origin, is_new=True)
        return article.id

    def update(self, article: Article, origin: str = "") -> str:
        """Add an article in place of the one that has its id, if there is one. Arguments and errors as of ``add``;
        an article that is refused leaves the old one where it is. An interruption (Ctrl-C) rolls all back.
        """
        self._check_running()
        article = article.with_id()
        self._put(article, origin, is_new=False)
        return article.id

    def _put(self, article: Article, origin: str, *, is_new: bool) -> None:
        record = dump_article(article)
        if len(record) > LONGEST:
            raise InvalidArticleError(
                f"the article {article.id!r} takes {len(record) / 2**20:,.0f} MB; at most {LONGEST >> 20} MB are "
                "stored as one: split it"
            )
        try:
            if not is_new:
                self.delete(article.id)
            if self._pending.add(article, origin, record):
                self._enter_written(wait=False)
        except OSError as error:
            raise unwritable(self.directory, error) from error
        except BaseException:  # half an article cannot be written
            self.rollback()
            raise

    def _enter_written(self, *, wait: bool) -> None:
        self._check_in_place()
        try:
            for entry, deleted in self._pending.written(wait=wait):
                self._set_segments([*self.toc.segments, entry])
                if deleted:
                    self._deleted[entry.name] = deleted
        except DamagedFileError:
            self._check_in_place()  # it may be another folder, and not be damaged at all
            raise

    def _new_segment(self) -> str:
        """A name that no segment has, for one that this transaction makes."""
        name = f"seg-{uuid.uuid4().hex[:12]}"
        self._made.append(self.directory / segment_file(name))
        return name

    def delete(self, id: str) -> bool:
        """Delete the article of an id; False if there is none."""
        self._check_running()
        if self._pending.delete(id):
            return True
        number = self.find(id)
        if number < 0:
            return False
        self._delete_number(number)
        return True

    def find(self, id: str) -> int:
        """The number in ``reader`` of an article on disk that is still live in this transaction, or -1."""
        return next((n for n in self.reader.with_keyword("id", id).tolist() if self._is_live(n)), -1)

    def numbers_of(self, origin: str) -> list[int]:
        """The numbers in ``reader`` of the articles of a source file that are still live."""
        return [n for n in self.reader.with_keyword("origin", origin).tolist() if self._is_live(n)]

    def origin_of(self, id: str) -> str:
        """The source file of the article that has an id, empty for none; empty also if there is no such article."""
        if id in self._pending:
            return self._pending.origin(id)
        number = self.find(id)
        return self.reader.origin(number) if number >= 0 else ""

    def delete_numbers(self, numbers: Iterable[int]) -> int:
        """Delete articles of ``reader`` by number; how many were still there."""
        self._check_running()
        live = [number for number in numbers if self._is_live(number)]
        for number in live:
            self._delete_number(number)
        return len(live)

    def __contains__(self, id: str) -> bool:
        return id in self._pending or self.find(id) >= 0

    def _is_live(self, number: int) -> bool:
        segment, local = self.reader.locate(number)
        return local not in self._deleted.get(segment.name, ())

    def _delete_number(self, number: int) -> None:
        segment, local = self.reader.locate(number)
        self._deleted.setdefault(segment.name, set()).add(local)

    def commit(self, *, optimize: bool = False) -> Toc:
        """Make all changes visible and durable, at once; with ``optimize`` as one segment without deletions.

        Raises:
            IndexStorageError: the disk refused; the message says what is there now: the previous commit, or, where
                not even that could be taken back, this one.
        """
        self._check_running()
        try:
            self._check_in_place()
            if self._has_changed() or (optimize and full_merge(self.reader.segments)):
                self._write_generation(optimize)
                self.is_committed = True
        except OSError as error:
            self._end()
            raise unwritable(self.directory, error, is_there=self._is_there) from error
        except DamagedFileError as error:
            if error.path.name in self._begun.files():
                raise
            raise self._unproven(str(error)) from error
        finally:
            if self._lock.is_held:
                self._end()
        return self.toc

    def rollback(self) -> None:
        """Forget all changes. After the end of the transaction it does nothing."""
        if self._lock.is_held:
            self._end()

    def _end(self) -> None:
        try:
            self._builders.close()
            is_ours = self._lock.is_in_place  # or what lies here now is somebody else's
            if not self.is_committed:
                self.toc = self._begun
            if is_ours and self.is_committed:
                previous = self._previous.files() if self._previous else set()
                remove_all_but(self.directory, self.toc.files() | previous)
            elif is_ours:
                remove_all_but(self.directory, self._before)
                with suppress(IndexStorageError):  # its table of contents may have its name, and not be removable
                    self._is_there = self._next in generations(self.directory)
            else:
                for path in self._made:
                    with suppress(OSError):
                        storage.remove(path)
        finally:
            self._lock.release()

    def _check_running(self) -> None:
        if self._lock.is_inherited:
            raise RuntimeError(
                "this transaction is not of this process: another process began it, and then forked this one. "
                "Let that one end it; to write here, call rollback() and begin a new one"
            )
        if not self._lock.is_held:
            raise RuntimeError("this transaction is over: begin a new one")

    def _check_in_place(self) -> None:
        if not self._lock.is_in_place:
            raise IndexStorageError(
                f"{self.directory} was moved, removed or replaced while it was written: nothing of this transaction "
                "was kept. Open the index where it is now, then try again"
            )

    def _has_changed(self) -> bool:
        return bool(
            self._is_anew
            or len(self._pending)
            or self._deleted
            or self.toc != self._begun
            or self.manifest.files != self._sources
        )

    def _write_generation(self, optimize: bool) -> None:
        self._pending.flush()
        self._enter_written(wait=True)
        self._builders.close()  # merging needs the memory
        self.toc = replace(self.toc, generation=self._next)
        self._apply_deletions()
        self._merge(optimize)
        if self.manifest.files != self._sources:
            self.toc = replace(self.toc, manifest=self.manifest.write(self.directory, self._next))
        if self._is_anew:
            self.toc = replace(self.toc, dictionary=write_dictionary(self.directory, self._next))
        self.toc = self.toc.stamped(self.directory)
        self._prove_readable()
        self._check_in_place()
        write_toc(self.directory, self.toc)
        if read_toc(self.directory, self._next) != self.toc:
            raise self._unproven(toc_name(self._next))

    def _prove_readable(self) -> None:
        """Read back what this transaction has written, before anybody relies on it.

        Raises:
            DamagedFileError: it is not what was written.
        """
        known = {entry.name for entry in self._begun.segments}
        for segment in self.reader.segments:
            if segment.name not in known:
                segment.arrays.verify()

    def _unproven(self, what: str) -> IndexStorageError:
        return IndexStorageError(
            f"what was written to {self.directory} reads back as something else ({what}); "
            "the last commit is untouched. Check the disk"
        )

    def _apply_deletions(self) -> None:
        entries = []
        for entry, segment in zip(self.toc.segments, self.reader.segments, strict=True):
            if entry.name in self._deleted:
                deleted = np.union1d(segment.deleted, np.fromiter(self._deleted[entry.name], np.int32))
                name = f"{entry.name}-{self._next}.deletions"
                path = self.directory / name
                if path.exists():  # left by somebody who was killed
                    storage.remove(path)
                with ArrayWriter(path) as file:
                    file.add("deleted", deleted.astype(np.int32))
                entries.append(replace(entry, deletions=name, deleted=len(deleted)))
            else:
                entries.append(entry)
        self._set_segments(entry for entry in entries if entry.live)
        self._deleted = {}

    def _merge(self, everything: bool) -> None:
        if everything:
            for chosen in reversed(full_merge(self.reader.segments)):  # so that the places before it stay true
                self._merge_into_one(chosen)
        while chosen := next_merge(self.reader.segments):
            self._merge_into_one(chosen)

    def _merge_into_one(self, chosen: list[int]) -> None:
        entries: list[SegmentEntry | None] = list(self.toc.segments)
        entry = SegmentEntry(self._new_segment(), sum(self.toc.segments[place].live for place in chosen))
        merge_segments([self.reader.segments[place] for place in chosen], self.directory / segment_file(entry.name))
        for place in chosen:
            entries[place] = None
        entries[chosen[0]] = entry
        self._set_segments([kept for kept in entries if kept])

    def _set_segments(self, entries: Iterable[SegmentEntry]) -> None:
        self.toc = replace(self.toc, segments=tuple(entries)).stamped(self.directory)
        self.reader = IndexReader(self.directory, self.toc)
