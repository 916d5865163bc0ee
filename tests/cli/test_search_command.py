"""``search``, ``show``, ``explain``: what they print, and their exit status."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

Run = Callable[..., Any]


def test_the_issues_example(invoke: Run, seeds: Any) -> None:
    result = invoke(seeds, "search", "bui", "thanh", "son")
    assert result.exit_code == 0
    assert "[Bùi Thanh Sơn]" in result.stdout
    assert "match" in result.stderr
    assert "match" not in result.stdout


def test_quotation_marks_of_the_shell_make_no_difference(invoke: Run, seeds: Any) -> None:
    assert invoke(seeds, "search", "hội", "nghị").stdout == invoke(seeds, "search", "hội nghị").stdout


def test_json_is_one_document(invoke: Run, odd: Any) -> None:
    result = invoke(odd, "search", "--json", "--facet", "tag", "nước dùng quế")
    found = json.loads(result.stdout)
    assert (found["query"], found["total"], found["partial"], found["offset"]) == ("nước dùng quế", 1, 1, 0)
    matches = {hit["id"]: hit["match"] for hit in found["hits"]}
    assert list(matches.items()) == [("pho-bo", "full"), ("bun-thang", "partial")]
    assert found["facets"] == {"tag": [{"value": "Hà Nội", "articles": 1}, {"value": "ẩm thực", "articles": 1}]}
    hit = found["hits"][0]
    assert (hit["date"], hit["source"], hit["authors"]) == ("2024-03-09", "Bếp Nhà", ["Lê Thị Mai"])
    assert (hit["tags"], hit["url"]) == (["ẩm thực", "Hà Nội"], "https://example.org/pho-bo?a=1&b=2")
    assert hit["path"].endswith("articles.jsonl")
    assert result.stderr == ""


def test_highlights_are_offsets_into_what_stands_beside_them(invoke: Run, odd: Any) -> None:
    hit = json.loads(invoke(odd, "search", "--jsonl", "nuoc dung que").stdout.splitlines()[0])
    snippet = hit["snippets"][0]
    written = [snippet["text"][start:end] for start, end in snippet["highlights"]]
    assert written[0] == "Nước dùng"
    assert "quế" in written
    article = json.loads(invoke(odd, "show", "--json", hit["id"]).stdout)
    assert article["body"][snippet["start"] : snippet["end"]] == snippet["text"]


def test_jsonl_is_a_line_for_each_hit(invoke: Run, odd: Any) -> None:
    result = invoke(odd, "search", "--jsonl", "nước")
    hits = [json.loads(line) for line in result.stdout.splitlines()]
    assert len(hits) == 4
    assert all({"id", "title", "score", "match", "snippets"} <= hit.keys() for hit in hits)
    assert "4 articles match" in result.stderr


def test_relaxations_are_told(invoke: Run, odd: Any) -> None:
    sentence = "“trần vân đạt” stands nowhere; marks were left off: Trần Văn Đạt (2)"
    assert sentence in invoke(odd, "search", "Trần Vân Đạt").stderr
    relaxed = json.loads(invoke(odd, "search", "--json", "Trần Vân Đạt").stdout)["relaxed"]
    assert relaxed == [
        {
            "kind": "marks",
            "text": "trần vân đạt",
            "readings": [{"text": "Trần Văn Đạt", "articles": 2}],
            "message": sentence,
        }
    ]


@pytest.mark.parametrize("form", [[], ["--json"], ["--jsonl"], ["--format", "html"], ["--format", "markdown"]])
def test_nothing_found_is_1(invoke: Run, odd: Any, form: list[str]) -> None:
    result = invoke(odd, "search", *form, "xyzzyq")
    assert result.exit_code == 1
    if form in ([], ["--jsonl"]):
        assert result.stdout == ""
        assert "nothing found for “xyzzyq”" in result.stderr
    if form == ["--json"]:
        assert json.loads(result.stdout)["hits"] == []


def test_marks(invoke: Run, odd: Any) -> None:
    assert invoke(odd, "search", "--marks", "exact", "tran van dat").exit_code == 1
    assert invoke(odd, "search", "--marks", "exact", "trần văn đạt").exit_code == 0
    assert invoke(odd, "search", "--marks", "ignore", "trân vàn đát").exit_code == 0


def ids(result: Any) -> list[str]:
    return [json.loads(line)["id"] for line in result.stdout.splitlines()]


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        (["--sort", "date"], ["pho-bo", "bun-thang", "thuy-dien", "nfd"]),
        (["--sort", "-date"], ["nfd", "thuy-dien", "bun-thang", "pho-bo"]),
        (["--sort", "title"], ["bun-thang", "nfd", "pho-bo", "thuy-dien"]),
        (["--sort", "date", "-n", "2"], ["pho-bo", "bun-thang"]),
        (["--sort", "date", "-n", "3", "--page", "2"], ["nfd"]),
        (["--sort", "date", "--since", "2023"], ["pho-bo", "bun-thang"]),
        (["--sort", "date", "--until", "11/2022"], ["thuy-dien", "nfd"]),
        (["--sort", "date", "--since", "2022", "--until", "2022-12-31"], ["thuy-dien"]),
        (["--tag", "tet"], ["bun-thang"]),
        (["--tag", "ẩm thực", "--tag", "Hà Nội"], ["pho-bo"]),
        (["--sort", "date", "--source", "Bếp Nhà", "--source", "năng lượng"], ["pho-bo", "bun-thang"]),
        (["--author", "le thi mai"], ["pho-bo"]),
        (["--sort", "date", "-n1", "--path", "articles.jsonl"], ["pho-bo"]),
        (["--path", "elsewhere"], []),
    ],
)
def test_order_pages_and_filters(invoke: Run, odd: Any, options: list[str], expected: list[str]) -> None:
    result = invoke(odd, "search", "--jsonl", *options, "nước")
    assert ids(result) == expected
    assert result.exit_code == (0 if expected else 1)


def test_number_and_length_of_passages(invoke: Run, odd: Any) -> None:
    def passages(*options: str) -> list[str]:
        line = invoke(odd, "search", "--jsonl", *options, "nước", "id:pho-bo").stdout
        return [snippet["text"] for snippet in json.loads(line)["snippets"]]

    assert passages("--snippets", "0") == []
    assert len(passages("--snippets", "3", "--width", "40")) > 1
    assert max(map(len, passages("--width", "40"))) < 60 < len(passages("--width", "150")[0])


def test_a_query_may_begin_with_a_minus(invoke: Run, odd: Any) -> None:
    assert "bun-thang" not in ids(invoke(odd, "search", "--jsonl", "--", "-tết", "nước"))
    assert invoke(odd, "search", "--jsonl", "-tết", "nước").exit_code == 2


def test_explain_beside_each_hit(invoke: Run, odd: Any) -> None:
    hit = json.loads(invoke(odd, "search", "--jsonl", "--explain", "quế").stdout)
    assert hit["explanation"]["score"] == pytest.approx(hit["score"], abs=1e-5)
    assert "tf in field" in invoke(odd, "search", "--explain", "quế").stdout


@pytest.mark.parametrize(
    ("query", "reason"),
    [
        (["???"], "has no word to look up"),
        ([""], "has no word to look up"),
        (["a" * 100_000], "more than 10,000"),
        (["--since", "hôm qua", "phở"], "'hôm qua' is not a date"),
        (["--until", "2021-13", "phở"], "'2021-13' is not a date"),
    ],
)
def test_a_query_that_cannot_be_answered_is_2(invoke: Run, odd: Any, query: list[str], reason: str) -> None:
    result = invoke(odd, "search", *query)
    assert result.exit_code == 2
    assert result.stderr.startswith("tracuu: ")
    assert reason in result.stderr
    assert result.stdout == ""


QUERIES = "nước dùng\n\n???\nxyzzyq\n"


def test_queries_from_standard_input_as_lines(invoke: Run, odd: Any) -> None:
    result = invoke(odd, "search", "--jsonl", "-n", "1", "-", stdin=QUERIES)
    answers = [json.loads(line) for line in result.stdout.splitlines()]
    assert [answer["query"] for answer in answers] == ["nước dùng", "???", "xyzzyq"]
    assert [len(answer.get("hits", "?")) for answer in answers] == [1, 1, 0]
    assert "no word to look up" in answers[1]["error"]
    assert "tracuu: line 3: " in result.stderr
    assert result.exit_code == 2
    assert json.loads(invoke(odd, "search", "--json", "-n1", "-", stdin=QUERIES).stdout) == {"answers": answers}


def test_queries_from_standard_input_for_people(invoke: Run, odd: Any) -> None:
    result = invoke(odd, "search", "-", stdin="phở\nxyzzyq\n")
    assert result.exit_code == 0
    assert "== phở\n" in result.stdout
    assert "nothing found for “xyzzyq”" in result.stderr
    assert invoke(odd, "search", "-", stdin="xyzzyq\n").exit_code == 1
    assert invoke(odd, "search", "-", stdin=b"ph\xe1\xbb\n").exit_code in (0, 1)


def test_show(invoke: Run, odd: Any) -> None:
    result = invoke(odd, "show", "pho-bo")
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    assert lines[:4] == [
        "Phở bò, món nước của người Hà Nội",
        "2024-03-09 · Bếp Nhà · Lê Thị Mai · #ẩm thực, #Hà Nội",
        "https://example.org/pho-bo?a=1&b=2",
        "articles.jsonl · id pho-bo",
    ]
    assert lines[4] == lines[6] == ""
    assert lines[7].startswith("Bánh phở chỉ trụng")


def test_show_highlights_what_a_search_would(invoke: Run, odd: Any) -> None:
    shown = invoke(odd, "show", "--highlight", "Trần Vân Đạt", "nfd").stdout
    assert shown.count("[") == 1
    record = json.loads(invoke(odd, "show", "--json", "--highlight", "nuoc", "pho-bo").stdout)
    written = {record["body"][start:end].lower() for start, end in record["body_highlights"]}
    assert written == {"nước"}
    assert [record["title"][start:end] for start, end in record["title_highlights"]] == ["nước"]


def test_show_of_an_unknown_article_is_2(invoke: Run, odd: Any) -> None:
    result = invoke(odd, "show", "không-có")
    assert result.exit_code == 2
    assert "tracuu: no article has the id 'không-có'" in result.stderr


def test_contributions_add_up_to_the_score(invoke: Run, odd: Any) -> None:
    score = json.loads(invoke(odd, "search", "--jsonl", "-n1", "nước", "dùng").stdout)["score"]
    found = json.loads(invoke(odd, "explain", "--json", "nước", "dùng", "pho-bo").stdout)
    assert sum(term["score"] for term in found["contributions"]) == pytest.approx(found["score"])
    assert found["score"] == pytest.approx(score, abs=1e-5)
    table = invoke(odd, "explain", "nước", "dùng", "pho-bo").stdout.splitlines()
    assert table[0].split()[:3] == ["score", "view", "term"]
    assert table[-1].split() == [f"{found['score']:.4f}", "sum"]
    assert len(table) == len(found["contributions"]) + 2


def test_explain_of_what_does_not_match_is_1(invoke: Run, odd: Any) -> None:
    result = invoke(odd, "explain", "quế", "han-tu")
    assert result.exit_code == 1
    assert "holds nothing that the query asks for" in result.stderr
    assert invoke(odd, "explain", "quế", "không-có").exit_code == 2


def test_keystrokes_are_read_and_said(invoke: Run, seeds: Any) -> None:
    assert "read as Telex: “Bùi Thanh Sơn”" in invoke(seeds, "search", "Buif", "Thanh", "Sown").stderr
    read = json.loads(invoke(seeds, "search", "--json", "Buif Thanh Sown").stdout)
    assert read["keystrokes"] == {"method": "telex", "text": "Bùi Thanh Sơn"}
    literal = json.loads(invoke(seeds, "search", "--keystrokes", "off", "--json", "Buif Thanh Sown").stdout)
    assert literal["keystrokes"] is None


def test_a_mended_query_is_one_keystroke_away(invoke: Run, seeds: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tracuu.search.cli.mending._is_interactive", lambda: True)
    for key, found in (("\r", True), ("q", False)):
        monkeypatch.setattr("click.getchar", lambda key=key: key)
        result = invoke(seeds, "search", "ngoạii")
        assert "press Enter to search for “ngoại”" in result.stderr
        assert ("[ngoại" in result.stdout, result.exit_code) == (found, 0 if found else 1)


def test_no_query_at_all(invoke: Run, odd: Any) -> None:
    result = invoke(odd, "search", "-", stdin="\n \n")
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == "no query was read from standard input: one is expected on each line\n"
    assert json.loads(invoke(odd, "search", "--json", "-", stdin="").stdout) == {"answers": []}
