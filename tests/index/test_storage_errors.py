"""A disk that refuses at any moment: the last commit stays, the lock is free, and the next try succeeds."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tracuu.analyzers.errors import IndexStorageError
from tracuu.index import Article, ArticleIndex, writer

FULL = OSError(errno.ENOSPC, "No space left on device")


def change(index: ArticleIndex) -> None:
    """Something of everything: a segment, deletions, a list of sources."""
    index.add(Article(id="4", title="Bún chả", body="Hà Nội"))
    index.delete("phở")
    index.writer.manifest.files["./a.txt"] = (1, 2)


def state(index: ArticleIndex) -> dict[str, bytes]:
    ours = ("toc-", "manifest-", "seg-", "words-")
    return {path.name: path.read_bytes() for path in index.directory.iterdir() if path.name.startswith(ours)}


class Disk:
    """Counts the calls that can fail, and lets one of them fail."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.calls = 0
        self.fail_at = -1
        self.log: list[str] = []
        for owner, name in ((os, "fsync"), (Path, "replace"), (Path, "open")):
            monkeypatch.setattr(owner, name, self._guard(f"{owner.__name__}.{name}", getattr(owner, name)))

    def _guard(self, name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*given: Any, **settings: Any) -> Any:
            mode = given[1] if len(given) > 1 else settings.get("mode", "r")
            if name != "Path.open" or "r" not in mode:
                self.calls += 1
                self.log.append(name)
                if self.calls == self.fail_at:
                    raise FULL
            return real(*given, **settings)

        return call


@pytest.fixture
def disk(filled: ArticleIndex, monkeypatch: pytest.MonkeyPatch) -> Disk:
    return Disk(monkeypatch)


def test_every_call_may_fail(tmp_path: Path, filled: ArticleIndex, disk: Disk) -> None:
    rehearsal = ArticleIndex.create(tmp_path / "rehearsal", words=False)
    for id in ("phở", "chùa"):
        rehearsal.add(Article(id=id, title=id))
    rehearsal.commit()
    change(rehearsal)
    disk.calls = 0
    rehearsal.commit()
    count = disk.calls - 1  # the last one is of cleaning up, which waits for the next time
    assert count >= 10
    before = state(filled)
    for number in range(1, count + 1):
        change(filled)
        disk.calls, disk.fail_at = 0, number
        with pytest.raises(IndexStorageError, match="No space left on device; the last commit is untouched"):
            filled.commit()
        disk.fail_at = -1
        assert state(filled) == before, f"call {number}, {disk.log[-1]}"
        assert {article.id for article in filled} == {"phở", "chùa", "chợ"}
        assert {article.id for article in ArticleIndex(filled.directory)} == {"phở", "chùa", "chợ"}
    change(filled)
    filled.commit()
    assert {article.id for article in filled} == {"4", "chùa", "chợ"}


def test_a_commit_that_was_made_is_not_denied(filled: ArticleIndex, monkeypatch: pytest.MonkeyPatch) -> None:
    """Old files that cannot be removed (on Windows, because somebody reads them) wait for the next time."""

    def refuse(path: Path, missing_ok: bool = False) -> None:
        if path.exists():
            raise PermissionError(errno.EACCES, "Permission denied", str(path))

    change(filled)
    with monkeypatch.context() as patch:
        patch.setattr(Path, "unlink", refuse)
        filled.commit()
    assert {article.id for article in ArticleIndex(filled.directory)} == {"4", "chùa", "chợ"}
    assert len(list(filled.directory.glob("toc-*.json"))) == 3
    before = filled.reader.toc.files()
    filled.delete("4")
    filled.commit()
    assert set(state(filled)) == filled.reader.toc.files() | before


def test_no_room_in_the_middle_of_a_transaction(
    filled: ArticleIndex, disk: Disk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writer, "IN_MEMORY", 1)
    before = state(filled)
    with pytest.raises(IndexStorageError), filled:
        _ = filled.writer
        disk.calls, disk.fail_at = 0, 1
        filled.add(Article(id="4", title="Bún"))
    assert state(filled) == before
    disk.fail_at = -1
    with filled:
        filled.add(Article(id="4", title="Bún"))
    assert len(filled) == 4


def test_an_update_that_does_not_fit_does_not_double_the_article(
    filled: ArticleIndex, disk: Disk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writer, "IN_MEMORY", 1)
    _ = filled.writer
    disk.calls, disk.fail_at = 0, 1
    with pytest.raises(IndexStorageError):
        filled.update(Article(id="phở", title="Bún"))
    filled.commit()  # there is room again
    assert sorted(article.id for article in filled) == ["chùa", "chợ", "phở"]
    assert filled.get("phở").title == "Bún"


@pytest.mark.parametrize("number", range(1, 5))
def test_an_index_that_cannot_be_made_leaves_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int) -> None:
    disk = Disk(monkeypatch)
    disk.fail_at = number
    with pytest.raises(IndexStorageError, match=r"cannot write to .*: No space left"):
        ArticleIndex.create(tmp_path / "i", words=False)
    disk.fail_at = -1
    assert len(ArticleIndex.create(tmp_path / "i", words=False)) == 0


def test_a_folder_that_cannot_be_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: Path, **_: Any) -> None:
        raise PermissionError(errno.EACCES, "Permission denied", str(path))

    monkeypatch.setattr(Path, "mkdir", refuse)
    with pytest.raises(IndexStorageError, match=r"cannot write to .*: Permission denied"):
        ArticleIndex.create(tmp_path / "i")


@pytest.mark.parametrize("name", ["toc-3.json.tmp", "manifest-3.json.tmp"])
def test_a_draft_that_leads_elsewhere_is_not_followed(filled: ArticleIndex, tmp_path: Path, name: str) -> None:
    victim = tmp_path / "của tôi"
    victim.write_text("xin chào", "utf-8")
    with filled:
        filled.writer.manifest.files["./a.txt"] = (1, 1)
        (filled.directory / name).symlink_to(victim)
    assert victim.read_text("utf-8") == "xin chào"
    assert not list(filled.directory.glob("*.tmp"))


def test_a_draft_that_is_in_the_way_is_named(filled: ArticleIndex) -> None:
    filled.add(Article(id="4", title="Bún"))
    (filled.directory / "toc-3.json.tmp").mkdir()
    with pytest.raises(IndexStorageError, match=r"cannot write to .* \(toc-3.json.tmp\); the last commit is untouched"):
        filled.commit()
    assert len(ArticleIndex(filled.directory)) == 3
