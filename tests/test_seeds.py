"""The sample articles: enough of them, of the promised length and oddities, and nobody else's sentences."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from pathlib import Path

import pytest

from tracuu.index import Article, Problem, find_sources, read_articles
from tracuu.seeds import folder

SEEDS = folder()
SUFFIXES = {".txt", ".md", ".html", ".jsonl"}
FILES = sorted(p for p in SEEDS.rglob("*") if p.suffix in SUFFIXES and p.name != "README.md")
NFD_FILE = SEEDS / "lich-su" / "ly-thai-to-doi-do.txt"
NEW_STYLE_FILE = SEEDS / "khoa-hoc" / "thuy-dien-hoa-binh.txt"
UNMARKED_FILE = SEEDS / "dia-ly" / "kinh-nghiem-di-ha-giang.txt"
CRAWLED_FILE = SEEDS / "ngoai-giao" / "tong-ket-cong-tac-dang-2020.txt"
JSONL_FILE = SEEDS / "tuyen-tap.jsonl"  # one of its articles quotes both styles of tone marks
SHARED = Path(__file__).resolve().parents[2] / "shared" / "seeds"

# The two styles differ only in the open rimes oa, oe, uy, and not after q.
NEW_STYLE = re.compile(r"(?<!q)(?:o[àáảãạèéẻẽẹ]|u[ỳýỷỹỵ])(?!\w)", re.IGNORECASE)
OLD_STYLE = re.compile(r"(?:[òóỏõọ][ae]|[ùúủũụ]y)(?!\w)", re.IGNORECASE)


def text_of(path: Path) -> str:
    """The file as it is: bytes to characters, nothing normalised."""
    return path.read_bytes().decode("utf-8")


def runs(text: str, length: int) -> set[tuple[str, ...]]:
    words = re.findall(r"[^\W_]+", unicodedata.normalize("NFC", text).lower())
    return {tuple(words[i : i + length]) for i in range(len(words) - length + 1)}


@pytest.fixture(scope="module")
def articles() -> list[Article]:
    problems: list[Problem] = []
    found = [
        article
        for source in find_sources(FILES, on_problem=problems.append)
        for article in read_articles(source, on_problem=problems.append)
    ]
    assert [problem for problem in problems if problem.kind != "note"] == []
    return found


def test_there_are_enough_articles(articles: list[Article]) -> None:
    assert len(articles) == 38
    assert len({article.title for article in articles}) == 38


def test_an_article_has_150_to_500_words(articles: list[Article]) -> None:
    lengths = {article.title: len(article.body.split()) for article in articles}
    assert {title: n for title, n in lengths.items() if not 150 <= n <= 500} == {}


def test_formats_are_mixed() -> None:
    assert Counter(path.suffix for path in FILES) == {".txt": 16, ".md": 8, ".html": 5, ".jsonl": 1}


def test_markdown_and_html_and_jsonl_say_when_they_were_written(articles: list[Article]) -> None:
    assert sum(article.date is not None for article in articles) == 8 + 5 + 9


def test_only_one_file_is_nfd() -> None:
    for path in FILES:
        form = "NFD" if path == NFD_FILE else "NFC"
        assert unicodedata.is_normalized(form, text_of(path)), path
    assert not unicodedata.is_normalized("NFC", text_of(NFD_FILE))


def test_only_one_file_has_no_marks() -> None:
    assert [path for path in FILES if text_of(path).isascii()] == [UNMARKED_FILE]


def test_only_one_file_is_in_the_new_style() -> None:
    text = text_of(NEW_STYLE_FILE)
    assert "Hoà" in text
    assert "Thuỷ" in text
    assert OLD_STYLE.findall(text) == []
    for path in FILES:
        if path not in (NEW_STYLE_FILE, JSONL_FILE):
            assert NEW_STYLE.findall(unicodedata.normalize("NFC", text_of(path))) == [], path


def test_one_file_looks_crawled() -> None:
    lines = [line for line in text_of(CRAWLED_FILE).splitlines() if line]
    captions = [line for line in lines if line.endswith("(Ảnh minh họa)")]
    assert len(captions) == 6
    assert captions[::2] == captions[1::2]
    assert "Tin liên quan" in lines[-10:]


def test_four_of_the_five_diplomatic_events_name_the_minister() -> None:
    named = [path.stem for path in FILES if "Bùi Thanh Sơn" in text_of(path)]
    assert named == [
        "be-mac-hoi-nghi-ngoai-giao-32",
        "dai-hoi-dang-bo-bo-ngoai-giao-2025",
        "hoi-nghi-cong-tac-dang-ngoai-nuoc-2021",
        "tong-ket-cong-tac-dang-2020",
    ]


@pytest.mark.skipif(not SHARED.is_dir(), reason="the reference pages are not beside the project")
def test_no_sentence_is_borrowed_from_the_reference_pages() -> None:
    pages = sorted(SHARED.glob("*.txt"))
    assert pages
    theirs = set().union(*(runs(text_of(page), 9) for page in pages))
    for path in sorted(SEEDS.rglob("*")):
        if path.is_file() and path.suffix in SUFFIXES:
            assert runs(text_of(path), 9) & theirs == set(), path
