"""The order of hits, and counts of the values of a field among them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Literal, get_args

import numpy as np

from tracuu.index.arrays import Array
from tracuu.index.postings import Ints
from tracuu.index.reader import IndexReader
from tracuu.index.stored import seconds_to_date
from tracuu.index.views import NO_DATE
from tracuu.search.best import best
from tracuu.search.plan import Plan
from tracuu.search.proximity import RESCORED
from tracuu.search.relax import Reading
from tracuu.search.snapshot import Snapshot

Sort = Literal["relevance", "date", "-date", "title"]
_FEW = 8
"""Where fewer than one article in so many can be shown, only those are scored."""
SORTS: tuple[Sort, ...] = get_args(Sort)


def tiers(reading: Reading, sort: Sort, is_question: bool) -> Iterator[Ints]:
    """The hits in parts that are shown one after the other, the articles of each ascending.

    Full matches stand before those in which a unit has no marks at all or stands in another spelling, those before
    partial matches. For a question sorted by relevance the score alone decides.
    """
    if is_question and sort == "relevance":
        yield (reading.full | reading.partial).nonzero()[0]
        return
    otherwise = [match.any ^ match.covered for match in reading.matches if match.any is not match.covered]
    if otherwise:
        behind = np.logical_or.reduce(otherwise)
        yield (reading.full & ~behind).nonzero()[0]
        yield (reading.full & behind).nonzero()[0]
    else:
        yield reading.full.nonzero()[0]
    yield reading.partial.nonzero()[0]


def collect(
    snapshot: Snapshot, plan: Plan, tiers: Iterable[Ints], sort: Sort, count: int | None = None
) -> tuple[Ints, Array]:
    """The first hits, best first, ties in the order of the index; and the scores, float64 [reader.size].

    Only what can be among them is scored. Pairs of syllables (``proximity``) count in the first articles by relevance.

    Args:
        snapshot: what is searched.
        plan: what scores, as it is answered in the end.
        tiers: from ``tiers``.
        sort: the order inside a part.
        count: so many hits at most, or None for all.
    """
    reader, scorer = snapshot.reader, snapshot.scorer
    parts = list(tiers) if sort != "relevance" or count is None else _as_many_as_needed(tiers, count)
    docs = parts[0] if len(parts) == 1 else np.sort(np.concatenate(parts))
    terms = snapshot.scored_terms.of(plan)
    if len(docs) * _FEW > reader.size:
        scores = scorer.scores(terms)
    else:
        scores = np.zeros(reader.size)
        scores[docs] = scorer.scores_at(scorer.select(docs), terms)
    snapshot.proximity.rescore(plan, scores, shortlist(parts, scores, RESCORED))
    most = reader.size if count is None else count
    found: list[Ints] = []
    for part in parts:
        found.append(part[best(_goodness(reader, part, scores, sort), most)])
        most -= len(found[-1])
    return np.concatenate(found), scores


def _as_many_as_needed(tiers: Iterable[Ints], count: int) -> list[Ints]:
    parts = []
    for part in tiers:
        parts.append(part)
        count -= len(part)
        if count <= 0:
            break
    return parts


def shortlist(tiers: Iterable[Ints], scores: Array, count: int) -> Ints:
    """The first articles by relevance, ascending."""
    found: list[Ints] = [np.empty(0, np.int64)]
    for part in tiers:
        found.append(part[best(scores[part], count)])
        count -= len(found[-1])
    return np.sort(np.concatenate(found))


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
