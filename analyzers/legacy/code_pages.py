"""The tables: which letter stands at which byte, and which pairs of characters VNI writes a letter with.

Sources: RFC 1456 (VISCII); the character tables of UniKey and xvnkb, which agree with each other, and with
glibc where that has the encoding (TCVN5712-1, VISCII). VPS is from UniKey and xvnkb alone.
"""

from __future__ import annotations

import unicodedata

from tracuu.analyzers.marks import ACUTE, BREVE, CIRCUMFLEX, DOT, GRAVE, HOOK, TILDE

TCVN3 = """
A0  .ĂÂÊÔƠƯĐăâêôơưđ.
B0  .....àảãáạ.ằẳẵắ.
C0  ......ặầẩẫấậè.ẻẽ
D0  éẹềểễếệìỉ...ĩíịò
E0  .ỏõóọồổỗốộờởỡớợù
F0  .ủũúụừửữứựỳỷỹýỵ.
"""
"""ABC fonts (.VnTime). No capital has a tone: fonts of their own (.VnTimeH) show the small letters as capitals."""

VISCII = """
00  ..Ẳ..ẴẪ.........
10  ....Ỷ....Ỹ....Ỵ.
80  ẠẮẰẶẤẦẨẬẼẸẾỀỂỄỆỐ
90  ỒỔỖỘỢỚỜỞỊỎỌỈỦŨỤỲ
A0  Õắằặấầẩậẽẹếềểễệố
B0  ồổỗỠƠộờởịỰỨỪỬơớƯ
C0  ÀÁÂÃẢĂẳẵÈÉÊẺÌÍĨỳ
D0  ĐứÒÓÔạỷừửÙÚỹỵÝỡư
E0  àáâãảăữẫèéêẻìíĩỉ
F0  đựòóôõỏọụùúũủýợỮ
"""

VPS = """
80  ÀẢÃẤẦẨọỗĂếềểệẮẰẲ
90  Ế..ỀỂỄỐỒỔỖýỷỵỚỜỞ
A0  .ắằẳẵặỠớÙờởỡŨỨợỪ
B0  ổỬỲỸÍÌộỈĨÓửữÒỎÕự
C0  ầÁÂấẩẫậđẻÉÊẹỉễịỹ
D0  ƯỦồốÔỏơÈừứÚũưÝẺ.
E0  àáâãảạă.èéêẽìí.ĩ
F0  ẴĐòóôõ.Ơụùúủ.ỶẼỳ
"""
"""Some capitals have no place of their own, and are written as the small letter."""

_VNI_TONES = {"ù": ACUTE, "ø": GRAVE, "û": HOOK, "õ": TILDE, "ï": DOT}
_VNI_CIRCUMFLEX = {"â": "", "á": ACUTE, "à": GRAVE, "å": HOOK, "ã": TILDE, "ä": DOT}
_VNI_BREVE = {"ê": "", "é": ACUTE, "è": GRAVE, "ú": HOOK, "ü": TILDE, "ë": DOT}
_VNI_BASES = {"a": "a", "e": "e", "o": "o", "u": "u", "y": "y", "ô": "ơ", "ö": "ư"}
_VNI_SINGLE = {"ô": "ơ", "ö": "ư", "ñ": "đ", "í": "í", "ì": "ì", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ"}


def letters_of(table: str) -> dict[int, str]:
    """Byte -> letter, of one of the tables above: rows of 16, each led by its first byte; a dot is no letter."""
    return {
        int(start, 16) + column: letter
        for start, row in (line.split() for line in table.strip().splitlines())
        for column, letter in enumerate(row)
        if letter != "."
    }


def vni_letters() -> dict[str, str]:
    """What VNI-Windows writes, as Windows-1252 shows it -> the letter: a base and its mark, or one character.

    A capital may have its mark as a capital or as a small letter; the first is the usual one, and comes first.
    """
    small = {
        **{base + mark: vowel + tone for base, vowel in _VNI_BASES.items() for mark, tone in _VNI_TONES.items()},
        **{base + mark: base + CIRCUMFLEX + tone for base in "aeo" for mark, tone in _VNI_CIRCUMFLEX.items()},
        **{"a" + mark: "a" + BREVE + tone for mark, tone in _VNI_BREVE.items()},
        **_VNI_SINGLE,
    }
    del small["yï"]  # written with one character
    found: dict[str, str] = {}
    for written, letter in small.items():
        composed = unicodedata.normalize("NFC", letter)
        found[written] = composed
        found[written.upper()] = composed.upper()
        found.setdefault(written[0].upper() + written[1:], composed.upper())
    return found
