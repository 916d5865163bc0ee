"""Pieces: what stands between two spaces. Each distinct one is cut into tokens once and has a number.

News of 15 million tokens has 200,000 distinct pieces, and most of these differ only in the punctuation around
them: such pieces share the tokens of their core.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from tracuu.analyzers.capitals import APART, CAPITAL, GAP, gap_flags, token_flags
from tracuu.analyzers.columns import Array, Column
from tracuu.analyzers.name_rules import Form, form
from tracuu.analyzers.patterns import DASHES
from tracuu.analyzers.sequences import Sequences
from tracuu.analyzers.tokenizer import VietnameseTokenizer
from tracuu.analyzers.vocabulary import Numbers

BORDER = 0
"""The number of the piece that stands before the first text and after each: none of their characters."""

_LONGEST_REMEMBERED = 64  # code points
_EDGES = ".,:;!?…\"'“”‘’()[]-–—\r\t"  # never the first or last character of a token, whatever stands beside it

# In the flags of the first gap and of the last, beside those of a gap: what numbers written with spaces need.
_DIGIT = 32  # begins or ends with a digit
_DASH = 64  # is a lone dash
_CODE = 128  # may begin with the code of a document: NQ/TW


class Pieces(dict[str, int]):
    """Piece -> number. By the number: its tokens, the gaps around them, and its text.

    The tokens of a piece are the same in every text, but for numbers written with spaces (12 000, 34 - NQ/TW):
    `number` makes one piece of the pieces of these.
    """

    def __init__(self, terms: Numbers, forms: Sequences[Form]) -> None:
        """Number terms and forms of capitalised tokens by these."""
        super().__init__()
        self._term_numbers = terms
        self._forms = forms
        self._form_numbers: dict[Form, int] = {}
        self._tokenizer = VietnameseTokenizer()
        self._long: list[str] = []
        self.texts: list[str] = []
        self._starts, self._counts = Column(), Column()  # of tokens
        self._before, self._after = Column("B"), Column("B")  # flags of the gap on the left and on the right
        self.terms = Column()  # of each token
        self.flags = Column("B")  # of each token; of the first without those of its gap
        self.forms = Column()  # of each capitalised token
        self._add("", 0, 0, 0, GAP)

    def __missing__(self, piece: str) -> int:
        core = piece.strip(_EDGES)
        if core and len(core) < len(piece):
            same = self[core]
            start, count = self._starts[same], self._counts[same]
            at = piece.index(core)
            before = self._before[same] & GAP | _outer_flags(piece[:at])
            after = self._after[same] & GAP | _outer_flags(piece[at + len(core) :])
        else:
            start = len(self.terms)
            before, after = self._cut(core)
            count = len(self.terms) - start
        if not count:
            after = _outer_flags(piece) | APART
        number = self._add(piece, start, count, before | _left_flags(piece), after | _right_flags(piece))
        self[piece] = number
        if len(piece) > _LONGEST_REMEMBERED:
            self._long.append(piece)
        return number

    def _add(self, piece: str, start: int, count: int, before: int, after: int) -> int:
        self._starts.append(start)
        self._counts.append(count)
        self._before.append(before)
        self._after.append(after)
        self.texts.append(piece)
        return len(self.texts) - 1

    def _cut(self, core: str) -> tuple[int, int]:
        """Add the tokens of a piece; the flags of the gaps on its left and right."""
        first = end = 0
        for token, flags in token_flags(core, self._tokenizer.tokenize(core)):
            start, end = token.start, token.end
            if token.position == 0:
                first = start
            self.terms.append(self._term_numbers[token.text])
            self.flags.append(flags if token.position else flags & ~GAP)
            if flags & CAPITAL:
                before = core[start - 1 : start] or " "
                self.forms.append(self._form(form(token.text, core[start:end], before)))
            else:
                self.forms.append(0)
        return _outer_flags(core[:first]), _outer_flags(core[end:])

    def _form(self, form: Form) -> int:
        number = self._form_numbers.get(form)
        if number is None:
            number = self._form_numbers[form] = self._forms.symbol(form)
        return number

    def number(self, texts: Sequence[str]) -> Array:
        """The pieces of the texts, a BORDER before the first text and after each: int32 [pieces]."""
        self._mend()
        get = self.__getitem__
        numbers = [BORDER]
        for text in texts:
            numbers += map(get, text.replace("\n", " \n ").split(" "))
            numbers.append(BORDER)
        return self._with_spaced_numbers(np.array(numbers, np.int32))

    def _with_spaced_numbers(self, numbers: Array) -> Array:
        """Make one piece of pieces that may hold one token, or more that depend on each other."""
        before, after = self._before.take(numbers), self._after.take(numbers)
        tied = np.zeros(len(numbers), bool)  # to the piece on the left
        tied[1:] = after[:-1] & before[1:] & _DIGIT
        dashes = np.flatnonzero(before & _DASH)
        dashes = dashes[(after[dashes - 1] & _DIGIT != 0) & (before[dashes + 1] & _CODE != 0)]
        tied[dashes] = tied[dashes + 1] = True
        if not tied.any():
            return numbers
        starts = np.flatnonzero(tied[1:] & ~tied[:-1])
        stops = np.flatnonzero(tied & ~np.append(tied[1:], False)) + 1
        for start, stop in zip(starts.tolist(), stops.tolist(), strict=True):
            numbers[start] = self[" ".join([self.texts[number] for number in numbers[start:stop].tolist()])]
        return numbers[~tied]

    def counts(self, numbers: Array) -> Array:
        """How many tokens each of these pieces has."""
        return self._counts.take(numbers)

    def starts(self, numbers: Array) -> Array:
        """Where the tokens of each of these pieces begin in the columns of tokens."""
        return self._starts.take(numbers)

    def gaps(self, numbers: Array, bearing: Array) -> Array:
        """The flags of the gaps before the first tokens of pieces, and of the last gap: uint8 [bearing + 1].

        Args:
            numbers: pieces, of which the first is BORDER.
            bearing: which of them have tokens, in order.
        """
        gaps: Array = np.bitwise_or.reduceat(self._after.take(numbers), np.append(0, bearing))
        gaps[:-1] |= self._before.take(numbers[bearing])
        return gaps & GAP

    def forget_long(self) -> None:
        """Let go of the texts of long pieces: they will hardly come again. Their numbers stay taken."""
        while self._long:
            number = self.pop(self._long.pop(), BORDER)
            self.texts[number] = ""

    def _mend(self) -> None:
        """Cut off what an interruption (Ctrl+C) has left half done."""
        for column in (self._starts, self._counts, self._before, self._after):
            column.truncate(len(self.texts))
        for column in (self.terms, self.flags):
            column.truncate(len(self.forms))


def _outer_flags(text: str) -> int:
    """The flags of a gap that is made of this text and of the space beside it."""
    return gap_flags(text + " ") if text else 0


def _left_flags(piece: str) -> int:
    first = piece[:1]
    if first.isalpha():
        return _CODE if "/" in piece else 0
    return _DIGIT if first.isdecimal() else _DASH if piece in DASHES and piece else 0


def _right_flags(piece: str) -> int:
    return _DIGIT if piece[-1:].isdecimal() else 0
