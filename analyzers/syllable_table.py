"""What pyvi's model says of each distinct syllable, worked out when it is first seen."""

from __future__ import annotations

import string
from array import array
from typing import Any

import numpy as np
import numpy.typing as npt

from tracuu.analyzers.pyvi_features import neighbour_features, own_features
from tracuu.analyzers.pyvi_model import PyviModel
from tracuu.analyzers.word_ngrams import WordNgrams

PLAIN = 1
"""Flag of a syllable that may be joined: no punctuation, does not begin with a digit."""
TITLE = 2
"""Flag of a syllable that begins with a capital."""


class SyllableTable(dict[str, int]):
    """Syllable -> number, in order of first sight; and columns, by the number.

    The case of a syllable is part of it; what pyvi looks up is in lower case. It joins syllables by spaces first, but
    that makes no other lower case: a space is no letter, so even a final sigma stays one.
    """

    def __init__(self, model: PyviModel, ngrams: WordNgrams) -> None:
        """Know no syllable yet."""
        super().__init__()
        self._model = model
        self._ngrams = ngrams
        self.here = array("d")
        """What it adds to score(I_W) - score(B_W) of its own position."""
        self.as_previous = array("d")
        """What it adds to that of the next position."""
        self.as_next = array("d")
        """What it adds to that of the position before."""
        self.dictionary = array("q")
        """Its number in the dictionary."""
        self.flags = array("B")
        self.syllables: list[str] = []

    def __missing__(self, syllable: str) -> int:
        margin = self._model.margin
        self.here.append(margin(own_features(syllable)))
        self.as_previous.append(margin(neighbour_features("-1:", syllable)))
        self.as_next.append(margin(neighbour_features("+1:", syllable)))
        self.dictionary.append(self._ngrams.numbers.get(syllable.lower(), self._ngrams.unknown))
        self.flags.append(_flags(syllable))
        self.syllables.append(syllable)
        self[syllable] = number = len(self.flags) - 1
        return number


def take(column: array[Any], at: npt.NDArray[np.intp]) -> npt.NDArray[Any]:
    """Items of a column, copied: an array that NumPy looks into cannot grow."""
    return np.frombuffer(column, column.typecode).take(at)


def _flags(syllable: str) -> int:
    # As pyvi has it, punctuation is what stands somewhere in `string.punctuation`: signs, and runs of them.
    first = syllable[:1]
    plain = syllable not in string.punctuation and not first.isdigit()
    return (PLAIN if plain else 0) | (TITLE if first.istitle() else 0)
