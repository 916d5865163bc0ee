"""A Whoosh matcher over the postings of one term."""

from __future__ import annotations

import copy
import math
import sys
from bisect import bisect_left
from typing import Any

from whoosh.formats import Format, Frequency
from whoosh.matching import ListMatcher, ReadTooFar
from whoosh.scoring import BaseScorer
from whoosh.system import pack_uint

from tracuu.index.whoosh_fields import TermPostings


class PostingsMatcher(ListMatcher):  # type: ignore[misc]  # whoosh has no types
    """Steps through the articles of one term.

    It names no upper bound for its scores. Whoosh would use one to turn branches of an ``Or`` optional once it
    has its ten hits; its ``AndMaybeMatcher.skip_to`` then loses its place, and hits that belong to the ten.
    """

    _i: int

    def __init__(
        self, term: tuple[str, bytes], postings: TermPostings, format: Format, scorer: BaseScorer | None
    ) -> None:
        """Start at the first article; ``format`` says what may be asked of an entry."""
        self._postings = postings
        # Memory views give out plain integers one by one, without a list of them all.
        docs, frequencies = postings.docs.data, postings.frequencies.data
        super().__init__(docs, frequencies, format=format, scorer=scorer, term=term)

    def copy(self) -> PostingsMatcher:
        return copy.copy(self)

    def id(self) -> int:
        try:
            number: int = self._ids[self._i]
        except IndexError:
            return sys.maxsize  # past the end, where SpanNot looks too
        return number

    def skip_to(self, id: int) -> None:
        if not self.is_active():
            raise ReadTooFar
        self._i = bisect_left(self._ids, id, self._i)

    def supports_block_quality(self) -> bool:
        return False

    def max_quality(self) -> float:
        return math.inf

    def block_quality(self) -> float:
        return math.inf

    def value_as(self, astype: str) -> Any:
        if astype == "positions" and self.supports(astype):
            return self._postings.positions(self._i)
        return super().value_as(astype)

    def value(self) -> bytes:
        """What Whoosh would have stored for the entry."""
        value: bytes = b""
        if self.supports("positions"):
            value = self._format.encode(self._postings.positions(self._i))
        elif isinstance(self._format, Frequency):
            value = pack_uint(self._weights[self._i])
        return value
