"""Solid and hyphenated spellings, by what the index has."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracuu.search.variants.letter_counts import LetterCounts
from tracuu.search.variants.solid import Solid
from tracuu.search.variants.solid_cutter import cut

from ..conftest import MakeSearcher
from .recognising import as_terms

TEXTS = (
    "Bộ trưởng Bùi Thanh Sơn thăm Hà Nội. Bùi Thanh Sơn và thế giới.",
    "Thế giới di động, điện thoại di động ở Việt Nam và Hà Nội.",
    "Ông Miguel Díaz-Canel gặp Putin. Giá vàng hôm nay, giá vàng hôm qua.",
    "Việt Nam, Việt Nam, việt nam, Việt Nam, Việt Nam, Việt Nam, Việt Nam, Việt Nam, Việt Nam, Việt Nam: facebook",
    "Matxcơva và Facebook, facebook, facebook. Mátxcơva. Face book. Vietnam Airlines.",
)


@pytest.fixture(scope="module")
def solid(searcher_of: MakeSearcher) -> Solid:
    return Solid(searcher_of(*TEXTS).index.reader)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("buithanhson", "bui thanh son"),
        ("BuiThanhSon", "bui thanh son"),
        ("thegioididong", "the gioi di dong"),
        ("thếgiới", "thế giới"),
        ("vietnam", "viet nam"),
        ("HANOI", "ha noi"),
        ("diazcanel", "diaz canel"),
        ("giavanghomnay", "gia vang hom nay"),
        ("buithanhsonthamhanoi", "bui thanh son tham ha noi"),
    ],
)
def test_a_solid_word_is_cut_as_the_index_has_it(solid: Solid, typed: str, meant: str) -> None:
    assert as_terms(solid, typed) == [(typed.lower(), (meant,))]
    assert as_terms(solid, f"tin {typed} mới") == [(typed.lower(), (meant,))]


@pytest.mark.parametrize(
    "query", ["facebook", "nguyen", "Putin", "london", "hello123", "di", "a" * 300, "bui thanh son"]
)
def test_other_words_are_left_alone(solid: Solid, query: str) -> None:
    assert as_terms(solid, query) == []


@pytest.mark.parametrize(
    ("typed", "joined"),
    [("Pu-tin", ("putin",)), ("Mat-xco-va", ("matxcơva", "mátxcơva")), ("viet-nam", ("vietnam",))],
)
def test_a_hyphenated_word_is_joined_as_the_index_has_it(solid: Solid, typed: str, joined: tuple[str, ...]) -> None:
    assert [texts for _, texts in as_terms(solid, typed)] == [joined]


@pytest.mark.parametrize(
    "query", ["Díaz-Canel", "kinh tế-xã hội", "34-NQ/TW", "14-4-2025", "bui-thanh-son", "F-16", "-"]
)
def test_other_hyphens_are_left_alone(solid: Solid, query: str) -> None:
    assert as_terms(solid, query) == []


def test_a_slug_is_cut_into_words_and_names(solid: Solid) -> None:
    units = [("bui thanh son", ("bui thanh son",)), ("tham", ("tham",)), ("ha noi", ("ha noi",))]
    assert as_terms(solid, "bui-thanh-son-tham-ha-noi") == units
    assert as_terms(solid, "/thoi-su/bui-thanh-son-tham-ha-noi") == [("thoi su", None), *units]
    assert as_terms(solid, "bui-thanh-son-tham-ha-noi-4567.html") == [*units, ("4567 html", None)]


def test_of_an_address_only_the_headline_must_be_found(solid: Solid) -> None:
    found = as_terms(solid, "xem https://vnexpress.net/kinh-te/gia-vang-hom-nay-123.html")
    assert found[0] == ("https vnexpress net kinh te", None)
    assert found[-1] == ("123 html", None)
    assert " ".join(stretch for stretch, texts in found[1:-1]) == "gia vang hom nay"
    assert as_terms(solid, "https://vnexpress.net") == []


SYLLABLES = "bui thanh son the gioi di dong viet nam ha noi gia vang hom nay".split()


@given(words=st.lists(st.sampled_from(SYLLABLES), min_size=2, max_size=6))
def test_the_pieces_of_a_cut_are_the_word_and_the_index_has_them(solid: Solid, words: list[str]) -> None:
    counts: LetterCounts = solid._counts
    found = cut("".join(words), counts)
    assert found is not None
    assert "".join(found.pieces) == "".join(words)
    assert all(map(counts.of, found.pieces))
    assert 0 <= found.known < len(found.pieces)


def test_an_empty_index_knows_nothing(searcher_of: MakeSearcher) -> None:
    empty = Solid(searcher_of().index.reader)
    assert [as_terms(empty, query) for query in ("buithanhson", "Pu-tin")] == [[], []]
