"""The regular expressions of the tokenizer.

A text is cut in two steps. `CHUNK` cuts it at white space and brackets; a chunk is all that could be one
word, number, address or compound. `ATOM` then cuts a chunk that is not simply a word: named alternatives,
the first match wins. Every repetition is bounded, so both are linear in the length of the text.
"""

from __future__ import annotations

import re

from tracuu.analyzers.marks import INVISIBLE

LONGEST = 255
"""Longer runs of letters or digits are cut into pieces of so many code points."""

DASHES = "\\-‐‑‒–—―−"
_JOINING = f".,:;!/\\\\?&=%#~+_@'’{DASHES}"  # between two pieces of a chunk
_SEPARATING = '\\s"()\\[\\]{}<>*^$|`‘“”„«»‹›…•·′″'

# Marks that are written on or around a letter, which \w leaves out: combining diacritics, the vowel signs
# of Hebrew, Arabic, Syriac and N'Ko, the Indic and South-East Asian scripts, kana's voicing marks.
MARKS = (
    "\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u064b-\u065f\u0670"
    "\u06d6-\u06ed\u0711\u0730-\u074a\u07a6-\u07b0\u07eb-\u07f3\u0816-\u082d\u0859-\u085b\u0898-\u0963\u0981-\u0a70"
    "\u0a75\u0a81-\u0dde\u0e31-\u0e3a\u0e47-\u0e4e\u0eb1-\u0ebc\u0ec8-\u0ece\u0f18\u0f19\u0f35\u0f37\u0f39\u0f3e"
    "\u0f3f\u0f71-\u0f84\u0f86-\u0fbc\u102b-\u103e\u1056-\u1059\u135d-\u135f\u1712-\u1714\u17b4-\u17d3\u180b-\u180d"
    "\u1920-\u193b\u1a17-\u1a1b\u1a55-\u1a7f\u1ab0-\u1ace\u1b00-\u1b04\u1b34-\u1b44\u1b6b-\u1b73\u1b80-\u1b82"
    "\u1ba1-\u1bad\u1be6-\u1bf3\u1c24-\u1c37\u1dc0-\u1dff\u20d0-\u20f0\u302a-\u302f\u3099\u309a\ua66f-\ua672"
    "\ua802-\ua827\ua880\ua881\ua8b4-\ua8f1\ua926-\ua953\ua980-\ua9c0\uaa29-\uaa36\uabe3-\uabed\ufb1e\ufe20-\ufe2f"
    "\U00011000-\U00011002\U00011038-\U00011046\U000110b0-\U000110ba\U00011127-\U00011134\U0001133c-\U00011357"
    "\U000114b0-\U000114c3\U000115af-\U000115c0\U00011930-\U0001193e"
)

# The codes of Vietnamese official documents: kinds and issuers. Typed without đ, too.
_CODES = """
NQ NĐ ND QĐ QD QĐi QyĐ QyD CT CTr KL TT TTr TTLT TTLB TB HD KH BC CV CĐ CD QC ĐA DA SL PL LCT VBHN GP L
TW TƯ TU CP TTg UBTVQH UBND HĐND HDND VPCP VPTW BTC BCA BYT BTP BNV BCT BQP BNG BXD BCĐ BGDĐT BGDDT BGTVT
BTNMT BTTTT BVHTTDL BLĐTBXH BLDTBXH BKHCN BKHĐT BKHDT BNNPTNT NHNN TANDTC VKSNDTC HĐTP HDTP CTN QH
"""
_CODE = "(?:" + "|".join(sorted(_CODES.replace("Ư", "(?:Ư|U\u031b)").split(), key=len, reverse=True)) + ")"
_LETTER = "[^\\W\\d_]"
_LETTERS = f"(?:{_LETTER}|[{MARKS}])"
_DASH = f"[{DASHES}]"
_TIE = f" ?[{DASHES}/] ?"
_GROUP = f"{_LETTER}{_LETTERS}{{0,11}}\\d{{0,3}}"  # one group of letters in a document's number: TTLT, QH15
_NO_MORE = f"(?![^\\W_]|[{MARKS}])"
_DAY, _MONTH, _YEAR = "(?:0?[1-9]|[12]\\d|3[01])", "(?:0?[1-9]|1[0-2])", "(?:1[89]|20)\\d\\d"
_NO_DIGIT = "(?!\\d|[.,/]\\d)"
_TOP_LEVEL = "(?:vn|com|net|org|edu|gov|info|biz|io|co|tv|me|asia|eu|uk|us|de|fr|jp|cn|ru|kr|sg|la|kh|th|cu)"

