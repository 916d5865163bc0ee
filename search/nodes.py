"""The nodes of a query tree: Whoosh's own (And, Or, Not, Term ...), and those that know Vietnamese.

The latter are Whoosh queries too: each of them also runs on any Whoosh index whose field was analysed by
``VietnameseAnalyzer``, through ``matcher``. Our own evaluation does not call that; see ``evaluate``.
"""

from __future__ import annotations

from collections.abc import Iterator
from fnmatch import translate
from re import compile as compile_pattern
from typing import Any, Literal

from whoosh.query import And, DateRange, Every, MultiTerm, Not, NullQuery, Or, Query, Sequence, Term

from tracuu.analyzers import Token, VietnameseTokenizer, class_key, covers, fold, is_bare

__all__ = [
    "And",
    "DateRange",
    "Every",
    "Fuzzy",
    "Keyword",
    "Marks",
    "Not",
    "NullQuery",
    "Or",
    "Pattern",
    "Query",
    "Syllable",
    "Term",
    "Unit",
    "Words",
    "covers_text",
    "covers_words",
    "edit_distance",
]

Marks = Literal["auto", "exact", "ignore"]
"""``auto``: a mark typed is a constraint, one left off is not. ``exact``: as typed. ``ignore``: letters only."""


class Syllable(MultiTerm):  # type: ignore[misc]
    """All terms that one syllable of a query stands for, in one field or in all text fields."""

    def __init__(self, text: str, fields: tuple[str, ...], marks: Marks = "auto") -> None:
        """``text`` is canonical (see ``tracuu.analyzers.canonical``)."""
        self.text = text
        self.fields = fields
        self.marks = marks
        self.fold = fold(text)
        self.boost = 1.0

    def matches(self, term: str) -> bool:
        """Whether a canonical term of the same folded form is meant."""
        if self.marks == "ignore":
            return True
        if self.marks == "exact":
            return class_key(self.text) == class_key(term)
        return covers(self.text, term)

    def with_marks(self, marks: Marks) -> Syllable:
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

    def field(self) -> str:
        """The field that Whoosh asks for: the last one (the body)."""
        return self.fields[-1]

    def _btexts(self, ixreader: Any) -> Iterator[bytes]:
        field = ixreader.schema[self.field()]
        for term in ixreader.lexicon(self.field()):
            text = field.from_bytes(term)
            if fold(text) == self.fold and self.matches(text):
                yield term

    def matcher(self, searcher: Any, context: Any = None) -> Any:
        """A Whoosh matcher over all fields."""
        if len(self.fields) == 1:
            return super().matcher(searcher, context)
        return Or([Syllable(self.text, (f,), self.marks) for f in self.fields]).matcher(searcher, context)


class Unit(Query):  # type: ignore[misc]
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
    def marks(self) -> Marks:
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

    def with_marks(self, marks: Marks) -> Unit:
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
        """A Whoosh matcher: in some field all syllables, one after the other."""
        by_field = [
            Sequence([Syllable(s.text, (field,), s.marks) for s in self.syllables], slop=self.slop)
            for field in self.fields
        ]
        query = by_field if len(self.syllables) > 1 else list(self.syllables)
        return Or(query).matcher(searcher, context)


class Words(Query):  # type: ignore[misc]
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

    def __repr__(self) -> str:
        return f"Words({' '.join(token.text for token in self.tokens)!r}, {'/'.join(self.fields)})"

    __str__ = __unicode__ = __repr__

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Words) and (self.tokens, self.fields) == (other.tokens, other.fields)

    def __hash__(self) -> int:
        return hash((self.tokens, self.fields))

    def matcher(self, searcher: Any, context: Any = None) -> Any:
        """A Whoosh matcher that wants every syllable, anywhere."""
        return And([Syllable(token.text, self.fields) for token in self.tokens]).matcher(searcher, context)


class Pattern(MultiTerm):  # type: ignore[misc]
    """All terms of a pattern with ``*``: ``thanh*``. Typed marks are compared letter by letter."""

    def __init__(self, pattern: str, fields: tuple[str, ...], marks: Marks = "auto") -> None:
        """``pattern`` is lower case and NFC; ``*`` stands for any letters."""
        self.pattern = pattern
        self.fields = fields
        self.marks = marks
        self.boost = 1.0
        self._folded = compile_pattern(translate("*".join(fold(p) if p else "" for p in pattern.split("*"))))
        self._marked = compile_pattern(translate(pattern))

    @property
    def head(self) -> str:
        """The folded letters before the first ``*``."""
        first = self.pattern.partition("*")[0]
        return fold(first) if first else ""

    def matches(self, term: str) -> bool:
        """Whether a canonical term fits. A pattern without marks fits all markings, one with marks its own."""
        if not self._folded.match(fold(term)):
            return False
        if self.marks == "ignore" or (self.marks == "auto" and is_bare(self.pattern)):
            return True
        return bool(self._marked.match(term))

    def field(self) -> str:
        """The field that Whoosh asks for."""
        return self.fields[-1]

    def _btexts(self, ixreader: Any) -> Iterator[bytes]:
        field = ixreader.schema[self.field()]
        return (term for term in ixreader.lexicon(self.field()) if self.matches(field.from_bytes(term)))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Pattern) and repr(self) == repr(other)

    def __hash__(self) -> int:
        return hash(repr(self))

    def __repr__(self) -> str:
        return f"Pattern({self.pattern!r}, {'/'.join(self.fields)}, {self.marks})"

    __str__ = __unicode__ = __repr__


