"""What an index knows about words that may be raw keystrokes."""

from __future__ import annotations

from tracuu.analyzers.keystrokes import read_keystrokes
from tracuu.index import Article
from tracuu.search.keystroke_evidence import IndexEvidence

from .conftest import MakeSearcher


def evidence(searcher_of: MakeSearcher) -> IndexEvidence:
    """Of three articles in two segments."""
    articles = (
        Article(id="1", title="Bùi Thanh Sơn", body="ông Sơn, box và Sơn"),
        Article(id="2", title="Sơn", body="thanh, xoong"),
        Article(id="3", body="núi son"),
    )
    return IndexEvidence(searcher_of(*articles).index.reader)


def test_articles_of_the_fuller_field_are_counted_over_all_segments_by_exact_term(searcher_of: MakeSearcher) -> None:
    known = evidence(searcher_of)
    assert known.articles == 3
    assert {term: known.frequency(term) for term in ("sơn", "son", "thanh", "núi", "bõ", "sown", "")} == {
        "sơn": 2,
        "son": 1,
        "thanh": 1,  # one has it in its title, one in its body
        "núi": 1,
        "bõ": 0,
        "sown": 0,
        "": 0,
    }


def test_a_query_is_read_by_what_the_index_has(searcher_of: MakeSearcher) -> None:
    known = evidence(searcher_of)
    reading = read_keystrokes("Buif Thanh Sown".split(), known)
    assert reading is not None
    assert reading.text == "Bùi Thanh Sơn"
    assert read_keystrokes("hocj".split(), known) is None
    assert read_keystrokes("box thanh".split(), known) is None


def test_an_empty_index_knows_nothing(searcher_of: MakeSearcher) -> None:
    known = IndexEvidence(searcher_of().index.reader)
    assert (known.articles, known.frequency("sơn")) == (0, 0)
