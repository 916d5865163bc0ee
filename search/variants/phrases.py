"""Fixed phrases before a number: "nghị quyết" in "nghi quyet 34", "đại hội" in "ĐẠI HỘI XIII"."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Generic, TypeVar

from tracuu.analyzers import Token, fold
from tracuu.search.comparing import covers_words

T = TypeVar("T")


class PhrasesBefore(Generic[T]):
    """Finds which of some phrases, typed with all, some or no marks, ends before a token.

    >>> from tracuu.analyzers import VietnameseTokenizer
    >>> phrases = PhrasesBefore([("hạng", 1), ("lần thứ", 2), ("thứ", 3)])
    >>> phrases.find(tuple(VietnameseTokenizer().tokenize("Đại hội lan thu 5")), 4)
    (2, 2)
    >>> phrases.find(tuple(VietnameseTokenizer().tokenize("hàng V")), 1) is None
    True
    """

    def __init__(self, phrases: Iterable[tuple[str, T]]) -> None:
        self._by_last: dict[str, list[tuple[list[str], T]]] = {}
        for phrase, value in phrases:
            words = phrase.split(" ")
            self._by_last.setdefault(fold(words[-1]), []).append((words, value))
        for found in self._by_last.values():
            found.sort(key=lambda entry: -len(entry[0]))

    def find(self, tokens: Sequence[Token], end: int) -> tuple[int, T] | None:
        """The longest phrase that ends before ``tokens[end]``: how many tokens it has, and its value."""
        if not end:
            return None
        for words, value in self._by_last.get(fold(tokens[end - 1].text), ()):
            first = end - len(words)
            if first >= 0 and covers_words([token.text for token in tokens[first:end]], words):
                return len(words), value
        return None
