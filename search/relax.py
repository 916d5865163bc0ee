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
    """Where a unit stands.

    Attributes:
        unit: with its rule of marks.
        covered: where it stands as typed, under this rule.
        bare: where it stands without any mark; None if that does not count.
        any: where it stands at all, be it in another spelling.
    """

    unit: Unit
    covered: Array
    bare: Array | None
    any: Array


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

    @property
    def best(self) -> Array:
        """The full matches; where there are none the partial ones."""
        return self.full if self.full.any() else self.partial


def read(snapshot: Snapshot, units: Sequence[Unit], base: Array) -> Reading:
    """Answer units strictly, or less so where nothing meets them.

    Args:
        snapshot: what to search in.
        units: must all be there.
        base: bool, the articles that meet whatever is never relaxed.
    """
    relaxed: list[Relaxation] = []
    matches = [_match(snapshot, unit) for unit in dict.fromkeys(units)]
    for place, match in enumerate(matches):
        if near := _without_marks(snapshot, match):
            matches[place] = near
            written = tuple(readings(snapshot, near.unit))
            relaxed.append(Relaxation("marks", match.unit.text, written))
    full = _all(matches, base)
    if matches and not full.any():
        matches, full = _without_adjacency(snapshot, matches, base, full, relaxed)
    partial = _others(matches, base, full)
    if len(matches) > 1 and not full.any() and partial.any():
        relaxed.append(Relaxation("completeness"))
    return Reading(matches, full, partial, relaxed)


def _match(snapshot: Snapshot, unit: Unit) -> UnitMatches:
    covered = snapshot.covered(unit)
    bare = snapshot.covered(unit.without_marks) if unit.may_be_bare else None
    others = [*([] if bare is None else [bare]), *map(snapshot.covered, unit.variants)]
    return UnitMatches(unit, covered, bare, np.logical_or.reduce([covered, *others]) if others else covered)


def _all(matches: Sequence[UnitMatches], base: Array) -> Array:
    full = base.copy()
    for match in matches:
        full &= match.any
    return full


def _others(matches: Sequence[UnitMatches], base: Array, full: Array) -> Array:
    """The articles that have at least one unit and are not among the full matches."""
    if len(matches) < 2:
        return np.zeros_like(base)
    some = matches[0].any | matches[1].any
    for match in matches[2:]:
        some |= match.any
    some &= base
    some ^= full  # all of these have some
    return some


def _without_marks(snapshot: Snapshot, match: UnitMatches) -> UnitMatches | None:
    """The unit with its marks left off, if as typed it stands nowhere and so it stands somewhere with others."""
    unit = match.unit
    has_marks = any(syllable.text != syllable.fold for syllable in unit.syllables)  # or is in another script
    if unit.marks != "auto" or not has_marks or match.covered.any() or (unit.variants and match.any.any()):
        return None
    free = unit.with_marks("ignore")
    covered = snapshot.covered(free)
    elsewhere = covered if match.bare is None else covered & ~match.bare
    return UnitMatches(free, covered, None, covered) if elsewhere.any() else None


def _without_adjacency(
    snapshot: Snapshot, matches: list[UnitMatches], base: Array, full: Array, relaxed: list[Relaxation]
) -> tuple[list[UnitMatches], Array]:
    """Units taken apart into syllables: those that stand nowhere, and if that is not enough, all of them.

    Returns what it was given if even that finds nothing.
    """
    nowhere = [not (match.any & base).any() for match in matches]
    for chosen in (nowhere, [True] * len(matches)):
        apart: dict[Unit, UnitMatches] = {}
        dropped = []
        for match, take in zip(matches, chosen, strict=True):
            units = _apart(match.unit) if take else [match.unit]
            for unit in units:
                if unit not in apart:
                    apart[unit] = match if unit is match.unit else _match(snapshot, unit)
            if len(units) > 1:
                dropped.append(Relaxation("adjacency", match.unit.text))
        if dropped and (found := _all(list(apart.values()), base)).any():
            relaxed += dropped
            return list(apart.values()), found
    return matches, full


def _apart(unit: Unit) -> list[Unit]:
    """Every syllable of a unit as a unit of its own; what was typed as one compound stays so."""
    if len(unit.syllables) == 1 or (unit.tokens and unit.tokens[0].compound >= 0):
        return [unit]
    singles = zip(unit.syllables, unit.tokens, strict=True)
    return [Unit((syllable,), tokens=(token,)) for syllable, token in singles]
