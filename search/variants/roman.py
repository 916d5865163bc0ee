"""Roman numerals: Đại hội XIII is also "đại hội 13" and "đại hội lần thứ XIII", thế kỷ 20 also "thế kỷ XX".

Only in capitals, and only after a word that numbers are given to in Vietnamese: BÀI VI PHẠM has none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from tracuu.analyzers import Token
from tracuu.search.variants import Variants
from tracuu.search.variants.phrases import PhrasesBefore
from tracuu.search.variants.texts import other_texts

LARGEST = 50
"""Larger numbers after these words are counts: loại 52 chỗ."""

_TRIGGERS = tuple(
    tuple(line.split(", "))
    for line in (
        "đại hội, đại hội thứ, đại hội lần thứ, đại hội đảng, đại hội đảng lần thứ, "
        "đại hội đảng toàn quốc lần thứ, đại hội đại biểu toàn quốc lần thứ",
        "kỳ họp, kỳ họp thứ, kỳ họp lần thứ",
        "nhiệm kỳ, nhiệm kỳ thứ",
        "thế kỷ, thế kỷ thứ",
        "thế chiến, thế chiến thứ, chiến tranh thế giới, chiến tranh thế giới thứ, chiến tranh thế giới lần thứ",
        "khóa",
        "kỳ",
        "lần thứ",
        "quý",
        "hạng",
        "loại",
        "cấp",
        "chương",
        "phần",
        "mục",
        "vùng",
        "quân khu",
        "giai đoạn",
    )
)
"""Each row means the same before a number."""

_WORDS_TOO = frozenset(("VI", "XI"))
_NO_WORD_AFTER = ("thứ", "đại hội", "khóa", "thế kỷ", "quân khu")
"""Behind the other phrases, more articles have one of the words vì, vĩ, vị than VI: cấp vì, kỳ vĩ, quý vị."""

_QUARTER = ("quý",)
_PHRASES = PhrasesBefore((phrase, family) for family in _TRIGGERS for phrase in family)
_YEAR = re.compile(r"\s?(?:[/–-]|(?i:năm|nam))?\s?((?:19|20)\d\d)(?!\w|[/-]\w)")


def roman(number: int) -> str:
    """1 to 50 in Roman numerals.

    >>> [roman(n) for n in (1, 4, 13, 39, 50)]
    ['I', 'IV', 'XIII', 'XXXIX', 'L']
    """
    tens, ones = divmod(number, 10)
    return ("", "X", "XX", "XXX", "XL", "L")[tens] + ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")[ones]


_NUMBERS = {text.lower(): n for n in range(1, LARGEST + 1) for text in (str(n), f"{n:02}", roman(n))}
"""Term -> number."""


def roman_numerals(tokens: Sequence[Token], text: str) -> Iterator[Variants]:
    """Numbers after their word in the other numerals; the stretch has the word, and the year of a quarter."""
    done = 0
    for here, token in enumerate(tokens):
        number = _NUMBERS.get(token.text)
        if number is None or here < done:
            continue
        found = _PHRASES.find(tokens, here)
        if found is None or here - found[0] < done:
            continue
        words, family = found
        if not text[tokens[here - 1].end : token.start].isspace() or not _is_numeral(tokens, here, text):
            continue
        year, stop = _year(tokens, here, text) if family == _QUARTER else ("", here + 1)
        if stop < len(tokens) and 0 <= token.compound == tokens[stop].compound:
            continue  # cấp 3/6
        tails = (f" năm {year}", f"/{year}") if year else ("",)
        texts = [
            f"{phrase} {numeral}{tail}"
            for phrase in family
            for numeral in (str(number), roman(number))
            if numeral not in _WORDS_TOO or phrase.endswith(_NO_WORD_AFTER)
            for tail in tails
        ]
        others = other_texts(tokens[here - words : stop], texts)
        if others:
            yield Variants(here - words, stop, others)
            done = stop


def _is_numeral(tokens: Sequence[Token], here: int, text: str) -> bool:
    """Whether a number is not a word: a Roman one has capitals only, and LOẠI VI KHUẨN has none."""
    token = tokens[here]
    written = text[token.start : token.end]
    if written.isdecimal():
        return True
    if not written.isupper():
        return False
    before = tokens[here - 1]
    return (
        written not in _WORDS_TOO
        or not text[before.start : before.end].isupper()
        or here + 1 == len(tokens)
        or not text[token.end : tokens[here + 1].start].isspace()
    )


def _year(tokens: Sequence[Token], here: int, text: str) -> tuple[str, int]:
    """The year behind a quarter, and behind which token it ends: quý 4/2025, quý IV năm 2025; "" if there is none."""
    match = _YEAR.match(text, tokens[here].end)
    if match is None:
        return "", here + 1
    stop = here + 1
    while tokens[stop].end < match.end():
        stop += 1
    return match[1], stop + 1
