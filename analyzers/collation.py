"""Vietnamese dictionary order: a ă â b c d đ e ê ..., and the tones only to tell equal letters apart."""

from __future__ import annotations

import re
import unicodedata

from tracuu.analyzers.marks import LETTERS, TONES, marks_nfc, split_tone

_ORDER = "0123456789aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_PRIMARY = {letter: chr(2 + index) for index, letter in enumerate(_ORDER)}
_SPACE = "\x01"
_TONE = {tone: chr(1 + index) for index, tone in enumerate(TONES)}
_END = b"\x00"
_COMPOSED = re.compile(f"[\0-\x7f“”‘’–…{''.join(LETTERS)}]*")  # what nearly all titles consist of
_RUN_OF_SPACES = re.compile("\x01+")


def sort_key(text: str) -> bytes:
    """A key that puts texts in the order of a Vietnamese dictionary, without regard to case.

    Letters decide first (đ after d, ơ after ô), then the tones: ngang, huyền, hỏi, ngã, sắc, nặng. Spaces
    come before digits, digits before letters, other scripts last; punctuation does not count.

    >>> sorted(["Đà", "dạ", "da", "Ăn", "an", "dã"], key=sort_key)
    ['an', 'Ăn', 'da', 'dã', 'dạ', 'Đà']
    """
    text = text.lower()
    if not _COMPOSED.fullmatch(text):
        text = marks_nfc(text)
    letters = _RUN_OF_SPACES.sub(_SPACE, text.translate(_letters)).strip(_SPACE)
    return letters.encode("latin-1") + _END + text.translate(_tones).encode("latin-1")


class _Letters(dict[int, str]):
    """Code point -> the bytes that it gives a key, as characters of these numbers."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        if character.isspace():
            letter = _SPACE
        else:
            letter = _PRIMARY.get(split_tone(character)[0]) or (_foreign(character) if character.isalnum() else "")
        self[code] = letter
        return letter


class _Tones(dict[int, str]):
    """Code point -> what it adds behind the letters."""

    def __missing__(self, code: int) -> str:
        counts = _letters[code] not in ("", _SPACE)
        tone = self[code] = _TONE[split_tone(chr(code))[1]] if counts else ""
        return tone


def _foreign(character: str) -> str:
    """A letter with foreign marks sorts as its base letter; of another script, behind z by its code."""
    base = unicodedata.normalize("NFD", character)[0]
    return _PRIMARY.get(base) or character.encode("utf-8", "surrogatepass").decode("latin-1")


_letters = _Letters()
_tones = _Tones()
