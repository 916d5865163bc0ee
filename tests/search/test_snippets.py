"""Passages are slices of the body, cut between words, that do not overlap; what matched in them is highlighted.

The golden file shows some as a person sees them. After a change on purpose, write it again:
UPDATE_GOLDEN=1 pytest tests/search/test_snippets.py
"""

from __future__ import annotations

import os
import unicodedata
from collections import Counter
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracuu.analyzers import VietnameseTokenizer
from tracuu.index import Article
from tracuu.search import Searcher, Snippet
from tracuu.search.nodes import Syllable, Unit
from tracuu.search.occurrences import Occurrence, OccurrenceFinder
from tracuu.search.snippets import _best_windows, highlight, snippets

from .conftest import MakeSearcher
from .random_texts import text, words

GOLDEN = Path(__file__).parent / "golden"
LONGEST_WORD = 40


def find(body: str, *queries: str) -> list[Occurrence]:
    units = [Unit(tuple(Syllable(term, ("body",)) for term in VietnameseTokenizer().terms(query))) for query in queries]
    return OccurrenceFinder([unit for unit in units if unit.syllables]).find(body, "body")


def passages(body: str, *queries: str, count: int = 1, width: int = 240) -> list[str]:
    found = snippets(body, find(body, *queries), [1.0] * len(queries), count=count, width=width)
    return [snippet.text.plain() for snippet in found]


SPACES = [" ", "  ", "\n", "\n\n", "\t", "\u00a0", "\u3000", ", ", ". ", "-", "/", "“", "…", "\u00ad", "\u200b"]


@st.composite
def bodies(draw: st.DrawFn) -> tuple[str, list[Occurrence]]:
    """A body with odd gaps, whole or without any space, in NFC or NFD; and what two queries find in it."""
    random = draw(st.randoms(use_true_random=False))
    gaps = draw(st.lists(st.sampled_from(SPACES), min_size=1, max_size=3))
    parts = [part for _ in range(draw(st.integers(0, 6))) for part in (text(random, 20), *gaps)]
    body = "".join(parts)
    if draw(st.booleans()):
        body = body.replace(" ", draw(st.sampled_from(["", "-", "\u00a0", "/"])))
    body = unicodedata.normalize(draw(st.sampled_from(["NFC", "NFD"])), body)
    return body, find(body, words(random, 2) or "a", words(random, 2) or "a")


@settings(max_examples=400)
@given(bodies(), st.integers(0, 5), st.one_of(st.integers(0, 30), st.integers(30, 300)))
def test_passages(given_body: tuple[str, list[Occurrence]], count: int, width: int) -> None:
    body, found = given_body
    passages = snippets(body, found, [1.0, 2.0], count=count, width=width)
    assert len(passages) <= count
    assert all(before.end <= after.start for before, after in pairwise(passages))
    for passage in passages:
        check_passage(passage, body, found, width)
    if found and count:
        assert any(p.start <= one.start and one.end <= p.end for p in passages for one in found)
    elif count and body.strip() and width > LONGEST_WORD:
        assert passages[0].start == len(body) - len(body.lstrip())


def check_passage(passage: Snippet, body: str, found: list[Occurrence], width: int) -> None:
    start, end = passage.start, passage.end
    assert passage.text.text == body[start:end]
    assert body[start:end] == body[start:end].strip() != ""
    assert end - start <= max(width, *(one.end - one.start for one in found), 0)
    for token in VietnameseTokenizer().tokenize(body):
        for cut in (start, end):
            assert not token.start < cut < token.end or token.end - token.start > LONGEST_WORD
    whole = highlight(body, found)
    marked = {place for first, last in whole.spans for place in range(first, last) if start <= place < end}
    shown = {start + place for first, last in passage.text.spans for place in range(first, last)}
    assert shown <= marked
    assert all(not body[place].isalnum() for place in marked - shown)  # a gap at the very edge


def test_the_best_passage_has_most_of_the_query() -> None:
    body = "Sơn ở đây. " + "x " * 200 + "Bùi Thanh Sơn họp. " + "y " * 200 + "Sơn, sơn, sơn. "
    assert passages(body, "bùi", "thanh", "sơn", width=60)[0].count("[Bùi Thanh Sơn]") == 1


def test_rare_units_count_more() -> None:
    body = "Hội nghị bàn việc. " + "x " * 200 + "Sơn đến."
    found = find(body, "hội nghị", "sơn")
    assert "Sơn" in snippets(body, found, [1.0, 3.0], width=40)[0].text.text
    assert "Hội" in snippets(body, found, [3.0, 1.0], width=40)[0].text.text


def test_passages_stand_in_the_order_of_the_text() -> None:
    body = "Sơn một. " + "x " * 200 + "Bùi Thanh Sơn hai. " + "y " * 200 + "Sơn ba."
    found = passages(body, "bùi thanh sơn", "sơn", count=3, width=40)
    assert [p.strip("xy ") for p in found] == ["[Sơn] một.", "[Bùi Thanh Sơn] hai.", "[Sơn] ba."]
    assert passages(body, "không có", count=3, width=12) == ["Sơn một."]
    assert passages(body, "sơn", count=0) == []
    assert passages("  \n ", "sơn") == []


def test_a_passage_that_reaches_the_next_one_holds_it_too() -> None:
    body = "a " * 100 + "sơn. " + "b " * 40 + "sơn. " + "c " * 100
    assert len(passages(body, "sơn", count=2, width=60)) == 2
    assert [p.count("[sơn]") for p in passages(body, "sơn", count=2, width=240)] == [2]


