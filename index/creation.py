"""A new, empty index."""

from __future__ import annotations

from pathlib import Path

from tracuu.analyzers.errors import IndexExistsError
from tracuu.index.dictionary import write_dictionary
from tracuu.index.lock import WriteLock
from tracuu.index.toc import Toc, generations, remove_stale_files, unwritable, write_toc

PATIENCE = 10.0
"""Seconds that a maker of an index waits for another one who is making the same."""


def create_empty(directory: Path, *, words: bool, replace: bool = False) -> None:
    """Write a generation without articles, under the lock: the first one, or with ``replace`` the next one.

    Raises:
        IndexExistsError: there is an index and ``replace`` is false.
        IndexLockedError: somebody is writing to the one there.
        IndexStorageError: the folder cannot be made or written.
    """
    try:
        _check_free(directory, replace)
        directory.mkdir(parents=True, exist_ok=True)
        is_ours = not any(directory.iterdir())
        lock = WriteLock(directory, wait=0 if replace else PATIENCE)
        try:
            _check_free(directory, replace)
            generation = max([-1, *generations(directory)]) + 1
            toc = Toc(generation, words=words, dictionary=write_dictionary(directory, generation))
            if is_ours:
                # An index inside a repository is never committed by accident.
                (directory / ".gitignore").write_text("*\n", "utf-8")
            write_toc(directory, toc)
            remove_stale_files(directory, toc)
        finally:
            lock.release()
    except OSError as error:
        raise unwritable(directory, error) from error


def _check_free(directory: Path, replace: bool) -> None:
    if not replace and generations(directory):
        raise IndexExistsError(f"there is an index in {directory} already: open it, or choose another folder")
