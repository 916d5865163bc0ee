"""Several segments into one, array by array; and which segments are worth merging."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from tracuu.index.arrays import ArrayWriter
from tracuu.index.byte_strings import save_byte_strings
from tracuu.index.codec.ranges import ranges
from tracuu.index.inversion import windows
from tracuu.index.lexicon import Lexicon, merge_lexicons
from tracuu.index.pairs import merge_pairs, save_pairs
from tracuu.index.postings import Ints, Mask, Postings
from tracuu.index.postings_writer import PostingsWriter
from tracuu.index.record_store import RecordWriter, sample_of, save_compressed
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

    Postings are decoded, renumbered and encoded a run of terms at a time, and what was encoded lies on disk
    (``spool``). What takes memory is the dictionaries, and the entries of a term that has very many: some 200 MB for
    150,000 articles.

    Raises:
        IndexDamagedError: a segment is not what was written; copying would give it a valid checksum.
    """
    new_docs, base = [], 0
    for segment in segments:
        segment.arrays.verify()
        live = np.ones(segment.size, bool) if segment.live is None else segment.live
        new_docs.append(np.where(live, np.cumsum(live) - 1 + base, -1))
        base += int(live.sum())
    with ArrayWriter(path) as writer:
        merge = _Merge(writer, segments, new_docs, base)
        merge.syllables_and_bigrams()
        merge.view("words", [s.words for s in segments], TEXT_FIELDS)
        merge.names()
        for name in KEYWORD_FIELDS:
            merge.view(name, [s.keywords[name] for s in segments], ["any"])
        merge.columns()


class _Renumbered(NamedTuple):
    """Terms of a segment, ascending, and the new number of each, ascending too."""

    old: Ints
    new: Ints


class _Merge:
    """One merge of segments; ``new_docs``: of each article in each segment its new number, -1 if it is deleted."""

    def __init__(self, writer: ArrayWriter, segments: Sequence[Segment], new_docs: Sequence[Ints], size: int) -> None:
        self._writer = writer
        self._segments = segments
        self._new_docs = new_docs
        self._size = size

    def view(self, name: str, lexicons: Sequence[Lexicon], fields: Sequence[str]) -> tuple[list[Ints], int]:
        """Merge a view. For each segment the new number of each of its terms, -1 if nothing is left of it; and how
        many terms there are now.
        """
        keys, numbers = merge_lexicons(lexicons)
        lists = self._begin_lists(name, fields)
        self._merge_lists(lists, name, [_Renumbered(np.arange(len(new)), new) for new in numbers], range(len(keys)))
        kept = _used(lists, len(keys))
        save_byte_strings(self._writer, f"{name}.terms", (keys[i] for i in np.flatnonzero(kept).tolist()))
        _save_lists(lists, name, kept)
        for field in fields if name in VIEWS else ():
            lengths = [s.lengths(name, field)[new >= 0] for s, new in self._pairs()]
            self._writer.add(f"{name}.{field}.lengths", np.concatenate(lengths))
        final = np.where(kept, np.cumsum(kept) - 1, -1)
        return [final[number] for number in numbers], int(kept.sum())

    def syllables_and_bigrams(self) -> None:
        """Merge both, since the dictionary of bigrams has the term numbers of the syllables."""
        syllables, terms = self.view("syllables", [s.syllables for s in self._segments], TEXT_FIELDS)
        lists = self._begin_lists("bigrams", TEXT_FIELDS)
        pairs = self._writer.spool(np.int64)
        for joined, renumbered in merge_pairs([s.bigrams for s in self._segments], syllables, terms):
            start = len(pairs)
            pairs.append(joined)
            here = [_Renumbered(old, new + start) for old, new in renumbered]
            self._merge_lists(lists, "bigrams", here, range(start, len(pairs)))
        kept = _used(lists, len(pairs))
        save_pairs(self._writer, pairs.parts(kept), terms)
        pairs.close()
        _save_lists(lists, "bigrams", kept)

    def names(self) -> None:
        """Merge the names; one is written as in the first segment of which a live article has it."""
        numbers, count = self.view("names", [s.names for s in self._segments], ["any"])
        written_in, place = np.zeros(count, np.int32), np.zeros(count, np.int32)
        for at in reversed(range(len(self._segments))):
            segment = self._segments[at]
            live = np.ones(segment.size, bool) if segment.live is None else segment.live
            held = np.flatnonzero(segment.postings("names").tally(live))
            written_in[numbers[at][held]] = at
            place[numbers[at][held]] = held
        displays = [segment.name_displays for segment in self._segments]
        found = (displays[at][number] for at, number in zip(written_in.tolist(), place.tolist(), strict=True))
        save_byte_strings(self._writer, "names.displays", found)

    def columns(self) -> None:
        """What is kept for each article."""
        live = [np.flatnonzero(new >= 0) for new in self._new_docs]
        parts = list(zip(self._segments, (numbers.tolist() for numbers in live), strict=True))
        dates = [segment.dates[numbers] for segment, numbers in zip(self._segments, live, strict=True)]
        self._writer.add("dates", np.concatenate(dates))
        title_keys = KEY_END.join(s.title_keys[number] for s, numbers in parts for number in numbers)
        save_compressed(self._writer, "title_keys", title_keys)
        stored = [(segment.stored, number) for segment, numbers in parts for number in numbers]
        sample = sample_of(len(stored), lambda place: stored[place][0][stored[place][1]])
        RecordWriter(self._writer).compress(self._records(live), sample).save("stored")

    def _records(self, live: Sequence[Ints]) -> Iterator[bytes]:
        for segment, numbers in zip(self._segments, live, strict=True):
            for number in numbers.tolist():
                yield segment.stored[number]
            segment.arrays.release()

    def _pairs(self) -> Iterator[tuple[Segment, Ints]]:
        return zip(self._segments, self._new_docs, strict=True)

    def _begin_lists(self, view: str, fields: Sequence[str]) -> Mapping[str, PostingsWriter]:
        """For each field where the lists of a view are collected."""
        return {
            field: PostingsWriter(
                self._writer,
                self._size,
                positions=self._segments[0].postings(view, field).positions is not None,
            )
            for field in fields
        }

    def _merge_lists(
        self, lists: Mapping[str, PostingsWriter], view: str, renumbered: Sequence[_Renumbered], terms: range
    ) -> None:
        """Merge the lists of terms that have these new numbers."""
        for field, merged in lists.items():
            parts = [segment.postings(view, field) for segment in self._segments]
            totals = np.zeros(len(terms), np.int64)
            for part, (old, new) in zip(parts, renumbered, strict=True):
                totals[new - terms.start] += part.totals(old)
            for start, stop in windows(totals):
                self._merge_terms(merged, parts, renumbered, terms.start + start, terms.start + stop)
                for segment in self._segments:
                    segment.arrays.release()

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


def _used(lists: Mapping[str, PostingsWriter], count: int) -> Mask:
    """Which of so many terms have a list in any field."""
    used = np.zeros(count, bool)
    for postings in lists.values():
        used[postings.used()] = True
    return used


def _save_lists(lists: Mapping[str, PostingsWriter], view: str, kept: Mask) -> None:
    """Store the lists of a view, the terms numbered anew without those that are not kept."""
    final = np.cumsum(kept) - 1
    for field, postings in lists.items():
        postings.save(f"{view}.{field}", final[postings.used()], int(kept.sum()))
