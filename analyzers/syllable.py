"""The Vietnamese syllable: onset + rime + tone, by the grammar of the orthography.

No table of syllables: `parse` splits off the onset, looks the rime up among 171 and asks whether the two
combine. That grammar allows 3,994 syllables without tones, 18,177 with them, and 28,886 spellings when the
tone mark may stand on any vowel letter.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from tracuu.analyzers.marks import ACUTE, DOT, LETTERS, TONED, VOWELS, marks_nfc, split_tone

_ONSETS = "b c ch d đ g gh gi h k kh l m n ng ngh nh p ph qu r s t th tr v x"
ONSETS = tuple(_ONSETS.split())

_PLAIN_RIMES = """
a e ê i o ô ơ u ư y ia ua ưa
ai ay ây ao au âu eo êu iu oi ôi ơi ui ưi ưu iêu yêu uôi ươi ươu
am ăm âm em êm im om ôm ơm um iêm yêm uôm ươm
an ăn ân en ên in on ôn ơn un ưn iên yên uôn ươn
ang ăng âng eng ong ông ung ưng iêng yêng uông ương
anh ênh inh
ap ăp âp ep êp ip op ôp ơp up iêp ươp
at ăt ât et êt it ot ôt ơt ut ưt iêt yêt uôt ươt
ac ăc âc ec oc ôc uc ưc iêc uôc ươc
ach êch ich
"""
_MEDIAL_RIMES = """
oa oe uê uơ uy uya
oai oay oao oeo uây uyu uêu
oam oăm oem
oan oăn oen uân uyn uyên
oang oăng oeng uâng
oanh uênh uynh
oap oăp uyp
oat oăt oet uât uyt uyêt
oac oăc
oach uêch uych
"""
_LOAN_RIMES = "oong ooc ôông ôôc êng êc ic ưm ưp uôp"

MEDIAL = frozenset(_MEDIAL_RIMES.split())
"""Rimes with a medial glide, written o or u."""
LOAN = frozenset(_LOAN_RIMES.split())
"""Rimes of loans and dialects."""
RIMES = frozenset(_PLAIN_RIMES.split()) | MEDIAL | LOAN

_ONSET = re.compile("ngh|ng|nh|ch|gh|gi|kh|ph|qu|th|tr|[bcdđghklmnprstvx]|")
_QU_ONLY = "ôc ynh ych yt yp yn yu"
_QU_NEVER = "ia iêu iêm iên iêng iêp iêt iêc yêu yêm yêng"
_QU_RIMES = frozenset(_QU_ONLY.split()) | {
    rime for rime in RIMES - MEDIAL - LOAN - frozenset(_QU_NEVER.split()) if rime[0] in "aăâeêiơy"
}
_LONGEST = len("nghiêng")
_LETTERS = frozenset(LETTERS)  # composed already


class Syllable(NamedTuple):
    """A syllable taken apart.

    `rime` carries its quality marks but no tone; `tone` is a combining mark, or empty for ngang.
    """

    onset: str
    rime: str
    tone: str

    @property
    def spelling(self) -> str:
        """The canonical spelling, with the tone mark where the press puts it: hòa, thúy."""
        return _spell(self, new_style=False)

    @property
    def new_style(self) -> str:
        """The spelling of schoolbooks, which differs in the open rimes oa, oe, uy: hoà, thuý."""
        return _spell(self, new_style=True)

    @property
    def is_loan(self) -> bool:
        """Whether only loans and dialects have such a syllable: xoong, buýt."""
        return self.rime in LOAN or (self.rime in MEDIAL and self.onset in ("b", "m", "p", "ph", "v"))


@lru_cache(maxsize=1 << 15)
def parse(text: str) -> Syllable | None:
    """Take one syllable apart, in any case, normal form and tone placement; None if it is not a syllable.

    A stop rime (coda c, ch, p, t) without a tone is taken: folded text is full of them.

    >>> parse("Hoà") == parse("HÒA") == Syllable("h", "oa", "\u0300")
    True
    >>> parse("señor") is None
    True
    """
    if len(text) > 3 * _LONGEST:
        return None
    word = text.lower()
    if not _LETTERS.issuperset(word):
        word = marks_nfc(word)
    toneless, tones = split_tone(word)
    if not 0 < len(toneless) <= _LONGEST or len(tones) > 1:
        return None
    if toneless == "gia" and tones == DOT and word == "gịa":
        return Syllable("gi", "ia", DOT)  # giặt gịa: the one word that keeps the rime ia after gi
    onset = _ONSET.match(toneless)[0]  # type: ignore[index]  # it matches the empty string too
    rime = toneless[len(onset) :]
    if onset == "gi":
        if rime.startswith("i"):
            return None  # the two i are written once: gì, gìn, giếng
        if not rime or rime[0] not in VOWELS or (rime[0] == "ê" and "i" + rime in RIMES):
            rime = "i" + rime
    if not _combine(onset, rime):
        return None
    if rime.endswith(("c", "ch", "p", "t")) and tones not in ("", ACUTE, DOT):
        return None
    return Syllable(onset, rime, tones)


def is_syllable(text: str) -> bool:
    """Whether the text is one Vietnamese syllable."""
    return parse(text) is not None


def _combine(onset: str, rime: str) -> bool:
    if onset == "qu":
        return rime in _QU_RIMES
    if rime not in RIMES:
        return False
    first = rime[0]
    if onset in ("k", "gh", "ngh"):
        return first in "eêi" or (onset == "k" and rime == "y")
    if onset in ("c", "g", "ng"):
        return first not in "eêiy"
    if onset == "gi":
        return first != "y" and rime not in MEDIAL
    if onset == "":
        return not rime.startswith("iê")
    return not rime.startswith("yê")


def _spell(syllable: Syllable, *, new_style: bool) -> str:
    onset, rime, tone = syllable
    if tone:
        at = _tone_at(rime, new_style and onset != "qu")
        rime = rime[:at] + TONED[rime[at], tone] + rime[at + 1 :]
    if onset == "gi" and syllable.rime[0] == "i":
        return "g" + rime
    return onset + rime


def _tone_at(rime: str, new_style: bool) -> int:
    """The index of the letter that carries the tone."""
    vowels = sum(letter in VOWELS for letter in rime)
    for index in range(vowels - 1, -1, -1):
        if rime[index] in "ăâêôơư":
            return index
    if vowels < len(rime):
        return vowels - 1
    if vowels == 3 or (new_style and rime in ("oa", "oe", "uy")):
        return 1
    return 0
