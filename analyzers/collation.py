"""Vietnamese dictionary order: a ă â b c d đ e ê ..., and the tones only to tell equal letters apart."""

from __future__ import annotations

import re
import unicodedata

from tracuu.analyzers.marks import TONES, marks_nfc, split_tone

_ORDER = "0123456789aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_PRIMARY = {letter: bytes([2 + index]) for index, letter in enumerate(_ORDER)}
_SPACE = b"\x01"
_TONE = {tone: bytes([1 + index]) for index, tone in enumerate(TONES)}
_END = b"\x00"
_RUN_OF_SPACES = re.compile(b"\x01+")


def sort_key(text: str) -> bytes:
    """A key that puts texts in the order of a Vietnamese dictionary, without regard to case.

    Letters decide first (đ after d, ơ after ô), then the tones: ngang, huyền, hỏi, ngã, sắc, nặng. Spaces
    come before digits, digits before letters, other scripts last; punctuation does not count.

    >>> sorted(["Đà", "dạ", "da", "Ăn", "an", "dã"], key=sort_key)
    ['an', 'Ăn', 'da', 'dã', 'dạ', 'Đà']
    """
    letters: list[bytes] = []
    tones: list[bytes] = []
    for character in marks_nfc(text.lower()):
        toneless, tone = split_tone(character)
        if character.isspace():
            letters.append(_SPACE)
        elif toneless in _PRIMARY or character.isalnum():
            letters.append(_PRIMARY.get(toneless) or _foreign(character))
            tones.append(_TONE[tone])
    return _RUN_OF_SPACES.sub(_SPACE, b"".join(letters)).strip(_SPACE) + _END + b"".join(tones)


def _foreign(character: str) -> bytes:
    """A letter with foreign marks sorts as its base letter; of another script, behind z by its code."""
    base = unicodedata.normalize("NFD", character)[0]
    return _PRIMARY.get(base) or character.encode("utf-8", "surrogatepass")
