"""What finding names needs to know of each token, as flags: its first letter and the gap before it.

All of it shows in the token's own piece of white-space-free text, except the gap before the first one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tracuu.analyzers.patterns import DASHES
from tracuu.analyzers.tokens import WORD, Token

APART = 1
"""More than one space or one dash stands before the token."""
SENTENCE = 2
"""A sentence may begin at the token: its capital tells nothing. Implies APART."""
LINE = 4
"""A line begins at the token. Implies SENTENCE."""
SMALL = 8
"""The token begins with a small letter."""
CAPITAL = 16
"""The token is a word with a capital, or hangs by a hyphen on one: Sơn, Jong-un."""

GAP = APART | SENTENCE | LINE
"""The flags that tell of the gap."""

_JOINTS = frozenset(" \u00a0" + DASHES)
_SENTENCE_ENDS = frozenset(".!?…:;\"“”'‘»«()[]\n\r\u2028\u2029–—-•*")
_LINE_ENDS = frozenset("\n\r\u2028\u2029")


def gap_flags(gap: str) -> int:
    """The flags of a token with this text between it and the token before."""
    if len(gap) == 1 and gap in _JOINTS:
        return 0
    if not _LINE_ENDS.isdisjoint(gap):
        return GAP
    return APART if _SENTENCE_ENDS.isdisjoint(gap) else APART | SENTENCE


def token_flags(text: str, tokens: Iterable[Token]) -> Iterator[tuple[Token, int]]:
    """The tokens of the text, each with its flags; the first one begins a line."""
    end, gap, capital, compound = 0, GAP, False, -1
    for token in tokens:
        start = token.start
        if end:
            between = text[end:start]
            gap = 0 if between == " " else gap_flags(between)
        end = token.end
        first = text[start]
        if first.isupper() and is_capitalised(token, text[start:end]):
            capital = True
        elif capital:
            capital = not gap and token.compound == compound >= 0
        compound = token.compound
        yield token, gap | (CAPITAL if capital else 0) | (SMALL if first.islower() else 0)


def is_capitalised(token: Token, written: str) -> bool:
    """Whether the token is a word with a capital that is not all capitals, or one capital letter."""
    return token.kind == WORD and written[0].isupper() and (len(token.text) == 1 or not written.isupper())
