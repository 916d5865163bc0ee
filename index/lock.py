"""The write lock: one writer at a time, and the second one is told who holds it."""

from __future__ import annotations

import datetime as dt
import itertools
import json
import os
import socket
import sys
import threading
from contextlib import suppress
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from tracuu.analyzers.errors import IndexLockedError, TracuuError
from tracuu.index.storage import open_to_read

LOCK = "write.lock"
OWNER = "write.lock.json"
_LONGEST = 4096
"""Bytes that are read of what the owner has signed."""


class WriteLock:
    """Held from its making until ``release``, by this process alone.

    The system frees it when the process ends, however it ends: a child that was forked meanwhile does not keep it.
    """

    def __init__(self, directory: Path, wait: float | None = 0) -> None:
        """Take the lock of the index in a folder, waiting at most so many seconds for it; None: as long as it takes.

        Raises:
            IndexLockedError: somebody else holds it, or (without waiting for itself) this very thread.
            OSError: the folder cannot be written.
        """
        self._directory = directory
        # Not of one thread: a transaction may end in another thread than the one that began it.
        self._lock = FileLock(directory / LOCK, thread_local=False)
        try:
            self._acquire(wait)
        except Timeout:
            raise self._refusal() from None
        self._process = os.getpid()
        try:
            self._file = (directory / LOCK).stat()
            self._sign()
        except BaseException:
            self._lock.release()
            raise

    def _acquire(self, wait: float | None) -> None:
        try:
            self._lock.acquire(timeout=0)
        except Timeout:
            if (wait is not None and not wait > 0) or _is_this_thread(self._owner()):
                raise
            self._lock.acquire(timeout=threading.TIMEOUT_MAX if wait is None else min(wait, threading.TIMEOUT_MAX))

    @property
    def is_held(self) -> bool:
        """Whether this process may write: not after ``release``, and not in a child that was forked meanwhile."""
        return self._lock.is_locked and not self.is_inherited

    @property
    def is_inherited(self) -> bool:
        """Whether it belongs to a process that this one was forked from."""
        return self._process != os.getpid()

    @property
    def is_in_place(self) -> bool:
        """Whether the folder is still the one that was locked: nobody has moved it, or put another in its place."""
        try:
            return os.path.samestat(self._file, (self._directory / LOCK).stat())
        except OSError:
            return False

    def release(self) -> None:
        """Give it back; once more does nothing."""
        if self.is_held:
            try:
                with suppress(OSError):
                    if self.is_in_place:
                        (self._directory / OWNER).unlink(missing_ok=True)
            finally:
                self._lock.release()

    def _sign(self) -> None:
        """Say who holds it, all at once; what somebody left who was killed is replaced."""
        owner = {
            "pid": self._process,
            "thread": _this_thread(),
            "host": socket.gethostname(),
            "program": _program(),
            "since": dt.datetime.now().isoformat(" ", "seconds"),
        }
        draft = self._directory / f"{OWNER}.tmp"
        draft.unlink(missing_ok=True)  # of somebody who was killed, or a link that leads elsewhere
        with draft.open("x", encoding="utf-8") as file:
            json.dump(owner, file)
        draft.replace(self._directory / OWNER)

    def _owner(self) -> dict[str, Any]:
        """Who has signed; nothing if that is unknown, or nobody that can hold it: who was killed has not signed off."""
        try:
            with open_to_read(self._directory / OWNER) as file:
                owner = json.loads(file.read(_LONGEST))
            is_gone = owner["host"] == socket.gethostname() and not _is_alive(owner["pid"])
            return {} if is_gone else {key: owner[key] for key in ("pid", "thread", "host", "program", "since")}
        except (TracuuError, OSError, ValueError, LookupError, TypeError, OverflowError, RecursionError):
            return {}

    def _refusal(self) -> IndexLockedError:
        owner = self._owner()
        who = ""
        advice = 'wait until that is done ("--wait SECONDS" in the shell, "wait=SECONDS" in Python), then try again'
        if owner:
            pid, host, program, since = (_plain(owner[key]) for key in ("pid", "host", "program", "since"))
            who = f" (process {pid} on {host}{program and f', {program}'}, since {since})"
            if owner["pid"] == os.getpid() and owner["host"] == socket.gethostname():
                advice = "that is another object of this very process: commit or roll back there, then try again"
        what = f"somebody else is writing to {self._directory}{who}"
        return IndexLockedError(f"{what}: {advice}", what)


def _is_this_thread(owner: dict[str, Any]) -> bool:
    """Whether to wait for this owner is to wait for ever."""
    ours = {"pid": os.getpid(), "thread": _this_thread(), "host": socket.gethostname()}
    return bool(owner) and all(owner[key] == value for key, value in ours.items())


_numbers = itertools.count()
_thread = threading.local()


def _this_thread() -> int:
    """A number that no other thread of this process ever has; those of the system are given again."""
    number: int = _thread.__dict__.setdefault("number", -1)
    if number < 0:
        number = _thread.number = next(_numbers)
    return number


def _program() -> str:
    """The name under which this process was called; its arguments are nobody's business."""
    name = Path(sys.argv[0]).name if sys.argv else ""
    return "" if name.startswith(("-", "__main__")) else name


def _is_alive(pid: int) -> bool:
    """Whether there is a process of this number here, as far as the system tells."""
    if os.name == "nt":  # there ``kill`` does what it says, whatever the signal
        return True
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    return True


def _plain(value: object) -> str:
    """What anybody may have written into the file, fit for one line of a message."""
    return "".join(filter(str.isprintable, str(value)))[:80]
