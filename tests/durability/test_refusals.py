"""A disk that refuses in the middle: the last commit stays, the lock is free, and the next try succeeds."""

from __future__ import annotations

import errno
import gc
import os
import random
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tracuu.analyzers.errors import IndexStorageError
from tracuu.index import ArticleIndex, storage, writer

from .transactions import check, write, written

REFUSALS = int(os.environ.get("TRACUU_REFUSALS", "5"))
"""For each reason, once and from then on; 60 in the long run."""
REASONS = {
    errno.ENOSPC: "No space left on device",
    errno.EDQUOT: "Disk quota exceeded",
    errno.EACCES: "Permission denied",
    errno.EROFS: "Read-only file system",
    errno.EIO: "Input/output error",
    errno.EMFILE: "Too many open files",
}


class Refusing:
    """Counts the operations that change the disk; ``at`` one of them it refuses, that one or all from then on."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.count = 0
        self.until_commit = 0  # after that old files are removed; what refuses then is left for the next time
        self.at = -1
        self.error = errno.ENOSPC
        self.for_good = False
        for name in ("create", "sync", "replace", "remove", "sync_folder"):
            patch.setattr(storage, name, self._guard(getattr(storage, name)))
        patch.setattr(os, "open", self._only_for_good(os.open))

    def refuse(self) -> None:
        self.count += 1
        if self.count == self.at or (self.for_good and 0 <= self.at < self.count):
            raise OSError(self.error, REASONS[self.error])

    def _guard(self, real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*given: Any, **settings: Any) -> Any:
            self.refuse()
            result = real(*given, **settings)
            if real.__name__ == "replace" and given[1].name.startswith("toc-"):
                self.until_commit = self.count + 1  # and the folder is synced
            return _File(result, self) if real.__name__ == "create" else result

        return call

    def _only_for_good(self, real: Callable[..., int]) -> Callable[..., int]:
        """Too many open files: nothing can be opened to be read either."""

        def call(*given: Any, **settings: Any) -> int:
            if self.for_good and self.error == errno.EMFILE and 0 <= self.at < self.count:
                raise OSError(self.error, REASONS[self.error])
            return real(*given, **settings)

        return call


class _File:
    def __init__(self, real: Any, disk: Refusing) -> None:
        self._real, self._disk = real, disk

    def write(self, data: Any) -> int:
        self._disk.refuse()
        return int(self._real.write(data))

    def __getattr__(self, name: str) -> Any:
        return getattr(self._real, name)

    def __enter__(self) -> _File:
        return self

    def __exit__(self, *_: object) -> None:
        self._real.close()


@pytest.fixture
def index(tmp_path: Path) -> ArticleIndex:
    return written(tmp_path / "i", 4)


@pytest.mark.parametrize("error", REASONS, ids=REASONS.get)
@pytest.mark.parametrize("for_good", [False, True], ids=["once", "from then on"])
def test_a_refusal_at_any_operation(
    index: ArticleIndex, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: int, for_good: bool
) -> None:
    monkeypatch.setattr(writer, "IN_MEMORY", 1000)
    shutil.copytree(index.directory, tmp_path / "rehearsal")
    with monkeypatch.context() as patch:
        disk = Refusing(patch)
        write(ArticleIndex(tmp_path / "rehearsal"), 4)  # with a merge of all
        count = disk.until_commit
    assert count > 500
    for at in (2, *random.sample(range(1, count), REFUSALS)):  # 2: a file that has just been made
        with monkeypatch.context() as patch:
            disk = Refusing(patch)
            disk.at, disk.error, disk.for_good = at, error, for_good
            with pytest.raises(IndexStorageError, match=REASONS[error]) as caught:
                write(index, 4)
            index.rollback()
        assert "the last commit is untouched" in str(caught.value) or "cannot read" in str(caught.value)
        assert check(index.directory, 4) == 4, f"operation {at}"
        assert len(index.refresh()) == len(ArticleIndex(index.directory))
    with monkeypatch.context() as patch:  # the table has its name, and the folder cannot be flushed
        disk = Refusing(patch)
        disk.at, disk.error, disk.for_good = count, error, for_good
        with pytest.raises(IndexStorageError, match=REASONS[error]) as caught:
            write(index, 4)
        is_said = "this commit is there" in str(caught.value)
    # It is taken back, unless that is refused too: then it is there, whole.
    assert check(index.directory, 4) == (5 if for_good else 4)
    assert is_said == for_good
    if not for_good:
        write(index, 4)
        assert check(index.directory, 5) == 5


def test_reading_from_a_folder_that_cannot_be_written(index: ArticleIndex, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: Any, **settings: Any) -> Any:
        raise OSError(errno.EROFS, "Read-only file system")

    for name in ("create", "sync", "replace", "remove", "sync_folder"):
        monkeypatch.setattr(storage, name, refuse)
    monkeypatch.setattr("tracuu.index.writer.WriteLock", refuse)
    opened = ArticleIndex(index.directory)
    assert [article.id for article in opened] == [article.id for article in index]
    with pytest.raises(IndexStorageError, match="Read-only file system; the last commit is untouched"):
        opened.delete("0a")


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="nobody tells of the handles here")
def test_no_handle_is_left(index: ArticleIndex) -> None:
    """A mapped file takes a handle, as long as somebody reads it and no longer."""
    snapshot = index.reader
    counts = []
    for number in range(4, 30):
        write(index, number)
        assert len(list(ArticleIndex(index.directory))) == len(index)
        gc.collect()  # postings and the memory of those that were decoded know each other
        counts.append(sum(1 for _ in Path("/proc/self/fd").iterdir()))
    assert len(list(snapshot)) == len(snapshot)
    assert max(counts[-5:]) <= max(counts[:5]) + 2
