"""Cutting letters that were typed without spaces into syllables: buithanhson -> bui thanh son.

The likeliest chain by the bigrams of the index (Viterbi, with the stupid backoff of ``syllable_model``). A piece that
is no syllable (diaz, canel) is taken if the index has it as a term, and has it beside its neighbours.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from heapq import nlargest
from typing import NamedTuple

from tracuu.analyzers import fold
from tracuu.search.variants.bare_syllables import may_be_syllable
from tracuu.search.variants.letter_counts import LetterCounts

_BACKOFF = 0.4
_SHORTEST_FOREIGN, _LONGEST_PIECE = 4, 14
"""Letters of a piece that is no syllable; a syllable has at most 7."""
_TIMES = 10
"""So many times more often than the solid spelling the cut one must be expected,"""
_RARER = 100.0
"""and each piece behind the second makes it so many times rarer, right or wrong."""
_CHAINS = 4
"""So many of the best chains up to each place are followed."""


class Cut(NamedTuple):
    """The likeliest pieces of a solid spelling.

    Attributes:
        pieces: joined they are what was cut.
        expected: how often the index would have them in this order, by its bigrams.
        known: how many of the joints between them are bigrams of the index.
    """

    pieces: tuple[str, ...]
    expected: float
    known: int

    def beats(self, solid: int) -> bool:
        """Whether it is what was meant, where the index has the solid spelling so many times."""
        if not solid:
            return 2 * self.known >= len(self.pieces) - 1
        return self.expected * _RARER ** (len(self.pieces) - 2) > _TIMES * solid


class _Piece(NamedTuple):
    text: str
    folded: str
    is_syllable: bool
    often: int  # in the index, whatever the marks


class _Chain(NamedTuple):
    score: float  # the logarithm of how likely it is
    pieces: tuple[_Piece, ...]
    known: int


def cut(text: str, counts: LetterCounts) -> Cut | None:
    """The likeliest cut into at least two pieces that the index has; None if there is none.

    Args:
        text: a canonical term of letters only; marks in it must make syllables.
        counts: of the index.
    """
    # For each place: the best chain up to there for each last piece.
    chains: list[list[_Chain]] = [[] for _ in range(len(text) + 1)]
    for start in range(len(text)):
        if start and not chains[start]:
            continue
        chains[start] = nlargest(_CHAINS, chains[start])
        for piece in _pieces(text, start, counts):
            ways = [_Chain(math.log(piece.often / counts.size), (piece,), 0)] if not start else []
            ways += [way for chain in chains[start] if (way := _extended(chain, piece, counts))]
            if ways:
                chains[start + len(piece.text)].append(max(ways))
    if not chains[-1]:
        return None
    best = max(chains[-1])
    return Cut(tuple(piece.text for piece in best.pieces), counts.size * math.exp(best.score), best.known)


def _pieces(text: str, start: int, counts: LetterCounts) -> Iterator[_Piece]:
    """What may begin at a place, but not the whole text."""
    is_long = len(text) >= 2 * _SHORTEST_FOREIGN  # most foreign words are shorter, and names of their own
    for stop in range(start + 1, min(len(text), start + _LONGEST_PIECE) + 1):
        piece = text[start:stop]
        native = may_be_syllable(piece)
        if stop - start < len(text) and (native or (is_long and stop - start >= _SHORTEST_FOREIGN)):
            folded = fold(piece)
            if often := counts.of(folded):
                yield _Piece(piece, folded, native, often)


def _extended(chain: _Chain, piece: _Piece, counts: LetterCounts) -> _Chain | None:
    """The chain with one more piece; None if a foreign one would stand where it never does."""
    last = chain.pieces[-1]
    if pair := counts.of_pair(last.folded, piece.folded):
        return _Chain(chain.score + math.log(pair / last.often), (*chain.pieces, piece), chain.known + 1)
    if not (last.is_syllable and piece.is_syllable):
        return None
    return _Chain(chain.score + math.log(_BACKOFF * piece.often / counts.size), (*chain.pieces, piece), chain.known)
