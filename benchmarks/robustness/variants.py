"""The spellings in which a query is asked: one function each, of the query and a source of chance.

What they change is the typing, never the meaning, except for ``one_typo``. Chance depends on the seed, the variant and
the query's id alone: neither the sample nor the order of the queries changes how one of them is typed.
"""

from __future__ import annotations

import random
import re
import string
import unicodedata
from collections.abc import Callable

from benchmarks.keystrokes.typing import type_telex, type_vni
from benchmarks.ranking import SEED, strip_marks
from tracuu.analyzers.marks import TONED, VOWELS, split_tone
from tracuu.analyzers.syllable import parse

_WORD = re.compile(r"(?:[^\W\d_][\u0300-\u036f]*)+")  # letters, in any normal form
_SHORTEST_WITH_TYPO = 3  # letters


def marked(text: str, rng: random.Random) -> str:
    """As it stands."""
    return text


def half_marked(text: str, rng: random.Random) -> str:
    """Half of the words that have marks lose them; of an odd number, the larger half."""
    words = [match.start() for match in _WORD.finditer(text) if strip_marks(match[0]) != match[0]]
    drawn = set(rng.sample(words, (len(words) + 1) // 2))
    return _WORD.sub(lambda match: strip_marks(match[0]) if match.start() in drawn else match[0], text)


def unmarked(text: str, rng: random.Random) -> str:
    """No mark at all, nor the bar of đ."""
    return strip_marks(text)


def nfd(text: str, rng: random.Random) -> str:
    """Marks as combining characters, as file names of macOS have them."""
    return unicodedata.normalize("NFD", text)


def other_tone_style(text: str, rng: random.Random) -> str:
    """Hòa as hoà, hoà as hòa: oa, oe and uy have their tone where the query has not."""

    def other(word: str) -> str:
        syllable = parse(word)
        if syllable is None or syllable.spelling == syllable.new_style:
            return word
        return _in_case_of(word, syllable.spelling if word.lower() == syllable.new_style else syllable.new_style)

    return _each_word(text, other)


def misplaced_tones(text: str, rng: random.Random) -> str:
    """Toàn as tòan, của as cuả: the tone on a vowel letter where neither style has it, if there is one."""
    return _each_word(text, lambda word: _misplaced(word, rng))


def upper_case(text: str, rng: random.Random) -> str:
    """All capitals, as in headlines."""
    return text.upper()


def telex(text: str, rng: random.Random) -> str:
    """The keys of Telex, with the keyboard program switched off."""
    return type_telex(text, style="tone last")


def vni(text: str, rng: random.Random) -> str:
    """The keys of VNI, with the keyboard program switched off."""
    return type_vni(text, style="tone last")


def one_typo(text: str, rng: random.Random) -> str:
    """One letter wrong, missing or too many, or two neighbours swapped, in one word of three letters or more."""
    words = [match for match in _WORD.finditer(text) if len(_nfc(match[0])) >= _SHORTEST_WITH_TYPO]
    if not words:
        return text
    word = rng.choice(words)
    return text[: word.start()] + _mistyped(_nfc(word[0]), rng) + text[word.end() :]


Variant = Callable[[str, random.Random], str]

VARIANTS: dict[str, Variant] = {
    "marked": marked,
    "half-marked": half_marked,
    "unmarked": unmarked,
    "NFD": nfd,
    "other tone style": other_tone_style,
    "misplaced tones": misplaced_tones,
    "upper case": upper_case,
    "Telex": telex,
    "VNI": vni,
    "one typo": one_typo,
}


def spelled(variant: str, query_id: str, text: str) -> str:
    """A query in one of the spellings, the same whenever it is asked."""
    return VARIANTS[variant](text, random.Random(f"{SEED} {variant} {query_id}"))


def _nfc(text: str) -> str:
    return unicodedata.normalize("NFC", text)


def _each_word(text: str, change: Callable[[str], str]) -> str:
    """Show each word, in NFC, to a function; words that it gives back stay in the normal form that they are in."""

    def changed(match: re.Match[str]) -> str:
        word = _nfc(match[0])
        new = change(word)
        return match[0] if new == word else new

    return _WORD.sub(changed, text)


def _in_case_of(word: str, spelling: str) -> str:
    return "".join(new.upper() if old.isupper() else new for old, new in zip(word, spelling, strict=True))


def _misplaced(word: str, rng: random.Random) -> str:
    syllable = parse(word)
    if syllable is None or not syllable.tone:
        return word
    letters, _ = split_tone(word.lower())
    right = (syllable.spelling, syllable.new_style)
    wrong = [
        spelling
        for at, letter in enumerate(letters)
        if letter in VOWELS
        and (spelling := letters[:at] + TONED[letter, syllable.tone] + letters[at + 1 :]) not in right
        and parse(spelling) == syllable  # gịa is a word of its own, not giạ
    ]
    return _in_case_of(word, rng.choice(wrong)) if wrong else word


def _mistyped(word: str, rng: random.Random) -> str:
    while True:  # a letter for itself, or two equal neighbours swapped, are no typo
        at = rng.randrange(len(word))
        letter = rng.choice(string.ascii_lowercase)
        if word[at].isupper():
            letter = letter.upper()
        wrong = rng.choice(
            [
                word[:at] + letter + word[at + 1 :],
                word[:at] + word[at + 1 :],
                word[:at] + letter + word[at:],
                word[:at] + word[at + 1 : at + 2] + word[at] + word[at + 2 :],
            ]
        )
        if wrong != word:
            return wrong
