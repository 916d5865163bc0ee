"""The index as a Whoosh index: it finds what a stock Whoosh index of the same articles finds."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from pathlib import Path

import pytest
from whoosh.filedb.filestore import RamStorage
from whoosh.index import FileIndex
from whoosh.qparser import QueryParser
from whoosh.query import (
    And,
    AndMaybe,
    AndNot,
    DateRange,
    Every,
    FuzzyTerm,
    Not,
    Or,
    Phrase,
    Prefix,
    Query,
    Require,
    SpanFirst,
    SpanNear,
    SpanNot,
    Term,
    TermRange,
    Wildcard,
)
from whoosh.reading import IndexReader, TermNotFound
from whoosh.scoring import TF_IDF
from whoosh.searching import Searcher
from whoosh.sorting import FieldFacet

from tracuu.analyzers import VietnameseTokenizer, find_names
from tracuu.index.article import Article
from tracuu.index.article_index import ArticleIndex
from tracuu.index.whoosh_schema import schema

SYLLABLES = "bùi bui bụi thanh thành than sơn son sôn hà hạ hoà nội noi phở bò đường duong 2021 covid".split()
TERMS = [term for syllable in SYLLABLES for term in VietnameseTokenizer().terms(syllable)]
TAGS = ["Kinh tế", "kinh doanh", "thể thao", "văn hoá"]
Both = tuple[ArticleIndex, FileIndex]
DAYS = [dt.date(2020, 1, 1) + dt.timedelta(days=9 * day) for day in range(150)]


def random_article(rng: random.Random, id: str) -> Article:
    def text(longest: int) -> str:
        words = [rng.choice((str.lower, str.title))(rng.choice(SYLLABLES)) for _ in range(rng.randint(1, longest))]
        return rng.choice((" ", ", ", " - ")).join(words)

    date: dt.date | None = rng.choice([None, *DAYS])
    if date is not None and rng.random() < 0.5:
        zone = rng.choice([None, dt.timezone(dt.timedelta(hours=7))])
        date = dt.datetime(date.year, date.month, date.day, rng.randrange(24), rng.randrange(60), tzinfo=zone)
    return Article(
        id=id,
        title=text(6),
        body=text(40),
        date=date,
        source=rng.choice(["", "báo", "đài"]),
        tags=tuple(rng.sample(TAGS, rng.randint(0, 2))),
        authors=("Nguyễn Văn An",) if rng.random() < 0.3 else (),
    )


def on_its_clock(date: dt.date | None) -> dt.datetime | None:
    if not isinstance(date, dt.datetime):
        return None if date is None else dt.datetime(date.year, date.month, date.day)
    return date.replace(tzinfo=None)


def stock_index(articles: list[Article]) -> FileIndex:
    """What Whoosh makes of the articles, with the same schema."""
    stock = RamStorage().create_index(schema())
    writer = stock.writer()
    for article in articles:
        fields: dict[str, object] = {
            "id": article.id,
            "date": on_its_clock(article.date),
            "source": article.source or None,
        }
        fields |= {"tag": list(article.tags) or None, "author": list(article.authors) or None}
        names: list[str] = []
        for name in ("title", "body"):
            fields[name] = text = getattr(article, name)
            tokens = list(VietnameseTokenizer().tokenize(text))
            pairs = pairwise(tokens)
            fields[f"{name}_bigrams"] = [f"{a.text} {b.text}" for a, b in pairs] or None
            names += [found.key for found in find_names(text, tokens)]
        writer.add_document(names=names or None, **{name: value for name, value in fields.items() if value})
    writer.commit()
    return stock


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Both:
    """Ours, in several segments with deletions and updates; and stock Whoosh, of what is left."""
    rng = random.Random(7)
    index = ArticleIndex.create(tmp_path_factory.mktemp("index"), words=False)
    left: dict[str, Article] = {}
    for start in range(0, 300, 60):
        for number in [*range(start, start + 60), *rng.sample(range(start + 1), min(start, 15))]:
            left[str(number)] = random_article(rng, str(number))
            index.update(left[str(number)])
        for id in rng.sample(sorted(left), 8):
            assert index.delete(id)
            del left[id]
        index.commit()
    assert len(index.reader.segments) == 5
    assert len(left) == len(index) < index.reader.size
    # In the same order, because Whoosh itself errs in one order and not in another.
    return index, stock_index([left[article.id] for article in index])


def random_query(rng: random.Random, depth: int = 2) -> Query:
    def field() -> str:
        return rng.choice(["title", "body", "body"])

    def inner() -> Query:
        return random_query(rng, depth - 1)

    def several() -> list[Query]:
        return [inner() for _ in range(rng.randint(2, 4))]

    def term() -> Query:
        kind = rng.random()
        if kind < 0.7:
            return Term(field(), rng.choice(TERMS))
        if kind < 0.8:
            return Term(f"{field()}_bigrams", " ".join(rng.choices(TERMS, k=2)))
        if kind < 0.9:
            return Term("names", " ".join(rng.choices(TERMS, k=2)))
        return rng.choice([Term("tag", rng.choice(TAGS)), Term("source", "đài"), Term("id", str(rng.randrange(300)))])

    def date() -> dt.datetime | None:
        day = rng.choice([None, *DAYS])
        return day and dt.datetime(day.year, day.month, day.day, rng.choice([0, 0, 5]), rng.randrange(2))

    def phrase() -> Query:
        return Phrase(field(), rng.choices(TERMS, k=rng.randint(1, 3)), slop=rng.randint(1, 5))

    def spans() -> Query:
        name = field()
        a, b = (Term(name, rng.choice(TERMS)) for _ in range(2))
        near = SpanNear(a, b, slop=rng.randint(1, 5), ordered=rng.random() < 0.5)
        return rng.choice([near, SpanNot(near, Term(name, rng.choice(TERMS))), SpanFirst(a, limit=rng.randint(0, 4))])

    if depth == 2 and rng.random() < 0.1:
        return spans()  # Whoosh has no span queries inside And and Or
    leaves: list[Callable[[], Query]] = [
        term,
        term,
        phrase,
        phrase,
        lambda: Prefix(field(), rng.choice(TERMS)[: rng.randint(1, 3)]),
        lambda: Prefix("title_bigrams", rng.choice(TERMS)),
        lambda: Wildcard(field(), rng.choice(["?ơn", "b*i", "*à*", "th?nh", "*"])),
        lambda: FuzzyTerm(field(), rng.choice(TERMS), maxdist=rng.randint(1, 2), prefixlength=rng.randint(0, 1)),
        lambda: TermRange(field(), *rng.choice([("b", "d"), ("hà", "thanh"), (None, "ha"), ("t", None)])),
        lambda: DateRange("date", date(), date(), rng.random() < 0.3, rng.random() < 0.3),
        lambda: rng.choice([Every(), Every("title"), Every("date"), Every("author")]),
    ]
    branches: list[Callable[[], Query]] = [
        lambda: And(several()),
        lambda: And([inner(), Not(inner())]),
        lambda: Or(several()),
        lambda: Or([inner(), Not(term())], boost=2.0),
        lambda: AndNot(inner(), inner()),
        lambda: AndMaybe(inner(), inner()),
        lambda: Require(inner(), inner()),
        lambda: Not(inner()),
    ]
    return rng.choice(branches if depth and rng.random() < 0.75 else leaves)()


def ids(searcher: Searcher, query: Query, **options: object) -> list[str]:
    return [hit["id"] for hit in searcher.search(query, limit=None, **options)]


def outcome(searcher: Searcher, query: Query) -> list[str] | None:
    try:
        return ids(searcher, query)
    except IndexError:  # in Whoosh's AndNotMatcher.skip_to, now and then
        return None


@pytest.mark.parametrize("seed", range(4))
def test_queries_find_what_stock_whoosh_finds(both: Both, seed: int) -> None:
    index, stock = both
    rng = random.Random(seed)
    sizes = []
    with index.whoosh_searcher() as ours, stock.searcher() as theirs:
        for _ in range(80):
            query = random_query(rng)
            found, expected = outcome(ours, query), outcome(theirs, query)
            assert sorted(found or []) == sorted(expected or []), query
            assert (found is None) == (expected is None), query
            sizes.append(len(found or []))
    assert sum(0 < size < len(index) for size in sizes) > 40  # the queries say something


def test_the_first_ten_are_the_first_ten(both: Both) -> None:
    """Stock Whoosh loses some: see ``PostingsMatcher``."""
    index, _ = both
    rng = random.Random(1)
    with index.whoosh_searcher() as searcher:
        for _ in range(150):
            either = Or([Term("body", term) for term in rng.choices(TERMS, k=3)])
            also, other = (Term("body", rng.choice(TERMS)) for _ in range(2))
            query = rng.choice([And([either, also]), AndMaybe(either, also), And([AndMaybe(also, either), other])])
            everything, ten = searcher.search(query, limit=None), searcher.search(query, limit=10)
            assert len(ten) == len(everything), query
            assert ten.top_n == everything.top_n[:10], query


def test_scores_are_those_of_an_index_without_the_deleted(both: Both) -> None:
    """In titles, which are so short that stock Whoosh keeps their lengths exactly."""
    index, stock = both
    rng = random.Random(2)
    with index.whoosh_searcher() as ours, stock.searcher() as theirs:
        for _ in range(60):
            query = rng.choice([And, Or])([Term("title", term) for term in rng.sample(TERMS, 2)])
            scores = [
                {hit["id"]: pytest.approx(hit.score) for hit in searcher.search(query, limit=None)}
                for searcher in (ours, theirs)
            ]
            assert scores[0] == scores[1]


FIELDS = ["id", "title", "body", "title_bigrams", "body_bigrams", "names", "date", "tag", "author", "source"]


@pytest.mark.parametrize("field", FIELDS)
def test_terms_and_postings(both: Both, field: str) -> None:
    def listed(reader: IndexReader, term: bytes) -> tuple[object, ...]:
        matcher = reader.postings(field, term)
        entries = []
        while matcher.is_active():
            positions = matcher.value_as("positions") if matcher.supports("positions") else None
            where = reader.stored_fields(matcher.id())["id"]
            entries.append((where, matcher.weight(), matcher.value_as("frequency"), positions))
            matcher.next()
        info = reader.term_info(field, term)
        figures = (info.weight(), info.doc_frequency(), info.max_weight())
        assert figures[:2] == (reader.frequency(field, term), reader.doc_frequency(field, term))
        assert (field, term) in reader
        return *figures, sorted(entries)

    index, stock = both
    ours, theirs = index.whoosh_reader(), stock.reader()
    terms = list(ours.lexicon(field))
    assert terms == list(theirs.lexicon(field))
    assert terms
    for term in terms[:500]:
        assert listed(ours, term) == listed(theirs, term)
    for length in ("field_length", "max_field_length"):
        if ours.schema[field].scorable and "body" not in field:  # long texts: stock Whoosh rounds
            assert getattr(ours, length)(field) == getattr(theirs, length)(field)


def test_whole_vocabulary_in_order(both: Both) -> None:
    reader = both[0].whoosh_reader()
    terms = list(reader.all_terms())
    assert terms == sorted(terms)
    assert {field for field, _ in terms} == {*FIELDS} < {*reader.indexed_field_names()}
    assert reader.most_frequent_terms("body", 3) == sorted(reader.most_frequent_terms("body", 500))[:-4:-1]


QUERIES = [
    "title:bùi AND (phở OR bò) -covid",
    "Hòa 'đường'",
    '"thanh sơn"~3 OR names:"Bùi Thanh"',
    'body_bigrams:"Bùi Thanh" OR th*h',
    "date:[2021 TO 202206]",
    "date:202105",
    'tag:"Kinh tế" OR author:"Nguyễn Văn An" OR source:đài',
    "tag:kin* ANDNOT id:[1 TO 2]",
]


@pytest.mark.parametrize("text", QUERIES)
def test_whoosh_parses_queries_for_our_schema(both: Both, text: str) -> None:
    index, stock = both
    query = QueryParser("body", index.whoosh_reader().schema).parse(text)
    with index.whoosh_searcher() as ours, stock.searcher() as theirs:
        found = ids(ours, query)
        assert sorted(found) == sorted(ids(theirs, query))
        assert 0 < len(found) < len(index)


def test_hits(both: Both) -> None:
    index, _ = both
    reader = index.whoosh_reader()
    with index.whoosh_searcher(weighting=TF_IDF()) as searcher:
        hits = searcher.search(Phrase("body", ["bùi", "thanh"]), limit=None, terms=True)
        assert len(hits) > 3
        for hit in hits:
            article = index.get(hit["id"])
            assert index.reader.article(reader.numbers[hit.docnum]) == article
            assert (hit["body"], hit["date"], hit["author"]) == (
                article.body,
                on_its_clock(article.date),
                ", ".join(article.authors),
            )
            assert hit["tag"].split(", ") == list(article.tags or [""])
            assert sorted(hit.matched_terms()) == [("body", "bùi".encode()), ("body", b"thanh")]
            assert '">thanh</b>' in hit.highlights("body").lower()
        assert searcher.document(id=hits[0]["id"])["title"] == hits[0]["title"]
        assert len(hits[0].more_like_this("body")) > 0
        assert searcher.suggest("body", "thánh", maxdist=1) == ["thanh", "thành"]


def test_sorting_and_grouping(both: Both) -> None:
    index, _ = both
    days = {article.id: on_its_clock(article.date) for article in index}
    with index.whoosh_searcher() as searcher:
        for reverse in (False, True):
            found = [days[id] for id in ids(searcher, Every(), sortedby=FieldFacet("date", reverse=reverse))]
            dated = [day for day in found if day is not None]
            assert found == dated + [None] * (len(found) - len(dated))
            assert dated == sorted(dated, reverse=reverse)
        assert ids(searcher, Every(), sortedby="id") == sorted(days)
        groups = searcher.search(Every(), limit=None, groupedby="source").groups()
        sources = [article.source for article in index]
        assert {name: len(group) for name, group in groups.items()} == {
            name or None: sources.count(name) for name in ("", "báo", "đài")
        }
        assert len(searcher.search(Every(), groupedby="date").groups("date")) == len(set(days.values()))


def test_threads_take_a_searcher_each(both: Both) -> None:
    rng = random.Random(3)
    queries = [random_query(rng) for _ in range(25)]
    index = ArticleIndex(both[0].directory)  # nothing is cached yet

    def search(_: int) -> list[list[str] | None]:
        with index.whoosh_searcher() as searcher:
            return [outcome(searcher, query) for query in queries]

    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(search, range(4)))
    with both[0].whoosh_searcher() as searcher:
        assert found == [[outcome(searcher, query) for query in queries]] * 4


def test_copying_into_a_stock_index(both: Both) -> None:
    """Whoosh's ``add_reader`` reads all that a reader offers."""
    index, stock = both
    copy = RamStorage().create_index(schema())
    writer = copy.writer()
    writer.add_reader(index.whoosh_reader())
    writer.commit()
    rng = random.Random(5)
    with copy.searcher() as copied, stock.searcher() as expected:
        for _ in range(40):
            query = random_query(rng)
            assert outcome(copied, query) == outcome(expected, query), query
        assert copied.stored_fields(7) == index.whoosh_reader().stored_fields(7)


