"""Dates: 14/4/2025 is also written "ngày 14 tháng 4 năm 2025", and 4/2025 "tháng 4 năm 2025".

The tokenizer makes one of most writings (14/04/2025, 14-4-2025 and 14.4.2025 are the terms 14, 4, 2025), so what is
left are the written-out dates, where a leading zero stays, and days without a year, where 30-4 and 30.4 are no dates
to the tokenizer: in texts they are one only after "ngày".
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from tracuu.analyzers import Token
from tracuu.analyzers.errors import QueryError
from tracuu.analyzers.tokens import DATE, NUMBER
from tracuu.search.variants import Variants
from tracuu.search.variants.document_types import type_before
from tracuu.search.variants.texts import other_texts

_DAY_WORDS = frozenset(("ngày", "ngay"))
_MONTH_WORDS = frozenset(("tháng", "thang"))
_YEAR_WORDS = frozenset(("năm", "nam"))
_NUMBERED = frozenset("quý quí quy qui số so".split())  # what follows has a year, but no month
_LEAP_YEAR = 2000  # a day without a year may be 29 February
_CENTURY = 50  # 14/4/25 is in 2025, 14/4/75 in 1975
_JOINED_DAY = re.compile(r"(\d{1,2})\s?[-‐‑–]\s?(\d{1,2})|(\d{1,2})\.(\d{1,2})")  # only after "ngày"


class _Date(NamedTuple):
    """A day of a year, a day of any year (``year`` 0), or a month (``day`` 0)."""

    day: int
    month: int
    year: int

    @property
    def exists(self) -> bool:
        try:
            dt.date(self.year or _LEAP_YEAR, self.month, self.day or 1)
        except ValueError:
            return False
        return bool(self.day or self.year)

    @property
    def texts(self) -> tuple[str, ...]:
        """One text for each sequence of terms that means it."""
        day, month, year = self
        days, months = _padded(day), _padded(month)
        if year and not day:
            return f"{month}/{year}", *(f"tháng {m} năm {year}" for m in months)
        in_words = [f"{d} tháng {m}" for d in days for m in months]
        if year:
            return f"{day}/{month}/{year}", *(f"{text} năm {year}" for text in in_words)
        dashed = [f"ngày {d}-{m}" for d in days for m in months][1:]  # the first has the terms of 30/4
        dotted = [f"ngày {d}.{m}" for d in days for m in months]
        return f"{day}/{month}", *in_words, *dashed, *dotted


def dates(tokens: Sequence[Token], text: str) -> Iterator[Variants]:
    """The dates in a query, with their other writings.

    A fraction or ratio (1/3, 24/7) is read as a day too; what was typed is looked for anyway. Dates that do not exist
    (31/2/2025) have none, nor have quarters (quý 4/2025) and documents (nghị định 10/2016).
    """
    done = 0
    for here, token in enumerate(tokens):
        if here < done:
            continue
        if token.kind == DATE:
            found = _numeric(tokens, here, done, text)
        elif token.text in _MONTH_WORDS:
            found = _written_out(tokens, here, done, text)
        elif token.text in _DAY_WORDS:
            found = _joined(tokens, here, text)
        else:
            continue
        if found is None:
            continue
        start, done, date = found
        if date.exists:
            yield Variants(start, done, other_texts(tokens[start:done], date.texts))


def spellings_of(first: dt.date, last: dt.date) -> tuple[str, ...]:
    """All writings of one day, month or year in a text; a month's are also in those of its days, mostly.

    >>> spellings_of(dt.date(2025, 4, 1), dt.date(2025, 4, 30))
    ('4/2025', 'tháng 4 năm 2025', 'tháng 04 năm 2025')

    Args:
        first: day of the range.
        last: its last day.

    Raises:
        QueryError: the range is something else.
    """
    year, month, day = first.year, first.month, first.day
    if (last.year, last.month, last.day) == (year, month, day):
        return _Date(day, month, year).texts
    if day == 1 and (last.year, last.month) == (year, month) and (last + dt.timedelta(days=1)).month != month:
        return _Date(0, month, year).texts
    if (month, day) == (1, 1) and (last.year, last.month, last.day) == (year, 12, 31):
        return (str(year),)
    raise QueryError(
        f"texts mention a day, a month or a year, not the time from {first:%Y-%m-%d} to {last:%Y-%m-%d}: "
        "ask for one (mentions:14/4/2025, mentions:2025-04, mentions:2025), or for several with OR"
    )


_Found = tuple[int, int, _Date]
"""First token, behind the last, what they mean."""


def _numeric(tokens: Sequence[Token], start: int, done: int, text: str) -> _Found | None:
    """The tokenizer's own: 14/4/2025, 2025-04-14, 4/2025, 30/4, perhaps after "ngày", "tháng", "ngày 14 tháng"."""
    stop = start + 1
    while stop < len(tokens) and tokens[stop].compound == tokens[start].compound:
        stop += 1
    numbers = [int(token.text) for token in tokens[start:stop]]
    if len(numbers) == 1:
        return None
    at = tokens[start].start
    if at > 1 and text[at - 1] in "/.-" and text[at - 2].isdecimal():
        return None  # 32/1/2025
    before = tokens[start - 1].text if start > done else ""
    if len(numbers) == 3:
        day, month, year = numbers if numbers[0] < 32 else reversed(numbers)
        if year < 100:
            year += 2000 if year < _CENTURY else 1900
        return start - (before in _DAY_WORDS), stop, _Date(day, month, year)
    if numbers[1] < 32:
        return start - (before in _DAY_WORDS), stop, _Date(numbers[0], numbers[1], 0)
    month, year = numbers
    if before in _NUMBERED or type_before(tokens, start):
        return None
    if before not in _MONTH_WORDS:
        return start, stop, _Date(0, month, year)
    if start - 3 >= done and tokens[start - 3].text in _DAY_WORDS and (day := _small(tokens[start - 2])):
        return start - 3, stop, _Date(day, month, year)
    return start - 1, stop, _Date(0, month, year)


