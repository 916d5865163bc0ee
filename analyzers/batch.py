"""Analysis in batches: texts go in, arrays of numbers come out.

    >>> analyzer = BatchAnalyzer(words=False)
    >>> analyzed = analyzer.analyze(["Ông Bùi Thanh Sơn nói", "nói"])
    >>> [analyzer.vocabulary.terms[number] for number in analyzed.terms]
    ['ông', 'bùi', 'thanh', 'sơn', 'nói', 'nói']
    >>> analyzed.lengths.tolist(), [analyzer.vocabulary.displays[number] for number in analyzed.names]
    ([5, 1], ['Bùi Thanh Sơn'])

What a piece of text, a run of capitalised words or a word of several syllables becomes is worked out in
Python when it is first seen; all else is done on arrays.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from tracuu.analyzers.batch_names import NameFinder
from tracuu.analyzers.columns import Array, Ints, spans
from tracuu.analyzers.pieces import BORDER, Pieces
from tracuu.analyzers.vocabulary import Numbers, Vocabulary

if TYPE_CHECKING:
    from tracuu.analyzers.batch_words import WordFinder

_REMEMBERED = 1_000_000  # pieces; and as many runs of capitals or syllables


@dataclass(slots=True)
class Analyzed:
    """What a batch of texts holds, in order, as numbers of a vocabulary; and how much of it each text has."""

    terms: Ints
    lengths: Ints
    words: Ints
    word_lengths: Ints
    names: Ints
    name_lengths: Ints


class BatchAnalyzer:
    """Analyses batches of texts; remembers what it has seen. Not to be shared by threads."""

    def __init__(self, *, words: bool = True) -> None:
        """Find the words of texts too, or leave them out."""
        self.words = words
        self.vocabulary = Vocabulary()
        self._begin()

    def _begin(self) -> None:
        """Remember nothing but the vocabulary."""
        self._names = NameFinder(self.vocabulary)
        self._pieces = Pieces(Numbers(self.vocabulary.terms), self._names.forms)
        self._words: WordFinder | None = None

    def begin_names(self) -> None:
        """Number names anew, in new lists of the vocabulary: what they are written like first is decided again."""
        self.vocabulary.names, self.vocabulary.displays = [], []
        self._names.follow(self.vocabulary)

    def analyze(self, texts: Sequence[str]) -> Analyzed:
        """The terms, words and names of each text.

        `terms` are those of `VietnameseTokenizer.terms`, `words` those of `PyviSegmenter.words`, and `names`
        those of `find_names`, as often as found.

        Raises:
            SegmenterError: words are wanted, and pyvi cannot be found.
        """
        if self._is_full:
            self._begin()
        try:
            return self._analyze(texts)
        except BaseException:  # Ctrl-C may have left something half done
            self._begin()
            raise

    @property
    def _is_full(self) -> bool:
        """Whether so much is remembered that it is time to forget it."""
        memories = (self._pieces.texts, self._pieces.terms, self._names, self._words or ())
        return any(len(memory) > _REMEMBERED for memory in memories)

    def _analyze(self, texts: Sequence[str]) -> Analyzed:
        pieces = self._pieces
        numbers = pieces.number(texts)
        counts = pieces.counts(numbers)
        tokens = spans(pieces.starts(numbers), counts)  # where they stand in the columns of the pieces
        ends = np.cumsum(counts)
        bearing = np.flatnonzero(counts)
        gaps = pieces.gaps(numbers, bearing)
        flags = np.append(pieces.flags.take(tokens), gaps[-1])
        flags[(ends - counts)[bearing]] |= gaps[:-1]
        terms = pieces.terms.take(tokens)
        text_ends = ends[numbers == BORDER]
        names, places = self._names.find(flags, terms, pieces.forms.take(tokens))
        name_lengths = np.diff(np.searchsorted(places, text_ends))
        words, word_lengths = self._find_words(numbers) if self.words else (np.empty(0), np.zeros(len(texts)))
        pieces.forget_long()
        return Analyzed(
            terms=terms,
            lengths=np.diff(text_ends).astype(np.int32),
            words=words.astype(np.int32),
            word_lengths=word_lengths.astype(np.int32),
            names=names.astype(np.int32),
            name_lengths=name_lengths.astype(np.int32),
        )

    def _find_words(self, pieces: Array) -> tuple[Array, Array]:
        if self._words is None:
            from tracuu.analyzers.batch_words import WordFinder  # reads pyvi's model, half a second

            self._words = WordFinder(self._pieces, self.vocabulary)
        return self._words.find(pieces)
