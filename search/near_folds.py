"""Which syllables are written nearly so: folded forms within an edit distance, or easily confused."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from tracuu.index.reader import IndexReader
from tracuu.index.segment import Segment
from tracuu.index.views import TEXT_FIELDS
from tracuu.search.comparing import edit_distance

_LETTER_OF_BYTE = np.full(256, 27)
_LETTER_OF_BYTE[ord("a") : ord("z") + 1] = np.arange(26)
_LETTER_OF_BYTE[ord("0") : ord("9") + 1] = 26
_BIT_OF_BYTE = (1 << _LETTER_OF_BYTE).astype(np.uint32)
_RARE = 1_000_000
"""What stands in fewer articles than one for so many tokens is likely a typing error itself."""
_POPCOUNT = np.unpackbits(np.arange(1 << 14, dtype=np.uint16).view(np.uint8).reshape(-1, 2), axis=1).sum(1, np.uint8)

_ONSETS = (
    ("d", "gi", "r"),
    ("s", "x"),
    ("ch", "tr"),
    ("l", "n"),
    ("c", "k"),
    ("g", "gh"),
    ("ng", "ngh"),
    ("f", "ph"),
)
_CODAS = (("n", "ng"), ("t", "c"), ("n", "nh"))
"""Written for each other because they sound alike in some region, or by the wrong rule of spelling."""


class NearFolds:
    """The folded forms of an index's syllables, as sets of letters that are compared all at once."""

    def __init__(self, reader: IndexReader) -> None:
        """One pass over the keys of the lexicons; nothing is decoded."""
        self._tables = [_Table(segment) for segment in reader.segments]

    def of(self, folded: str, distance: int) -> dict[str, int]:
        """The folded forms at most so many edits away, and how many; from two on with the same initial."""
        found: dict[str, int] = {}
        for other in set().union(*(table.candidates(folded, distance) for table in self._tables)):
            edits = edit_distance(folded, other, distance)
            if edits <= distance:
                found[other] = edits
        return found


class _Table:
    """The frequent terms of one segment."""

    def __init__(self, segment: Segment) -> None:
        self._lexicon = segment.syllables
        keys, offsets = segment.arrays["syllables.terms.blob"], segment.arrays["syllables.terms.offsets"]
        postings = [segment.postings("syllables", field) for field in TEXT_FIELDS]
        tokens = sum(field.tokens for field in postings)
        often = sum(field.counts() for field in postings) > tokens // _RARE
        # Each key has one zero byte, behind the folded form.
        starts, stops = offsets[:-1].astype(np.int64), np.flatnonzero(keys == 0)
        bounds = np.stack([starts, stops], axis=1).ravel()
        letters = np.bitwise_or.reduceat(_BIT_OF_BYTE[keys], bounds)[::2] if len(keys) else np.empty(0, np.uint32)
        self._numbers = np.flatnonzero(often)
        self._letters = letters[often]
        self._lengths = (stops - starts)[often]
        self._initials = keys[starts[often]]

    def candidates(self, folded: str, distance: int) -> set[str]:
        """All folded forms that are near, and others that have nearly the same letters."""
        raw = folded.encode("utf-8", "surrogatepass")
        unlike = self._letters ^ np.bitwise_or.reduce(_BIT_OF_BYTE[list(raw)])
        close = _POPCOUNT[unlike & 0x3FFF] + _POPCOUNT[unlike >> 14] <= 2 * distance
        close &= np.abs(self._lengths - len(raw)) <= distance
        if distance > 1:
            close &= self._initials == raw[0]
        return set(map(self._lexicon.fold, self._numbers[close].tolist()))


def confusions(folded: str) -> Iterator[str]:
    """Other spellings of a syllable for which it is easily taken.

    >>> sorted(confusions("xanh"))
    ['sanh', 'xan']
    """
    for group in _ONSETS:
        for onset in group:
            if folded.startswith(onset):
                yield from (other + folded[len(onset) :] for other in group if other != onset)
    for group in _CODAS:
        for coda in group:
            if folded.endswith(coda):
                yield from (folded[: -len(coda)] + other for other in group if other != coda)
    if "i" in folded or "y" in folded:
        yield folded.translate(_I_AND_Y)


_I_AND_Y = str.maketrans("iy", "yi")
