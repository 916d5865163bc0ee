"""Names of people and places: runs of capitalised syllables.

>>> from tracuu.analyzers.tokenizer import VietnameseTokenizer
>>> text = "Theo ông Bùi Thanh Sơn, Bộ Ngoại giao mời ông Miguel Díaz-Canel thăm Hà Nội."
>>> [name.display for name in find_names(text, VietnameseTokenizer().tokenize(text))]
['Bùi Thanh Sơn', 'Miguel Díaz-Canel', 'Hà Nội']
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from tracuu.analyzers.dictionary import WordDictionary
from tracuu.analyzers.name_words import (
    COUNTRIES,
    FAMILY_NAMES,
    HONORIFICS,
    OPENERS,
    PLACES,
    PLACES_LIKE_TITLES,
    TITLES,
)
from tracuu.analyzers.patterns import DASHES
from tracuu.analyzers.syllable import is_syllable
from tracuu.analyzers.tokens import WORD, Token

_LONGEST = 6  # syllables of a name
_HEADLINE = 5  # words; a shorter line of capitals may be a name
_JOINTS = frozenset(" \u00a0" + DASHES)
_SENTENCE_ENDS = frozenset(".!?…:;\"“”'‘»«()[]\n\r\u2028\u2029–—-•*")
_LINE_ENDS = frozenset("\n\r\u2028\u2029")
_LONGEST_TITLE = max(title.count(" ") for title in TITLES) + 1


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
    """
    finder = _Finder(text, WordDictionary.default() if dictionary is None else dictionary)
    run: list[Token] = []
    names: list[Name] = []  # of this line
    words = small = end = 0
    opens = doubtful = True  # whether a sentence begins here; and whether one began at the run
    for token in tokens:
        start = token.start
        gap = text[end:start]
        end = token.end
        joined = len(gap) == 1 and gap in _JOINTS
        if not joined:
            if run:
                names += finder.names(run, doubtful, None)
                run = []
            opens = opens or not _SENTENCE_ENDS.isdisjoint(gap)
            if not _LINE_ENDS.isdisjoint(gap):
                if small or words < _HEADLINE:
                    yield from names
                names, words, small, opens = [], 0, 0, True
        words += 1
        first = text[start]
        if first.isupper():
            if token.kind == WORD and (len(token.text) == 1 or not text[start:end].isupper()):
                if not run:
                    doubtful = opens
                run.append(token)
                opens = False
                continue
        elif first.islower():
            small += 1
        if run and run[-1].compound == token.compound >= 0:
            run.append(token)  # Kim Jong-un, Mát-xcơ-va
            continue
        if run:
            names += finder.names(run, doubtful, token if joined and first.islower() else None)
            run = []
        opens = False
    if run:
        names += finder.names(run, doubtful, None)
    if small or words < _HEADLINE:
        yield from names


class _Finder:
    def __init__(self, text: str, dictionary: WordDictionary) -> None:
        self._text = text
        self._dictionary = dictionary

    def names(self, run: list[Token], doubtful: bool, following: Token | None) -> list[Name]:
        """The name in a run of capitalised words, or nothing; `following` is the small word after it."""
        terms = [token.text for token in run]
        first, stop = self._without_title(terms), len(terms)
        if following is not None and self._is_cut_word(terms[first:], following):
            stop -= 1
        if doubtful and first == 0:
            first = self._without_opener(terms[:stop])
        if not first < stop or stop - first > _LONGEST:
            return []
        if stop - first == 1 and not self._stands_alone(terms[first], doubtful and first == 0):
            return []
        border = first + _place(terms[first:stop])
        parts = (run[first:border], run[border:stop])
        return [self._name(part) for part in parts if part and self._text[part[0].start].isupper()]

    def _without_title(self, terms: list[str]) -> int:
        """How many terms on the left are titles and honorifics: Ông, Thủ Tướng."""
        first = 0
        while first < len(terms) and " ".join(terms[first : first + 2]) not in PLACES_LIKE_TITLES:
            for count in range(min(_LONGEST_TITLE, len(terms) - first), 0, -1):
                phrase = " ".join(terms[first : first + count])
                if phrase in TITLES or phrase in HONORIFICS:
                    first += count
                    break
            else:
                break
        return first

    def _is_cut_word(self, terms: list[str], following: Token) -> bool:
        """Whether the last term and the small one after it are one word: Bộ Ngoại + giao."""
        if not terms or (len(terms) > 2 and terms[0] in FAMILY_NAMES):
            return False
        return f"{terms[-1]} {following.text}" in self._dictionary

    def _without_opener(self, terms: list[str]) -> int:
        """1 if the first term has its capital only from the sentence that it begins."""
        if len(terms) < 2 or terms[0] in FAMILY_NAMES:
            return 0
        if terms[0] in OPENERS and " ".join(terms[:2]) not in self._dictionary:
            return 1
        return int(len(terms) > 2 and terms[1] in FAMILY_NAMES and is_syllable(terms[0]))

    def _stands_alone(self, term: str, doubtful: bool) -> bool:
        """Whether one capitalised word is a name: Cuba and Putin are, Đảng and Hội are not."""
        if term in COUNTRIES:
            return not doubtful
        return len(term) > 1 and not is_syllable(term) and term not in self._dictionary

    def _name(self, run: list[Token]) -> Name:
        display = ""
        for token in run:
            written = self._text[token.start : token.end]
            if display:
                display += " " if self._text[token.start - 1].isspace() else "-"
            display += token.text.capitalize() if written[0].isupper() and is_syllable(token.text) else written
        key = " ".join([token.text for token in run])
        return Name(key, display, run[0].start, run[-1].end, run[0].position, run[-1].position + 1)


def _place(terms: list[str]) -> int:
    """How many terms on the left are a place that only stands before the name of a person."""
    for count in range(min(3, len(terms) - 1), 0, -1):
        if " ".join(terms[:count]) in PLACES:
            person = terms[count:]
            if not is_syllable(person[0]) or (len(person) > 1 and person[0] in FAMILY_NAMES):
                return count
    return 0
