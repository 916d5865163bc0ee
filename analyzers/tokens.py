"""The token: a term, and where in the text it was written."""

from __future__ import annotations

from typing import NamedTuple


class Token(NamedTuple):
    """One term of a text.

    `text` is the canonical term. `start` and `end` are code points into the input, half-open, so that
    ``input[start:end]`` is what was written. `position` counts 0, 1, 2, ... one per token.

    `kind` is one of the constants below. `compound` is the start of the compound that the token is a part
    of (``34-NQ/TW``, ``Díaz-Canel``, ``14/4/2025``, ``TP.HCM``, an address), or -1: tokens that share it
    were written as one.
    """

    text: str
    start: int
    end: int
    position: int
    kind: str
    compound: int


WORD = "word"
NUMBER = "number"
DATE = "date"  # part of a date
DOCUMENT = "document"  # part of the number of a document: 34-NQ/TW
ACRONYM = "acronym"  # 2 to 6 capitals A-Z Đ that are no syllable: UBND, HĐND
ALNUM = "alnum"  # letters and digits mixed: H5N1, 5G
URL = "url"  # part of a web address
EMAIL = "email"  # part of an e-mail address
