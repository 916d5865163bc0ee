"""From query tree to plan: what must match, what may be relaxed, what scores, what is highlighted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from tracuu.analyzers import Token, VietnameseTokenizer, fold_text
from tracuu.analyzers.errors import QueryError
from tracuu.search.nodes import And, Not, NullQuery, Query, Syllable, Unit, Words
from tracuu.search.pattern_nodes import Fuzzy, Pattern
from tracuu.search.units import UnitCutter
from tracuu.search.variants import Recogniser, Variants, recognised

if TYPE_CHECKING:
    from tracuu.analyzers.keystrokes import KeystrokeReading
    from tracuu.search.proximity import Pairs
    from tracuu.search.scoring import ScoredTerm
    from tracuu.search.typed_keys import TypedKeys

QUESTION_UNITS = 5
"""From so many units on, the score alone decides the order (the design page has the measurement)."""

MAX_WIDE = 16
"""Patterns and fuzzy words in a query; each goes through the dictionary of terms."""

MAX_LOOSE = 32
"""Different quotations with ~ in a query; each has all positions of its words read."""

MAX_UNITS = 1024
"""Different words and names in a query, as many as Lucene takes clauses: each costs a few bytes for every article."""

_ASKING = (
    "ai|gì|nào|đâu|sao|mấy|bao nhiêu|bao giờ|khi nào|lúc nào|thế nào|ra sao|làm sao|tại sao|vì sao|vì đâu|ở đâu"
    "|bao lâu|bao xa|hay không|được không|phải không|có không"
).split("|")
QUESTION_WORDS = frozenset([*_ASKING, *(fold_text(words) for words in _ASKING if " " in words)])
"""With marks; those of several syllables also without, where single ones would mean too much else."""


@dataclass(slots=True)
class Plan:
    """What a query asks for.

    Attributes:
        units: must all be there, but may be relaxed.
        required: nodes that must all match, never relaxed.
        excluded: nodes that must not match.
        runs: the units in the stretches in which they were typed, for the bigrams across them.
        likeliest: of a question the runs with the marks that were probably left off; none where they are all there.
        wide: patterns and fuzzy terms that score and are highlighted.
        length: of the query, in code points.
        is_question: the score alone decides the order.
        keystrokes: how the query was read, if it was typed with the keyboard program switched off.
        scored: what scores, once ``ScoredTerms`` has found it.
        pairs: and once ``ProximityScorer`` has.
    """

    units: list[Unit] = field(default_factory=list)
    required: list[Query] = field(default_factory=list)
    excluded: list[Query] = field(default_factory=list)
    runs: list[list[Unit]] = field(default_factory=list)
    likeliest: list[list[Unit]] = field(default_factory=list)
    wide: list[Pattern | Fuzzy] = field(default_factory=list)
    length: int = 0
    is_question: bool = False
    keystrokes: KeystrokeReading | None = None
    scored: Sequence[ScoredTerm] | None = None
    pairs: Sequence[Pairs] | None = None

    def with_runs(self, runs: list[list[Unit]]) -> Plan:
        """The same plan where other units score."""
        return replace(self, runs=runs, scored=None, pairs=None)

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to look up."""
        return not (self.units or self.required or self.excluded)

    def text_units(self) -> Iterator[Unit]:
        """All units that are looked for, relaxable or not."""
        return (unit for run in self.runs for unit in run)


