"""The newest generation that can be opened."""

from __future__ import annotations

import warnings
from pathlib import Path

from tracuu.analyzers.errors import IndexDamagedError, IndexError_, IndexVersionError
from tracuu.index.reader import IndexReader
from tracuu.index.toc import generations, newest_generation, read_toc


class DamagedIndexWarning(UserWarning):
    """The last commit cannot be opened: what is shown is the one before it."""


def open_newest(directory: Path) -> IndexReader:
    """The newest generation; if it is damaged the one before it, with a ``DamagedIndexWarning``.

    One without articles, from before the first was added, is no use then.

    Raises:
        IndexNotFoundError: there is none.
        IndexVersionError, IndexDamagedError: none can be opened; it says why the newest cannot.
        IndexStorageError: a file is there and cannot be read.
    """
    while True:
        found = generations(directory) or [newest_generation(directory)]
        reader, failed = _first_that_opens(directory, found)
        if reader is not None and failed is None:
            return reader
        if newest_generation(directory) != found[0]:
            continue  # a writer has replaced what was to be opened
        if reader is None:
            raise failed or AssertionError("there is a generation, and it neither opened nor failed")
        warnings.warn(
            f"{failed}. Until then the commit before it is shown (generation {reader.toc.generation})",
            DamagedIndexWarning,
            stacklevel=3,
        )
        return reader


def _first_that_opens(directory: Path, found: list[int]) -> tuple[IndexReader | None, IndexError_ | None]:
    """The first of these generations that can be opened, and why the newest cannot."""
    failed: IndexError_ | None = None
    for generation in found:
        try:
            reader = IndexReader(directory, read_toc(directory, generation))
        except (IndexDamagedError, IndexVersionError) as error:
            failed = failed or error
        else:
            if failed is None or len(reader):
                return reader, failed
    return None, failed
