"""Whoosh's queries as our nodes, and our nodes as Whoosh's queries. The only file of ``search`` that knows Whoosh.

It is imported by those who ask for Whoosh: ``import whoosh.query`` takes 76 ms, more than half of them for urllib,
ssl and email.

Where Whoosh 2.7.4 does not do what it documents, the documentation counts: ``Require`` matches what both of its
queries match (its matcher does the opposite, its ``docs`` does not), ``Or`` heeds ``minmatch`` ("not yet
implemented"), ``And`` and ``Or`` of one query keep their boost, and ``constantscore`` gives each article the boost
as its score (Whoosh adds frequencies up).
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

from whoosh import query as wq
from whoosh.matching import ListMatcher, RequireMatcher, WrappingMatcher

from tracuu.analyzers.errors import QueryError
from tracuu.index.views import TEXT_FIELDS
from tracuu.search.field_terms import FIELDS
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
from tracuu.search.term_nodes import Glob, Near, Phrase, Prefix, Term, TermRange, TermSet

_SECOND = 1_000_000
_LAST_SECOND = (dt.datetime.max - dt.datetime.min) // dt.timedelta(seconds=1)


def from_whoosh(query: Any) -> Query:
    """The node that means what a Whoosh query means on ``index.whoosh_schema``; nothing matches an unknown field.

    Raises:
        QueryError: the query, or one in it, is of a class or has an option that is not evaluated here.
    """
    match query:
        case _Ours():
            return query.node
        case _ if type(query) not in _UNDERSTOOD:
            raise _refused(query, "")
        case wq.And():
            return _boosted(And(map(from_whoosh, query.subqueries)), query)
        case wq.Or(scale=None):
            return _boosted(Or(map(from_whoosh, query.subqueries), query.minmatch), query)
        case wq.Or():
            raise _refused(query, " with a coordination bonus (scale)")
        case wq.Not():
            return Not(from_whoosh(query.query))
        case wq.AndNot():
            return And([from_whoosh(query.a), Not(from_whoosh(query.b))])
        case wq.AndMaybe():
            return AndMaybe(from_whoosh(query.a), from_whoosh(query.b))
        case wq.Require():
            return And([from_whoosh(query.a), ConstantScore(from_whoosh(query.b), 0.0)])
        case wq.ConstantScoreQuery():
            return ConstantScore(from_whoosh(query.child), query.score)
        case wq.Every(fieldname=None):
            return ConstantScore(Every(), query.boost)
        case _ if query == wq.NullQuery or query.fieldname not in FIELDS:
            return NullQuery
        case wq.Every():
            return ConstantScore(Every(query.fieldname), query.boost)
        case wq.NumericRange():
            return _scored(_date_range(query), query)
        case _ if query.fieldname == "date":
            raise _refused(query, " on dates, which have no terms: use a DateRange")
        case wq.Term():
            return _boosted(Term(query.fieldname, _text(query.text)), query)
        case wq.Phrase():
            if query.fieldname not in TEXT_FIELDS:
                raise _refused(query, f" on {query.fieldname}, which has no positions,")
            return _boosted(Phrase(query.fieldname, map(_text, query.words), query.slop), query)
        case wq.Prefix(text="") | wq.Wildcard(text="*"):
            return ConstantScore(Every(query.fieldname), query.boost)
        case _:
            return _scored(_term_set(query), query)


_UNDERSTOOD = (
    *(wq.And, wq.Or, wq.Not, wq.AndNot, wq.AndMaybe, wq.Require, wq.ConstantScoreQuery, wq.Every, type(wq.NullQuery)),
    *(wq.Term, wq.Phrase, wq.Prefix, wq.Wildcard, wq.FuzzyTerm, wq.TermRange, wq.NumericRange, wq.DateRange),
)
"""Themselves, not what is derived from them: that may mean anything."""


def _refused(query: Any, what: str) -> QueryError:
    name = type(query).__name__
    return QueryError(
        f"a Whoosh query of the class {name}{what} is not evaluated here: {query!r}; "
        "ArticleIndex.whoosh_searcher() runs any of them, slower"
    )


def _boosted(node: Query, query: Any) -> Query:
    return node if query.boost == 1.0 else Boost(node, query.boost)


def _scored(node: Query, query: Any) -> Query:
    return ConstantScore(node, query.boost) if query.constantscore else _boosted(node, query)


def _text(text: str | bytes) -> str:
    return text.decode("utf-8", "replace") if isinstance(text, bytes) else text


def _term_set(query: Any) -> TermSet:
    name = query.fieldname
    match query:
        case wq.Prefix():
            return Prefix(name, query.text)
        case wq.Wildcard():
            return Glob(name, query.text)
        case wq.FuzzyTerm():
            return Near(name, query.text, query.maxdist, query.prefixlength)
    low, high = (None if end is None else _text(end) for end in (query.start, query.end))
    return TermRange(name, low, high, without_low=query.startexcl, without_high=query.endexcl)


def _date_range(query: Any) -> Query:
    """Of microseconds since the year 1 the whole seconds, since dates have no parts of one."""
    if query.fieldname != "date":
        raise _refused(query, f" on {query.fieldname}, which holds no numbers,")
    low = 0 if query.start is None else -((-query.start - query.startexcl) // _SECOND)
    high = _LAST_SECOND if query.end is None else (query.end - query.endexcl) // _SECOND
    if low > _LAST_SECOND or high < 0:
        return NullQuery
    first = dt.datetime.min + dt.timedelta(seconds=low) if low > 0 else None
    last = dt.datetime.min + dt.timedelta(seconds=high) if high < _LAST_SECOND else None
    return DateRange("date", first, last)


def to_whoosh(node: Query) -> Any:
    """A Whoosh query that matches what a node does, on any Whoosh index whose text fields ``VietnameseAnalyzer`` made.

    Scores are Whoosh's own. ``from_whoosh`` turns it back into a node of the same meaning.

    Raises:
        QueryError: the node is of a class that is not known here.
    """
    match node:
        case And():
            return wq.And(list(map(to_whoosh, node.clauses)))
        case Or(minmatch=1):
            return wq.Or(list(map(to_whoosh, node.clauses)))
        case Not():
            return wq.Not(to_whoosh(node.query))
        case AndMaybe():
            return wq.AndMaybe(to_whoosh(node.required), to_whoosh(node.optional))
        case ConstantScore():
            return wq.ConstantScoreQuery(to_whoosh(node.query), node.score)
        case Every():
            return wq.Every(node.fieldname)
        case DateRange():
            return wq.DateRange(node.fieldname, _moment(node.startdate), _moment(node.enddate))
        case Term():
            return wq.Term(node.fieldname, node.text)
        case Phrase():
            return wq.Phrase(node.fieldname, list(node.words), slop=node.slop)
        case Prefix():
            return wq.Prefix(node.fieldname, node.head)
        case Glob():
            return wq.Wildcard(node.fieldname, node.pattern)
        case Near():
            return wq.FuzzyTerm(node.fieldname, node.text, maxdist=node.distance, prefixlength=node.prefix)
        case TermRange():
            return wq.TermRange(node.fieldname, node.low, node.high, node.without_low, node.without_high)
        case Or():
            return _AtLeast(node, wq.Or(list(map(to_whoosh, node.clauses))))
        case Boost():
            return _Boosted(node, to_whoosh(node.query))
        case Syllable() | Pattern() | Fuzzy():
            return _Ours(node, _any_of(_Accepted(field, node, node.accepts) for field in node.fields))
        case Keyword():
            return _Ours(node, _Accepted(node.fieldname, node, node.matches))
        case Unit():
            rules = [node, node.with_marks("bare")] if node.may_be_bare else [node]
            return _Ours(node, _any_of(_in_one_field(unit, field) for unit in rules for field in unit.fields))
        case Words():
            return _Ours(node, wq.And(list(map(to_whoosh, node.units()))))
        case _ if node == NullQuery:
            return wq.NullQuery
    raise QueryError(f"a query of the kind {type(node).__name__} has no counterpart in Whoosh: {node!r}")


def _moment(date: dt.date | None) -> dt.datetime | None:
    """On the article's own clock, to the second, as ``evaluate`` takes it."""
    if date is None:
        return None
    time = date.time().replace(microsecond=0) if isinstance(date, dt.datetime) else dt.time()
    return dt.datetime.combine(date, time)


