"""The commit before the last one: it stays, and is opened by itself if the last one is damaged."""

from __future__ import annotations

import warnings
from pathlib import Path

import pytest

from tracuu.analyzers.errors import IndexDamagedError, IndexStorageError
from tracuu.index import Article, ArticleIndex, writer
from tracuu.index.arrays import ArrayFile
from tracuu.index.opening import DamagedIndexWarning
from tracuu.index.storage import damaged
from tracuu.index.toc import Toc, generations, read_toc
from tracuu.index.verification import verify

from .transactions import expected, write, written


@pytest.fixture
def index(tmp_path: Path) -> ArticleIndex:
    return written(tmp_path / "i", 3)


def titles(index: ArticleIndex) -> dict[str, str]:
    return {article.id: article.title for article in index}


def spoil(path: Path) -> None:
    data = path.read_bytes()
    path.unlink()
    path.write_bytes(data[: len(data) // 2])


def newest_files(index: ArticleIndex) -> list[str]:
    """What only the last commit has, but its list of sources, which nobody needs to read."""
    toc = index.reader.toc
    before = read_toc(index.directory, toc.generation - 1)
    return sorted(name for name in toc.files() - before.files() if not name.startswith("manifest"))


def test_two_generations_stay(index: ArticleIndex) -> None:
    for number in range(3, 12):
        before = index.reader.toc.files()
        write(index, number)
        assert generations(index.directory) == [number + 1, number]
        there = {path.name for path in index.directory.iterdir() if "-" in path.name}
        assert there == before | index.reader.toc.files()
    found = verify(index.directory)
    assert found.damaged == found.reserve == {}
    assert found.unnamed == []


@pytest.mark.parametrize("kind", ["toc", "segment", "deletions"])
def test_the_one_before_is_opened_and_that_is_said_once(index: ArticleIndex, kind: str) -> None:
    reader = ArticleIndex(index.directory)
    spoil(index.directory / next(name for name in newest_files(index) if kind in name))
    with pytest.warns(DamagedIndexWarning, match=r"the commit before it is shown \(generation 2\)"):
        opened = ArticleIndex(index.directory)
    assert titles(opened) == expected(2)
    opened.refresh()  # no warning again, which would be an error
    assert titles(reader) == expected(3), "what is open stays open"
    assert index.directory.joinpath("toc-3.json").exists(), "nothing is removed by reading"


def test_a_writer_goes_on_from_the_one_before(index: ArticleIndex) -> None:
    there = {path.name: path.read_bytes() for path in index.directory.glob("*-*")}
    spoil(index.directory / "toc-3.json")
    with pytest.warns(DamagedIndexWarning):
        index.add(Article(id="x", title="Phở"))
    index.rollback()
    assert {path.name for path in index.directory.glob("*-*")} == there.keys(), "what recover may need stays"
    with pytest.warns(DamagedIndexWarning):
        write(index, 2)
    assert titles(index) == expected(3)
    assert generations(index.directory) == [4, 2]
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert titles(ArticleIndex(index.directory)) == expected(3)


def test_a_writer_goes_on_where_one_was_killed_that_had_begun_with_the_one_before(index: ArticleIndex) -> None:
    spoil(index.directory / "toc-3.json")
    for entry in read_toc(index.directory, 2).segments:
        (index.directory / f"{entry.name}-4.deletions").write_bytes(b"half")
    with pytest.warns(DamagedIndexWarning):
        write(index, 2)
    assert titles(index) == expected(3)


def test_an_index_of_before_the_first_article_is_no_use(tmp_path: Path) -> None:
    index = ArticleIndex.create(tmp_path / "i", words=False)
    write(index, 0)
    spoil(index.directory / "toc-1.json")
    with pytest.raises(IndexDamagedError, match=r"toc-1\.json"):
        ArticleIndex(index.directory)


def test_a_table_of_contents_under_the_name_of_another(index: ArticleIndex) -> None:
    (index.directory / "toc-2.json").replace(index.directory / "toc-3.json")
    with pytest.raises(IndexDamagedError, match="belongs to another generation"):
        ArticleIndex(index.directory)


def test_a_file_of_another_index_under_the_same_name(index: ArticleIndex, tmp_path: Path) -> None:
    other = ArticleIndex.create(tmp_path / "other", words=False)
    write(other, 7)
    mine, theirs = (one.reader.segments[0].path for one in (index, other))
    mine.unlink()
    mine.write_bytes(theirs.read_bytes())
    with pytest.raises(IndexDamagedError, match="is not the file that was written under this name"):
        ArticleIndex(index.directory)


def test_what_reads_back_wrong_is_not_committed(index: ArticleIndex, monkeypatch: pytest.MonkeyPatch) -> None:
    def differs(file: ArrayFile) -> None:
        raise damaged(file.path, "differs from what was written")

    for owner, name, broken in (
        (ArrayFile, "verify", differs),
        (writer, "read_toc", lambda *given: Toc()),
    ):
        before = {path.name for path in index.directory.iterdir()}
        with monkeypatch.context() as patch:
            patch.setattr(owner, name, broken)
            index.add(Article(id="x", title="Phở"))
            with pytest.raises(IndexStorageError, match=r"reads back as something else .* last commit is untouched"):
                index.commit()
        assert {path.name for path in index.directory.iterdir()} == before
        assert titles(index.refresh()) == titles(ArticleIndex(index.directory)) == expected(3)
