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
from tracuu.search.frequencies import in_all
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
            total = int(np.count_nonzero(scores))
            limit = min(limit, total)
        else:
            docs = self._all_of(query.clauses) if _is_conjunction(query) else np.flatnonzero(self._snapshot.mask(query))
            total = len(docs)
            if total * _MOST > self._reader.size:
                scores = self._scores(query, None)[docs]
            else:
                scores = self._scores(query, docs)
        places = best(scores, limit)
        numbers = places if docs is None else docs[places]
        return TopHits(total, list(zip(map(self._id, numbers.tolist()), scores[places].tolist(), strict=True)))

    def _all_of(self, terms: Sequence[Query]) -> Ints:
        """The articles that hold all of these terms."""
        scorer = self._snapshot.scorer
        scored = list(filter(None, map(self._scored_term, terms)))
        found = [np.empty(0, np.int64)]
        for base, segment in zip(self._reader.bases, self._reader.segments, strict=False):
            held = [scorer.frequencies(term, segment, term.fields[0]) for term in scored]
            found.append(in_all(held) + base)
        return np.concatenate(found)

    def _id(self, number: int) -> str:
        segment, local = self._reader.locate(number)
        return segment.keywords["id"].term(int(segment.ids[local]))

    def _scores(self, node: Query, docs: Ints | None) -> Array:
        """What a node gives to each of some articles (ascending), or to all; where it matches, or anywhere."""
        match node:
            case And() | Or():
                return self._sum(node.clauses, docs, inside=isinstance(node, Or))
            case AndMaybe():
                return self._sum([node.required], docs, inside=False) + self._sum([node.optional], docs, inside=True)
            case Boost():
                return self._scores(node.query, docs) * node.factor
            case ConstantScore():
                return np.full(self._reader.size if docs is None else len(docs), node.score)
            case Unit():
                return self._sum(node.syllables, docs, inside=False)
            case Words():
                return self._sum(node.units(), docs, inside=False)
            case Phrase():
                return self._sum([Term(node.fieldname, word) for word in node.words], docs, inside=False)
        scores = np.zeros(self._reader.size if docs is None else len(docs))
        if term := self._scored_term(node):
            if docs is None:
                self._snapshot.scorer.add(scores, term)
            else:
                self._snapshot.scorer.add_at(scores, docs, term)
        return scores

    def _sum(self, nodes: Sequence[Query], docs: Ints | None, *, inside: bool) -> Array:
        """The sum of what nodes give; ``inside``: of each only where it matches by itself."""
        total = np.zeros(self._reader.size if docs is None else len(docs))
        for node in nodes:
            scores = self._scores(node, docs)
            if inside and not _scores_where_it_matches(node):
                mask = self._snapshot.mask(node)
                scores *= mask if docs is None else mask[docs]
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
    return (
        isinstance(node, And)
        and bool(node.clauses)
        and all(isinstance(clause, Term) and _scores_where_it_matches(clause) for clause in node.clauses)
    )


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
