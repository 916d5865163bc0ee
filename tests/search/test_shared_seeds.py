"""Five real news pages that lie beside the project, where they do: names are found however they are typed."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest

from tracuu.analyzers import VietnameseTokenizer
from tracuu.index import Article, ArticleIndex
from tracuu.search import Searcher

SEEDS = Path(__file__).resolve().parents[3] / "shared" / "seeds"
PAGES = sorted(SEEDS.glob("*.txt"))
NAMED, FIFTH = {"1", "2", "3", "4"}, {"5"}
WRONG = "Bùi Thành Sơn"

pytestmark = pytest.mark.skipif(len(PAGES) != 5, reason="the shared pages are not here")


@pytest.fixture(scope="session")
def searcher(tmp_path_factory: pytest.TempPathFactory) -> Searcher:
    index = ArticleIndex.create(tmp_path_factory.mktemp("seeds"), words=False)
    with index:
        for number, page in enumerate(PAGES, 1):
            title, _, body = page.read_text(encoding="utf-8").partition("\n")
            index.add(Article(id=str(number), title=title, body=body))
    return Searcher(index)


def test_the_pages_are_as_supposed(searcher: Searcher) -> None:
    texts = {article.id: unicodedata.normalize("NFC", article.body).lower() for article in searcher.index}
    assert {id for id, text in texts.items() if "bùi thanh sơn" in text} == NAMED
    assert {id for id, text in texts.items() if "bùi thành sơn" in text} == set()
    assert {id for id, text in texts.items() if "lê hoài trung" in text} == FIFTH


def full(searcher: Searcher, query: str) -> set[str]:
    """The full matches, of a query that needs no relaxing."""
    found = searcher.search(query)
    assert found.relaxed == ()
    return {hit.id for hit in found if hit.match == "full"}


@pytest.mark.parametrize(
    "query",
    [
        "Bui Thanh Son",
        "bùi thanh sơn",
        unicodedata.normalize("NFD", "BÙI THANH SƠN"),
        "Bùi Thanh Sơn",
        "bui thanh sơn",
        '"bui thanh son"',
        "+bùi thanh sơn",
    ],
)
def test_a_name_is_found_however_it_is_typed(searcher: Searcher, query: str) -> None:
    assert full(searcher, query) == NAMED


def test_a_name_with_a_wrong_mark_finds_the_near_one_and_says_so(searcher: Searcher) -> None:
    found = searcher.search(WRONG)
    (relaxed,) = found.relaxed
    assert (relaxed.kind, relaxed.text) == ("marks", "bùi thành sơn")
    assert relaxed.readings == (("Bùi Thanh Sơn", 4),)
    assert {hit.id for hit in found if hit.match == "full"} == NAMED
    assert found.total == 4


@pytest.mark.parametrize("strict", [WRONG, "bui thanh sơn", "Bui Thanh Son"])
def test_exact_marks_find_nothing_else(searcher: Searcher, strict: str) -> None:
    found = searcher.search(strict, marks="exact")
    assert (found.total, found.partial, found.relaxed) == (0, 0, ())
    assert {hit.id for hit in searcher.search("bùi thanh sơn", marks="exact")} == NAMED


@pytest.mark.parametrize("query", ["le hoai trung", "34-NQ/TW", "nghị quyết 34", "Lê Hoài Trung", "34-nq/tw"])
def test_the_fifth_page(searcher: Searcher, query: str) -> None:
    assert full(searcher, query) == FIFTH


def test_a_quotation_is_a_phrase(searcher: Searcher) -> None:
    texts = {
        article.id: " ".join(VietnameseTokenizer().terms(f"{article.title}\n{article.body}"))
        for article in searcher.index
    }
    apart = {id for id, text in texts.items() if "hội nghị" in text and "ngoại giao" in text}
    for phrase in ("hội nghị ngoại giao", "ngoại giao hội nghị"):
        assert full(searcher, f'"{phrase}"') == {id for id, text in texts.items() if phrase in text}
        assert full(searcher, phrase) == apart
    assert full(searcher, '"hội nghị ngoại giao"') != full(searcher, '"ngoại giao hội nghị"')


def test_a_foreign_name(searcher: Searcher) -> None:
    for query in ("Diaz-Canel", "Díaz-Canel", "diaz canel"):
        (hit,) = searcher.search(query)
        assert "[Diaz-Canel] Bermudez" in hit.snippets[0].text.plain()


def test_the_name_is_highlighted_as_one(searcher: Searcher) -> None:
    for hit in searcher.search("bui thanh son", snippet_count=3):
        for snippet in hit.snippets:
            for start, end in snippet.text.spans:
                assert unicodedata.normalize("NFC", snippet.text.text[start:end]) == "Bùi Thanh Sơn"
