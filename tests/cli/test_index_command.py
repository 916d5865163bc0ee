"""``index``: what it reads, what it says of what it cannot read, and its exit status."""

from __future__ import annotations

import gzip
import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tracuu.index import Article, ArticleIndex
from tracuu.search.cli.interrupt import Stopped

Run = Callable[..., Any]


def index(invoke: Run, where: Any, *arguments: str, **settings: Any) -> Any:
    return invoke(where, "index", "--no-words", *arguments, **settings)


def report(result: Any) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(result.stdout)
    return found


def test_a_folder_and_then_nothing_new(invoke: Run, empty: Any) -> None:
    texts = empty.folder / "bài viết"
    texts.mkdir()
    (texts / "một.txt").write_text("Bài một\n\nThân bài.", "utf-8")
    (texts / "hai.md").write_text("# Bài hai\n\nThân bài.", "utf-8")
    (texts / "ảnh.png").write_bytes(b"\x89PNG")
    first = index(invoke, empty, "bài viết")
    assert first.exit_code == 0
    assert first.stdout.startswith("2 articles added from 2 files in ")
    assert "; the index in .tracuu holds 2 articles. 1 file passed over (-v tells why)\n" in first.stdout
    assert first.stderr == ""
    again = index(invoke, empty, "bài viết")
    assert again.exit_code == 0
    assert again.stdout.startswith("nothing changed; the index in .tracuu holds 2 articles")


def test_changes_are_counted(invoke: Run, own: Any) -> None:
    lines = (own.folder / "articles.jsonl").read_text("utf-8").splitlines()
    changed = lines[1].replace("ngày Tết", "mùa xuân")
    added = '{"id": "mới", "title": "Bài mới"}'
    (own.folder / "articles.jsonl").write_text("\n".join([changed, *lines[2:], added, added]), "utf-8")
    result = index(invoke, own, "--json", "articles.jsonl")
    found = report(result)
    assert {name: found[name] for name in ("added", "updated", "unchanged", "removed", "refused")} == {
        "added": 1,
        "updated": 1,
        "unchanged": 4,
        "removed": 1,
        "refused": 1,
    }
    assert found["articles"] == 6
    assert "articles.jsonl: the id 'mới' stands twice in this source" in result.stderr


def test_what_is_gone_stays_until_prune(invoke: Run, own: Any) -> None:
    (own.folder / "articles.jsonl").unlink()
    (own.folder / "một.txt").write_text("Bài một", "utf-8")
    kept = index(invoke, own, ".")
    assert "1 file no longer there: --prune removes its articles" in kept.stdout
    assert report(index(invoke, own, "--prune", "--json", "."))["articles"] == 1


def test_rebuild_begins_anew_whatever_was_there(invoke: Run, own: Any) -> None:
    toc = max((own.folder / ".tracuu").glob("toc-*.json"))
    toc.write_text(toc.read_text().replace('"version": 3', '"version": 999'))
    refused = index(invoke, own, "articles.jsonl")
    assert refused.exit_code == 2
    assert "tracuu index --rebuild" in refused.stderr
    rebuilt = index(invoke, own, "--rebuild", "articles.jsonl")
    assert rebuilt.exit_code == 0
    assert rebuilt.stdout.startswith("6 articles added")


