"""The term dictionary: the sorted terms of a view, and the number of each.

Terms are sorted by their folded form first and by themselves second. So all markings of one folded syllable
(bui: bùi, búi, bụi, bủi ...) have consecutive numbers, and a query syllable typed without marks is one range.
A look-up is a binary search over mapped bytes: nothing is loaded, and threads may share it.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence

import numpy as np

from tracuu.index.arrays import Array
from tracuu.index.byte_strings import ByteStrings
from tracuu.index.postings import Ints

_SEPARATOR = b"\x00"
_REMEMBERED = 4096  # terms, and groups of terms
_GROUP = 16  # terms


def lexicon_key(term: str, fold: str) -> bytes:
    """What terms are sorted by: the folded form, a zero byte, the term."""
    return _encode(fold) + _SEPARATOR + _encode(term)


class Lexicon:
    """The terms of a view; a term's number is its place in the order of ``lexicon_key``."""

    def __init__(self, keys: Sequence[bytes]) -> None:
        """Wrap keys that are sorted already."""
        self.keys = keys
        self._found: dict[str, int] = {}
        self._groups: dict[str, range] = {}

    @classmethod
    def load(cls, arrays: Mapping[str, Array], name: str) -> Lexicon:
        """The lexicon whose keys were stored under this name."""
        return cls(ByteStrings.load(arrays, name))

    def __len__(self) -> int:
        return len(self.keys)

    def term(self, number: int) -> str:
        """The term of a number."""
        return self.keys[number].partition(_SEPARATOR)[2].decode("utf-8", "surrogatepass")

    def fold(self, number: int) -> str:
        """The folded form under which a term is filed."""
        return self.keys[number].partition(_SEPARATOR)[0].decode("utf-8", "surrogatepass")

    def terms(self, numbers: Iterable[int] | None = None) -> Iterator[str]:
        """The terms of these numbers, or all in order."""
        return map(self.term, range(len(self)) if numbers is None else numbers)

    def find(self, term: str, fold: str) -> int:
        """The number of a term, or -1; remembered. ``fold`` is what the term is filed under."""
        number = self._found.get(term)
        if number is None:
            key = lexicon_key(term, fold)
            number = bisect_left(self.keys, key)
            if number == len(self) or self.keys[number] != key:
                number = -1
            if len(self._found) >= _REMEMBERED:
                self._found.clear()
            self._found[term] = number
        return number

    def group(self, fold: str) -> range:
        """The numbers of all terms that fold to exactly this; remembered."""
        found = self._groups.get(fold)
        if found is None:
            if len(self._groups) >= _REMEMBERED:
                self._groups.clear()
            found = self._groups[fold] = self._group(_encode(fold))
        return found

    def _group(self, key: bytes) -> range:
        start = bisect_left(self.keys, key + _SEPARATOR)
        if start == len(self) or not self.keys[start].startswith(key + _SEPARATOR):
            return range(start, start)
        # Groups are small: most searches for the end look at a few keys only.
        stop = min(start + _GROUP, len(self))
        after = bisect_left(self.keys, key + b"\x01", start, stop)
        return range(start, after if after < stop else bisect_left(self.keys, key + b"\x01", stop))

    def starting_with(self, head: str, fold: str = "") -> range:
        """The numbers of the terms that begin with this, of those that are filed under ``fold``."""
        key = lexicon_key(head, fold)
        return range(bisect_left(self.keys, key), bisect_left(self.keys, key + b"\xff"))

    def prefix(self, fold: str) -> range:
        """The numbers of all terms whose folded form begins with this."""
        key = _encode(fold)
        return range(bisect_left(self.keys, key), bisect_left(self.keys, key + b"\xff"))


def merge_lexicons(lexicons: Sequence[Lexicon]) -> tuple[list[bytes], list[Ints]]:
    """The sorted union of the keys, and for each lexicon the new numbers of its terms (ascending)."""
    union = sorted(set().union(*(lexicon.keys for lexicon in lexicons)))
    number = {key: i for i, key in enumerate(union)}
    return union, [np.fromiter((number[key] for key in lexicon.keys), np.int64, len(lexicon)) for lexicon in lexicons]


def _encode(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")
