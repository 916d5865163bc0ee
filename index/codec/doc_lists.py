"""Lists of article numbers: ascending integers below the size of the segment, each list in the shortest of five forms.

* **plain**: 2 bytes a number (4 where the segment has more than 65,536 articles); rare terms.
* **Elias-Fano** with 8, 4 or 2 low bits: the low bits of the numbers side by side, then their high parts in unary:
  bit ``high + rank`` is set for each number. Two bits a number above the information-theoretic minimum, and decoded
  by a handful of array operations. (P. Elias, "Efficient storage and retrieval by content and address of static
  files", J. ACM 21, 1974; S. Vigna, "Quasi-succinct indices", WSDM 2013.)
* **bitmap**: one bit for each article of the segment; frequent terms.

The form follows from the length of the list, so it is not stored, and neither is the size in bytes. On 30,000
articles of news the postings of syllables take 0.57 bytes an article, those of bigrams 1.5.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from tracuu.analyzers.cached import cached_property
from tracuu.index.arrays import Array
from tracuu.index.codec.bits import Bytes, pack_fields, set_bits, unpack, unpack_fields
from tracuu.index.codec.ranges import ranges

Ints = npt.NDArray[np.int64]

PLAIN, BITMAP = 0, 1
_LOW_BITS = (2, 4, 8)  # the other forms are known by these numbers
_SMALL = 256


class DocLists:
    """Encodes and decodes lists of the articles of one segment."""

    def __init__(self, size: int) -> None:
        """``size``: how many articles the segment has."""
        self.size = size
        self._plain = np.dtype("<u2" if size <= 1 << 16 else "<u4")

    def layouts(self, counts: Array) -> tuple[Array, Ints]:
        """The form of lists of these lengths, and how many bytes each takes."""
        counts = counts.astype(np.int64)
        forms = np.full(len(counts), PLAIN, np.int8)
        sizes = counts * self._plain.itemsize
        for form, other in (
            (BITMAP, np.full(len(counts), (self.size + 7) >> 3)),
            *((width, self._low_bytes(counts, width) + self._high_bytes(counts, width)) for width in _LOW_BITS),
        ):
            better = other < sizes
            forms[better] = form
            sizes[better] = other[better]
        return forms, sizes

    @cached_property
    def small_sizes(self) -> list[int]:
        """The sizes in bytes of lists of 0, 1, 2 ... 255 numbers."""
        sizes: list[int] = self.layouts(np.arange(_SMALL))[1].tolist()
        return sizes

    def layout(self, count: int) -> tuple[int, int]:
        """The form of one list, and how many bytes it takes."""
        form, size = PLAIN, count * self._plain.itemsize
        bitmap = (self.size + 7) >> 3
        if bitmap < size:
            form, size = BITMAP, bitmap
        for width in _LOW_BITS:
            other = (count * width + 7) // 8 + (count + (self.size >> width) + 8) // 8
            if other < size:
                form, size = width, other
        return form, size

    @staticmethod
    def _low_bytes(counts: Ints, width: int) -> Ints:
        return (counts * width + 7) >> 3

    def _high_bytes(self, counts: Ints, width: int) -> Ints:
        return (counts + (self.size >> width) + 8) >> 3

    def encode(self, target: Bytes, starts: Ints, counts: Ints, docs: Array) -> None:
        """Write lists into zeroed bytes.

        Args:
            target: where to.
            starts: the byte at which each list begins.
            counts: how many numbers each list has.
            docs: the numbers of all lists, one list after the other.
        """
        forms = self.layouts(counts)[0]
        firsts = np.cumsum(counts) - counts
        for form in (PLAIN, BITMAP, *_LOW_BITS):
            lists = np.flatnonzero(forms == form)
            lengths = counts[lists]
            ends = np.cumsum(lengths)
            ranks = np.arange(int(lengths.sum())) - np.repeat(ends - lengths, lengths)
            chosen = docs[np.repeat(firsts[lists], lengths) + ranks].astype(np.int64)
            self._encode(form, target, starts[lists], lengths, ranks, chosen)

    def _encode(self, form: int, target: Bytes, starts: Ints, counts: Ints, ranks: Ints, docs: Ints) -> None:
        """Write lists of one form; ``ranks``: of each number, its place in its list."""
        begins = np.repeat(starts, counts)
        if form == PLAIN:
            at = begins + ranks * self._plain.itemsize
            for byte in range(self._plain.itemsize):
                target[at + byte] = (docs >> (8 * byte)) & 0xFF
        elif form == BITMAP:
            set_bits(target, begins * 8 + docs)
        else:
            pack_fields(target, begins, ranks, docs & ((1 << form) - 1), form)
            high = begins + np.repeat(self._low_bytes(counts, form), counts)
            set_bits(target, high * 8 + (docs >> form) + ranks)

    def decode(self, data: Bytes, count: int) -> Array:
        """The numbers of one list, ascending; ``data`` begins with it. Any unsigned or signed integer type."""
        form, size = self.layout(count)
        if form == PLAIN:
            return data[:size].view(self._plain)
        if form == BITMAP:
            return np.flatnonzero(unpack(data[:size], self.size))
        middle = (count * form + 7) >> 3
        high = np.flatnonzero(np.unpackbits(data[middle:size], bitorder="little").view(np.bool_))
        high -= np.arange(count)
        high <<= form
        high |= unpack_fields(data[:middle], count, form)
        return high

    def mark(self, mask: npt.NDArray[np.bool_], data: Bytes, count: int) -> None:
        """Set ``mask`` (one boolean for each article) to true at the numbers of one list."""
        form, size = self.layout(count)
        if form == BITMAP:
            mask |= unpack(data[:size], self.size)
        else:
            mask[self.decode(data, count)] = True

    def decode_many(self, data: Bytes, starts: Ints, counts: Ints) -> Ints:
        """The numbers of many lists, one list after the other."""
        forms, sizes = self.layouts(counts)
        docs = np.empty(int(counts.sum()), np.int64)
        firsts = np.cumsum(counts) - counts
        for form in np.flatnonzero(np.bincount(forms)).tolist():
            lists = np.flatnonzero(forms == form)
            if form != PLAIN and len(lists) == 1:
                i = int(lists[0])
                docs[firsts[i] : firsts[i] + counts[i]] = self.decode(data[starts[i] :], int(counts[i]))
            elif len(lists) == len(counts):
                docs = self._decode_all(form, data, starts, counts, sizes)
            else:
                places = ranges(firsts[lists], firsts[lists] + counts[lists])
                docs[places] = self._decode_all(form, data, starts[lists], counts[lists], sizes[lists])
        return docs

    def _decode_all(self, form: int, data: Bytes, starts: Ints, counts: Ints, sizes: Ints) -> Ints:
        """The numbers of lists of one form."""
        if form == PLAIN:
            return data[ranges(starts, starts + sizes)].view(self._plain).astype(np.int64)
        if form == BITMAP:
            return _ones(data, starts, sizes, counts)
        low = self._low_bytes(counts, form)
        numbers = _ones(data, starts + low, sizes - low, counts)
        numbers -= ranges(np.zeros_like(counts), counts)
        numbers <<= form
        fields = unpack_fields(data[ranges(starts, starts + low)], int(low.sum()) * 8 // form, form)
        begins = (np.cumsum(low) - low) * (8 // form)
        numbers |= fields[ranges(begins, begins + counts)]
        return numbers


def _ones(data: Bytes, starts: Ints, sizes: Ints, counts: Ints) -> Ints:
    """The bits that are set in runs of bytes, counted from the beginning of each run."""
    bits = np.unpackbits(data[ranges(starts, starts + sizes)], bitorder="little").view(np.bool_)
    found: Ints = bits.nonzero()[0]
    found -= ((np.cumsum(sizes) - sizes) * 8).repeat(counts)
    return found
