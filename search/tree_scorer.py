"""The best articles for a query tree of a program's own making: plain BM25F over its terms, nothing relaxed.

What matches is decided by masks (``evaluate``); scores are then worked out for the articles that match, or in one go
for all articles where most of them do.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

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
from tracuu.search.results import TopHits
from tracuu.search.scoring import ScoredTerm
from tracuu.search.snapshot import Snapshot
from tracuu.search.term_nodes import Phrase, Term, TermSet
from tracuu.search.text_terms import Found, TextTerms

_LEAST = 1e-6
"""Field weights below this, or so much above 1, are beyond single precision."""
_MOST = 4
"""Where more than one article in so many matches, all are scored."""


class TreeScorer:
    """Scores trees on one snapshot. Threads may share it."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        self._reader = snapshot.reader
        self._terms = TextTerms(snapshot)

    def top(self, query: Query, limit: int) -> TopHits:
        """The best ``limit`` articles for a tree.

        Raises:
            QueryError: a node of a kind that cannot be evaluated.
        """
        found = self._quickly(query, limit) or self._by_mask(query)
        places = best(found.scores, limit)
        ids = self._reader.ids(found.docs[places].tolist())
        return TopHits(found.total, list(zip(ids, found.scores[places].tolist(), strict=True)))

    def _quickly(self, query: Query, limit: int) -> Found | None:
        """Terms of text fields, any of them, all of them or as a phrase; None for all else."""
        match query:
            case Or() if query.minmatch == 1 and (terms := self._text_terms(query.clauses)):
                fields = self._snapshot.scorer.ranking.fields
                is_usual = all(_LEAST < fields[term.fields[0]] < 1 / _LEAST for term in terms)
                return self._terms.any_of(terms, limit) if is_usual else None  # a score of 0 must mean: has none
            case And() if terms := self._text_terms(query.clauses):
                return self._terms.all_of(terms, limit)
            case Phrase() if query.slop == 1 and len(query.words) > 1:
                field, words = query.fieldname, query.words
                terms = [self._term(Term(field, word)) for word in words]
                bigrams = [self._term(Term(f"{field}_bigrams", " ".join(pair))) for pair in pairwise(words)]
                return self._terms.phrase(query, terms, bigrams, limit)
        return None

    def _text_terms(self, nodes: Sequence[Query]) -> list[ScoredTerm]:
        """What nodes score as; nothing where one of them is not a term of a text field."""
        terms = [node for node in nodes if isinstance(node, Term) and node.fieldname in TEXT_FIELDS]
        return list(map(self._term, terms)) if len(terms) == len(nodes) else []

    def _by_mask(self, query: Query) -> Found:
        docs = self._snapshot.mask(query).nonzero()[0]
        if len(docs) * _MOST > self._reader.size:
            return Found(len(docs), docs, self._scores(query, None)[docs])
        return Found(len(docs), docs, self._scores(query, self._snapshot.scorer.select(docs)))

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
            case Term() if view_of(node.fieldname)[0] in VIEWS:
                return self._term(node)
            case TermSet() if view_of(node.fieldname)[0] in VIEWS:
                view, field = view_of(node.fieldname)
                return ScoredTerm(
                    repr(node), view, 1.0, (field,), lambda segment: find_terms(segment, view, node), ("node", node)
                )
            case Syllable() | Pattern() | Fuzzy():

                def forms(segment: Segment) -> Ints:
                    of = snapshot.forms[segment.name]
                    if isinstance(node, Syllable):
                        return of.of_syllable(node)
                    return of.of_pattern(node) if isinstance(node, Pattern) else of.of_fuzzy(node)

                return ScoredTerm(repr(node), "syllables", 1.0, node.fields, forms, ("node", node))
        return None

    @staticmethod
    def _term(term: Term) -> ScoredTerm:
        view, field = view_of(term.fieldname)
        name = f"{term.fieldname}:{term.text}"
        return ScoredTerm(
            name, view, 1.0, (field,), lambda segment: find_term(segment, view, term.text), ("term", name)
        )


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
