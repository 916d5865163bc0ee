"""What is dropped when no article has all that was asked for, and how that is said.

In this order: marks, but only of a unit that stands nowhere in the index as typed; adjacency; completeness.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from tracuu.index.arrays import Array
from tracuu.search.nodes import Unit
from tracuu.search.readings import readings
from tracuu.search.results import Relaxation
from tracuu.search.snapshot import Snapshot


@dataclass(slots=True)
class UnitMatches:
    """Where a unit stands: ``covered`` under its rule of marks, ``bare`` without any mark."""

    unit: Unit
    covered: Array
    bare: Array

    @property
    def any(self) -> Array:
        """Where it stands at all."""
        mask: Array = self.covered | self.bare
        return mask


@dataclass(slots=True)
class Reading:
    """The units that are answered in the end, and what was dropped on the way.

    Attributes:
        matches: for each unit where it stands.
        full: bool, the articles that have them all (and all else that is required).
        partial: bool, the other articles that have at least one of them.
        relaxed: what was dropped.
    """

    matches: list[UnitMatches]
    full: Array
    partial: Array
    relaxed: list[Relaxation]


def read(snapshot: Snapshot, units: Sequence[Unit], base: Array) -> Reading:
    """Answer units strictly, or less so where nothing meets them.

    Args:
        snapshot: what to search in.
        units: must all be there.
        base: bool, the articles that meet whatever is never relaxed.
    """
    relaxed: list[Relaxation] = []
    matches = [_match(snapshot, unit) for unit in units]
    for place, match in enumerate(matches):
        if near := _without_marks(snapshot, match):
            matches[place] = near
            written = tuple(readings(snapshot, near.unit))
            relaxed.append(Relaxation("marks", _as_typed(match.unit), written))
    full = _all(matches, base)
    if matches and not full.any():
        apart = _apart(snapshot, matches)
        if len(apart) > len(matches):
            full = _all(apart, base)
            if full.any():
                relaxed += [
                    Relaxation("adjacency", _as_typed(m.unit)) for m in matches if len(m.unit.syllables) > 1
                ]
                matches = apart
    partial = base & np.logical_or.reduce([m.any for m in matches]) & ~full if matches else np.zeros_like(base)
    if len(matches) > 1 and not full.any() and partial.any():
        relaxed.append(Relaxation("completeness"))
    return Reading(matches, full, partial, relaxed)


def _match(snapshot: Snapshot, unit: Unit) -> UnitMatches:
    return UnitMatches(unit, snapshot.covered(unit), snapshot.bare(unit))


def _all(matches: Sequence[UnitMatches], base: Array) -> Array:
    full: Array = np.logical_and.reduce([base, *(match.any for match in matches)])
    return full


def _without_marks(snapshot: Snapshot, match: UnitMatches) -> UnitMatches | None:
    """The unit with its marks left off, if as typed it stands nowhere and so it stands somewhere with others."""
    unit = match.unit
    if unit.marks != "auto" or not unit.is_marked or match.covered.any():
        return None
    free = unit.with_marks("ignore")
    near = UnitMatches(free, snapshot.covered(free), np.zeros_like(match.bare))
    return near if (near.covered & ~match.bare).any() else None


def _apart(snapshot: Snapshot, matches: Sequence[UnitMatches]) -> list[UnitMatches]:
    """Every syllable a unit of its own; what was typed as one compound stays so."""
    parts: list[UnitMatches] = []
    for match in matches:
        unit = match.unit
        compound = bool(unit.tokens) and unit.tokens[0].compound >= 0
        if compound or len(unit.syllables) == 1:
            parts.append(match)
            continue
        tokens = unit.tokens or (None,) * len(unit.syllables)
        for syllable, token in zip(unit.syllables, tokens, strict=True):
            single = Unit((syllable,), tokens=(token,) if token else ())
            parts.append(_match(snapshot, single))
    return parts


def _as_typed(unit: Unit) -> str:
    return unit.text
