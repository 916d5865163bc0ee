"""The grammar of the syllable, checked by generating everything that it allows."""

from __future__ import annotations

import itertools

import pytest

from tracuu.analyzers.marks import ACUTE, DOT, GRAVE, TONED, TONES, VOWELS
from tracuu.analyzers.syllable import ONSETS, RIMES, Syllable, is_syllable, parse

STOPS = ("c", "ch", "p", "t")


def bases() -> dict[str, Syllable]:
    """Every toneless syllable: each onset with each rime, if it parses and is spelled so."""
    qu_only = {"ynh", "ych", "yt", "yp", "yn", "yu"}
    found = {}
    for onset, rime in itertools.product(("", *ONSETS), RIMES | qu_only):
        text = onset + (rime[1:] if onset == "gi" and rime[0] == "i" else rime)
        syllable = parse(text)
        if syllable is not None and syllable.spelling == text:
            found[text] = syllable
    return found


def tones(syllable: Syllable) -> list[str]:
    return [ACUTE, DOT] if syllable.rime.endswith(STOPS) else list(TONES)


def all_syllables() -> set[str]:
    toned = {s._replace(tone=tone).spelling for s in bases().values() for tone in tones(s)}
    return toned | {"gịa"}


def test_inventory() -> None:
    assert len(ONSETS) == 27
    assert len(RIMES) == 171


def test_counts_of_the_grammar() -> None:
    """3,994 toneless syllables, 18,177 with tones, 16,310 without loans (and giặt gịa, counted apart)."""
    assert len(bases()) == 3_994
    syllables = all_syllables()
    assert len(syllables) == 18_177
    assert sum(1 for s in syllables - {"gịa"} if not parse(s).is_loan) == 16_310  # type: ignore[union-attr]


def test_every_placement_of_the_tone_is_read_and_put_right() -> None:
    spellings = set()
    for base, syllable in bases().items():
        for tone in tones(syllable):
            canonical = syllable._replace(tone=tone).spelling
            for at, letter in enumerate(base):
                if letter in VOWELS:
                    written = base[:at] + TONED[letter, tone] + base[at + 1 :]
                    spellings.add(written)
                    parsed = parse(written)
                    assert parsed is not None, written
                    assert parsed.spelling == ("gịa" if written == "gịa" else canonical), written
    spellings.add("gịa")
    assert len(spellings) == 28_886


def test_every_syllable_is_its_own_spelling_and_new_style_reads_back() -> None:
    differing = 0
    for spelling in all_syllables():
        syllable = parse(spelling)
        assert syllable is not None
        assert syllable.spelling == spelling
        assert parse(syllable.new_style) == syllable
        differing += syllable.new_style != spelling
    assert differing == 345  # oa, oe, uy with a tone, and not after qu


def test_only_the_tone_ever_moves() -> None:
    """Whatever parses keeps its letters: of all onsets with all rimes, with one letter too many."""
    for onset, rime, extra in itertools.product(("", *ONSETS), RIMES, ("", "i", "u", "y", "h")):
        for text in (onset + rime + extra, onset + extra + rime):
            syllable = parse(text)
            assert syllable is None or syllable.spelling == text, text


@pytest.mark.parametrize(
    ("text", "onset", "rime", "tone"),
    [
        ("nghiêng", "ngh", "iêng", ""),
        ("quyển", "qu", "yên", "\u0309"),
        ("quốc", "qu", "ôc", ACUTE),
        ("gì", "gi", "i", GRAVE),
        ("giếng", "gi", "iêng", ACUTE),
        ("giá", "gi", "a", ACUTE),
        ("gịa", "gi", "ia", DOT),
        ("giạ", "gi", "a", DOT),
        ("yêu", "", "yêu", ""),
        ("ỉa", "", "ia", "\u0309"),
        ("hoc", "h", "oc", ""),  # folded text: a stop without a tone
        ("HO\u0300A", "h", "oa", GRAVE),
    ],
)
def test_parse(text: str, onset: str, rime: str, tone: str) -> None:
    assert parse(text) == Syllable(onset, rime, tone)


@pytest.mark.parametrize(
    "text",
    [
        "café",
        "señor",
        "hoảt",
        "cê",
        "kà",
        "ngi",
        "gê",
        "nghang",
        "iêu",
        "tiêu2",
        "quia",
        "gii",
        "giin",
        "giiêng",
        "giia",
        "quiêt",
        "f",
        "wa",
        "đh",
        "hđnd",
        "ôtô",
        "văcxin",
        "đắk",
        "krông",
        "qu",
        "ngh",
        "",
        "b",
        "tíếng",
        "quíb",
        "x" * 1000,
    ],
)
def test_not_a_syllable(text: str) -> None:
    assert parse(text) is None
    assert not is_syllable(text)


@pytest.mark.parametrize(
    ("syllable", "old", "new"),
    [
        (Syllable("h", "oa", GRAVE), "hòa", "hoà"),
        (Syllable("th", "uy", ACUTE), "thúy", "thuý"),
        (Syllable("x", "oe", GRAVE), "xòe", "xoè"),
        (Syllable("qu", "y", ACUTE), "quý", "quý"),
        (Syllable("t", "oan", ACUTE), "toán", "toán"),
        (Syllable("th", "ua", ACUTE), "thúa", "thúa"),
        (Syllable("kh", "uyu", "\u0309"), "khuỷu", "khuỷu"),
        (Syllable("gi", "i", GRAVE), "gì", "gì"),
        (Syllable("th", "uơ", "\u0309"), "thuở", "thuở"),
    ],
)
def test_old_and_new_style(syllable: Syllable, old: str, new: str) -> None:
    assert (syllable.spelling, syllable.new_style) == (old, new)
