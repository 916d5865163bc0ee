"""The way back: Unicode -> the characters that an old encoding shows as. For round trips in tests and benchmarks."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from functools import lru_cache

from tracuu.analyzers.legacy.code_pages import TCVN3, VISCII, VPS, letters_of, vni_letters
from tracuu.analyzers.legacy.encodings import character_of
from tracuu.analyzers.marks import TONES

_PLAIN = dict(zip("‘’“”–—…•\xa0", "''\"\"--.* ", strict=True))
ASCII_PUNCTUATION = str.maketrans(_PLAIN)
"""What is written instead where an encoding has letters at these places."""


@lru_cache(maxsize=1)
def encoders() -> dict[str, Callable[[str], str]]:
    """By the name of the encoding: NFC text -> how it shows when its bytes are read as Windows-1252.

    A capital that an encoding lacks becomes the small letter, as its users typed it, and quotation marks and
    dashes where it has letters become those of ASCII.
    """
    return {
        "TCVN3": _single_bytes(TCVN3),
        "VNI": _translator({letter: written for written, letter in reversed(vni_letters().items())}),
        "VISCII": _single_bytes(VISCII),
        "VPS": _single_bytes(VPS),
        "Windows-1258": _translator({letter: _in_windows_1258(letter) for letter in letters_of(VISCII).values()}),
        "UTF-8 read as ANSI": lambda text: utf8_shown_as(text, "cp1252"),
        "UTF-8 read as Mac Roman": lambda text: utf8_shown_as(text, "mac_roman"),
    }


def utf8_shown_as(text: str, codec: str) -> str:
    """UTF-8 as a program shows it that takes it for another encoding."""
    return "".join(character_of(byte, codec) for byte in text.encode())


def _translator(written: dict[str, str]) -> Callable[[str], str]:
    table = str.maketrans(written)
    return lambda text: text.translate(table)


def _single_bytes(table: str) -> Callable[[str], str]:
    """Where a letter has two places, the last is taken."""
    written = {letter: character_of(byte) for byte, letter in letters_of(table).items()}
    plain = {char: _PLAIN[char] for char in written.values() if char in _PLAIN}
    return _translator(plain | {letter.upper(): char for letter, char in written.items()} | written)


def _in_windows_1258(letter: str) -> str:
    """The letter, or it without its tone and then the tone, in cp1258; its bytes as Windows-1252 shows them."""
    try:
        data = letter.encode("cp1258")
    except UnicodeEncodeError:
        parts = unicodedata.normalize("NFD", letter)
        tone = next(part for part in parts if part in TONES)
        data = (unicodedata.normalize("NFC", parts.replace(tone, "")) + tone).encode("cp1258")
    return "".join(map(character_of, data))
