"""The dictionary of Vietnamese words that pyvi ships, read without importing pyvi.

Thirty thousand words are canonicalised and folded as one string: a query must not wait for them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from tracuu.analyzers.coverage import covers
from tracuu.analyzers.folding import fold
from tracuu.analyzers.marks import TONED

_NEW_STYLE = {
    first + TONED[second, tone]: TONED[first, tone] + second
    for first, second in ("oa", "oe", "uy")
    for (vowel, tone) in TONED
    if vowel == second and tone
}
_OPEN_RIME = re.compile("(?<!q)[ou][àáảãạèéẻẽẹỳýỷỹỵ](?=[ \n])")
_I_OR_Y = re.compile(r"\b(?:([hklmst])y|qui(t|ch|nh|n|p|u)?)\b")
_OTHER_LETTERS = re.compile("[^\0-\x7f\u0300-\u036f]")


class WordDictionary:
    """Words of one or more syllables, found by whatever marks a query has."""

    def __init__(self, words: Iterable[str] = ()) -> None:
        """Take the words, one spelling each, their syllables separated by spaces."""
        text = _canonical("\n".join(words).lower())
        self._words: dict[str, str] = {}  # folded -> the words with these letters, one per line
        for key, word in zip(_folded(text).split("\n"), text.split("\n"), strict=True):
            if key in self._words:
                self._words[key] += "\n" + word
            elif key:
                self._words[key] = word
        self._longest = max((key.count(" ") + 1 for key in self._words), default=1)

    @classmethod
    def default(cls) -> WordDictionary:
        """The dictionary of the installed pyvi, read once; an empty one if pyvi is not installed."""
        return _default()

    def longest(self, terms: Sequence[str], start: int, stop: int) -> int:
        """How many terms from `start` on, at most up to `stop`, form the longest word they cover; 1 if none.

        >>> WordDictionary(["bộ trưởng", "ngoại giao"]).longest(["bo", "truong", "ngoai", "giao"], 2, 4)
        2
        """
        folded = [fold(term) for term in terms[start : min(stop, start + self._longest)]]
        for count in range(len(folded), 1, -1):
            words = self._words.get(" ".join(folded[:count]), "").split("\n")
            if any(_covers_all(terms[start : start + count], word) for word in words):
                return count
        return 1

    def words_covering(self, terms: Sequence[str]) -> list[str]:
        """The words that the terms cover, syllable by syllable: bo truong -> bộ trưởng."""
        words = self._words.get(" ".join(map(fold, terms)), "").split("\n")
        return [word for word in dict.fromkeys(words) if _covers_all(terms, word)]

    def __contains__(self, word: object) -> bool:
        """Whether these canonical syllables, separated by spaces, are a word."""
        if not isinstance(word, str) or not word:
            return False
        return word in self._words.get(" ".join(map(fold, word.split(" "))), "").split("\n")

    def __len__(self) -> int:
        return sum(len(set(words.split("\n"))) for words in self._words.values())


def _canonical(text: str) -> str:
    """Lower-case lines of words with their hyphens opened and their tones placed in the old style."""
    for separator in "-./":
        text = text.replace(separator, " ")
    while "  " in text:
        text = text.replace("  ", " ")
    text = (text + "\n").replace(" \n", "\n")
    return _OPEN_RIME.sub(lambda match: _NEW_STYLE[match[0]], text)[:-1]


def _folded(text: str) -> str:
    """The same lines folded."""
    letters = unicodedata.normalize("NFD", text.replace("đ", "d"))
    if _OTHER_LETTERS.search(letters):
        return "\n".join(" ".join(map(fold, line.split(" "))) if line else "" for line in text.split("\n"))
    ascii_letters = letters.encode("ascii", "ignore").decode("ascii")
    return _I_OR_Y.sub(lambda match: match[1] + "i" if match[1] else "quy" + (match[2] or ""), ascii_letters)


def _covers_all(terms: Sequence[str], word: str) -> bool:
    syllables = word.split(" ")
    return len(terms) == len(syllables) and all(map(covers, terms, syllables))


@cache
def _default() -> WordDictionary:
    spec = find_spec("pyvi")
    for folder in (spec.submodule_search_locations or ()) if spec else ():
        path = Path(folder, "models", "words.txt")
        if path.is_file():
            return WordDictionary(path.read_text(encoding="utf-8").split("\n"))
    return WordDictionary()
