"""Whoosh's queries as our nodes, and ours as Whoosh's: both match the same articles, whoever evaluates them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from random import Random
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from whoosh import query as wq
from whoosh.fields import DATETIME, ID, KEYWORD, TEXT, Schema
from whoosh.filedb.filestore import RamStorage

from tracuu.analyzers import VietnameseAnalyzer, VietnameseTokenizer, fold
from tracuu.analyzers.errors import QueryError
from tracuu.index import ArticleIndex
from tracuu.search import Searcher
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
from tracuu.search.whoosh_queries import from_whoosh, to_whoosh

from .random_texts import AUTHORS, SOURCES, SYLLABLES, TAGS, fill, words

BOTH = ("title", "body")
TERMS = sorted({token.text for syllable in SYLLABLES for token in VietnameseTokenizer().tokenize(syllable)})


@dataclass
class Pair:
    """One collection of articles in our index and in one of stock Whoosh."""

    ours: Searcher
    whoosh: Any

    def matching(self, node: Query) -> set[str]:
        """The ids that our evaluation finds."""
        reader = self.ours.snapshot.reader
        return {reader.article(number).id for number in np.flatnonzero(self.ours.snapshot.mask(node)).tolist()}

    def compare(self, node: Query) -> int:
        """The same articles match the node, its Whoosh query on stock Whoosh, and that turned back; how many."""
        expected = self.matching(node)
        query = to_whoosh(node)
        with self.whoosh.searcher() as searcher:
            found = {hit["id"] for hit in searcher.search(query, limit=None)}
        assert found == expected, node
        assert self.matching(from_whoosh(query)) == expected, node
        return len(found)


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> Pair:
    index = ArticleIndex.create(tmp_path_factory.mktemp("nodes"), words=False)
    fill(index, Random(1), commits=3, size=12)
    text = TEXT(analyzer=VietnameseAnalyzer())
    values = KEYWORD(commas=True)
    schema = Schema(id=ID(stored=True), title=text, body=text, tag=values, source=values, date=DATETIME)
    whoosh = RamStorage().create_index(schema)
    with whoosh.writer() as writer:
        for a in index:
            day = a.date and dt.datetime.combine(a.date, dt.time())
            writer.add_document(id=a.id, title=a.title, body=a.body, tag=",".join(a.tags), source=a.source, date=day)
    return Pair(Searcher(index), whoosh)


# Our nodes for Whoosh


def random_node(random: Random, depth: int = 0) -> Query:
    marks: Marks = random.choice(["auto", "auto", "exact", "ignore"])
    fields = random.choice([BOTH, BOTH, ("title",), ("body",)])
    field = fields[0]
    tokens = tuple(VietnameseTokenizer().tokenize(words(random, 3)))
    syllables = tuple(Syllable(token.text, fields, marks) for token in tokens)
    head = fold(random.choice(SYLLABLES))
    day = dt.date(2021, 1, 1) + dt.timedelta(random.randint(0, 900))
    kinds: list[Callable[[], Query]] = [
        lambda: syllables[0],
        lambda: Unit(syllables, slop=random.choice([1, 1, 2, 4])),
        lambda: Unit(syllables[:2]),
        lambda: Words(tokens, fields, marks),
        lambda: Pattern(random.choice([head[:2] + "*", "*" + head[1:], head[:1] + "*" + head[-1:]]), fields, marks),
        lambda: Pattern(random.choice(SYLLABLES)[:2].lower() + "*", fields, marks),
        lambda: Fuzzy(tokens[0].text, fields, random.choice([1, 2])),
        lambda: Keyword("tag", random.choice(["ngoai giao", "thế thao", "Ngo*", "kinh tế", "*ng*", "x"])),
        lambda: Keyword("source", random.choice(["vie.vn", "bao song hong", "b*"])),
        lambda: Term(field, random.choice(TERMS)),
        lambda: Phrase(field, [token.text for token in tokens], random.choice([1, 1, 2, 4])),
        lambda: random.choice([Prefix(field, head[:2]), Glob(field, f"*{head[1:]}"), Near(field, head)]),
        lambda: TermRange(field, *sorted(random.sample(TERMS, 2)), without_low=True),
        lambda: DateRange("date", *random.choice([(None, day), (day, None), (day, day + dt.timedelta(99))])),
        lambda: random.choice([Every(), Every("date"), Every("tag"), NullQuery]),
    ]
    if depth < 2:
        children = [random_node(random, depth + 1) for _ in range(random.choice([2, 2, 3]))]
        kinds += [
            lambda: And(children),
            lambda: Or(children),
            lambda: Or(children, 2),
            lambda: And([children[0], Not(children[1])]),
            lambda: Boost(children[0], 2.0),
            lambda: ConstantScore(children[0]),
        ]
    return random.choice(kinds)()


def test_stock_whoosh_matches_what_we_match(pair: Pair) -> None:
    random = Random(2)
    found = [pair.compare(random_node(random)) for _ in range(500)]
    assert sum(count > 0 for count in found) > 200


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
        NullQuery,
        AndMaybe(Term("body", "sơn"), Term("body", "thanh")),
        DateRange("date", dt.datetime(2021, 3, 1, 0, 0, 0, 5), dt.datetime(2022, 1, 1, 12)),
    ],
    ids=repr,
)
def test_stock_whoosh_at_the_edges(pair: Pair, node: Query) -> None:
    pair.compare(node)


def test_more_than_one_clause_may_be_wanted(pair: Pair) -> None:
    terms = [Term("body", term) for term in ("sơn", "thanh", "bùi", "hội")]
    sizes = [pair.compare(Or(terms, minmatch)) for minmatch in range(6)]
    assert sizes[0] == sizes[1] > sizes[2] > sizes[3] > sizes[4] > sizes[5] == 0
    assert sizes[4] == pair.compare(And(terms))


def test_a_boost_multiplies_whoosh_scores_too(pair: Pair) -> None:
    unit = Unit((Syllable("bui", BOTH), Syllable("thanh", BOTH)))
    with pair.whoosh.searcher() as searcher:
        plain, boosted = (searcher.search(to_whoosh(node), limit=None) for node in (unit, Boost(unit, 3.0)))
        assert len(plain) > 1
        assert [hit.score * 3 for hit in plain] == pytest.approx([hit.score for hit in boosted])


def test_a_node_can_be_part_of_a_whoosh_query(pair: Pair) -> None:
    unit = Unit((Syllable("bui", BOTH), Syllable("thanh", BOTH)))
    query = to_whoosh(unit) & wq.Term("tag", "Thể thao")
    assert pair.matching(from_whoosh(query)) == pair.matching(And([unit, Term("tag", "Thể thao")]))
    assert to_whoosh(unit) == to_whoosh(unit) != to_whoosh(unit.syllables[0])
    assert len({to_whoosh(unit), to_whoosh(unit), to_whoosh(unit.syllables[0])}) == 2
    assert "bui thanh" in repr(query)


def test_a_node_without_counterpart_is_refused() -> None:
    with pytest.raises(QueryError, match="no counterpart in Whoosh"):
        to_whoosh(And([Query()]))


# Whoosh's queries for us


def random_leaf(random: Random) -> wq.Query:
    field = random.choice(["title", "body", "body"])
    term = random.choice(TERMS)
    day = dt.datetime(2021, 1, 1) + dt.timedelta(random.randint(0, 900), random.choice([0, 0, 7]))
    days = random.choice([(None, day), (day, None), (day, day + dt.timedelta(random.choice([0, 99]))), (None, None)])
    ends = (random.random() < 0.3, random.random() < 0.3)
    low, high = random.choice([tuple(sorted(random.sample(TERMS, 2))), (None, term), (term, None), (term, "b")])
    boost = random.choice([1.0, 2.0])
    some = random.choice(["id", "tag", "source", "author", "names", "title_bigrams", "body_bigrams", "title_words"])
    leaves: list[Callable[[], wq.Query]] = [
        lambda: wq.Term(field, term, boost=boost),
        lambda: wq.Term(field, term.encode()),
        lambda: wq.Term(random.choice(["tag", "source", "author"]), random.choice([*TAGS, *SOURCES, *AUTHORS])),
        lambda: wq.Term(random.choice(["title_bigrams", "body_bigrams", "names"]), f"{term} {random.choice(TERMS)}"),
        lambda: wq.Term(random.choice(["colour", "id"]), "0-1"),
        lambda: wq.Phrase(field, random.choices(TERMS, k=random.randint(1, 3)), slop=random.randint(0, 5)),
        lambda: wq.Prefix(field, term[: random.randint(0, 3)]),
        lambda: wq.Prefix(some, random.choice(["b", "B", "T", "bùi ", "0-", ""]), boost=boost),
        lambda: wq.Wildcard(field, random.choice(["?ơn", "b*i", "*à*", "th?nh", "*", "[bt]*", "sơn"])),
        lambda: wq.FuzzyTerm(field, term, maxdist=random.randint(0, 2), prefixlength=random.randint(0, 1)),
        lambda: wq.TermRange(field, low, high, *ends, constantscore=random.random() < 0.5),
        lambda: wq.TermRange(some, "B", "T", *ends),
        lambda: wq.DateRange("date", *days, *ends),
        lambda: wq.Every(random.choice([None, "title", "body", "date", "author", some])),
        lambda: wq.NullQuery,
    ]
    return random.choice(leaves)()


def random_tree(random: Random, leaf: Callable[[wq.Query], set[str]], depth: int = 2) -> tuple[wq.Query, set[str]]:
    """A Whoosh query, and what it matches by what Whoosh documents: only its leaves are evaluated by Whoosh."""
    if not depth or random.random() < 0.2:
        query = random_leaf(random)
        return query, leaf(query)
    several = [random_tree(random, leaf, depth - 1) for _ in range(random.randint(2, 4))]
    queries, sets = [query for query, _ in several], [found for _, found in several]
    (a, b, *_), (in_a, in_b, *_) = queries, sets
    minmatch = random.choice([0, 1, 2, 3])
    boost = random.choice([1.0, 2.0])
    counts = {id: sum(id in found for found in sets) for id in set().union(*sets)}
    everything = leaf(wq.Every())
    return random.choice(
        [
            lambda: (wq.And(queries, boost=boost), set.intersection(*sets)),
            lambda: (wq.Or(queries, boost=boost), set(counts)),
            lambda: (wq.Or(queries, minmatch=minmatch), {id for id in counts if counts[id] >= minmatch}),
            lambda: (wq.Not(a), everything - in_a),
            lambda: (wq.And([a, wq.Not(b)]), in_a - in_b),
            lambda: (wq.AndNot(a, b), in_a - in_b),
            lambda: (wq.AndMaybe(a, b), in_a),
            lambda: (wq.Require(a, b), in_a & in_b),
            lambda: (wq.ConstantScoreQuery(a, 2.5), in_a),
            lambda: (wq.And([]), set()),
            lambda: (wq.Or([a]), in_a),
        ]
    )()


@pytest.mark.parametrize("seed", range(3))
def test_whoosh_queries_match_what_whoosh_says(pair: Pair, seed: int) -> None:
    random = Random(seed)
    sizes = []
    with pair.ours.index.whoosh_searcher() as searcher:

        def leaf(query: wq.Query) -> set[str]:
            unknown = getattr(query, "fieldname", None) == "colour"
            return set() if unknown else {searcher.stored_fields(number)["id"] for number in query.docs(searcher)}

        for _ in range(250):
            query, expected = random_tree(random, leaf)
            assert pair.matching(from_whoosh(query)) == expected, query
            sizes.append(len(expected))
    assert sum(0 < size < len(pair.ours.index) for size in sizes) > 80


@settings(max_examples=100)
@given(st.randoms(use_true_random=False))
def test_whoosh_leaves_match_what_stock_whoosh_finds(pair: Pair, random: Random) -> None:
    query = random_leaf(random)
    if getattr(query, "fieldname", None) in (None, "title", "body", "date", "id"):
        with pair.whoosh.searcher() as searcher:
            expected = {hit["id"] for hit in searcher.search(query, limit=None)}
        assert pair.matching(from_whoosh(query)) == expected, query


def test_what_only_scores_is_kept() -> None:
    a, b = wq.Term("title", "a", boost=3.0), wq.Term("title", "b")
    ours_a, ours_b = Boost(Term("title", "a"), 3.0), Term("title", "b")
    expected = [
        (wq.And([a, b], boost=2.0), Boost(And([ours_a, ours_b]), 2.0)),
        (wq.Or([b], boost=2.0), Boost(Or([ours_b]), 2.0)),
        (wq.AndMaybe(a, b), AndMaybe(ours_a, ours_b)),
        (wq.Require(a, b), And([ours_a, ConstantScore(ours_b, 0.0)])),
        (wq.AndNot(a, b), And([ours_a, Not(ours_b)])),
        (wq.ConstantScoreQuery(a, 2.5), ConstantScore(ours_a, 2.5)),
        (wq.Every("title", boost=2.0), ConstantScore(Every("title"), 2.0)),
        (wq.Phrase("body", ["a", "b"], slop=2, boost=2.0), Boost(Phrase("body", ["a", "b"], 2), 2.0)),
        (wq.Prefix("body", "a", boost=2.0), ConstantScore(Prefix("body", "a"), 2.0)),
        (wq.Prefix("body", "a", boost=2.0, constantscore=False), Boost(Prefix("body", "a"), 2.0)),
        (wq.Wildcard("body", "a?", constantscore=False), Glob("body", "a?")),
        (wq.DateRange("date", None, None, boost=2.0), ConstantScore(DateRange("date", None, None), 2.0)),
    ]
    for query, node in expected:
        assert from_whoosh(query) == node


def test_dates_are_read_to_the_second() -> None:
    noon, part = dt.datetime(2021, 5, 1, 12), dt.timedelta(microseconds=5)
    second = dt.timedelta(seconds=1)

    def read(*ends: Any) -> Query:
        return from_whoosh(wq.DateRange("date", *ends, constantscore=False))

    assert read(noon, noon) == DateRange("date", noon, noon)
    assert read(noon, noon, True, True) == DateRange("date", noon + second, noon - second)
    assert read(noon + part, noon + part) == DateRange("date", noon + second, noon)
    assert read(None, dt.datetime.max) == read(None, None) == DateRange("date", None, None)
    assert from_whoosh(wq.NumericRange("date", None, -1, constantscore=False)) == NullQuery


@pytest.mark.parametrize(
    ("query", "message"),
    [
        (wq.Sequence([wq.Term("body", "a"), wq.Term("body", "b")]), "class Sequence is not"),
        (wq.And([wq.Term("body", "a"), wq.Regex("body", "a|b")]), "class Regex is not"),
        (wq.Not(wq.SpanFirst(wq.Term("body", "a"))), "class SpanFirst is not"),
        (wq.Or([wq.Term("body", "a")], scale=0.5), "class Or with a coordination bonus"),
        (wq.Term("date", "2021"), "class Term on dates"),
        (wq.NumericRange("title", 1, 2), "class NumericRange on title"),
        (wq.Phrase("tag", ["a", "b"]), "class Phrase on tag"),
    ],
    ids=lambda value: type(value).__name__,
)
def test_what_cannot_be_answered_exactly_is_refused(query: wq.Query, message: str) -> None:
    with pytest.raises(QueryError, match=message):
        from_whoosh(query)


def test_a_class_of_somebody_else_may_mean_anything() -> None:
    class Odd(wq.Term):  # type: ignore[misc]
        pass

    with pytest.raises(QueryError, match="class Odd"):
        from_whoosh(Odd("body", "a"))
