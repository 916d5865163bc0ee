"""The order of hits, and counts of the values of a field among them."""

from __future__ import annotations

from collections import Counter
from typing import Literal, get_args

import numpy as np

from tracuu.index.arrays import Array
from tracuu.index.postings import Ints
from tracuu.index.reader import IndexReader
from tracuu.index.stored import seconds_to_date
from tracuu.index.views import NO_DATE
from tracuu.search.relax import Reading

Sort = Literal["relevance", "date", "-date", "title"]
SORTS: tuple[Sort, ...] = get_args(Sort)


def order(reader: IndexReader, reading: Reading, scores: Array, sort: Sort, is_question: bool) -> Ints:
    """The numbers of all hits, best first; ties in the order of the index.

    Full matches stand before those in which a unit has no marks at all, those before partial matches. For a
    question sorted by relevance the score alone decides.
    """
    docs = np.flatnonzero(reading.full | reading.partial)
    keys: list[Array] = [_sort_key(reader, docs, scores, sort)]
    if not (is_question and sort == "relevance"):
        bare = np.zeros(reader.size, bool)
        for match in reading.matches:
            bare |= match.bare & ~match.covered
        keys.append(np.where(reading.full[docs], np.where(bare[docs], 1, 0), 2))
    result: Ints = docs[np.lexsort([docs, *keys])]
    return result


def _sort_key(reader: IndexReader, docs: Ints, scores: Array, sort: Sort) -> Array:
    """What to sort ascending by; articles without a date stand last."""
    match sort:
        case "date":
            return -np.maximum(reader.dates[docs], NO_DATE + 1)
        case "-date":
            dates = reader.dates[docs]
            return np.where(dates == NO_DATE, np.iinfo(np.int64).max, dates)
        case "title":
            keys = [segment.title_keys[number] for segment, number in map(reader.locate, docs.tolist())]
            places = {key: place for place, key in enumerate(sorted(set(keys)))}
            return np.array([places[key] for key in keys], np.int64)
    result: Array = -scores[docs]
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
            postings = segment.postings(field)
            hits = np.concatenate(([0], np.cumsum(mask[base + postings.docs.astype(np.int64)])))
            for number, count in enumerate(np.diff(hits[postings.starts]).tolist()):
                if count:
                    counts[segment.keywords[field].term(number)] += count
    return tuple(sorted(counts.items(), key=lambda item: (-item[1], item[0])))
