"""Writing postings: entries in, compressed lists out, a run of terms at a time."""

from __future__ import annotations

import numpy as np

from tracuu.index.arrays import Array, ArrayWriter
from tracuu.index.codec.bits import set_bits
from tracuu.index.codec.doc_lists import DocLists
from tracuu.index.codec.position_lists import PositionWriter
from tracuu.index.codec.small_ints import save_small_ints
from tracuu.index.postings import BLOCK, Ints


class PostingsWriter:
    """Collects the lists of a view of a field, compressed."""

    def __init__(self, writer: ArrayWriter, size: int, *, positions: bool) -> None:
        """Begin with none.

        Args:
            writer: of the file that they come into.
            size: articles of the segment.
            positions: whether these are kept too.
        """
        self._writer = writer
        self._lists = DocLists(size)
        self.positions = PositionWriter(writer) if positions else None
        self._terms = writer.spool(np.int64)
        self._counts, self._more, self._sizes = (writer.spool(np.uint32) for _ in range(3))
        self._data = writer.spool(np.uint8)

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
        self._terms.append(terms[first])
        self._counts.append(counts)
        self._more.append(totals - counts)
        self._sizes.append(sizes)
        self._data.append(data)
        if self.positions is not None and positions is not None:
            self.positions.add(positions)

    def used(self) -> Ints:
        """The terms that have a list, ascending."""
        return self._terms.array()

    def save(self, name: str, terms: Ints, count: int) -> None:
        """Store the lists.

        Args:
            name: see ``Postings``.
            terms: the final number of each of the terms of ``used``, in the same order.
            count: how many terms the view has in the end.
        """
        writer = self._writer
        counts, more, sizes = (column.array() for column in (self._counts, self._more, self._sizes))
        for column in (self._terms, self._counts, self._more, self._sizes):
            column.close()
        if 2 * len(terms) > count:  # a list for each term is shorter than a list of the terms that have one
            counts, more, sizes = (_spread(column, terms, count) for column in (counts, more, sizes))
            terms = terms[:0]
        writer.add(f"{name}.terms", np.array([count], np.int64))
        writer.add(f"{name}.present", terms.astype(np.uint32))
        save_small_ints(writer, f"{name}.counts", counts)
        save_small_ints(writer, f"{name}.more", more)
        writer.add(f"{name}.places", _every(sizes))
        writer.add(f"{name}.occurrences", _every(counts + more))
        writer.add(f"{name}.data", self._data)
        if self.positions is not None:
            self.positions.save(f"{name}.positions")


def _spread(column: Array, places: Ints, count: int) -> Array:
    result = np.zeros(count, column.dtype)
    result[places] = column
    return result


def _every(sizes: Array) -> Array:
    """The running total before each block of lists, and the total at the end."""
    totals = np.concatenate(([0], np.cumsum(sizes, dtype=np.int64)))
    stored: Array = np.append(totals[:-1:BLOCK], totals[-1])
    return stored.astype(np.uint32) if totals[-1] < 1 << 32 else stored
