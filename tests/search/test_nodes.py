"""The nodes of the query tree: what each stands for, and that a stock Whoosh index understands them as ours does."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from whoosh.fields import ID, KEYWORD, TEXT, Schema
from whoosh.filedb.filestore import RamStorage

from tracuu.analyzers import VietnameseAnalyzer, VietnameseTokenizer, covers, fold, is_bare
from tracuu.index import ArticleIndex
from tracuu.search import Searcher
from tracuu.search.comparing import covers_text, edit_distance
from tracuu.search.nodes import And, Marks, Not, Or, Query, Syllable, Unit, Words
from tracuu.search.pattern_nodes import Fuzzy, Keyword, Pattern
from tracuu.search.wildcards import literal_head, wildcard

from .random_texts import SYLLABLES, fill, words

BOTH = ("title", "body")


@dataclass
class Pair:
    """One collection of articles in our index and in one of stock Whoosh."""

    ours: Searcher
    whoosh: object

    def compare(self, node: Query) -> int:
        """The same articles match; how many."""
        reader = self.ours.snapshot.reader
        expected = {reader.article(number).id for number in np.flatnonzero(self.ours.snapshot.mask(node)).tolist()}
        with self.whoosh.searcher() as searcher:  # type: ignore[attr-defined]
            found = {hit["id"] for hit in searcher.search(node, limit=None)}
        assert found == expected, node
        return len(found)


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> Pair:
    index = ArticleIndex.create(tmp_path_factory.mktemp("nodes"), words=False)
    fill(index, Random(1), commits=3, size=12)
    text = TEXT(analyzer=VietnameseAnalyzer())
    schema = Schema(id=ID(stored=True), title=text, body=text, tag=KEYWORD(commas=True), source=KEYWORD(commas=True))
    whoosh = RamStorage().create_index(schema)
    with whoosh.writer() as writer:
        for a in index:
            writer.add_document(id=a.id, title=a.title, body=a.body, tag=",".join(a.tags), source=a.source)
    return Pair(Searcher(index), whoosh)


def random_node(random: Random, depth: int = 0) -> Query:
    marks: Marks = random.choice(["auto", "auto", "exact", "ignore"])
    fields = random.choice([BOTH, BOTH, ("title",), ("body",)])
    tokens = tuple(VietnameseTokenizer().tokenize(words(random, 3)))
    syllables = tuple(Syllable(token.text, fields, marks) for token in tokens)
    head = fold(random.choice(SYLLABLES))
    kinds = [
        lambda: syllables[0],
        lambda: Unit(syllables, slop=random.choice([1, 1, 2, 4])),
        lambda: Unit(syllables[:2]),
        lambda: Words(tokens, fields, marks),
        lambda: Pattern(random.choice([head[:2] + "*", "*" + head[1:], head[:1] + "*" + head[-1:]]), fields, marks),
        lambda: Pattern(random.choice(SYLLABLES)[:2].lower() + "*", fields, marks),
        lambda: Fuzzy(tokens[0].text, fields, random.choice([1, 2])),
        lambda: Keyword("tag", random.choice(["ngoai giao", "thế thao", "Ngo*", "kinh tế", "*ng*", "x"])),
        lambda: Keyword("source", random.choice(["vie.vn", "bao song hong", "b*"])),
    ]
    if depth < 2:
        children = [random_node(random, depth + 1) for _ in range(random.choice([2, 2, 3]))]
        kinds += [lambda: And(children), lambda: Or(children), lambda: And([children[0], Not(children[1])])]
    return random.choice(kinds)()


def test_stock_whoosh_matches_what_we_match(pair: Pair) -> None:
    random = Random(2)
    found = [pair.compare(random_node(random)) for _ in range(400)]
    assert sum(count > 0 for count in found) > 150


@settings(max_examples=100)
@given(st.randoms(use_true_random=False))
def test_stock_whoosh_matches_what_we_match_whatever_is_asked(pair: Pair, random: Random) -> None:
    pair.compare(random_node(random))


@pytest.mark.parametrize(
    "node",
    [
        Unit((Syllable("díaz", BOTH), Syllable("canel", BOTH))),  # also where it has no mark
        Unit((Syllable("café", BOTH),)),
        Syllable("không-có", BOTH),
        And([Syllable("không-có", BOTH), Unit((Syllable("bui", BOTH), Syllable("thanh", BOTH)))]),
        Not(Unit((Syllable("bui", BOTH), Syllable("thanh", BOTH)))),
        Unit((Syllable("bắc", BOTH), Syllable("kinh", BOTH))),
        Syllable("北京", BOTH),
        Syllable("beijing", BOTH),
        Words((), BOTH),
    ],
    ids=repr,
)
def test_stock_whoosh_at_the_edges(pair: Pair, node: Query) -> None:
    pair.compare(node)


def test_nodes_are_equal_when_they_mean_the_same() -> None:
    def nodes(text: str, marks: Marks) -> list[Query]:
        tokens = tuple(VietnameseTokenizer().tokenize(text))
        syllable = Syllable(text, BOTH, marks)
        return [syllable, Unit((syllable,)), Words(tokens, BOTH, marks), Pattern(text + "*", BOTH, marks)]

    same = [*nodes("sơn", "auto"), Fuzzy("sơn", BOTH), Keyword("tag", "sơn")]
    again = [*nodes("sơn", "auto"), Fuzzy("sơn", BOTH), Keyword("tag", "sơn")]
    others = [*nodes("sơn", "exact"), Fuzzy("sơn", BOTH, 2), Keyword("source", "sơn")]
    assert same == again
    assert [hash(node) for node in same] == [hash(node) for node in again]
    assert not any(node == other for node in same for other in others)
    assert len(set(same + again + others)) == len(same) + len(others)


PATTERNS = [
    ("than*", "auto", "thanh thành than thân", "thì tanh"),
    ("thàn*", "auto", "thành thàn", "thanh thánh than"),
    ("tié*", "auto", "tiếng tiếp tié", "tiệm tiên tiền"),
    ("đuo*", "auto", "đường đuổi đuộc", "dương duong đường-phố"[:10]),
    ("duo*", "auto", "đường dương duong", "dung"),
    ("duo*", "exact", "duong duoc", "dương đường"),
    ("đuo*", "ignore", "đường dương duong", "dung"),
    ("hoà*", "auto", "hòa hoàn hoàng", "hoa hóa họa"),
    ("hòa*", "exact", "hòa", "hóa hoan"),
    ("my*", "auto", "mỹ mĩ my", "miền mi-lan mai minh"),
    ("mi*", "auto", "mĩ mỹ miền minh", "mai may"),
    ("ky*", "auto", "kỹ kĩ kyoto", "kim kiên"),
    ("*ĩ", "auto", "mĩ mỹ kỹ", "mi mí mỹm"),
    ("quý*", "exact", "quýt quít quý", "quyt quỳ"),
    ("mĩ*", "exact", "mĩ mỹ", "mi my mí"),
    ("th*nh", "auto", "thanh thính thịnh", "than thanhs"),
    ("*anh", "auto", "thanh nhanh ảnh", "an anha"),
    ("*", "auto", "thanh 34", ""),
    ("caf*", "auto", "café cafe", "cà"),
    ("mul*", "auto", "müller mulan", "mun"),
    ("or*", "auto", "øre ore", "ole"),
    ("北*", "auto", "北京 北", "beijing"),
    ("o'ne*", "auto", "o'neill o'neal", "oman"),
    ("t[h]*", "auto", "t[h]x", "thanh"),
    ("3*", "auto", "34 3", "43"),
]


@pytest.mark.parametrize(("pattern", "marks", "fitting", "other"), PATTERNS)
def test_what_fits_a_pattern(pattern: str, marks: Marks, fitting: str, other: str) -> None:
    node = Pattern(pattern, BOTH, marks)
    assert [term for term in fitting.split() if not node.accepts(term)] == []
    assert [term for term in other.split() if node.accepts(term)] == []


TERMS = sorted(
    {t.text for s in SYLLABLES for t in VietnameseTokenizer().tokenize(s)}
    | set("tiếng tiéng kĩ kỹ quít quýt quynh mỹ mĩ my mi hòa o'neill café øre thuý thúy lý lí 5.6 kyoto đường".split())
)


@settings(max_examples=300)
@given(st.sampled_from(TERMS), st.integers(0, 6), st.sampled_from(["auto", "exact", "ignore"]))
def test_a_term_begins_with_its_beginnings(term: str, size: int, marks: Marks) -> None:
    node = Pattern(term[:size] + "*", BOTH, marks)
    assert node.accepts(term)
    for other in filter(node.accepts, TERMS):
        assert fold(other).startswith(literal_head(node.pattern))


@settings(max_examples=300)
@given(st.sampled_from(TERMS), st.sampled_from(TERMS))
def test_a_pattern_of_a_whole_word_accepts_what_the_word_covers(typed: str, written: str) -> None:
    if covers(typed, written):
        assert Pattern(typed + "*", BOTH).accepts(written)


@given(st.text("ab*", max_size=8), st.text("ab", max_size=8))
def test_stars_stand_for_any_letters(pattern: str, text: str) -> None:
    @cache
    def fits(i: int, j: int) -> bool:
        if i == len(pattern):
            return j == len(text)
        if pattern[i] == "*":
            return fits(i + 1, j) or (j < len(text) and fits(i, j + 1))
        return j < len(text) and pattern[i] == text[j] and fits(i + 1, j + 1)

    assert bool(wildcard(pattern, "exact").match(text)) == fits(0, 0)


def test_many_stars_take_no_time() -> None:
    assert not wildcard("*a" * 100 + "b", "auto").match("a" * 255)


def test_keywords() -> None:
    tag = Keyword("tag", "the thao")
    assert tag.matches("Thể thao")
    assert not tag.matches("Thể thao Việt Nam")
    assert not Keyword("tag", "thế thao").matches("Thể thao")
    assert Keyword("tag", "thể*").matches("THỂ THAO")
    assert Keyword("tag", "the*").matches("Thể thao")
    assert not Keyword("tag", "thế*").matches("Thể thao")
    folder = Keyword("path", "báo/2021")
    assert [folder.matches(path) for path in ("báo/2021", "báo/2021/a.txt", "báo/2021!a.txt")] == [True] * 3
    assert not folder.matches("báo/20210.txt")
    assert not folder.matches("Báo/2021")
    assert folder.matches("ba\u0301o/2021/a.txt")  # as macOS spells it
    assert Keyword("path", "*/a[1]?.txt").matches("báo/a[1]?.txt")
    assert not Keyword("path", "*/a[1]?.txt").matches("báo/a1x.txt")
    assert Keyword("id", "a").matches("a")
    assert not Keyword("id", "a").matches("a/b")


@given(st.sampled_from(TERMS), st.sampled_from(TERMS))
def test_texts_are_covered_word_by_word(first: str, second: str) -> None:
    assert covers_text(f"{first} {second}".upper(), f"{first}  {second}.")
    assert covers_text(first, second) == covers(first, second)
    assert not covers_text(first, f"{second} {second}")


@given(st.text("abc", max_size=7), st.text("abc", max_size=7), st.integers(0, 3))
def test_edit_distance(a: str, b: str, limit: int) -> None:
    @cache
    def distance(i: int, j: int) -> int:
        if i == 0 or j == 0:
            return i + j
        steps = [distance(i - 1, j) + 1, distance(i, j - 1) + 1, distance(i - 1, j - 1) + (a[i - 1] != b[j - 1])]
        if i > 1 and j > 1 and a[i - 2 : i] == b[j - 1] + b[j - 2]:
            steps.append(distance(i - 2, j - 2) + 1)
        return min(steps)

    assert edit_distance(a, b, limit) == min(distance(len(a), len(b)), limit + 1)


def test_fuzzy_terms_share_the_first_letter() -> None:
    fuzzy = Fuzzy("sown", BOTH)
    assert [fuzzy.accepts(term) for term in ("sơn", "sòn", "swon", "own", "sn")] == [True, True, True, False, False]


def test_bare_units() -> None:
    def unit(text: str, marks: Marks = "auto") -> Unit:
        return Unit(tuple(Syllable(term, BOTH, marks) for term in text.split()))

    assert unit("bùi sơn").may_be_bare
    assert unit("café").may_be_bare
    assert not unit("ăn").may_be_bare  # an is another word
    assert not unit("bui son").may_be_bare
    assert not unit("bùi sơn", "exact").may_be_bare
    assert not unit("bùi sơn", "ignore").may_be_bare
    assert all(is_bare(term) == Syllable("đường", BOTH, "bare").matches(term) for term in ("duong", "dương"))


def test_a_node_that_nobody_knows_is_refused(tmp_path: Path) -> None:
    from tracuu.analyzers.errors import QueryError
    from tracuu.search.nodes import Sequence

    index = ArticleIndex.create(tmp_path, words=False)
    fill(index, Random(3), commits=1, size=2)
    with pytest.raises(QueryError, match="Sequence"):
        Searcher(index).snapshot.mask(Sequence([Syllable("sơn", BOTH)]))
