"""Figures about an index, exact: what only deleted articles have does not count."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from tracuu.index.lexicon import Lexicon, merge_lexicons
from tracuu.index.pairs import pack
from tracuu.index.postings import Ints, distinct
from tracuu.index.reader import IndexReader
from tracuu.index.segment import Segment
from tracuu.index.stored import seconds_to_date
from tracuu.index.views import NO_DATE, TEXT_FIELDS


@dataclass(frozen=True, slots=True)
class Statistics:
    """Figures about an index; ``dates`` are the first and the last day (ISO) that an article has."""

    articles: int
    deleted: int
    segments: int
    sources: int
    tokens: int
    syllables: int
    bigrams: int
    words: int
    names: int
    dates: tuple[str, str] | None
    bytes_on_disk: int
    generation: int
    schema_version: int


def statistics_of(reader: IndexReader) -> Statistics:
    """Figures about a generation; reads the dictionary of every segment."""
    dates = reader.dates[reader.live]
    dates = dates[dates != NO_DATE]
    first_last = None
    if len(dates):
        first_last = (str(seconds_to_date(int(dates.min()))), str(seconds_to_date(int(dates.max()))))
    return Statistics(
        articles=len(reader),
        deleted=reader.size - len(reader),
        segments=len(reader.segments),
        sources=len(reader.manifest.files),
        tokens=sum(int(reader.lengths("syllables", field)[reader.live].sum(dtype=np.int64)) for field in TEXT_FIELDS),
        syllables=_count_terms([(s.syllables, _used(s, "syllables")) for s in reader.segments]),
        bigrams=_count_bigrams(reader.segments),
        words=_count_terms([(s.words, _used(s, "words")) for s in reader.segments]),
        names=_count_terms([(s.names, _used(s, "names", ["any"])) for s in reader.segments]),
        dates=first_last,
        bytes_on_disk=reader.bytes_on_disk,
        generation=reader.toc.generation,
        schema_version=reader.schema_version,
    )


def _used(segment: Segment, view: str, fields: Sequence[str] = TEXT_FIELDS) -> Ints:
    """The numbers of the terms that a live article has."""
    live = np.ones(segment.size, bool) if segment.live is None else segment.live
    held = [segment.postings(view, field).tally(live) > 0 for field in fields]
    return np.flatnonzero(np.logical_or.reduce(held))


def _count_terms(parts: Sequence[tuple[Lexicon, Ints]]) -> int:
    return len({lexicon.keys[number] for lexicon, used in parts for number in used.tolist()})


def _count_bigrams(segments: Sequence[Segment]) -> int:
    _, numbers = merge_lexicons([segment.syllables for segment in segments])
    pairs = []
    for segment, number in zip(segments, numbers, strict=True):
        first, second = segment.bigrams.sides(_used(segment, "bigrams"))
        pairs.append(pack(number[first], number[second]))
    return len(distinct(pairs))
