"""The write lock: one writer at a time, and the second one is told who holds it."""

from __future__ import annotations

import datetime as dt
import json
import os
import socket
from contextlib import suppress
from pathlib import Path

from filelock import FileLock, Timeout

from tracuu.analyzers.errors import IndexLockedError

LOCK = "write.lock"
OWNER = "write.lock.json"


class WriteLock:
    """Held from its making until ``release``, by this process; the system frees it when the process dies."""

    def __init__(self, directory: Path, wait: float = 0) -> None:
        """Take the lock of the index in a folder, waiting at most so many seconds for it.

        Raises:
            IndexLockedError: somebody else holds it.
            OSError: the folder cannot be written.
        """
        self._owner = directory / OWNER
        # Not of one thread: a transaction may end in another thread than the one that began it.
        self._lock = FileLock(directory / LOCK, timeout=wait, thread_local=False)
        try:
            self._lock.acquire()
        except Timeout:
            raise IndexLockedError(
                f"somebody else is writing to {directory}{self._holder()}: wait until that is done, then try again"
            ) from None
        self._process = os.getpid()
        try:
            since = dt.datetime.now().isoformat(" ", "seconds")
            owner = {"pid": self._process, "host": socket.gethostname(), "since": since}
            self._owner.write_text(json.dumps(owner), "utf-8")
        except BaseException:
            self._lock.release()
            raise

    @property
    def is_held(self) -> bool:
        """Whether this process may write: not after ``release``, and not in a child that was forked meanwhile."""
        return self._lock.is_locked and self._process == os.getpid()

    def release(self) -> None:
        """Give it back; once more does nothing."""
        if self.is_held:
            try:
                with suppress(OSError):
                    self._owner.unlink(missing_ok=True)
            finally:
                self._lock.release()

    def _holder(self) -> str:
        try:
            owner = json.loads(self._owner.read_text("utf-8"))
            return f" (process {owner['pid']} on {owner['host']}, since {owner['since']})"
        except (OSError, ValueError, KeyError, TypeError):
            return ""
