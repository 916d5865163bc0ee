"""What a person's keys are for marked Vietnamese text: Telex, VNI and VIQR, in the manners in which people type.

Made from tables of its own, so that it can judge the decoder of `tracuu.analyzers.keystrokes`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from typing import Literal, NamedTuple

Style = Literal["inline", "tone last", "single w", "all last"]

STYLES: tuple[Style, ...] = ("inline", "tone last", "single w", "all last")
"""How a syllable is typed, by the example of người.

inline: each key behind its letter (nguwowfi). tone last: the tone key at the end (nguwowif). single w: as before, but
one key for ươ, behind the letters (nguoiwf). all last: all keys behind the letters, đ, vowels, tone (nguoiwf, diendej).
"""

GRAVE, ACUTE, HOOK, TILDE, DOT = "\u0300", "\u0301", "\u0309", "\u0303", "\u0323"
CIRCUMFLEX, BREVE, HORN = "\u0302", "\u0306", "\u031b"
BAR = "đ"

TELEX = {ACUTE: "s", GRAVE: "f", HOOK: "r", TILDE: "x", DOT: "j", BREVE: "w", HORN: "w", BAR: "d"}
"""The circumflex is the letter once more."""
VNI = {ACUTE: "1", GRAVE: "2", HOOK: "3", TILDE: "4", DOT: "5", CIRCUMFLEX: "6", HORN: "7", BREVE: "8", BAR: "9"}
VIQR = {ACUTE: "'", GRAVE: "`", HOOK: "?", TILDE: "~", DOT: ".", CIRCUMFLEX: "^", HORN: "+", BREVE: "(", BAR: "d"}

_TONES = {ACUTE, GRAVE, HOOK, TILDE, DOT}
_WORD = re.compile(r"[^\W\d_]+")
_DOUBLE_O = re.compile("oo(?=ng|c$)", re.IGNORECASE)


class _Letter(NamedTuple):
    """A letter without marks, the keys of its quality or bar, and the key of its tone."""

    bare: str
    quality: str
    tone: str


def type_telex(text: str, style: Style = "tone last") -> str:
    """The Telex keys of a text; what bears no Vietnamese mark stays as it is.

    >>> [type_telex("Được", style) for style in STYLES]
    ['Dduwowjc', 'Dduwowcj', 'Dduocwj', 'Duocdwj']
    """
    return _type(text, TELEX, style)


def type_vni(text: str, style: Style = "tone last") -> str:
    """The VNI keys of a text; what bears no Vietnamese mark stays as it is.

    >>> [type_vni("Được", style) for style in STYLES]
    ['D9u7o75c', 'D9u7o7c5', 'D9uoc75', 'Duoc975']
    """
    return _type(text, VNI, style)


def type_viqr(text: str) -> str:
    """The VIQR spelling of a text, in which every mark follows its letter.

    >>> type_viqr("Được tiếng")
    "DDu+o+.c tie^'ng"
    """
    return _type(text, VIQR, "inline", bar_follows_case=True)


def _type(text: str, keys: Mapping[str, str], style: Style, *, bar_follows_case: bool = False) -> str:
    def typed(match: re.Match[str]) -> str:
        word = match[0]
        written = _type_word([_take_apart(letter, keys) for letter in word], keys, style)
        if word.isupper() and len(word) > 1:
            return written.upper()
        return written.replace("Dd", "DD") if bar_follows_case else written

    return _WORD.sub(typed, unicodedata.normalize("NFC", text))


def _take_apart(letter: str, keys: Mapping[str, str]) -> _Letter:
    if letter in "đĐ":
        return _Letter("d" if letter == "đ" else "D", keys[BAR], "")
    bare, *marks = list(unicodedata.normalize("NFD", letter))
    if not bare.isascii() or any(mark not in _TONES and mark not in (CIRCUMFLEX, BREVE, HORN) for mark in marks):
        return _Letter(letter, "", "")
    quality = "".join(keys.get(mark) or bare.lower() for mark in marks if mark not in _TONES)
    return _Letter(bare, quality, "".join(keys[mark] for mark in marks if mark in _TONES))


def _type_word(letters: list[_Letter], keys: Mapping[str, str], style: Style) -> str:
    bare = "".join(letter.bare for letter in letters)
    qualities = "".join(letter.quality for letter in letters)
    tones = "".join(letter.tone for letter in letters)
    horn = keys[HORN]
    double_o = _DOUBLE_O.search(bare) if keys is TELEX else None
    if double_o and style == "all last":
        style = "tone last"  # ôô is oooo; an o at the end would mark the first
    at = next(
        (i for i in range(len(bare) - 1) if bare[i : i + 2].lower() == "uo" and letters[i].quality == horn),
        None,
    )
    if style == "all last":
        written = bare + _once(qualities, horn) + tones
    elif style == "inline":
        written = "".join(map("".join, letters))
    elif style == "single w" and at is not None:
        others = (
            letter.bare if at <= i <= at + 1 else letter.bare + letter.quality for i, letter in enumerate(letters)
        )
        written = "".join(others) + horn + tones
    else:
        written = "".join(letter.bare + letter.quality for letter in letters) + tones
    if double_o and not letters[double_o.start()].quality:
        return _keep_double_o(written)
    return written


def _once(qualities: str, horn: str) -> str:
    """ươ needs its key once where it stands behind both letters."""
    return qualities.replace(horn * 2, horn)


def _keep_double_o(written: str) -> str:
    """oo of xoong is typed with a third o, for two make ô."""
    return re.sub("(o)(o)", r"\1\2\2", written, count=1, flags=re.IGNORECASE)
