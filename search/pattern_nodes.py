"""Nodes that stand for many terms or values at once: patterns, fuzzy terms, values of keyword fields."""

from __future__ import annotations

import re
import unicodedata

from tracuu.analyzers import canonical, class_key, fold, is_bare
from tracuu.search.comparing import covers_text, edit_distance
from tracuu.search.nodes import Marks, Query, Syllable
from tracuu.search.wildcards import wildcard, wildcard_as_written


class Pattern(Query):
    """All terms of a pattern with ``*``: ``thanh*``. Typed marks are compared letter by letter."""

    def __init__(self, pattern: str, fields: tuple[str, ...], marks: Marks = "auto") -> None:
        """``pattern`` is lower case and NFC; ``*`` stands for any letters."""
        self.pattern = pattern
        self.fields = fields
        self.marks: Marks = marks
        self._wildcard = wildcard(pattern, marks)
        self._whole = Syllable(canonical(pattern.replace("*", "")), fields, marks)
        self._letters_only = marks == "ignore" or (marks == "auto" and is_bare(pattern))

    def matches(self, term: str, folded: str) -> bool:
        """Whether a canonical term and its folded form fit; in another spelling too (ky* is kĩ, ki* is kỹ)."""
        if self._wildcard.match(term) or (self._letters_only and self._wildcard.match(folded)):
            return True
        if folded == self._whole.fold:
            return self._whole.matches(term)
        return ("i" in folded or "y" in folded) and bool(self._wildcard.match(class_key(term)))

    def accepts(self, term: str) -> bool:
        """Whether a canonical term is meant."""
        return self.matches(term, fold(term))

    def _key(self) -> tuple[object, ...]:
        return (self.pattern, self.fields, self.marks)

    def __repr__(self) -> str:
        return f"Pattern({self.pattern!r}, {'/'.join(self.fields)}, {self.marks})"


class Fuzzy(Query):
    """All terms whose letters differ in at most ``distance`` places: ``sown~``. Typed marks do not count.

    The first letter must be right, as in most search engines.
    """

    def __init__(self, text: str, fields: tuple[str, ...], distance: int = 1) -> None:
        """``text`` is canonical; ``distance`` counts letters put in, left out, replaced or swapped."""
        self.text = text
        self.fields = fields
        self.distance = distance
        self.fold = fold(text)

    def matches(self, folded: str) -> bool:
        """Whether a term with this folded form is near enough."""
        return folded[:1] == self.fold[:1] and edit_distance(self.fold, folded, self.distance) <= self.distance

    def accepts(self, term: str) -> bool:
        """Whether a canonical term is meant."""
        return self.matches(fold(term))

    def _key(self) -> tuple[object, ...]:
        return (self.text, self.fields, self.distance)

    def __repr__(self) -> str:
        return f"Fuzzy({self.text!r}, {'/'.join(self.fields)}, {self.distance})"


def _ascii_head(value: str) -> str:
    """The ASCII that a value begins with, without the last character, which may bear a mark in another normal form."""
    found = re.match(r"[ -)+-~]*(?=[ -~])", value)  # up to a *
    return found[0].rstrip("/") if found else ""


class Keyword(Query):
    """A value of a keyword field: a tag, a source, a path ... Case and missing marks do not matter.

    ``*`` stands for anything. A path is compared as written, but also stands for all below it.

    Attributes:
        head: what every value that is meant begins with, in whatever normal form; None if case does not matter.
    """

    def __init__(self, fieldname: str, value: str) -> None:
        self.fieldname = fieldname
        self.value = unicodedata.normalize("NFC", value)
        self._as_written = fieldname in ("path", "origin", "id")
        self.head = _ascii_head(self.value) if self._as_written else None
        self._wildcard = None
        if "*" in value:
            as_written = self._as_written
            self._wildcard = wildcard_as_written(self.value) if as_written else wildcard(self.value.lower(), "auto")

    def matches(self, value: str) -> bool:
        """Whether a value of the index is meant."""
        value = unicodedata.normalize("NFC", value)
        if self._wildcard:
            return bool(self._wildcard.match(value if self._as_written else value.lower()))
        if not self._as_written:
            return covers_text(self.value, value)
        below = () if self.fieldname == "id" else (self.value.rstrip("/") + "/", self.value + "!")
        return value == self.value or value.startswith(below)

    def _key(self) -> tuple[object, ...]:
        return (self.fieldname, self.value)

    def __repr__(self) -> str:
        return f"Keyword({self.fieldname}:{self.value!r})"
