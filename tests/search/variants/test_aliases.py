"""Acronyms and their long forms."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracuu.analyzers import VietnameseTokenizer, is_syllable
from tracuu.analyzers.errors import AliasError
from tracuu.search.variants.aliases import Aliases, default_aliases, parse_aliases, read_aliases

from .recognising import as_typed


def found(query: str, aliases: Aliases | None = None) -> dict[str, tuple[str, ...]]:
    return dict(as_typed(aliases or default_aliases(), query))


@pytest.mark.parametrize(
    ("query", "typed", "other"),
    [
        ("UBND tỉnh Cà Mau", "UBND", "ủy ban nhân dân"),
        ("ubnd tinh", "ubnd", "ủy ban nhân dân"),
        ("họp ủy ban nhân dân", "ủy ban nhân dân", "UBND"),
        ("uy ban nhan dan", "uy ban nhan dan", "UBND"),
        ("HDND", "HDND", "hội đồng nhân dân"),
        ("TP.HCM", "TP.HCM", "TPHCM"),
        ("tphcm", "tphcm", "thành phố Hồ Chí Minh"),
        ("TP. Hồ Chí Minh", "TP. Hồ Chí Minh", "TP.HCM"),
        ("Thành phố Hồ Chí Minh", "Thành phố Hồ Chí Minh", "TP.HCM"),
        ("T.Ư", "T.Ư", "trung ương"),
        ("tw", "tw", "trung ương"),
        ("Sở GD&ĐT", "GD&ĐT", "giáo dục và đào tạo"),
        ("BNG", "BNG", "Bộ Ngoại giao"),
        ("Mat-xco-va", "Mat-xco-va", "Moscow"),
    ],
)
def test_each_spelling_of_a_group_has_the_others(query: str, typed: str, other: str) -> None:
    known = found(query)
    assert other in known[typed]
    assert typed not in known[typed]


@pytest.mark.parametrize("query", ["úy ban nhân dân", "ủy ban, nhân dân", "ủy ban nhân", "34-NQ/TW", "thời tiết đẹp"])
def test_marks_typed_must_fit_and_nothing_may_come_between(query: str) -> None:
    assert found(query) == {}


def test_an_acronym_that_is_a_syllable_or_has_two_letters_counts_in_capitals_only() -> None:
    assert found("CA quận 1") == {"CA": ("công an",)}
    assert found("ca sĩ") == found("Ca sĩ") == found("CÀ CA ĐÊM") == {}
    assert found("HN") == {"HN": ("Hà Nội",)}
    assert found("hn") == {}


def test_what_cannot_be_told_from_a_syllable_is_never_looked_for() -> None:
    assert "công an" not in found("công an phường")  # CA would find cá
    assert found("giá trị gia tăng") == {"giá trị gia tăng": ("GTGT",)}  # and VAT would find vật


def test_the_longest_stretch_wins_and_one_acronym_may_mean_several_things() -> None:
    aliases = parse_aliases("BCT = Bộ Chính trị\nBCT = Bộ Công Thương\nHCM = Hồ Chí Minh\nTPHCM = TP Hồ Chí Minh")
    assert found("BCT họp", aliases) == {"BCT": ("Bộ Chính trị", "Bộ Công Thương")}
    assert found("TP Hồ Chí Minh", aliases) == {"TP Hồ Chí Minh": ("TPHCM",)}
    assert found("Hồ Chí Minh", aliases) == {"Hồ Chí Minh": ("HCM",)}


def test_a_compound_is_not_taken_apart() -> None:
    aliases = parse_aliases("HCM = Hồ Chí Minh\nUBND = ủy ban nhân dân")
    assert found("TP.HCM", aliases) == {}
    assert found("UBND TP.HCM", aliases) == {"UBND": ("ủy ban nhân dân",)}


def test_comments_blank_lines_and_spaces_do_not_matter(tmp_path: Path) -> None:
    path = tmp_path / "mine.txt"
    path.write_text("\ufeff# mine\n\n  ABC=một  hai ba  # a comment\nC#X = xx\n", encoding="utf-8")
    assert read_aliases(path).groups == (("ABC", "một hai ba"), ("C#X", "xx"))


def test_a_file_may_be_decomposed() -> None:
    decomposed = parse_aliases(unicodedata.normalize("NFD", "HĐND = hội đồng"))
    assert found("hội đồng HĐND", decomposed) == {"hội đồng": ("HĐND",), "HĐND": ("hội đồng",)}


def test_files_add_up() -> None:
    both = default_aliases() + parse_aliases("UBND = ủy ban\nXYZ = xây")
    assert found("UBND XYZ", both) == {"UBND": ("ủy ban nhân dân", "ủy ban"), "XYZ": ("xây",)}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("A1 = b\nUBND", "mine, line 2: 'UBND' stands alone"),
        ("UBND = ", "mine, line 1: 'nothing' is no spelling"),
        ("# x\n= ủy ban", "mine, line 2"),
        ("UBND = ...", "mine, line 1: '...' is no spelling"),
    ],
)
def test_an_error_names_the_line(text: str, message: str) -> None:
    with pytest.raises(AliasError) as error:
        parse_aliases(text, "mine")
    assert str(error.value).startswith(message)


def test_a_file_that_cannot_be_read_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(AliasError, match="check the path"):
        read_aliases(tmp_path / "none.txt")
    (tmp_path / "latin.txt").write_bytes("UBND = ủy".encode("utf-16"))
    with pytest.raises(AliasError, match="save it as UTF-8"):
        read_aliases(tmp_path / "latin.txt")


@pytest.mark.parametrize("group", default_aliases().groups, ids=lambda group: group[0])
def test_in_the_default_file_each_spelling_leads_to_the_rest_of_its_group(group: tuple[str, ...]) -> None:
    for typed in group:
        offered = found(typed).get(typed, ())
        terms = VietnameseTokenizer().terms
        wanted = {tuple(terms(other)) for other in group if not is_syllable(other)} - {tuple(terms(typed))}
        assert {tuple(terms(other)) for other in offered} >= wanted


@given(
    st.lists(st.sampled_from("UBND ủy ban nhan dân TP.HCM TP Hồ Chi minh , . CA ca T.Ư - 34-NQ/TW LĐ-TB&XH".split()))
)
def test_stretches_are_in_order_and_within_the_query(words: list[str]) -> None:
    query = " ".join(words)
    tokens = list(VietnameseTokenizer().tokenize(query))
    last = 0
    for one in default_aliases()(tokens, query):
        assert last <= one.start < one.stop <= len(tokens)
        assert one.texts
        assert not one.is_optional
        last = one.stop