class Keyword(MultiTerm):  # type: ignore[misc]
    """A value of a keyword field: a tag, a source, a path ... Case and missing marks do not matter.

    ``*`` stands for anything; a path also matches everything below it.
    """

    def __init__(self, fieldname: str, value: str) -> None:
        self.fieldname = fieldname
        self.value = value
        self.boost = 1.0
        self._pattern = compile_pattern(translate(value)) if "*" in value else None
        self._folder = value.rstrip("/") + "/"

    def matches(self, value: str) -> bool:
        """Whether a value of the index is meant."""
        if self._pattern:
            return bool(self._pattern.match(value))
        if self.fieldname in ("path", "origin"):
            return value == self.value or value.startswith((self._folder, self.value + "!"))
        if self.fieldname == "id":
            return value == self.value
        return covers_text(self.value, value)

    def field(self) -> str:
        """The keyword field."""
        return self.fieldname

    def _btexts(self, ixreader: Any) -> Iterator[bytes]:
        field = ixreader.schema[self.fieldname]
        return (term for term in ixreader.lexicon(self.fieldname) if self.matches(field.from_bytes(term)))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Keyword) and repr(self) == repr(other)

    def __hash__(self) -> int:
        return hash(repr(self))

    def __repr__(self) -> str:
        return f"Keyword({self.fieldname}:{self.value!r})"

    __str__ = __unicode__ = __repr__


def covers_text(query: str, text: str) -> bool:
    """Whether a text has the same words as a query, each covered by the query's (``q <= d``).

    >>> covers_text("the thao", "Thể thao"), covers_text("thế thao", "Thể thao")
    (True, False)
    """
    return covers_words(words_of(query), words_of(text))


def covers_words(typed: list[str], written: list[str]) -> bool:
    """Whether these canonical terms are as many as those, and each covers its counterpart."""
    return len(typed) == len(written) and all(map(covers, typed, written))


def words_of(text: str) -> list[str]:
    """The canonical terms of a short text."""
    return [token.text for token in VietnameseTokenizer().tokenize(text)]


class Fuzzy(MultiTerm):  # type: ignore[misc]
    """All terms whose letters differ in at most ``distance`` places: ``sown~``. Typed marks do not count."""

    def __init__(self, text: str, fields: tuple[str, ...], distance: int = 1) -> None:
        """``text`` is canonical; ``distance`` counts letters put in, left out, replaced or swapped."""
        self.text = text
        self.fields = fields
        self.distance = distance
        self.fold = fold(text)
        self.boost = 1.0

    def field(self) -> str:
        """The field that Whoosh asks for."""
        return self.fields[-1]

    def _btexts(self, ixreader: Any) -> Iterator[bytes]:
        field = ixreader.schema[self.field()]
        for term in ixreader.lexicon(self.field()):
            if edit_distance(self.fold, fold(field.from_bytes(term)), self.distance) <= self.distance:
                yield term

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Fuzzy) and repr(self) == repr(other)

    def __hash__(self) -> int:
        return hash(repr(self))

    def __repr__(self) -> str:
        return f"Fuzzy({self.text!r}, {'/'.join(self.fields)}, {self.distance})"

    __str__ = __unicode__ = __repr__


def edit_distance(a: str, b: str, limit: int) -> int:
    """Letters put in, left out, replaced, or swapped with their neighbour (optimal string alignment).

    Stops and returns ``limit + 1`` as soon as it is known to be more than ``limit``.

    >>> edit_distance("thanh", "tahnh", 2), edit_distance("son", "sown", 2), edit_distance("bui", "nguyen", 2)
    (1, 1, 3)
    """
    if abs(len(a) - len(b)) > limit:
        return limit + 1
    before: list[int] = []
    last = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        row = [i]
        for j, y in enumerate(b, 1):
            cost = min(last[j] + 1, row[-1] + 1, last[j - 1] + (x != y))
            if i > 1 and j > 1 and x == b[j - 2] and a[i - 2] == y:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        if min(row) > limit:
            return limit + 1
        before, last = last, row
    return last[-1]
