"""Vietnamese text -> tokens with their places.

    >>> tokenizer = VietnameseTokenizer()
    >>> [token.text for token in tokenizer.tokenize("Bộ trưởng Bùi Thanh Sơn, 34-NQ/TW, 12.000 đồng")]
    ['bộ', 'trưởng', 'bùi', 'thanh', 'sơn', '34', 'nq', 'tw', '12000', 'đồng']

What a chunk of text becomes depends on nothing around it, so it is worked out once and remembered: most
tokens cost one look-up. Every letter and digit of every script ends in some token, except the h or g of a
time (12h30); runs of more than 255 code points are cut into tokens of 255.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import NamedTuple

from tracuu.analyzers.canonical import canonical
from tracuu.analyzers.numbers import ascii_digits, number, without_zeros
from tracuu.analyzers.patterns import ATOM, CAPITALS, CHUNK, DASHES, LONGEST, PIECE
from tracuu.analyzers.syllable import is_syllable
from tracuu.analyzers.tokens import ACRONYM, ALNUM, DATE, DOCUMENT, EMAIL, NUMBER, URL, WORD, Token

_REMEMBERED = 1 << 17  # chunks
_LONGEST_REMEMBERED = 64  # code points
_ZERO_WIDTH_SPACE = "\u200b"
_DIGITS = re.compile(r"\d+")


class VietnameseTokenizer:
    """Cuts text into tokens. Has no state of its own: one may serve all threads."""

    def tokenize(self, text: str) -> Iterator[Token]:
        """The tokens of the text, in order and without overlap; linear in the length of the text."""
        parts_of = _parts
        position = 0
        for match in CHUNK.finditer(text):
            at = match.start()
            for term, start, end, kind, compound in parts_of[match.group()]:
                yield Token(term, at + start, at + end, position, kind, at + compound if compound >= 0 else -1)
                position += 1

    def terms(self, text: str) -> list[str]:
        """The terms alone, as `tokenize` would give them, several times faster."""
        return list(chain.from_iterable(map(_terms.__getitem__, CHUNK.findall(text))))


class _Part(NamedTuple):
    """A token of a chunk; start, end and compound count from the start of the chunk."""

    term: str
    start: int
    end: int
    kind: str
    compound: int = -1


class _Parts(dict[str, tuple[_Part, ...]]):
    """Chunk -> its parts; forgets all when it is full."""

    def __missing__(self, chunk: str) -> tuple[_Part, ...]:
        parts = tuple(_cut(chunk))
        if len(chunk) <= _LONGEST_REMEMBERED:
            if len(self) >= _REMEMBERED:
                self.clear()
            self[chunk] = parts
        return parts


class _Terms(dict[str, tuple[str, ...]]):
    """Chunk -> the terms of its parts."""

    def __missing__(self, chunk: str) -> tuple[str, ...]:
        terms = tuple([part.term for part in _parts[chunk]])
        if len(chunk) <= _LONGEST_REMEMBERED:
            if len(self) >= _REMEMBERED:
                self.clear()
            self[chunk] = terms
        return terms


_parts = _Parts()
_terms = _Terms()


def _cut(chunk: str) -> Iterable[_Part]:
    if chunk.isalpha():
        return [_Part(canonical(chunk), 0, len(chunk), _kind(chunk))]
    if chunk.isascii() and chunk.isdigit():
        return [_Part(chunk, 0, len(chunk), NUMBER)]
    return _tied(chunk, [part for match in ATOM.finditer(chunk) for part in _atom(match)])


def _kind(written: str) -> str:
    return ACRONYM if CAPITALS.fullmatch(written) and not is_syllable(written) else WORD


def _atom(match: re.Match[str]) -> Iterator[_Part]:
    """The parts of one match of ATOM."""
    written, start, end = match[0], match.start(), match.end()
    match match.lastgroup:
        case "word":
            yield from _word(written, start)
        case "number":
            term = number(written) if len(written) <= LONGEST else None
            if term is not None:
                yield _Part(term, start, end, NUMBER)
            else:
                yield from _pieces(written, start, NUMBER, -1)
        case "time":
            for digits in _DIGITS.finditer(written):
                term = ascii_digits(digits[0])
                yield _Part(term, start + digits.start(), start + digits.end(), NUMBER, start)
        case "date":
            yield from _pieces(written, start, DATE, start)
        case "document":
            yield from _pieces(written, start, DOCUMENT, start)
        case "email":
            yield from _pieces(written, start, EMAIL, start)
        case _:
            yield from _pieces(written, start, URL, start)


def _pieces(written: str, offset: int, kind: str, compound: int) -> Iterator[_Part]:
    """The runs of letters and digits, as parts of one compound (or of none: -1)."""
    for piece in PIECE.finditer(written):
        term = piece[0]
        if not term.isdecimal():
            term = canonical(term)
        elif kind in (DATE, DOCUMENT):
            term = without_zeros(term)
        else:
            term = ascii_digits(term)
        yield _Part(term, offset + piece.start(), offset + piece.end(), kind, compound)


def _word(written: str, offset: int) -> Iterator[_Part]:
    """A run of letters, or of letters and digits, perhaps with invisible characters or apostrophes inside."""
    if len(written) > LONGEST:
        for start in range(0, len(written), LONGEST):
            yield from _word(written[start : start + LONGEST], offset + start)
        return
    if _ZERO_WIDTH_SPACE in written and not is_syllable(canonical(written)):
        halves = written.split(_ZERO_WIDTH_SPACE)
        if all(is_syllable(canonical(half)) for half in halves):
            for half in halves:
                yield _Part(canonical(half), offset, offset + len(half), _kind(half))
                offset += len(half) + 1
            return
    kind = ALNUM if any(c.isdecimal() for c in written) else _kind(written)
    yield _Part(canonical(written), offset, offset + len(written), kind)


def _tied(chunk: str, parts: list[_Part]) -> list[_Part]:
    """Make one compound of the parts that a dot, hyphen or ampersand joins: TP.HCM, Díaz-Canel, R&D."""
    for joints, belong in ((".", _abbreviated), (DASHES, _hyphenated), ("&", _always)):
        first = 0
        while first < len(parts):
            stop = first + 1
            while stop < len(parts) and _joined(chunk, parts[stop - 1], parts[stop], joints):
                stop += 1
            run = parts[first:stop]
            if len(run) > 1 and belong([(chunk[part.start : part.end], part) for part in run]):
                parts[first:stop] = [part._replace(compound=run[0].start) for part in run]
            first = stop
    return parts


def _joined(chunk: str, left: _Part, right: _Part, joints: str) -> bool:
    if left.compound >= 0 or right.compound >= 0 or right.start - left.end != 1:
        return False
    return chunk[left.end] in joints


def _abbreviated(run: list[tuple[str, _Part]]) -> bool:
    """Whether a dotted run is an abbreviation (GS.TS, T.Ư, v.v, Th.S), not two sentences (Nam.Theo)."""
    return all(
        part.kind == NUMBER
        or len(part.term) == 1
        or written.isupper()
        or (len(part.term) < 5 and not is_syllable(written))
        for written, part in run
    ) and any(part.kind != NUMBER for _, part in run)


def _hyphenated(run: list[tuple[str, _Part]]) -> bool:
    """Whether hyphens join one word or name (Díaz-Canel, Ma-ri-a, F-16), not two words (kinh tế-xã hội)."""
    words = [(written, part) for written, part in run if part.kind != NUMBER]
    if not words:
        return False
    if len(run) > 2 or not all(is_syllable(part.term) for _, part in words):
        return True
    return len(words) < len(run) and any(written.isupper() for written, _ in words)


def _always(run: list[tuple[str, _Part]]) -> bool:
    return True
