"""Several segments into one, array by array; and which segments are worth merging."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from tracuu.index.arrays import ArrayWriter
from tracuu.index.byte_strings import ByteStrings, save_byte_strings
from tracuu.index.lexicon import Lexicon, merge_lexicons
from tracuu.index.pairs import pack, unpack
from tracuu.index.postings import Ints, Postings, merge_postings
from tracuu.index.segment import Segment
from tracuu.index.views import KEYWORD_FIELDS, TEXT_FIELDS

TIER = 8
"""So many segments of one size class are merged: n articles never lie in more than about TIER * log_TIER(n)."""

MAX_TOKENS = 2**32 - 1
"""So many tokens of one field fit into a segment: ``Postings.ends`` counts them in 32 bits."""


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
        numbers = _merge_view(writer, "syllables", [s.syllables for s in segments], segments, new_docs)
        _merge_bigrams(writer, segments, numbers, new_docs)
        _merge_view(writer, "words", [s.words for s in segments], segments, new_docs)
        _merge_names(writer, segments, new_docs)
        for name in KEYWORD_FIELDS:
            _merge_view(writer, name, [s.keywords[name] for s in segments], segments, new_docs, ["any"])
        live_docs = [np.flatnonzero(new >= 0) for new in new_docs]
        writer.add("dates", np.concatenate([s.dates[live] for s, live in zip(segments, live_docs, strict=True)]))
        for name in ("title_keys", "stored"):
            strings = [ByteStrings.load(s.arrays, name) for s in segments]
            save_byte_strings(
                writer,
                name,
                (part[i] for part, live in zip(strings, live_docs, strict=True) for i in live.tolist()),
            )


def _merge_fields(
    writer: ArrayWriter,
    name: str,
    fields: Sequence[str],
    segments: Sequence[Segment],
    numbers: list[Ints],
    new_docs: list[Ints],
    count: int,
) -> Ints:
    """Merge the postings of a view in each field; returns the numbers of the terms that are still used."""
    merged: dict[str, Postings] = {}
    used = np.zeros(count, bool)
    for field in fields:
        merged[field] = merge_postings([s.postings(name, field) for s in segments], numbers, new_docs, count)
        used |= np.diff(merged[field].starts) > 0
    kept = np.flatnonzero(used)
    for field, postings in merged.items():
        postings.starts = np.append(postings.starts[kept], postings.starts[-1])
        postings.save(writer, f"{name}.{field}")
        if name != "bigrams":
            lengths = [s.lengths(name, field)[new >= 0] for s, new in zip(segments, new_docs, strict=True)]
            writer.add(f"{name}.{field}.lengths", np.concatenate(lengths))
    return kept


def _merge_view(
    writer: ArrayWriter,
    name: str,
    lexicons: Sequence[Lexicon],
    segments: Sequence[Segment],
    new_docs: list[Ints],
    fields: Sequence[str] = TEXT_FIELDS,
) -> list[Ints]:
    """Merge a view; returns for each segment the new number of each of its terms (-1: nothing is left of it)."""
    keys, numbers = merge_lexicons(lexicons)
    kept = _merge_fields(writer, name, fields, segments, numbers, new_docs, len(keys))
    save_byte_strings(writer, f"{name}.terms", [keys[i] for i in kept.tolist()])
    final = np.full(len(keys), -1, np.int64)
    final[kept] = np.arange(len(kept))
    return [final[number] for number in numbers]


def _merge_bigrams(
    writer: ArrayWriter, segments: Sequence[Segment], syllables: list[Ints], new_docs: list[Ints]
) -> None:
    parts = []
    for segment, number in zip(segments, syllables, strict=True):
        first, second = unpack(segment.bigrams)
        # A syllable that is gone takes its pairs with it; they have no live entries, any number will do.
        parts.append(pack(np.maximum(number[first], 0), np.maximum(number[second], 0)))
    pairs = np.unique(np.concatenate(parts))
    numbers = [np.searchsorted(pairs, part) for part in parts]
    kept = _merge_fields(writer, "bigrams", TEXT_FIELDS, segments, numbers, new_docs, len(pairs))
    writer.add("bigrams.pairs", pairs[kept])


def _merge_names(writer: ArrayWriter, segments: Sequence[Segment], new_docs: list[Ints]) -> None:
    numbers = _merge_view(writer, "names", [s.names for s in segments], segments, new_docs, ["any"])
    displays: dict[int, bytes] = {}
    for segment, number in zip(segments, numbers, strict=True):
        for new, display in zip(number.tolist(), segment.name_displays, strict=True):
            displays.setdefault(new, display)
    displays.pop(-1, None)
    save_byte_strings(writer, "names.displays", [displays[i] for i in sorted(displays)])
