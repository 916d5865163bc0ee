"""The index as an application uses it: transactions, look-ups, what is seen when."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tracuu.analyzers.errors import (
    ArticleNotFoundError,
    DuplicateIdError,
    IndexExistsError,
    IndexNotFoundError,
    IndexStorageError,
    InvalidArticleError,
)
from tracuu.index import Article, ArticleIndex


def article(id: str, title: str = "Phở", **fields: Any) -> Article:
    return Article(id=id, title=title, **fields)


def titles(index: ArticleIndex) -> dict[str, str]:
    return {article.id: article.title for article in index}


class TestMaking:
    def test_a_new_index_is_empty(self, tmp_path: Path) -> None:
        index = ArticleIndex.create(tmp_path / "a" / "b", words=False)
        assert (len(index), list(index), "1" in index) == (0, [], False)
        assert len(ArticleIndex(tmp_path / "a" / "b")) == 0

    def test_there_is_none(self, tmp_path: Path) -> None:
        for folder in (tmp_path, tmp_path / "nowhere"):
            with pytest.raises(IndexNotFoundError, match=f'no index in {folder}: run "tracuu index'):
                ArticleIndex(folder)
        assert list(tmp_path.iterdir()) == [], "looking makes nothing"

    def test_a_file_is_no_index(self, tmp_path: Path) -> None:
        (tmp_path / "file").write_text("")
        with pytest.raises(IndexNotFoundError):
            ArticleIndex(tmp_path / "file")
        with pytest.raises(IndexStorageError):
            ArticleIndex.create(tmp_path / "file")

    def test_an_index_is_not_made_twice(self, filled: ArticleIndex) -> None:
        with pytest.raises(IndexExistsError, match=r"there is an index in .* already"):
            ArticleIndex.create(filled.directory)
        assert len(filled.refresh()) == 3

    def test_open_or_create(self, tmp_path: Path) -> None:
        with ArticleIndex.open_or_create(tmp_path / "i", words=False) as index:
            index.add(article("1"))
        again = ArticleIndex.open_or_create(tmp_path / "i")
        assert "1" in again
        assert again.reader.toc.words is False, "what is there stays as it is"

    def test_who_comes_second_opens_what_the_first_has_made(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        make = ArticleIndex.create

        def outrun(directory: Path, **settings: Any) -> ArticleIndex:
            make(directory, words=False)
            return make(directory, **settings)

        monkeypatch.setattr(ArticleIndex, "create", outrun)
        assert len(ArticleIndex.open_or_create(tmp_path / "i")) == 0

    def test_replacing(self, filled: ArticleIndex) -> None:
        fresh = ArticleIndex.create(filled.directory, words=False, replace=True)
        fresh.add(article("new"))
        assert len(fresh) == 0
        assert len(filled.refresh()) == len(ArticleIndex(filled.directory)) == 3, "until the commit it is there"
        old = filled.reader
        fresh.commit()
        assert titles(fresh).keys() == titles(filled.refresh()).keys() == {"new"}
        assert len(old) == len(list(old)) == 3, "who reads goes on reading"

    def test_replacing_by_nothing(self, filled: ArticleIndex) -> None:
        with ArticleIndex.create(filled.directory, words=False, replace=True):
            pass
        assert len(filled.refresh()) == 0

    def test_replacing_rolled_back(self, filled: ArticleIndex) -> None:
        before = {path.name for path in filled.directory.iterdir()}
        fresh = ArticleIndex.create(filled.directory, words=False, replace=True)
        fresh.add(article("new"))
        fresh.rollback()
        assert {path.name for path in filled.directory.iterdir()} == before
        assert len(fresh) == len(ArticleIndex(filled.directory)) == 3
        fresh.add(article("new"))
        fresh.commit()
        assert len(filled.refresh()) == 4

    def test_replacing_what_is_not_there(self, tmp_path: Path) -> None:
        fresh = ArticleIndex.create(tmp_path / "a" / "b", words=False, replace=True)
        fresh.rollback()
        assert len(ArticleIndex(tmp_path / "a" / "b")) == 0
        with ArticleIndex.create(tmp_path / "a" / "b", words=False, replace=True) as fresh:
            fresh.add(article("new"))
        assert len(ArticleIndex(tmp_path / "a" / "b")) == 1

    def test_a_reader_notices_a_replaced_index_with_as_many_commits(self, filled: ArticleIndex) -> None:
        reader = ArticleIndex(filled.directory)
        generation = reader.reader.toc.generation
        for path in filled.directory.iterdir():
            path.unlink()
        other = ArticleIndex.create(filled.directory, words=False)
        while other.reader.toc.generation < generation:
            other.add(article(f"new {other.reader.toc.generation}"))
            other.commit()
        assert titles(ArticleIndex(filled.directory)) == {a.id: a.title for a in reader.refresh()}

    def test_git_passes_over_an_index(self, index: ArticleIndex) -> None:
        assert (index.directory / ".gitignore").read_text() == "*\n"

    def test_what_else_is_in_the_folder_stays(self, tmp_path: Path) -> None:
        names = [
            ".gitignore",
            "a.tmp",
            "toc-of-my-book.json",
            "manifest-destiny.txt",
            "x.segment",
            "y.deletions",
        ]
        for name in names:
            (tmp_path / name).write_text("mine")
        for title in ("một", "hai"):
            with ArticleIndex.open_or_create(tmp_path, words=False) as index:
                index.update(article("1", title))
        ArticleIndex.create(tmp_path, words=False, replace=True)
        assert all((tmp_path / name).read_text() == "mine" for name in names)


class TestLookingUp:
    def test_articles_come_back_whole(self, index: ArticleIndex) -> None:
        whole = Article(
            id="1",
            title="Phở",
            body="Nước dùng trong.",
            url="http://vi.du/1",
            path="/bài/1.txt",
            source="Bếp Nhà",
            authors=("Vũ Bằng",),
            tags=("ẩm thực", "Hà Nội"),
            metadata={"lượt xem": 7},
        )
        index.add(whole)
        index.commit()
        assert index.get("1") == whole
        assert list(index) == [whole]

    def test_an_unknown_id(self, filled: ArticleIndex) -> None:
        with pytest.raises(ArticleNotFoundError, match="no article has the id 'bún'"):
            filled.get("bún")
        assert "bún" not in filled
        assert 7 not in filled

    @pytest.mark.parametrize("id", ["a\x00b", "\ud83d", "x" * 10_000, " ", "a\nb", "PHỞ", "pho"])
    def test_any_text_is_an_id(self, filled: ArticleIndex, id: str) -> None:
        filled.add(article(id))
        filled.commit()
        assert filled.get(id).id == id
        assert len(filled) == 4

    def test_keyword_fields(self, index: ArticleIndex) -> None:
        index.add(article("1", tags=("Ẩm thực", "Hà Nội", "Ẩm thực"), authors=("Vũ Bằng",), source="Bếp Nhà"))
        index.add(article("2", tags=("ẩm thực",), path="/b.txt", source="bep nha"))
        index.add(article("3", tags=("a\x00b", "")))
        index.commit()
        reader = index.reader

        def found(field: str, value: str, fold: str = "") -> list[str]:
            return [reader.article(n).id for n in reader.with_keyword(field, value, fold).tolist()]

        assert found("tag", "Ẩm thực", "am thuc") == ["1"]
        assert found("tag", "ẩm thực", "am thuc") == ["2"]
        assert found("tag", "Bắc", "bac") == []
        assert found("author", "Vũ Bằng", "vu bang") == ["1"]
        assert found("source", "bep nha", "bep nha") == ["2"]
        assert found("path", "/b.txt") == ["2"]
        tags = reader.segments[0].keywords["tag"]
        assert [tags.term(number) for number in tags.group("am thuc")] == ["Ẩm thực", "ẩm thực"]
        assert set(tags.terms()) == {"Ẩm thực", "ẩm thực", "Hà Nội", "a\x00b", ""}
        assert found("tag", "a\x00b", tags.fold(list(tags.terms()).index("a\x00b"))) == ["3"]

    def test_origins(self, index: ArticleIndex) -> None:
        index.writer.add(article("1"), "./a.txt")
        index.writer.add(article("2"))
        index.commit()
        index.writer.add(article("3"), "/b.txt")
        index.commit()
        assert [index.reader.origin(number) for number in range(3)] == ["./a.txt", "", "/b.txt"]


class TestChanging:
    def test_nothing_is_seen_before_the_commit(self, filled: ArticleIndex) -> None:
        filled.add(article("4"))
        filled.update(article("phở", "Bún"))
        filled.delete("chùa")
        before = {"phở": "Phở bò", "chùa": "Chùa Một Cột", "chợ": "Chợ nổi"}
        assert titles(filled) == titles(ArticleIndex(filled.directory)) == before
        filled.commit()
        assert titles(filled) == titles(ArticleIndex(filled.directory))
        assert titles(filled) == {"phở": "Bún", "chợ": "Chợ nổi", "4": "Phở"}

    def test_leaving_the_block_commits(self, index: ArticleIndex) -> None:
        with index as same:
            assert same is index
            index.add(article("1"))
        assert "1" in index

    def test_leaving_it_by_an_exception_rolls_back(self, filled: ArticleIndex) -> None:
        with pytest.raises(KeyError), filled:
            filled.add(article("4"))
            filled.delete("phở")
            raise KeyError
        assert set(titles(filled)) == {"phở", "chùa", "chợ"}
        filled.add(article("4"))
        filled.commit()
        assert len(filled) == 4, "and the lock is free"

    def test_rolling_back(self, filled: ArticleIndex) -> None:
        filled.add(article("4"))
        filled.rollback()
        filled.rollback()
        filled.commit()
        assert len(filled) == 3

    def test_closing_rolls_back(self, filled: ArticleIndex) -> None:
        filled.add(article("4"))
        filled.close()
        with ArticleIndex(filled.directory) as other:
            other.add(article("5"))
        assert set(titles(other)) == {"phở", "chùa", "chợ", "5"}

    def test_an_id_is_taken_once(self, filled: ArticleIndex) -> None:
        with pytest.raises(DuplicateIdError, match="'phở' belongs to another article"):
            filled.add(article("phở"))
        filled.add(article("4", "một"))
        with pytest.raises(DuplicateIdError):
            filled.add(article("4", "hai"))
        filled.commit()
        assert titles(filled)["4"] == "một"

    def test_the_same_text_without_an_id_is_a_duplicate(self, index: ArticleIndex) -> None:
        id = index.add(Article(title="Phở"))
        with pytest.raises(DuplicateIdError):
            index.add(Article(title="Phở"))
        assert index.update(Article(title="Phở", url="http://vi.du")) == id
        index.commit()
        assert index.get(id).url == "http://vi.du"
        assert len(index) == 1

    def test_updates(self, filled: ArticleIndex) -> None:
        assert filled.update(article("phở", "một")) == "phở"
        assert filled.update(article("phở", "hai")) == "phở"
        assert filled.update(article("mới", "ba")) == "mới"
        assert filled.update(article("mới", "bốn")) == "mới"
        filled.commit()
        assert titles(filled) == {"phở": "hai", "chùa": "Chùa Một Cột", "chợ": "Chợ nổi", "mới": "bốn"}

    def test_an_update_that_is_refused_leaves_the_old_one(self, filled: ArticleIndex) -> None:
        filled.update(article("4", "một"))
        for id in ("phở", "4"):
            with pytest.raises(InvalidArticleError):
                filled.update(article(id, "hai", metadata={"x": object()}))
        filled.commit()
        assert titles(filled) == {"phở": "Phở bò", "chùa": "Chùa Một Cột", "chợ": "Chợ nổi", "4": "một"}

    def test_deleting(self, filled: ArticleIndex) -> None:
        assert filled.delete("phở") is True
        assert filled.delete("phở") is False
        assert filled.delete("bún") is False
        filled.commit()
        assert set(titles(filled)) == {"chùa", "chợ"}

    def test_delete_then_add_and_add_then_delete(self, filled: ArticleIndex) -> None:
        filled.delete("phở")
        filled.add(article("phở", "mới"))
        filled.add(article("4"))
        assert filled.delete("4") is True
        assert filled.delete("4") is False
        filled.commit()
        assert titles(filled) == {"phở": "mới", "chùa": "Chùa Một Cột", "chợ": "Chợ nổi"}

    def test_an_id_may_come_and_go_through_many_segments(self, index: ArticleIndex) -> None:
        for number in range(20):
            index.add(article("1", f"bài {number}"))
            index.add(article(f"khác {number}"))
            index.commit()
            assert index.get("1").title == f"bài {number}"
            index.delete("1")
            index.commit()
            assert "1" not in index
        assert len(index) == 20

    def test_deleting_everything(self, filled: ArticleIndex, contents_of: Callable[..., Any]) -> None:
        for id in titles(filled):
            filled.delete(id)
        filled.commit()
        assert (len(filled), list(filled), filled.reader.segments) == (0, [], [])
        assert contents_of(filled.reader) == {}
        filled.add(article("1"))
        filled.commit()
        assert titles(ArticleIndex(filled.directory)) == {"1": "Phở"}

    def test_optimizing(self, filled: ArticleIndex) -> None:
        filled.delete("phở")
        filled.add(article("4"))
        filled.optimize()
        (segment,) = filled.reader.segments
        assert segment.size == len(filled) == 3
        assert set(titles(filled)) == {"chùa", "chợ", "4"}
        assert "bánh" not in set(segment.syllables.terms())

    def test_optimizing_an_empty_index(self, index: ArticleIndex) -> None:
        index.optimize()
        assert len(index) == 0

    def test_without_changes_nothing_is_written(self, filled: ArticleIndex) -> None:
        def look() -> dict[str, int]:
            return {path.name: path.stat().st_mtime_ns for path in filled.directory.iterdir()}

        filled.optimize()
        before = look()
        filled.commit()
        filled.delete("bún")
        filled.add(article("4"))
        filled.delete("4")
        filled.commit()
        filled.optimize()
        after = look()
        after.pop("write.lock")
        before.pop("write.lock")
        assert before == after


class TestSeeing:
    def test_another_object_sees_a_commit_when_it_looks(self, filled: ArticleIndex) -> None:
        reader = ArticleIndex(filled.directory)
        snapshot = reader.reader
        assert reader.refresh() is snapshot, "nothing new"
        filled.delete("phở")
        filled.commit()
        assert "phở" in reader
        assert "phở" not in reader.refresh()
        assert "phở" not in reader
        assert "phở" in snapshot

    def test_a_snapshot_outlives_its_files(self, filled: ArticleIndex) -> None:
        reader = ArticleIndex(filled.directory)
        filled.writer.manifest.files["./a.txt"] = (1, 2)
        filled.commit()
        with_a_source = ArticleIndex(filled.directory)
        for number in range(10):
            filled.add(article(f"{number}"))
            filled.writer.manifest.files["./b.txt"] = (1, number)
            filled.commit()
        filled.delete("phở")
        filled.optimize()
        filled.writer.manifest.files["./b.txt"] = (1, 99)
        filled.commit()  # for what was before the last commit stays
        assert len(list(filled.directory.glob("*.segment"))) == 1
        assert titles(reader) == {"phở": "Phở bò", "chùa": "Chùa Một Cột", "chợ": "Chợ nổi"}
        assert with_a_source.reader.manifest.files == {"./a.txt": (1, 2)}
        assert with_a_source.statistics().sources == 1
        assert reader.statistics().bytes_on_disk == (filled.directory / "words-0.dictionary").stat().st_size

    def test_refreshing_an_index_that_is_gone(self, filled: ArticleIndex) -> None:
        for path in filled.directory.iterdir():
            path.unlink()
        with pytest.raises(IndexNotFoundError):
            filled.refresh()


def test_postings_that_nobody_has_any_more_are_gone_at_once(tmp_path: Path) -> None:
    """Not when the garbage collector comes: they hold files."""
    gc.disable()
    try:
        index = ArticleIndex.create(tmp_path)
        index.add(Article(id="1", body="Bùi Thanh Sơn"))
        index.commit()
        postings = index.reader.segments[0].postings("syllables", "body")
        assert len(postings.entries(0).docs) == 1
        gone = weakref.ref(postings)
        del postings
        index.add(Article(id="2", body="Sơn La"))
        index.commit()
        assert gone() is None
    finally:
        gc.enable()
