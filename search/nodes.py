"""The nodes of a query tree: Whoosh's own (And, Or, Not, Term ...), and those that know Vietnamese.

The latter are Whoosh queries too: each of them also runs on any Whoosh index whose field was analysed by
``VietnameseAnalyzer``, through ``matcher``. Our own evaluation does not call that; see ``evaluate``.
"""

from __future__ import annotations

from collections.abc import Iterator
from copy import copy
from typing import Any, Literal

from whoosh.query import And, DateRange, Every, MultiTerm, Not, NullQuery, Or, Query, Sequence, Term

from tracuu.analyzers import (
    Token,
    class_key,
    covers,
    fold,
    is_bare,
    is_syllable,
)

__all__ = [
    "And",
    "DateRange",
    "Estimated",
    "Every",
    "Marks",
    "MultiTerm",
    "Not",
    "NullQuery",
    "Or",
    "Query",
    "Rule",
    "Syllable",
    "Term",
    "TextTerms",
    "Unit",
    "Words",
]

Marks = Literal["auto", "exact", "ignore"]
"""``auto``: a mark typed is a constraint, one left off is not. ``exact``: as typed. ``ignore``: letters only."""


Rule = Literal["auto", "exact", "ignore", "bare"]
"""One of these, or ``bare``: only terms without any mark."""


class Estimated:
    """How many articles may match, which Whoosh asks of each node beside another one."""

    def estimate_size(self, ixreader: Any) -> int:
        """Never too low."""
        return int(ixreader.doc_count())

    def estimate_min_size(self, ixreader: Any) -> int:
        """Never too high."""
        return 0


class TextTerms(Estimated, MultiTerm):  # type: ignore[misc]
    """The terms of one or more text fields that are accepted one by one."""

    fields: tuple[str, ...]

    def accepts(self, term: str) -> bool:
        """Whether a canonical term is meant."""
        raise NotImplementedError

    def field(self) -> str:
        """The field that Whoosh asks for: the last one (the body)."""
        return self.fields[-1]

    def _in_each_field(self) -> list[TextTerms]:
        nodes = []
        for field in self.fields:
            nodes.append(copy(self))
            nodes[-1].fields = (field,)
        return nodes

    def _btexts(self, ixreader: Any) -> Iterator[bytes]:
        field = ixreader.schema[self.field()]
        return (term for term in ixreader.lexicon(self.field()) if self.accepts(field.from_bytes(term)))

    def matcher(self, searcher: Any, context: Any = None) -> Any:
        """A Whoosh matcher over all fields."""
        if len(self.fields) == 1:
            return super().matcher(searcher, context)
        return Or(self._in_each_field()).matcher(searcher, context)

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other) and repr(self) == repr(other)

    def __hash__(self) -> int:
        return hash(repr(self))


class Syllable(TextTerms):
    """All terms that one syllable of a query stands for, in one field or in all text fields."""

    def __init__(self, text: str, fields: tuple[str, ...], marks: Rule = "auto") -> None:
        """``text`` is canonical (see ``tracuu.analyzers.canonical``)."""
        self.text = text
        self.fields = fields
        self.marks: Rule = marks
        self.fold = fold(text)
        self.boost = 1.0

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

    def _key(self) -> tuple[Any, ...]:
        return (self.text, self.fields, self.marks)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Syllable) and self._key() == other._key()

    def __hash__(self) -> int:
        return hash(self._key())

    def __repr__(self) -> str:
        return f"Syllable({self.text!r}, {'/'.join(self.fields)}, {self.marks})"

    __str__ = __unicode__ = __repr__


class Unit(Estimated, Query):  # type: ignore[misc]
    """Syllables that must stand together, in order: a word, a name, a quotation, or a single syllable.

    Attributes:
        syllables: one or more.
        slop: how far each may stand from the one before; 1 is adjacent.
        required: typed in quotation marks, with a ``+`` or a field, so never relaxed.
        tokens: what the user typed, with offsets into the query.
    """

    def __init__(
        self,
        syllables: tuple[Syllable, ...],
        *,
        slop: int = 1,
        required: bool = False,
        tokens: tuple[Token, ...] = (),
    ) -> None:
        self.syllables = syllables
        self.slop = slop
        self.required = required
        self.tokens = tokens
        self.boost = 1.0

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

    @property
    def is_marked(self) -> bool:
        """Whether any mark was typed."""
        return not all(is_bare(syllable.text) for syllable in self.syllables)

    @property
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
        return Unit(syllables, slop=self.slop, required=self.required, tokens=self.tokens)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Unit) and (self.syllables, self.slop) == (other.syllables, other.slop)

    def __hash__(self) -> int:
        return hash((self.syllables, self.slop))

    def __repr__(self) -> str:
        return f"Unit({self.text!r}, {'/'.join(self.fields)}, {self.marks}, slop={self.slop})"

    __str__ = __unicode__ = __repr__

    def matcher(self, searcher: Any, context: Any = None) -> Any:
        """A Whoosh matcher: in some field all syllables, one after the other, perhaps without any mark."""
        rules = [self, self.with_marks("bare")] if self.may_be_bare else [self]
        return Or([query for unit in rules for query in unit._in_each_field()]).matcher(searcher, context)

    def _in_each_field(self) -> list[Query]:
        if len(self.syllables) == 1:
            return [self.syllables[0]]
        return [
            Sequence([Syllable(s.text, (field,), s.marks) for s in self.syllables], slop=self.slop)
            for field in self.fields
        ]


class Words(Estimated, Query):  # type: ignore[misc]
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
        self.boost = 1.0

    def units(self) -> list[Unit]:
        """Each word as a unit of its own."""
        return [Unit((Syllable(token.text, self.fields, self.marks),)) for token in self.tokens]

    def __repr__(self) -> str:
        return f"Words({' '.join(token.text for token in self.tokens)!r}, {'/'.join(self.fields)})"

    __str__ = __unicode__ = __repr__

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Words) and self._key() == other._key()

    def __hash__(self) -> int:
        return hash(self._key())

    def _key(self) -> tuple[Any, ...]:
        return (self.tokens, self.fields, self.marks)

    def matcher(self, searcher: Any, context: Any = None) -> Any:
        """A Whoosh matcher that wants every syllable, anywhere."""
        return And(self.units()).matcher(searcher, context)
