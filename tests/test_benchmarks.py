"""The benchmark of speed: its arithmetic, its safeguards, and the whole command on a corpus made up here."""

from __future__ import annotations

import doctest
import json
import lzma
import os
import random
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

for peer in ("tantivy", "bm25s", "matplotlib"):
    pytest.importorskip(peer)

ROOT = Path(__file__).resolve().parents[1]
sys.path.append(str(ROOT))  # the benchmarks are not installed

from benchmarks.speed.contest import WrongAnswerError, check_totals  # noqa: E402
from benchmarks.speed.corpus import Corpus, Record, grown, read_records, shuffled  # noqa: E402
from benchmarks.speed.engines import Ask, Kind  # noqa: E402
from benchmarks.speed.measures import Figures  # noqa: E402
from benchmarks.speed.processes import Cost, run  # noqa: E402
from benchmarks.speed.query_sets import NAME_ARTICLES, draw  # noqa: E402
from benchmarks.speed.report import write_section  # noqa: E402
from benchmarks.speed.rows import Row, rows  # noqa: E402
from benchmarks.speed.timing import Latency, race  # noqa: E402

SYLLABLES = "bánh phở nước dùng trong thịt bò gà quê hành hoa đường phố sáng chiều người bán hàng rong khách ăn".split()
NAMES = ("Lê Thị Hòa", "Trần Văn Đông", "Nguyễn Mai", "Hà Nội", "Đà Nẵng")


def made_up(count: int) -> list[dict[str, str]]:
    rng = random.Random(7)

    def sentence() -> str:
        words = rng.choices(SYLLABLES, k=rng.randint(6, 14))
        return f"{' '.join(words[:3]).capitalize()} {rng.choice(NAMES)} {' '.join(words[3:])}, 5.600 đồng."

    return [
        {
            "id": f"bài/{number}",
            "title": " ".join(rng.sample(SYLLABLES, 6)).capitalize(),
            "abstract": sentence(),
            "body": "\n".join(sentence() for _ in range(rng.randint(2, 6))),
        }
        for number in range(count)
    ]


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("corpus") / "made-up.jsonl.xz"
    with lzma.open(path, "wt", encoding="utf-8") as file:
        file.writelines(json.dumps(article, ensure_ascii=False) + "\n" for article in made_up(120))
    return path


def environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}


class TestCorpus:
    def test_abstract_and_body_are_one_text(self, source: Path) -> None:
        first, article = next(read_records(source)), made_up(1)[0]
        assert first == Record(article["id"], article["title"], f"{article['abstract']}\n\n{article['body']}")

    def test_shuffling_keeps_sentences_and_lengths_but_not_articles(self) -> None:
        records = [Record(str(n), "t", "\n".join(f"câu {n}.{s}" for s in range(1 + n % 4))) for n in range(50)]
        copies = list(shuffled(records, 1))
        assert [len(copy.body.split("\n")) for copy in copies] == [1 + n % 4 for n in range(50)]
        assert sorted("\n".join(r.body for r in records).split("\n")) == sorted(
            "\n".join(c.body for c in copies).split("\n")
        )
        assert all(copy.id != record.id for copy, record in zip(copies, records, strict=True))
        assert [c.body for c in copies] != [r.body for r in records]
        assert copies == list(shuffled(records, 1)) != list(shuffled(records, 2))

    def test_more_articles_than_there_are(self, source: Path) -> None:
        records = list(grown(source, 300))
        assert len(records) == len({record.id for record in records}) == 300
        assert records[:120] == list(read_records(source))
        assert len(list(grown(source, 50))) == 50

    def test_all_files_have_as_many_terms(self, source: Path, tmp_path: Path) -> None:
        corpus = Corpus.write(grown(source, 20), tmp_path).analyse()
        assert corpus.articles == 20
        assert corpus.bytes == sum(len((r.title + r.body).encode()) for r in read_records(corpus.raw))
        files = (corpus.canonical, corpus.coded, corpus.folded)
        lengths = [[len(record.body.split()) for record in read_records(path)] for path in files]
        assert lengths[0] == lengths[1] == lengths[2] and min(lengths[0]) > 10
        words = " ".join(record.body for record in read_records(corpus.coded)).split()
        assert set(words) <= set(corpus.codes.values()) and all(word.isascii() and word.isalnum() for word in words)
        assert corpus.codes["hòa"] != corpus.codes["hoa"], "a marked syllable and its folded form are two code words"


