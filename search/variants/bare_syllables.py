"""Syllables without their marks: viet is one, though no syllable of the orthography has these letters."""

from __future__ import annotations

from functools import lru_cache

from tracuu.analyzers import is_syllable
from tracuu.analyzers.marks import bare

_FULLER = tuple(
    tuple(pair.split("-")) for pair in "ie-iê ye-yê uo-uô uo-ươ uo-uơ uu-ưu ua-uâ ue-uê eu-êu enh-ênh ech-êch".split()
)
"""Letters that are in no rime, or not in all, unless they bear a mark."""


@lru_cache(maxsize=1 << 12)
def may_be_syllable(term: str) -> bool:
    """Whether a term has the letters of a syllable, whatever marks it bears: viet, tiéng, sơn.

    >>> [may_be_syllable(term) for term in ("viet", "nguyen", "diaz")]
    [True, True, False]
    """
    letters = bare(term)
    return is_syllable(letters) or any(
        plain in letters and is_syllable(letters.replace(plain, marked)) for plain, marked in _FULLER
    )
