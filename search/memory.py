"""How much of what it has decoded a snapshot remembers, and of what.

A frequent syllable takes more room the more articles there are, and a query asks for three or four of them. So the
memory grows with the index: 34 MB for 30,000 articles, where four fifths of all sets of terms are found in it, and
138 MB for 120,000. With 34 MB there, most are decoded anew for each query, which takes four times as long.
"""

from __future__ import annotations

from typing import NamedTuple

PER_ARTICLE = 1150
"""Bytes."""
FEWEST, MOST = 30_000, 300_000
"""Articles: a smaller index may remember as much as one of 30,000, a larger one as one of 300,000 (345 MB)."""


class Memory(NamedTuple):
    """Bytes for each kind of what is remembered."""

    rows: int
    """Of frequent terms, a number for each article."""
    lists: int
    """Of the frequencies of sets of terms."""
    places: int
    """Of the occurrences of rare syllables."""
    masks: int
    """Of the articles that match a unit, one bit for each article."""

    @classmethod
    def of(cls, total: int) -> Memory:
        """So many bytes in all, divided as served news best."""
        return cls(total * 6 // 18, total * 7 // 18, total * 4 // 18, total // 18)


def usual_memory(articles: int) -> int:
    """Bytes that a snapshot of so many articles remembers, unless it is told otherwise."""
    return PER_ARTICLE * min(max(articles, FEWEST), MOST)
