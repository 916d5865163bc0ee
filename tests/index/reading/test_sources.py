"""Which files are found, in which order, and what is said about the others."""

from __future__ import annotations

import inspect
import os
import socket
import sys
from pathlib import Path

import pytest

from tracuu.index.reading import Problem, find_sources
from tracuu.index.reading import walk as walk_module


def keys(*paths: str | Path) -> list[str]:
    return [source.key for source in find_sources(paths, on_problem=lambda problem: None)]


def problems(*paths: str | Path) -> list[Problem]:
    found: list[Problem] = []
    list(find_sources(paths, on_problem=found.append))
    return found


def test_a_folder_is_walked_in_sorted_order(write, tmp_path):
    for name in ("news/b.txt", "news/a.md", "news/2025/z.html", "news/2025/c.jsonl.xz"):
        write(name)
    assert keys(tmp_path / "news") == ["news/2025/c.jsonl.xz", "news/2025/z.html", "news/a.md", "news/b.txt"]


def test_a_source_says_where_and_how_large(write, text, monkeypatch, tmp_path):
    path = write("news/bài.txt")
    monkeypatch.chdir(tmp_path / "news")
    (source,) = find_sources(["."], on_problem=pytest.fail)
    assert (source.path, source.key) == (path, "news/bài.txt")
    assert (source.size, source.mtime_ns) == (len(text.encode()), path.stat().st_mtime_ns)


def test_keys_do_not_depend_on_where_one_stands(write, tmp_path, monkeypatch):
    write("news/2025/a.txt")
    monkeypatch.chdir(tmp_path)
    assert keys("news") == keys(tmp_path / "news" / ".." / "news") == keys("./news/") == ["news/2025/a.txt"]
    assert keys("news/2025/a.txt") == ["a.txt"]
    assert keys("-") == ["-"]


def test_hidden_files_and_indexes_are_passed_over(write, tmp_path):
    for name in ("n/.a.txt", "n/.git/b.txt", "n/.tracuu/c.txt", "n/d.txt"):
        write(name)
    assert keys(tmp_path / "n") == ["n/d.txt"]
    assert problems(tmp_path / "n") == []


def test_an_index_is_not_read_even_when_named(write, tmp_path):
    write("n/.tracuu/c.txt")
    (problem,) = problems(tmp_path / "n" / ".tracuu")
    assert problem.kind == "unreadable" and "is an index" in problem.reason


def test_unknown_suffixes_are_counted_in_a_folder_and_read_when_named(write, tmp_path):
    note = write("n/ghi chú.log")
    (problem,) = problems(tmp_path / "n")
    assert (problem.kind, problem.where) == ("ignored", str(note))
    assert keys(note) == ["ghi chú.log"]


def test_a_file_reached_twice_comes_once(write, tmp_path):
    path = write("n/a.txt")
    write("n/b.txt")
    assert keys(tmp_path / "n", path) == ["n/a.txt", "n/b.txt"]
    assert keys(path, tmp_path / "n") == ["a.txt", "n/b.txt"]


def test_one_path_need_not_be_in_a_list(write, tmp_path):
    path = write("a.txt")
    assert [s.key for s in find_sources(str(path), on_problem=pytest.fail)] == ["a.txt"]
    assert [s.key for s in find_sources(path, on_problem=pytest.fail)] == ["a.txt"]


def test_what_is_missing_is_reported_and_the_rest_goes_on(write, tmp_path):
    path = write("a.txt")
    found: list[Problem] = []
    sources = list(find_sources([tmp_path / "không có.txt", "a\0b", path], on_problem=found.append))
    assert [source.key for source in sources] == ["a.txt"]
    assert [problem.kind for problem in found] == ["unreadable"] * 2
    assert "No such file" in found[0].reason and "NUL" in found[1].reason


