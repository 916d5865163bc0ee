"""Word segmentation by pyvi, imported by the first text and not before: that takes 1 to 2 seconds."""

from __future__ import annotations

import re
import unicodedata
import warnings
from collections.abc import Callable
from functools import lru_cache
from threading import Lock

from tracuu.analyzers.errors import SegmenterError
from tracuu.analyzers.syllable import parse
from tracuu.analyzers.tokenizer import VietnameseTokenizer

_WORD = re.compile(r"[^\W\d_]+")


class PyviSegmenter:
    """pyvi's CRF. May be shared by threads; pickles, and then loads pyvi again where it is used."""

    def words(self, text: str) -> list[str]:
        """The words of the text in order, each its canonical syllables joined by ``_``.

        Raises:
            SegmenterError: pyvi cannot be imported.
        """
        if not text.strip():
            return []
        words: list[str] = []
        for word in _pyvi()(new_style(text)).split(" "):
            words += _terms(word)
        return words


def _terms(word: str) -> list[str]:
    """The canonical form of one of pyvi's words; several words if a piece of it is an address or such."""
    pieces = [VietnameseTokenizer().terms(piece) for piece in word.split("_")]
    if all(len(terms) == 1 for terms in pieces):
        return ["_".join(terms[0] for terms in pieces)]
    return [term for terms in pieces for term in terms]


def new_style(text: str) -> str:
    """NFC, every syllable in the one spelling that pyvi's dictionary and model know: hòa, hoà -> hoà."""
    return _WORD.sub(lambda match: _respelled(match[0]), unicodedata.normalize("NFC", text))


@lru_cache(maxsize=1 << 16)
def _respelled(word: str) -> str:
    syllable = parse(word)
    if syllable is None:
        return word
    spelling = syllable.new_style
    if word.islower() or len(spelling) != len(word):
        return spelling
    return "".join(new.upper() if old.isupper() else new for new, old in zip(spelling, word, strict=True))


_lock = Lock()
_tokenize: Callable[[str], str] | None = None


def _pyvi() -> Callable[[str], str]:
    global _tokenize  # noqa: PLW0603  # a lazy import has no better place
    with _lock:
        if _tokenize is None:
            try:
                with warnings.catch_warnings():
                    warnings.simplefilter("ignore")  # invalid escapes; a model of an older scikit-learn
                    from pyvi import ViTokenizer
            except ImportError as error:
                raise SegmenterError(f"word segmentation needs pyvi: {error}; run: pip install pyvi") from error
            _tokenize = ViTokenizer.tokenize
        return _tokenize
