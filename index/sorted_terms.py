"""The terms of a vocabulary in the order of a lexicon, on their way into segments."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from tracuu.analyzers import Vocabulary, fold
from tracuu.index.arrays import Array, ArrayWriter
from tracuu.index.byte_strings import save_byte_strings
from tracuu.index.lexicon import lexicon_key
from tracuu.index.token_streams import TokenStream
from tracuu.index.views import fold_key


class SortedTerms:
    """Keys and order of a list of terms that grows: what was worked out for one segment serves the next."""

    def __init__(self, view: str, terms: Sequence[str]) -> None:
        """Follow this list. ``view``: see ``fold_key``."""
        self._view = view
        self._terms = terms
        self._keys: list[bytes] = []
        self._order: list[int] = []

    def write(self, writer: ArrayWriter, streams: Iterable[TokenStream], live: Array) -> tuple[int, Array]:
        """Write a lexicon of the terms that stand in live articles of the streams.

        Returns:
            How many they are, and of each term its place in the lexicon, -1 for none: int32.
        """
        return self._write(writer, np.logical_or.reduce([stream.used(len(self._terms), live) for stream in streams]))

    def write_all(self, writer: ArrayWriter) -> tuple[int, Array]:
        """The same of all terms."""
        return self._write(writer, np.ones(len(self._terms), bool))

    def _write(self, writer: ArrayWriter, used: Array) -> tuple[int, Array]:
        self._sort()
        order = np.array(self._order, np.int64)
        order = order[used[order]]
        save_byte_strings(writer, f"{self._view}.terms", map(self._keys.__getitem__, order.tolist()))
        renumber = np.full(len(used), -1, np.int32)
        renumber[order] = np.arange(len(order), dtype=np.int32)
        return len(order), renumber

    def _sort(self) -> None:
        """Add what is new. What was sorted before is one run to Python's sort, which merges runs."""
        known = len(self._keys)
        self._keys += [lexicon_key(term, _fold_key(self._view, term)) for term in self._terms[known:]]
        self._order += range(known, len(self._keys))
        self._order.sort(key=self._keys.__getitem__)


def _fold_key(view: str, term: str) -> str:
    """The same as ``views.fold_key``: a name, if it is letters only, is canonical terms that need not be cut again."""
    if view == "names" and term.replace(" ", "").isalpha():
        return " ".join(map(fold, term.split(" ")))
    return fold_key(view, term)


@dataclass(frozen=True)
class Lexicons:
    """The terms of a vocabulary, view by view."""

    syllables: SortedTerms
    words: SortedTerms
    names: SortedTerms
    displays: Sequence[str]
    """How each name was written first."""

    @classmethod
    def of(cls, vocabulary: Vocabulary) -> Lexicons:
        """Follow a vocabulary."""
        return cls(
            SortedTerms("syllables", vocabulary.terms),
            SortedTerms("words", vocabulary.words),
            SortedTerms("names", vocabulary.names),
            vocabulary.displays,
        )

    def with_names(self, vocabulary: Vocabulary) -> Lexicons:
        """The same terms and words, with the names that the vocabulary has begun anew."""
        return replace(self, names=SortedTerms("names", vocabulary.names), displays=vocabulary.displays)
