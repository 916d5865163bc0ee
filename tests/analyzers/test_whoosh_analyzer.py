"""The analyzer in a Whoosh schema: indexing, phrases, highlighting, pickling."""

from __future__ import annotations

import pickle

import pytest
from whoosh.fields import ID, TEXT, Schema
from whoosh.filedb.filestore import RamStorage
from whoosh.index import FileIndex
from whoosh.qparser import QueryParser
from whoosh.query import Phrase

from tracuu.analyzers.whoosh_analyzer import VietnameseAnalyzer

ARTICLES = {
    "1": "Bộ trưởng Bùi Thanh Sơn thăm Hà Nội.",
    "2": "Bụi bay, thành phố sơn lại.",
    "3": "tie\u0302\u0301ng Vie\u0323\u0302t và hoà bình",
}


def index(**options: bool) -> FileIndex:
    schema = Schema(id=ID(stored=True), body=TEXT(analyzer=VietnameseAnalyzer(**options), stored=True, chars=True))
    built = RamStorage().create_index(schema)
    writer = built.writer()
    for identifier, body in ARTICLES.items():
        writer.add_document(id=identifier, body=body)
    writer.commit()
    return built


def found(built: FileIndex, query: str) -> list[str]:
    with built.searcher() as searcher:
        hits = searcher.search(QueryParser("body", built.schema).parse(query))
        return sorted(hit["id"] for hit in hits)


@pytest.mark.parametrize(
    ("query", "exact", "folded"),
    [
        ("Bùi Thanh Sơn", ["1"], ["1", "2"]),
        ("bui thanh son", [], ["1", "2"]),
        ('"bui thanh son"', [], ["1"]),
        ('"thanh sơn"', ["1"], ["1"]),
        ("tiếng việt", ["3"], ["3"]),
        ("hòa", ["3"], ["3"]),
    ],
)
def test_searching(query: str, exact: list[str], folded: list[str]) -> None:
    assert found(index(), query) == exact
    assert found(index(fold=True), query) == folded


def test_words() -> None:
    built = index(words=True)
    assert found(built, '"bo truong"') == ["1"]
    assert found(built, '"hoa binh"') == ["3"]
    assert found(built, "trưởng") == []


def test_highlights_show_the_text_as_written() -> None:
    built = index(fold=True)
    with built.searcher() as searcher:
        hit = searcher.search(QueryParser("body", built.schema).parse("tieng"))[0]
        assert hit.highlights("body").startswith('<b class="match term0">tie\u0302\u0301ng</b> Vie\u0323\u0302t')


def test_positions_and_characters() -> None:
    analyzer = VietnameseAnalyzer()
    places = [
        (token.text, token.pos, token.startchar, token.endchar, token.original)
        for token in analyzer("Hoà bình", positions=True, chars=True, keeporiginal=True, start_pos=5, start_char=100)
    ]
    assert places == [("hòa", 5, 100, 103, "Hoà"), ("bình", 6, 104, 108, "bình")]
    assert [token.text for token in analyzer("Hoà bình", tokenize=False)] == ["Hoà bình"]


def test_whoosh_says_what_it_analyses_for() -> None:
    analyzer = VietnameseAnalyzer(words=True)
    assert [token.text for token in analyzer("bo truong", mode="query")] == ["bộ_trưởng"]
    assert [token.text for token in analyzer("bo truong", mode="index")] == ["bo", "truong"]
    query_side = VietnameseAnalyzer(mode="query", words=True)
    assert [token.text for token in query_side("bo truong")] == ["bộ_trưởng"]


def test_schemas_pickle() -> None:
    schema = Schema(body=TEXT(analyzer=VietnameseAnalyzer(fold=True)))
    copy = pickle.loads(pickle.dumps(schema))
    assert copy["body"].analyzer == VietnameseAnalyzer(fold=True)
    assert [token.text for token in copy["body"].analyzer("Hoà bình")] == ["hoa", "binh"]


def test_phrases_are_parsed_into_terms() -> None:
    schema = Schema(body=TEXT(analyzer=VietnameseAnalyzer()))
    query = QueryParser("body", schema).parse('"Hoà bình"')
    assert query == Phrase("body", ["hòa", "bình"])