class Planner:
    """Makes plans for one snapshot of an index."""

    def __init__(self, cutter: UnitCutter, recognisers: Sequence[Recogniser] = ()) -> None:
        """``recognisers``: of other spellings; where two find some of the same tokens, the first one counts."""
        self._cutter = cutter
        self._recognisers = recognisers
        self._tokenizer = VietnameseTokenizer()

    def plan(self, tree: Query, text: str, typed: TypedKeys | None = None) -> Plan:
        """The plan of a query tree.

        Args:
            tree: from ``parse_query``.
            text: what it was parsed from.
            typed: what was typed, if the text was read out of keystrokes: it is a variant of each unit.

        Raises:
            QueryError: there are more than ``MAX_UNITS`` units, ``MAX_LOOSE`` quotations with ~, or ``MAX_WIDE``
                patterns and fuzzy words.
        """
        plan = Plan(keystrokes=typed.reading if typed else None, length=len(text))
        for clause in tree.children() if isinstance(tree, And) else [tree]:
            if isinstance(clause, Words) and not clause.required and clause.marks != "exact":
                plan.units += self._units(clause, text, plan, typed)
            elif isinstance(clause, Not):
                plan.excluded.append(self._resolve(clause.query, text, Plan()))
            elif clause != NullQuery:
                plan.required.append(self._resolve(clause, text, plan))
        if len(plan.wide) > MAX_WIDE:
            raise QueryError(f"the query has {len(plan.wide)} words with * or ~, more than {MAX_WIDE}: leave some out")
        units = set(plan.text_units())
        if len(units) > MAX_UNITS:
            raise QueryError(
                f"the query has {len(units):,} different words and names, more than {MAX_UNITS:,}: "
                "search for a few sentences of it"
            )
        if (loose := sum(unit.slop > 1 for unit in units)) > MAX_LOOSE:
            raise QueryError(f"the query has {loose} quotations with ~, more than {MAX_LOOSE}: leave some out")
        plan.is_question = len(plan.units) >= QUESTION_UNITS or any(map(_asks, plan.runs))
        return plan

    def _units(self, words: Words, text: str, plan: Plan, typed: TypedKeys | None = None) -> list[Unit]:
        """The units of a stretch that must be there; the optional ones only score."""
        units, needed = [], []
        for stretch, found in self._stretches(words, text):
            cut = [stretch] if found and found.texts else self._cutter.cut(stretch, text)
            for tokens in cut:
                others = found.texts if found else ()
                if typed:
                    others = (*others, typed.between(tokens[0].start, tokens[-1].end))
                variants = tuple(unit for other in others if (unit := self._variant(other, words)))
                syllables = tuple(Syllable(token.text, words.fields, words.marks) for token in tokens)
                unit = Unit(syllables, required=words.required, tokens=tuple(tokens), variants=variants)
                units.append(unit)
                if not (found and found.is_optional):
                    needed.append(unit)
        plan.runs.append(units)
        return needed or units

    def _stretches(self, words: Words, text: str) -> Iterator[tuple[Sequence[Token], Variants | None]]:
        """The tokens of some words in stretches: those that have variants or are optional, and what is between them."""
        tokens, at = words.tokens, 0
        if words.marks != "exact":
            for found in recognised(self._recognisers, tokens, text):
                if found.start > at:
                    yield tokens[at : found.start], None
                yield tokens[found.start : found.stop], found
                at = found.stop
        if at < len(tokens):
            yield tokens[at:], None

    def _variant(self, text: str, words: Words) -> Unit | None:
        terms = self._tokenizer.terms(text)
        return Unit(tuple(Syllable(term, words.fields, words.marks) for term in terms)) if terms else None

    def _resolve(self, query: Query, text: str, plan: Plan) -> Query:
        """The node with its words cut into units; what scores goes into the plan."""
        match query:
            case Words():
                units = self._units(query, text, plan)
                return units[0] if len(units) == 1 else And(units)
            case Unit():
                plan.runs.append([query])
            case Pattern() | Fuzzy():
                plan.wide.append(query)
            case Not():
                return Not(self._resolve(query.query, text, Plan()))
            case _:
                return query.map(lambda child: self._resolve(child, text, plan))
        return query


def _asks(run: Sequence[Unit]) -> bool:
    """Whether a stretch of the query holds a question word, typed with marks or without."""
    terms = [syllable.text for unit in run for syllable in unit.syllables]
    return len(terms) > 3 and any(
        " ".join(terms[start : start + size]) in QUESTION_WORDS
        for size in (1, 2)
        for start in range(len(terms) - size + 1)
    )
