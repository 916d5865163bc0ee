"""One generation of an index, made ready to be searched: what all queries on it share."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from tracuu.index.arrays import Array
from tracuu.index.reader import IndexReader
from tracuu.index.recent import Recent
from tracuu.search.evaluate import SegmentMatcher
from tracuu.search.forms import Forms
from tracuu.search.nodes import Marks, Query, Unit
from tracuu.search.plan import Plan, Planner
from tracuu.search.proximity import ProximityScorer
from tracuu.search.scored_terms import ScoredTerms, syllable_term
from tracuu.search.scoring import Ranking, Scorer
from tracuu.search.syntax import parse_query
from tracuu.search.units import UnitCutter

if TYPE_CHECKING:
    from tracuu.search.tree_scorer import TreeScorer

REMEMBERED = 2 * 1024 * 1024
"""Bytes of masks that a snapshot remembers: five hundred units in 30,000 articles."""


PLANS = 2 * 1024 * 1024
"""Bytes of plans that it remembers: some hundred queries."""
_NODE = 4000
"""Bytes of a unit in a plan, with its syllables, tokens and scored terms."""


class Snapshot:
    """Evaluates and scores over all segments of a reader. Any number of threads may share it."""

    def __init__(self, reader: IndexReader, ranking: Ranking) -> None:
        self.reader = reader
        self.forms = {segment.name: Forms(segment) for segment in reader.segments}
        self.matchers = [SegmentMatcher(segment, self.forms[segment.name]) for segment in reader.segments]
        self.scorer = Scorer(reader, ranking)
        self.scored_terms = ScoredTerms(self.forms, ranking, reader.dictionary)
        self.proximity = ProximityScorer(self.scorer, self.forms)
        self.cutter = UnitCutter(reader)
        self.planner = Planner(self.cutter)
        self._recent: Recent[Array] = Recent(REMEMBERED, lambda packed: packed.nbytes)
        self._plans: Recent[Plan] = Recent(PLANS, lambda plan: _NODE * sum(len(run) for run in plan.runs))

    @cached_property
    def trees(self) -> TreeScorer:
        """Scores query trees of a program's own making."""
        from tracuu.search.tree_scorer import TreeScorer  # what is typed needs none

        return TreeScorer(self)

    def plan(self, text: str, marks: Marks) -> Plan:
        """The plan of a query; remembered, since pages, facets and filters ask the same again.

        Raises:
            QueryError: see ``parse_query`` and ``Planner``.
        """
        known = self._plans.get((text, marks))
        return (
            self._plans.put((text, marks), self.planner.plan(parse_query(text, marks), text))
            if known is None
            else known
        )

    def mask(self, query: Query) -> Array:
        """Bool ``[reader.size]``: the live articles that match a node."""
        return self._live(lambda matcher: matcher.mask(query))

    def covered(self, unit: Unit) -> Array:
        """The live articles in which a unit stands with marks that its own allow; remembered."""
        if len(unit.syllables) == 1 and not unit.variants:  # it will be scored as well
            return self.scorer.holding(syllable_term(unit.syllables[0], self.forms))
        packed = self._recent.get(unit.key)
        if packed is None:
            mask = self._live(lambda matcher: matcher.covered(unit))
            self._recent.put(unit.key, np.packbits(mask))
            return mask
        return np.unpackbits(packed, count=self.reader.size).view(np.bool_)

    def _live(self, evaluate: Callable[[SegmentMatcher], Array]) -> Array:
        masks = []
        for matcher in self.matchers:
            mask = evaluate(matcher)
            live = matcher.segment.live
            masks.append(mask if live is None else mask & live)
        return masks[0] if len(masks) == 1 else np.concatenate([np.empty(0, bool), *masks])