CHUNK = re.compile(
    # 12 000, thousands grouped by spaces
    "(?<!\\d[ \u00a0\u202f])[1-9]\\d{0,2}(?:[ \u00a0\u202f]\\d{3}){1,5}(?:,\\d{1,9})?(?!\\d|[.,/]\\d)"
    # 34 - NQ/TW
    f"|\\d{{1,5}}(?:/\\d{{4}})? {_DASH} {_CODE}/{_GROUP}"
    f"|[^{_SEPARATING}{_JOINING}]{{1,{LONGEST}}}(?:[{_JOINING}]{{1,3}}[^{_SEPARATING}{_JOINING}]{{1,{LONGEST}}}){{0,63}}"
)

ATOM = re.compile(
    "(?P<url>(?:https?|ftp)://\\S+|www\\.\\S+)"
    "|(?P<email>[\\w.+-]{1,64}@[\\w-]{1,63}(?:\\.[\\w-]{1,63}){1,5})"
    f"|(?P<domain>(?:[A-Za-z0-9-]{{1,63}}\\.){{1,5}}{_TOP_LEVEL}(?![\\w-]){_NO_MORE}(?:[:/?]\\S*)?)"
    f"|(?P<document>\\d{{1,5}}[a-zđ]?(?:/\\d{{2,4}})?(?:{_TIE}{_GROUP}){{0,4}}?{_TIE}(?i:{_CODE})\\d{{0,3}}{_NO_MORE}"
    f"(?:{_TIE}{_GROUP}{_NO_MORE}){{0,4}})"
    f"|(?P<date>{_YEAR}[-/]{_MONTH}[-/]{_DAY}{_NO_DIGIT}"  # 2025-04-14
    f"|{_DAY}(?:/{_MONTH}/(?:\\d{{4}}|\\d{{2}})|{_DASH}{_MONTH}{_DASH}\\d{{4}}|\\.{_MONTH}\\.{_YEAR}){_NO_DIGIT}"
    f"|{_MONTH}[/{DASHES}.]{_YEAR}{_NO_DIGIT}"  # 4/2025
    f"|{_DAY}/{_MONTH}{_NO_DIGIT}){_NO_MORE}"  # 30/4
    f"|(?P<time>(?:[01]?\\d|2[0-4])[hHgG:][0-5]\\d{_NO_MORE}{_NO_DIGIT})"
    "|(?P<number>\\d+(?: \\d{3})+(?:,\\d+)?|\\d+(?:[.,]\\d+)+|[\\d]+(?![^\\W_]))".replace(
        " ", "[ \u00a0\u202f]"
    )
    + f"|(?P<word>[^\\W_](?:[^\\W_]|[{MARKS}]|[{INVISIBLE}]+(?=[^\\W_]|[{MARKS}]))*"
    f"(?:(?<!\\d)['’]{_LETTER}(?:[^\\W_]|[{MARKS}]|[{INVISIBLE}]+(?=[^\\W_]|[{MARKS}]))*){{0,3}})"
)

PIECE = re.compile(f"[^\\W_](?:[^\\W_]|[{MARKS}])*")
"""A run of letters and digits inside an address or the number of a document."""

CAPITALS = re.compile("[A-ZĐÐ]{2,6}")
"""What an acronym is made of."""
