"""How a query is answered on one snapshot: what was asked, where it stands, what comes first."""

from __future__ import annotations

import math

import numpy as np

from tracuu.analyzers.cached import cached_property
from tracuu.analyzers.errors import QueryError
from tracuu.index.arrays import Array
from tracuu.index.postings import Ints
from tracuu.search.collect import Sort, collect, tiers
from tracuu.search.filters import Filters
from tracuu.search.nodes import Marks, Unit
from tracuu.search.occurrences import OccurrenceFinder
from tracuu.search.plan import Plan
from tracuu.search.relax import Reading, read
from tracuu.search.results import Match
from tracuu.search.snapshot import Snapshot


class Answer:
    """A query, read and matched; scores are worked out when they are asked for.

    Attributes:
        plan: what was asked for.
        reading: where it stands, and what was dropped for that.
        scored: the plan under the rules of marks that are answered in the end: this is what scores.
    """

    def __init__(
        self,
        snapshot: Snapshot,
        query: str,
        marks: Marks = "auto",
        filters: Filters | None = None,
        *,
        keystrokes: bool = True,
    ) -> None:
        """Answer a query.

        Raises:
            QueryError: see ``Searcher.search``.
        """
        if marks not in ("auto", "exact", "ignore"):
            raise QueryError(f"marks are read as auto, exact or ignore, not {marks!r}")
        self._snapshot = snapshot
        self.plan = snapshot.plan(query, marks, keystrokes=keystrokes)
        if self.plan.is_empty:
            raise QueryError("the query has no word to look up: type at least one letter or digit")
        self.query = self.plan.keystrokes.text if self.plan.keystrokes else query.strip()
        self.marks = marks
        self.filters = filters
        self.reading = _read(snapshot, self.plan, filters)
        self.scored = _as_answered(self.plan, self.reading)

    @property
    def total(self) -> int:
        """How many articles match in full."""
        return int(np.count_nonzero(self.reading.full))

    def first(self, count: int, sort: Sort) -> tuple[Ints, Array]:
        """The first articles, best first, and the scores of all (see ``collect``)."""
        return collect(self._snapshot, self.scored, tiers(self.reading, sort, self.plan.is_question), sort, count)

    def match(self, doc: int) -> Match | None:
        """How an article matches."""
        return "full" if self.reading.full[doc] else "partial" if self.reading.partial[doc] else None

    @cached_property
    def finder(self) -> OccurrenceFinder:
        """What is highlighted."""
        return OccurrenceFinder(list(self._counts), self.plan.wide)

    @cached_property
    def weights(self) -> list[float]:
        """What each unit that is highlighted is worth in a passage: the rarer, the more."""
        articles = len(self._snapshot.reader)
        weights = [math.log(1 + articles / (1 + count)) for count in self._counts.values()]
        return weights + [1.0] * len(self.plan.wide)

    @cached_property
    def _counts(self) -> dict[Unit, int]:
        """In how many articles each unit stands."""
        relaxable = set(self.plan.units)
        counts = {match.unit: int(np.count_nonzero(match.any)) for match in self.reading.matches}
        for unit in self.plan.text_units():
            if unit not in relaxable and unit not in counts:
                counts[unit] = int(np.count_nonzero(self._snapshot.mask(unit)))
        return counts


def _read(snapshot: Snapshot, plan: Plan, filters: Filters | None) -> Reading:
    """Where the query stands; a quotation beside words is relaxed, like them, if nothing is found with it."""
    base = snapshot.reader.live.copy()
    quotations = dict.fromkeys(query for query in plan.required if isinstance(query, Unit) and query.is_quotation)
    for required in dict.fromkeys([*plan.required, *(filters.queries() if filters else [])]):
        if required not in quotations:
            base &= snapshot.mask(required)
    for excluded in dict.fromkeys(plan.excluded):
        base &= ~snapshot.mask(excluded)
    reading = read(snapshot, plan.units, np.logical_and.reduce([base, *map(snapshot.mask, quotations)]))
    if quotations and plan.units and not (reading.full.any() or reading.partial.any()):
        return read(snapshot, [*plan.units, *quotations], base)
    return reading


def _as_answered(plan: Plan, reading: Reading) -> Plan:
    free = {match.unit.text for match in reading.matches if match.unit.marks == "ignore"}
    if not free:
        return plan
    return plan.with_runs(
        [
            [unit.with_marks("ignore") if unit.text in free and unit.marks == "auto" else unit for unit in run]
            for run in plan.runs
        ]
    )
