"""What somebody has begun to type, and what it may become."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from tracuu.analyzers import Token, VietnameseTokenizer, class_key, covers, fold
from tracuu.analyzers.marks import bare, split_tone
from tracuu.index.lexicon import Lexicon
from tracuu.index.postings import Ints


class Prefix(NamedTuple):
    """A text whose last syllable may be unfinished.

    Attributes:
        text: as typed, from its first character that is no space.
        tokens: of the text.
        is_open: whether the last token may go on: nothing stands behind it.
    """

    text: str
    tokens: tuple[Token, ...]
    is_open: bool

    @classmethod
    def of(cls, text: str) -> Prefix:
        """The prefix that was typed."""
        text = text.lstrip()
        tokens = tuple(VietnameseTokenizer().tokenize(text))
        return cls(text, tokens, bool(tokens) and tokens[-1].end == len(text))

    @property
    def head(self) -> tuple[Token, ...]:
        """What is complete."""
        return self.tokens[:-1] if self.is_open else self.tokens

    @property
    def last(self) -> str:
        """The unfinished syllable; empty where it is yet to come."""
        return self.tokens[-1].text if self.is_open else ""

    def fits(self, terms: Sequence[str]) -> bool:
        """Whether canonical terms begin so: covered (``q <= d``), the last one as far as it goes."""
        size = len(self.head)
        return (
            len(terms) > size
            and all(covers(token.text, term) for token, term in zip(self.head, terms, strict=False))
            and begins(self.last, terms[size])
        )


@lru_cache(maxsize=1 << 14)
def begins(typed: str, term: str) -> bool:
    """Whether an unfinished syllable may become this canonical one.

    The mark of a letter constrains that letter. A tone that was typed must be there; without one it may come.

    >>> [begins("thá", term) for term in ("thánh", "thanh", "thành")], begins("đuo", "đường")
    ([True, False, False], True)
    """
    return covers(typed, term) or any(_letters_begin(typed, form) for form in (term, class_key(term)))


def _beginnings(typed: str) -> set[str]:
    """With which letters the folded forms begin of all that an unfinished syllable may become.

    Usually one; but ``ky`` begins both ``kyoto`` and ``kỹ``, which is folded like ``kĩ``.
    """
    return {"".join(map(_base, typed)), fold(typed)} if typed else {""}


def with_prefix(terms: Lexicon, head: str, last: str) -> Ints:
    """The numbers of the terms that begin with these folded letters, and perhaps this unfinished syllable."""
    ranges = [terms.prefix(head + letters) for letters in _beginnings(last)]
    return np.unique(np.concatenate([np.arange(found.start, found.stop) for found in ranges]))


def _letters_begin(typed: str, term: str) -> bool:
    (letters, tones), (written, written_tones) = split_tone(typed), split_tone(term)
    return (
        len(letters) <= len(written)
        and all(mine in (theirs, _base(theirs)) for mine, theirs in zip(letters, written, strict=False))
        and set(tones) <= set(written_tones)
    )


def _base(letter: str) -> str:
    return unicodedata.normalize("NFD", bare(letter))[0]
