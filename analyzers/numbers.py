"""Numbers as they are written in Vietnamese: a dot groups thousands, a comma is the decimal point."""

from __future__ import annotations

import re
import unicodedata

_VIETNAMESE = re.compile(r"([1-9]\d{0,2}(?:\.\d{3})+)(?:,(\d+))?")
_ENGLISH = re.compile(r"([1-9]\d{0,2}(?:,\d{3}){2,})(?:\.(\d+))?")
_SPACED = re.compile(r"([1-9]\d{0,2}(?:[ \u00a0\u202f]\d{3})+)(?:,(\d+))?")
_DECIMAL = re.compile(r"(\d+),(\d+)")
_DOTTED = re.compile(r"\d+(?:\.\d+)*")
_NOT_DIGITS = re.compile(r"\D")


def number(written: str) -> str | None:
    """The term of a number, with ASCII digits and a decimal point; None if it is more than one number.

    >>> [number(n) for n in ("12.000", "12 000", "5,6", "1.234.567,89", "1,234,567.8", "024.3799", "007")]
    ['12000', '12000', '5.6', '1234567.89', '1234567.8', '024.3799', '007']
    >>> number("1,2,3") is None
    True
    """
    written = ascii_digits(written)
    for pattern in (_VIETNAMESE, _ENGLISH, _SPACED, _DECIMAL):
        match = pattern.fullmatch(written)
        if match:
            whole = _NOT_DIGITS.sub("", match[1])
            return f"{whole}.{match[2]}" if match[2] else whole
    return written if _DOTTED.fullmatch(written) else None


def ascii_digits(written: str) -> str:
    """The text with the decimal digits of every script as 0-9."""
    if written.isascii():
        return written
    return "".join(str(unicodedata.decimal(c)) if c.isdecimal() else c for c in written)


def without_zeros(digits: str) -> str:
    """A number of a date or document without its leading zeros: 04 is 4."""
    return ascii_digits(digits).lstrip("0") or "0"