def test_a_rebuild_replaces_nothing_before_it_has_something(
    invoke: Run, own: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def one_new(target: ArticleIndex, paths: Any, *, report: Any, **_: Any) -> None:
        assert invoke(own, "show", "pho-bo").exit_code == 0, "meanwhile"
        target.add(Article(id="neu", title="Bài mới"))
        report.added = 1

    def stopped(*given: Any, **settings: Any) -> None:
        one_new(*given, **settings)
        raise Stopped

    for read, status in ((stopped, 130), (lambda *given, **settings: None, 2)):
        monkeypatch.setattr("tracuu.index.syncing.sync", read)
        assert index(invoke, own, "--rebuild", "--optimize", "articles.jsonl").exit_code == status
        assert invoke(own, "show", "pho-bo").exit_code == 0
    monkeypatch.setattr("tracuu.index.syncing.sync", one_new)
    assert index(invoke, own, "--rebuild", "articles.jsonl").exit_code == 0
    assert invoke(own, "show", "pho-bo").exit_code == 2
    assert invoke(own, "show", "neu").exit_code == 0


def test_a_slip_of_the_pen_destroys_and_makes_nothing(invoke: Run, own: Any, empty: Any) -> None:
    result = index(invoke, own, "--rebuild", "artcles.jsonl")
    assert result.exit_code == 2
    assert "tracuu: artcles.jsonl: cannot be read: No such file" in result.stderr
    assert invoke(own, "search", "quế").exit_code == 0
    assert index(invoke, empty, "nowhere").exit_code == 2
    assert index(invoke, empty, ".").exit_code == 2
    assert not (empty.folder / ".tracuu").exists()


def test_optimize_leaves_one_segment(invoke: Run, own: Any) -> None:
    index(invoke, own, "-", stdin="Bài thêm\n\nThân bài.")
    assert json.loads(invoke(own, "stats", "--json").stdout)["segments"] == 2
    assert index(invoke, own, "--optimize", "articles.jsonl").exit_code == 0
    assert json.loads(invoke(own, "stats", "--json").stdout)["segments"] == 1


def test_no_words_on_an_index_with_words_is_told(invoke: Run, empty: Any) -> None:
    assert invoke(empty, "index", "-").exit_code == 2  # made, with words, and left empty
    assert "--no-words counts for a new one" in index(invoke, empty, "-", stdin="Phở bò").stderr


def test_standard_input(invoke: Run, empty: Any) -> None:
    assert index(invoke, empty, "-", stdin='{"id": "1", "title": "Phở"}\n').exit_code == 0
    assert invoke(empty, "show", "1").stdout.startswith("Phở\n")


def test_quiet(invoke: Run, own: Any) -> None:
    (own.folder / "hỏng.txt").write_bytes(b"")
    result = index(invoke, own, "-q", "articles.jsonl", "hỏng.txt")
    assert result.exit_code == 0
    assert result.stdout == ""
    assert result.stderr.startswith("tracuu: hỏng.txt: is empty")


def test_without_a_path_there_is_an_example(invoke: Run, empty: Any) -> None:
    result = index(invoke, empty)
    assert result.exit_code == 2
    assert "for example: tracuu index ~/bai-viet" in result.stderr


def test_an_index_that_is_being_written_is_2(invoke: Run, own: Any) -> None:
    from tracuu.index import ArticleIndex

    with ArticleIndex(own.folder / ".tracuu") as busy:
        assert busy.writer
        result = index(invoke, own, "--rebuild", "articles.jsonl")
        assert result.exit_code == 2
        assert "somebody else is writing to .tracuu" in result.stderr
    assert invoke(own, "search", "quế").exit_code == 0


BAD = {
    "rỗng.txt": (b"", "is empty"),
    "nhị-phân.txt": (bytes(range(256)) * 40, ""),
    "không-phải.txt.gz": (b"not compressed", ""),
    "không-phải.json": (b'{"title": ', ""),
    "không-có": (None, ""),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_alone_is_2_and_beside_a_good_one_is_0(invoke: Run, empty: Any, name: str) -> None:
    content, reason = BAD[name]
    if content is not None:
        (empty.folder / name).write_bytes(content)
    (empty.folder / "tốt.txt").write_text("Bài tốt\n\nThân bài.", "utf-8")
    both = index(invoke, empty, name, "tốt.txt")
    assert both.exit_code == 0
    (line,) = both.stderr.splitlines()
    assert line.startswith(f"tracuu: {name}")
    assert reason in line
    assert "1 file could not be read" in both.stdout
    (empty.folder / "tốt.txt").unlink()
    alone = index(invoke, empty, "--rebuild", name)
    assert alone.exit_code == 2
    assert "nothing was indexed, for the reasons above" in alone.stderr or "nothing to index" in alone.stderr
    assert alone.stdout == ""


def test_what_stands_before_the_damage_is_taken(invoke: Run, empty: Any) -> None:
    lines = "".join(f'{{"id": "{number}", "title": "Bài số {number}"}}\n' for number in range(20_000))
    whole = gzip.compress(lines.encode())
    (empty.folder / "hỏng.jsonl.gz").write_bytes(whole[: len(whole) // 2])
    result = index(invoke, empty, "--json", "hỏng.jsonl.gz")
    assert result.exit_code == 0
    assert result.stderr.startswith("tracuu: hỏng.jsonl.gz: ")
    assert 0 < report(result)["added"] < 20_000


def test_a_folder_without_a_text_is_2(invoke: Run, empty: Any) -> None:
    result = index(invoke, empty, ".")
    assert result.exit_code == 2
    assert "there is nothing to index" in result.stderr


def test_a_long_line_is_an_article(invoke: Run, empty: Any) -> None:
    (empty.folder / "dài.txt").write_text("nghiêng " * 330_000 + "cuối", "utf-8")
    assert index(invoke, empty, "dài.txt").exit_code == 0
    snippet = json.loads(invoke(empty, "search", "--jsonl", "cuối").stdout)["snippets"][0]
    assert len(snippet["text"]) < 500


def test_text_that_is_not_utf_8_is_read_with_a_note(invoke: Run, empty: Any) -> None:
    (empty.folder / "cũ.txt").write_bytes("Tiếng Việt".encode("utf-16"))
    assert "tracuu: cũ.txt: not UTF-8: read as utf-16-le" in index(invoke, empty, "cũ.txt").stderr
    (empty.folder / "cũ.txt").write_bytes("Bánh mì Sài Gòn, bánh chưng Hà Nội. ".encode("cp1258", "replace") * 9)
    assert "tracuu: cũ.txt: " in index(invoke, empty, "cũ.txt").stderr


def test_bad_dates_and_repeated_ids_are_told_by_line(invoke: Run, empty: Any) -> None:
    records = [
        {"id": "1", "title": "Một", "date": "hôm kia"},
        {"id": "2", "title": "Hai"},
        {"id": "2", "title": "Hai nữa"},
        {"id": "3"},
    ]
    (empty.folder / "tin.jsonl").write_text("\n".join(map(json.dumps, records)), "utf-8")
    result = index(invoke, empty, "-v", "--json", "tin.jsonl")
    found = report(result)
    assert (found["added"], found["refused"]) == (2, 2)
    assert "hôm kia" in result.stderr
    assert "'2' stands twice" in result.stderr
    assert json.loads(invoke(empty, "show", "--json", "1").stdout)["date"] is None


def test_many_problems_are_cut_short_without_v(invoke: Run, empty: Any) -> None:
    (empty.folder / "tốt.txt").write_text("Bài tốt", "utf-8")
    for number in range(30):
        (empty.folder / f"rỗng{number}.txt").touch()
    lines = index(invoke, empty, ".").stderr.splitlines()
    assert len(lines) == 21
    assert lines[-1] == "... and 10 more; -v shows all"
    assert len(index(invoke, empty, "-v", ".").stderr.splitlines()) == 30


def test_a_folder_that_may_not_be_read_is_told(invoke: Run, empty: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Root may read everything, so the refusal is made up."""
    (empty.folder / "tin" / "kín").mkdir(parents=True)
    (empty.folder / "tin" / "mở.txt").write_text("Bài mở", "utf-8")
    real = os.scandir

    def refuse(path: str) -> Iterator[os.DirEntry[str]]:
        if Path(path).name == "kín":
            raise PermissionError(13, "Permission denied")
        return real(path)

    monkeypatch.setattr(os, "scandir", refuse)
    result = index(invoke, empty, "tin")
    assert result.exit_code == 0
    assert "tracuu: tin/kín: cannot be read: Permission denied\n" in result.stderr


def test_an_index_inside_the_folder_is_not_read(invoke: Run, empty: Any) -> None:
    (empty.folder / "a.txt").write_text("Bài", "utf-8")
    for _ in range(2):
        assert "1 article" in index(invoke, empty, "--index", "kho", ".").stdout
        (empty.folder / "a.txt").write_text("Bài đã sửa", "utf-8")


def test_an_index_that_cannot_be_written_is_2(invoke: Run, empty: Any) -> None:
    (empty.folder / "file").touch()
    (empty.folder / "a.txt").write_text("Bài", "utf-8")
    result = index(invoke, empty, "--index", "file/index", "a.txt")
    assert result.exit_code == 2
    assert result.stderr.startswith("tracuu: cannot write to file/index")


def test_removed_without_reading_anything(invoke: Run, own: Any) -> None:
    (own.folder / "articles.jsonl").unlink()
    result = index(invoke, own, "--prune", ".")
    assert result.stdout.startswith("6 articles removed in ")


def test_an_index_among_the_articles_does_not_read_itself(invoke: Run, empty: Any) -> None:
    (empty.folder / "phở.txt").write_text("Phở bò\n\nNước dùng trong.", "utf-8")
    for _ in range(2):
        result = invoke(empty, "index", "--index", ".", ".")
        assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.startswith("nothing changed; the index in . holds 1 article")
