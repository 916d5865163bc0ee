"""Composing one syllable from raw keystrokes, as a keyboard program would have done: Telex, VNI, VIQR.

A state machine reads the token from left to right. The state is the syllable as far as it is typed (letters with
their quality, the tone beside them); a character is a letter or a key that marks what is there. A key may come
directly behind its letter or anywhere later (*free marking*: tieengs, tienges), and a token may bear marks already
(đuowcj). What a key cannot act on, or takes back (ass, ww, a66), leaves no syllable: then there is no decoding.

The keys, from UniKey (ukengine/inputproc.cpp) and, for VIQR, RFC 1456:

                sắc huyền hỏi ngã nặng  none    â ê ô       ơ ư       ă       đ
    Telex       s   f     r   x   j     z       aa ee oo    ow uw w   aw      dd
    VNI         1   2     3   4   5     0       6           7         8       9
    VIQR        '   `     ?   ~   .     0 -     ^           + *       (       dd
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Literal, NamedTuple

from tracuu.analyzers.canonical import canonical
from tracuu.analyzers.marks import ACUTE, DOT, GRAVE, HOOK, LETTERS, TILDE, VOWELS, split_tone
from tracuu.analyzers.syllable import parse

Method = Literal["telex", "vni", "viqr"]

_LONGEST = 2 * len("nghieengs")
_CIRCUMFLEX = {"a": "â", "e": "ê", "o": "ô"}
_HORN = {"o": "ơ", "u": "ư"}
_BREVE = {"a": "ă"}


class Decoded(NamedTuple):
    """A decoded token.

    Attributes:
        text: a syllable in NFC, its tone where the press puts it, in the case of the letters that were typed.
        keys: how many keys were read as marks; 0 for a syllable that is written as it is.
    """

    text: str
    keys: int


@lru_cache(maxsize=1 << 12)
def decode(token: str, method: Method) -> Decoded | None:
    """The syllable that a token's keys compose; None if they compose none, or hold two different tones.

    >>> decode("Nguoiwf", "telex"), decode("D9u7o7c5", "vni")
    (Decoded(text='Người', keys=2), Decoded(text='Được', keys=4))
    >>> decode("stars", "telex") is None
    True
    """
    if len(token) > 3 * _LONGEST:
        return None
    text = unicodedata.normalize("NFC", token)
    if len(text) > _LONGEST:
        return None
    typed = _Typed()
    keys = _KEYS[method]
    for character in text:
        key = keys.get(character.lower())
        if not (typed.write(character) if key is None else key(typed, character)):
            return None
    return typed.decoded(text)


class _Typed:
    """A syllable as far as it is typed. Every method says whether what was typed makes sense there."""

    def __init__(self) -> None:
        self.letters = ""  # lower case, with quality, without tone
        self.tone = ""
        self._upper: list[bool] = []
        self._keys = 0

    def write(self, character: str) -> bool:
        """Add a letter; one that is composed already brings its marks along."""
        lower = character.lower()
        if lower not in LETTERS:
            return False
        letter, tone = split_tone(lower)
        if tone and self.tone:
            return False
        self.letters += letter
        self.tone = tone or self.tone
        self._upper.append(character != lower)
        return True

    def mark(self, marked: Mapping[str, str]) -> bool:
        """Mark the last letter that can be."""
        for at in range(len(self.letters) - 1, -1, -1):
            if self.letters[at] in marked:
                return self._replace(self.letters[at], marked[self.letters[at]], at)
        return False

    def mark_last(self, marked: Mapping[str, str]) -> bool:
        """Mark the letter directly before."""
        return self.letters[-1:] in marked and self.mark(marked)

    def put_tone(self, tone: str) -> bool:
        """Give the syllable its tone; a second one is no Vietnamese."""
        if self.tone or not self.has_vowel:
            return False
        self.tone = tone
        self._keys += 1
        return True

    def remove_tone(self) -> bool:
        """Take the tone back."""
        self._keys += 1
        had, self.tone = self.tone, ""
        return had != ""

    def put_horn(self) -> bool:
        """Make ơ or ư; both of them of uo, the first of uu."""
        for pair, horned in (("uo", "ươ"), ("ưo", "ươ"), ("uu", "ưu")):
            at = self.letters.find(pair)
            if at >= 0 and self.letters[at - 1 : at] != "q":
                return self._replace(pair, horned, at)
        return self.mark(_HORN)

    def put_bar(self) -> bool:
        """Make đ."""
        return self.letters.startswith("d") and self._replace("d", "đ", 0)

    def next_o(self) -> bool:
        """A third o takes ô back to oo (xooong is xoong), a fourth makes ôô."""
        if self.letters.endswith("oo"):
            return self._replace("oo", "ôô", len(self.letters) - 2)
        self._upper.append(self._upper[-1])
        return self._replace("ô", "oo", len(self.letters) - 1)

    @property
    def has_vowel(self) -> bool:
        """Whether a vowel letter is there."""
        return any(letter in VOWELS for letter in self.letters)

    def _replace(self, old: str, new: str, at: int) -> bool:
        self.letters = self.letters[:at] + new + self.letters[at + len(old) :]
        self._keys += 1
        return True

    def decoded(self, text: str) -> Decoded | None:
        """What was typed, if it is a syllable; ``text`` is what it was typed as."""
        if self._keys == 0:
            syllable = parse(text)  # knows gịa from giạ
        else:
            syllable = parse(canonical(self.letters))  # which completes ưo
            if syllable is None and self.letters.endswith("ươ"):
                syllable = parse(self.letters[:-2] + "uơ")
            if syllable is not None and self.tone:
                syllable = parse(syllable._replace(tone=self.tone).spelling)
        if syllable is None or len(syllable.spelling) != len(self._upper):
            return None
        letters = zip(syllable.spelling, self._upper, strict=True)
        return Decoded("".join(letter.upper() if upper else letter for letter, upper in letters), self._keys)


_Key = Callable[[_Typed, str], bool]


def _tone(mark: str) -> _Key:
    """A key that is a tone wherever it stands."""
    return lambda typed, _: typed.put_tone(mark)


def _tone_letter(mark: str) -> _Key:
    """A key that is a tone behind a vowel, and a letter before it."""
    return lambda typed, character: typed.put_tone(mark) if typed.has_vowel else typed.write(character)


def _double(typed: _Typed, character: str) -> bool:
    """a, e, o of Telex: a second one is the circumflex."""
    letter = character.lower()
    letters = typed.letters
    if letter == "o":
        if letters.endswith(("ô", "oo")):
            return typed.next_o()
        if letters.endswith(("oa", "oe")):
            return typed.write(character)  # ngoao, ngoeo
    if letter in letters:
        return typed.mark({letter: _CIRCUMFLEX[letter]})
    return typed.write(character)


def _bar(typed: _Typed, character: str) -> bool:
    """d of Telex and VIQR: no syllable has a second one."""
    return typed.put_bar() if typed.letters else typed.write(character)


def _w(typed: _Typed, character: str) -> bool:
    """w of Telex: ă ơ ươ ư ưa oă, and ư by itself (nhw)."""
    letters = typed.letters
    if not typed.has_vowel or letters == "gi":
        return _horned("ư")(typed, character)
    before = letters[: letters.find("a")]
    if "a" not in letters or (before.endswith("u") and before != "qu"):
        return typed.put_horn()
    return typed.mark(_BREVE)


def _horned(letter: str) -> _Key:
    """A key that is a letter with its horn."""

    def write(typed: _Typed, character: str) -> bool:
        typed.write(letter.upper() if character.isupper() else letter)
        return typed._replace(letter, letter, len(typed.letters) - 1)

    return write


_KEYS: dict[Method, dict[str, _Key]] = {
    "telex": {
        "s": _tone_letter(ACUTE),
        "f": _tone_letter(GRAVE),
        "r": _tone_letter(HOOK),
        "x": _tone_letter(TILDE),
        "j": _tone_letter(DOT),
        "z": lambda typed, _: typed.remove_tone(),
        "a": _double,
        "e": _double,
        "o": _double,
        "w": _w,
        "[": _horned("ơ"),
        "]": _horned("ư"),
        "d": _bar,
    },
    "vni": {
        **dict(zip("12345", map(_tone, (ACUTE, GRAVE, HOOK, TILDE, DOT)), strict=True)),
        "0": lambda typed, _: typed.remove_tone(),
        "6": lambda typed, _: typed.mark(_CIRCUMFLEX),
        "7": lambda typed, _: typed.put_horn(),
        "8": lambda typed, _: typed.mark(_BREVE),
        "9": lambda typed, _: typed.put_bar(),
    },
    "viqr": {
        **dict(zip("'`?~.", map(_tone, (ACUTE, GRAVE, HOOK, TILDE, DOT)), strict=True)),
        **dict.fromkeys("0-", lambda typed, _: typed.remove_tone()),
        "^": lambda typed, _: typed.mark_last(_CIRCUMFLEX),
        **dict.fromkeys("+*", lambda typed, _: typed.mark_last(_HORN)),
        "(": lambda typed, _: typed.mark_last(_BREVE),
        "d": _bar,
    },
}
