"""Folding: the letters of a term without any mark, the same for all its spellings.

>>> [fold(term) for term in ("đường", "kỹ", "kĩ", "café", "5.6")]
['duong', 'ki', 'ki', 'cafe', '5.6']
"""

from __future__ import annotations

import re
from functools import lru_cache

from tracuu.analyzers.marks import bare
from tracuu.analyzers.syllable import parse
from tracuu.analyzers.tokenizer import VietnameseTokenizer
from tracuu.analyzers.transliteration import transliterate

_I_OR_Y = frozenset("hklmst")
_QU_WITH_Y = {"i": "y", "it": "yt", "ich": "ych", "inh": "ynh", "in": "yn", "ip": "yp", "iu": "yu"}
_NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)*")
_NOT_ALNUM = re.compile("[^a-z0-9]+")


@lru_cache(maxsize=1 << 16)
def class_key(term: str) -> str:
    """The term that stands for all its i/y spellings: kĩ for kỹ, quý for quí. Others stand for themselves.

    Vi and Vy, tai and tay, thúi and thúy are different words.
    """
    syllable = parse(term)
    if syllable is None:
        return term
    onset, rime, _ = syllable
    if rime == "y" and onset in _I_OR_Y:
        return syllable._replace(rime="i").spelling
    if onset == "qu" and rime in _QU_WITH_Y:
        return syllable._replace(rime=_QU_WITH_Y[rime]).spelling
    return syllable.spelling


@lru_cache(maxsize=1 << 16)
def fold(term: str) -> str:
    """ASCII letters and digits of the term, of one spelling per i/y class; numbers stay themselves.

    A term that has none (symbols, or another script when Unidecode is missing) is returned in lower case.
    Folding is idempotent.
    """
    if _NUMBER.fullmatch(term):
        return term
    letters = bare(class_key(term.lower()))
    if not letters.isascii():
        letters = transliterate(letters).lower()
    return class_key(_NOT_ALNUM.sub("", letters)) or term.lower()


def fold_text(text: str) -> str:
    """The folded terms of a text, separated by spaces.

    >>> fold_text("Bộ trưởng Bùi Thanh Sơn")
    'bo truong bui thanh son'
    """
    return " ".join(map(fold, VietnameseTokenizer().terms(text)))