def test_a_reader_stays_at_its_commit(tmp_path: Path) -> None:
    with ArticleIndex.create(tmp_path, words=False) as index:
        index.add(Article(id="1", body="phở bò"))
    before = index.whoosh_reader()
    assert index.whoosh_reader() is before
    with index:
        index.update(Article(id="1", body="bún chả"))
    assert (before.doc_count(), before.stored_fields(0)["body"]) == (1, "phở bò")
    assert [fields["body"] for fields in index.whoosh_reader().all_stored_fields()] == ["bún chả"]
    assert list(index.whoosh_reader().lexicon("body")) == ["bún".encode(), "chả".encode()]
    assert index.whoosh_reader().generation() == before.generation() + 1


def test_words(tmp_path: Path) -> None:
    with ArticleIndex.create(tmp_path) as index:
        index.add(Article(id="1", title="Bộ trưởng Ngoại giao", body="Bộ trưởng đã tới Hà Nội."))
    with index.whoosh_searcher() as searcher:
        assert ids(searcher, Term("title_words", "bộ_trưởng")) == ["1"]
        assert ids(searcher, QueryParser("body_words", searcher.schema).parse('"bộ trưởng"')) == ["1"]
        assert b"h\xc3\xa0_n\xe1\xbb\x99i" in searcher.lexicon("body_words")
        assert searcher.reader().doc_field_length(0, "title_words") == 2