def test_a_deep_tree_does_not_exhaust_the_stack(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    depth = 300
    for _ in range(depth):
        Path("d").mkdir()
        os.chdir("d")
    Path("a.txt").write_text("Sâu")
    expected = ["/".join([tmp_path.name, *["d"] * depth, "a.txt"])]
    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(len(inspect.stack(0)) + depth // 2)
    try:
        assert keys(tmp_path) == expected
    finally:
        sys.setrecursionlimit(limit)


class TestPatterns:
    @pytest.fixture(autouse=True)
    def news(self, write, tmp_path, monkeypatch):
        for name in ("a.txt", "b.md", "x.log", "2024/c.txt", "2025/d.txt", "2025/sâu/e.txt", "2025/.f.txt"):
            write("news/" + name)
        monkeypatch.chdir(tmp_path)

    @pytest.mark.parametrize(
        ("pattern", "expected"),
        [
            ("news/*.txt", ["news/a.txt"]),
            ("news/**/*.txt", ["news/2024/c.txt", "news/2025/d.txt", "news/2025/sâu/e.txt", "news/a.txt"]),
            ("news/*/*.txt", ["news/2024/c.txt", "news/2025/d.txt"]),
            ("news/202[5-9]", ["news/2025/d.txt", "news/2025/sâu/e.txt"]),
            ("news/?.md", ["news/b.md"]),
            ("news/*.log", ["news/x.log"]),
            ("news/2025/**", ["2025/d.txt", "2025/sâu/e.txt"]),
            ("*/a.txt", ["{cwd}/news/a.txt"]),
        ],
    )
    def test_keys_are_those_of_the_plain_folder(self, pattern, expected, tmp_path):
        assert keys(pattern) == [key.format(cwd=tmp_path.name) for key in expected]

    def test_absolute_patterns(self, tmp_path):
        assert keys(str(tmp_path / "news" / "*.md")) == ["news/b.md"]

    @pytest.mark.parametrize("pattern", ["news/*.csv", "không/*.txt", "[.txt", "news/a.txt/*"])
    def test_a_pattern_without_a_match_is_a_problem(self, pattern):
        (problem,) = problems(pattern)
        assert (problem.where, problem.kind) == (pattern, "unreadable")

    def test_a_file_whose_name_looks_like_a_pattern(self, write):
        write("news/a[1].txt")
        assert keys("news/a[1].txt") == ["a[1].txt"]

    def test_it_looks_only_where_a_match_can_be(self, monkeypatch):
        seen = []
        scandir = os.scandir
        monkeypatch.setattr(walk_module.os, "scandir", lambda path: seen.append(Path(path).name) or scandir(path))
        assert keys("news/2024/*.txt", "news/*.txt") == ["2024/c.txt", "news/a.txt"]
        assert seen == ["2024", "news"]


class TestGitignore:
    def test_rules_of_the_folder_and_of_those_below(self, write, tmp_path):
        write("n/.gitignore", "*.tmp.txt\n/nháp/\n!giữ.tmp.txt\n")
        write("n/sub/.gitignore", "!b.tmp.txt\nc.txt\n")
        for name in (
            "a.tmp.txt",
            "giữ.tmp.txt",
            "nháp/x.txt",
            "sub/b.tmp.txt",
            "sub/c.txt",
            "sub/nháp/y.txt",
            "c.txt",
        ):
            write("n/" + name)
        assert keys(tmp_path / "n") == ["n/c.txt", "n/giữ.tmp.txt", "n/sub/b.tmp.txt", "n/sub/nháp/y.txt"]
        assert {(Path(p.where).name, p.kind) for p in problems(tmp_path / "n")} == {
            ("a.tmp.txt", "ignored"),
            ("nháp", "ignored"),
            ("c.txt", "ignored"),
        }

    def test_rules_of_the_repository_around(self, write, tmp_path):
        write("repo/.git/info/exclude", "riêng.txt\n")
        write("repo/.gitignore", "/data/news/cũ/\n*.bak.txt\n")
        write("repo/data/.gitignore", "!b.bak.txt\n")
        for name in ("cũ/x.txt", "a.bak.txt", "b.bak.txt", "riêng.txt", "c.txt"):
            write("repo/data/news/" + name)
        assert keys(tmp_path / "repo" / "data" / "news") == ["news/b.bak.txt", "news/c.txt"]

    def test_rules_above_count_only_in_a_repository(self, write, tmp_path):
        write(".gitignore", "*.txt\n")
        write("n/a.txt")
        assert keys(tmp_path / "n") == ["n/a.txt"]

    @pytest.mark.parametrize("rule", ["/build/", "build", "build/*"])
    def test_an_ignored_folder_that_is_named_is_read(self, write, tmp_path, rule):
        write("repo/.git/HEAD", "ref")
        write("repo/.gitignore", rule)
        write("repo/build/news/a.txt")
        assert keys(tmp_path / "repo" / "build" / "news") == ["news/a.txt"]
        assert keys(tmp_path / "repo" / "build" / "news" / "a.txt") == ["a.txt"]

    def test_a_rule_that_is_none(self, write, tmp_path):
        write("n/.gitignore", b"!\n/\nb.txt\r\n\xff\xfe\n")
        write("n/a.txt")
        write("n/b.txt")
        assert keys(tmp_path / "n") == ["n/a.txt"]

    def test_rules_that_cannot_be_read(self, write, tmp_path):
        (tmp_path / "n" / ".gitignore").mkdir(parents=True)
        write("n/a.txt")
        (problem,) = problems(tmp_path / "n")
        assert problem.kind == "note" and "not applied" in problem.reason
        assert keys(tmp_path / "n") == ["n/a.txt"]


class TestLinksAndSpecialFiles:
    def test_links(self, write, tmp_path):
        inside, outside = write("n/a.txt"), write("ngoài/b.txt")
        for name, target in {
            "trong.txt": inside,
            "ngoài.txt": outside,
            "thư mục": tmp_path / "ngoài",
            "vòng": tmp_path / "n",
            "cụt.txt": tmp_path / "n" / "không có",
        }.items():
            (tmp_path / "n" / name).symlink_to(target)
        assert keys(tmp_path / "n") == ["n/a.txt", "n/trong.txt"]
        found = {Path(p.where).name: (p.kind, p.reason) for p in problems(tmp_path / "n")}
        assert found["ngoài.txt"][0] == "unreadable" and "leads out" in found["ngoài.txt"][1]
        assert found["thư mục"][0] == found["vòng"][0] == "ignored"
        assert found["cụt.txt"] == ("unreadable", "cannot be read: No such file or directory")
        assert len(found) == 4

    def test_a_link_that_is_named_is_followed(self, write, tmp_path):
        write("n/a.txt")
        (tmp_path / "lối tắt").symlink_to(tmp_path / "n")
        assert keys(tmp_path / "lối tắt") == ["lối tắt/a.txt"]

    @pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no named pipes")
    def test_pipes_sockets_and_devices_are_not_opened(self, tmp_path, monkeypatch):
        monkeypatch.chdir(tmp_path)  # the path of a socket must be short
        Path("n").mkdir()
        os.mkfifo("n/ống.txt")
        with socket.socket(socket.AF_UNIX) as server:
            server.bind("n/s.txt")
            found = {Path(p.where).name: p.reason for p in problems("n", os.devnull)}
        assert "a pipe" in found["ống.txt"] and "a socket" in found["s.txt"] and "a device" in found["null"]


class TestPermissions:
    def test_a_folder_without_permission(self, write, tmp_path, monkeypatch):
        """Root may read everything, so the refusal is played."""
        write("n/kín/a.txt")
        write("n/mở/b.txt")
        scandir = os.scandir

        def refuse(path: str) -> object:
            if Path(path).name == "kín":
                raise PermissionError(13, "Permission denied", path)
            return scandir(path)

        monkeypatch.setattr(walk_module.os, "scandir", refuse)
        assert keys(tmp_path / "n") == ["n/mở/b.txt"]
        assert problems(tmp_path / "n") == [
            Problem(str(tmp_path / "n" / "kín"), "cannot be read: Permission denied", "unreadable")
        ]

    @pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read everything")
    def test_a_real_refusal(self, write, tmp_path):
        write("n/kín/a.txt")
        write("n/mở/b.txt")
        (tmp_path / "n" / "kín").chmod(0)
        try:
            assert keys(tmp_path / "n") == ["n/mở/b.txt"]
            assert "Permission denied" in problems(tmp_path / "n")[0].reason
        finally:
            (tmp_path / "n" / "kín").chmod(0o755)


@pytest.mark.skipif(os.name == "nt" or os.uname().sysname == "Darwin", reason="names there are Unicode")
def test_a_name_that_is_not_utf8_can_be_stored(tmp_path, read):
    folder = tmp_path / "n"
    folder.mkdir()
    Path(os.fsdecode(os.fsencode(folder) + b"/b\xe0i.txt")).write_text("Bài\nChữ", encoding="utf-8")
    article = read(folder).article
    assert article.id == "n/b\\xe0i.txt"
    article.path.encode("utf-8")
