"""``Searcher.top`` against a look at every article, over several segments with deletions, and against stock Whoosh."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from random import Random
from typing import Any

import pytest
import whoosh.query as wq

from tracuu.analyzers import VietnameseTokenizer, fold
from tracuu.analyzers.errors import QueryError
from tracuu.index import Article, ArticleIndex
from tracuu.search import Ranking, Searcher
from tracuu.search.nodes import And, AndMaybe, Boost, ConstantScore, Not, Or, Query, Syllable, Unit
from tracuu.search.term_nodes import Phrase, Prefix, Term

from .random_texts import SYLLABLES, fill

TERMS = sorted({term for text in SYLLABLES for term in VietnameseTokenizer().terms(text)})
FIELDS = ("title", "body")
QUERIES = 1000


@dataclass
class Oracle:
    """Scores articles one by one."""

    articles: list[Article]

    def __post_init__(self) -> None:
        terms = VietnameseTokenizer().terms
        self.texts = [{field: terms(getattr(article, field)) for field in FIELDS} for article in self.articles]
        self.average = {field: sum(len(text[field]) for text in self.texts) / len(self.texts) for field in FIELDS}

    def top(self, query: Query) -> list[tuple[str, float]]:
        """All articles that match, best first."""
        found = [
            (article.id, self.score(query, number))
            for number, article in enumerate(self.articles)
            if self.matches(query, number)
        ]
        return sorted(found, key=lambda one: -round(one[1], 9))

    def matches(self, query: Query, number: int) -> bool:
        match query:
            case And():
                return bool(query.clauses) and all(self.matches(clause, number) for clause in query.clauses)
            case Or():
                return sum(self.matches(clause, number) for clause in query.clauses) >= query.minmatch
            case Not():
                return not self.matches(query.query, number)
            case AndMaybe():
                return self.matches(query.required, number)
            case Boost() | ConstantScore():
                return self.matches(query.query, number)
            case Phrase():
                return self.stands(query.words, self.texts[number][query.fieldname], query.slop)
            case Unit():
                return any(self.unit(query, self.texts[number][field]) for field in query.fields)
        return self.weighted(query, number) > 0

    @staticmethod
    def stands(words: tuple[str, ...], text: list[str], slop: int) -> bool:
        ends = {place for place, term in enumerate(text) if term == words[0]}
        for word in words[1:]:
            near = {place + step for place in ends for step in range(1, slop + 1)}
            ends = {place for place in near if place < len(text) and text[place] == word}
        return bool(ends)

    @staticmethod
    def unit(unit: Unit, text: list[str]) -> bool:
        accepts = [{term for term in text if one.accepts(term)} for one in unit.syllables]
        size = len(accepts)
        return any(all(text[at + i] in accepts[i] for i in range(size)) for at in range(len(text) - size + 1))

    def score(self, query: Query, number: int) -> float:
        match query:
            case And():
                return sum(self.score(clause, number) for clause in query.clauses)
            case Or():
                return sum(self.score(clause, number) for clause in query.clauses if self.matches(clause, number))
            case Not():
                return 0.0
            case AndMaybe():
                more = self.score(query.optional, number) if self.matches(query.optional, number) else 0.0
                return self.score(query.required, number) + more
            case Boost():
                return self.score(query.query, number) * query.factor
            case ConstantScore():
                return query.score
            case Phrase():
                return sum(self.score(Term(query.fieldname, word), number) for word in query.words)
            case Unit():
                return sum(self.score(one, number) for one in query.syllables)
        weighted = self.weighted(query, number)
        df = sum(self.weighted(query, other) > 0 for other in range(len(self.articles)))
        idf = math.log(1 + (len(self.articles) - df + 0.5) / (df + 0.5))
        return idf * 2.2 * weighted / (1.2 + weighted)

    def weighted(self, query: Query, number: int) -> float:
        fields = query.fields if isinstance(query, Syllable) else (query.fieldname,)  # type: ignore[attr-defined]
        total = 0.0
        for field in fields:
            text = self.texts[number][field]
            often = sum(self.is_meant(query, term) for term in text)
            relative = max(len(text), 1) / self.average[field]
            total += often * Ranking().fields[field] / (0.25 + 0.75 * relative)
        return total

    @staticmethod
    def is_meant(query: Query, term: str) -> bool:
        return term == query.text if isinstance(query, Term) else query.accepts(term)  # type: ignore[attr-defined]


def tree(random: Random, depth: int = 0) -> Query:
    """A random tree of every kind of node."""

    def sub() -> Query:
        return tree(random, depth + 1)

    def several() -> list[Query]:
        return [sub() for _ in range(random.randint(1, 4))]

    field, term = random.choice(FIELDS), random.choice(TERMS)
    leaves = [
        lambda: Term(field, term),
        lambda: Term(field, term),
        lambda: Phrase(field, random.sample(TERMS, random.randint(1, 3)), random.randint(1, 3)),
        lambda: Prefix(field, term[:1]),
        lambda: Syllable(fold(term), FIELDS),
        lambda: Unit((Syllable(fold(term), FIELDS), Syllable(fold(random.choice(TERMS)), FIELDS))),
    ]
    joints = [
        lambda: And(several()),
        lambda: Or(several()),
        lambda: Or([Term("body", random.choice(TERMS)) for _ in range(4)]),
        lambda: Or(several(), random.randint(1, 3)),
        lambda: And([sub(), Not(sub())]),
        lambda: AndMaybe(sub(), sub()),
        lambda: Boost(sub(), random.choice([0.5, 3.0])),
        lambda: ConstantScore(sub(), 0.25),
    ]
    return random.choice(leaves if depth > 2 or random.random() < 0.4 else joints)()


@pytest.mark.parametrize("seed", range(6))
def test_any_tree(seed: int, tmp_path: Path) -> None:
    random = Random(seed)
    index = ArticleIndex.create(tmp_path, words=False)
    live = fill(index, random, commits=(1, 3, 9)[seed % 3], size=12)
    oracle = Oracle([live[article.id] for article in index])
    searcher = Searcher(index)
    counts = []
    for _ in range(QUERIES):
        query = tree(random)
        expected = oracle.top(query)
        total, hits = searcher.top(query)
        assert total == len(expected), query
        assert [score for _, score in hits] == pytest.approx([score for _, score in expected[:10]], abs=1e-6), query
        assert [id for id, _ in hits] == [id for id, _ in expected[: len(hits)]], query
        counts.append(total)
    assert sum(0 < count < len(oracle.articles) for count in counts) > QUERIES // 3


@pytest.mark.parametrize("seed", range(3))
def test_whoosh_queries_match_what_stock_whoosh_matches(seed: int, tmp_path: Path) -> None:
    random = Random(100 + seed)
    index = ArticleIndex.create(tmp_path, words=False)
    fill(index, random, commits=3, size=12)
    searcher = Searcher(index)

    def leaf() -> Any:
        return random.choice(
            [wq.Term("body", random.choice(TERMS)), wq.Phrase("body", random.sample(TERMS, 2)), wq.Prefix("body", "t")]
        )

    with index.whoosh_searcher() as stock:
        for _ in range(60):
            query = random.choice([wq.And, wq.Or])([leaf() for _ in range(3)])
            expected = {hit["id"] for hit in stock.search(query, limit=None)}
            total, hits = searcher.top(query, limit=1000)
            assert {id for id, _ in hits} == expected
            assert total == len(expected)


def test_what_cannot_be_evaluated_is_refused(tmp_path: Path) -> None:
    searcher = Searcher(ArticleIndex.create(tmp_path))
    with pytest.raises(QueryError, match="SpanNear"):
        searcher.top(wq.SpanNear2([wq.Term("body", "a"), wq.Term("body", "b")]))
    assert searcher.top(Term("body", "phở")) == (0, [])
    with pytest.raises(QueryError, match="no field 'text'"):
        searcher.top(Term("text", "phở"))


def test_only_articles_that_have_a_term_are_among_any_of_them(tmp_path: Path) -> None:
    """Also where the last score that is wanted is next to nothing."""
    index = ArticleIndex.create(tmp_path, words=False)
    rare = [f"hiếm{n}" for n in range(12)]
    for number in range(300):
        index.add(Article(id=str(number), body=f"của x{number} " + (" ".join(rare) if not number else "")))
    index.commit()
    for number in range(1, 60):
        index.delete(str(number))
    index.commit()
    query = Or([Term("body", term) for term in ("của", *rare)])
    for weight, limit in product((1.0, 1e-5), (10, 240, 241, 1000)):
        searcher = Searcher(index, Ranking(fields={"title": 1.0, "body": weight}))
        total, hits = searcher.top(query, limit)
        assert (total, len(hits)) == (241, min(limit, 241))
        assert [int(id) for id, _ in hits] == [0, *range(60, 300)][:limit]
    faint = Searcher(index, Ranking(fields={"title": 1.0, "body": 1e-30}))
    assert faint.top(query, 3).total == 241
