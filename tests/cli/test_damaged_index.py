"""``tracuu verify`` and ``tracuu recover``, and what is said of an index of which the last commit is damaged."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tracuu.index import Article, ArticleIndex
from tracuu.index.arrays import ArrayFile

Run = Callable[..., Any]


@pytest.fixture
def large(own: Any) -> Any:
    """With articles that do not fit into one block, in the newest of two commits."""
    with ArticleIndex(own.folder / ".tracuu") as index:
        for number in range(4):
            index.add(Article(id=f"bài {number}", title="Mới", body="".join(map(chr, range(0x3400, 0x5400)))))
    return own


def newest_segment(where: Any) -> Path:
    return max((where.folder / ".tracuu").glob("*.segment"), key=lambda path: path.stat().st_mtime_ns)


def damage(path: Path, at: int) -> None:
    data = bytearray(path.read_bytes())
    data[at] ^= 1
    path.unlink()
    path.write_bytes(data)


def test_a_whole_index(invoke: Run, own: Any) -> None:
    result = invoke(own, "verify")
    assert result.exit_code == 0
    assert result.stdout.startswith("the index in .tracuu is whole: 5 files (")
    record = json.loads(invoke(own, "verify", "--json").stdout)
    assert record["whole"] is True
    assert record["bytes"] == sum(path.stat().st_size for path in (own.folder / ".tracuu").glob("*-*"))


def test_one_article_that_is_lost(invoke: Run, large: Any) -> None:
    path = newest_segment(large)
    place = ArrayFile(path).place("stored.blob")
    damage(path, (place.start + place.stop) // 2)
    result = invoke(large, "verify", "--json")
    assert result.exit_code == 1
    record = json.loads(result.stdout)
    assert list(record["damaged"]) == [path.name]
    assert 1 <= len(record["unreadable"]) < 4
    assert set(record["unreadable"]) <= {f"bài {number}" for number in range(4)}
    assert record["unsearchable"] == 4 - len(record["unreadable"])
    text = invoke(large, "verify").stdout
    assert f"  {path.name} differs from what was written (at byte" in text
    assert f"articles that are lost: {len(record['unreadable'])}\n  bài" in text
    assert '"tracuu recover" saves' in text

    saved = invoke(large, "recover", ".tracuu", "saved", "--json")
    assert saved.exit_code == 0
    report = json.loads(saved.stdout)
    assert report["lost"] == record["unreadable"]
    assert report["saved"] == 10 - len(report["lost"])
    with ArticleIndex(large.folder / "saved") as index:
        before = ArticleIndex(large.folder / ".tracuu")
        for article in index:
            assert article == before.get(article.id)
        assert index.reader.origin(index.reader.number_of("pho-bo")) == "./articles.jsonl"
    text = invoke(large, "recover", ".tracuu", "again").stdout
    assert text.startswith(f"{report['saved']} articles saved; the index is in again\nlost: {len(report['lost'])}\n")


@pytest.mark.filterwarnings("default::tracuu.index.opening.DamagedIndexWarning")
def test_the_commit_before_is_shown_and_that_is_said(invoke: Run, large: Any) -> None:
    path = newest_segment(large)
    whole = path.read_bytes()
    path.unlink()
    path.write_bytes(whole[:-1])
    result = invoke(large, "search", "quế")
    assert result.exit_code == 0
    assert result.stderr.endswith("(generation 1)\n1 article matches\n")
    assert f"{path.name} is cut short" in result.stderr
    text = invoke(large, "recover", ".tracuu", "saved").stdout
    assert text.startswith("6 articles saved")
    assert f"lost:\n  (4 articles of {path.name}, whose ids are lost too)" in text


def test_the_newest_table_of_contents_is_gone(invoke: Run, large: Any) -> None:
    (large.folder / ".tracuu" / "toc-2.json").write_text("")
    verified = json.loads(invoke(large, "verify", "--json").stdout)
    assert verified["damaged"] == {"toc-2.json": "is empty"}
    report = json.loads(invoke(large, "recover", ".tracuu", "saved", "--json").stdout)
    assert (report["saved"], report["older"], report["lost"]) == (10, 6, [])


def test_a_rebuilt_index_is_whole_though_its_reserve_is_not(invoke: Run, large: Any) -> None:
    path = newest_segment(large)
    damage(path, path.stat().st_size // 2)
    assert invoke(large, "verify").exit_code == 1
    assert invoke(large, "index", "--rebuild", "articles.jsonl").exit_code == 0
    result = invoke(large, "verify")
    assert result.exit_code == 0
    first, *others = result.stdout.splitlines()
    assert first.startswith("the index in .tracuu is whole: ")
    assert others[0] == "the commit before it, kept in reserve, is damaged; the next commit takes its place:"
    assert others[1].startswith(f"  {path.name} differs")
    assert json.loads(invoke(large, "verify", "--json").stdout)["whole"] is True


def test_segments_that_no_commit_names(invoke: Run, large: Any) -> None:
    name = newest_segment(large).name
    (large.folder / ".tracuu" / "toc-2.json").unlink()
    result = invoke(large, "verify")
    assert result.exit_code == 0
    assert name in map(str.strip, result.stdout.partition("was damaged or deleted):\n")[2].splitlines())
    text = invoke(large, "recover", ".tracuu", "named").stdout
    assert text.startswith("6 articles saved; the index is in named\n1 segment is named by no commit: --unnamed takes")
    text = invoke(large, "recover", "--unnamed", ".tracuu", "all").stdout
    assert text.startswith("10 articles saved; the index is in all\n")


def test_nothing_can_be_saved(invoke: Run, own: Any) -> None:
    path = newest_segment(own)
    path.unlink()
    assert invoke(own, "recover", ".tracuu", "saved").exit_code == 1
    assert invoke(own, "recover", "nowhere", "saved").exit_code == 2
    assert invoke(own, "recover", ".tracuu", "saved").exit_code == 2, "there is an index already"


def test_ctrl_c(invoke: Run, own: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(directory: Path) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("tracuu.search.cli.verify.verify_index", interrupted)
    result = invoke(own, "verify")
    assert (result.exit_code, result.stdout) == (130, "")
    assert result.stderr == "tracuu: interrupted; not all files were checked\n"
