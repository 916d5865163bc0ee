"""Writing postings: entries in, compressed lists out, a run of terms at a time."""

from __future__ import annotations

import numpy as np

from tracuu.index.arrays import Array, ArrayWriter
from tracuu.index.codec.bits import Bytes, set_bits
from tracuu.index.codec.doc_lists import DocLists
from tracuu.index.codec.position_lists import PositionWriter
from tracuu.index.codec.small_ints import save_small_ints
from tracuu.index.postings import BLOCK, Ints


class PostingsWriter:
    """Collects the compressed lists of a view of a field; they are small, so they stay in memory until ``save``."""

    def __init__(self, size: int, *, positions: bool) -> None:
        """``size``: articles of the segment. With ``positions``, these are kept too."""
        self._lists = DocLists(size)
        self.positions = PositionWriter() if positions else None
        self._terms: list[Ints] = []
        self._counts: list[Array] = []
        self._more: list[Array] = []
        self._sizes: list[Array] = []
        self._data: list[Bytes] = []

    def add(self, terms: Array, docs: Array, frequencies: Array, positions: Array | None = None) -> None:
        """Encode the entries of some terms; those of later calls come behind.

        Args:
            terms: of each entry the term number, ascending, all above those of the call before.
            docs: of each entry the article number, ascending inside a term.
            frequencies: of each entry, how often.
            positions: of each occurrence, ascending inside an entry.
        """
        if not len(terms):
            return
        first = np.flatnonzero(np.concatenate(([True], terms[1:] != terms[:-1])))
        counts = np.diff(first, append=len(terms))
        totals = np.add.reduceat(frequencies.astype(np.int64), first)
        doc_bytes = self._lists.layouts(counts)[1]
        bit_bytes = np.where(totals > counts, (totals + 7) >> 3, 0)
        sizes = doc_bytes + bit_bytes
        starts = np.cumsum(sizes) - sizes
        data = np.zeros(int(sizes.sum()), np.uint8)
        self._lists.encode(data, starts, counts, docs)
        several = np.repeat(totals > counts, counts)
        # An entry's bit is that of its first occurrence, counted from the beginning of its list.
        before = np.cumsum(frequencies) - frequencies
        before -= np.repeat(before[first], counts)
        set_bits(data, (np.repeat((starts + doc_bytes) * 8, counts) + before)[several])
        self._terms.append(terms[first].astype(np.int64))
        self._counts.append(counts.astype(np.uint32))
        self._more.append((totals - counts).astype(np.uint32))
        self._sizes.append(sizes.astype(np.uint32))
        self._data.append(data)
        if self.positions is not None and positions is not None:
            self.positions.add(positions)

    def used(self) -> Ints:
        """The terms that have a list, ascending."""
        return _joined(self._terms)

    def save(self, writer: ArrayWriter, name: str, terms: Ints, count: int) -> None:
        """Store the lists.

        Args:
            writer: where to.
            name: see ``Postings``.
            terms: the final number of each of the terms of ``used``, in the same order.
            count: how many terms the view has in the end.
        """
        counts, more, sizes = _joined(self._counts), _joined(self._more), _joined(self._sizes)
        if 2 * len(terms) > count:  # a list for each term is shorter than a list of the terms that have one
            counts, more, sizes = (_spread(column, terms, count) for column in (counts, more, sizes))
            terms = terms[:0]
        writer.add(f"{name}.terms", np.array([count], np.int64))
        writer.add(f"{name}.present", terms.astype(np.uint32))
        save_small_ints(writer, f"{name}.counts", counts)
        save_small_ints(writer, f"{name}.more", more)
        writer.add(f"{name}.places", _every(sizes))
        writer.add(f"{name}.occurrences", _every(counts + more))
        writer.add(f"{name}.data", np.concatenate([np.empty(0, np.uint8), *self._data]))
        if self.positions is not None:
            self.positions.save(writer, f"{name}.positions")


def _joined(parts: list[Array]) -> Ints:
    return np.concatenate([np.empty(0, np.int64), *parts])


def _spread(column: Ints, places: Ints, count: int) -> Ints:
    result = np.zeros(count, np.int64)
    result[places] = column
    return result


def _every(sizes: Ints) -> Array:
    """The running total before each block of lists, and the total at the end."""
    totals = np.concatenate(([0], np.cumsum(sizes)))
    stored: Array = np.append(totals[:-1:BLOCK], totals[-1])
    return stored.astype(np.uint32) if totals[-1] < 1 << 32 else stored
