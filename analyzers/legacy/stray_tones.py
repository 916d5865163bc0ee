"""Latin-1 that was read as Windows-1258: thì became th + U+0301, ý became ư, Còn became C + U+0323 + n.

Where a letter became a tone on a consonant, which no Vietnamese word has, there is no doubt; in a text where
that happened, the others that the two code pages do not share are tried on what is no syllable.
"""

from __future__ import annotations

import re
import unicodedata

from tracuu.analyzers.marks import ACUTE, DOT, GRAVE, HOOK
from tracuu.analyzers.syllable import parse

NAME = "Latin-1 read as Windows-1258"

_CONSONANTS = "bcdđghklmnpqrstvxBCDĐGHKLMNPQRSTVX"
_LETTER_OF = {ACUTE: "ì", DOT: "ò", GRAVE: "Ì", HOOK: "Ò"}
_OTHERS = str.maketrans("ăơưĂƠƯ", "ãõýÃÕÝ")
_STRAY = re.compile(f"(?<=[{_CONSONANTS}])[{''.join(_LETTER_OF)}]")
_WORD = re.compile(r"(?:[^\W\d_][\u0300-\u036f]*)+")
LEAST = 2
"""Words that must have been hit: a single one may be a slip of the fingers."""
FEW_LETTERS = 2
"""Those of more letters count: a lone consonant with a mark may be one of another alphabet."""

COMPOSED = "".join(
    sorted(
        composed
        for consonant in _CONSONANTS
        for tone in _LETTER_OF
        if len(composed := unicodedata.normalize("NFC", consonant + tone)) == 1
    )
)
"""Consonants with a tone that have a character of their own."""
_HIT = re.compile(f"[{COMPOSED}]|{_STRAY.pattern}")


def repair(text: str) -> tuple[str, int]:
    """The text, and how many of its words had a tone on a consonant and were mended; the text as it is if too few.

    >>> repair("C\u0323n ư nghĩa th\u0301 ...")[0]
    'Còn ý nghĩa thì ...'
    """
    if _HIT.search(text) is None:
        return text, 0
    certain = 0

    def mended(match: re.Match[str]) -> str:
        nonlocal certain
        word = match[0]
        repaired = unicodedata.normalize("NFC", _STRAY.sub(_letter, unicodedata.normalize("NFD", word)))
        if repaired == unicodedata.normalize("NFC", word) or parse(repaired) is None:
            return word
        certain += len(repaired) > FEW_LETTERS
        return repaired

    repaired = _WORD.sub(mended, text)
    if certain < LEAST:
        return text, 0
    return _WORD.sub(_guess, repaired), certain


def _letter(match: re.Match[str]) -> str:
    return _LETTER_OF[match[0]]


def _guess(match: re.Match[str]) -> str:
    """ă -> ã, ơ -> õ, ư -> ý in what is no syllable as it stands; and in the lone ư, which means ý far more often."""
    word = match[0]
    other = word.translate(_OTHERS)
    if other == word or (parse(word) is not None and word not in ("ư", "Ư")):
        return word
    return other if parse(other) is not None else word
