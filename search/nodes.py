"""The nodes of a query tree: plain values that say what is asked for, and nothing of how it is found.

``evaluate`` turns a tree into masks. Nodes know nothing of Whoosh: importing its query classes takes 76 ms, 43 of
them for urllib, ssl and email, of some 250 that a search from the command line may take in all. ``whoosh_queries``
turns anybody's Whoosh query into these nodes, and these into Whoosh queries.

Here are the nodes that join others, and those that the words of a query become; ``pattern_nodes`` has patterns and
filters, ``term_nodes`` the exact terms that only programs ask for.

They are written by hand because a dataclass compiles its methods anew in each process, half a millisecond a class.
A node is never changed once it is made.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from copy import copy
from typing import Literal

from tracuu.analyzers import Token, class_key, covers, fold, is_bare, is_syllable
from tracuu.analyzers.cached import cached_property

Marks = Literal["auto", "exact", "ignore"]
"""``auto``: a mark typed is a constraint, one left off is not. ``exact``: as typed. ``ignore``: letters only."""

Rule = Literal["auto", "exact", "ignore", "bare"]
"""One of these, or ``bare``: only terms without any mark."""


class Query:
    """A node. Two are equal, and have one hash, if they are of one class and ask for the same."""

    def children(self) -> tuple[Query, ...]:
        """The nodes that this one joins; none for a leaf."""
        return ()

    def map(self, change: Callable[[Query], Query]) -> Query:
        """The same node over changed children; a leaf is given back as it is."""
        return self

    def _key(self) -> tuple[object, ...]:
        """What is asked for."""
        return tuple(vars(self).values())

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self) and isinstance(other, Query) and other._key() == self._key()

    def __hash__(self) -> int:
        return hash((type(self), self._key()))

    def __repr__(self) -> str:
        return f"{type(self).__name__}({', '.join(map(repr, self._key()))})"


class And(Query):
    """What matches all clauses; nothing if there are none. Their scores are added up."""

    def __init__(self, clauses: Iterable[Query]) -> None:
        self.clauses = tuple(clauses)

    def children(self) -> tuple[Query, ...]:
        return self.clauses

    def map(self, change: Callable[[Query], Query]) -> Query:
        return And(map(change, self.clauses))


class Or(Query):
    """What matches at least ``minmatch`` clauses (1, or more). The scores of those that match are added up."""

    def __init__(self, clauses: Iterable[Query], minmatch: int = 1) -> None:
        self.clauses = tuple(clauses)
        self.minmatch = max(minmatch, 1)

    def children(self) -> tuple[Query, ...]:
        return self.clauses

    def map(self, change: Callable[[Query], Query]) -> Query:
        return Or(map(change, self.clauses), self.minmatch)


class AndMaybe(Query):
    """What matches ``required``. Where ``optional`` matches too, its score is added."""

    def __init__(self, required: Query, optional: Query) -> None:
        self.required = required
        self.optional = optional

    def children(self) -> tuple[Query, ...]:
        return (self.required, self.optional)

    def map(self, change: Callable[[Query], Query]) -> Query:
        return AndMaybe(change(self.required), change(self.optional))


class _Around(Query):
    """A node around one other."""

    def __init__(self, query: Query) -> None:
        self.query = query

    def children(self) -> tuple[Query, ...]:
        return (self.query,)

    def map(self, change: Callable[[Query], Query]) -> Query:
        changed = copy(self)
        changed.query = change(self.query)
        return changed


class Not(_Around):
    """What does not match a node. It adds nothing to a score, nor does anything in it."""


class Boost(_Around):
    """What matches a node, its score multiplied by ``factor``."""

    def __init__(self, query: Query, factor: float) -> None:
        super().__init__(query)
        self.factor = factor


class ConstantScore(_Around):
    """What matches a node, each article with the same ``score``; 0 makes a filter of it."""

    def __init__(self, query: Query, score: float = 1.0) -> None:
        super().__init__(query)
        self.score = score


class _Nothing(Query):
    def __repr__(self) -> str:
        return "NullQuery"


NullQuery = _Nothing()
"""What matches nothing."""


class Every(Query):
    """All articles, or those that have anything in one field of the Whoosh schema. Adds nothing to a score."""

    def __init__(self, fieldname: str | None = None) -> None:
        self.fieldname = fieldname


class DateRange(Query):
    """What has a date from one moment to another, both included; None leaves a side open. Adds nothing to a score.

    Moments are on the article's own clock, to the second (see ``stored.date_to_seconds``).
    """

    def __init__(self, fieldname: str, startdate: dt.date | None, enddate: dt.date | None) -> None:
        self.fieldname = fieldname
        self.startdate = startdate
        self.enddate = enddate


class Syllable(Query):
    """All terms that one syllable of a query stands for, in one text field or in several."""

    def __init__(self, text: str, fields: tuple[str, ...], marks: Rule = "auto") -> None:
        """``text`` is canonical (see ``tracuu.analyzers.canonical``)."""
        self.text = text
        self.fields = fields
        self.marks: Rule = marks
        self.fold = fold(text)
        self.key = (text, fields, marks)
        """All that tells it from others; memories use it, which is faster than comparing nodes."""

    def matches(self, term: str) -> bool:
        """Whether a canonical term of the same folded form is meant."""
        match self.marks:
            case "ignore":
                return True
            case "exact":
                return class_key(self.text) == class_key(term)
            case "bare":
                return is_bare(term)
        return covers(self.text, term)

    def accepts(self, term: str) -> bool:
        """Whether a canonical term is meant."""
        return fold(term) == self.fold and self.matches(term)

    def with_marks(self, marks: Rule) -> Syllable:
        """The same syllable under another rule of marks."""
        return Syllable(self.text, self.fields, marks)

    def _key(self) -> tuple[object, ...]:
        return self.key


class Unit(Query):
    """Syllables that must stand together, in order: a word, a name, a quotation, or a single syllable.

    Attributes:
        syllables: one or more.
        slop: how far each may stand from the one before; 1 is adjacent.
        required: typed in quotation marks, with a ``+`` or a field, so never relaxed.
        tokens: what the user typed, with offsets into the query.
        variants: other spellings that count as the unit (see ``tracuu.search.variants``).
        is_quotation: typed in quotation marks, and nothing else demands it.

    How it was typed does not tell one unit from another: ``required``, ``tokens`` and ``is_quotation`` do not count.
    """

    def __init__(
        self,
        syllables: tuple[Syllable, ...],
        *,
        slop: int = 1,
        required: bool = False,
        tokens: tuple[Token, ...] = (),
        variants: tuple[Unit, ...] = (),
        is_quotation: bool = False,
    ) -> None:
        self.syllables = syllables
        self.is_quotation = is_quotation
        self.slop = slop
        self.required = required
        self.tokens = tokens
        self.variants = variants
        self.key: tuple[object, ...] = (slop, *(one.key for one in syllables), *(one.key for one in variants))
        """All that tells it from others, like ``Syllable.key``."""

    @property
    def fields(self) -> tuple[str, ...]:
        """Where to look."""
        return self.syllables[0].fields

    @property
    def marks(self) -> Rule:
        """The rule of marks, one for the whole unit."""
        return self.syllables[0].marks

    @property
    def text(self) -> str:
        """The canonical syllables, joined by spaces."""
        return " ".join(syllable.text for syllable in self.syllables)

    @cached_property
    def is_marked(self) -> bool:
        """Whether any mark was typed."""
        return not all(is_bare(syllable.text) for syllable in self.syllables)

    @cached_property
    def without_marks(self) -> Unit:
        """The same unit under the rule ``bare``."""
        return self.with_marks("bare")

    @cached_property
    def may_be_bare(self) -> bool:
        """Whether it also matches where an article writes it without any mark (an unmarked headline).

        A single syllable that is a word of its own without marks (ăn: an) does not.
        """
        if not self.is_marked or self.marks != "auto":
            return False
        return len(self.syllables) > 1 or not is_syllable(self.syllables[0].fold)

    def with_marks(self, marks: Rule) -> Unit:
        """The same unit under another rule of marks."""
        syllables = tuple(syllable.with_marks(marks) for syllable in self.syllables)
        variants = tuple(variant.with_marks(marks) for variant in self.variants)
        return Unit(syllables, slop=self.slop, required=self.required, tokens=self.tokens, variants=variants)

    def written(self, terms: tuple[str, ...]) -> Unit:
        """The same unit with other syllables, as many."""
        syllables = zip(terms, self.syllables, strict=True)
        return Unit(tuple(Syllable(term, one.fields, one.marks) for term, one in syllables), tokens=self.tokens)

    def _key(self) -> tuple[object, ...]:
        return self.key

    def __repr__(self) -> str:
        return f"Unit({self.text!r}, {'/'.join(self.fields)}, {self.marks}, slop={self.slop})"


class Words(Query):
    """Words as typed, not cut into units yet: what the parser makes of text outside quotation marks."""

    def __init__(
        self,
        tokens: tuple[Token, ...],
        fields: tuple[str, ...],
        marks: Marks = "auto",
        required: bool = False,
    ) -> None:
        self.tokens = tokens
        self.fields = fields
        self.marks = marks
        self.required = required

    def units(self) -> list[Unit]:
        """Each word as a unit of its own."""
        return [Unit((Syllable(token.text, self.fields, self.marks),)) for token in self.tokens]

    def _key(self) -> tuple[object, ...]:
        return (self.tokens, self.fields, self.marks)

    def __repr__(self) -> str:
        return f"Words({' '.join(token.text for token in self.tokens)!r}, {'/'.join(self.fields)})"
