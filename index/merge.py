"""Several segments into one, array by array; and which segments are worth merging."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from tracuu.index.arrays import ArrayWriter
from tracuu.index.byte_strings import save_byte_strings
from tracuu.index.codec.ranges import ranges
from tracuu.index.inversion import WINDOW
from tracuu.index.lexicon import Lexicon, merge_lexicons
from tracuu.index.pairs import pack, save_pairs, unpack
from tracuu.index.postings import Ints, Postings, distinct
from tracuu.index.postings_writer import PostingsWriter
from tracuu.index.record_store import sample_of, save_compressed, save_records
from tracuu.index.segment import Segment
from tracuu.index.views import KEY_END, KEYWORD_FIELDS, TEXT_FIELDS, VIEWS

_NONE = np.empty(0, np.uint32)

TIER = 8
"""So many segments of one size class are merged: n articles never lie in more than about TIER * log_TIER(n)."""

MAX_TOKENS = 2**32 - 1
"""So many tokens of one field go into a segment: occurrences are numbered in 32 bits."""


def segments_to_merge(sizes: Sequence[int]) -> list[int]:
    """The places of the segments that a commit merges: the smallest size class that is full, else none.

    Each article is rewritten once a size class, that is, a logarithmic number of times.

    >>> segments_to_merge([4000, 9, 12, 10, 11, 13, 14, 9, 10])
    [1, 2, 3, 4, 5, 6, 7, 8]
    """
    classes: dict[int, list[int]] = {}
    for place, size in enumerate(sizes):
        classes.setdefault((max(size, 1).bit_length() - 1) // 3, []).append(place)
    full = [members for _, members in sorted(classes.items()) if len(members) >= TIER]
    return full[0] if full else []


def next_merge(segments: Sequence[Segment]) -> list[int]:
    """The places of the segments that a commit merges: a full size class, else one that is mostly deleted.

    Segments so large that TIER of them would not fit into one are left alone.
    """
    small = [place for place, segment in enumerate(segments) if segment.tokens <= MAX_TOKENS // TIER]
    chosen = segments_to_merge([segments[place].size - len(segments[place].deleted) for place in small])
    mostly_deleted = ([place] for place, s in enumerate(segments) if 2 * len(s.deleted) > s.size)
    return [small[i] for i in chosen] or next(mostly_deleted, [])


def full_merge(segments: Sequence[Segment]) -> list[list[int]]:
    """The runs of segments that become one each when all is merged: as long as what they hold fits into one."""
    runs: list[list[int]] = []
    room = 0
    for place, segment in enumerate(segments):
        if segment.tokens > room or not runs:
            runs.append([])
            room = MAX_TOKENS
        runs[-1].append(place)
        room -= segment.tokens
    return [run for run in runs if len(run) > 1 or len(segments[run[0]].deleted)]


def merge_segments(segments: Sequence[Segment], path: Path) -> None:
    """Write the live articles of these segments, in this order, as one new segment file.

    Postings are decoded, renumbered and encoded a run of terms at a time, so that memory is bounded by the
    compressed size of what is written.

    Raises:
        IndexDamagedError: a segment is not what was written; copying would give it a valid checksum.
    """
    new_docs, base = [], 0
    for segment in segments:
        segment.arrays.verify()
        live = np.ones(segment.size, bool) if segment.live is None else segment.live
        new_docs.append(np.where(live, np.cumsum(live) - 1 + base, -1))
        base += int(live.sum())
    merge = _Merge(segments, new_docs, base)
    with ArrayWriter(path) as writer:
        merge.syllables_and_bigrams(writer)
        merge.view(writer, "words", [s.words for s in segments], TEXT_FIELDS)
        merge.names(writer)
        for name in KEYWORD_FIELDS:
            merge.view(writer, name, [s.keywords[name] for s in segments], ["any"])
        merge.columns(writer)


class _Renumbered(NamedTuple):
    """Terms of a segment, ascending, and the new number of each, ascending too."""

    old: Ints
    new: Ints

    @classmethod
    def all(cls, new: Ints) -> _Renumbered:
        """All terms of a segment."""
        return cls(np.arange(len(new)), new)


class _Merge:
    """One merge of segments; ``new_docs``: of each article in each segment its new number, -1 if it is deleted."""

    def __init__(self, segments: Sequence[Segment], new_docs: Sequence[Ints], size: int) -> None:
        self._segments = segments
        self._new_docs = new_docs
        self._size = size

    def view(
        self, writer: ArrayWriter, name: str, lexicons: Sequence[Lexicon], fields: Sequence[str]
    ) -> tuple[list[Ints], int]:
        """Merge a view. For each segment the new number of each of its terms, -1 if nothing is left of it; and how
        many terms there are now.
        """
        keys, numbers = merge_lexicons(lexicons)
        lists = {field: self._lists(name, field, list(map(_Renumbered.all, numbers)), len(keys)) for field in fields}
        kept = _used(lists)
        save_byte_strings(writer, f"{name}.terms", [keys[i] for i in kept.tolist()])
        for field, postings in lists.items():
            postings.save(writer, f"{name}.{field}", np.searchsorted(kept, postings.used()), len(kept))
            if name in VIEWS:
                lengths = [s.lengths(name, field)[new >= 0] for s, new in self._pairs()]
                writer.add(f"{name}.{field}.lengths", np.concatenate(lengths))
        final = np.full(len(keys), -1, np.int64)
        final[kept] = np.arange(len(kept))
        return [final[number] for number in numbers], len(kept)

    def syllables_and_bigrams(self, writer: ArrayWriter) -> None:
        """Merge both, since the dictionary of bigrams has the term numbers of the syllables."""
        syllables, count = self.view(writer, "syllables", [s.syllables for s in self._segments], TEXT_FIELDS)
        left, packed = [], []
        for segment, number in zip(self._segments, syllables, strict=True):
            first, second = (number[side] for side in unpack(segment.bigrams.packed()))
            left.append(np.flatnonzero((first >= 0) & (second >= 0)))
            packed.append(pack(first[left[-1]], second[left[-1]]))
        pairs = distinct(packed)
        renumbered = [_Renumbered(old, np.searchsorted(pairs, new)) for old, new in zip(left, packed, strict=True)]
        lists = {field: self._lists("bigrams", field, renumbered, len(pairs)) for field in TEXT_FIELDS}
        kept = _used(lists)
        save_pairs(writer, pairs[kept], count)
        for field, postings in lists.items():
            postings.save(writer, f"bigrams.{field}", np.searchsorted(kept, postings.used()), len(kept))

    def names(self, writer: ArrayWriter) -> None:
        """Merge the names; one is written as in the first segment of which a live article has it."""
        numbers, _ = self.view(writer, "names", [s.names for s in self._segments], ["any"])
        displays: dict[int, bytes] = {}
        for segment, number in zip(self._segments, numbers, strict=True):
            live = np.ones(segment.size, bool) if segment.live is None else segment.live
            for old in np.flatnonzero(segment.postings("names").tally(live)).tolist():
                displays.setdefault(int(number[old]), segment.name_displays[old])
        save_byte_strings(writer, "names.displays", [displays[i] for i in sorted(displays)])

    def columns(self, writer: ArrayWriter) -> None:
        """What is kept for each article."""
        live = [np.flatnonzero(new >= 0) for new in self._new_docs]
        parts = list(zip(self._segments, (numbers.tolist() for numbers in live), strict=True))
        writer.add("dates", np.concatenate([s.dates[numbers] for s, numbers in zip(self._segments, live, strict=True)]))
        save_compressed(writer, "title_keys", KEY_END.join(s.title_keys[i] for s, chosen in parts for i in chosen))
        stored = [(segment.stored, number) for segment, numbers in parts for number in numbers]
        sample = sample_of(len(stored), lambda place: stored[place][0][stored[place][1]])
        save_records(writer, "stored", (records[number] for records, number in stored), sample)

    def _pairs(self) -> Iterator[tuple[Segment, Ints]]:
        return zip(self._segments, self._new_docs, strict=True)

    def _lists(self, view: str, field: str, renumbered: Sequence[_Renumbered], count: int) -> PostingsWriter:
        """The postings of a view in a field, under the new numbers of its ``count`` terms."""
        parts = [segment.postings(view, field) for segment in self._segments]
        merged = PostingsWriter(self._size, positions=parts[0].positions is not None)
        totals = np.zeros(count, np.int64)
        for part, (old, new) in zip(parts, renumbered, strict=True):
            totals[new] += part.totals(old)
        ends = np.cumsum(totals)
        start = 0
        while start < count:
            before = int(ends[start - 1]) if start else 0
            stop = max(start + 1, int(np.searchsorted(ends, before + WINDOW, side="right")))
            self._merge_terms(merged, parts, renumbered, start, stop)
            start = stop
        return merged

    def _merge_terms(
        self,
        merged: PostingsWriter,
        parts: Sequence[Postings],
        renumbered: Sequence[_Renumbered],
        start: int,
        stop: int,
    ) -> None:
        """Merge the lists of the terms that are now numbered from ``start`` to ``stop``."""
        with_positions = merged.positions is not None
        terms, docs, frequencies, positions = [], [], [], []
        for part, (old, new), new_docs in zip(parts, renumbered, self._new_docs, strict=True):
            here = slice(*np.searchsorted(new, (start, stop)))
            held, often = part.gather(old[here])
            doc = new_docs[held]
            live = doc >= 0
            terms.append(np.repeat(new[here], part.counts(old[here]))[live])
            docs.append(doc[live])
            frequencies.append(often[live])
            positions.append(part.gather_positions(old[here])[np.repeat(live, often)] if with_positions else _NONE)
        term, doc, frequency = np.concatenate(terms), np.concatenate(docs), np.concatenate(frequencies)
        order = np.argsort(term, kind="stable")
        position = np.concatenate(positions)
        if with_positions:
            begin = (np.cumsum(frequency) - frequency)[order]
            position = position[ranges(begin, begin + frequency[order])]
        merged.add(term[order], doc[order], frequency[order], position)


def _used(lists: dict[str, PostingsWriter]) -> Ints:
    """The terms that have a list in any field, ascending."""
    return distinct([postings.used() for postings in lists.values()])
