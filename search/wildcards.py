"""Patterns with ``*``, compared letter by letter: a mark that was typed must be there, others may.

A regular expression of alternatives for each letter; ``fnmatch`` writes it so that many ``*`` cost no backtracking.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from fnmatch import translate
from functools import cache
from itertools import chain

from tracuu.analyzers import canonical, is_syllable

_LATIN = "".join(
    letter
    for letter in map(chr, chain(range(0x61, 0x7B), range(0xE0, 0x250), range(0x1E00, 0x1F00)))
    if letter.islower()
)
_BAR = "\u0335"


def wildcard(pattern: str, marks: str) -> re.Pattern[str]:
    """What matches all of a lower-case NFC text that fits a pattern; ``marks`` as in ``nodes.Marks``.

    >>> tieng, duo = wildcard("tié*", "auto"), wildcard("đuo*", "auto")
    >>> [bool(tieng.match(word)) for word in ("tiếng", "tiệm", "tiến")], bool(duo.match("đường"))
    ([True, False, True], True)
    >>> bool(duo.match("dương")), bool(wildcard("đuo*", "ignore").match("dương"))
    (False, True)

    A whole syllable may be spelled in the old style or in the new one: hoà* is hòa, and hoàn.
    """
    typed = pattern.split("*")
    spelled = map(_spelled, typed)
    return re.compile("|".join(dict.fromkeys(_expression(pieces, marks) for pieces in (typed, spelled))))


def wildcard_as_written(pattern: str) -> re.Pattern[str]:
    """What matches all of a text that fits a pattern to the letter.

    >>> bool(wildcard_as_written("A*").match("A1")), bool(wildcard_as_written("A*").match("a1"))
    (True, False)
    """
    return re.compile(_expression(pattern.split("*"), "exact"))


def literal_head(pattern: str) -> str:
    """The letters with which the folded form of whatever fits must begin; folding may change others, and i and y.

    >>> [literal_head(pattern) for pattern in ("tho*", "thi*", "*anh", "o'ne*")]
    ['tho', 'th', '', 'o']
    """
    found = re.match("[a-hj-xz0-9]*", "".join(_parts(letter)[0] for letter in pattern))
    return found[0] if found else ""


def _expression(pieces: Iterable[str], marks: str) -> str:
    return translate("*".join("".join(_one_of(letter, marks) for letter in piece) for piece in pieces))


def _spelled(piece: str) -> str:
    """As the index spells it, if it is a whole syllable: hòa for hoà."""
    return canonical(piece) if is_syllable(piece) else piece


def _one_of(letter: str, marks: str) -> str:
    """All letters that one letter of a pattern stands for."""
    if letter in "[?":
        return f"[{letter}]"
    if marks == "exact":
        return letter
    base = _parts(letter)[0]
    alike = _alike(base if marks == "ignore" else letter)
    return f"[{alike}]" if alike else letter


@cache
def _alike(letter: str) -> str:
    """The letters with at least the marks of this one."""
    base, mine = _parts(letter)
    return "".join(other for other in _LATIN if _parts(other)[0] == base and mine <= _parts(other)[1])


@cache
def _parts(letter: str) -> tuple[str, frozenset[str]]:
    """The letter without marks, and its marks."""
    decomposed = unicodedata.normalize("NFD", "d" + _BAR if letter == "đ" else letter)
    return decomposed[0], frozenset(decomposed[1:])
