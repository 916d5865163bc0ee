"""The partial order q <= d: which documents a half-marked query means."""

from __future__ import annotations

import unicodedata
from itertools import combinations, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracuu.analyzers.canonical import canonical
from tracuu.analyzers.coverage import covers, is_bare, missing_marks
from tracuu.analyzers.folding import class_key, fold


@pytest.mark.parametrize(
    ("queries", "document"),
    [
        ("tieng tiêng tiéng tíeng tiếng", "tiếng"),
        ("duoc đuoc duợc duọc dược đươc được", "được"),
        ("hoa hoà hòa", "hòa"),
        ("u ư ũ ữ", "ữ"),
        ("an án ân ấn", "ấn"),
        ("ky kĩ kỹ", "kỹ"),
        ("ki kỹ", "kĩ"),
        ("diaz díaz", "díaz"),
        ("cafe", "café"),
        ("resume résume resumé résumé", "résumé"),
        ("dak đak đăk đắk", "đắk"),
        ("oneill", "o'neill"),
        ("5.6", "5.6"),
    ],
)
def test_covers(queries: str, document: str) -> None:
    for query in queries.split():
        assert covers(canonical(query), document), query


def test_covers_what_unidecode_folds() -> None:
    pytest.importorskip("unidecode")
    assert covers("beijing", "北京")
    assert covers("北京", "北京")


@pytest.mark.parametrize(
    ("query", "document"),
    [
        ("tiếng", "tiêng"),
        ("được", "dược"),
        ("ăn", "ấn"),
        ("ần", "ấn"),
        ("đuong", "dương"),
        ("an", "anh"),
        ("tai", "tay"),
        ("bùi", "bụi"),
        ("đắk", "đăk"),
        ("café", "cafe"),
        ("56", "5.6"),
        ("", "a"),
    ],
)
def test_does_not_cover(query: str, document: str) -> None:
    assert not covers(canonical(query), document)


@pytest.mark.parametrize(
    ("query", "document", "missing"),
    [
        ("tieng", "tiếng", 2),
        ("tiêng", "tiếng", 1),
        ("tiéng", "tiếng", 1),
        ("tiếng", "tiếng", 0),
        ("duong", "đường", 4),  # bar, two horns, tone
        ("kĩ", "kỹ", 0),
        ("an", "an", 0),
        ("cafe", "café", 1),
    ],
)
def test_missing_marks(query: str, document: str, missing: int) -> None:
    assert missing_marks(query, document) == missing


def test_is_bare() -> None:
    assert all(is_bare(term) for term in ("bui", "2025", "5.6", "москва", "北京"))
    assert not any(is_bare(term) for term in ("đ", "bùi", "ư", "café", "díaz"))


# Few letters and every kind of mark, so that words with the same letters are drawn often.
LETTERS = {
    "a": "aăâáàạắấầậ",
    "o": "oôơóòợốờ",
    "u": "uưúừứ",
    "e": "eêéếề",
    "d": "dđ",
    "i": "iíìị",
    "n": "nñ",
    "y": "yýỳ",
}
SKELETONS = ["dan", "duoc", "uon", "hoa", "hay", "ky", "quy", "tien", "ade", "aa", "nn", "dian"]


@st.composite
def family(draw: st.DrawFn, size: int) -> list[str]:
    """Canonical terms of the same letters with different marks."""
    skeleton = draw(st.sampled_from(SKELETONS))
    return [
        canonical("".join(draw(st.sampled_from(LETTERS.get(letter, letter))) for letter in skeleton))
        for _ in range(size)
    ]


@given(st.text(max_size=8) | family(1).map(lambda terms: terms[0]))
def test_every_term_covers_itself(term: str) -> None:
    assert covers(term, term)
    assert missing_marks(term, term) == 0


@given(family(3))
def test_transitive(terms: list[str]) -> None:
    a, b, c = terms
    if covers(a, b) and covers(b, c):
        assert covers(a, c)
        assert missing_marks(a, c) == missing_marks(a, b) + missing_marks(b, c)


def test_transitive_over_every_triple_of_a_small_family() -> None:
    vowels = [canonical("h" + o + a) for o in "oôơóộ" for a in "aăáắã"]
    for a in vowels:
        for b in vowels:
            if covers(a, b):
                assert all(covers(a, c) for c in vowels if covers(b, c)), (a, b)


@pytest.mark.parametrize("skeleton", ["ky", "hoa", "dua", "nan", "tin"])
def test_antisymmetric(skeleton: str) -> None:
    """Equal but for i/y, or for the letter that bears the one tone of what is no syllable."""
    terms = {canonical("".join(forms)) for forms in product(*(LETTERS.get(letter, letter) for letter in skeleton))}
    for a, b in combinations(terms, 2):
        if covers(a, b) and covers(b, a):
            assert missing_marks(a, b) == missing_marks(b, a) == 0
            assert letters_and_marks(a) == letters_and_marks(b)


def letters_and_marks(term: str) -> list[str]:
    return sorted(unicodedata.normalize("NFD", class_key(term)))


@given(family(1))
def test_the_folded_term_covers_the_term(terms: list[str]) -> None:
    assert covers(fold(terms[0]), terms[0])
    assert is_bare(fold(terms[0]))
