"""What a half-marked query means: the partial order q <= d, "q covers d".

A mark that was typed must be there; a mark that was not typed may be anything. The tone is compared per
syllable, wherever it was put; the other marks letter by letter.

    >>> covers("tiéng", "tiếng"), covers("duoc", "được"), covers("được", "dược")
    (True, True, False)
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import NamedTuple

from tracuu.analyzers.folding import class_key, fold
from tracuu.analyzers.marks import BAR, TONES

_TONE_MARKS = frozenset(TONES) - {""}


class _Marks(NamedTuple):
    """A term taken apart: its letters, the marks of each but the tones, and the tones."""

    letters: str
    qualities: tuple[str, ...]
    tones: tuple[str, ...]  # of each letter


def covers(query: str, document: str) -> bool:
    """Whether the canonical term `query` may stand for the canonical term `document`.

    Reflexive and transitive; two terms that cover each other are the same but for i/y (`class_key`), for
    punctuation inside, or for the letter that bears the one tone of a word that is no syllable.
    """
    if query == document:
        return True
    if fold(query) != fold(document):
        return False
    if query.isascii():
        return True
    q, d = _marks(query), _marks(document)
    if q.letters != d.letters:
        return False
    return all(not mine or mine == theirs for mine, theirs in zip(q.qualities, d.qualities, strict=True)) and (
        _tones_cover(q.tones, d.tones)
    )


def missing_marks(query: str, document: str) -> int:
    """How many marks of `document` the query leaves out, if it covers it: 0 for an exact match."""
    return max(0, _count(document) - _count(query))


def is_bare(term: str) -> bool:
    """Whether the term bears no mark at all."""
    return term.isascii() or _count(term) == 0


def _tones_cover(query: tuple[str, ...], document: tuple[str, ...]) -> bool:
    typed = [tone for tone in query if tone]
    if len(typed) > 1:  # résumé: no syllable, so letter by letter
        return all(not mine or mine == theirs for mine, theirs in zip(query, document, strict=True))
    return not typed or typed[0] in document


def _count(term: str) -> int:
    marks = _marks(term)
    return sum(map(len, marks.qualities)) + sum(map(len, marks.tones))


@lru_cache(maxsize=1 << 16)
def _marks(term: str) -> _Marks:
    letters: list[str] = []
    qualities: list[str] = []
    tones: list[str] = []
    for character in unicodedata.normalize("NFD", class_key(term)):
        if letters and character in _TONE_MARKS:
            tones[-1] += character
        elif letters and unicodedata.combining(character):
            qualities[-1] += character
        else:
            letters.append("d" if character == "đ" else character)
            qualities.append(BAR if character == "đ" else "")
            tones.append("")
    return _Marks("".join(letters), tuple(qualities), tuple(tones))
