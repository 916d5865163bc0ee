"""What ``verify`` says of an index: of the commit that counts, of the one in reserve, of files that nobody needs."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tracuu.analyzers.errors import IndexDamagedError, IndexVersionError
from tracuu.index import Article, ArticleIndex, sync, toc, verification
from tracuu.index.arrays import ArrayFile
from tracuu.index.recovery import recover
from tracuu.index.toc import read_toc, toc_name
from tracuu.index.verification import Verification, verify


def spoil(path: Path, *places: int) -> None:
    """Change a bit at these places, in the middle if there are none."""
    data = bytearray(path.read_bytes())
    for place in places or (len(data) // 2,):
        data[place] ^= 1
    path.unlink()
    path.write_bytes(data)


def spoil_records(path: Path, *parts: float) -> None:
    """The same, so far on in the records of a segment, from 0 to 1."""
    records = ArrayFile(path).place("stored.blob")
    spoil(path, *(records[int(part * len(records))] for part in parts))


def only_of(index: ArticleIndex, generation: int) -> Path:
    """The segment that is in this generation and in no other."""
    tocs = [
        read_toc(index.directory, number) for number in (index.reader.toc.generation - 1, index.reader.toc.generation)
    ]
    ours, others = sorted(tocs, key=lambda toc: toc.generation != generation)
    (name,) = (name for name in ours.files() - others.files() if name.endswith(".segment"))
    return index.directory / name


LONG = "".join(map(chr, range(0x3400, 0x5400)))


def add_long(index: ArticleIndex) -> None:
    """Four articles that do not fit into one block, in a commit of their own."""
    with index:
        for number in range(4):
            index.add(Article(id=f"{number}", title="Cũ", body=LONG))


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
    report = recover(filled.directory, tmp_path / "named")
    assert (report.saved, report.unnamed) == (2, 1)
    report = recover(filled.directory, tmp_path / "all", unnamed=True)
    assert (report.saved, report.unnamed) == (3, 0)
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


def test_a_reserve_of_another_version(merged: ArticleIndex) -> None:
    path = merged.directory / toc_name(merged.reader.toc.generation - 1)
    path.write_text(path.read_text("utf-8").replace('"version": 3', '"version": 2'), "utf-8")
    found = verify(merged.directory)
    assert (found.damaged, found.reserve) == ({}, {path.name: "is of another version"})
    assert recover(merged.directory, merged.directory.with_name("saved")).saved == 3
    newest = merged.directory / toc_name(merged.reader.toc.generation)
    newest.write_text(newest.read_text("utf-8").replace('"version": 3', '"version": 2'), "utf-8")
    for ask in (verify, lambda directory: recover(directory, directory.with_name("again"))):
        with pytest.raises(IndexVersionError):
            ask(merged.directory)


def test_no_table_of_contents_at_all(filled: ArticleIndex, tmp_path: Path) -> None:
    for path in filled.directory.glob("toc-*"):
        path.unlink()
    before = sorted(path.name for path in filled.directory.iterdir())
    for ask in (ArticleIndex, verify, ArticleIndex.create, ArticleIndex.open_or_create):
        with pytest.raises(IndexDamagedError, match=r"its segments are there: \"tracuu recover"):
            ask(filled.directory)
    assert sorted(path.name for path in filled.directory.iterdir()) == before
    assert recover(filled.directory, tmp_path / "saved").saved == 3
    with ArticleIndex.create(filled.directory, words=False, replace=True) as anew:
        anew.add(Article(id="phở", title="Phở bò"))
    assert len(ArticleIndex(filled.directory)) == 1


@pytest.fixture
def updated(filled: ArticleIndex) -> ArticleIndex:
    """With a last commit that is damaged: "phở" was updated, "chùa" deleted."""
    filled.update(Article(id="phở", title="Phở gà"))
    filled.delete("chùa")
    filled.commit()
    return filled


def test_an_article_whose_update_is_lost_comes_back_as_it_was(updated: ArticleIndex, tmp_path: Path) -> None:
    path = only_of(updated, updated.reader.toc.generation)
    path.unlink()
    report = recover(updated.directory, tmp_path / "saved")
    assert {article.title for article in ArticleIndex(tmp_path / "saved")} == {"Phở bò", "Chợ nổi", "Chùa Một Cột"}
    assert (report.saved, report.older) == (3, 2), "what had been deleted cannot be told from what is lost"


def test_what_was_deleted_stays_deleted_where_it_is_known_what_is_lost(filled: ArticleIndex, tmp_path: Path) -> None:
    add_long(filled)
    with filled:
        for number in range(4):
            filled.update(Article(id=f"{number}", title="Mới", body=LONG))
        filled.delete("chùa")
    path = only_of(filled, filled.reader.toc.generation)
    spoil_records(path, 1 / 2)
    lost = verify(filled.directory).unreadable
    assert 1 <= len(lost) < 4
    report = recover(filled.directory, tmp_path / "saved")
    saved = {article.id: article.title for article in ArticleIndex(tmp_path / "saved")}
    assert saved == {f"{n}": "Cũ" if f"{n}" in lost else "Mới" for n in range(4)} | {"phở": "Phở bò", "chợ": "Chợ nổi"}
    assert (report.saved, report.older, report.lost) == (6, len(lost), [])


def test_source_files_are_those_of_before_and_read_again(filled: ArticleIndex, tmp_path: Path) -> None:
    texts = filled.directory.parent / "bài"
    texts.mkdir()
    for name in ("phở.txt", "bún.txt"):
        (texts / name).write_text(f"Món {name}\n\nThân bài.", "utf-8")
    with filled:
        sync(filled, [texts])
    saved = tmp_path / "nơi" / "khác" / "i"
    recover(filled.directory, saved)
    (texts / "bún.txt").unlink()
    with ArticleIndex(saved) as index:
        report = sync(index, [texts], prune=True)
    assert (report.unchanged_files, report.unchanged, report.added, report.removed) == (0, 1, 0, 1)
    assert {article.title for article in ArticleIndex(saved)} == {"Phở bò", "Chùa Một Cột", "Chợ nổi", "Món phở.txt"}


def test_what_was_deleted_and_is_damaged_is_not_lost(filled: ArticleIndex, tmp_path: Path) -> None:
    add_long(filled)
    with filled:
        filled.delete("1")
        filled.delete("2")
    path = max(filled.directory.glob("*.segment"), key=lambda path: path.stat().st_size)
    spoil_records(path, 5 / 8, 7 / 8)  # the third and the fourth of four of one length
    assert recover(filled.directory, tmp_path / "saved").lost == ["3"], "the other one was deleted"


def test_a_lost_segment_of_two_commits_is_listed_once(filled: ArticleIndex, tmp_path: Path) -> None:
    with filled:
        filled.delete("chùa")
    (path,) = (path for path in filled.directory.glob("*.segment") if filled.reader.toc.segments[0].name in path.name)
    path.unlink()
    assert recover(filled.directory, tmp_path / "saved").lost == [f"(1 article of {path.name}, whose ids are lost too)"]


def test_an_index_that_is_made_this_very_moment_is_not_damaged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def made_meanwhile(directory: Path) -> list[str]:
        monkeypatch.setattr(toc, "segments_in", real)
        with ArticleIndex.create(directory, words=False) as index:
            index.add(Article(title="Phở"))
        return real(directory)

    real = toc.segments_in
    monkeypatch.setattr(toc, "segments_in", made_meanwhile)
    assert len(ArticleIndex(tmp_path / "i")) == 1
