"""What ``verify`` says of an index: of the commit that counts, of the one in reserve, of files that nobody needs."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tracuu.index import Article, ArticleIndex, verification
from tracuu.index.recovery import recover
from tracuu.index.toc import read_toc, toc_name
from tracuu.index.verification import Verification, verify


def spoil(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.unlink()
    path.write_bytes(data)


def only_of(index: ArticleIndex, generation: int) -> Path:
    """The segment that is in this generation and in no other."""
    tocs = [
        read_toc(index.directory, number) for number in (index.reader.toc.generation - 1, index.reader.toc.generation)
    ]
    ours, others = sorted(tocs, key=lambda toc: toc.generation != generation)
    (name,) = (name for name in ours.files() - others.files() if name.endswith(".segment"))
    return index.directory / name


@pytest.fixture
def merged(filled: ArticleIndex) -> ArticleIndex:
    """An index whose last two commits share no segment."""
    filled.optimize()
    return filled


def test_both_generations_are_read(merged: ArticleIndex) -> None:
    found = verify(merged.directory)
    files = [path for path in merged.directory.iterdir() if not path.name.startswith((".", "write.lock"))]
    assert found == Verification(files=len(files), bytes=sum(path.stat().st_size for path in files))


def test_damage_of_the_commit_that_counts(merged: ArticleIndex) -> None:
    path = only_of(merged, merged.reader.toc.generation)
    spoil(path)
    found = verify(merged.directory)
    assert (list(found.damaged), found.reserve) == ([path.name], {})


def test_damage_of_the_reserve_is_none_of_the_index(filled: ArticleIndex) -> None:
    path = max(filled.directory.glob("*.segment"), key=lambda path: path.stat().st_size)
    spoil(path)
    with ArticleIndex.create(filled.directory, words=False, replace=True) as anew:
        anew.add(Article(id="phở", title="Phở bò"))
    found = verify(filled.directory)
    assert (found.damaged, list(found.reserve), found.lost) == ({}, [path.name], 0)
    with ArticleIndex(filled.directory) as index:
        index.add(Article(id="chùa", title="Chùa Một Cột"))
    assert verify(filled.directory).reserve == {}


def test_a_table_of_the_reserve(merged: ArticleIndex) -> None:
    before = toc_name(merged.reader.toc.generation - 1)
    spoil(merged.directory / before)
    found = verify(merged.directory)
    assert (found.damaged, list(found.reserve)) == ({}, [before])


def test_all_articles_of_a_lost_segment_are_counted(merged: ArticleIndex) -> None:
    path = only_of(merged, merged.reader.toc.generation)
    path.unlink()
    found = verify(merged.directory)
    assert found.damaged == {path.name: "is missing"}
    assert found.lost == 3
    assert found.unreadable == [f"(3 articles of {path.name}, whose ids are lost too)"]


def test_a_deleted_table_of_contents(filled: ArticleIndex, tmp_path: Path) -> None:
    path = only_of(filled, filled.reader.toc.generation)
    (filled.directory / toc_name(filled.reader.toc.generation)).unlink()
    found = verify(filled.directory)
    assert (found.damaged, found.reserve) == ({}, {})
    assert path.name in found.unnamed
    assert recover(filled.directory, tmp_path / "named").saved == 2
    report = recover(filled.directory, tmp_path / "all", unnamed=True)
    assert (report.saved, report.older) == (3, 2)
    assert ArticleIndex(tmp_path / "all").get("chợ").title == "Chợ nổi"


@pytest.mark.parametrize("moment", ["read_toc", "map_file", "_File", "unnamed_files"])
def test_a_writer_that_commits_meanwhile_damages_nothing(
    merged: ArticleIndex, moment: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    real: Callable[..., object] = getattr(verification, moment)
    commits = iter(range(3))  # after two of them no file of before is left

    def while_a_writer_is_at_work(*arguments: object) -> object:
        for number in commits:
            with ArticleIndex(merged.directory) as index:
                index.add(Article(id=f"mới {number}", title="Tin mới"))
                index.optimize()
        return real(*arguments)

    monkeypatch.setattr(verification, moment, while_a_writer_is_at_work)
    found = verify(merged.directory)
    assert (found.damaged, found.reserve, found.unnamed) == ({}, {}, [])
