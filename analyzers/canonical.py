"""The canonical form of a token: one spelling for all the ways in which a word gets written.

    >>> [canonical(word) for word in ("HOÀ", "tòan", "Ðảng", "nguời", "café", "O’Neill")]
    ['hòa', 'toàn', 'đảng', 'người', 'café', "o'neill"]

A token that is no syllable after every repair stays as written, lower-case and NFC.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from tracuu.analyzers.lookalikes import ETH, LOOKALIKES, SMALL_CAPITALS
from tracuu.analyzers.marks import LETTERS, TONES, bare, marks_nfc, remove_invisible, split_tone
from tracuu.analyzers.syllable import Syllable, parse

_REMEMBERED = 1 << 16  # tokens; 60,000 different ones cover nearly all of a corpus of news
_LONGEST_REMEMBERED = 40  # code points
_LONGEST_SYLLABLE = 3 * len("nghiêng")  # code points, were every letter to bear two marks that do not compose

_ICELANDIC = frozenset("ðɖƌ")
_PLAIN_D = re.compile("[a-zđ]+")
_APOSTROPHES = str.maketrans("’ʼ＇", "'''")
_TONE_MARKS = frozenset(TONES) - {""}
_FOREIGN_TONED = frozenset("ñńćśźĺŕ")  # letters of Spanish, Polish, Croatian ...: not a tone gone astray
_UO = re.compile("uơ|ưo")
_UO_AT_END = re.compile("(h|th|kh|q|)ươ")


class _Memory(dict[str, str]):
    """Token -> canonical form, for repeated tokens as fast as a dict; forgets all when it is full."""

    def __missing__(self, token: str) -> str:
        form = _canonical(token)
        if len(token) <= _LONGEST_REMEMBERED:
            if len(self) >= _REMEMBERED:
                self.clear()
            self[token] = form
        return form


_memory = _Memory()


def canonical(token: str) -> str:
    """The canonical form of one token: lower case, NFC, old-style tone placement, typing errors repaired.

    Amortised O(1) for tokens met before.
    """
    return _memory[token]


def _canonical(token: str) -> str:
    word = token.lower()
    syllable = parse(word)
    if syllable is not None:
        return syllable.spelling
    if word.isascii():
        return word
    word = marks_nfc(remove_invisible(token).lower()).translate(_APOSTROPHES)
    for repaired in _readings(word) if len(word) <= _LONGEST_SYLLABLE else ():
        syllable = parse(repaired)
        if syllable is not None:
            return syllable.spelling
    with_bar = word.translate(ETH)
    if with_bar != word and _PLAIN_D.fullmatch(with_bar):
        return with_bar  # an acronym: ÐQP
    return word


def _readings(word: str) -> Iterator[str]:
    """What the word may have been meant to be, the likeliest first."""
    yield word
    if not _ICELANDIC.isdisjoint(word):
        yield word.translate(ETH)
    if any(letter in LETTERS or letter in SMALL_CAPITALS for letter in word):
        alike = unicodedata.normalize("NFD", word).translate(LOOKALIKES)
        yield marks_nfc(alike)
        yield marks_nfc(alike.translate(ETH))
    toneless, tones = split_tone(word)
    if len(tones) <= 1:
        yield from _horns(toneless, tones)
    yield from _tone_on_consonant(word)


def _horns(toneless: str, tone: str) -> Iterator[str]:
    """ươ with one horn missing (nguời, đưoc), and uơ with one too many (thưở)."""
    if _UO.search(toneless):
        syllable = parse(_UO.sub("ươ", toneless))
        if syllable is not None:
            yield _toned(syllable, tone)
    if _UO_AT_END.fullmatch(toneless):
        syllable = parse(toneless.replace("ươ", "uơ"))
        if syllable is not None:
            yield _toned(syllable, tone)


def _tone_on_consonant(word: str) -> Iterator[str]:
    """A tone typed after the whole syllable, drawn on its last consonant: nhưng + tilde."""
    decomposed = unicodedata.normalize("NFD", word)
    tones = [mark for mark in decomposed if mark in _TONE_MARKS]
    if len(tones) != 1 or decomposed.find(tones[0]) < 2:
        return
    base = unicodedata.normalize("NFC", decomposed.replace(tones[0], ""))
    if not _FOREIGN_TONED.isdisjoint(word) and base == bare(base):
        return
    syllable = parse(base)
    if syllable is not None:
        yield _toned(syllable, tones[0])


def _toned(syllable: Syllable, tone: str) -> str:
    return syllable._replace(tone=tone).spelling