def _any_of(queries: Iterator[Any]) -> Any:
    first, *rest = queries
    return wq.Or([first, *rest]) if rest else first


def _in_one_field(unit: Unit, field: str) -> Any:
    """The syllables of a unit one after the other, in one field."""
    terms = [_Accepted(field, syllable, syllable.accepts) for syllable in unit.syllables]
    return wq.Sequence(terms, slop=unit.slop) if len(terms) > 1 else terms[0]


class _Accepted(wq.MultiTerm):  # type: ignore[misc]  # whoosh has no types
    """The terms of one field that a node accepts, one by one."""

    boost = 1.0

    def __init__(self, fieldname: str, node: Query, accepts: Callable[[str], bool]) -> None:
        self.fieldname = fieldname
        self.node = node
        self.accepts = accepts

    def _btexts(self, ixreader: Any) -> Iterator[bytes]:
        field = ixreader.schema[self.fieldname]
        return (term for term in ixreader.lexicon(self.fieldname) if self.accepts(field.from_bytes(term)))

    def estimate_size(self, ixreader: Any) -> int:
        """Never too low; Whoosh would expand the terms for it."""
        return int(ixreader.doc_count())

    def estimate_min_size(self, ixreader: Any) -> int:
        """Never too high."""
        return 0

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Accepted) and (self.fieldname, self.node) == (other.fieldname, other.node)

    def __hash__(self) -> int:
        return hash((self.fieldname, self.node))

    def __repr__(self) -> str:
        return f"{self.fieldname}:{self.node!r}"


class _Ours(wq.WrappingQuery):  # type: ignore[misc]
    """A node that Whoosh has none for, and the Whoosh query (``child``) by which Whoosh evaluates it."""

    node: Query

    def __init__(self, node: Query, child: Any) -> None:
        super().__init__(child)
        self.node = node

    def _rewrap(self, child: Any) -> Any:
        return child

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Ours) and self.node == other.node

    def __hash__(self) -> int:
        return hash(self.node)

    def __repr__(self) -> str:
        return repr(self.node)


class _Boosted(_Ours):
    """Whoosh keeps a boost in each query; not all of them heed it."""

    node: Boost

    def matcher(self, searcher: Any, context: Any = None) -> Any:
        return WrappingMatcher(self.child.matcher(searcher, context), boost=self.node.factor)


class _AtLeast(_Ours):
    """An Or of which more than one query must match."""

    node: Or

    def matcher(self, searcher: Any, context: Any = None) -> Any:
        matching = Counter(number for query in self.child.subqueries for number in query.docs(searcher))
        enough = sorted(number for number, count in matching.items() if count >= self.node.minmatch)
        return RequireMatcher(self.child.matcher(searcher, context), ListMatcher(enough))
