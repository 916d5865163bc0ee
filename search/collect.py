"""The order of hits, and counts of the values of a field among them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Literal, get_args

import numpy as np

from tracuu.index.arrays import Array
from tracuu.index.postings import Ints
from tracuu.index.reader import IndexReader
from tracuu.index.stored import seconds_to_date
from tracuu.index.views import NO_DATE
from tracuu.search.best import best
from tracuu.search.relax import Reading

Sort = Literal["relevance", "date", "-date", "title"]
SORTS: tuple[Sort, ...] = get_args(Sort)


def order(reader: IndexReader, reading: Reading, scores: Array, sort: Sort, is_question: bool, count: int) -> Ints:
    """The numbers of the first hits, at most ``count``; ties in the order of the index.

    Full matches stand before those in which a unit has no marks at all, those before partial matches. For a
    question sorted by relevance the score alone decides.
    """
    found: list[Ints] = []
    for tier in _tiers(reader, reading, is_question and sort == "relevance"):
        docs = np.flatnonzero(tier)
        found.append(docs[best(_goodness(reader, docs, scores, sort), count)])
        count -= len(found[-1])
        if count <= 0:
            break
    return np.concatenate([np.empty(0, np.int64), *found])


def _tiers(reader: IndexReader, reading: Reading, score_alone: bool) -> Iterator[Array]:
    """The hits in parts that follow each other, bool [reader.size] each."""
    if score_alone:
        yield reading.full | reading.partial
        return
    bare = [match.bare & ~match.covered for match in reading.matches if match.unit.may_be_bare]
    if bare:
        unmarked = np.logical_or.reduce(bare)
        yield reading.full & ~unmarked
        yield reading.full & unmarked
    else:
        yield reading.full
    yield reading.partial


def _goodness(reader: IndexReader, docs: Ints, scores: Array, sort: Sort) -> Array:
    """The greater, the further in front; articles without a date stand last."""
    match sort:
        case "date":
            return np.maximum(reader.dates[docs], NO_DATE + 1)
        case "-date":
            return -np.where((dates := reader.dates[docs]) == NO_DATE, np.iinfo(np.int64).max, dates)
        case "title":
            keys = [segment.title_keys[number] for segment, number in map(reader.locate, docs.tolist())]
            places = {key: place for place, key in enumerate(sorted(set(keys)))}
            return -np.array([places[key] for key in keys], np.int64)
    result: Array = scores[docs]
    return result


def facet_counts(reader: IndexReader, field: str, mask: Array) -> tuple[tuple[str, int], ...]:
    """The values of a field (or ``year``) and how many of the masked articles have each, most frequent first."""
    counts: Counter[str] = Counter()
    if field == "year":
        dates = reader.dates[mask]
        years = (seconds_to_date(int(seconds)) for seconds in dates[dates != NO_DATE])
        counts.update(str(day.year) for day in years if day)
    else:
        for base, segment in zip(reader.bases, reader.segments, strict=False):
            held = segment.postings(field).tally(mask[base : base + segment.size])
            for number in np.flatnonzero(held).tolist():
                counts[segment.keywords[field].term(number)] += int(held[number])
    return tuple(sorted(counts.items(), key=lambda item: (-item[1], item[0])))
