"""What scores: the syllables, bigrams and words of a query, each as a set of index terms (see ``scoring``)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

import numpy as np

from tracuu.analyzers import WordDictionary, is_bare
from tracuu.index.postings import Ints
from tracuu.index.segment import Segment
from tracuu.index.views import WORD_JOINER
from tracuu.search.comparing import covers_words
from tracuu.search.forms import Forms
from tracuu.search.nodes import Syllable, Unit
from tracuu.search.pattern_nodes import Fuzzy, Pattern
from tracuu.search.plan import Plan
from tracuu.search.scoring import Ranking, ScoredTerm


class ScoredTerms:
    """Finds the scored terms of plans."""

    def __init__(self, forms: Mapping[str, Forms], ranking: Ranking, dictionary: WordDictionary) -> None:
        """``forms`` by the name of the segment; ``dictionary`` says what is a word."""
        self._dictionary = dictionary
        self._forms = forms
        self._ranking = ranking

    def of(self, plan: Plan) -> Sequence[ScoredTerm]:
        """The scored terms of a plan, equal ones joined, their weights added; the plan keeps them."""
        if plan.scored is None:
            plan.scored = self._joined(plan)
        return plan.scored

    def _joined(self, plan: Plan) -> list[ScoredTerm]:
        joined: dict[tuple[object, ...], ScoredTerm] = {}
        for term in self._all(plan):
            if term.view == "syllables" and not any(len(term.numbers(of.segment)) for of in self._forms.values()):
                continue  # such as the bare form of a syllable that is always written with marks
            before = joined.get(term.key)
            joined[term.key] = before._replace(weight=before.weight + term.weight) if before else term
        return list(joined.values())

    def _all(self, plan: Plan) -> Iterator[ScoredTerm]:
        marked = any(unit.is_marked for unit in plan.text_units())
        for run in plan.runs:
            yield from self._run(run, marked)
            for unit in run:
                for variant in unit.variants:
                    # A longer spelling has more terms, and is worth no more for it.
                    factor = self._ranking.variants * min(1.0, len(unit.syllables) / len(variant.syllables))
                    for term in self._run([variant], variant.is_marked):
                        yield term._replace(weight=term.weight * factor)
        for run in plan.likeliest:
            for term in self._run(run, marked=True):
                if term.view != "bigrams":  # these know no marks
                    yield term._replace(weight=term.weight * self._ranking.likeliest)
        yield from map(self._wide, plan.wide)

    def _run(self, run: Sequence[Unit], marked: bool) -> Iterator[ScoredTerm]:
        """The terms of a stretch; where it is ``marked``, also its words."""
        syllables = [syllable for unit in run for syllable in unit.syllables]
        for syllable in syllables:
            yield self._syllable(syllable)
            if not _is_one_form(syllable) and self._ranking.exact:
                yield self._exact(syllable)
        yield from (self._bigram(first, second) for first, second in pairwise(syllables))
        if marked:
            yield from self._words(run)

    def _syllable(self, syllable: Syllable) -> ScoredTerm:
        return syllable_term(syllable, self._forms, self._ranking.syllables)

    def _exact(self, syllable: Syllable) -> ScoredTerm:
        term = self._syllable(syllable.with_marks("exact"))
        return term._replace(label=f"{syllable.text} as typed", weight=self._ranking.exact)

    def _bigram(self, first: Syllable, second: Syllable) -> ScoredTerm:
        def numbers(segment: Segment) -> Ints:
            lexicon = segment.syllables
            sides = (lexicon.group(first.fold), lexicon.group(second.fold))
            return segment.bigrams.find(*(np.arange(side.start, side.stop) for side in sides))

        label = f"{first.fold} {second.fold}"
        key = ("bigram", label, first.fields)
        return ScoredTerm(label, "bigrams", self._ranking.bigrams, first.fields, numbers, key)

    def _words(self, run: Sequence[Unit]) -> Iterator[ScoredTerm]:
        """The single syllables and the words of the dictionary among the units: what the word view can hold."""
        dictionary = self._dictionary
        for unit in run:
            terms = [syllable.text for syllable in unit.syllables]
            if len(terms) == 1 or dictionary.longest(terms, 0, len(terms)) == len(terms):
                yield self._word(unit)

    def _word(self, unit: Unit) -> ScoredTerm:
        terms = [syllable.text for syllable in unit.syllables]
        folded = WORD_JOINER.join(syllable.fold for syllable in unit.syllables)

        def numbers(segment: Segment) -> Ints:
            lexicon = segment.words
            return np.array(
                [n for n in lexicon.group(folded) if covers_words(terms, lexicon.term(n).split(WORD_JOINER))],
                np.int64,
            )

        label = WORD_JOINER.join(terms)
        return ScoredTerm(label, "words", self._ranking.words, unit.fields, numbers, ("word", label, unit.fields))

    def _wide(self, node: Pattern | Fuzzy) -> ScoredTerm:
        def numbers(segment: Segment) -> Ints:
            forms = self._forms[segment.name]
            return forms.of_pattern(node) if isinstance(node, Pattern) else forms.of_fuzzy(node)

        return ScoredTerm(repr(node), "syllables", self._ranking.syllables, node.fields, numbers, ("wide", node))


def syllable_term(syllable: Syllable, forms: Mapping[str, Forms], weight: float = 1.0) -> ScoredTerm:
    """The forms of a syllable as a scored term; syllables of the same forms are the same term."""
    key = tuple(of.of_syllable(syllable).tobytes() for of in forms.values())
    return ScoredTerm(
        syllable.text,
        "syllables",
        weight,
        syllable.fields,
        lambda segment: forms[segment.name].of_syllable(syllable),
        ("syllable", syllable.fields, *key),
    )


def _is_one_form(syllable: Syllable) -> bool:
    """Whether there is nothing to tell apart: an exact syllable is its own exact form."""
    return syllable.marks == "exact" or (syllable.marks == "ignore" and is_bare(syllable.text))
