"""Numbers of documents: 34-NQ/TW is also "nghị quyết 34", and NQ34, and 34/TW-NQ.

The tokenizer makes the same terms of 34-NQ/TW, 34/NQ-TW, 34 - NQ/TW and 034-NQ/TW. Left are: which of the codes comes
first, the name instead of the code, the number before or behind it, and a leading zero where no code follows at once.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from tracuu.analyzers import Token
from tracuu.analyzers.tokens import ACRONYM, ALNUM, DATE, DOCUMENT, NUMBER, WORD
from tracuu.search.variants import Variants
from tracuu.search.variants.document_types import (
    DECISION,
    REGULATION,
    DocumentType,
    codes_of,
    name_before,
)
from tracuu.search.variants.texts import other_texts

_NUMBER = re.compile(r"\d{1,5}[a-zđ]?")
_YEAR = re.compile(r"(?:19|20)\d\d")
_CODE_AND_NUMBER = re.compile(r"(\D+)(\d{1,4})")
_TIE = re.compile(r"\s?[/‐‑–-]\s?")
_BEHIND_A_NUMBER = frozenset("của về ngày do cua ve ngay".split())
_OF_THE_PARTY = frozenset(("TW", "TU"))


class _Number(NamedTuple):
    """What stands in a query, as far as it goes.

    Attributes:
        number: without leading zeros, perhaps with a letter: 30a.
        year: or "".
        codes: what follows: of the type and of who issued it.
        types: what it may be.
    """

    number: str
    year: str
    codes: tuple[str, ...]
    types: tuple[DocumentType, ...]

    @property
    def texts(self) -> Iterator[str]:
        """Texts for all sequences of terms that mean it."""
        full = f"{self.number}/{self.year}" if self.year else self.number
        numbers = (full, f"0{full}") if len(full) == 1 else (full,)
        if self.codes:
            yield from (f"{number} {' '.join(self.codes)}" for number in numbers)
            if len(self.codes) == 2:
                yield from (f"{number} {' '.join(reversed(self.codes))}" for number in numbers)
        for words in dict.fromkeys(kind.words for kind in self.types):
            for number in numbers:
                yield f"{words} {number}"
                yield f"{words} số {number}"
        for kind in self.types:
            if kind is REGULATION:
                yield from (f"{number} {kind.code} TW" for number in numbers)
            elif not self.codes:
                yield from (f"{number} {kind.code}" for number in numbers)
            if kind is not REGULATION and not (self.codes and self.year) and (self.year or not kind.is_common_code):
                yield from (f"{kind.code} {number}" for number in numbers)
                if not self.year:
                    yield f"{kind.code}{full}"


def document_numbers(tokens: Sequence[Token], text: str) -> Iterator[Variants]:
    """The numbers of documents in a query, with their other writings."""
    done = 0
    for here, token in enumerate(tokens):
        if token.kind == WORD or token.kind == ACRONYM or here < done:
            continue
        found = _find(tokens, here, done, text)
        if found is None:
            continue
        start, stop, document = found
        others = other_texts(tokens[start:stop], document.texts)
        if others:
            yield Variants(start, stop, others)
            done = stop


def _find(tokens: Sequence[Token], here: int, done: int, text: str) -> tuple[int, int, _Number] | None:
    """What has its number at ``here``: its first token, behind its last, and what it is."""
    token = tokens[here]
    joined = _CODE_AND_NUMBER.fullmatch(token.text) if token.kind == ALNUM else None
    if joined:
        types = tuple(kind for kind in codes_of(joined[1]) if not kind.is_common_code)
        year, stop = _year(tokens, here + 1, text)
        return (here, stop, _Number(joined[2].lstrip("0"), year, (), types)) if types and joined[2].strip("0") else None
    if not _NUMBER.fullmatch(token.text) or not token.text.strip("0"):
        return None
    year, stop = _year(tokens, here + 1, text)
    codes, stop = _codes(tokens, stop, text)
    if stop < len(tokens) and 0 <= tokens[stop].compound == tokens[stop - 1].compound:
        return None  # nghị quyết 11/9
    number = token.text.lstrip("0")
    is_padded = text[token.start] == "0"
    is_sure = bool(year or len(codes) > 1 or is_padded)

    named = name_before(tokens, here)
    if named is not None and named[0] >= done:
        start, types = named
        numbered = here - start > types[0].words.count(" ") + 1  # số
        if types[0].is_common_word and not (is_sure or codes or numbered or _ends(tokens, stop, text)):
            return None
        return start, stop, _Number(number, year, codes, types)
    if codes:
        types = _types(codes, year)
        is_compound = token.kind == DOCUMENT
        written = text[tokens[stop - len(codes)].start : tokens[stop - 1].end]
        if not types or (types[0].is_common_code and not is_sure and not (is_compound and written.isupper())):
            return None
        return here, stop, _Number(number, year, codes, types)
    if here > done and (types := codes_of(tokens[here - 1].text)) and (is_sure or not types[0].is_common_code):
        return here - 1, stop, _Number(number, year, (), types)
    return None


def _year(tokens: Sequence[Token], here: int, text: str) -> tuple[str, int]:
    """The year at a token (13/2023, 13 năm 2023, 13 2023), and behind which token it ends; or ""."""
    for at in (here, here + 1):
        if at < len(tokens) and tokens[at].kind in (NUMBER, DATE, DOCUMENT) and _YEAR.fullmatch(tokens[at].text):
            return tokens[at].text, at + 1
        if at == len(tokens) or tokens[at].text not in ("năm", "nam"):
            break
    return "", here


def _codes(tokens: Sequence[Token], here: int, text: str) -> tuple[tuple[str, ...], int]:
    """The codes behind a number, and behind which token they end.

    They are the rest of its compound; or the code of a type; and if that is all, what is tied to it (233 / NQ - ĐU).
    """
    stop = here
    if here < len(tokens) and tokens[here].kind == DOCUMENT:
        while stop < len(tokens) and tokens[stop].compound == tokens[here - 1].compound:
            stop += 1
    if stop == here < len(tokens) and codes_of(tokens[here].text) and _gap(tokens, here, text):
        stop += 1
    if stop == here + 1 < len(tokens) and _gap(tokens, stop, text) == "tie":
        issuer = text[tokens[stop].start : tokens[stop].end]
        stop += issuer[:2].isupper() and issuer.isalpha()  # TTg too
    return tuple([_written(token, text) for token in tokens[here:stop]]), stop


def _gap(tokens: Sequence[Token], here: int, text: str) -> str:
    """Whether a space, or a slash or hyphen, or something else ("") is all that is before a token."""
    gap = text[tokens[here - 1].end : tokens[here].start]
    return "space" if gap.isspace() else "tie" if _TIE.fullmatch(gap) else ""


def _written(token: Token, text: str) -> str:
    """A code with its marks: NĐ for nd."""
    types = codes_of(token.text)
    return types[0].code if types else text[token.start : token.end]


def _types(codes: Sequence[str], year: str) -> tuple[DocumentType, ...]:
    """What the first code that stands for anything stands for."""
    for code in codes:
        types = codes_of(code)
        if types == (DECISION, REGULATION) and (
            year or (len(codes) > 1 and not _OF_THE_PARTY.intersection(code.upper() for code in codes))
        ):
            return (DECISION,)
        if types:
            return types
    return ()


def _ends(tokens: Sequence[Token], stop: int, text: str) -> bool:
    """Whether what follows is no word that the number counts: quyết định 24 của Thủ tướng, not quyết định 5 người."""
    return (
        stop == len(tokens)
        or not text[tokens[stop - 1].end : tokens[stop].start].isspace()
        or tokens[stop].text in _BEHIND_A_NUMBER
    )
