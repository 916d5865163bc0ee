"""Inversion: a stream of tokens, article after article, becomes entries sorted by term.

The terms are taken a range at a time, so that a range has about half a million tokens: what is worked on stays small
enough for the processor's cache, and memory is bounded. A token's key and its place in the stream are packed into
one integer of 64 bits; sorting those is an order of magnitude faster than a stable argsort, and the places say
article and position.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

import numpy as np

from tracuu.index.arrays import Array
from tracuu.index.postings import Ints

WINDOW = 1 << 19
"""Tokens of a range of terms, but for a single term that has more. Twice as many take 30 MB more, and no less time."""


class Entries(NamedTuple):
    """Entries of some keys, ascending: parallel arrays, and the places in the stream of all their occurrences."""

    keys: Ints
    docs: Array
    frequencies: Ints
    places: Ints


def invert(terms: Array, docs: Array, count: int) -> Iterator[Entries]:
    """The entries of a stream of tokens, sorted by term and then by article.

    Args:
        terms: the number of each token's term, below ``count``.
        docs: the article of each token; ascending.
        count: how many terms there are.
    """
    for places in _ranges(terms, count):
        yield _entries(terms[places].astype(np.int64), places, docs, count - 1)


def invert_pairs(terms: Array, docs: Array, count: int) -> Iterator[Entries]:
    """The same of each two neighbours in an article; a key is ``first << 32 | second``."""
    bits = max(count - 1, 1).bit_length()
    for places in _ranges(terms[:-1], count, lambda at: docs[at] == docs[at + 1]):
        keys = (terms[places].astype(np.int64) << bits) | terms[places + 1]
        entries = _entries(keys, places, docs, (1 << 2 * bits) - 1)
        yield entries._replace(keys=((entries.keys >> bits) << 32) | (entries.keys & ((1 << bits) - 1)))


def _ranges(terms: Array, count: int, wanted: Callable[[Ints], Array] | None = None) -> Iterator[Ints]:
    """The places of the tokens of some terms, ascending; then those of the terms that come next."""
    for start, stop in windows(np.bincount(terms, minlength=count)):
        places = np.flatnonzero((terms >= start) & (terms < stop)) if stop - start < count else np.arange(len(terms))
        if wanted is not None:
            places = places[wanted(places)]
        if len(places):
            yield places


def windows(totals: Array) -> Iterator[tuple[int, int]]:
    """Cut a row of numbers into stretches, each of which comes to ``WINDOW`` together or is a single one."""
    ends = np.cumsum(totals, dtype=np.int64)
    start = before = 0
    while start < len(ends):
        stop = max(start + 1, int(np.searchsorted(ends, before + WINDOW, side="right")))
        yield start, stop
        start, before = stop, int(ends[stop - 1])


def _entries(keys: Ints, places: Ints, docs: Array, greatest: int) -> Entries:
    """Sort tokens, whose places are ascending, by key and place, and join those of one key in one article."""
    place_bits = int(places[-1]).bit_length()
    if greatest.bit_length() + place_bits < 64:
        keys <<= place_bits
        keys |= places
        keys.sort()
        places = keys & ((1 << place_bits) - 1)
        keys >>= place_bits
    else:
        order = np.argsort(keys, kind="stable")
        keys, places = keys[order], places[order]
    held = docs[places]
    first = np.flatnonzero(np.concatenate(([True], (keys[1:] != keys[:-1]) | (held[1:] != held[:-1]))))
    return Entries(keys[first], held[first], np.diff(first, append=len(keys)), places)
