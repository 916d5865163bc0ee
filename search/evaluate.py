"""Which articles of a segment match a node of the query tree: one boolean per article, computed on arrays."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from tracuu.analyzers.errors import QueryError
from tracuu.index.arrays import Array
from tracuu.index.postings import Ints, occurrence_keys
from tracuu.index.segment import Segment
from tracuu.index.stored import date_to_seconds
from tracuu.index.views import NO_DATE
from tracuu.search.field_terms import all_terms, find_term, find_terms, view_of
from tracuu.search.forms import Forms
from tracuu.search.nodes import (
    And,
    AndMaybe,
    Boost,
    ConstantScore,
    DateRange,
    Every,
    Not,
    NullQuery,
    Or,
    Query,
    Syllable,
    Unit,
    Words,
)
from tracuu.search.pattern_nodes import Fuzzy, Keyword, Pattern
from tracuu.search.term_nodes import Phrase, Term, TermSet


class SegmentMatcher:
    """Evaluates nodes on one segment. Deleted articles are not told apart here; the collector leaves them out."""

    def __init__(self, segment: Segment, forms: Forms) -> None:
        self.segment = segment
        self.forms = forms

    def mask(self, query: Query) -> Array:
        """Bool ``[segment.size]``: does the article match?

        Raises:
            QueryError: a node of a kind that is not known here.
        """
        match query:
            case Unit():
                return self.unit(query)
            case Syllable():
                return self._holding("syllables", query.fields, self.forms.of_syllable(query))
            case And():
                everything = self._everything() if query.clauses else self._nothing()
                for clause in dict.fromkeys(query.clauses):
                    everything &= self.mask(clause)
                return everything
            case Or():
                return self._or(query)
            case Not():
                result: Array = ~self.mask(query.query)
                return result
            case Words():
                return self.mask(And(query.units()))
            case Pattern():
                return self._holding("syllables", query.fields, self.forms.of_pattern(query))
            case Fuzzy():
                return self._holding("syllables", query.fields, self.forms.of_fuzzy(query))
            case Keyword():
                return self._keyword(query)
            case DateRange():
                return self._date_range(query)
            case Every():
                return self._every(query)
            case AndMaybe():
                return self.mask(query.required)
            case Boost() | ConstantScore():
                return self.mask(query.query)
            case Term():
                view, field = view_of(query.fieldname)
                return self._holding(view, [field], find_term(self.segment, view, query.text))
            case TermSet():
                view, field = view_of(query.fieldname)
                return self._holding(view, [field], find_terms(self.segment, view, query))
            case Phrase():
                return self._phrase(query)
            case _ if query == NullQuery:
                return self._nothing()
        raise QueryError(f"a query of the kind {type(query).__name__} cannot be evaluated: {query!r}")

    def _or(self, query: Or) -> Array:
        if query.minmatch == 1:
            anything = self._nothing()
            for clause in dict.fromkeys(query.clauses):
                anything |= self.mask(clause)
            return anything
        matching = np.zeros(self.segment.size, np.int32)
        for clause in query.clauses:
            matching += self.mask(clause)
        result: Array = matching >= query.minmatch
        return result

    def _every(self, query: Every) -> Array:
        if query.fieldname is None:
            return self._everything()
        if query.fieldname == "date":
            return self._date_range(DateRange("date", None, None))
        view, field = view_of(query.fieldname)
        return self._holding(view, [field], all_terms(self.segment, view))

    def _phrase(self, query: Phrase) -> Array:
        terms = [find_term(self.segment, "syllables", word) for word in query.words]
        if not terms or not all(map(len, terms)):
            return self._nothing()
        if len(terms) == 1:
            return self._holding("syllables", [query.fieldname], terms[0])
        return self._sequence_in(query.fieldname, terms, query.slop)

    def _everything(self) -> Array:
        return np.ones(self.segment.size, bool)

    def _nothing(self) -> Array:
        return np.zeros(self.segment.size, bool)

    def _holding(self, view: str, fields: Sequence[str], terms: Ints) -> Array:
        """The articles that hold any of these terms in any of these fields."""
        mask = self._nothing()
        if len(terms):
            for field in fields:
                self.segment.postings(view, field).mark_many(mask, terms)
        return mask

    def unit(self, unit: Unit) -> Array:
        """The articles in which a unit stands, under its rule of marks, without any mark, or in another spelling."""
        mask = self.covered(unit) | self.bare(unit)
        for variant in unit.variants:
            mask |= self.covered(variant)
        return mask

    def covered(self, unit: Unit) -> Array:
        """The articles in which a unit stands as typed, with marks that its own marks allow."""
        return self._sequence(unit, [self.forms.of_syllable(syllable) for syllable in unit.syllables])

    def bare(self, unit: Unit) -> Array:
        """The articles in which a marked unit stands with no mark at all, where that counts."""
        return self.covered(unit.with_marks("bare")) if unit.may_be_bare else self._nothing()

    def _sequence(self, unit: Unit, forms: list[Ints]) -> Array:
        if not all(len(terms) for terms in forms):
            return self._nothing()
        if len(forms) == 1:
            return self._holding("syllables", unit.fields, forms[0])
        mask = self._nothing()
        for field in unit.fields:
            mask |= self._sequence_in(field, forms, unit.slop)
        return mask

    def _sequence_in(self, field: str, forms: list[Ints], slop: int) -> Array:
        """The articles in which these terms follow each other, each at most ``slop`` after the one before."""
        if slop == 1:
            mask = self._adjacent(field, forms)
            if len(forms) == 2 or not mask.any():
                return mask
        else:
            mask = np.logical_and.reduce([self._holding("syllables", [field], terms) for terms in forms])
        reached = self._occurrences(field, forms[0], mask)
        for terms in forms[1:]:
            here = self._occurrences(field, terms, mask)
            before = np.searchsorted(reached, here) - 1
            close = (before >= 0) & (here - reached[before] <= slop) if len(reached) else np.zeros(len(here), bool)
            reached = here[close]
        mask = self._nothing()
        mask[reached >> 32] = True
        return mask

    def _adjacent(self, field: str, forms: list[Ints]) -> Array:
        """The articles that hold a bigram of each two neighbours: exact for two syllables, a sieve for more."""
        postings = self.segment.postings("bigrams", field)
        mask = self._everything()
        for first, second in pairwise(forms):
            found = self._nothing()
            postings.mark_many(found, self.segment.bigrams.find(first, second))
            mask &= found
        return mask

    def _occurrences(self, field: str, terms: Ints, mask: Array) -> Ints:
        """Article and position of each occurrence of these terms in masked articles, packed and ascending.

        Positions are shifted up, so that a distance never reaches into the article before.
        """
        return occurrence_keys(self.segment.postings("syllables", field), terms, mask, 1 << 16)

    def _keyword(self, query: Keyword) -> Array:
        lexicon = self.segment.keywords[query.fieldname]
        candidates = range(len(lexicon)) if query.head is None else lexicon.starting_with(query.head)
        numbers = [number for number in candidates if query.matches(lexicon.term(number))]
        return self._holding(query.fieldname, ["any"], np.array(numbers, np.int64))

    def _date_range(self, query: DateRange) -> Array:
        dates = self.segment.dates
        mask: Array = dates != NO_DATE
        if query.startdate is not None:
            mask &= dates >= date_to_seconds(query.startdate)
        if query.enddate is not None:
            mask &= dates <= date_to_seconds(query.enddate)
        return mask
