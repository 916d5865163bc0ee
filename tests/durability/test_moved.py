"""A folder that is moved, removed or replaced while it is written: what lies there then is somebody else's."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from tracuu.analyzers.errors import IndexError_, IndexStorageError
from tracuu.index import Article, ArticleIndex, writer
from tracuu.index.lock import LOCK
from tracuu.index.verification import verify

pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows moves no folder that is in use")


def made(directory: Path, *titles: str) -> Path:
    """An index with a commit for each of these titles."""
    ArticleIndex.create(directory, words=False)
    for title in titles:
        with ArticleIndex(directory) as index:
            index.add(Article(title=title))
    return directory


def replaced(directory: Path) -> None:
    directory.rename(directory.with_name("cũ"))
    made(directory, "Phở", "Bún", "Chả")


def renamed(directory: Path) -> None:
    shutil.rmtree(directory)
    made(directory, "Phở", "Bún", "Chả")


def switched(directory: Path) -> None:
    """Blue and green: the name is a link to the one that is in use."""
    green = made(directory.with_name("xanh"), "Phở", "Bún", "Chả")
    directory.rename(directory.with_name("lam"))
    directory.symlink_to(green)


def unlocked(directory: Path) -> None:
    """Somebody takes a lock file for a leftover, and somebody else then writes."""
    (directory / LOCK).unlink()
    for title in ("Phở", "Bún", "Chả"):
        with ArticleIndex(directory) as index:
            index.add(Article(title=title))


ENDS: dict[str, Callable[[ArticleIndex], object]] = {
    "commit": ArticleIndex.commit,
    "optimize": ArticleIndex.optimize,
    "rollback": ArticleIndex.rollback,
}


@pytest.mark.parametrize("end", ENDS)
@pytest.mark.parametrize("change", [replaced, renamed, switched, unlocked])
def test_the_other_index_stays(tmp_path: Path, change: Callable[[Path], None], end: str) -> None:
    directory = made(tmp_path / "i", "Một", "Hai")
    index = ArticleIndex(directory)
    index.add(Article(title="Ba"))
    change(directory)
    before = {path: path.read_bytes() for path in directory.iterdir()}
    if end == "rollback":
        with suppress(IndexError_):
            ENDS[end](index)
    else:
        with pytest.raises(IndexStorageError, match="moved, removed or replaced"):
            ENDS[end](index)
    after = {path: path.read_bytes() for path in directory.iterdir()}
    assert before.items() <= after.items()
    found = verify(directory)
    assert found.damaged == found.reserve == {}
    assert {"Phở", "Bún", "Chả"} <= {article.title for article in ArticleIndex(directory)}
    with ArticleIndex(directory) as again:  # and the lock is free
        again.add(Article(title="Bốn"))
    assert verify(directory).unnamed == []


def test_in_another_working_folder_it_is_the_same_index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("a", "b"):
        made(tmp_path / name / "i", f"Một {name}", f"Hai {name}")
    monkeypatch.chdir(tmp_path / "a")
    index = ArticleIndex("i")
    index.add(Article(title="Ba a"))
    monkeypatch.chdir(tmp_path / "b")
    before = {path: path.read_bytes() for path in (tmp_path / "b" / "i").iterdir()}
    index.commit()
    assert {path: path.read_bytes() for path in (tmp_path / "b" / "i").iterdir()} == before
    assert {article.title for article in index} == {"Một a", "Hai a", "Ba a"}
    assert len(ArticleIndex(tmp_path / "a" / "i")) == 3


def test_in_the_middle_of_a_transaction_nothing_is_left_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writer, "IN_MEMORY", 1)
    directory = made(tmp_path / "i", "Một", "Hai")
    index = ArticleIndex(directory)
    index.add(Article(title="Ba"))
    directory.rename(tmp_path / "cũ")
    directory.mkdir()
    with pytest.raises(IndexStorageError, match="moved, removed or replaced"):
        index.add(Article(title="Bốn"))
    assert list(directory.iterdir()) == []
    with ArticleIndex.create(directory, words=False) as new:
        new.add(Article(title="Năm"))
    assert len(ArticleIndex(tmp_path / "cũ")) == 2
