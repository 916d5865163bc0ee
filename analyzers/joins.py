"""Which syllables pyvi joins to words, computed for many texts at once.

pyvi tags each syllable with a conditional random field of two labels, B_W (begins a word) and I_W (inside one).
Its features are of the syllable and its two neighbours, but for the look-ups in the dictionary; so the score of a
position is a sum of three columns and a few bits, and the best labels have a closed form (`viterbi.py`). The few texts
in which rounding could make a difference are left to `pyvi_tagger.py`.
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import numpy.typing as npt

from tracuu.analyzers.pyvi_features import NEXT_BIGRAM, NEXT_TRIGRAM, PREVIOUS_BIGRAM, PREVIOUS_TRIGRAM
from tracuu.analyzers.pyvi_model import PyviModel
from tracuu.analyzers.pyvi_syllables import syllabify
from tracuu.analyzers.pyvi_tagger import tag
from tracuu.analyzers.syllable_table import PLAIN, TITLE, SyllableTable, take
from tracuu.analyzers.viterbi import best_labels
from tracuu.analyzers.word_ngrams import WordNgrams

__all__ = ["Joiner", "syllabify"]

_BLOCK = 1 << 15  # tokens at a time, in whole texts: what the processor's cache holds

Flags = npt.NDArray[np.bool_]


class Joiner:
    """pyvi's model applied to arrays. Learns syllables as they come, so it is not to be shared by threads.

    >>> from tracuu.analyzers.pyvi_model import pyvi_model
    >>> joiner = Joiner(pyvi_model())
    >>> tokens = [joiner.number(syllable) for syllable in syllabify("Bộ trưởng Ngoại giao nói")]
    >>> joiner.joined(np.array(tokens, np.int32), np.array([0])).tolist()
    [False, True, False, True, False]
    """

    def __init__(self, model: PyviModel) -> None:
        """Take the dictionary of the model; 10 to 20 ms."""
        self._ngrams = WordNgrams(model.bigrams, model.trigrams)
        self.numbers = SyllableTable(model, self._ngrams)
        """Syllable -> number; a new syllable is entered when it is looked up with []."""
        self._model = model
        self._previous_bigram = model.margin([PREVIOUS_BIGRAM])
        self._next_bigram = model.margin([NEXT_BIGRAM])
        self._previous_trigram = model.margin([PREVIOUS_TRIGRAM])
        self._next_trigram = model.margin([NEXT_TRIGRAM])

    def number(self, syllable: str) -> int:
        """The number of a token as `syllabify` cuts it, in its own case."""
        return self.numbers[syllable]

    def joined(self, tokens: npt.NDArray[np.int32], starts: npt.NDArray[np.int64]) -> Flags:
        """Where a token is written together with the one before it by `pyvi.ViTokenizer.tokenize`.

        Args:
            tokens: the numbers of the tokens of all texts, end to end: [n].
            starts: where each text begins, ascending from 0; a text may be empty.

        Returns:
            bool [n]; False where a text begins. What it takes beside that does not grow with n, but with the
            longest text.
        """
        joined = np.zeros(len(tokens), np.bool_)
        first = np.zeros(len(tokens) + 1, np.bool_)
        first[starts] = True
        for begin, end in pairwise(_blocks(starts, len(tokens)).tolist()):
            joined[begin:end] = self._joined(tokens[begin:end].astype(np.intp), first[begin:end])
        return joined

    def _joined(self, tokens: npt.NDArray[np.intp], first: Flags) -> Flags:
        inside = self._inside(tokens, first)
        flags = take(self.numbers.flags, tokens)
        plain, title = (flags & PLAIN) != 0, (flags & TITLE) != 0
        inside &= plain
        inside[1:] &= plain[:-1]
        inside[1:] &= ~title[1:] | title[:-1]  # a capital after a small letter begins a word
        inside &= ~first
        return inside

    def _inside(self, tokens: npt.NDArray[np.intp], first: Flags) -> Flags:
        """Where the label is I_W."""
        inside, doubtful = best_labels(self._emission(tokens, first), first, self._model.crf.transitions)
        if len(doubtful):
            bounds = np.append(np.flatnonzero(first), len(first))
            for text in np.unique(np.searchsorted(bounds, doubtful, "right") - 1).tolist():
                begin, end = bounds[text : text + 2]
                syllables = [self.numbers.syllables[number] for number in tokens[begin:end].tolist()]
                inside[begin:end] = tag(self._model, syllables)
        return inside

    def _emission(self, tokens: npt.NDArray[np.intp], first: Flags) -> npt.NDArray[np.float64]:
        """What the features of each token add to score(I_W) - score(B_W)."""
        apart = first[1:]
        score = take(self.numbers.here, tokens)
        previous = take(self.numbers.as_previous, tokens[:-1])
        following = take(self.numbers.as_next, tokens[1:])
        previous[apart] = following[apart] = 0.0
        score[1:] += previous
        score[:-1] += following

        syllables = take(self.numbers.dictionary, tokens)
        bigrams = np.flatnonzero(self._ngrams.bigrams(syllables) & ~apart)
        score[bigrams] += self._next_bigram
        score[bigrams + 1] += self._previous_bigram
        trigrams = self._ngrams.trigrams(syllables)
        trigrams = trigrams[~(apart[trigrams] | apart[trigrams + 1])]
        score[trigrams] += self._next_trigram
        score[trigrams + 2] += self._previous_trigram
        return score


def _blocks(starts: npt.NDArray[np.int64], length: int) -> npt.NDArray[np.int64]:
    """Bounds of runs of whole texts, each run of about _BLOCK tokens or of one text."""
    bounds = np.append(starts, length)
    at = np.searchsorted(bounds, np.append(np.arange(0, length, _BLOCK), length))
    return np.unique(bounds[at])
