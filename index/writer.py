"""One transaction on an index: add, delete, then commit all of it or roll back."""

from __future__ import annotations

import datetime as dt
import json
import os
import socket
import uuid
from collections.abc import Iterable
from dataclasses import replace
from functools import cached_property
from pathlib import Path

import numpy as np
from filelock import FileLock, Timeout

from tracuu.analyzers import PyviSegmenter, VietnameseTokenizer
from tracuu.analyzers.errors import (
    DuplicateIdError,
    IndexLockedError,
    IndexStorageError,
)
from tracuu.index.arrays import ArrayWriter
from tracuu.index.article import Article
from tracuu.index.manifest import Manifest
from tracuu.index.merge import merge_segments, segments_to_merge
from tracuu.index.reader import IndexReader
from tracuu.index.segment_buffer import SegmentBuffer
from tracuu.index.toc import SegmentEntry, Toc, read_toc, segment_file, write_toc

TOKENS_IN_MEMORY = 4_000_000
"""A buffer of so many tokens is written out as a segment: about 300 MB with the copies that sorting makes."""

_LOCK = "write.lock"
_OWNER = "write.lock.json"


class IndexWriter:
    """Holds the write lock from its making until ``commit`` or ``rollback``; then it is spent.

    Nothing that it writes is seen by readers before ``commit`` has returned; a process that dies leaves the
    last commit as it was, and files that the next commit removes.
    """

    def __init__(self, directory: Path) -> None:
        """Start a transaction on the newest generation.

        Raises:
            IndexLockedError: another writer is at work.
            IndexNotFoundError, IndexVersionError, IndexDamagedError: the index cannot be opened.
        """
        self.directory = directory
        self._lock = _acquire(directory)
        try:
            self.toc = read_toc(directory)
            self.reader = IndexReader(directory, self.toc)
            self.manifest = Manifest.read(directory, self.toc.manifest)
            self._buffer = self._new_buffer()
        except BaseException:
            self._release()
            raise
        self._deleted: dict[str, set[int]] = {}

    @cached_property
    def _tokenizer(self) -> VietnameseTokenizer:
        return VietnameseTokenizer()

    @cached_property
    def _segmenter(self) -> PyviSegmenter | None:
        return PyviSegmenter() if self.toc.words else None

    def _new_buffer(self) -> SegmentBuffer:
        return SegmentBuffer(self._tokenizer, self._segmenter)

    def add(self, article: Article, origin: str = "") -> str:
        """Add an article and return its id.

        Args:
            article: an empty id is replaced by a hash of the content.
            origin: the source file that it comes from, if any.

        Raises:
            DuplicateIdError: the id is taken.
            InvalidArticleError: its metadata cannot be stored.
        """
        article = article.with_id()
        if article.id in self:
            raise DuplicateIdError(
                f"the id {article.id!r} belongs to another article already: "
                "update that one, or give this one an id of its own"
            )
        try:
            self._buffer.add(article, origin)
        except OSError as error:
            raise _storage_error(self.directory, error) from error
        if self._buffer.tokens >= TOKENS_IN_MEMORY:
            self._flush()
        return article.id

    def delete(self, id: str) -> bool:
        """Delete the article of an id; False if there is none."""
        if self._buffer.delete(id):
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

    def delete_numbers(self, numbers: Iterable[int]) -> int:
        """Delete articles of ``reader`` by number; how many were still there."""
        live = [number for number in numbers if self._is_live(number)]
        for number in live:
            self._delete_number(number)
        return len(live)

    def __contains__(self, id: str) -> bool:
        return id in self._buffer or self.find(id) >= 0

    def _is_live(self, number: int) -> bool:
        segment, local = self.reader.locate(number)
        return local not in self._deleted.get(segment.name, ())

    def _delete_number(self, number: int) -> None:
        segment, local = self.reader.locate(number)
        self._deleted.setdefault(segment.name, set()).add(local)

    def _flush(self) -> None:
        """Write the buffer out as a segment of this transaction."""
        if not len(self._buffer):
            return
        entry = SegmentEntry(_new_name(), len(self._buffer))
        try:
            self._buffer.write(self.directory / segment_file(entry.name))
        except OSError as error:
            raise _storage_error(self.directory, error) from error
        self.toc = replace(self.toc, segments=(*self.toc.segments, entry))
        self.reader = IndexReader(self.directory, self.toc)
        self._buffer = self._new_buffer()

    def commit(self, *, optimize: bool = False) -> Toc:
        """Make all changes visible and durable, at once; with ``optimize`` as one segment without deletions.

        Raises:
            IndexStorageError: the disk refused; the previous commit is untouched.
        """
        try:
            self._flush()
            self.toc = replace(self.toc, generation=self.toc.generation + 1)
            self._apply_deletions()
            self._merge(optimize)
            self.toc = replace(self.toc, manifest=self.manifest.write(self.directory, self.toc.generation))
            write_toc(self.directory, self.toc)
            self._remove_stale_files()
        except OSError as error:
            raise _storage_error(self.directory, error) from error
        finally:
            self._release()
        return self.toc

    def rollback(self) -> None:
        """Forget all changes."""
        self._release()

    def _apply_deletions(self) -> None:
        entries = []
        for before, segment in zip(self.toc.segments, self.reader.segments, strict=True):
            entry = before
            if entry.name in self._deleted:
                deleted = np.union1d(segment.deleted, np.fromiter(self._deleted[entry.name], np.int32))
                name = f"{entry.name}-{self.toc.generation}.deletions"
                with ArrayWriter(self.directory / name) as file:
                    file.add("deleted", deleted.astype(np.int32))
                entry = replace(entry, deletions=name, deleted=len(deleted))
            if entry.deleted < entry.size:
                entries.append(entry)
        self._set_segments(entries)
        self._deleted = {}

    def _merge(self, everything: bool) -> None:
        while True:
            live = [entry.size - entry.deleted for entry in self.toc.segments]
            chosen = segments_to_merge(live)
            if everything and (len(live) > 1 or any(entry.deleted for entry in self.toc.segments)):
                chosen = list(range(len(live)))
            if not chosen:
                return
            entry = SegmentEntry(_new_name(), sum(live[i] for i in chosen))
            merge_segments([self.reader.segments[i] for i in chosen], self.directory / segment_file(entry.name))
            rest: list[SegmentEntry | None] = list(self.toc.segments)
            rest[chosen[0]] = entry
            for i in chosen[1:]:
                rest[i] = None
            self._set_segments([kept for kept in rest if kept])

    def _set_segments(self, entries: Iterable[SegmentEntry]) -> None:
        self.toc = replace(self.toc, segments=tuple(entries))
        self.reader = IndexReader(self.directory, self.toc)

    def _remove_stale_files(self) -> None:
        needed = {*self.toc.files(), _LOCK, _OWNER}
        for path in self.directory.iterdir():
            ours = path.suffix in (".segment", ".deletions", ".tmp") or path.name.startswith(("toc-", "manifest-"))
            if ours and path.name not in needed:
                path.unlink(missing_ok=True)

    def _release(self) -> None:
        (self.directory / _OWNER).unlink(missing_ok=True)
        self._lock.release()