def test_nothing_there(tmp_path: Path) -> None:
    index = ArticleIndex.create(tmp_path, words=False)
    reader = index.whoosh_reader()
    assert (list(reader.all_terms()), reader.doc_count_all(), reader.field_length("body")) == ([], 0, 0)
    with index.whoosh_searcher() as searcher:
        assert ids(searcher, Or([Every(), Not(Term("body", "phở")), DateRange("date", None, None)])) == []
    for field in ("body", "url", "other"):
        assert (field, b"x") not in reader
        with pytest.raises(TermNotFound):
            reader.postings(field, b"x")
    with pytest.raises(TermNotFound, match="'id'"):
        reader.column_reader("id")


def test_odd_articles(tmp_path: Path) -> None:
    """Half a character in a tag, and dates that leave the calendar when they are put in UTC."""
    zone = dt.timezone(dt.timedelta(hours=14))
    with ArticleIndex.create(tmp_path, words=False) as index:
        index.add(Article(id="1", body="phở \ud800", tags=("a\ud800", "ab"), date=dt.datetime.min.replace(tzinfo=zone)))
        index.add(Article(id="2", body="phở", date=dt.datetime.max.replace(tzinfo=dt.timezone(-zone.utcoffset(None)))))
    with index.whoosh_searcher() as searcher:
        assert ids(searcher, Wildcard("tag", "a*")) == ["1"]
        assert ids(searcher, Term("tag", "a\ud800")) == []
        first, last = searcher.search(Term("body", "phở"), sortedby="date")
        assert (first["id"], first["date"]) == ("1", dt.datetime.min)
        assert (last["id"], last["date"]) == ("2", dt.datetime.max.replace(microsecond=0))
