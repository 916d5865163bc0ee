"""Other spellings of what was typed: each file knows some of one kind, and none knows the index format.

A recogniser looks at the tokens of a stretch of plain words (nothing in quotation marks, no field) and says which of
them may also be written otherwise: 14/4/2025 as "ngày 14 tháng 4 năm 2025", UBND as "ủy ban nhân dân".
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple, Protocol

from tracuu.analyzers import Token


class Variants(NamedTuple):
    """Other spellings of some tokens.

    Attributes:
        start: the first token of the stretch.
        stop: behind its last, half-open.
        texts: each of them is looked for as if it had been typed there as one unit, its words together and in order;
            what has one of them has the stretch, but what is written as typed scores higher.
        is_optional: what matches need not have the stretch at all; it scores.
    """

    start: int
    stop: int
    texts: tuple[str, ...] = ()
    is_optional: bool = False


class Recogniser(Protocol):
    """Finds stretches with other spellings."""

    def __call__(self, tokens: Sequence[Token], text: str) -> Iterator[Variants]:
        """Look at tokens of a query.

        Args:
            tokens: in order; ``text[token.start:token.end]`` is what was typed, ``token.text`` the canonical term,
                and those of one compound (34-NQ/TW, 14/4/2025, Díaz-Canel) have the same ``compound`` from 0 on.
            text: the whole query.

        Returns:
            Stretches in order, none overlapping another.
        """


def recognised(recognisers: Sequence[Recogniser], tokens: Sequence[Token], text: str) -> list[Variants]:
    """What all recognisers find, in order; of two that overlap, what the earlier one in the sequence found."""
    found: list[Variants] = []
    taken = bytearray(len(tokens))
    for recogniser in recognisers:
        for one in recogniser(tokens, text):
            if not any(taken[one.start : one.stop]):
                taken[one.start : one.stop] = b"\1" * (one.stop - one.start)
                found.append(one)
    return sorted(found)
