"""Words of many texts at once: the same as `PyviSegmenter.words`, from pieces that are cut once."""

from __future__ import annotations

import unicodedata

import numpy as np

from tracuu.analyzers.canonical import canonical
from tracuu.analyzers.columns import Array, Column, spans
from tracuu.analyzers.joins import Joiner, syllabify
from tracuu.analyzers.pieces import BORDER, EDGES, LONGEST_REMEMBERED, Pieces, is_word
from tracuu.analyzers.pyvi_model import pyvi_model
from tracuu.analyzers.pyvi_segmenter import new_style, respelled
from tracuu.analyzers.pyvi_syllables import is_independent
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
        self._tokens_of = _TokensOf(self._joiner)
        self._starts, self._counts = Column(), Column()  # of pyvi's tokens, by the number of the piece
        self._tokens = Column()
        self._tokenizer = VietnameseTokenizer()
        self._sequences: Sequences[str | list[str]] = Sequences()
        self._symbols = Column()  # by the number of a token
        self._numbers = Numbers(vocabulary.words)
        self._words = Column()
        self._first, self._size = Column(), Column()  # where the words of a sequence stand in that column

    def __len__(self) -> int:
        """How much is remembered."""
        return max(len(self._words), len(self._sequences), len(self._tokens))

    def find(self, pieces: Array) -> tuple[Array, Array]:
        """The numbers of the words, int32, and how many each text has.

        Args:
            pieces: a BORDER, then the pieces of each text and a BORDER after each.
        """
        self._cut(pieces)
        counts = self._counts.take(pieces)
        tokens = self._tokens.take(spans(self._starts.take(pieces), counts))
        borders = np.cumsum(counts)[pieces == BORDER]
        joined = self._joiner.joined(tokens, borders[:-1])
        starts = np.flatnonzero(~joined)
        stops = np.append(starts, len(joined))[1:]
        first, size = self._look_up(self._symbols.take(tokens), starts, stops)
        words = self._words.take(spans(first, size))
        ends = np.append(0, np.cumsum(size))
        return words, np.diff(ends[np.searchsorted(starts, borders)])

    def _cut(self, pieces: Array) -> None:
        """Cut the pieces that are new here into pyvi's tokens."""
        _lengthen(self._starts, self._counts, len(self._texts))
        new = pieces[self._starts.take(pieces) == _UNKNOWN]
        for piece in dict.fromkeys(new.tolist()):
            tokens = self._tokens_of.piece(self._texts[piece])
            self._counts[piece] = len(tokens)
            self._starts[piece] = len(self._tokens)
            self._tokens.extend(tokens)
        for token in self._joiner.numbers.syllables[len(self._symbols) :]:
            self._symbols.append(self._sequences.symbol(self._canonical(token)))

    def _canonical(self, token: str) -> str | list[str]:
        """The terms of one of pyvi's tokens, joined by "_".

        If a part of it is no single term (an address, punctuation), the list of its terms.
        """
        if is_word(token):
            return canonical(token)
        parts = [self._tokenizer.terms(part) for part in token.split("_")]
        if all(len(terms) == 1 for terms in parts):
            return "_".join([terms[0] for terms in parts])
        return [term for terms in parts for term in terms]

    def _look_up(self, symbols: Array, starts: Array, stops: Array) -> tuple[Array, Array]:
        """Where the words of each run of joined syllables stand in the column of words, and how many they are."""
        sequences = self._sequences
        short = stops - starts <= LONGEST
        numbers = sequences.find(symbols, starts[short], stops[short])
        _lengthen(self._first, self._size, len(sequences))
        new = numbers[self._first.take(numbers) == _UNKNOWN]
        for number in dict.fromkeys(new.tolist()):
            self._size[number], self._first[number] = self._learn(sequences[number])
        first, size = np.empty((2, len(starts)), np.int32)
        first[short], size[short] = self._first.take(numbers), self._size.take(numbers)
        for run in np.flatnonzero(~short).tolist():
            size[run], first[run] = self._learn(sequences.symbols(symbols[starts[run] : stops[run]].tolist()))
        return first, size

    def _learn(self, parts: list[str | list[str]]) -> tuple[int, int]:
        """Add the words of joined syllables to the column of words: how many they are, and where they stand."""
        words = [self._numbers[word] for word in _words(parts)]
        self._words.extend(words)
        return len(words), len(self._words) - len(words)


class _TokensOf(dict[str, tuple[int, ...]]):
    """What stands inside or around a piece -> the numbers of pyvi's tokens in it."""

    def __init__(self, joiner: Joiner) -> None:
        super().__init__()
        self._numbers = joiner.numbers

    def __missing__(self, text: str) -> tuple[int, ...]:
        tokens = tuple([self._numbers[token] for token in _syllables(text)])
        if len(text) <= LONGEST_REMEMBERED:
            self[text] = tokens
        return tokens

    def piece(self, piece: str) -> tuple[int, ...]:
        """The tokens of a piece."""
        core = piece.strip(EDGES)
        if not core or len(core) == len(piece):
            return self[piece]
        before, _, after = piece.partition(core)
        return self[before] + self[core] + self[after] if is_independent(core, after) else self[piece]


def _syllables(text: str) -> list[str]:
    composed = unicodedata.normalize("NFC", text)
    return [respelled(composed)] if is_word(composed) else syllabify(new_style(composed))


def _words(parts: list[str | list[str]]) -> list[str]:
    """What joined syllables are as words: one, or each term for itself if one of them is no single term."""
    whole = [part for part in parts if isinstance(part, str)]
    if len(whole) == len(parts):
        return ["_".join(whole)]
    return [term for part in parts for term in (part.split("_") if isinstance(part, str) else part)]


def _lengthen(starts: Column, counts: Column, length: int) -> None:
    """Add what is not known yet."""
    starts.extend([_UNKNOWN] * (length - len(starts)))
    counts.extend([0] * (length - len(counts)))
