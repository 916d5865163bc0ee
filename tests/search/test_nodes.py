"""The nodes of the query tree: what each stands for. ``test_whoosh_queries`` compares what they match."""

from __future__ import annotations

import datetime as dt
from functools import cache
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracuu.analyzers import VietnameseTokenizer, covers, fold, is_bare
from tracuu.analyzers.errors import QueryError
from tracuu.index import ArticleIndex
from tracuu.search import Searcher
from tracuu.search.comparing import covers_text, edit_distance
from tracuu.search.nodes import (
    And,
    AndMaybe,
    Boost,
    ConstantScore,
    DateRange,
    Every,
    Marks,
    Not,
    NullQuery,
    Or,
    Query,
    Syllable,
    Unit,
    Words,
)
from tracuu.search.pattern_nodes import Fuzzy, Keyword, Pattern
from tracuu.search.term_nodes import Glob, Near, Phrase, Prefix, Term, TermRange
from tracuu.search.wildcards import literal_head, wildcard

from .random_texts import SYLLABLES, fill

BOTH = ("title", "body")


def test_nodes_are_equal_when_they_mean_the_same() -> None:
    def nodes(text: str, marks: Marks) -> list[Query]:
        tokens = tuple(VietnameseTokenizer().tokenize(text))
        syllable = Syllable(text, BOTH, marks)
        return [syllable, Unit((syllable,)), Words(tokens, BOTH, marks), Pattern(text + "*", BOTH, marks)]

    def all_nodes(marks: Marks, word: str, number: int) -> list[Query]:
        return [
            *nodes("sơn", marks),
            Fuzzy("sơn", BOTH, number),
            Keyword("tag", word),
            Term("title", word),
            Phrase("title", ["sơn"], number),
            Prefix("title", word),
            Glob("title", word),
            Near("title", "sơn", number),
            TermRange("title", None, word),
            DateRange("date", None, dt.date(2021, 1, number)),
            Or([Term("title", "sơn")], number),
            And([Term("title", word)]),
            Not(Term("title", word)),
            AndMaybe(Term("title", "sơn"), Term("title", word)),
            Boost(Term("title", "sơn"), number),
            ConstantScore(Term("title", "sơn"), number),
            Every(word),
        ]

    same, again, others = (all_nodes(*what) for what in (("auto", "a", 1), ("auto", "a", 1), ("exact", "b", 2)))
    assert same == again
    assert [hash(node) for node in same] == [hash(node) for node in again]
    assert [repr(node) for node in same] == [repr(node) for node in again]
    assert not any(node == other for node in [*same, NullQuery] for other in others)
    assert len(set(same + again + others)) == len(same) + len(others)


def test_the_children_of_a_node_can_be_changed() -> None:
    a, b = Term("title", "a"), Term("title", "b")
    branches = [And([a, b]), Or([a, b], 2), AndMaybe(a, b), Not(a), Boost(a, 2.0), ConstantScore(a, 3.0)]
    changed = [branch.map(lambda child: {a: b, b: a}[child]) for branch in branches]
    assert changed == [And([b, a]), Or([b, a], 2), AndMaybe(b, a), Not(b), Boost(b, 2.0), ConstantScore(b, 3.0)]
    assert [branch.children() for branch in branches] == [(a, b)] * 3 + [(a,)] * 3  # and the old ones are as they were
    assert a.children() == ()
    assert a.map(Not) is a


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


def test_a_pattern_for_letters_that_unidecode_folds() -> None:
    pytest.importorskip("unidecode")
    assert [term for term in ("øre", "ore", "ole") if Pattern("or*", BOTH).accepts(term)] == ["øre", "ore"]


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
    class Riddle(Query):
        pass

    index = ArticleIndex.create(tmp_path, words=False)
    fill(index, Random(3), commits=1, size=2)
    with pytest.raises(QueryError, match="Riddle"):
        Searcher(index).snapshot.mask(And([Riddle()]))
    with pytest.raises(QueryError, match="'colour' has terms"):
        Searcher(index).snapshot.mask(Term("colour", "red"))