def _written_out(tokens: Sequence[Token], here: int, done: int, text: str) -> _Found | None:
    """(ngày) 14 tháng 4 (năm 2025), tháng 4 (năm) 2025; ``here`` is at "tháng"."""
    if here + 1 == len(tokens) or not (month := _small(tokens[here + 1])):
        return None
    stop, year = here + 2, 0
    named = stop < len(tokens) and tokens[stop].text in _YEAR_WORDS
    if stop + named < len(tokens) and (year := _year(tokens[stop + named])):
        stop += 1 + named
    day = _small(tokens[here - 1]) if here > done else 0
    if not day or not text[tokens[here - 1].end : tokens[here].start].isspace():
        return here, stop, _Date(0, month, year)
    start = here - 1
    if start > done and tokens[start - 1].text in _DAY_WORDS:
        start -= 1
    elif not year and stop < len(tokens) and tokens[stop].text in _DAY_WORDS:
        return None  # phạt 5 tháng 5 ngày tù
    return start, stop, _Date(day, month, year)


def _joined(tokens: Sequence[Token], here: int, text: str) -> _Found | None:
    """ngày 30-4, ngày 30.4; ``here`` is at "ngày"."""
    for stop in (here + 2, here + 3):
        if stop <= len(tokens) and tokens[stop - 1].kind == NUMBER:
            match = _JOINED_DAY.fullmatch(text, tokens[here + 1].start, tokens[stop - 1].end)
            if match:
                if stop < len(tokens) and (tokens[stop].text in _MONTH_WORDS or text[match.end()] in "-./"):
                    return None  # ngày 17-18 tháng 1, 30-4-25
                return here, stop, _Date(int(match[1] or match[3]), int(match[2] or match[4]), 0)
    return None


def _small(token: Token) -> int:
    """A number of one or two digits; 0 if it is none, or part of something else."""
    return int(token.text) if token.kind == NUMBER and len(token.text) <= 2 and token.text.isdecimal() else 0


def _year(token: Token) -> int:
    """A year as it is written after a month; 0 if it is none."""
    year = token.text
    return int(year) if year.isdecimal() and len(year) == 4 and year[:2] in ("18", "19", "20") else 0


def _padded(number: int) -> tuple[str, ...]:
    """As it is, and with a leading zero."""
    return (str(number), f"0{number}") if number < 10 else (str(number),)
