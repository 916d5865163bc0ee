"""The regular expressions of the tokenizer.

A text is cut in two steps. `CHUNK` cuts it at white space and brackets; a chunk is all that could be one
word, number, address or compound. `ATOM` then cuts a chunk that is not simply a word: named alternatives,
the first match wins. Every repetition is bounded, so both are linear in the length of the text.
"""

from __future__ import annotations

import re

from tracuu.analyzers.combining import DIACRITICS, MARKS
from tracuu.analyzers.marks import INVISIBLE

LONGEST = 255
"""Longer runs of letters or digits are cut into pieces of so many code points."""

DASHES = "‐‑‒–—―−-"
_JOINING = rf".,:;!/\\?&=%#~+_@'’{DASHES}"  # between two pieces of a chunk; the last dash is literal in a set
_SEPARATING = r"\s\"()\[\]{}<>*^$|`‘“”„«»‹›…•·′″"
_SPACE = "[ \u00a0\u202f]"

# The codes of Vietnamese official documents, kinds and issuers; some are typed without đ.
_CODES = """
NQ NĐ ND QĐ QD QĐi QyĐ QyD CT CTr KL TT TTr TTLT TTLB TB HD KH BC CV CĐ CD QC ĐA DA SL PL LCT VBHN GP L
TW TƯ TU CP TTg UBTVQH UBND HĐND HDND VPCP VPTW BTC BCA BYT BTP BNV BCT BQP BNG BXD BCĐ BGDĐT BGDDT BGTVT
BTNMT BTTTT BVHTTDL BLĐTBXH BLDTBXH BKHCN BKHĐT BKHDT BNNPTNT NHNN TANDTC VKSNDTC HĐTP HDTP CTN QH
"""
_CODE = "(?i:" + "|".join(sorted(_CODES.replace("Ư", "(?:Ư|U\u031b)").split(), key=len, reverse=True)) + ")"

_LETTER = r"[^\W\d_]"
_NO_MORE = rf"(?![^\W_]|[{DIACRITICS}])"  # no letter, digit or mark follows
_NO_DIGIT = r"(?!\d|[.,/]\d)"
_DASH = f"[{DASHES}]"
_TIE = rf" ?(?:/|{_DASH}) ?"
_GROUP = rf"(?:{_LETTER}[{DIACRITICS}]*){{1,12}}\d{{0,3}}"  # of a document's number: TTLT, QH15
_DAY, _MONTH, _YEAR = "(?:0?[1-9]|[12][0-9]|3[01])", "(?:0?[1-9]|1[0-2])", "(?:1[89]|20)[0-9][0-9]"
_TOP_LEVEL = "(?:vn|com|net|org|edu|gov|info|biz|io|co|tv|me|asia|eu|uk|us|de|fr|jp|cn|ru|kr|sg|la|kh|th|cu)"
_INSIDE = rf"(?:[{INVISIBLE}]*(?:[^\W_]|[{MARKS}]))*"  # of a word, after its first letter

_PIECE = f"[^{_SEPARATING}{_JOINING}]{{1,{LONGEST}}}"
CHUNK = re.compile(
    "|".join(
        (
            rf"(?<!\d{_SPACE})[1-9]\d{{0,2}}(?:{_SPACE}\d{{3}}){{1,5}}(?:,\d{{1,9}})?{_NO_DIGIT}",  # 12 000
            rf"\d{{1,5}}(?:/\d{{4}})? {_DASH} {_CODE}/{_GROUP}",  # 34 - NQ/TW
            f"{_PIECE}(?:[{_JOINING}]{{1,3}}{_PIECE}){{0,63}}",
        )
    )
)

_DATES = (
    rf"{_YEAR}[-/]{_MONTH}[-/]{_DAY}",  # 2025-04-14
    rf"{_DAY}/{_MONTH}/(?:\d{{4}}|\d{{2}})",  # 14/4/2025
    rf"{_DAY}{_DASH}{_MONTH}{_DASH}\d{{4}}",
    rf"{_DAY}\.{_MONTH}\.{_YEAR}",
    rf"{_MONTH}(?:[/.]|{_DASH}){_YEAR}",  # 4/2025
    rf"{_DAY}/{_MONTH}",  # 30/4
)
_ATOMS = {
    "url": r"(?:https?|ftp)://\S+|www\.\S+",
    "email": r"[A-Za-z0-9][A-Za-z0-9._+-]{0,63}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,5}" + _NO_MORE,
    "domain": rf"(?:[A-Za-z0-9][A-Za-z0-9-]{{0,62}}\.){{1,5}}{_TOP_LEVEL}(?![\w-]){_NO_MORE}(?:[:/?]\S*)?",
    "document": rf"\d{{1,5}}[a-zđ]?(?:/\d{{2,4}})?(?:{_TIE}{_GROUP}){{0,4}}?{_TIE}{_CODE}\d{{0,3}}{_NO_MORE}"
    rf"(?:{_TIE}{_GROUP}{_NO_MORE}){{0,4}}",
    "date": f"(?:{'|'.join(_DATES)}){_NO_DIGIT}{_NO_MORE}",
    "time": rf"(?:[01]?\d|2[0-4])[hHgG:][0-5]\d{_NO_MORE}{_NO_DIGIT}",
    "number": rf"\d+(?:{_SPACE}\d{{3}})+(?:,\d+)?|\d+(?:[.,]\d+)+|\d+(?![^\W_])",
    "word": rf"[^\W_]{_INSIDE}(?:(?<!\d)['’]{_LETTER}{_INSIDE}){{0,3}}",
}
ATOM = re.compile("|".join(f"(?P<{name}>{pattern})" for name, pattern in _ATOMS.items()))

PIECE = re.compile(rf"[^\W_](?:[^\W_]|[{MARKS}])*")
"""A run of letters and digits inside an address or the number of a document."""

CAPITALS = re.compile("[A-ZĐÐ]{2,6}")
"""What an acronym is made of."""
