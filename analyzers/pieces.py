"""Pieces: what stands between two spaces. Each distinct one is cut into tokens once and has a number.

News of 15 million tokens has 200,000 distinct pieces, and most of these differ only in the punctuation around
them: such pieces share the tokens of their core. In UTF-8, 98 of 100 pieces of a text have at most 8 bytes: these
are integers of 64 bits, and looked up by array operations.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import numpy as np

from tracuu.analyzers.canonical import canonical
from tracuu.analyzers.capitals import APART, CAPITAL, GAP, SMALL, gap_flags, token_flags
from tracuu.analyzers.columns import Array, Column
from tracuu.analyzers.key_table import KeyTable
from tracuu.analyzers.name_rules import Form, form
from tracuu.analyzers.patterns import DASHES, LONGEST
from tracuu.analyzers.sequences import Sequences
from tracuu.analyzers.tokenizer import VietnameseTokenizer
from tracuu.analyzers.vocabulary import Numbers

BORDER = 0
"""The number of the piece that stands before the first text and after each: none of their characters."""

EDGES = ".,:;!?…\"'“”‘’()[]-–—\r\t"
"""Never the first or last character of a token, whatever stands beside it."""

LONGEST_REMEMBERED = 64
"""Code points; longer pieces will hardly come again."""

_BORDER_BYTE = b"\xfe"  # neither it nor 0xff is ever part of UTF-8
_SHORT = 8  # bytes
_BEYOND = np.array([-1 << 8 * length for length in range(_SHORT)] + [0], np.int64)
"""By the length of a short piece, ones for the bytes of its key that it has no use for."""

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
        self._short = KeyTable()
        self._long: list[str] = []
        self.texts: list[str] = []
        self._starts, self._counts = Column(), Column()  # of tokens
        self._before, self._after = Column("B"), Column("B")  # flags of the gap on the left and on the right
        self.terms = Column()  # of each token
        self.flags = Column("B")  # of each token; of the first without those of its gap
        self.forms = Column()  # of each capitalised token
        self._add("", 0, 0, 0, GAP)

    def __missing__(self, piece: str) -> int:
        core = piece.strip(EDGES)
        if core and len(core) < len(piece):
            same = self[core]
            start, count = self._starts[same], self._counts[same]
            left, _, right = piece.partition(core)
            before = self._before[same] & GAP | _outer_flags(left)
            after = self._after[same] & GAP | _outer_flags(right)
        else:
            start = len(self.terms)
            before, after = self._cut_word(core) if is_word(core) else self._cut(core)
            count = len(self.terms) - start
        if not count:
            after = _outer_flags(piece) | APART
        number = self._add(piece, start, count, before | _left_flags(piece), after | _right_flags(piece))
        self[piece] = number
        if len(piece) > LONGEST_REMEMBERED:
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
            own = flags if token.position else flags & ~GAP
            self._add_token(token.text, core[start:end], own, core[start - 1 : start])
        return _outer_flags(core[:first]), _outer_flags(core[end:])

    def _cut_word(self, core: str) -> tuple[int, int]:
        """The same of a core that is a word."""
        term, first = canonical(core), core[0]
        capital = first.isupper() and (len(term) == 1 or not core.isupper())
        self._add_token(term, core, (CAPITAL if capital else 0) | (SMALL if first.islower() else 0), "")
        return 0, 0

    def _add_token(self, term: str, written: str, flags: int, before: str) -> None:
        self.terms.append(self._term_numbers[term])
        self.flags.append(flags)
        self.forms.append(self._form(form(term, written, before or " ")) if flags & CAPITAL else 0)

    def _form(self, form: Form) -> int:
        number = self._form_numbers.get(form)
        if number is None:
            number = self._form_numbers[form] = self._forms.symbol(form)
        return number

    def number(self, texts: Sequence[str]) -> Array:
        """The pieces of the texts, a BORDER before the first text and after each: int32 [pieces]."""
        ended = [b"", *[text.encode("utf-8", "surrogatepass") for text in texts]]
        data = (b" %b " % _BORDER_BYTE).join([*ended, b""])[1:].replace(b"\n", b" \n ")
        ends = np.flatnonzero(np.frombuffer(data, np.uint8) == ord(" "))
        starts = np.append(0, ends[:-1] + 1)
        lengths = ends - starts
        long = np.flatnonzero(lengths > _SHORT)
        lengths[long] = 0
        eight = np.ndarray((len(data),), "<i8", data + bytes(_SHORT), strides=(1,))  # bytes, from each byte on
        numbers = self._short.get(eight.take(starts) | _BEYOND.take(lengths), self._of_key)
        spans = zip(starts[long].tolist(), ends[long].tolist(), strict=True)
        numbers[long] = [self[data[start:end].decode("utf-8", "surrogatepass")] for start, end in spans]
        return self._with_spaced_numbers(numbers.astype(np.int32))

    def _of_key(self, key: int) -> int:
        """The number of a short piece."""
        written = key.to_bytes(_SHORT, "little", signed=True).rstrip(b"\xff")
        return BORDER if written == _BORDER_BYTE else self[written.decode("utf-8", "surrogatepass")]

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


def is_word(text: str) -> bool:
    """Whether a text is nothing but letters, and so one token."""
    return text.isalpha() and len(text) <= LONGEST


@lru_cache(maxsize=1 << 12)
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
