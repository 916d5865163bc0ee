"""``names``, ``suggest``, ``stats``, ``analyze``, ``delete``."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]


def test_names(invoke: Run, odd: Any) -> None:
    result = invoke(odd, "names", "tran", "van")
    assert (result.exit_code, result.stdout) == (0, "2  Trần Văn Đạt\n")
    assert json.loads(invoke(odd, "names", "--json", "tran van").stdout) == {
        "query": "tran van",
        "relaxed": False,
        "names": [{"name": "Trần Văn Đạt", "articles": 2, "key": "trần văn đạt"}],
    }
    lines = invoke(odd, "names", "--jsonl", "nha").stdout.splitlines()
    assert all(json.loads(line)["articles"] > 0 for line in lines)


def test_names_say_when_the_marks_are_others(invoke: Run, odd: Any) -> None:
    result = invoke(odd, "names", "Trần Vân Đạt")
    assert result.stdout == "2  Trần Văn Đạt\n"
    assert "no name has the marks of “Trần Vân Đạt”" in result.stderr


def test_no_such_name_is_1(invoke: Run, odd: Any) -> None:
    result = invoke(odd, "names", "Xyzzyq")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "Xyzzyq" in result.stderr


def test_suggest(invoke: Run, odd: Any) -> None:
    result = invoke(odd, "suggest", "trần", "v")
    assert result.exit_code == 0
    assert "2  Trần Văn Đạt" in result.stdout.splitlines()
    found = json.loads(invoke(odd, "suggest", "--json", "tran v").stdout)
    assert {"text": "Trần Văn Đạt", "articles": 2} in found["suggestions"]
    lines = invoke(odd, "suggest", "--jsonl", "tran v").stdout.splitlines()
    assert [json.loads(line) for line in lines] == found["suggestions"]


def test_nothing_to_suggest_is_1(invoke: Run, odd: Any) -> None:
    result = invoke(odd, "suggest", "xyzzyq")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "nothing in the index begins with “xyzzyq”" in result.stderr


def test_stats(invoke: Run, odd: Any) -> None:
    figures = json.loads(invoke(odd, "stats", "--json").stdout)
    assert (figures["index"], figures["articles"], figures["deleted"]) == (".tracuu", 6, 0)
    assert figures["dates"] == ["2020-02-10", "2024-03-09"]
    assert json.loads(invoke(odd, "stats", "--jsonl").stdout) == figures
    lines = invoke(odd, "stats").stdout.splitlines()
    assert lines[0] == "index in .tracuu"
    assert ["articles", "6"] in [line.split() for line in lines]
    assert lines[-1] == "dates  2020-02-10 to 2024-03-09"


def test_analyze(invoke: Run, empty: Any) -> None:
    text = "Ông Bùi Thanh Sơn thăm thuỷ điện Hoà Bình"
    found = json.loads(invoke(empty, "analyze", "--json", *text.split()).stdout)
    assert found["text"] == text
    tokens = found["tokens"]
    assert [text[token["start"] : token["end"]] for token in tokens] == text.split()
    assert [token["written"] for token in tokens] == text.split()
    assert [token["term"] for token in tokens][5:] == ["thủy", "điện", "hòa", "bình"]
    assert [token["folded"] for token in tokens][:4] == ["ong", "bui", "thanh", "son"]
    assert [token["word"] for token in tokens][5:7] == ["thủy_điện", "thủy_điện"]
    assert found["names"][0] == {"name": "Bùi Thanh Sơn", "start": 4, "end": 17}
    lines = invoke(empty, "analyze", "--jsonl", text).stdout.splitlines()
    assert [json.loads(line) for line in lines] == tokens


def test_analyze_without_words(invoke: Run, empty: Any) -> None:
    result = invoke(empty, "analyze", "--no-words", "-", stdin="Phở\n34-NQ/TW")
    lines = result.stdout.splitlines()
    assert lines[0].split() == ["position", "start", "end", "written", "term", "folded", "kind"]
    assert lines[1].split() == ["0", "0", "3", "Phở", "phở", "pho", "word"]
    assert lines[2].split() == ["1", "4", "6", "34", "34", "34", "document"]


@pytest.mark.parametrize("text", ["", "?!", "\n\n"])
def test_a_text_without_a_word_is_1(invoke: Run, empty: Any, text: str) -> None:
    assert invoke(empty, "analyze", "--no-words", "-", stdin=text).exit_code == 1
    assert json.loads(invoke(empty, "analyze", "--json", "-", stdin=text).stdout)["tokens"] == []


def test_delete(invoke: Run, own: Any) -> None:
    result = invoke(own, "delete", "pho-bo", "không-có")
    assert result.exit_code == 0
    assert result.stdout == "1 article deleted; the index holds 5 articles\n"
    assert "tracuu: no article has the id 'không-có'" in result.stderr
    assert invoke(own, "show", "pho-bo").exit_code == 2
    assert invoke(own, "search", "quế").exit_code == 1


def test_delete_of_nothing_is_1_and_changes_nothing(invoke: Run, own: Any) -> None:
    before = invoke(own, "stats", "--json").stdout
    assert invoke(own, "delete", "pho-bo2").exit_code == 1
    assert invoke(own, "stats", "--json").stdout == before


def test_delete_what_a_search_found(invoke: Run, own: Any) -> None:
    found = invoke(own, "search", "--jsonl", 'tag:"ẩm thực"', "nước dùng").stdout.splitlines()
    ids = "".join(json.loads(line)["id"] + "\n" for line in found)
    result = invoke(own, "delete", "--json", "-", stdin=ids)
    assert json.loads(result.stdout) == {"deleted": ids.split(), "missing": [], "articles": 6 - len(found)}
    lines = invoke(own, "delete", "--jsonl", "nfd", "pho-bo").stdout.splitlines()
    assert [json.loads(line) for line in lines] == [
        {"id": "nfd", "deleted": True},
        {"id": "pho-bo", "deleted": False},
    ]


@pytest.mark.parametrize(
    "arguments",
    [
        ["search", "x"],
        ["show", "x"],
        ["names", "x"],
        ["suggest", "x"],
        ["explain", "x", "y"],
        ["stats"],
        ["delete", "x"],
    ],
)
def test_without_an_index_each_says_how_to_make_one(invoke: Run, empty: Any, arguments: list[str]) -> None:
    result = invoke(empty, *arguments)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert result.stderr == 'tracuu: no index in .tracuu: run "tracuu index PATH..." first\n'


def test_the_index_is_found_upwards_by_option_and_by_environment(invoke: Run, own: Any, empty: Any) -> None:
    there = str(own.folder / ".tracuu")
    (own.folder / "a" / "b").mkdir(parents=True)
    below = type(own)(own.folder / "a" / "b")
    for result in (
        invoke(below, "search", "quế"),
        invoke(empty, "search", "--index", there, "quế"),
        invoke(empty, "search", "quế", TRACUU_INDEX=there),
    ):
        assert result.exit_code == 0


def test_an_error_of_the_system_is_2_and_one_line(invoke: Run, own: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: Path, *given: Any) -> int:
        if str(path).endswith(".json"):
            raise PermissionError(13, "Permission denied", str(path))
        return real(path, *given)

    real = os.open
    monkeypatch.setattr(os, "open", refuse)
    result = invoke(own, "search", "phở")
    assert result.exit_code == 2
    assert result.stderr.startswith("tracuu: cannot read .tracuu/toc-1.json: Permission denied")
    assert result.stderr.count("\n") == 1


def test_a_damaged_index_is_2_and_says_what_to_do(invoke: Run, own: Any) -> None:
    segment = next((own.folder / ".tracuu").glob("*.segment"))
    segment.write_bytes(segment.read_bytes()[: segment.stat().st_size // 2])
    result = invoke(own, "search", "phở")
    assert result.exit_code == 2
    assert result.stderr.startswith("tracuu: ")
    assert "--rebuild" in result.stderr


def test_a_lack_of_memory_is_an_error_and_no_answer(invoke: Run, own: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def exhausted(*given: Any, **settings: Any) -> None:
        raise MemoryError("Unable to allocate 4.00 GiB for an array")

    monkeypatch.setattr("tracuu.search.searcher.Searcher.search", exhausted)
    result = invoke(own, "search", "phở")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith("tracuu: not enough memory for this; what was committed is untouched")
