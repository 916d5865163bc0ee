"""A new, empty index."""

from __future__ import annotations

from pathlib import Path

from tracuu.analyzers.errors import IndexExistsError
from tracuu.index import storage
from tracuu.index.dictionary import write_dictionary
from tracuu.index.lock import WriteLock
from tracuu.index.storage import unwritable
from tracuu.index.toc import Toc, generations, newest_generation, segments_in, write_toc

PATIENCE = 10.0
"""Seconds that a maker of an index waits for another one who is making the same."""


def create_empty(directory: Path, *, words: bool, wait: float | None = 0) -> None:
    """Write a first generation, without articles, under the lock; ``wait``: as of ``WriteLock``, but never shorter
    than ``PATIENCE``.

    Raises:
        IndexExistsError: there is an index.
        IndexDamagedError: there was one, and its segments are there.
        IndexLockedError: somebody is writing to the one there.
        IndexStorageError: the folder cannot be made or written.
    """
    try:
        _check_free(directory)
        make_index_folder(directory)
        lock = WriteLock(directory, None if wait is None else max(wait, PATIENCE))
        try:
            _check_free(directory)
            toc = Toc(words=words, dictionary=write_dictionary(directory, 0))
            write_toc(directory, toc.stamped(directory))
        finally:
            lock.release()
    except OSError as error:
        raise unwritable(directory, error) from error


def make_index_folder(directory: Path) -> None:
    """Make the folder for an index, if it is not there. Raises ``OSError``."""
    storage.make_folder(directory)
    if not any(directory.iterdir()):
        # An index inside a repository is never committed by accident.
        (directory / ".gitignore").write_text("*\n", "utf-8")


def _check_free(directory: Path) -> None:
    if generations(directory):
        raise IndexExistsError(f"there is an index in {directory} already: open it, or choose another folder")
    if segments_in(directory):
        newest_generation(directory)  # raises what there is to say: whoever writes here removes them
