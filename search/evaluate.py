"""Which articles of a segment match a node of the query tree: one boolean per article, computed on arrays."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from tracuu.analyzers.errors import QueryError
from tracuu.index.arrays import Array
from tracuu.index.pairs import find_pairs
from tracuu.index.postings import Ints
from tracuu.index.segment import Segment
from tracuu.index.stored import date_to_seconds
from tracuu.index.views import NO_DATE, TEXT_FIELDS
from tracuu.search.forms import Forms
from tracuu.search.nodes import And, DateRange, Every, Not, NullQuery, Or, Query, Syllable, Term, Unit, Words
from tracuu.search.pattern_nodes import Fuzzy, Keyword, Pattern


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
                children = list(query.children())
                everything = self._everything() if children else self._nothing()
                for child in children:
                    everything &= self.mask(child)
                return everything
            case Or():
                anything = self._nothing()
                for child in query.children():
                    anything |= self.mask(child)
                return anything
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
            case Term() if query.fieldname in TEXT_FIELDS:
                return self.unit(Unit((Syllable(query.text, (query.fieldname,), "exact"),)))
            case Every():
                return self._everything()
            case _ if query == NullQuery:
                return self._nothing()
        raise QueryError(f"a query of the kind {type(query).__name__} cannot be evaluated: {query!r}")

    def _everything(self) -> Array:
        return np.ones(self.segment.size, bool)

    def _nothing(self) -> Array:
        return np.zeros(self.segment.size, bool)

    def _holding(self, view: str, fields: Sequence[str], terms: Ints) -> Array:
        """The articles that hold any of these terms in any of these fields."""
        mask = self._nothing()
        if len(terms):
            for field in fields:
                postings = self.segment.postings(view, field)
                mask[postings.docs[postings.entries(terms)]] = True
        return mask

    def unit(self, unit: Unit) -> Array:
        """The articles in which a unit stands, under its rule of marks, or without any mark (``bare``)."""
        return self.covered(unit) | self.bare(unit)

    def covered(self, unit: Unit) -> Array:
        """The articles in which a unit stands with marks that its own marks allow."""
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
            pairs = find_pairs(self.segment.bigrams, first, second)
            found = self._nothing()
            if len(pairs):
                found[postings.docs[postings.entries(pairs)]] = True
            mask &= found
        return mask

    def _occurrences(self, field: str, terms: Ints, mask: Array) -> Ints:
        """Article and position of each occurrence of these terms in masked articles, packed and ascending.

        Positions are shifted up, so that a distance never reaches into the article before.
        """
        postings = self.segment.postings("syllables", field)
        entries = postings.entries(terms)
        if isinstance(entries, slice):
            entries = np.arange(entries.start, entries.stop)
        docs, positions = postings.occurrences(entries[mask[postings.docs[entries]]])
        keys = (docs << 32) + positions + (1 << 16)
        keys.sort()
        return keys

    def _keyword(self, query: Keyword) -> Array:
        lexicon = self.segment.keywords[query.fieldname]
        numbers = [number for number, term in enumerate(lexicon.terms()) if query.matches(term)]
        return self._holding(query.fieldname, ["any"], np.array(numbers, np.int64))

    def _date_range(self, query: DateRange) -> Array:
        dates = self.segment.dates
        mask: Array = dates != NO_DATE
        if query.startdate is not None:
            mask &= dates >= date_to_seconds(query.startdate)
        if query.enddate is not None:
            mask &= dates <= date_to_seconds(query.enddate)
        return mask
