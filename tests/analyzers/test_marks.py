"""Letters taken apart, and the order of combining marks."""

from __future__ import annotations

import unicodedata

import pytest

from tracuu.analyzers import marks
from tracuu.analyzers.marks import ACUTE, BAR, CIRCUMFLEX, DOT, HORN, LETTERS, Letter


def test_there_are_72_vowel_forms_and_60_of_them_bear_a_tone() -> None:
    assert len(set(marks.TONED.values())) == 72
    assert sum(1 for letter in LETTERS.values() if letter.tone) == 60


@pytest.mark.parametrize(
    ("form", "letter"),
    [
        ("ế", Letter("e", CIRCUMFLEX, ACUTE)),
        ("ợ", Letter("o", HORN, DOT)),
        ("đ", Letter("d", BAR, "")),
        ("ý", Letter("y", "", ACUTE)),
        ("z", Letter("z", "", "")),
    ],
)
def test_a_letter_is_base_quality_and_tone(form: str, letter: Letter) -> None:
    assert LETTERS[form] == letter


@pytest.mark.parametrize(
    ("written", "repaired"),
    [
        ("e\u0301\u0302", "ế"),  # the tone typed before the circumflex: NFC alone leaves it
        ("a\u0303\u0306", "ẵ"),
        ("e\u0302\u0302\u0301", "ế"),  # a mark typed twice
        ("o\u0323\u031b", "ợ"),
        ("a\u0340", "à"),
        ("u\u0308\u0301", "ǘ"),
        ("tiếng", "tiếng"),
        ("abc", "abc"),
    ],
)
def test_marks_are_put_in_order(written: str, repaired: str) -> None:
    assert marks.marks_nfc(written) == repaired


def test_tones_come_off_and_are_reported() -> None:
    assert marks.split_tone("được") == ("đươc", DOT)
    assert marks.split_tone("ngang") == ("ngang", "")
    assert marks.split_tone("résumé") == ("resume", ACUTE + ACUTE)


def test_bare_takes_every_vietnamese_mark_and_no_other() -> None:
    every_letter = "".join(LETTERS)
    assert marks.bare(every_letter).isascii()
    assert marks.bare("đường") == "duong"
    assert marks.bare("müller") == "müller"


def test_invisible_characters_are_removed() -> None:
    hidden = "\u00ad\u200b\u200c\u200d\u200e\u200f\u202a\u202e\u2060\u2066\u2069\ufeff\u034f\u180e"
    assert marks.remove_invisible("ng" + hidden + "ười") == "người"
    assert all(unicodedata.category(c) in ("Cf", "Mn") for c in hidden)
