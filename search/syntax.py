"""The query language: text -> query tree. Whatever a person types is a query.

    bùi thanh sơn           words: all of them, those that form one word or name together
    "ngoại giao"            together, as typed        "họp báo"~3     at most three apart
    +sơn  -sơn              must, must not            a AND b, a OR b, NOT a, ( )
    title:"..."  body:...   in one field              tag: source: path: author: id: date:
    date:[2021 TO 2023-06]  between two dates         date:2021  date:14/4/2025
    mentions:14/4/2025      the text has this day, month or year, however it is written
    thanh*                  words that begin so       sown~  sown~2   words nearly so

NOT binds tighter than AND, AND (also unwritten) tighter than OR. Operators are written in capitals. What does not
fit (a quotation mark without its fellow, a field that is none, a date that is none, an operator with nothing to
join) is read as text; a ``?`` is punctuation.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from itertools import zip_longest
from typing import NamedTuple

from tracuu.analyzers import Token, VietnameseTokenizer
from tracuu.analyzers.errors import QueryError
from tracuu.analyzers.patterns import LONGEST
from tracuu.index.views import TEXT_FIELDS
from tracuu.search.date_ranges import date_range
from tracuu.search.nodes import And, DateRange, Marks, Not, NullQuery, Or, Query, Syllable, Unit, Words
from tracuu.search.pattern_nodes import Fuzzy, Keyword, Pattern
from tracuu.search.variants.dates import spellings_of

MAX_QUERY_LENGTH = 10_000
"""Code points. A longer query is refused: it is a document, not a question."""
MAX_DEPTH = 40
"""Of parentheses; deeper ones are read as text."""

_KEYWORD_FIELDS = {"tag": "tag", "tags": "tag", "source": "source", "path": "path"} | {
    "author": "author",
    "authors": "author",
    "id": "id",
}
_OPERATORS = "AND|OR|NOT"
_FIELDS = "|".join(sorted([*TEXT_FIELDS, *_KEYWORD_FIELDS, "date", "mentions"], key=len, reverse=True))

_LEXEME = re.compile(
    rf"""
    (?P<space>\s+)
  | (?P<sign>[+-])(?=[^\s+\-)])
  | (?P<field>{_FIELDS}):(?=[^\s)"]|"\s*[^\s)"])(?!(?:{_OPERATORS})(?:[\s()]|$))
  | "(?P<quoted>[^"]*)"(?:~(?P<slop>\d{{1,3}}))?
  | (?P<open>\() | (?P<close>\))
  | (?P<range>\[\s*(?P<low>[^\]\s]{{1,30}})\s+TO\s+(?P<high>[^\]\s]{{1,30}})\s*\])
  | (?P<operator>{_OPERATORS})(?=[\s()]|$)
  | (?P<word>[^\s"()]+)
  | (?P<stray>.)
    """,
    re.VERBOSE | re.DOTALL,
)
_FUZZY = re.compile(r"(?P<text>[^~*]+)~(?P<distance>[12]?)")
_EDGES = re.compile(r"^[^\w*]+|[^\w*]+$")
"""Punctuation around a pattern. The marks of decomposed letters are composed before."""
_QUOTES = str.maketrans("“”„«»", '"' * 5)


class _Lexeme(NamedTuple):
    kind: str
    text: str
    start: int
    match: re.Match[str]


def parse_query(text: str, marks: Marks = "auto") -> Query:
    """The query tree of what was typed; ``NullQuery`` where nothing of it can be looked up.

    Raises:
        QueryError: it is longer than ``MAX_QUERY_LENGTH``.
    """
    check_length(text)
    return _Parser(text, marks).parse()


def check_length(text: str) -> None:
    """Refuse what nobody types, before anything looks at it.

    Raises:
        QueryError: it is longer than ``MAX_QUERY_LENGTH``, or no text.
    """
    if not isinstance(text, str):
        raise QueryError(f"a query is a text, not {type(text).__name__}")
    if len(text) > MAX_QUERY_LENGTH:
        raise QueryError(
            f"the query has {len(text):,} characters, more than {MAX_QUERY_LENGTH:,}: "
            "search for a few words or sentences of it"
        )


class _Parser:
    """Recursive descent; every method consumes what it understands and never fails."""

    def __init__(self, text: str, marks: Marks) -> None:
        self.text = text
        self.marks: Marks = marks
        self.lexemes = _with_dangling_operators_as_words(_lex(text))
        self.at = 0
        self.tokenizer = VietnameseTokenizer()

    def parse(self) -> Query:
        parts = []
        while self.at < len(self.lexemes):
            parts.append(self._or(TEXT_FIELDS, False, 0))
            self.at += 1  # a closing parenthesis without its fellow
        return _combine(And, parts)

    def _peek(self, kind: str, text: str = "") -> bool:
        if self.at >= len(self.lexemes):
            return False
        lexeme = self.lexemes[self.at]
        return lexeme.kind == kind and (not text or lexeme.text == text)

    def _or(self, fields: tuple[str, ...], required: bool, depth: int) -> Query:
        alternatives = [self._and(fields, required, depth)]
        while self._peek("operator", "OR"):
            self.at += 1
            alternatives.append(self._and(fields, required, depth))
        return _combine(Or, alternatives)

    def _and(self, fields: tuple[str, ...], required: bool, depth: int) -> Query:
        clauses: list[Query] = []
        binding = False
        while self.at < len(self.lexemes) and not self._peek("close") and not self._peek("operator", "OR"):
            if self._peek("operator", "AND"):
                self.at += 1
                binding = True
                if clauses:
                    clauses[-1] = _require(clauses[-1])
                continue
            clause = self._clause(fields, required, depth)
            clauses.append(_require(clause) if binding else clause)
            binding = False
        return _combine(And, clauses)

    def _clause(self, fields: tuple[str, ...], required: bool, depth: int) -> Query:
        lexeme = self.lexemes[self.at]
        self.at += 1
        match lexeme.kind:
            case "operator":  # NOT: AND and OR are taken before
                return self._negated(fields, depth)
            case "sign":
                if lexeme.text == "-":
                    return self._negated(fields, depth)
                return _require(self._single(fields, True, depth))
            case "word":
                self.at -= 1
                return self._words(fields, required)
            case _:
                self.at -= 1
                return self._single(fields, required, depth)

    def _negated(self, fields: tuple[str, ...], depth: int) -> Query:
        child = self._single(fields, True, depth)
        return NullQuery if child == NullQuery else Not(child)

    def _single(self, fields: tuple[str, ...], required: bool, depth: int) -> Query:
        """One clause without an operator: a word, a quotation, a group, a field with its value."""
        if self.at >= len(self.lexemes):
            return NullQuery
        lexeme = self.lexemes[self.at]
        self.at += 1
        match lexeme.kind:
            case "open" if depth < MAX_DEPTH:
                query = self._or(fields, required, depth + 1)
                self.at += self._peek("close")
                return query
            case "quoted":
                slop = int(lexeme.match["slop"] or 1)
                is_quotation = not required and fields == TEXT_FIELDS
                return self._unit(lexeme.match["quoted"], lexeme.start + 1, fields, max(slop, 1), is_quotation)
            case "field":
                return self._field(lexeme, depth)
            case "word":
                return self._word(lexeme, fields, required)
            case "sign":
                return self._single(fields, required, depth)
            case "range":
                self.at -= 1
                return self._words(fields, required)
        return NullQuery

    def _field(self, lexeme: _Lexeme, depth: int) -> Query:
        name = lexeme.text.rstrip(":")
        if name in TEXT_FIELDS and depth < MAX_DEPTH:
            return self._single((name,), True, depth + 1)
        if name in TEXT_FIELDS:
            return self._text(name, lexeme.start, TEXT_FIELDS, False)
        at = self.at
        match name:
            case "date":
                query = self._date()
            case "mentions":
                query = self._mentions()
            case _:
                query = self._keyword(_KEYWORD_FIELDS[name])
        if query is None:  # not a value after all: the field's name is a word as any other
            self.at = at
            end = lexeme.start + len(name)
            if self._peek("word"):
                self.at += 1
                end = self.lexemes[at].start + len(self.lexemes[at].text)
            return self._text(self.text[lexeme.start : end], lexeme.start, TEXT_FIELDS, False)
        return query

    def _date(self) -> Query | None:
        lexeme = self.lexemes[self.at]
        self.at += 1
        if lexeme.kind == "range":
            low, high = (lexeme.match[side] for side in ("low", "high"))
            first = None if low == "*" else date_range(low)
            last = None if high == "*" else date_range(high)
            if (first is None and low != "*") or (last is None and high != "*"):
                return None
            return DateRange("date", first[0] if first else None, last[1] if last else None)
        found = date_range(lexeme.text.strip('"')) if lexeme.kind in ("word", "quoted") else None
        return DateRange("date", *found) if found else None

    def _mentions(self) -> Query | None:
        """The writings of a day, a month or a year, any of which must stand in the text."""
        lexeme = self.lexemes[self.at]
        self.at += 1
        found = date_range(lexeme.text.strip('"')) if lexeme.kind in ("word", "quoted") else None
        if not found:
            return None
        return Or([self._unit(text, lexeme.start, TEXT_FIELDS, 1) for text in spellings_of(*found)])

    def _keyword(self, name: str) -> Query | None:
        lexeme = self.lexemes[self.at]
        self.at += 1
        if lexeme.kind == "quoted":
            return Keyword(name, lexeme.match["quoted"])
        return Keyword(name, lexeme.text) if lexeme.kind == "word" else None

    def _words(self, fields: tuple[str, ...], required: bool) -> Query:
        """A run of words without anything between them: one stretch of text, as far as no word is special."""
        first = self.lexemes[self.at]
        if first.kind == "word" and _is_special(first.text):
            self.at += 1
            return self._word(first, fields, required)
        end = self.at + 1  # what looks like a range and is none is text, whatever is in it
        while end < len(self.lexemes) and self.lexemes[end].kind in ("word", "range"):
            if _is_special(self.lexemes[end].text):
                break
            end += 1
        last = self.lexemes[end - 1]
        self.at = end
        return self._text(self.text[first.start : last.start + len(last.text)], first.start, fields, required)

    def _word(self, lexeme: _Lexeme, fields: tuple[str, ...], required: bool) -> Query:
        if match := _FUZZY.fullmatch(lexeme.text):
            tokens = self._tokens(match["text"], lexeme.start)
            if len(tokens) == 1:
                return Fuzzy(tokens[0].text, fields, int(match["distance"] or 1))
        elif _is_special(lexeme.text):
            pattern = _EDGES.sub("", unicodedata.normalize("NFC", lexeme.text).lower())
            return Pattern(pattern, fields, self.marks)
        if required:
            return self._unit(lexeme.text, lexeme.start, fields, 1)
        return self._text(lexeme.text, lexeme.start, fields, required)

    def _text(self, text: str, start: int, fields: tuple[str, ...], required: bool) -> Query:
        tokens = self._tokens(text, start)
        return Words(tokens, fields, self.marks, required) if tokens else NullQuery

    def _unit(self, text: str, start: int, fields: tuple[str, ...], slop: int, is_quotation: bool = False) -> Query:
        tokens = self._tokens(text, start)
        if not tokens:
            return NullQuery
        syllables = tuple(Syllable(token.text, fields, self.marks) for token in tokens)
        return Unit(syllables, slop=slop, required=True, tokens=tokens, is_quotation=is_quotation)

    def _tokens(self, text: str, start: int) -> tuple[Token, ...]:
        """The tokens of a stretch of the query, with offsets into the whole of it."""
        return tuple(
            token._replace(
                start=token.start + start,
                end=token.end + start,
                compound=token.compound + start if token.compound >= 0 else -1,
            )
            for token in self.tokenizer.tokenize(text)
        )


def _lex(text: str) -> list[_Lexeme]:
    lexemes = []
    for match in _LEXEME.finditer(text.translate(_QUOTES)):
        kind = match.lastgroup or "stray"
        kind = {"slop": "quoted", "low": "range", "high": "range"}.get(kind, kind)
        if kind not in ("space", "stray"):
            lexemes.append(_Lexeme(kind, match[0], match.start(), match))
    return lexemes


def _with_dangling_operators_as_words(lexemes: list[_Lexeme]) -> list[_Lexeme]:
    """The same lexemes, but an operator is a word where nothing stands on a side of it that it needs."""
    read: list[_Lexeme] = []
    for lexeme, following in zip_longest(lexemes, lexemes[1:]):
        before = read[-1].kind if read else ""
        joins = before in ("word", "quoted", "range", "close")
        negates = lexeme.text == "NOT" and before not in ("sign", "field")
        if lexeme.kind == "operator" and not ((joins or negates) and following and _begins_clause(following)):
            read.append(lexeme._replace(kind="word"))
        else:
            read.append(lexeme)
    return read


def _begins_clause(lexeme: _Lexeme) -> bool:
    return lexeme.kind != "close" and (lexeme.kind != "operator" or lexeme.text == "NOT")


def _is_special(word: str) -> bool:
    """Whether a word is a pattern or a fuzzy term; no term of an index is longer than ``LONGEST``."""
    if len(word) > LONGEST:
        return False
    return bool(_FUZZY.fullmatch(word)) or ("*" in word and any(map(str.isalnum, word)))


def _require(query: Query) -> Query:
    """The same query, never relaxed."""
    if isinstance(query, Words):
        return Words(query.tokens, query.fields, query.marks, True)
    if isinstance(query, Unit):
        return Unit(query.syllables, slop=query.slop, required=True, tokens=query.tokens)
    return query


def _combine(kind: Callable[[list[Query]], Query], parts: list[Query]) -> Query:
    """And or Or of what is not empty; of a single part, the part."""
    parts = [part for part in parts if part != NullQuery]
    if not parts:
        return NullQuery
    return parts[0] if len(parts) == 1 else kind(parts)
