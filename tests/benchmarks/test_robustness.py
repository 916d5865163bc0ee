"""The benchmark of robustness: its variants, its arithmetic, and the whole command on a collection made up here."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest

for peer in ("tantivy", "bm25s", "matplotlib"):
    pytest.importorskip(peer)

ROOT = Path(__file__).resolve().parents[2]
sys.path.append(str(ROOT))  # the benchmarks are not installed

from benchmarks.robustness.collections import Collection  # noqa: E402
from benchmarks.robustness.engines import ENGINES, LABELS, open_engine, words  # noqa: E402
from benchmarks.robustness.losses import Loss, worst  # noqa: E402
from benchmarks.robustness.measures import Figures, measure  # noqa: E402
from benchmarks.robustness.report import goals  # noqa: E402
from benchmarks.robustness.variants import VARIANTS, spelled  # noqa: E402
from tracuu.analyzers import canonical, parse  # noqa: E402

QUERY = "Tòa án Hòa Bình xử vụ Nguyễn Thị Thuỷ trốn thuế 34/2015 của FIFA"


def variants_of(name: str, text: str) -> set[str]:
    """What it becomes for 200 queries of this text."""
    return {spelled(name, str(number), text) for number in range(200)}


def edits(one: str, other: str) -> int:
    """Letters to substitute, delete or insert, and neighbours to swap."""
    rows = [list(range(len(other) + 1))]
    for i, a in enumerate(one, 1):
        row = [i]
        for j, b in enumerate(other, 1):
            cost = min(row[-1] + 1, rows[-1][j] + 1, rows[-1][j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                cost = min(cost, rows[-2][j - 2] + 1)
            row.append(cost)
        rows.append(row)
    return rows[-1][-1]


class TestVariants:
    @pytest.mark.parametrize(
        ("name", "typed"),
        [
            ("marked", "Tòa án Hòa Bình xử vụ Nguyễn Thị Thuỷ trốn thuế 34/2015 của FIFA"),
            ("unmarked", "Toa an Hoa Binh xu vu Nguyen Thi Thuy tron thue 34/2015 cua FIFA"),
            ("NFD", unicodedata.normalize("NFD", QUERY)),
            ("other tone style", "Toà án Hoà Bình xử vụ Nguyễn Thị Thủy trốn thuế 34/2015 của FIFA"),
            ("misplaced tones", "Tòa án Hòa Bình xử vụ Ngũyên Thị Thuỷ trốn thúê 34/2015 cuả FIFA"),
            ("upper case", "TÒA ÁN HÒA BÌNH XỬ VỤ NGUYỄN THỊ THUỶ TRỐN THUẾ 34/2015 CỦA FIFA"),
            ("Telex", "Toaf ans Hoaf Binhf xuwr vuj Nguyeenx Thij Thuyr troons thuees 34/2015 cuar FIFA"),
            ("VNI", "Toa2 an1 Hoa2 Binh2 xu73 vu5 Nguye6n4 Thi5 Thuy3 tro6n1 thue61 34/2015 cua3 FIFA"),
        ],
    )
    def test_spellings(self, name: str, typed: str) -> None:
        assert typed in variants_of(name, QUERY)

    def test_the_same_whenever_it_is_asked(self) -> None:
        for name in VARIANTS:
            random.seed(name)
            assert spelled(name, "q1", QUERY) == spelled(name, "q1", QUERY)
        assert len(variants_of("one typo", QUERY)) > 100, "other queries get other errors"

    def test_half_of_the_marked_words(self) -> None:
        drawn = variants_of("half-marked", QUERY)
        assert len(drawn) > 50
        for typed in drawn:
            changed = [new for old, new in zip(QUERY.split(), typed.split(), strict=True) if new != old]
            assert len(changed) == 6 and all(word.isascii() for word in changed)  # of 12
        assert variants_of("half-marked", "Hà Nội FIFA mở") == {"Ha Noi FIFA mở", "Ha Nội FIFA mo", "Hà Noi FIFA mo"}

    @pytest.mark.parametrize("name", ["NFD", "other tone style", "misplaced tones", "upper case"])
    def test_spellings_of_the_same_word(self, name: str) -> None:
        """For anybody who knows how tones are drawn they are what they were."""
        for typed in variants_of(name, QUERY):
            assert [canonical(word) for word in typed.split()] == [canonical(word) for word in QUERY.split()]

    def test_misplaced_is_in_neither_style(self) -> None:
        for word in ("toàn", "của", "giữ", "quý", "tiếng", "khuỷu", "người", "Huế"):
            syllable = parse(word)
            assert syllable is not None
            for typed in variants_of("misplaced tones", word):
                assert typed.lower() not in (syllable.spelling, syllable.new_style)
                assert parse(typed) == syllable and typed[0].isupper() == word[0].isupper()
        assert variants_of("misplaced tones", "hòa giạ là FIFA ba") == {"hòa giạ là FIFA ba"}

    def test_words_that_stay_keep_their_normal_form(self) -> None:
        decomposed = unicodedata.normalize("NFD", "tiếng Hòa")
        assert variants_of("other tone style", decomposed) == {unicodedata.normalize("NFD", "tiếng") + " Hoà"}
        assert "ti" in unicodedata.normalize("NFD", "tiếng")
        assert any(typed.startswith("tieng ") for typed in variants_of("half-marked", decomposed))

    def test_one_typo_is_one_edit_in_a_word_of_three_letters(self) -> None:
        seen = set()
        for typed in variants_of("one typo", "ở Huế 2015 có FIFA"):
            assert edits("ở Huế 2015 có FIFA", typed) == 1
            assert typed.startswith("ở ") and " 2015 có " in typed
            seen.add(len(typed))
        assert seen == {17, 18, 19}, "a letter too few, wrong or swapped, too many"
        assert variants_of("one typo", "ở đó 2015") == {"ở đó 2015"}


def write_lines(path: Path, lines: list[dict[str, object]]) -> None:
    path.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines), "utf-8")


DOCS = {
    "phở": ("Phở bò", "Bánh phở làm bằng bột gạo, nước dùng ninh từ xương."),
    "bún": ("", "Bún chả Hà Nội ăn với nước mắm, rau sống."),
    "cà phê": ("Cà phê sữa đá", 'Pha bằng phin, uống với đá; "đậm" -- (AND/OR) 50% sữa.'),
    "thuế": ("Nghị quyết", "Thuế giá trị gia tăng theo Nghị quyết 34/2015/QH13."),
    "tòa": ("", "Tòa án Hòa Bình tuyên án hai năm tù."),
}
QUERIES = {
    "phở": "bánh phở làm bằng gì?",
    "bún": "bún chả ăn với nước mắm",
    "cà phê": '"phin, uống" AND -- (sữa/đá) 50%: uống*',
    "thuế": "thuế giá trị gia tăng 34/2015/QH13",
    "tòa": "tòa án Hòa Bình tuyên án",
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("bếp")
    write_lines(path / "docs.jsonl", [{"id": id, "title": t, "body": b} for id, (t, b) in DOCS.items()])
    write_lines(path / "queries.jsonl", [{"id": f"q {id}", "text": t, "relevant": [id]} for id, t in QUERIES.items()])
    return path


class TestCollection:
    def test_of_a_folder(self, folder: Path) -> None:
        collection = Collection.of_folder(folder)
        assert [record.id for record in collection.records()] == list(DOCS)
        assert [query.relevant for query in collection.queries] == [{id} for id in DOCS]
        assert collection.measure == "nDCG@10" and collection.judge(["x", "phở"], frozenset(["phở"])) < 1

    def test_of_titles(self, folder: Path) -> None:
        collection = Collection.of_titles(folder / "docs.jsonl", 4)
        assert [(query.text, query.relevant) for query in collection.queries] == [
            (DOCS[id][0], {id}) for id in ("phở", "cà phê", "thuế")
        ]
        assert [record.title for record in collection.records()] == [""] * 4
        assert collection.judge(["x", "phở"], frozenset(["phở"])) == 0.5

    def test_samples(self, folder: Path) -> None:
        collection = Collection.of_folder(folder)
        three = collection.sample(3).queries
        assert len({query.id for query in three}) == 3 and three == collection.sample(3).queries
        assert collection.sample(0) == collection.sample(5) == collection

    def test_another_key_for_other_articles(self, folder: Path, tmp_path: Path) -> None:
        for name in ("docs.jsonl", "queries.jsonl"):
            (tmp_path / name).write_bytes((folder / name).read_bytes())
        before = Collection.of_folder(tmp_path).key
        assert before == Collection.of_folder(tmp_path).key != Collection.of_folder(folder).key
        with (tmp_path / "docs.jsonl").open("a") as file:
            file.write('{"id": "6", "body": "xôi"}\n')
        assert Collection.of_folder(tmp_path).key != before

    @pytest.mark.parametrize(
        ("query", "complaint"),
        [
            ({"id": "1", "text": "phở"}, "queries.jsonl, line 1: no 'relevant': a query has id, text and relevant"),
            ({"id": "1", "text": "phở", "relevant": []}, r"line 1: relevant is \[\]: name the id"),
        ],
    )
    def test_queries_that_cannot_be_judged(self, folder: Path, tmp_path: Path, query: object, complaint: str) -> None:
        (tmp_path / "docs.jsonl").write_bytes((folder / "docs.jsonl").read_bytes())
        (tmp_path / "queries.jsonl").write_text(json.dumps(query))
        with pytest.raises(ValueError, match=complaint):
            Collection.of_folder(tmp_path)


class Oracle:
    """Finds the article of a query that is typed as in ``QUERIES``, or has lost its marks only, the latter second."""

    asked = 0

    def ask(self, text: str) -> list[str]:
        self.asked += 1
        for id, query in QUERIES.items():
            if text == query:
                return [id]
            if text == spelled("unmarked", "", query):
                return ["another", id]
        return []


class TestMeasures:
    def test_losses(self, folder: Path) -> None:
        oracle = Oracle()
        collection = Collection.of_titles(folder / "docs.jsonl", 0)
        collection = Collection(**{**vars(collection), "queries": Collection.of_folder(folder).queries})
        figures = measure(oracle, collection)
        assert figures.scores["marked"] == [1] * 5 and figures.scores["unmarked"] == [0.5] * 5
        assert figures.loss("unmarked") == 50 and figures.loss("marked") == 0
        assert figures.loss("other tone style") == pytest.approx(20), "of one query in five"
        distinct = {spelled(name, query.id, query.text) for name in VARIANTS for query in collection.queries}
        assert oracle.asked == len(distinct) < 50
        [loss] = worst(oracle, collection, figures, "other tone style", 3)
        assert loss == Loss(100, "tòa án Hòa Bình tuyên án", "toà án Hoà Bình tuyên án", "", 0), "two words are wrong"
        assert [loss.points for loss in worst(oracle, collection, figures, "unmarked", 3)] == [50] * 3

    def test_the_word_to_blame(self, folder: Path) -> None:
        oracle, collection = Oracle(), Collection.of_folder(folder)
        figures = measure(oracle, collection)
        typos = worst(oracle, collection, figures, "one typo", 5)
        assert {loss.text for loss in typos} == set(QUERIES.values())
        for loss in typos:
            [wrong] = set(loss.typed.split()) - set(loss.text.split())
            assert (loss.word, loss.points, loss.regained) == (wrong, 100, 100)

    def test_goals(self) -> None:
        def figures(unmarked: float, typo: float) -> Figures:
            return Figures({name: [0.9] for name in VARIANTS} | {"unmarked": [unmarked], "one typo": [typo]})

        lines = goals({"a": figures(0.895, 0.86), "b": figures(0.885, 0.84)}).splitlines()
        assert "| unmarked | 1.00 | 1.50 | b | ≤ 1 | **no** |" in lines
        assert "| one typo | 5.00 | 6.00 | b | ≤ 5 | **no** |" in lines
        assert "| NFD | 0.00 | 0.00 |  | ≤ 1 | yes |" in lines
        assert len(lines) == 2 + len(VARIANTS) - 1
        assert "| one typo | 4.00 | 4.00 | a | ≤ 5 | yes |" in goals({"a": figures(0.9, 0.86)})


@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::SyntaxWarning", "ignore::UserWarning")  # of peers
class TestEngines:
    @pytest.mark.parametrize("name", ENGINES)
    def test_each_finds_what_is_asked_for(self, name: str, folder: Path, tmp_path: Path) -> None:
        """Also what would be syntax to its query parser."""
        engine = open_engine(name, Collection.of_folder(folder), tmp_path)
        for id, text in QUERIES.items():
            assert engine.ask(text)[0] == id, text
        for text in ("?", '"', "\\", 'x"y zzzz', "qqq\\", "zzzz"):
            assert engine.ask(text) == []

    def test_an_index_is_built_once(self, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        collection = Collection.of_folder(folder)
        (tmp_path / collection.key / "fts5.begun").mkdir(parents=True)  # an interrupted run
        open_engine("fts5", collection, tmp_path)
        monkeypatch.setattr("benchmarks.robustness.engines.fts5_engine.Fts5Engine.build", None)
        assert open_engine("fts5", collection, tmp_path).ask("thuế") == ["thuế"]


def test_words() -> None:
    assert words(' "phở" -- gà? ? 50% (x') == ['"phở"', "gà?", "50%", "(x"]


def run(*arguments: object) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    command = [sys.executable, "-m", "benchmarks.robustness", *map(str, arguments)]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)


def test_the_whole_command(folder: Path, tmp_path: Path) -> None:
    ran = run(folder, "--losses", 2, "--page", tmp_path / "page.md")
    assert ran.returncode == 0, ran.stderr
    assert f"{folder.name}: 5 queries, nDCG@10. Python " in ran.stdout
    for label in LABELS.values():
        assert f"| {label} | 1.0000 |" in ran.stdout, "everybody finds everything with its marks"
    bm25s = next(line for line in ran.stdout.splitlines() if line.startswith("| bm25s |"))
    assert "(-" in bm25s.split("|")[4], "who does not fold loses without marks"
    assert "| one typo |" in ran.stdout and "nan" not in ran.stdout
    assert "| points | query | as typed |" in ran.stdout.split(f"{folder.name}, VNI:")[1]
    page = (tmp_path / "page.md").read_text("utf-8")
    assert page.startswith("<!-- robustness -->") and bm25s in page and "](robustness.svg)" in page
    chart = (tmp_path / "robustness.svg").read_text("utf-8")
    assert chart.startswith("<?xml") and all(f">{name}</text>" in chart for name in VARIANTS)


def test_unknown_engines_and_folders_are_refused(folder: Path, tmp_path: Path) -> None:
    ran = run(folder, "--only", "fts5,cooking")
    assert ran.returncode == 2 and "no such engine: cooking; there are tracuu, fts5" in ran.stderr
    ran = run(folder, folder)
    assert ran.returncode == 2 and "two collections have the same name" in ran.stderr
    ran = run(tmp_path)
    assert ran.returncode == 2 and "cannot read the collections" in ran.stderr and "docs.jsonl" in ran.stderr
