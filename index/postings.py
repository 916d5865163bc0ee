"""Postings as arrays: which articles hold a term, how often, and where.

One ``Postings`` holds all terms of one view of one field, in compressed-sparse-row form. Term ``t`` owns the
entries ``starts[t]:starts[t + 1]``; an entry is one article that holds it, articles ascending.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from tracuu.index.arrays import Array, ArrayWriter

Ints = npt.NDArray[np.int64]


class Postings:
    """Entries of all terms of one view of one field.

    Attributes:
        starts: int64 ``[terms + 1]``, where the entries of each term begin.
        docs: int32 ``[entries]``, article numbers within the segment, ascending inside a term.
        ends: uint32 ``[entries]``, running total of frequencies: entry ``e`` occurs ``ends[e] - ends[e - 1]``
            times, and its positions are ``positions[ends[e - 1]:ends[e]]``.
        positions: uint32, ascending inside an entry; empty where the view keeps none.
    """

    __slots__ = ("docs", "ends", "positions", "starts")

    def __init__(self, starts: Array, docs: Array, ends: Array, positions: Array) -> None:
        """Wrap four arrays of the shapes above."""
        self.starts = starts
        self.docs = docs
        self.ends = ends
        self.positions = positions

    def entries(self, terms: range | Ints) -> slice | Ints:
        """The entries of several terms: a slice where their numbers are consecutive, else an index array."""
        if isinstance(terms, range):
            return slice(int(self.starts[terms.start]), int(self.starts[terms.stop]))
        if len(terms) == 1:
            return slice(int(self.starts[terms[0]]), int(self.starts[terms[0] + 1]))
        return ranges(self.starts[terms], self.starts[terms + 1])

    def frequencies(self, entries: slice | Ints) -> Ints:
        """How often each entry's term occurs in its article."""
        if isinstance(entries, slice):
            ends = self.ends[entries].astype(np.int64)
            first = int(self.ends[entries.start - 1]) if entries.start else 0
            return np.diff(ends, prepend=first)
        ends = self.ends[entries].astype(np.int64)
        before = np.where(entries > 0, self.ends[entries - 1], 0)
        result: Ints = ends - before
        return result

    def occurrences(self, entries: Ints) -> tuple[Ints, Ints]:
        """Article number and position of every occurrence in these entries, parallel arrays."""
        stops = self.ends[entries].astype(np.int64)
        starts = np.where(entries > 0, self.ends[entries - 1], 0).astype(np.int64)
        docs = np.repeat(self.docs[entries].astype(np.int64), stops - starts)
        return docs, self.positions[ranges(starts, stops)].astype(np.int64)

    def save(self, writer: ArrayWriter, name: str) -> None:
        """Store the arrays as ``name.starts`` and so on."""
        for part in self.__slots__:
            writer.add(f"{name}.{part}", getattr(self, part))

    @classmethod
    def load(cls, arrays: Mapping[str, Array], name: str) -> Postings:
        """The postings that ``save`` stored under this name."""
        return cls(*(arrays[f"{name}.{part}"] for part in ("starts", "docs", "ends", "positions")))


def ranges(starts: Array, stops: Array) -> Ints:
    """The integers of all half-open ranges, one after the other."""
    lengths = (stops - starts).astype(np.int64)
    total = int(lengths.sum())
    first = np.repeat(starts.astype(np.int64) - np.concatenate(([0], np.cumsum(lengths)[:-1])), lengths)
    result: Ints = first + np.arange(total, dtype=np.int64)
    return result


def invert(terms: Array, docs: Array, positions: Array | None, count: int) -> Postings:
    """Postings of a stream of tokens.

    Args:
        terms: the term number of each token, below ``count``.
        docs: the article number of each token; ascending along the stream for equal terms.
        positions: the position of each token, ascending inside an article, or None to keep none.
        count: how many terms there are.
    """
    order = np.argsort(terms, kind="stable")
    terms, docs = terms[order], docs[order]
    new = np.ones(len(terms), bool)
    new[1:] = (terms[1:] != terms[:-1]) | (docs[1:] != docs[:-1])
    first = np.flatnonzero(new)
    starts = np.searchsorted(terms[first], np.arange(count + 1)).astype(np.int64)
    ends = np.append(first[1:], len(terms)).astype(np.uint32) if len(terms) else np.empty(0, np.uint32)
    kept = np.empty(0, np.uint32) if positions is None else positions[order].astype(np.uint32)
    return Postings(starts, docs[first].astype(np.int32), ends, kept)


def merge_postings(parts: list[Postings], numbers: list[Ints], new_docs: list[Ints], count: int) -> Postings:
    """One ``Postings`` out of several.

    Args:
        parts: what is merged.
        numbers: for each part the new number of each of its terms, ascending.
        new_docs: for each part the new number of each of its articles, -1 where it is deleted; the numbers of
            a later part are all above those of an earlier one.
        count: how many terms there are now.
    """
    terms, docs, freqs, starts = [], [], [], []
    shift = 0
    for part, number, new_doc in zip(parts, numbers, new_docs, strict=True):
        doc = new_doc[part.docs]
        freq = part.frequencies(slice(0, len(part.docs)))
        live = doc >= 0
        terms.append(np.repeat(number, np.diff(part.starts))[live])
        docs.append(doc[live])
        freqs.append(freq[live])
        starts.append((part.ends.astype(np.int64) - freq)[live] + shift)
        shift += len(part.positions)
    term, doc, freq = np.concatenate(terms), np.concatenate(docs), np.concatenate(freqs)
    order = np.argsort(term, kind="stable")
    freq = freq[order]
    positions = np.concatenate([part.positions for part in parts])
    if len(positions):
        begin = np.concatenate(starts)[order]
        positions = positions[ranges(begin, begin + freq)]
    first = np.searchsorted(term[order], np.arange(count + 1)).astype(np.int64)
    return Postings(first, doc[order].astype(np.int32), np.cumsum(freq).astype(np.uint32), positions)
