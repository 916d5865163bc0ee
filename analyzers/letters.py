"""Where terms may stand in a text, seen from its letters alone.

    >>> letters = Letters("Nội bộ. Bộ trưởng, 12.000 tỷ")
    >>> [letters.find(Sought(folds)).tolist() for folds in (["bo"], ["bo", "truong"], ["12000"])]
    [[[4, 6], [8, 10]], [[8, 17]], [[19, 25]]]

To tokenise a text costs a hundred times as much. Who looks for a few terms in a text that is not indexed tokenises
it only where they may stand: no token is missed, and what is found may be another one.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

import numpy as np

from tracuu.analyzers.canonical import canonical
from tracuu.analyzers.columns import Array
from tracuu.analyzers.folding import fold
from tracuu.analyzers.patterns import CHUNK, DASHES, LONGEST

# What a character may be, if it is no letter or digit that all folded forms share.
_NOT_MET = b"\0"
_DROPPED = b"\1"  # a mark: folding drops it, and no token begins or ends because of it
_HIDDEN = b"#"  # another mark, or invisible: unknown beside a letter, else nothing
_APOSTROPHE = b"'"  # unknown between letters, else nothing
_SPACE = b" "  # or the end of a line
_SEPARATOR = b"."  # all else that no chunk of the tokenizer begins or ends with
_DASH = b"-"  # a separator behind which a document's number may go on after a space
_SYMBOL = b"$"  # in no token either, but the tokenizer counts it where it cuts endless runs
_UNKNOWN = b"\xff"  # its part in a token depends on what stands beside it

_BESIDE = re.compile(rb"#(?:(?<=[a-z0-9\xff]#)#*|#*(?=[a-z0-9\xff]))")  # begins with a literal, which is quick to find
_BETWEEN = re.compile(rb"'(?<=[a-z0-9\xff]')(?=[a-z0-9\xff])")
_HALF = LONGEST // 2 + 1  # a run longer than LONGEST has a whole aligned block of so many
_ENDLESS = re.compile(rb"[^ .-]{%d,}" % _HALF)

SPACE = ord(_SPACE)
"""The byte of spaces and ends of lines."""
OUTSIDE = np.zeros(256, bool)
"""Of each byte, whether no chunk of the tokenizer begins or ends with it."""
OUTSIDE[[*_SPACE, *_SEPARATOR, *_DASH, *_APOSTROPHE]] = True
ALNUM = ord("0")
"""Bytes from here on are letters and digits, known or unknown."""
JOINS_BEFORE_SPACE = np.zeros(256, bool)
"""Of each byte, whether a chunk of the tokenizer may go on after it and a space, as 12 000 and 34 - NQ/TW do."""
JOINS_BEFORE_SPACE[[*b"0123456789", *_DASH, *_UNKNOWN]] = True

_bytes_of = np.zeros(0x110000, np.uint8)
"""Code point -> its byte, once it has been met; memory that no text needs is never touched."""

_WITHOUT_DECOMPOSITION = "đðɖƌ"
_WHOLE = 8  # letters; the key of a longer word is made of so many, inverted
_NEVER_CUT = 12  # letters; the last group of a document's number ends after so many, whatever follows
_MASKS = np.array([(1 << 8 * length) - 1 for length in range(_WHOLE + 1)], np.uint64)
_ODD = np.uint64(0xFFFF_FFFF_FFFF_FFFF)
_FOLD = re.compile(r"[a-z0-9]+(?:\.[0-9]+)*")


class Sought:
    """Tokens of some folded forms, one after the other, ready to be looked for in many texts.

    Attributes:
        is_ascii: whether all forms are ASCII; where tokens of others stand cannot be seen from letters.
        length: how many of them are looked for, from the first on; the rest is left to the tokenizer.
        keys: of these, if they are made of letters only; else there is one, and
        pattern: finds its letters and digits.
    """

    __slots__ = ("is_ascii", "keys", "length", "pattern")

    def __init__(self, folds: Sequence[str]) -> None:
        """One form or more."""
        self.is_ascii = all(map(_FOLD.fullmatch, folds))
        self.pattern: re.Pattern[bytes] | None = None
        self.keys: list[np.uint64] = []
        if self.is_ascii and not folds[0].isalpha():
            self.pattern = _pattern(folds[0].replace("y", "i").replace(".", ""))
        for form in folds if self.is_ascii else ():
            if not form.isalpha():
                break
            self.keys.append(_key(form.replace("y", "i")))
        self.length = len(self.keys) or 1


def _key(form: str) -> np.uint64:
    key = np.uint64(int.from_bytes(form[:_WHOLE].encode(), "little"))
    return ~key if len(form) > _WHOLE else key


def _pattern(form: str) -> re.Pattern[bytes]:
    """Finds 12000 as 12.000 and 12 000 too; what it finds may overlap."""
    others = "".join(f"[ .]?{letter}" for letter in form[1:])
    end = "(?![0-9])" if form.isdecimal() else ""
    return re.compile(f"{form[0]}(?=({others}){end})".encode())


class Letters:
    """The letters of a text, cut into words by all other characters, digits included.

    A word is known by its key, the bytes of its first eight letters as a number. It is odd if it has twelve or more,
    as the tokenizer may have cut it, or a character whose part in a token depends on what stands beside it.

    Spans are int64 ``[spans, 2]``: half-open code points of the text, ascending.

    Attributes:
        characters: uint8 ``[code points]``, what each character is by itself; see ``SPACE``, ``OUTSIDE``, ``ALNUM``.
    """

    __slots__ = ("_data", "_ends", "_keys", "_odd", "_places", "_starts", "characters")

    def __init__(self, text: str) -> None:
        """Take the letters of a text; linear in its length, four nanoseconds for a code point."""
        self.characters = _characters(text)
        found, self._places = _together(self.characters)
        self._data = found.tobytes()
        size = len(found)
        padded = np.zeros(1 + size + _WHOLE, np.uint8)
        padded[1 : 1 + size] = found
        is_letter = padded > ord("9")
        edges = (is_letter[1:] != is_letter[:-1]).nonzero()[0]
        self._starts, self._ends = edges[::2], edges[1::2]
        lengths = self._ends - self._starts
        if _UNKNOWN in self._data:
            unknown = (found == ord(_UNKNOWN)).nonzero()[0]
            lengths[np.searchsorted(self._starts, unknown, "right") - 1] = _NEVER_CUT
        from_each_on = np.ndarray((size + 1,), "<u8", padded, 1, (1,))
        self._keys = np.zeros(len(lengths) + 1, np.uint64)  # the last is that of no word
        self._keys[:-1] = from_each_on[self._starts] & _MASKS.take(lengths, mode="clip")
        long = (lengths > _WHOLE).nonzero()[0]
        self._keys[long] = ~self._keys[long]
        self._odd = long[lengths[long] >= _NEVER_CUT]
        self._keys[self._odd] = _ODD

    def odd(self) -> Array:
        """Spans of the odd words: in them any token may begin, or in the digits before them."""
        return self._spans(self._starts[self._odd], self._ends[self._odd])

    def find(self, sought: Sought) -> Array:
        """Spans in which the tokens may stand: from a place in the first to one in the last that was looked for.

        What begins in an odd word is not among them.
        """
        if sought.pattern:
            matches = [(match.start(), match.end(1)) for match in sought.pattern.finditer(self._data)]
            starts, ends = np.array(matches, np.intp).reshape(-1, 2).T
            return self._spans(starts, ends)
        if not sought.keys:
            return np.empty((0, 2), np.intp)
        *keys, last = sought.keys
        found = self._keys == last
        for key in reversed(keys):
            follows = found | (self._keys == _ODD)
            found = self._keys == key
            found[:-1] &= follows[1:]
        first = found.nonzero()[0]
        return self._spans(self._starts[first], self._ends.take(first + len(keys), mode="clip"))

    def _spans(self, starts: Array, ends: Array) -> Array:
        if self._places is not None:
            starts, ends = self._places[starts], self._places[ends - 1] + 1
        return np.array((starts, ends)).T


def _characters(text: str) -> Array:
    """uint8, what each character is by itself."""
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), "<u4")
    found = _bytes_of.take(codes)
    if _NOT_MET in found.tobytes():
        for code in set(codes[found == ord(_NOT_MET)].tolist()):
            _bytes_of[code] = ord(_byte(chr(code)))
        found = _bytes_of.take(codes)
    return found


def _together(found: Array) -> tuple[Array, Array | None]:
    """uint8, what they are beside each other, without marks that stand alone; and if there are some, where it stood."""
    blocks = found[: len(found) // _HALF * _HALF].reshape(-1, _HALF)
    if not (blocks == SPACE).any(axis=1).all():
        data = _ENDLESS.sub(lambda match: _UNKNOWN * len(match[0]), found.tobytes())
        found = np.frombuffer(data, np.uint8)
    data = found.tobytes()
    places = None
    if _DROPPED in data:
        places = (found != ord(_DROPPED)).nonzero()[0]
        found = found[places]
        data = found.tobytes()
    if _HIDDEN in data:
        data = _BESIDE.sub(lambda match: _UNKNOWN * len(match[0]), data)
    if _APOSTROPHE in data:
        data = _BETWEEN.sub(_UNKNOWN, data)
    return np.frombuffer(data, np.uint8), places


def _byte(character: str) -> bytes:
    """What a character is in every token: a letter (i for y, which folding exchanges) or digit, or one of the above."""
    if character in "'’":
        return _APOSTROPHE
    if character.isalnum():
        return _letter(character)
    if "\u0300" <= character <= "\u036f":
        return _DROPPED if fold(canonical("a" + character)) == "a" else _HIDDEN
    category = unicodedata.category(character)
    if category[0] in "MC" and category != "Cc":
        return _HIDDEN
    if character in DASHES:
        return _DASH
    if character in " \n":
        return _SPACE
    return _SYMBOL if CHUNK.fullmatch(character) else _SEPARATOR


def _letter(character: str) -> bytes:
    base = unicodedata.normalize("NFD", character)[0]
    if not (character.isdecimal() or base.isascii() or character.lower() in _WITHOUT_DECOMPOSITION):
        return _UNKNOWN  # it may be transliterated in another way where it bears a mark, or be a look-alike
    form, *others = {fold(character), fold(canonical(character))}
    known = not others and len(form) == 1 and form.isascii() and form.isalnum()
    return form.replace("y", "i").encode() if known else _UNKNOWN
