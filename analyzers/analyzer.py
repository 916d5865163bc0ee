"""The chain from text to terms, the same for articles and for queries but for one step.

Words are cut out of articles by pyvi; out of queries, which often have no marks and must not wait for pyvi to
load, by the longest match in its dictionary.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Literal

from tracuu.analyzers.folding import fold as fold_term
from tracuu.analyzers.segmentation import PyviSegmenter, Segmenter, WordDictionary
from tracuu.analyzers.tokenizer import VietnameseTokenizer
from tracuu.analyzers.tokens import Token

Mode = Literal["index", "query"]

_WINDOW = 12  # terms to look ahead when the segmenter cut a number or address differently


@cache
def analysis_chain(mode: Mode = "index", fold: bool = False, words: bool = False) -> AnalysisChain:
    """The chain for articles ("index") or for queries ("query"): the one place where chains are built."""
    return AnalysisChain(mode, fold, words)


class AnalysisChain:
    """Tokenizer, then words if asked for, then folding if asked for.

    >>> [token.text for token in AnalysisChain("query", words=True).analyze("bo truong ngoai giao")]
    ['bộ_trưởng', 'ngoại_giao']
    """

    def __init__(self, mode: Mode = "index", fold: bool = False, words: bool = False) -> None:
        """`words`: tokens are words, their syllables joined by ``_``; `fold`: without marks."""
        self.mode = mode
        self.fold = fold
        self.words = words
        self._tokenizer = VietnameseTokenizer()
        self._segmenter: Segmenter = PyviSegmenter()

    def analyze(self, text: str) -> list[Token]:
        """The tokens of the text, in order; positions count tokens (or words) from 0.

        A query's word that is written in several ways in the dictionary gives several tokens at one position.

        Raises:
            SegmenterError: words of an article are asked for and pyvi cannot be imported.
        """
        tokens = list(self._tokenizer.tokenize(text))
        if self.words and tokens:
            if self.mode == "query":
                tokens = list(_dictionary_words(tokens, WordDictionary.default()))
            else:
                tokens = list(_segmented(tokens, self._segmenter.words(text)))
        if self.fold:
            tokens = _without_repeats([t._replace(text=_folded(t.text)) for t in tokens])
        return tokens


def _folded(term: str) -> str:
    return "_".join(map(fold_term, term.split("_")))


def _without_repeats(tokens: list[Token]) -> list[Token]:
    """One token where folding made the tokens of one position equal."""
    return list({(token.position, token.text): token for token in tokens}.values())


def _dictionary_words(tokens: list[Token], dictionary: WordDictionary) -> Iterator[Token]:
    terms = [token.text for token in tokens]
    start = position = 0
    while start < len(tokens):
        stop = start + dictionary.longest(terms, start, len(terms))
        if stop - start == 1:
            yield tokens[start]._replace(position=position)
        else:
            for word in dictionary.words_covering(terms[start:stop]):
                yield _joined(tokens[start:stop], word.replace(" ", "_"), position)
        start = stop
        position += 1


def _segmented(tokens: list[Token], words: list[str]) -> Iterator[Token]:
    """The tokens joined as the segmenter's words say; where the two disagree, tokens stay single."""
    syllables = [(syllable, index) for index, word in enumerate(words) for syllable in word.split("_")]
    at = start = position = 0
    while start < len(tokens):
        at = _aligned(tokens, start, syllables, at)
        stop = start + 1
        if at < len(syllables) and syllables[at][0] == tokens[start].text:
            word = syllables[at][1]
            begins = at == 0 or syllables[at - 1][1] != word
            end = at + 1
            while begins and end < len(syllables) and stop < len(tokens):
                if syllables[end] != (tokens[stop].text, word):
                    break
                end, stop = end + 1, stop + 1
            at = end
        yield _joined(tokens[start:stop], "_".join(token.text for token in tokens[start:stop]), position)
        start = stop
        position += 1


def _aligned(tokens: list[Token], start: int, syllables: list[tuple[str, int]], at: int) -> int:
    """The next index from `at` on where the segmenter has the token, if it is near; else `at`."""
    for index in range(at, min(at + _WINDOW, len(syllables))):
        if syllables[index][0] == tokens[start].text:
            return index
    return at


def _joined(tokens: list[Token], word: str, position: int) -> Token:
    if len(tokens) == 1:
        return tokens[0]._replace(text=word, position=position)
    return tokens[0]._replace(text=word, end=tokens[-1].end, position=position)
