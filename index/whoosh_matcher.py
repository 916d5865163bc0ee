"""A Whoosh matcher over the arrays of one term."""

from __future__ import annotations

import copy
import math
from bisect import bisect_left
from collections.abc import Iterator
from typing import Any

import numpy as np
from whoosh.formats import Format, Frequency
from whoosh.matching import LeafMatcher, Matcher, NullMatcher, ReadTooFar
from whoosh.scoring import BaseScorer
from whoosh.system import pack_uint

from tracuu.index.arrays import Array
from tracuu.index.whoosh_fields import TermPostings


class PostingsMatcher(LeafMatcher):  # type: ignore[misc]  # whoosh has no types
    """Steps through the live articles of one term.

    It claims no upper bound for its scores, because Whoosh, once it has ten hits, drops branches of a query by
    these bounds, and with them hits that belong into the ten (its ``AndMaybeMatcher.skip_to`` loses its place).
    """

    def __init__(
        self, term: tuple[str, bytes], postings: TermPostings, live: Array, format: Format, scorer: BaseScorer | None
    ) -> None:
        """Start at the first live article; ``format`` says what of the postings the field's users may see."""
        self._term = term
        self.format = format
        self.scorer = scorer
        self._postings = postings
        kept = live[postings.docs]
        # Memory views give plain integers, one by one, without a list of them all.
        self._ids = postings.docs[kept].data
        self._frequencies = postings.frequencies[kept].data
        self._stops = np.cumsum(postings.frequencies)[kept].data
        self._at = 0

    def is_active(self) -> bool:
        return self._at < len(self._ids)

    def reset(self) -> None:
        self._at = 0

    def copy(self) -> PostingsMatcher:
        return copy.copy(self)

    def replace(self, minquality: float = 0) -> Matcher:
        return self if self.is_active() else NullMatcher()

    def id(self) -> int:
        number: int = self._ids[self._at]
        return number

    def all_ids(self) -> Iterator[int]:
        return iter(self._ids[self._at :])

    def next(self) -> None:
        if not self.is_active():
            raise ReadTooFar
        self._at += 1

    def skip_to(self, id: int) -> None:
        if not self.is_active():
            raise ReadTooFar
        self._at = bisect_left(self._ids, id, self._at)

    def weight(self) -> float:
        return float(self._frequencies[self._at])

    def score(self) -> float:
        return self.weight() if self.scorer is None else float(self.scorer.score(self))

    def value(self) -> bytes:
        """What Whoosh would have stored, for code that copies postings."""
        value: bytes = b""
        if self.supports("positions"):
            value = self.format.encode(self._positions())
        elif isinstance(self.format, Frequency):
            value = pack_uint(self._frequencies[self._at])
        return value

    def value_as(self, astype: str) -> Any:
        if astype == "positions" and self.supports(astype):
            return self._positions()
        return super().value_as(astype)

    def _positions(self) -> list[int]:
        stop = self._stops[self._at]
        positions: list[int] = self._postings.positions[stop - self._frequencies[self._at] : stop].tolist()
        return positions

    def supports_block_quality(self) -> bool:
        return False

    def max_quality(self) -> float:
        return math.inf

    def block_quality(self) -> float:
        return math.inf

    def skip_to_quality(self, minquality: float) -> int:
        return 0
