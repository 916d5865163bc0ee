"""One generation of an index, made ready to be searched: what all queries on it share."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING

import numpy as np

from tracuu.analyzers.cached import cached_property
from tracuu.index.arrays import Array
from tracuu.index.reader import IndexReader
from tracuu.index.recent import Recent
from tracuu.search.evaluate import SegmentMatcher
from tracuu.search.forms import Forms
from tracuu.search.keystroke_evidence import IndexEvidence
from tracuu.search.memory import Memory, usual_memory
from tracuu.search.nodes import Marks, Query, Unit, Words
from tracuu.search.plan import Plan, Planner
from tracuu.search.proximity import ProximityScorer
from tracuu.search.scored_terms import ScoredTerms, syllable_term
from tracuu.search.scoring import Ranking, Scorer
from tracuu.search.syntax import parse_query
from tracuu.search.typed_keys import read_typed_keys
from tracuu.search.units import UnitCutter
from tracuu.search.variants import Recogniser, recognised

if TYPE_CHECKING:
    from tracuu.search.tree_scorer import TreeScorer

PLANS = 2 * 1024 * 1024
"""Bytes of plans that it remembers: some hundred queries."""
KNOWS_MARKS = 1000
"""Articles of an index that knows which marks were probably left off. Titles asked of 10,000 articles: MRR .9049 and
.9108 with weights of 0.2 and 0.6, .8939 without; questions asked of 300 articles lose up to 1.2 points (nDCG)."""
_LONGEST_RESTORED = 64
"""Tokens of a question whose marks are restored."""
_LETTER, _SHORTEST = 250, 8
"""Bytes that a plan takes for each letter of its query, with tokens, syllables, scored terms and variants (270 were
measured), and the letters of the shortest."""


class Snapshot:
    """Evaluates and scores over all segments of a reader. Any number of threads may share it."""

    def __init__(
        self,
        reader: IndexReader,
        ranking: Ranking,
        recognisers: Sequence[Recogniser] = (),
        memory: int | None = None,
    ) -> None:
        """Begin with nothing decoded.

        Args:
            reader: of the generation.
            ranking: see ``Ranking``.
            recognisers: of other spellings of what is typed.
            memory: bytes of what is decoded that may be remembered, ``usual_memory`` if None.
        """
        shares = Memory.of(usual_memory(reader.size) if memory is None else memory)
        self.reader = reader
        self.forms = {segment.name: Forms(segment) for segment in reader.segments}
        self.matchers = [SegmentMatcher(segment, self.forms[segment.name]) for segment in reader.segments]
        self.scorer = Scorer(reader, ranking, shares)
        self.scored_terms = ScoredTerms(self.forms, ranking, reader.dictionary)
        self.proximity = ProximityScorer(self.scorer, self.forms, shares.places)
        self.cutter = UnitCutter(reader)
        self.planner = Planner(self.cutter, recognisers)
        self._recognisers = recognisers
        self._evidence = IndexEvidence(reader)
        self._recent: Recent[Array] = Recent(shares.masks, lambda packed: packed.nbytes)
        self._plans: Recent[Plan] = Recent(PLANS, lambda plan: _LETTER * (_SHORTEST + plan.length))

    @cached_property
    def trees(self) -> TreeScorer:
        """Scores query trees of a program's own making."""
        from tracuu.search.tree_scorer import TreeScorer  # what is typed needs none

        return TreeScorer(self)

    def plan(self, text: str, marks: Marks, *, keystrokes: bool = False) -> Plan:
        """The plan of a query; remembered, since pages, facets and filters ask the same again.

        With ``keystrokes`` it may be read as typed with the keyboard program switched off.

        Raises:
            QueryError: see ``parse_query`` and ``Planner``.
        """
        key = text, marks, keystrokes
        plan = self._plans.get(key)
        if plan is None:
            tree = parse_query(text, marks)
            read = read_typed_keys(text, tree, self._evidence) if keystrokes and marks == "auto" else None
            if read:
                plan = self.planner.plan(parse_query(read.reading.text, marks), read.reading.text, read)
            else:
                plan = self.planner.plan(tree, text)
            if plan.is_question and marks == "auto" and len(self.reader) >= KNOWS_MARKS:
                plan.likeliest = list(self._likeliest(plan.runs))
            self._plans.put(key, plan)
        return plan

    def respelled(self, text: str) -> Iterator[str]:
        """What a query of plain words may be meant for as a whole: its keystrokes read, then other spellings."""
        tree = parse_query(text)
        if read := read_typed_keys(text, tree, self._evidence):
            yield read.reading.text
        if isinstance(tree, Words):
            for one in recognised(self._recognisers, tree.tokens, text):
                yield from one.texts if (one.start, one.stop) == (0, len(tree.tokens)) else ()

    def _likeliest(self, runs: Sequence[Sequence[Unit]]) -> Iterator[list[Unit]]:
        """Runs with the marks that were probably left off; not those that have them all."""
        from tracuu.search.spelling import likeliest_reading

        for run in runs:
            tokens = [token for unit in run for token in unit.tokens]
            typed = [syllable.text for unit in run for syllable in unit.syllables]
            if len(typed) == len(tokens) <= _LONGEST_RESTORED:
                terms = iter(likeliest_reading(self, tokens) if tokens else ())
                restored = [unit.written(tuple(islice(terms, len(unit.syllables)))) for unit in run]
                if restored != list(run):
                    yield restored

    def mask(self, query: Query) -> Array:
        """Bool ``[reader.size]``: the live articles that match a node."""
        return self._live(lambda matcher: matcher.mask(query))

    def covered(self, unit: Unit) -> Array:
        """The live articles in which a unit stands as typed, with marks that its own allow; remembered."""
        if len(unit.syllables) == 1:  # it will be scored as well
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
