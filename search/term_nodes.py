"""Exact terms of the index: what programs ask for through Whoosh's queries, and what no person types.

A field is one of the Whoosh schema (``title``, ``body_words``, ``names``, ``tag`` ...) and a term is what the index
holds, compared code point by code point: a term "kỹ" is not kĩ, and "ky" is neither. What a person types becomes a
``Syllable`` or a ``Pattern`` instead.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from fnmatch import translate

from tracuu.search.comparing import edit_distance
from tracuu.search.nodes import Query


class Term(Query):
    """One term of a field."""

    def __init__(self, fieldname: str, text: str) -> None:
        self.fieldname = fieldname
        self.text = text


class Phrase(Query):
    """Terms of ``title`` or ``body`` in this order, each at most ``slop`` after the one before; 1 is adjacent.

    Scores as all its terms do, however often they stand so (as in Whoosh).
    """

    def __init__(self, fieldname: str, words: Iterable[str], slop: int = 1) -> None:
        self.fieldname = fieldname
        self.words = tuple(words)
        self.slop = slop


class TermSet(Query):
    """The terms of a field that are accepted one by one. What matches holds any of them.

    Attributes:
        fieldname: the field.
        head: what each of them begins with.
    """

    fieldname: str
    head: str = ""

    def accepts(self, term: str) -> bool:
        """Whether a term is one of them."""
        raise NotImplementedError


class Glob(TermSet):
    """Terms that fit a pattern of ``*``, ``?`` and ``[abc]``, as in ``fnmatch``."""

    def __init__(self, fieldname: str, pattern: str) -> None:
        self.fieldname = fieldname
        self.pattern = pattern
        self.head = re.split(r"[*?[]", pattern, maxsplit=1)[0]
        self._fits = re.compile(translate(pattern)).match

    def accepts(self, term: str) -> bool:
        return self._fits(term) is not None

    def _key(self) -> tuple[object, ...]:
        return (self.fieldname, self.pattern)


class Prefix(TermSet):
    """Terms that begin with a text."""

    def __init__(self, fieldname: str, head: str) -> None:
        self.fieldname = fieldname
        self.head = head

    def accepts(self, term: str) -> bool:
        return term.startswith(self.head)


class Near(TermSet):
    """Terms within an edit distance: characters put in, left out or replaced; a swap of neighbours counts twice."""

    def __init__(self, fieldname: str, text: str, distance: int = 1, prefix: int = 1) -> None:
        """``prefix``: so many characters at the beginning must be right."""
        self.fieldname = fieldname
        self.text = text
        self.distance = distance
        self.prefix = prefix
        self.head = text[:prefix]

    def accepts(self, term: str) -> bool:
        near = edit_distance(self.text, term, self.distance, swaps=False) <= self.distance
        return near and term.startswith(self.head)


class TermRange(TermSet):
    """Terms from one to another in the order of code points; None leaves a side open."""

    def __init__(
        self,
        fieldname: str,
        low: str | None,
        high: str | None,
        *,
        without_low: bool = False,
        without_high: bool = False,
    ) -> None:
        """``without_low`` and ``without_high`` leave the ends themselves out."""
        self.fieldname = fieldname
        self.low = low
        self.high = high
        self.without_low = without_low
        self.without_high = without_high

    def accepts(self, term: str) -> bool:
        above = self.low is None or term > self.low or (term == self.low and not self.without_low)
        below = self.high is None or term < self.high or (term == self.high and not self.without_high)
        return above and below
