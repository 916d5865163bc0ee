"""Bringing an index up to date with files: what is read, what stays, what goes."""

from __future__ import annotations

import gzip
import io
import json
import os
import pkgutil
import shutil
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import tracuu.index
from tracuu.analyzers.errors import IndexLockedError, ReadError
from tracuu.index import Article, ArticleIndex, Problem, Source, SyncReport, syncing
from tracuu.index import sync as synchronise
from tracuu.index.manifest import UNREAD

Ids = Callable[[], dict[str, str]]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder ``tin`` with three articles in two files."""
    folder = tmp_path / "tin"
    folder.mkdir()
    (folder / "phở.txt").write_text("Phở bò\n\nNước dùng trong.")
    jsonl(folder / "chợ.jsonl", chợ="Chợ nổi", chùa="Chùa Một Cột")
    return folder


class Run:
    """Runs of ``sync`` on one index, each committed, with what was reported and read."""

    def __init__(self, directory: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.index = ArticleIndex.open_or_create(directory, words=False)
        self.problems: list[Problem] = []
        self.read: list[str] = []
        read_articles = syncing.read_articles

        def spy(source: Source, **settings: Any) -> Any:
            self.read.append(source.path.name)
            return read_articles(source, **settings)

        monkeypatch.setattr(syncing, "read_articles", spy)

    def __call__(self, *paths: str | Path, **settings: Any) -> SyncReport:
        self.problems, self.read[:] = [], []
        report = synchronise(self.index, paths, on_problem=self.problems.append, **settings)
        self.index.commit()
        return report

    @property
    def titles(self) -> set[str]:
        return {article.title for article in self.index}

    def reasons(self, kind: str = "unreadable") -> str:
        return "\n".join(f"{one.where}: {one.reason}" for one in self.problems if one.kind == kind)


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    return Run(tmp_path / "index", monkeypatch)


def jsonl(path: Path, **titles: str) -> Path:
    """A file of articles with these ids and titles; never as old as the one before."""
    old = path.stat().st_mtime_ns if path.exists() else 0
    text = "".join(json.dumps({"id": id, "title": title}) + "\n" for id, title in titles.items())
    path.write_bytes(gzip.compress(text.encode()) if path.suffix == ".gz" else text.encode())
    later(path, old)
    return path


def write(path: Path, text: str) -> Path:
    """A text file, in a folder that is made for it; never as old as the one before."""
    old = path.stat().st_mtime_ns if path.exists() else 0
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    later(path, old)
    return path


def later(path: Path, old: int) -> None:
    os.utime(path, ns=(old + 10**9, max(old + 10**9, path.stat().st_mtime_ns)))


class TestRuns:
    def test_the_first(self, run: Run, folder: Path) -> None:
        report = run(folder)
        assert report == SyncReport(files=2, added=3)
        assert report.usable
        assert run.titles == {"Phở bò", "Chợ nổi", "Chùa Một Cột"}
        assert run.index.statistics().sources == 2
        assert not run.problems

    def test_the_second_reads_nothing(self, run: Run, folder: Path) -> None:
        run(folder)
        before = run.index.reader.toc
        report = run(folder)
        assert report == SyncReport(files=2, unchanged_files=2)
        assert report.usable
        assert run.read == []
        assert run.index.reader.toc == before

    def test_only_a_changed_file_is_read(self, run: Run, folder: Path) -> None:
        run(folder)
        old = (folder / "phở.txt").stat().st_mtime_ns
        (folder / "phở.txt").write_text("Phở gà\n\nNước dùng trong.")
        later(folder / "phở.txt", old)
        assert run(folder) == SyncReport(files=2, unchanged_files=1, updated=1)
        assert run.read == ["phở.txt"]
        assert run.titles == {"Phở gà", "Chợ nổi", "Chùa Một Cột"}

    def test_a_change_of_size_is_enough(self, run: Run, folder: Path) -> None:
        run(folder)
        status = (folder / "phở.txt").stat()
        (folder / "phở.txt").write_text("Phở gà ta\n\nNước dùng trong.")
        os.utime(folder / "phở.txt", ns=(status.st_atime_ns, status.st_mtime_ns))
        assert run(folder).updated == 1

    def test_a_touched_file_is_read_and_found_the_same(self, run: Run, folder: Path) -> None:
        run(folder)
        numbers = {article.id: run.index.reader.find(article.id) for article in run.index}
        later(folder / "chợ.jsonl", (folder / "chợ.jsonl").stat().st_mtime_ns)
        assert run(folder) == SyncReport(files=2, unchanged_files=1, unchanged=2)
        assert {id: run.index.reader.find(id) for id in numbers} == numbers, "not one was written again"
        assert run(folder).unchanged_files == 2

    def test_one_record_of_a_file_changes(self, run: Run, folder: Path) -> None:
        run(folder)
        number = run.index.reader.find("chùa")
        jsonl(folder / "chợ.jsonl", chợ="Chợ nổi Cái Răng", chùa="Chùa Một Cột")
        assert run(folder) == SyncReport(files=2, unchanged_files=1, updated=1, unchanged=1)
        assert run.titles == {"Phở bò", "Chợ nổi Cái Răng", "Chùa Một Cột"}
        assert run.index.reader.find("chùa") == number

    def test_records_come_and_go(self, run: Run, folder: Path) -> None:
        run(folder)
        jsonl(folder / "chợ.jsonl", chùa="Chùa Một Cột", đền="Đền Hùng")
        assert run(folder) == SyncReport(files=2, unchanged_files=1, added=1, unchanged=1, removed=1)
        assert run.titles == {"Phở bò", "Chùa Một Cột", "Đền Hùng"}

    def test_a_file_without_articles_any_more(self, run: Run, folder: Path) -> None:
        run(folder)
        jsonl(folder / "chợ.jsonl", chùa="Chùa Một Cột")
        run(folder)
        (folder / "chợ.jsonl").write_text('{"title": ""}\n')
        report = run(folder)
        assert (report.removed, report.refused) == (1, 1)
        assert run.titles == {"Phở bò"}

    def test_the_same_run_with_a_transaction_that_was_begun(self, run: Run, folder: Path) -> None:
        run.index.add(Article(id="chợ", title="Của tôi"))
        report = run(folder)
        assert (report.added, report.refused) == (2, 1)
        assert run.index.get("chợ").title == "Của tôi"

    def test_a_report_is_filled_as_the_run_goes_on(self, run: Run, folder: Path) -> None:
        report = SyncReport()
        seen: list[tuple[str, int, int, int]] = []

        def on_article(source: Source, file: int, files: int) -> None:
            seen.append((source.path.name, file, files, report.added + report.unchanged_files))

        assert run(folder, report=report, on_article=on_article) is report
        assert sorted(seen) == [("chợ.jsonl", 1, 2, 1), ("chợ.jsonl", 1, 2, 2), ("phở.txt", 2, 2, 3)]
        seen.clear()
        run(folder, report=SyncReport(), on_article=on_article)
        assert [name for name, *_ in seen] == ["chợ.jsonl", "phở.txt"]

    def test_flushing_in_the_middle(self, run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        from tracuu.index import writer

        monkeypatch.setattr(writer, "IN_MEMORY", 1)
        run(folder)
        jsonl(folder / "chợ.jsonl", chợ="Chợ nổi Cái Răng", chùa="Chùa Một Cột", đền="Đền Hùng")
        report = run(folder)
        assert (report.added, report.updated, report.unchanged, report.removed) == (1, 1, 1, 0)
        assert run.titles == {"Phở bò", "Chợ nổi Cái Răng", "Chùa Một Cột", "Đền Hùng"}

    def test_a_run_that_is_stopped_goes_on_where_it_was(self, run: Run, folder: Path) -> None:
        class StoppedError(Exception):
            pass

        def stop(*_: object) -> None:
            raise StoppedError

        with pytest.raises(StoppedError):
            run(folder, on_article=stop)
        run.index.commit()
        assert run.titles == {"Chợ nổi"}
        assert run.index.reader.manifest.files.keys() == {"./tin/chợ.jsonl"}
        report = run(folder)
        assert (report.added, report.unchanged, report.removed) == (2, 1, 0)

    def test_a_file_that_was_read_in_part_and_then_removed(self, run: Run, folder: Path) -> None:
        self.test_a_run_that_is_stopped_goes_on_where_it_was(run, folder)
        (folder / "chợ.jsonl").unlink()
        assert run(folder, prune=True).removed == 2

    def test_rolling_back_forgets_the_files_too(self, run: Run, folder: Path) -> None:
        synchronise(run.index, [folder])
        run.index.rollback()
        assert run(folder).added == 3


class TestDuplicates:
    def test_within_a_source_the_first_one_counts(self, run: Run, folder: Path) -> None:
        (folder / "chợ.jsonl").write_text('{"id": "1", "title": "một"}\n{"id": "1", "title": "hai"}\n')
        report = run(folder)
        assert (report.added, report.refused) == (2, 1)
        assert "the id '1' stands twice in this source: only the first one was taken" in run.reasons("article")
        assert run.index.get("1").title == "một"
        assert run(folder).unchanged_files == 2, "that will be so each time"

    def test_across_sources_the_first_one_counts(self, run: Run, folder: Path) -> None:
        jsonl(folder / "sau.jsonl", chợ="Chợ khác", đền="Đền Hùng")
        report = run(folder)
        assert (report.added, report.refused) == (4, 1)
        clash = f"the id 'chợ' belongs to an article of {folder / 'chợ.jsonl'} already: give this one another"
        assert run.reasons("article") == f"{folder / 'sau.jsonl'}: {clash}"
        assert run(folder).refused == 1
        assert run.reasons("article") == f"{folder / 'sau.jsonl'}: {clash}", "what is on disk is named as well"
        assert run.index.get("chợ").title == "Chợ nổi"

    def test_what_was_refused_comes_in_when_the_other_one_goes(self, run: Run, folder: Path) -> None:
        jsonl(folder / "sau.jsonl", chợ="Chợ khác", đền="Đền Hùng")
        run(folder)
        jsonl(folder / "chợ.jsonl", chùa="Chùa Một Cột")
        run(folder)
        run(folder)
        assert run.index.get("chợ").title == "Chợ khác"
        assert run(folder).unchanged_files == 3

    def test_an_article_of_the_application_is_never_touched(self, run: Run, folder: Path) -> None:
        run.index.add(Article(id="chợ", title="Của tôi"))
        run.index.commit()
        assert run(folder).refused == 1
        assert "the id 'chợ' belongs to another article already" in run.reasons("article")
        assert run.index.get("chợ").title == "Của tôi"

    def test_the_same_file_by_two_paths_is_read_once(self, run: Run, folder: Path) -> None:
        assert run(folder, folder / "phở.txt", f"{folder}/*.txt") == SyncReport(files=2, added=3)


class TestFilesOfOneName:
    """Ids are made of the names of files, and where these clash, of the folders above as well."""

    @pytest.fixture
    def twins(self, tmp_path: Path) -> list[Path]:
        """Two files of one name, in folders whose folders have different names."""
        return [write(tmp_path / place / "tin" / "a.txt", f"Bài ở {place}") for place in ("Huế", "Vinh")]

    @pytest.fixture
    def ids(self, run: Run) -> Ids:
        """Id -> title of all articles."""
        return lambda: {article.id: article.title for article in run.index}

    def test_all_are_taken(self, run: Run, twins: list[Path], ids: Ids) -> None:
        assert run(*twins) == SyncReport(files=2, added=2)
        assert ids() == {"a.txt": "Bài ở Huế", "tin/a.txt": "Bài ở Vinh"}
        assert run(*twins).unchanged_files == 2

    def test_and_in_folders_of_one_name(self, run: Run, twins: list[Path], ids: Ids) -> None:
        for file in twins:
            run(file.parent)
        assert ids() == {"tin/a.txt": "Bài ở Huế", "Vinh/tin/a.txt": "Bài ở Vinh"}

    def test_a_file_that_is_read_again_keeps_its_ids(self, run: Run, twins: list[Path], ids: Ids) -> None:
        run(*twins)
        write(twins[1], "Bài sau")
        assert run(*reversed(twins)).updated == 1
        assert ids() == {"a.txt": "Bài ở Huế", "tin/a.txt": "Bài sau"}

    def test_also_when_the_other_one_is_gone(self, run: Run, twins: list[Path], ids: Ids) -> None:
        run(*twins)
        twins[0].unlink()
        write(twins[1], "Bài sau")
        report = run(*twins[1:])
        assert (report.updated, report.added, report.removed) == (1, 0, 0)
        assert ids() == {"a.txt": "Bài ở Huế", "tin/a.txt": "Bài sau"}

    def test_records_of_files_and_members_of_archives(self, run: Run, tmp_path: Path, ids: Ids) -> None:
        for place in ("Huế", "Vinh"):
            write(tmp_path / place / "b.jsonl", f'{{"title": "Một {place}"}}\n{{"title": "Hai {place}"}}\n')
            with zipfile.ZipFile(tmp_path / place / "c.zip", "w") as archive:
                archive.writestr("a.txt", f"Bài ở {place}")
        run(*(tmp_path / place / name for place in ("Huế", "Vinh") for name in ("b.jsonl", "c.zip")))
        assert ids() == {
            "b.jsonl#1": "Một Huế",
            "b.jsonl#2": "Hai Huế",
            "c.zip!a.txt": "Bài ở Huế",
            "Vinh/b.jsonl#1": "Một Vinh",
            "Vinh/b.jsonl#2": "Hai Vinh",
            "Vinh/c.zip!a.txt": "Bài ở Vinh",
        }

    def test_one_key_for_all_articles_of_a_file(self, run: Run, tmp_path: Path, ids: Ids) -> None:
        for place, count in (("Huế", 1), ("Vinh", 2)):
            write(tmp_path / place / "b.jsonl", "".join(f'{{"title": "{place} {n}"}}\n' for n in range(count)))
            run(tmp_path / place / "b.jsonl")
        assert ids() == {"b.jsonl#1": "Huế 0", "Vinh/b.jsonl#1": "Vinh 0", "Vinh/b.jsonl#2": "Vinh 1"}

    def test_a_new_first_member_leaves_the_ids_of_the_others(self, run: Run, tmp_path: Path, ids: Ids) -> None:
        files = [tmp_path / place / "c.zip" for place in ("Huế", "Vinh")]

        def fill(*members: str) -> None:
            for file in files:
                old = file.stat().st_mtime_ns if file.exists() else 0
                file.parent.mkdir(exist_ok=True)
                with zipfile.ZipFile(file, "w") as archive:
                    for member in members:
                        archive.writestr(member, f"{member} {file.parent.name}")
                later(file, old)

        fill("a.txt")
        run(*files)
        fill("0.txt", "a.txt")
        report = run(*reversed(files))
        assert (report.unchanged, report.added, report.removed) == (2, 2, 0)
        assert set(ids()) == {"c.zip!0.txt", "c.zip!a.txt", "Vinh/c.zip!0.txt", "Vinh/c.zip!a.txt"}

    def test_an_id_of_its_own_that_looks_like_one_of_these(self, run: Run, tmp_path: Path, ids: Ids) -> None:
        write(tmp_path / "Huế" / "b.jsonl", '{"title": "một"}\n')
        made, own = '{"title": "hai"}\n', '{"id": "Vinh/b.jsonl#1", "title": "ba"}\n'
        twin = write(tmp_path / "Vinh" / "b.jsonl", made + own)
        paths = [tmp_path / "Huế" / "b.jsonl", twin]
        assert run(*paths).refused == 1
        assert run(*paths).updated == 0
        assert ids() == {"b.jsonl#1": "một", "Vinh/b.jsonl#1": "hai"}
        write(twin, '{"id": "b.jsonl#2", "title": "ba"}\n{"title": "bốn"}\n')
        assert run(*paths).refused == 0
        assert set(ids().values()) == {"một", "ba", "bốn"}
        assert run(*paths).unchanged_files == 2

    def test_ids_of_their_own_are_left_as_they_are(self, run: Run, tmp_path: Path, ids: Ids) -> None:
        for place in ("Huế", "Vinh"):
            write(tmp_path / place / "b.jsonl", f'{{"id": "b.jsonlines", "title": "Bài ở {place}"}}\n')
        assert run(*(tmp_path / place / "b.jsonl" for place in ("Huế", "Vinh"))).refused == 1
        assert ids() == {"b.jsonlines": "Bài ở Huế"}

    def test_where_all_names_are_taken(self, run: Run, twins: list[Path]) -> None:
        path = twins[0]
        names = ["/".join(path.parts[-count:]) for count in range(1, len(path.parts))]
        for name in names:
            run.index.add(Article(id=name, title="Của tôi"))
        assert run(path).refused == 1
        assert "the id 'a.txt' belongs to another article already" in run.reasons("article")
        run.index.delete(names[-1])
        run.index.commit()
        assert run(path).added == 1
        assert run.index.get(names[-1]).title == "Bài ở Huế"

    @pytest.mark.skipif(sys.platform != "linux", reason="file names are text there")
    def test_folders_whose_names_are_no_text(self, run: Run, tmp_path: Path, ids: Ids) -> None:
        folders = [Path(os.fsdecode(os.fsencode(tmp_path) + b"/" + name)) for name in (b"\xe9", b"\xea")]
        assert run(*(write(folder / "a.txt", f"Bài {n}") for n, folder in enumerate(folders))).added == 2
        assert ids() == {"a.txt": "Bài 0", "\\xea/a.txt": "Bài 1"}


class TestFilesThatComeAndGo:
    def test_one_that_comes_back_is_read_again_if_it_has_lost_articles(self, run: Run, tmp_path: Path) -> None:
        first = write(tmp_path / "a" / "b.jsonl", '{"id": "x", "title": "X"}\n{"id": "y", "title": "Y"}\n')
        run(first)
        first.rename(tmp_path / "cất")
        second = write(tmp_path / "c" / "b.jsonl", '{"id": "x", "title": "X"}\n')
        run(first, second)
        second.unlink()
        (tmp_path / "cất").rename(first)
        run(tmp_path / "a", tmp_path / "c", prune=True)
        assert run.titles == {"X", "Y"}

    def test_a_folder_that_became_a_file(self, run: Run, tmp_path: Path) -> None:
        first = write(tmp_path / "a" / "b.txt", "Một")
        run(first)
        shutil.rmtree(tmp_path / "a")
        (tmp_path / "a").write_text("không phải thư mục")
        report = run(write(tmp_path / "c" / "b.txt", "Một"))
        assert (report.updated, report.added) == (1, 0)

    def test_nothing_is_removed_but_below_the_paths(self, run: Run, tmp_path: Path) -> None:
        disk = write(tmp_path / "đĩa" / "b.jsonl", '{"id": "x", "title": "X"}\n{"id": "y", "title": "Y"}\n')
        run(disk)
        disk.rename(tmp_path / "cất")
        home = write(tmp_path / "nhà" / "b.jsonl", '{"id": "x", "title": "X"}\n')
        report = run(home, prune=True)
        assert (report.updated, report.removed, report.gone_files) == (1, 0, 0)
        assert run.titles == {"X", "Y"}
        assert run(tmp_path / "đĩa", home, prune=True).removed == 1
        assert run.titles == {"X"}


class TestUnreadable:
    def test_the_others_are_read(self, run: Run, folder: Path) -> None:
        (folder / "hỏng.txt").write_bytes(b"")
        report = run(folder)
        assert (report.files, report.unreadable, report.added) == (3, 1, 3)
        assert f"{folder / 'hỏng.txt'} is empty" in run.reasons()

    def test_it_is_tried_again(self, run: Run, folder: Path) -> None:
        (folder / "hỏng.txt").write_bytes(b"")
        run(folder)
        run(folder)
        assert run.read == ["hỏng.txt"]

    def test_what_it_held_before_stays(self, run: Run, folder: Path) -> None:
        run(folder)
        (folder / "chợ.jsonl").write_bytes(b"")
        report = run(folder)
        assert (report.unreadable, report.removed) == (1, 0)
        assert run.titles == {"Phở bò", "Chợ nổi", "Chùa Một Cột"}
        jsonl(folder / "chợ.jsonl", chùa="Chùa Một Cột")
        assert run(folder).removed == 1

    def test_broken_in_the_middle(self, run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        jsonl(folder / "chợ.jsonl", chợ="Chợ nổi", chùa="Chùa Một Cột", đền="Đền Hùng")
        run(folder)
        whole = jsonl(folder / "chợ.jsonl", chợ="Chợ nổi Cái Răng", chùa="Chùa Một Cột").stat()
        spied = syncing.read_articles

        def break_off(source: Source, **settings: Any) -> Any:
            yield next(spied(source, **settings))
            raise ReadError(f"{source.path} breaks off")

        with monkeypatch.context() as patch:
            patch.setattr(syncing, "read_articles", break_off)
            report = run(folder)
        assert (report.unreadable, report.updated, report.removed) == (1, 1, 0)
        assert run.titles == {"Phở bò", "Chợ nổi Cái Răng", "Chùa Một Cột", "Đền Hùng"}
        os.utime(folder / "chợ.jsonl", ns=(whole.st_atime_ns, whole.st_mtime_ns))
        report = run(folder)
        assert (report.unchanged, report.removed) == (2, 1), "it is read again to its end"

    def test_a_truncated_archive(self, run: Run, folder: Path) -> None:
        path = folder / "nhiều.jsonl.gz"
        jsonl(path, **{f"n{number}": f"Bài {number} {os.urandom(30).hex()}" for number in range(5000)})
        path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
        report = run(folder)
        assert report.unreadable == 1
        assert 100 < report.added < 5000
        path.unlink()
        report = run(folder, prune=True)
        assert report.gone_files == 1
        assert run.titles == {"Phở bò", "Chợ nổi", "Chùa Một Cột"}, "what came in before the break is known"

    def test_a_member_of_an_archive(self, run: Run, folder: Path) -> None:
        with zipfile.ZipFile(folder / "tin.zip", "w") as archive:
            archive.writestr("a.txt", "Bài a\n\nThân bài.")
            archive.writestr("b.txt", "Bài b\n\nThân bài.")
        run(folder)
        with zipfile.ZipFile(folder / "tin.zip", "w") as archive:
            archive.writestr("a.txt", "Bài a mới\n\nThân bài.")
            archive.writestr("b.txt", "")
        report = run(folder)
        assert (report.updated, report.unreadable, report.removed) == (1, 1, 0)
        assert {"Bài a mới", "Bài b"} <= run.titles

    def test_a_path_that_is_not_there(self, run: Run, folder: Path) -> None:
        report = run(folder / "nowhere.txt")
        assert (report.files, report.unreadable) == (0, 1)
        assert not report.usable
        assert "No such file" in run.reasons()


class TestGone:
    def test_it_stays_until_it_is_pruned(self, run: Run, folder: Path) -> None:
        run(folder)
        (folder / "chợ.jsonl").unlink()
        report = run(folder)
        assert (report.gone_files, report.removed, report.files) == (1, 0, 1)
        assert len(run.index) == 3
        report = run(folder, prune=True)
        assert (report.gone_files, report.removed) == (1, 2)
        assert run.titles == {"Phở bò"}
        assert run(folder, prune=True).gone_files == 0
        assert run.index.statistics().sources == 1

    def test_only_below_the_paths_given(self, run: Run, folder: Path, tmp_path: Path) -> None:
        other = tmp_path / "tin khác"
        other.mkdir()
        (other / "bún.txt").write_text("Bún chả\n\nHà Nội.")
        run(folder, other)
        for path in (other / "bún.txt", folder / "phở.txt"):
            path.unlink()
        assert run(other, prune=True).removed == 1
        assert run.titles == {"Phở bò", "Chợ nổi", "Chùa Một Cột"}
        assert run(folder / "phở.txt", prune=True).removed == 1
        assert run.titles == {"Chợ nổi", "Chùa Một Cột"}

    @pytest.mark.parametrize("spelling", ["tin", "./tin/", "x/../tin", "."])
    def test_however_the_path_is_spelled(
        self, run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch, spelling: str
    ) -> None:
        monkeypatch.chdir(folder.parent)
        (folder.parent / "x").mkdir()
        run("tin")
        (folder / "phở.txt").unlink()
        assert run(spelling, prune=True).removed == 1

    def test_a_whole_folder(self, run: Run, folder: Path) -> None:
        run(folder)
        shutil.rmtree(folder)
        report = run(folder)
        assert (report.unreadable, report.gone_files, len(run.index)) == (1, 2, 3)
        assert run(folder, prune=True).removed == 3

    def test_a_folder_that_cannot_be_looked_into_is_not_gone(
        self, run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        deep = folder / "2025"
        deep.mkdir()
        (deep / "bún.txt").write_text("Bún chả\n\nHà Nội.")
        run(folder)
        (folder / "phở.txt").unlink()
        real = os.scandir

        def refuse(path: Any) -> Any:
            if str(path) == str(deep):
                raise PermissionError(13, "Permission denied", str(path))
            return real(path)

        monkeypatch.setattr(os, "scandir", refuse)
        report = run(folder, prune=True)
        assert (report.unreadable, report.gone_files, report.removed) == (1, 1, 1)
        assert run.titles == {"Chợ nổi", "Chùa Một Cột", "Bún chả"}

    def test_what_is_ignored_now_is_gone(self, run: Run, folder: Path) -> None:
        run(folder)
        (folder / ".gitignore").write_text("*.txt\n")
        assert run(folder, prune=True).removed == 1


class TestMoving:
    def move(self, run: Run, monkeypatch: pytest.MonkeyPatch, old: Path, new: Path, directory: Path) -> Run:
        run.index.close()
        new.parent.mkdir(exist_ok=True)
        old.rename(new)
        return Run(directory, monkeypatch)

    def test_a_folder_with_its_own_index(self, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        run = Run(folder / ".tracuu", monkeypatch)
        run(folder)
        assert run.index.reader.manifest.files.keys() == {"./phở.txt", "./chợ.jsonl"}
        moved = self.move(run, monkeypatch, folder, tmp_path / "xa" / "tin", tmp_path / "xa" / "tin" / ".tracuu")
        report = moved(tmp_path / "xa" / "tin")
        assert (report.updated, report.refused, report.added, report.removed) == (3, 0, 0, 0)
        assert {article.path for article in moved.index} == {
            str(tmp_path / "xa" / "tin" / name) for name in ("phở.txt", "chợ.jsonl")
        }
        assert moved(tmp_path / "xa" / "tin") == SyncReport(files=2, unchanged_files=2)
        (tmp_path / "xa" / "tin" / "phở.txt").unlink()
        assert moved(tmp_path / "xa" / "tin", prune=True).removed == 1

    def test_a_folder_with_its_own_index_under_another_name(
        self, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        run = Run(folder / ".tracuu", monkeypatch)
        run(folder)
        moved = self.move(run, monkeypatch, folder, tmp_path / "bài", tmp_path / "bài" / ".tracuu")
        report = moved(tmp_path / "bài")
        assert report.refused == 0
        assert len(moved.index) == 3
        assert {article.path for article in moved.index} == {
            str(tmp_path / "bài" / name) for name in ("phở.txt", "chợ.jsonl")
        }

    def test_in_parts(self, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """What a first run after the move does not read, a later one does."""
        run = Run(folder / ".tracuu", monkeypatch)
        run(folder)
        new = tmp_path / "xa" / "tin"
        moved = self.move(run, monkeypatch, folder, new, new / ".tracuu")
        assert moved(new / "chợ.jsonl").updated == 2
        assert moved(new).unchanged_files == 1
        assert {article.path for article in moved.index} == {str(new / "phở.txt"), str(new / "chợ.jsonl")}

    @pytest.mark.parametrize("prune", [False, True])
    def test_the_folder_without_the_index(self, folder: Path, run: Run, tmp_path: Path, prune: bool) -> None:
        run(folder)
        (tmp_path / "xa").mkdir()
        folder.rename(tmp_path / "xa" / "tin")
        report = run(tmp_path / "xa" / "tin", prune=prune)
        assert (report.updated, report.refused, report.gone_files) == (3, 0, 0)
        assert len(run.index) == 3
        assert run.index.reader.manifest.files.keys() == {"./xa/tin/phở.txt", "./xa/tin/chợ.jsonl"}
        assert run(tmp_path / "xa" / "tin").unchanged_files == 2

    def test_the_index_without_the_folder(
        self, folder: Path, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        run(folder)
        new = tmp_path / "xa" / "index"
        moved = self.move(run, monkeypatch, tmp_path / "index", new, new)
        report = moved(folder)
        assert (report.updated, report.refused) == (3, 0)
        assert len(moved.index) == 3
        assert moved(folder) == SyncReport(files=2, unchanged_files=2)
        assert all(Path(origin).is_absolute() for origin in moved.index.reader.manifest.files)

    def test_a_renamed_file_keeps_its_articles(self, run: Run, folder: Path) -> None:
        run(folder)
        (folder / "chợ.jsonl").rename(folder / "xưa.jsonl")
        report = run(folder)
        assert (report.updated, report.refused, report.gone_files) == (2, 0, 0)
        assert len(run.index) == 3
        jsonl(folder / "xưa.jsonl", chùa="Chùa Một Cột")
        assert run(folder).removed == 1

    def test_part_of_a_file_moves_to_another(self, run: Run, folder: Path) -> None:
        run(folder)
        (folder / "chợ.jsonl").unlink()
        jsonl(folder / "xưa.jsonl", chùa="Chùa Một Cột")
        report = run(folder)
        assert (report.updated, report.gone_files) == (1, 1), "the rest of it stays until it is pruned"
        assert run(folder, prune=True).removed == 1
        assert run.titles == {"Phở bò", "Chùa Một Cột"}

    def test_what_cannot_be_looked_at_is_not_gone(
        self, run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        run(folder)
        jsonl(folder / "xưa.jsonl", chùa="Chùa khác")
        real = Path.lstat

        def refuse(path: Path) -> os.stat_result:
            if path.name == "chợ.jsonl":
                raise PermissionError(13, "Permission denied", str(path))
            return real(path)

        monkeypatch.setattr(Path, "lstat", refuse)
        assert run(folder / "xưa.jsonl").refused == 1
        assert run.index.get("chùa").title == "Chùa Một Cột"


class TestStandardInput:
    def test_articles_are_kept_by_their_content(self, run: Run) -> None:
        def send(*titles: str) -> SyncReport:
            lines = "".join(json.dumps({"title": title}) + "\n" for title in titles)
            return run("-", stdin=io.BytesIO(lines.encode()))

        assert send("Phở", "Bún").added == 2
        report = send("Phở", "Bánh")
        assert (report.added, report.unchanged, report.removed) == (1, 1, 0), "what came before is not gone"
        assert run.titles == {"Phở", "Bún", "Bánh"}
        assert run.index.statistics().sources == 0

    def test_with_ids(self, run: Run) -> None:
        assert run("-", stdin=io.BytesIO(b'{"id": "1", "title": "Ph\xe1\xbb\x9f"}')).added == 1
        assert run("-", stdin=io.BytesIO('{"id": "1", "title": "Bún"}'.encode())).updated == 1
        assert run.titles == {"Bún"}

    def test_what_is_refused_says_where(self, run: Run) -> None:
        run("-", stdin=io.BytesIO(b'{"id": "1", "title": "a"}\n{"id": "1", "title": "b"}'))
        assert run.reasons("article").startswith("standard input: the id '1' stands twice")

    def test_nothing(self, run: Run) -> None:
        report = run("-", stdin=io.BytesIO(b""))
        assert (report.files, report.unreadable, report.usable) == (1, 1, False)
        assert "standard input" in run.reasons()

    def test_a_file_takes_nothing_from_it(self, run: Run, folder: Path) -> None:
        run("-", stdin=io.BytesIO('{"id": "chợ", "title": "Bún"}'.encode()))
        assert run(folder).refused == 1
        assert run.index.get("chợ").title == "Bún"


class TestFiles:
    def test_compressed(self, run: Run, tmp_path: Path) -> None:
        path = jsonl(tmp_path / "tin.jsonl.gz", a="Phở", b="Bún")
        assert run(path).added == 2
        jsonl(path, a="Phở", b="Bún chả")
        assert run(path) == SyncReport(files=1, updated=1, unchanged=1)

    def test_a_name_that_is_no_text(self, run: Run, folder: Path) -> None:
        odd = folder / os.fsdecode(b"ph\xff.txt")
        try:
            odd.write_text("Phở gà\n\nThân bài.")
        except OSError:
            pytest.skip("this file system takes only text")
        assert run(folder).added == 4
        assert run(folder) == SyncReport(files=3, unchanged_files=3)
        assert len(ArticleIndex(run.index.directory)) == 4
        odd.unlink()
        assert run(folder, prune=True).removed == 1

    def test_outside_of_the_folder_of_the_index(
        self, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        run = Run(tmp_path / "xa" / "index", monkeypatch)
        run(folder)
        assert run.index.reader.manifest.files.keys() == {str(folder / "phở.txt"), str(folder / "chợ.jsonl")}
        assert run(folder).unchanged_files == 2

    def test_a_file_in_doubt_is_marked(self, run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        seen: list[Any] = []

        def look(*_: object) -> None:
            seen.append(dict(run.index.writer.manifest.files))

        run(folder, on_article=look)
        assert seen[0] == {"./tin/chợ.jsonl": UNREAD}
        assert UNREAD not in run.index.reader.manifest.files.values()


def test_a_busy_index(run: Run, folder: Path) -> None:
    other = ArticleIndex(run.index.directory)
    other.add(Article(title="Phở"))
    with pytest.raises(IndexLockedError):
        run(folder)
    other.rollback()
    assert run(folder).added == 3


def test_no_module_hides_the_function(python: Callable[..., Any]) -> None:
    """When both lived in a module ``sync``, whoever imported the report first got the module after it."""
    with python("from tracuu.index import SyncReport, sync; print(callable(sync))") as process:
        assert process.communicate()[0] == "True\n"
    modules = {module.name for module in pkgutil.iter_modules(tracuu.index.__path__)}
    assert not modules & set(tracuu.index.__all__)
