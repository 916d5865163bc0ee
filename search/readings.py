"""How the index writes what a unit covers: its marked readings, and in how many articles each stands."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from tracuu.index.postings import Ints
from tracuu.index.segment import Segment
from tracuu.search.nodes import Syllable, Unit
from tracuu.search.snapshot import Snapshot

_PATHS = 200
"""Readings of a segment that are followed; real units have one to five."""


def readings(snapshot: Snapshot, unit: Unit, limit: int = 3) -> list[tuple[str, int]]:
    """The most frequent readings of a unit, written as names where the index knows one, with article counts.

    An article that has several readings counts for each.
    """
    found: dict[str, str] = {}
    for segment in snapshot.reader.segments:
        forms = [snapshot.forms[segment.name].of_syllable(syllable) for syllable in unit.syllables]
        for path in _paths(segment, unit, forms):
            terms = [segment.syllables.term(number) for number in path]
            key = " ".join(terms)
            if key not in found or found[key] == key:
                found[key] = _display(segment, unit.syllables, key)
    counted = [(display, int(snapshot.covered(_exactly(unit, key)).sum())) for key, display in found.items()]
    return sorted((c for c in counted if c[1]), key=lambda c: (-c[1], c[0]))[:limit]


def _paths(segment: Segment, unit: Unit, forms: list[Ints]) -> Iterator[tuple[int, ...]]:
    """Chains of terms of which each two neighbours stand side by side somewhere in the segment."""
    paths: list[tuple[int, ...]] = [(int(number),) for number in forms[0]]
    for terms in forms[1:]:
        longer: list[tuple[int, ...]] = []
        for path in paths[:_PATHS]:
            pairs = segment.bigrams.find(np.array([path[-1]]), terms)
            longer += [(*path, int(second)) for second in segment.bigrams.sides(pairs)[1].tolist()]
        paths = longer
    return iter(paths[:_PATHS])


def _display(segment: Segment, syllables: tuple[Syllable, ...], key: str) -> str:
    number = segment.names.find(key, " ".join(syllable.fold for syllable in syllables))
    return segment.name_displays[number].decode("utf-8", "surrogatepass") if number >= 0 else key


def _exactly(unit: Unit, key: str) -> Unit:
    return Unit(tuple(Syllable(term, unit.fields, "exact") for term in key.split(" ")), slop=unit.slop)
