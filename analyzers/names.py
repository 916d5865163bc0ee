"""Names of people and places: runs of capitalised syllables.

>>> from tracuu.analyzers.tokenizer import VietnameseTokenizer
>>> text = "Theo ông Bùi Thanh Sơn, Bộ Ngoại giao mời ông Miguel Díaz-Canel thăm Hà Nội."
>>> [name.display for name in find_names(text, VietnameseTokenizer().tokenize(text))]
['Bùi Thanh Sơn', 'Miguel Díaz-Canel', 'Hà Nội']
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from tracuu.analyzers.capitals import APART, CAPITAL, LINE, SENTENCE, SMALL, token_flags
from tracuu.analyzers.dictionary import WordDictionary
from tracuu.analyzers.name_rules import display_of, form, key_of, name_spans
from tracuu.analyzers.tokens import Token

HEADLINE = 5
"""A line of so many words that all have a capital is a headline; a shorter one may be a name."""


class Name(NamedTuple):
    """One name in a text.

    `key` is its canonical terms joined by spaces. `start` and `end` are code points, half-open; `first_token`
    and `stop_token` are positions of tokens, half-open.
    """

    key: str
    display: str
    start: int
    end: int
    first_token: int
    stop_token: int


def find_names(text: str, tokens: Iterable[Token], dictionary: WordDictionary | None = None) -> Iterator[Name]:
    """The names in a text, in order and without overlap; `tokens` are those of this text.

    The dictionary (`WordDictionary.default()` if None) tells names from words with a mere capital.
    A line of five or more words that all have a capital is a headline and gives none.
    `batch_names` finds the same in many texts at once.
    """
    if dictionary is None:
        dictionary = WordDictionary.default()
    run: list[Token] = []
    names: list[Name] = []  # of this line
    words = small = doubtful = 0
    for token, flags in token_flags(text, tokens):
        if run and (flags & APART or not flags & CAPITAL):
            names += _names(text, run, bool(doubtful), token if flags & (APART | SMALL) == SMALL else None, dictionary)
            run = []
        if flags & LINE:
            if small or words < HEADLINE:
                yield from names
            names, words, small = [], 0, 0
        words += 1
        small += flags & SMALL
        if flags & CAPITAL:
            if not run:
                doubtful = flags & SENTENCE
            run.append(token)
    if run:
        names += _names(text, run, bool(doubtful), None, dictionary)
    if small or words < HEADLINE:
        yield from names


def _names(
    text: str, run: list[Token], doubtful: bool, following: Token | None, dictionary: WordDictionary
) -> Iterator[Name]:
    """The names in a run of capitalised words; `following` is the small word right after it."""
    forms = [
        form(token.text, text[token.start : token.end], text[max(token.start - 1, 0) : token.start]) for token in run
    ]
    cut = following is not None and f"{run[-1].text} {following.text}" in dictionary
    for first, stop in name_spans(forms, dictionary, doubtful=doubtful, cut=cut):
        name, tokens = forms[first:stop], run[first:stop]
        start, end = tokens[0], tokens[-1]
        yield Name(key_of(name), display_of(name), start.start, end.end, start.position, end.position + 1)
