"""The file system as the index uses it: whatever creates, flushes, renames or removes one of its files does it here.

So the order in which things reach the disk can be read in one place, and be recorded and disturbed by tests.
"""

from __future__ import annotations

import errno
import os
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from tracuu.analyzers.errors import IndexDamagedError, IndexStorageError
from tracuu.index.plain_files import open_plain

if TYPE_CHECKING:
    from tempfile import SpooledTemporaryFile


def create(path: Path) -> BinaryIO:
    """A new file to write; it must not exist."""
    return path.open("xb")


def scratch(folder: Path, in_memory: int) -> SpooledTemporaryFile[bytes]:
    """A file to write and read again: in memory up to so many bytes (1 or more), then in the folder, without a name
    where the system can. It is gone when it is closed, or the process ends.
    """
    from tempfile import SpooledTemporaryFile  # three milliseconds; who only searches needs none

    return SpooledTemporaryFile(in_memory, prefix="spool-", suffix=".tmp", dir=str(folder))


def sync(file: BinaryIO) -> None:
    """Wait until what was written to a file is on disk; its name may not be, see ``sync_folder``."""
    file.flush()
    os.fsync(file.fileno())


def replace(draft: Path, path: Path) -> None:
    """Rename a file, in place of the one that has the name."""
    draft.replace(path)


def remove(path: Path) -> None:
    """Remove a file, if it is there."""
    path.unlink(missing_ok=True)


def sync_folder(directory: Path) -> None:
    """Wait until the names in a folder are on disk, where the system can (Windows cannot)."""
    if os.name == "nt":
        return
    handle = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def write_durably(path: Path, data: bytes) -> None:
    """Write a file under another name, flush it to disk, rename it, flush the folder."""
    draft = path.with_name(path.name + ".tmp")
    remove(draft)  # of somebody who was killed, or a link that leads elsewhere
    with create(draft) as file:
        file.write(data)
        sync(file)
    replace(draft, path)
    sync_folder(path.parent)


def make_folder(directory: Path) -> None:
    """Make a folder, and those above it that are missing, durably."""
    missing = [folder for folder in (directory, *directory.parents) if not folder.exists()]
    directory.mkdir(parents=True, exist_ok=True)
    for folder in missing:
        sync_folder(folder.parent)


def open_to_read(path: Path) -> BinaryIO:
    """A file of the index, open for reading.

    Raises:
        IndexDamagedError: it is missing, or no plain file: a link that leads elsewhere, a pipe that never ends.
        IndexStorageError: it is there and cannot be opened.
    """
    try:
        return open_plain(path, follow=False)
    except FileNotFoundError:
        raise damaged(path, "is missing") from None
    except OSError as error:
        if error.errno == errno.ELOOP:
            raise damaged(path, "is a link") from None
        if error.errno in (errno.EISDIR, errno.EINVAL):
            raise damaged(path, "is no plain file") from None
        raise unreadable(path, error) from error


class DamagedFileError(IndexDamagedError):
    """A file of the index that is not what was written: which, and ``what`` is wrong with it."""

    def __init__(self, path: Path, what: str) -> None:
        super().__init__(
            f'{path} {what}: the index is damaged; "tracuu verify" says which articles are hit, "tracuu recover" '
            'saves the others, "tracuu index --rebuild PATH..." begins anew'
        )
        self.path = path
        self.what = what

    def __reduce__(self) -> tuple[type[DamagedFileError], tuple[Path, str]]:
        """How it passes from one process to another."""
        return type(self), (self.path, self.what)


def damaged(path: Path, what: str) -> DamagedFileError:
    """The error for a file of the index that is not what was written."""
    return DamagedFileError(path, what)


def unreadable(path: Path, error: OSError) -> IndexStorageError:
    """The error that says why a file of the index could not be read."""
    return IndexStorageError(
        f"cannot read {path}: {error.strerror or error}; {_advice(error, 'check its permissions')}"
    )


def unwritable(directory: Path, error: OSError, *, is_there: bool = False) -> IndexStorageError:
    """The error that says why an index could not be written.

    Args:
        directory: of the index.
        error: what the system said.
        is_there: whether the commit can be read all the same, since the disk refused after the last step but one.
    """
    state = "this commit is there, but may not outlast a loss of power" if is_there else "the last commit is untouched"
    advice = _advice(error, "check free space and permissions").capitalize()
    name = os.path.basename(os.fsdecode(error.filename)) if isinstance(error.filename, (str, bytes)) else ""  # noqa: PTH119
    which = f" ({name})" if name and name != directory.name else ""
    return IndexStorageError(
        f"cannot write to {directory}: {error.strerror or error}{which}; {state}. {advice}, then try again"
    )


def _advice(error: OSError, usual: str) -> str:
    if error.errno in (errno.EMFILE, errno.ENFILE):
        return 'close files, or allow more of them ("ulimit -n")'
    return usual