class TestQuerySets:
    def test_drawn_from_the_text(self, source: Path, tmp_path: Path) -> None:
        corpus = Corpus.write(grown(source, 120), tmp_path).analyse()
        sets = draw(corpus, 30)
        assert sets == draw(corpus, 30)
        bodies = [f" {record.body} " for record in read_records(corpus.canonical)]
        lengths = {"any_of": {3, 4, 5}, "all_of": {2, 3, 4}, "phrase": {2, 3, 4}}
        for name, allowed in lengths.items():
            queries = getattr(sets, name)
            assert len(queries) == len({tuple(terms) for terms in queries}) == 30
            assert {len(terms) for terms in queries} == allowed
            assert all(any(f" {' '.join(terms)} " in body for body in bodies) for terms in queries)
        assert len(sets.marked) == len(sets.unmarked) == 30
        assert all(term.isascii() for terms in sets.unmarked for term in terms)

    def test_names_are_frequent_and_folded(self, source: Path, tmp_path: Path) -> None:
        names = draw(Corpus.write(grown(source, 120), tmp_path).analyse(), 30).names
        assert ["le", "thi", "hoa"] in names and ["da", "nang"] in names
        few = draw(Corpus.write(grown(source, NAME_ARTICLES - 1), tmp_path / "few").analyse(), 30).names
        assert few == []


class TestTiming:
    def test_figures_of_rounds(self) -> None:
        cold, warm = [100.0, 200.0, 300.0], [[1.0, 2.0, 9.0], [3.0, 4.0, 5.0], [2.0, 90.0, 7.0]]
        latency = Latency.of(np.array([cold, *warm]))
        assert (latency.median, latency.cold, latency.queries) == (4.0, 200.0, 3)
        assert latency.p95 == pytest.approx(4 + 0.9 * 3)

    def test_every_round_asks_every_engine_everything(self) -> None:
        asked: list[str] = []

        def ask(name: str) -> Ask:
            return lambda: asked.append(name)

        found = race({"a": [ask("a1"), ask("a2")], "b": [ask("b1"), ask("b2")]}, rounds=2)
        assert list(found) == ["a", "b"]
        assert " ".join(asked) == "a1 a2 b1 b2 b1 b2 a1 a2 a1 a2 b1 b2"


class Counting:
    """An engine that counts what it is told to."""

    def __init__(self, totals: dict[str, int]) -> None:
        self._totals = totals

    def top(self, kind: Kind, terms: list[str]) -> Ask:
        raise AssertionError("nothing is timed before the totals are known to be equal")

    def total(self, kind: Kind, terms: list[str]) -> int:
        return self._totals[terms[0]]


def test_engines_that_differ_are_not_timed() -> None:
    right = Counting({"phở": 3, "gà": 2})
    check_totals("and", [["phở"], ["gà"]], {"one": right, "other": right})
    with pytest.raises(WrongAnswerError, match=r"and of 'gà': \{'one': 2, 'other': 1\}"):
        check_totals("and", [["phở"], ["gà"]], {"one": right, "other": Counting({"phở": 3, "gà": 1})})


def test_a_process_is_timed_to_its_end() -> None:
    cost = run("-c", "import time; time.sleep(.3)")
    assert cost.wall >= 0.3 > cost.cpu > 0
    with pytest.raises(RuntimeError, match="ended with 3: out of flour"):
        run("-c", "import sys; sys.stderr.write('out of flour'); sys.exit(3)")
    assert run("-c", "raise SystemExit(1)", accepted=(0, 1)).wall > 0


def test_examples() -> None:
    assert doctest.testmod(sys.modules[Row.__module__]) == (0, 1)


