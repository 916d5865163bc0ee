"""A transaction from inside: buffers written out half-way, threads, processes, and its end."""

from __future__ import annotations

import gc
import os
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tracuu.analyzers.errors import IndexLockedError, IndexNotFoundError, IndexStorageError
from tracuu.index import Article, ArticleIndex, pending_segments, segment_buffer, writer
from tracuu.index.writer import IndexWriter

TEXTS = [
    "Bộ trưởng Bùi Thanh Sơn dự hội nghị",
    "hội nghị ở Hà Nội",
    "phở bò, phở gà",
    "chợ nổi Cái Răng",
    "Bùi Thanh Sơn ăn phở bò ở Hà Nội",
]


def files(index: ArticleIndex) -> set[str]:
    """The names of the files of the index, without those of the lock."""
    ours = ("toc-", "manifest-", "seg-", "words-")
    return {path.name for path in index.directory.iterdir() if path.name.startswith(ours)}


def fill(index: ArticleIndex) -> None:
    """Adds, updates and deletes in every order that one transaction can hold."""
    for number, text in enumerate(TEXTS * 4):
        index.add(Article(id=f"{number}", title=text, body=" ".join(reversed(TEXTS)), tags=(text[:3],)))
        if number % 3 == 2:
            index.delete(f"{number - 1}")
        if number % 4 == 3:
            index.update(Article(id=f"{number - 3}", title="bài mới", body=text))
    index.delete("0")
    index.add(Article(id="0", title="trở lại"))


class TestMemory:
    def test_writing_the_buffer_out_changes_nothing(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, contents_of: Callable[..., Any]
    ) -> None:
        indexes = []
        for tokens in (10**9, 1, 100):
            monkeypatch.setattr(writer, "IN_MEMORY", tokens)
            index = ArticleIndex.create(tmp_path / f"{tokens}", words=False)
            fill(index)
            assert bool(index.writer.toc.segments) == (tokens < 10**9)
            index.commit()
            indexes.append(index)
        whole, *others = indexes
        assert len(whole) > 10
        for other in others:
            assert {a.id: a for a in other} == {a.id: a for a in whole}
            assert contents_of(other.reader) == contents_of(whole.reader)

    def test_a_buffer_without_live_articles_leaves_no_segment(self, index: ArticleIndex) -> None:
        index.add(Article(id="1", title="Phở"))
        index.delete("1")
        index.commit()
        assert index.reader.segments == []

    def test_terms_of_articles_deleted_in_the_same_transaction_are_not_written(self, index: ArticleIndex) -> None:
        index.add(Article(id="1", title="Bùi Thanh Sơn", tags=("cũ",)))
        index.update(Article(id="1", title="Trần Văn Đạt", tags=("mới",)))
        index.commit()
        (segment,) = index.reader.segments
        assert set(segment.syllables.terms()) == {"trần", "văn", "đạt"}
        assert set(segment.keywords["tag"].terms()) == {"mới"}
        assert list(segment.names.terms()) == ["trần văn đạt"]
        assert [display.decode() for display in segment.name_displays] == ["Trần Văn Đạt"]
        assert len(segment.bigrams) == 2

    def test_an_interrupted_article_leaves_no_half_of_it(
        self, index: ArticleIndex, monkeypatch: pytest.MonkeyPatch, contents_of: Callable[..., Any]
    ) -> None:
        def interrupt(date: object) -> int:
            raise KeyboardInterrupt

        index.add(Article(id="1", title="Phở bò"))
        index.commit()
        index.add(Article(id="2", title="Phở cuốn"))
        with monkeypatch.context() as patch:
            patch.setattr(segment_buffer, "date_to_seconds", interrupt)
            patch.setattr(pending_segments, "BATCH", 1)
            with pytest.raises(KeyboardInterrupt):
                index.add(Article(id="3", title="Bún chả", body="Hà Nội", tags=("một", "hai")))
        with pytest.raises(RuntimeError, match="over"):
            index.commit()
        index.add(Article(id="4", title="Phở gà"))
        index.commit()
        assert [article.id for article in index] == ["1", "4"]
        found = contents_of(index.reader)
        assert found["syllables", "title", "gà"] == {"4": (1, (1,))}
        assert ("syllables", "title", "bún") not in found
        assert not any(view == "tag" for view, _, _ in found)


