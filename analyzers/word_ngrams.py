"""Which neighbouring syllables are a word of the dictionary: look-ups by number, many at once."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]


class WordNgrams:
    """Words of two and of three syllables. Their syllables have numbers; all others share the number `unknown`."""

    def __init__(self, bigrams: Iterable[tuple[str, str]], trigrams: Iterable[tuple[str, str, str]]) -> None:
        """Number the syllables of these words."""
        pairs, triples = list(bigrams), list(trigrams)
        syllables = dict.fromkeys(syllable for word in (*pairs, *triples) for syllable in word)
        self.numbers = {syllable: number for number, syllable in enumerate(syllables)}
        self.unknown = len(self.numbers)
        self._base = self.unknown + 1
        # One bit for each pair of numbers: 4.4 MB for pyvi's dictionary, and one access where a search needs 15.
        self._bits = np.zeros(self._base * self._base // 8 + 1, np.uint8)
        first, second = self._columns(pairs, 2)
        keys = first * self._base + second
        np.bitwise_or.at(self._bits, keys >> 3, _BIT[keys & 7])
        # Few positions have a syllable that begins a word of three, then one amid, then one that ends: only these
        # are searched for.
        begin, middle, end = self._columns(triples, 3)
        self._places = np.zeros((3, self._base), np.bool_)
        for place, numbers in enumerate((begin, middle, end)):
            self._places[place, numbers] = True
        self._triples = np.sort((begin * self._base + middle) * self._base + end)

    def _columns(self, words: Iterable[tuple[str, ...]], length: int) -> Ints:
        numbers = [self.numbers[syllable] for word in words for syllable in word]
        return np.array(numbers, np.int64).reshape(-1, length).T

    def bigrams(self, syllables: Ints) -> Flags:
        """Where a syllable and the next are a word: [n] -> [n - 1]."""
        keys = syllables[:-1] * self._base
        keys += syllables[1:]
        found: Flags = (self._bits.take(keys >> 3) & _BIT.take(keys & 7)) != 0
        return found

    def trigrams(self, syllables: Ints) -> Ints:
        """The places of the syllables that with the next two are a word, ascending."""
        if len(syllables) < 3 or not len(self._triples):
            return np.zeros(0, np.int64)
        begin, middle, end = self._places
        at: Ints = np.flatnonzero(begin.take(syllables[:-2]) & middle.take(syllables[1:-1]) & end.take(syllables[2:]))
        keys = (syllables[at] * self._base + syllables[at + 1]) * self._base + syllables[at + 2]
        found = np.searchsorted(self._triples, keys).clip(max=len(self._triples) - 1)
        same: Flags = self._triples[found] == keys
        return at[same]


_BIT = np.left_shift(1, np.arange(8)).astype(np.uint8)
