"""Each encoding as a function: text as Windows-1252 (or Latin-1) shows it -> what it says, if it is in this one."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

from tracuu.analyzers.legacy.code_pages import TCVN3, VISCII, VPS, letters_of, vni_letters

WINDOWS_1258 = "Windows-1258"

_WORD = re.compile(r"[^\W\d_]+")


class Encoding(NamedTuple):
    """An encoding that text may have been in when somebody read it as another one."""

    name: str
    """As it is reported."""

    decode: Callable[[str], str]
    """The text that was meant; what is no character of this encoding stays."""

    is_mojibake: bool = False
    """Whether it is UTF-8, whose sequences hardly ever come about by chance."""


@lru_cache(maxsize=1)
def encodings() -> tuple[Encoding, ...]:
    """All of them; of two that explain a text equally well, the first is the more usual one."""
    return (
        Encoding("TCVN3", _single_bytes(TCVN3)),
        Encoding("VNI", _vni()),
        Encoding(WINDOWS_1258, _windows_1258()),
        Encoding("UTF-8 read as ANSI", _utf8_read_as("latin-1", "cp1258", "cp1252"), is_mojibake=True),
        Encoding("UTF-8 read as Mac Roman", _utf8_read_as("mac_roman"), is_mojibake=True),
        Encoding("VISCII", _single_bytes(VISCII)),
        Encoding("VPS", _single_bytes(VPS)),
    )


def character_of(byte: int, codec: str = "cp1252") -> str:
    """How a byte shows in a code page; where that has a gap, in Latin-1, as in browsers."""
    try:
        return bytes((byte,)).decode(codec)
    except UnicodeDecodeError:
        return chr(byte)


def _shown(letters: dict[int, str]) -> dict[str, str]:
    """Of each byte both readings, that of Latin-1 and that of Windows-1252, -> its letter."""
    found = {chr(byte): letter for byte, letter in letters.items()}
    return found | {character_of(byte): letter for byte, letter in letters.items()}


def _single_bytes(table: str) -> Callable[[str], str]:
    letters = letters_of(table)
    punctuation = {byte: character_of(byte) for byte in range(0x80, 0xA0)}  # as Windows-1252 has it
    translation = str.maketrans(_shown(punctuation | letters))
    placed = set(letters.values())
    small = "".join(sorted(letter for letter in placed if letter.islower() and letter.upper() not in placed))
    if not small:
        return lambda text: text.translate(translation)
    capitals = "A-Z" + "".join(sorted(letter for letter in placed if letter.isupper()))
    hit = re.compile(f"[{capitals}]{{2}}[{small}]|[{small}][{capitals}]")
    in_capitals = re.compile(f"[{capitals}{small}]+")

    def decode(text: str) -> str:
        text = text.translate(translation)
        return _WORD.sub(lambda match: _capitals(match, in_capitals, hit), text) if hit.search(text) else text

    return decode


def _capitals(word: re.Match[str], in_capitals: re.Pattern[str], hit: re.Pattern[str]) -> str:
    """The word in capitals if it plainly was meant so, and only lacks those that its encoding lacks: VIệT."""
    is_meant = in_capitals.fullmatch(word[0]) and hit.search(word[0])
    return word[0].upper() if is_meant else word[0]


def _vni() -> Callable[[str], str]:
    letters = vni_letters()
    bases, marks = ("".join({written[place] for written in letters if len(written) == 2}) for place in (0, 1))
    singles = "".join(written for written in letters if len(written) == 1)
    pattern = re.compile(f"[{bases}][{marks}]|[{singles}]")
    punctuation = str.maketrans({chr(byte): character_of(byte) for byte in range(0x80, 0xA0)})

    def letter(match: re.Match[str]) -> str:
        written = match[0]  # where the pair means nothing, its characters may; a mark is no base
        return letters.get(written) or "".join([letters.get(char, char) for char in written])

    return lambda text: pattern.sub(letter, text.translate(punctuation))


def _windows_1258() -> Callable[[str], str]:
    translation = str.maketrans(_shown({byte: character_of(byte, "cp1258") for byte in range(0x80, 0x100)}))
    return lambda text: unicodedata.normalize("NFC", text.translate(translation))


def _utf8_read_as(*codecs: str) -> Callable[[str], str]:
    """Sequences of UTF-8, each of whose bytes became a character of one of these code pages, which do not contradict
    each other; what is no valid sequence stays as it is.
    """
    byte_of = {character_of(byte, codec): byte for codec in codecs for byte in range(0x80, 0x100)}

    def characters(first: int, last: int) -> str:
        return "[" + "".join(re.escape(char) for char, byte in byte_of.items() if first <= byte <= last) + "]"

    more = characters(0x80, 0xBF)
    two, three, four = characters(0xC2, 0xDF), characters(0xE0, 0xEF), characters(0xF0, 0xF4)
    sequence = re.compile(f"{two}{more}|{three}{more}{{2}}|{four}{more}{{3}}")

    def decoded(match: re.Match[str]) -> str:
        try:
            return bytes(byte_of[char] for char in match[0]).decode("utf-8")
        except UnicodeDecodeError:
            return match[0]

    return lambda text: sequence.sub(decoded, text)