class TestRows:
    @pytest.mark.parametrize(
        ("sense", "goal", "reached"),
        [("least", 2, True), ("above", 2, False), ("most", 2, True), ("below", 2, False), ("least", 3, False)],
    )
    def test_reached(self, sense: str, goal: float, reached: bool) -> None:
        row = Row("what", "1 ms", "peer", "2 ms", 2, sense, goal)  # type: ignore[arg-type]
        assert row.reached is reached
        assert row.cells()[-1] == ("yes" if reached else "**no**")

    def test_no_goal(self) -> None:
        assert Row("what", "1 ms", "peer", "2 ms", 2).cells() == ("what", "1 ms", "peer", "2 ms", "2", "", "")

    def test_ratios(self) -> None:
        """Of times: how often ours fits into theirs; of sizes and starts: how much more ours is."""
        figures = Figures(
            rates={("tracuu", "raw"): 500, ("Whoosh", "raw"): 100, ("tantivy", "raw"): 1000},
            jobs_rate=700,
            peak=600e6,
            size=40e6,
            latencies={"phrase": {"tracuu": Latency(2, 4, 9, 5), "tantivy": Latency(3, 3, 3, 5)}},
            start=(Cost(0.3, 0.2), Cost(0.2, 0.1)),
            opening=(0.02, 0.05),
            anonymous=90e6,
        )
        judged = {(row.what, row.against): row for row in rows(figures, 100_000_000, (150, 660e6))}
        values = {what: (row.value, row.reached) for (what, _), row in judged.items()}
        assert judged["indexing, one process", "Whoosh + pyvi"].value == 5
        assert judged["indexing, one process", "tantivy, raw text, one thread"].value == 0.5
        assert values["`tracuu index --jobs 2`"] == (0.7, True)
        assert values["phrase of 2-4, median"] == (1.5, True)
        assert values["phrase of 2-4, p95"] == (0.75, None)
        assert values["`tracuu search`, CPU"] == (2, True)
        assert values["open an index, CPU"] == (20, True)
        assert values["index with stored text"] == (0.4, True)
        assert values["memory after 1,000 queries"] == (90, False)
        assert values["memory while indexing"] == (600, True)
        assert values["same, 150 articles"] == (1.1, False)


class TestPage:
    def test_a_section_is_replaced_and_the_rest_is_kept(self, tmp_path: Path) -> None:
        page = tmp_path / "page.md"
        page.write_text("# Before\n\n<!-- speed -->\nold\n<!-- /speed -->\n\n## After\n", "utf-8")
        write_section(page, "speed", "new")
        assert page.read_text("utf-8") == "# Before\n\n<!-- speed -->\n\nnew\n\n<!-- /speed -->\n\n## After\n"

    def test_a_page_without_it_gets_it_at_its_end(self, tmp_path: Path) -> None:
        page = tmp_path / "page.md"
        for text in ("one", "two"):
            write_section(page, "growth", text)
        assert page.read_text("utf-8") == "<!-- growth -->\n\ntwo\n\n<!-- /growth -->\n"


def test_the_whole_command(source: Path, tmp_path: Path) -> None:
    """All parts on 60 articles, and growth: every goal has its row, and the page its sections and charts."""
    page = tmp_path / "page" / "README.md"
    few = ("--articles", "60", "--whoosh-articles", "20", "--queries", "6", "--rounds", "1", "--builds", "1")
    growth = ("--growth", "--sizes", "40", "--more", "150", "--starts", "1")
    ran = subprocess.run(
        [sys.executable, "-m", "benchmarks.speed", "--corpus", source, "--page", page, *few, *growth],
        cwd=ROOT, env=environment(), capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr
    text = page.read_text("utf-8")
    for begin in GOALS:
        assert f"| {begin}" in text, f"no row {begin!r}"
    for measured in ("| tantivy, no total | 6 |", "| FTS5, folded |", "| bm25s |", "| Whoosh, 20 articles |"):
        assert measured in text
    assert "| median | engine | 40 articles |" in text
    assert "nan" not in text
    assert ran.stdout.strip().splitlines()[0] in text
    for chart in ("speed.svg", "growth.svg"):
        assert f"]({chart})" in text and (page.parent / chart).read_text("utf-8").startswith("<?xml")


GOALS = (
    "indexing, one process | ",
    "`tracuu index --jobs 2` |",
    "segmentation |",
    "OR of 3-5, median |",
    "OR of 3-5, p95 |",
    "AND of 2-4, median |",
    "phrase of 2-4, median |",
    "unmarked name, median |",
    "whole `search()`, median |",
    "`tracuu search`, CPU |",
    "`tracuu search`, wall |",
    "index with stored text |",
    "memory while indexing |",
    "same, 150 articles |",
    "memory after 1,000 queries |",
    "open an index, CPU |",
)


def test_unknown_parts_are_refused(source: Path) -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "benchmarks.speed", "--corpus", source, "--only", "or,cooking"],
        cwd=ROOT, env=environment(), capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert ran.returncode == 2
    assert "no such part: cooking" in ran.stderr