class TestEnd:
    def test_what_is_over_is_over(self, index: ArticleIndex) -> None:
        spent = [index.writer]
        index.commit()
        spent.append(index.writer)
        index.rollback()
        other = ArticleIndex(index.directory)
        other.add(Article(id="1", title="Phở"))
        for old in spent:
            with pytest.raises(RuntimeError, match="transaction is over"):
                old.add(Article(id="2", title="Bún"))
            with pytest.raises(RuntimeError, match="transaction is over"):
                old.delete("1")
            with pytest.raises(RuntimeError, match="transaction is over"):
                old.delete_numbers([0])
            with pytest.raises(RuntimeError, match="transaction is over"):
                old.commit()
            old.rollback()
        with pytest.raises(IndexLockedError, match=f"process {os.getpid()} on "):
            index.add(Article(id="2", title="Bún"))
        other.commit()
        assert [article.id for article in index.refresh()] == ["1"]

    def test_rolling_back_removes_what_was_written(self, filled: ArticleIndex, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(writer, "IN_MEMORY", 1)
        before = files(filled)
        filled.add(Article(id="4", title="Bún"))
        assert len(files(filled)) == len(before) + 1
        filled.rollback()
        assert files(filled) == before

    def test_the_next_writer_cleans_up_after_one_that_was_killed(self, filled: ArticleIndex) -> None:
        generation = filled.reader.toc.generation
        (name, *_) = (entry.name for entry in filled.reader.toc.segments)
        strays = {f"{name}-{generation + 1}.deletions", "seg-0123456789ab.segment"}
        strays |= {f"toc-{generation + 1}.json.tmp", f"manifest-{generation + 1}.json", "words-7.dictionary"}
        before = files(filled)
        for stray in strays:
            (filled.directory / stray).write_text("{")
        filled.delete("phở")
        assert files(filled) == before
        previous = filled.reader.toc.files()
        filled.commit()
        assert files(filled) == filled.reader.toc.files() | previous
        assert len(ArticleIndex(filled.directory)) == 2

    def test_a_dropped_transaction_gives_the_lock_back(self, filled: ArticleIndex) -> None:
        dropped = ArticleIndex(filled.directory)
        dropped.add(Article(id="4", title="Bún"))
        del dropped
        gc.collect()
        filled.add(Article(id="4", title="Phở"))
        filled.commit()
        assert filled.get("4").title == "Phở"

    def test_a_folder_without_an_index_gets_no_lock(self, tmp_path: Path) -> None:
        with pytest.raises(IndexNotFoundError):
            IndexWriter(tmp_path / "nowhere")
        assert list(tmp_path.iterdir()) == []

    def test_a_transaction_that_cannot_begin_gives_the_lock_back(
        self, filled: ArticleIndex, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        with monkeypatch.context() as patch:
            patch.setattr(writer, "PendingSegments", None)
            with pytest.raises(TypeError):
                filled.add(Article(id="4", title="Bún"))
        filled.add(Article(id="4", title="Bún"))
        filled.commit()
        assert len(filled) == 4


class TestThreadsAndProcesses:
    def test_a_transaction_may_end_in_another_thread(self, index: ArticleIndex) -> None:
        def in_a_thread(action: Callable[[], Any]) -> None:
            thread = threading.Thread(target=action)
            thread.start()
            thread.join()

        for end in (index.commit, index.rollback):
            in_a_thread(lambda: index.update(Article(id="1", title="Phở")))
            in_a_thread(end)
            with ArticleIndex(index.directory) as other:
                other.update(Article(id="2", title="Bún"))
        assert len(index.refresh()) == 2

    def test_a_second_writer_is_told_who_the_first_is(self, filled: ArticleIndex, python: Callable[..., Any]) -> None:
        code = """
import sys
from tracuu.index import Article, ArticleIndex
index = ArticleIndex(sys.argv[1])
index.add(Article(id="4", title="Bún"))
print("writing", flush=True)
if sys.stdin.readline() == "commit\\n":
    index.commit()
"""
        with python(code, filled.directory) as other:
            assert other.stdout.readline() == "writing\n"
            for write in (
                lambda: filled.add(Article(id="5", title="Bánh")),
                lambda: filled.delete("phở"),
                filled.optimize,
                lambda: ArticleIndex.create(filled.directory, replace=True),
            ):
                with pytest.raises(IndexLockedError, match=f"somebody else .* \\(process {other.pid} on .*, since"):
                    write()
            filled.rollback()
            assert len(ArticleIndex(filled.directory)) == 3, "reading goes on"
            assert other.communicate("commit\n")[0] == ""
        assert other.returncode == 0
        assert len(filled.refresh()) == 4
        filled.delete("4")
        filled.commit()
        assert len(filled) == 3

    def test_the_owner_is_named_only_if_known(self, filled: ArticleIndex) -> None:
        other = ArticleIndex(filled.directory)
        other.delete("phở")
        for owner in ("", "[]", "{}", '{"pid": '):
            (filled.directory / "write.lock.json").write_text(owner)
            with pytest.raises(IndexLockedError, match=r"is writing to [^(]*: wait until"):
                filled.delete("phở")
        other.rollback()

    @pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork on this system")
    @pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning")
    def test_a_forked_child_neither_holds_nor_gives_back_the_lock(self, filled: ArticleIndex) -> None:
        filled.add(Article(id="4", title="Bún"))
        child = os.fork()
        if not child:
            status = 1
            try:
                with pytest.raises(RuntimeError, match="another process began it"):
                    filled.add(Article(id="5", title="Bánh"))
                with pytest.raises(RuntimeError, match="another process began it"):
                    filled.commit()
                filled.rollback()
                del filled
                gc.collect()
                status = 0
            finally:
                os._exit(status)
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
        with pytest.raises(IndexLockedError, match=f"process {os.getpid()} on "):
            ArticleIndex(filled.directory).delete("phở")
        filled.commit()
        assert len(filled) == 4


def test_what_reads_back_as_something_else_is_not_committed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    index = ArticleIndex.create(tmp_path / "i", words=False)
    index.add(Article(id="1", title="Phở"))
    index.commit()
    before = {path.name for path in index.directory.glob("*.segment")}

    def spoil(writer: IndexWriter, real: Callable[[IndexWriter], None] = IndexWriter._apply_deletions) -> None:
        real(writer)
        for path in index.directory.glob("*.segment"):
            if path.name not in before:
                with path.open("r+b") as file:
                    file.seek(100)
                    file.write(b"spoilt")

    monkeypatch.setattr(IndexWriter, "_apply_deletions", spoil)
    index.add(Article(id="2", title="Bún"))
    with pytest.raises(IndexStorageError, match=r"reads back as something else .* last commit is untouched"):
        index.commit()
    assert {path.name for path in index.directory.glob("*.segment")} == before
    assert [article.id for article in index.refresh()] == ["1"]


def test_a_generation_that_nothing_can_follow(tmp_path: Path) -> None:
    index = ArticleIndex.create(tmp_path / "i", words=False)
    (index.directory / f"toc-{10**18 - 1}.json").touch()
    for _ in range(2):  # and the lock is free again
        with pytest.raises(IndexStorageError, match=r"toc-9+.json has the last number that there is"):
            index.add(Article(id="1", title="Phở"))


@pytest.mark.parametrize("wait", [-1, float("nan")])
def test_no_time_to_wait(tmp_path: Path, wait: float) -> None:
    with pytest.raises(ValueError, match="number of seconds"):
        ArticleIndex.create(tmp_path / "i", wait=wait)
