"""The most frequent of many terms of the index, over all its segments, without counting them all.

The threshold algorithm (Fagin, Lotem, Naor 2003): every segment gives its terms by falling upper bounds of
their counts; no term that was not seen yet can count more than the next bounds of all segments together.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from typing import Literal

import numpy as np

from tracuu.index.lexicon import Lexicon
from tracuu.index.postings import Ints
from tracuu.index.reader import IndexReader
from tracuu.index.segment import Segment
from tracuu.index.views import TEXT_FIELDS

TermView = Literal["names", "words", "syllables"]

_AT_ONCE = 32
"""Terms of a segment that are looked at before the bounds are compared again."""


def most_frequent(
    reader: IndexReader,
    view: TermView,
    candidates: Callable[[Segment], Ints],
    accepts: Callable[[str], bool],
    limit: int,
) -> list[tuple[str, int]]:
    """The accepted terms with the highest counts, most frequent first, and all that are equal to the last.

    Args:
        reader: what to look in.
        view: of which the terms are.
        candidates: gives the numbers of the terms in question in a segment, each once.
        accepts: whether a term is wanted.
        limit: how many at least, where there are so many.

    Returns:
        Each term with the number of live articles that hold it, one or more.
    """
    found: list[tuple[str, int]] = []
    for _, level in groupby(by_frequency(reader, view, candidates, accepts), lambda counted: counted[1]):
        if len(found) >= limit:
            break
        found += level
    return found


def by_frequency(
    reader: IndexReader, view: TermView, candidates: Callable[[Segment], Ints], accepts: Callable[[str], bool]
) -> Iterator[tuple[str, int]]:
    """All accepted terms that a live article holds, with their counts, the highest first."""
    streams = [_Stream(segment, view, candidates(segment)) for segment in reader.segments]
    seen: set[str] = set()
    counted: list[tuple[int, str]] = []
    while True:
        highest_unseen = sum(stream.bound for stream in streams)
        while counted and -counted[0][0] >= highest_unseen:
            count, term = heapq.heappop(counted)
            yield term, -count
        if not highest_unseen:
            return
        for stream in streams:
            for number in stream.take(_AT_ONCE):
                term = stream.lexicon.term(number)
                if term not in seen:
                    seen.add(term)
                    if accepts(term) and (total := articles(reader, view, term, stream.lexicon.fold(number))):
                        heapq.heappush(counted, (-total, term))


class _Stream:
    """The candidates of one segment by falling upper bounds: articles of each field, the deleted included."""

    def __init__(self, segment: Segment, view: TermView, numbers: Ints) -> None:
        self.lexicon = lexicon(segment, view)
        bounds = np.zeros(len(numbers), np.int64)
        for field in fields(view):
            bounds += segment.postings(view, field).counts(numbers)
        order = np.argsort(-bounds, kind="stable")
        order = order[: int(np.count_nonzero(bounds))]
        self._numbers, self._bounds = numbers[order], bounds[order]
        self._at = 0

    @property
    def bound(self) -> int:
        """Of the next candidate; 0 after the last."""
        return int(self._bounds[self._at]) if self._at < len(self._bounds) else 0

    def take(self, count: int) -> list[int]:
        """The numbers of the next candidates."""
        numbers: list[int] = self._numbers[self._at : self._at + count].tolist()
        self._at += len(numbers)
        return numbers


def lexicon(segment: Segment, view: TermView) -> Lexicon:
    """The terms of a view."""
    terms: Lexicon = getattr(segment, view)
    return terms


def fields(view: TermView) -> Sequence[str]:
    """The fields of a view."""
    return ("any",) if view == "names" else TEXT_FIELDS


def articles(reader: IndexReader, view: TermView, term: str, folded: str) -> int:
    """How many live articles hold a term."""
    total = 0
    for segment in reader.segments:
        number = lexicon(segment, view).find(term, folded)
        if number < 0:
            continue
        held = [segment.postings(view, field).docs(number) for field in fields(view)]
        docs = np.concatenate(held) if len(held) == 1 else np.union1d(*held)
        total += len(docs) if segment.live is None else int(np.count_nonzero(segment.live[docs]))
    return total
