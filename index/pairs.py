"""The dictionary of bigrams: pairs of term numbers of the syllable view, packed into sorted 64-bit integers."""

from __future__ import annotations

import numpy as np

from tracuu.index.arrays import Array
from tracuu.index.postings import Ints, ranges


def pack(first: Array, second: Array) -> Ints:
    """One integer for each pair; sorting them sorts by ``first``, then by ``second``."""
    result: Ints = (first.astype(np.int64) << 32) | second.astype(np.int64)
    return result


def unpack(pairs: Array) -> tuple[Ints, Ints]:
    """The term numbers of packed pairs."""
    return pairs >> 32, pairs & 0xFFFFFFFF


def adjacent(terms: Array, docs: Array) -> tuple[Ints, Array]:
    """The packed pair of each two neighbours of a token stream that are in one article, and that article."""
    same = docs[1:] == docs[:-1]
    return pack(terms[:-1][same], terms[1:][same]), docs[1:][same]


def find_pairs(pairs: Array, first: Ints, second: Ints) -> Ints:
    """The numbers of all pairs whose sides are in ``first`` and in ``second`` (both ascending).

    A binary search for each of ``first`` where ``second`` is a run of consecutive numbers, else for each
    combination of the two (at most 31 markings a side).
    """
    if not len(first) or not len(second):
        return np.empty(0, np.int64)
    low, high = int(second[0]), int(second[-1])
    if high - low + 1 == len(second):
        begin = np.searchsorted(pairs, pack(first, np.full(len(first), low)))
        end = np.searchsorted(pairs, pack(first, np.full(len(first), high)), side="right")
        return ranges(begin, end)
    wanted = pack(np.repeat(first, len(second)), np.tile(second, len(first)))
    at = np.minimum(np.searchsorted(pairs, wanted), max(len(pairs) - 1, 0))
    found: Ints = at[pairs[at] == wanted].astype(np.int64) if len(pairs) else np.empty(0, np.int64)
    return found
