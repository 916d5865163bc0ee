"""Letter = base + quality + tone: the three independent kinds of Vietnamese marks, kept apart.

* **quality** belongs to a letter: breve (ă), circumflex (â ê ô), horn (ơ ư), and the bar of đ;
* **tone** belongs to the syllable and is drawn on one of its vowels: none, huyền, hỏi, ngã, sắc, nặng.

Marks are named by their combining characters; ``""`` is no mark. The bar has no canonical decomposition in
Unicode (NFD leaves đ alone), so U+0335 stands for it here and never appears in a text.
"""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

GRAVE, HOOK, TILDE, ACUTE, DOT = "\u0300", "\u0309", "\u0303", "\u0301", "\u0323"
TONES = ("", GRAVE, HOOK, TILDE, ACUTE, DOT)
"""The six tones in dictionary order: ngang, huyền, hỏi, ngã, sắc, nặng."""

BREVE, CIRCUMFLEX, HORN, BAR = "\u0306", "\u0302", "\u031b", "\u0335"
VOWELS = "aăâeêioôơuưy"

INVISIBLE = "\u00ad\u034f\u180e\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff"
"""Characters without width that do not split a word, as the inside of a regular expression's set."""


class Letter(NamedTuple):
    """One lower-case letter taken apart; `quality` and `tone` are combining characters or empty."""

    base: str
    quality: str
    tone: str


_QUALITY = {"ă": BREVE, "â": CIRCUMFLEX, "ê": CIRCUMFLEX, "ô": CIRCUMFLEX, "ơ": HORN, "ư": HORN, "đ": BAR}
_BASE = {"ă": "a", "â": "a", "ê": "e", "ô": "o", "ơ": "o", "ư": "u", "đ": "d"}

TONED = {(vowel, tone): unicodedata.normalize("NFC", vowel + tone) for vowel in VOWELS for tone in TONES}
"""(vowel letter, tone) -> the precomposed letter: 12 x 6 = 72 of them."""

LETTERS = {
    **{chr(code): Letter(chr(code), "", "") for code in range(ord("a"), ord("z") + 1)},
    **{form: Letter(_BASE.get(v, v), _QUALITY.get(v, ""), tone) for (v, tone), form in TONED.items()},
    "đ": Letter("d", BAR, ""),
}
"""Every lower-case letter that Vietnamese knows, and f j w z."""

_TONE_OF = {form: tone for (_, tone), form in TONED.items() if tone}
_TONELESS = str.maketrans({form: vowel for (vowel, tone), form in TONED.items() if tone})
_BARE = str.maketrans({form: letter.base for form, letter in LETTERS.items() if form != letter.base})

_INVISIBLE = re.compile(f"[{INVISIBLE}]+")
_MARKED = re.compile("([a-z])([\u0300-\u036f]{2,})", re.IGNORECASE)
_QUALITY_MARKS = (BREVE, CIRCUMFLEX, HORN)


def split_tone(text: str) -> tuple[str, str]:
    """Take the tones off lower-case NFC text: (text without tones, the tones found, in order).

    >>> split_tone("tiếng") == ("tiêng", ACUTE)
    True
    """
    toneless = text.translate(_TONELESS)
    if toneless == text:
        return text, ""
    return toneless, "".join(_TONE_OF.get(character, "") for character in text)


def bare(text: str) -> str:
    """Lower-case NFC text without any Vietnamese mark (đ becomes d); other letters stay.

    >>> bare("đường")
    'duong'
    """
    return text.translate(_BARE)


def remove_invisible(text: str) -> str:
    """The text without soft hyphens, zero-width and direction characters."""
    return _INVISIBLE.sub("", text)


def marks_nfc(text: str) -> str:
    """NFC, with the marks of each Latin letter put in order first: quality before tone, none twice.

    NFC alone does not repair a tone typed before a circumflex or breve, because both have combining
    class 230.

    >>> marks_nfc("e\u0301\u0302")
    'ế'
    """
    if text.isascii():
        return text
    return unicodedata.normalize("NFC", _MARKED.sub(_ordered, unicodedata.normalize("NFD", text)))


def _ordered(match: re.Match[str]) -> str:
    marks = dict.fromkeys(match[2])  # without duplicates, in the order written
    return match[1] + "".join(sorted(marks, key=lambda mark: mark not in _QUALITY_MARKS))