@given(
    st.lists(st.tuples(st.integers(0, 150), st.integers(0, 2), st.integers(1, 30)), max_size=25),
    st.lists(st.fractions(Fraction(1, 10), 9, max_denominator=20), min_size=3, max_size=3),
    st.integers(1, 4),
    st.integers(0, 80),
)
def test_windows_are_the_best_ones(
    drawn: list[tuple[int, int, int]], weights: list[Fraction], count: int, width: int
) -> None:
    """As if the score of each window were added up by itself; of equal ones the first is taken."""
    found = [Occurrence(start, start + size, what, ((0, size),)) for start, what, size in sorted(drawn)]
    left = []
    for number, first in enumerate(found):
        limit = first.start + width * 2 // 3
        stop = next((at for at in range(number + 1, len(found)) if found[at].end > limit), len(found))
        window = found[number:stop]
        seen = Counter(one.what for one in window)
        score = sum(weights[what] * Fraction(9 + times, 10) for what, times in seen.items())
        left.append((-score, first.start, number, max(one.end for one in window)))
    expected: list[tuple[int, int]] = []
    for _, start, _, end in sorted(left):
        if all(end + width // 4 <= a or start >= b + width // 4 for a, b in expected):
            expected.append((start, end))
    assert _best_windows(found, [float(weight) for weight in weights], count, width) == expected[:count]


def test_cut_at_sentences_where_they_are_near() -> None:
    before, after = "Câu đầu tiên ở đây rất dài. Một câu không dài.", "Câu sau dài hơn một chút. Câu cuối cùng rất dài."
    assert passages(f"{before} Bùi Thanh Sơn nói. {after}", "bùi thanh sơn", width=70) == [
        "Một câu không dài. [Bùi Thanh Sơn] nói. Câu sau dài hơn một chút."
    ]


def test_a_body_without_spaces_is_cut_too() -> None:
    body = "x" * 1000 + "-sơn-" + "y" * 1000
    (passage,) = passages(body, "sơn", width=100)
    assert "[sơn]" in passage
    assert len(passage) <= 102


def test_letters_and_their_marks_stay_together() -> None:
    body = unicodedata.normalize("NFD", "ế" * 600)
    (passage,) = passages(body, "a", width=100)
    assert not unicodedata.combining(passage[0])
    assert len(unicodedata.normalize("NFC", passage)) * 3 == len(passage)


def test_very_many_occurrences_take_no_time() -> None:
    body = "sơn " * 50_000
    assert len(passages(body, "sơn", count=3)) == 3


ARTICLES = {
    "Hội nghị bàn về nguồn nước": (
        "Sáng nay, tại thành phố Hoà Bình, hội nghị về nguồn nước đã khai mạc. Ông Bùi Thanh Sơn, người chủ trì, nói "
        "rằng mùa khô năm nay đến sớm. “Chúng tôi đã hoà nước của ba hồ để giữ lúa”, ông Sơn kể.\n\n"
        "Buổi chiều, các đoàn đi xem đập. Bụi đường bay mù mịt; ai cũng mong một cơn mưa. Nghị quyết 34-NQ/TW được "
        "nhắc lại nhiều lần. Bà Trần Thị Mai hỏi: hội nghị sẽ họp tiếp ở đâu, và bao giờ thì có kết quả?\n\n"
        "Bui Thanh Son la nguoi tra loi sau cung: cuoi thang nay, tai Ha Noi."
    ),
    "Sơn La vào mùa mận": (
        "Những vườn mận ở Sơn La trĩu quả. Anh Thanh, người Bùi Đốp, hái từ sáng sớm; con trai anh tên Sơn chở quả ra "
        "chợ. Giá năm nay cao hơn năm ngoái. Kỹ sư nông nghiệp hướng dẫn cách bón phân, kĩ càng từng gốc một."
    ),
}
QUERIES = [
    "bui thanh son",
    "bùi thanh sơn",
    "Bùi Thành Sơn",
    "hoà nước",
    "34-NQ/TW",
    "kỹ",
    "mua kho",
    "thanh*",
    "sonn~",
]
QUERIES += ['"hội nghị" nước', "title:sơn", "bùi -hội", "hội nghị họp ở đâu"]


@pytest.fixture(scope="module")
def searcher(searcher_of: MakeSearcher) -> Searcher:
    return searcher_of(
        *(Article(id=str(i), title=title, body=body) for i, (title, body) in enumerate(ARTICLES.items()))
    )


def described(searcher: Searcher, query: str) -> list[str]:
    """A query and its hits: title and two short passages of each, in brackets what is highlighted."""
    results = searcher.search(query, snippet_count=2, snippet_width=110)
    lines = [f"? {query}", *(f"  ({relaxation})" for relaxation in results.relaxed)]
    for hit in results:
        lines.append(f"  {hit.match}: {hit.title.plain()}")
        lines += [f"    {s.start:>3}-{s.end:<3} {s.text.plain()}" for s in hit.snippets]
    return [*lines, ""]


def test_golden_file(searcher: Searcher) -> None:
    shown = "\n".join(line for query in QUERIES for line in described(searcher, query))
    golden = GOLDEN / "snippets.txt"
    if os.environ.get("UPDATE_GOLDEN"):
        golden.write_text(shown, encoding="utf-8")
    assert shown == golden.read_text(encoding="utf-8")


@given(st.integers(0, 2**32))
def test_hits_show_what_the_finder_finds(searcher: Searcher, seed: int) -> None:
    random = Random(seed)
    query = random.choice(["bùi", "sơn", "hội nghị", "nước hoà", "mận chợ", "bui thanh son"])
    for hit in searcher.search(query, snippet_count=random.randint(0, 3), snippet_width=random.randint(20, 200)):
        for snippet in hit.snippets:
            assert hit.article.body[snippet.start : snippet.end] == snippet.text.text
        assert hit.title.text == hit.article.title
