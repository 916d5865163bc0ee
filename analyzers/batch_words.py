"""Words of many texts at once: the same as `PyviSegmenter.words`, from pieces that are cut once."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from tracuu.analyzers.columns import Array, Column, spans
from tracuu.analyzers.joins import Joiner, syllabify
from tracuu.analyzers.pieces import BORDER, Pieces
from tracuu.analyzers.pyvi_model import pyvi_model
from tracuu.analyzers.pyvi_segmenter import new_style
from tracuu.analyzers.sequences import LONGEST, Sequences
from tracuu.analyzers.tokenizer import VietnameseTokenizer
from tracuu.analyzers.vocabulary import Numbers, Vocabulary

_UNKNOWN = -1


class WordFinder:
    """Finds the words in a stream of pieces, and numbers them."""

    def __init__(self, pieces: Pieces, vocabulary: Vocabulary) -> None:
        """Number the words by this vocabulary.

        Raises:
            SegmenterError: pyvi is not installed, or not as it is known.
        """
        self._texts = pieces.texts
        self._joiner = Joiner(pyvi_model())
        self._syllables = _Syllables()
        self._starts, self._counts = Column(), Column()  # of syllables, by the number of the piece
        self._tokens, self._symbols = Column(), Column()  # of each syllable: its number for joins, and for words
        self._numbers = Numbers(vocabulary.words)
        self._words = Column()
        self._first, self._size = Column(), Column()  # where the words of a sequence stand in that column

    def __len__(self) -> int:
        """How much is remembered."""
        return max(len(self._words), len(self._syllables.sequences), len(self._tokens))

    def find(self, pieces: Array) -> tuple[Array, Array]:
        """The numbers of the words, int32, and how many each text has.

        Args:
            pieces: a BORDER, then the pieces of each text and a BORDER after each.
        """
        self._cut(pieces)
        counts = self._counts.take(pieces)
        syllables = spans(self._starts.take(pieces), counts)
        borders = np.cumsum(counts)[pieces == BORDER]
        joined = self._joiner.joined(self._tokens.take(syllables), borders[:-1])
        starts = np.flatnonzero(~joined)
        stops = np.append(starts, len(joined))[1:]
        first, size = self._look_up(self._symbols.take(syllables), starts, stops)
        words = self._words.take(spans(first, size))
        ends = np.append(0, np.cumsum(size))
        return words, np.diff(ends[np.searchsorted(starts, borders)])

    def _cut(self, pieces: Array) -> None:
        """Cut the pieces that are new here into pyvi's syllables."""
        _lengthen(self._starts, self._counts, len(self._texts))
        new = pieces[self._starts.take(pieces) == _UNKNOWN]
        for piece in dict.fromkeys(new.tolist()):
            syllables = syllabify(new_style(self._texts[piece]))
            symbols = [self._syllables[syllable] for syllable in syllables]
            tokens = [self._joiner.numbers[syllable] for syllable in syllables]
            start = len(self._tokens)
            self._symbols.truncate(start)  # an interruption (Ctrl+C) may have left more
            self._symbols.extend(symbols)
            self._tokens.extend(tokens)
            self._counts[piece] = len(syllables)
            self._starts[piece] = start

    def _look_up(self, symbols: Array, starts: Array, stops: Array) -> tuple[Array, Array]:
        """Where the words of each run of joined syllables stand in the column of words, and how many they are."""
        sequences = self._syllables.sequences
        short = stops - starts <= LONGEST
        numbers = np.full(len(starts), _UNKNOWN)
        numbers[short] = sequences.find(symbols, starts[short], stops[short])
        _lengthen(self._first, self._size, len(sequences))
        first, size = np.full((2, len(starts)), _UNKNOWN, np.int32)
        first[short], size[short] = self._first.take(numbers[short]), self._size.take(numbers[short])
        for run in np.flatnonzero(first == _UNKNOWN).tolist():
            number = int(numbers[run])
            if number != _UNKNOWN and self._first[number] != _UNKNOWN:  # learned by an earlier run
                first[run], size[run] = self._first[number], self._size[number]
                continue
            parts = [part for symbol in symbols[starts[run] : stops[run]].tolist() for part in sequences[symbol]]
            words = [self._numbers[word] for word in _words(parts)]
            first[run], size[run] = len(self._words), len(words)
            self._words.extend(words)
            if number != _UNKNOWN:
                self._size[number] = len(words)
                self._first[number] = first[run]
        return first, size


class _Syllables(dict[str, int]):
    """One of pyvi's tokens -> its number in sequences, where it stands as its terms joined by "_".

    If a part of it is no single term (an address, punctuation), it stands as the list of its terms.
    """

    def __init__(self) -> None:
        super().__init__()
        self.sequences: Sequences[str | list[str]] = Sequences()
        self._tokenizer = VietnameseTokenizer()

    def __missing__(self, token: str) -> int:
        parts = [self._tokenizer.terms(part) for part in token.split("_")]
        if all(len(terms) == 1 for terms in parts):
            number = self.sequences.symbol("_".join([terms[0] for terms in parts]))
        else:
            number = self.sequences.symbol([term for terms in parts for term in terms])
        self[token] = number
        return number


def _words(parts: list[str | list[str]]) -> Iterable[str]:
    """What joined syllables are as words: one, or each term for itself if one of them is no single term."""
    whole = [part for part in parts if isinstance(part, str)]
    if len(whole) == len(parts):
        return ["_".join(whole)]
    return [term for part in parts for term in (part.split("_") if isinstance(part, str) else part)]


def _lengthen(starts: Column, counts: Column, length: int) -> None:
    """Add what is not known yet."""
    starts.extend([_UNKNOWN] * (length - len(starts)))
    counts.extend([0] * (length - len(counts)))