def create_empty(directory: Path, *, words: bool) -> None:
    """Write generation 0 of a new index, under the lock.

    Raises:
        IndexStorageError: the folder cannot be made or written.
    """
    try:
        directory.mkdir(parents=True, exist_ok=True)
        write_toc(directory, Toc(words=words))
        # An index inside a repository is never committed by accident.
        (directory / ".gitignore").write_text("*\n", "utf-8")
    except OSError as error:
        raise _storage_error(directory, error) from error


def remove_index(directory: Path) -> None:
    """Remove the tables of contents, so that the folder holds no index; the next commit removes the rest."""
    lock = _acquire(directory)
    try:
        for path in directory.glob("toc-*.json"):
            path.unlink()
    finally:
        lock.release()


def _acquire(directory: Path) -> FileLock:
    lock = FileLock(directory / _LOCK)
    try:
        lock.acquire(timeout=0)
        owner = {
            "pid": os.getpid(),
            "host": socket.gethostname(),
            "since": dt.datetime.now().isoformat(" ", "seconds"),
        }
        (directory / _OWNER).write_text(json.dumps(owner), "utf-8")
    except Timeout:
        raise IndexLockedError(
            f"somebody else is writing to {directory}{_owner(directory)}: wait until that is done, then try again"
        ) from None
    except OSError as error:
        lock.release()
        raise _storage_error(directory, error) from error
    return lock


def _owner(directory: Path) -> str:
    try:
        owner = json.loads((directory / _OWNER).read_text("utf-8"))
        return f" (process {owner['pid']} on {owner['host']}, since {owner['since']})"
    except (OSError, ValueError, KeyError, TypeError):
        return ""


def _storage_error(directory: Path, error: OSError) -> IndexStorageError:
    return IndexStorageError(
        f"cannot write to {directory}: {error.strerror or error}; the last commit is untouched. "
        "Check free space and permissions, then try again"
    )


def _new_name() -> str:
    return f"seg-{uuid.uuid4().hex[:12]}"
