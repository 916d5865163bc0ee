"""Word segmentation as pyvi does it, without pyvi's cost: its model is read by the first text and not before."""

from __future__ import annotations

import os
import re
import unicodedata
from functools import cache, lru_cache
from threading import Lock
from typing import TYPE_CHECKING

from tracuu.analyzers.syllable import parse
from tracuu.analyzers.tokenizer import VietnameseTokenizer

if TYPE_CHECKING:
    from tracuu.analyzers.joins import Joiner

_MOST_REMEMBERED = 1 << 18  # syllables
_WORD = re.compile(r"[^\W\d_]+")


class PyviSegmenter:
    """pyvi's words of one text at a time. May be shared by threads; pickles."""

    def words(self, text: str) -> list[str]:
        """The words of the text in order, each its canonical syllables joined by ``_``.

        Raises:
            SegmenterError: pyvi is not installed, or not in a version that can be read.
        """
        words: list[str] = []
        for word in _words(new_style(text)):
            words += _terms(word)
        return words


def _words(text: str) -> list[list[str]]:
    """What pyvi writes as one word, as its tokens."""
    import numpy as np  # with a query nothing is segmented here, so nothing is to be loaded

    from tracuu.analyzers.joins import syllabify

    tokens = syllabify(text)
    with _lock:
        if len(_joiner().numbers) > _MOST_REMEMBERED:
            _joiner.cache_clear()
        joiner = _joiner()
        numbers = np.array([joiner.number(token) for token in tokens], np.int32)
        joined = joiner.joined(numbers, np.zeros(1, np.int64))
    starts = np.flatnonzero(~joined).tolist()
    return [tokens[start:stop] for start, stop in zip(starts, [*starts[1:], len(tokens)], strict=False)]


def _terms(word: list[str]) -> list[str]:
    """The canonical form of one of pyvi's words; several words if a piece of it is an address or such."""
    terms_of = VietnameseTokenizer().terms
    pieces = [terms_of(piece) for token in word for piece in token.split("_")]
    if all(len(terms) == 1 for terms in pieces):
        return ["_".join(terms[0] for terms in pieces)]
    return [term for terms in pieces for term in terms]


def new_style(text: str) -> str:
    """NFC, every syllable in the one spelling that pyvi's dictionary and model know: hòa, hoà -> hoà."""
    return _WORD.sub(lambda match: respelled(match[0]), unicodedata.normalize("NFC", text))


@lru_cache(maxsize=1 << 16)
def respelled(word: str) -> str:
    """The same of one word: letters in NFC."""
    syllable = parse(word)
    if syllable is None:
        return word
    spelling = syllable.new_style
    if word.islower() or len(spelling) != len(word):
        return spelling
    return "".join(new.upper() if old.isupper() else new for new, old in zip(spelling, word, strict=True))


_lock = Lock()  # a joiner learns the syllables that it meets


def _after_fork() -> None:
    """A child has neither the thread that held the lock nor use for what it was learning."""
    global _lock  # noqa: PLW0603
    if _lock.locked():
        _lock = Lock()
        _joiner.cache_clear()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_after_fork)


@cache
def _joiner() -> Joiner:
    from tracuu.analyzers.joins import Joiner
    from tracuu.analyzers.pyvi_model import pyvi_model

    return Joiner(pyvi_model())
