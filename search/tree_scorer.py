"""The best articles for a query tree of a program's own making: plain BM25F over its terms, nothing relaxed.

What matches is decided by masks (``evaluate``); scores are then worked out for the articles that match, or in one go
for all articles where most of them do.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, TypeGuard

import numpy as np

from tracuu.index.arrays import Array
from tracuu.index.postings import Ints
from tracuu.index.segment import Segment
from tracuu.index.views import TEXT_FIELDS, VIEWS
from tracuu.search.best import best
from tracuu.search.field_terms import find_term, find_terms, view_of
from tracuu.search.frequencies import Selection
from tracuu.search.nodes import And, AndMaybe, Boost, ConstantScore, Or, Query, Syllable, Unit, Words
from tracuu.search.pattern_nodes import Fuzzy, Pattern
from tracuu.search.scoring import ScoredTerm
from tracuu.search.snapshot import Snapshot
from tracuu.search.term_nodes import Phrase, Term, TermSet

_MOST = 4
"""Where more than one article in so many matches, all are scored."""


class TopHits(NamedTuple):
    """The best articles.

    Attributes:
        total: how many articles match.
        hits: id and score of the best, best first; ties in the order of the index.
    """

    total: int
    hits: list[tuple[str, float]]


class TreeScorer:
    """Scores trees on one snapshot. Threads may share it."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        self._reader = snapshot.reader

    def top(self, query: Query, limit: int) -> TopHits:
        """The best ``limit`` articles for a tree.

        Raises:
            QueryError: a node of a kind that cannot be evaluated.
        """
        if isinstance(query, Or) and query.minmatch == 1 and all(map(_scores_where_it_matches, query.clauses)):
            scores = self._scores(query, None)
            docs = None
            if len(self._reader) < self._reader.size:
                scores[~self._reader.live] = 0
            total = int(np.count_nonzero(scores))
            limit = min(limit, total)
        else:
            docs = self._all_of(query.clauses) if _is_conjunction(query) else np.flatnonzero(self._snapshot.mask(query))
            total = len(docs)
            if total * _MOST > self._reader.size:
                scores = self._scores(query, None)[docs]
            else:
                scores = self._scores(query, self._snapshot.scorer.select(docs))
        places = best(scores, limit)
        numbers = places if docs is None else docs[places]
        return TopHits(total, list(zip(map(self._id, numbers.tolist()), scores[places].tolist(), strict=True)))

    def _all_of(self, terms: Sequence[Query]) -> Ints:
        """The articles that hold all of these terms: from the rarest list, or from the rows alone."""
        scorer = self._snapshot.scorer
        held = [scorer.frequencies(term) for term in filter(None, map(self._scored_term, terms))]
        rarest = min((one for one in held if one.is_list), key=lambda one: one.articles, default=None)
        if rarest is None:
            rows = [scorer.everywhere(one, 1)[0] != 0 for one in held]
            everywhere: Ints = (np.logical_and.reduce(rows) & self._reader.live).nonzero()[0]
            return everywhere
        docs = rarest.docs
        for other in sorted((one for one in held if one is not rarest), key=lambda one: one.articles):
            counts = scorer.counts_at(scorer.select(docs), other, 1)
            docs = docs[counts[0] > 0]
        return docs

    def _id(self, number: int) -> str:
        segment, local = self._reader.locate(number)
        return segment.keywords["id"].term(int(segment.ids[local]))

    def _scores(self, node: Query, among: Selection | None) -> Array:
        """What a node gives to each of some articles (ascending), or to all; where it matches, or anywhere."""
        match node:
            case And() | Or():
                return self._sum(node.clauses, among, inside=isinstance(node, Or))
            case AndMaybe():
                return self._sum([node.required], among, inside=False) + self._sum([node.optional], among, inside=True)
            case Boost():
                return self._scores(node.query, among) * node.factor
            case ConstantScore():
                return np.full(self._reader.size if among is None else len(among.docs), node.score)
            case Unit():
                return self._sum(node.syllables, among, inside=False)
            case Words():
                return self._sum(node.units(), among, inside=False)
            case Phrase():
                return self._sum([Term(node.fieldname, word) for word in node.words], among, inside=False)
        scores = np.zeros(self._reader.size if among is None else len(among.docs))
        if term := self._scored_term(node):
            if among is None:
                self._snapshot.scorer.add(scores, term)
            else:
                self._snapshot.scorer.add_at(scores, among, [term])
        return scores

    def _sum(self, nodes: Sequence[Query], among: Selection | None, *, inside: bool) -> Array:
        """The sum of what nodes give; ``inside``: of each only where it matches by itself."""
        if among is not None and all(map(_is_text_term, nodes)):
            return self._snapshot.scorer.scores_at(among, list(filter(None, map(self._scored_term, nodes))))
        total = np.zeros(self._reader.size if among is None else len(among.docs))
        for node in nodes:
            scores = self._scores(node, among)
            if inside and not _scores_where_it_matches(node):
                mask = self._snapshot.mask(node)
                scores *= mask if among is None else mask[among.docs]
            total += scores
        return total

    def _scored_term(self, node: Query) -> ScoredTerm | None:
        """The set of terms as which a leaf scores; None for one that only filters."""
        snapshot = self._snapshot
        match node:
            case Term() | TermSet():
                view, field = view_of(node.fieldname)
                if view not in VIEWS:
                    return None

                def numbers(segment: Segment) -> Ints:
                    if isinstance(node, Term):
                        return find_term(segment, view, node.text)
                    return find_terms(segment, view, node)

                key = ("term", node.fieldname, node.text) if isinstance(node, Term) else ("node", node)
                return ScoredTerm(repr(node), view, 1.0, (field,), numbers, key)
            case Syllable() | Pattern() | Fuzzy():

                def forms(segment: Segment) -> Ints:
                    of = snapshot.forms[segment.name]
                    if isinstance(node, Syllable):
                        return of.of_syllable(node)
                    return of.of_pattern(node) if isinstance(node, Pattern) else of.of_fuzzy(node)

                return ScoredTerm(repr(node), "syllables", 1.0, node.fields, forms, ("node", node))
        return None


def _is_conjunction(node: Query) -> TypeGuard[And]:
    """Whether a node is the And of terms of text fields."""
    return isinstance(node, And) and bool(node.clauses) and all(map(_is_text_term, node.clauses))


def _is_text_term(node: Query) -> bool:
    """Whether a node is a term of a text field."""
    return isinstance(node, Term) and node.fieldname in TEXT_FIELDS


def _scores_where_it_matches(node: Query) -> bool:
    """Whether a node gives a score above 0 where it matches, and nowhere else."""
    match node:
        case Term() | TermSet():
            return node.fieldname in TEXT_FIELDS
        case Syllable() | Pattern() | Fuzzy():
            return True
        case Boost():
            return node.factor > 0 and _scores_where_it_matches(node.query)
    return False
