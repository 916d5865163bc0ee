"""What a query asks for, as the oracle understands it: the tree of ``parse_query``, its words cut into units."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from tracuu.analyzers import Token, WordDictionary, covers, fold
from tracuu.search.nodes import And, Marks, Not, NullQuery, Or, Query, Syllable, Unit, Words
from tracuu.search.pattern_nodes import Fuzzy, Pattern
from tracuu.search.plan import QUESTION_UNITS, QUESTION_WORDS
from tracuu.search.syntax import parse_query


@dataclass
class Asked:
    """A query taken apart."""

    units: list[Unit] = field(default_factory=list)
    required: list[Query] = field(default_factory=list)
    excluded: list[Query] = field(default_factory=list)
    runs: list[list[Unit]] = field(default_factory=list)
    wide: list[Pattern | Fuzzy] = field(default_factory=list)


class Reader:
    """Reads queries, knowing some names."""

    def __init__(self, names: set[tuple[str, ...]]) -> None:
        self.names = names

    def ask(self, query: str, marks: Marks) -> Asked:
        """The query as units to be found, and what else must or must not match."""
        asked = Asked()
        tree = parse_query(query, marks)
        for clause in list(tree.children()) if isinstance(tree, And) else [tree]:
            if isinstance(clause, Words) and not clause.required and marks != "exact":
                asked.runs.append(self.cut(clause, query))
                asked.units += asked.runs[-1]
            elif isinstance(clause, Not):
                asked.excluded.append(self.resolve(clause.query, query, Asked()))
            elif clause != NullQuery:
                asked.required.append(self.resolve(clause, query, asked))
        return asked

    def resolve(self, node: Query, query: str, asked: Asked) -> Query:
        """A node with its words cut into units; what scores is noted down."""
        if isinstance(node, Words):
            asked.runs.append(self.cut(node, query))
            return And(asked.runs[-1])
        if isinstance(node, Unit):
            asked.runs.append([node])
        elif isinstance(node, Pattern | Fuzzy):
            asked.wide.append(node)
        elif isinstance(node, Not):
            return Not(self.resolve(node.query, query, Asked()))
        elif isinstance(node, And | Or):
            return type(node)([self.resolve(child, query, asked) for child in node.children()])
        return node

    def cut(self, words: Words, query: str) -> list[Unit]:
        """Units: compounds as typed, else the longest name, else the longest word, from the left."""
        units = []
        rest = list(words.tokens)
        while rest:
            size = sum(token.compound == rest[0].compound for token in rest) if rest[0].compound >= 0 else 1
            if size == 1:
                size = self.longest([token.text for token in rest[: limit(rest, query)]])
            syllables = tuple(Syllable(token.text, words.fields, words.marks) for token in rest[:size])
            units.append(Unit(syllables, required=words.required, tokens=tuple(rest[:size])))
            rest = rest[size:]
        return units

    def longest(self, terms: list[str]) -> int:
        """How many of these terms are one name or word; one with wrong marks only if nothing else is as long."""
        sizes = range(1, min(len(terms), 6) + 1)
        fitting = [n for n in sizes if any(len(name) == n and all(map(covers, terms, name)) for name in self.names)]
        alike = [n for n in sizes if any([*map(fold, name)] == [*map(fold, terms[:n])] for name in self.names)]
        word = WordDictionary.default().longest(terms, 0, len(terms))
        known = max([word, 1, *fitting])
        near = max([1, *alike])
        return near if near > known and (near > 2 or known == 1) else known


def is_question(asked: Asked) -> bool:
    """Five units, or a question word among four syllables."""
    for run in asked.runs:
        terms = [s.text for unit in run for s in unit.syllables]
        asking = [*terms, *map(" ".join, pairwise(terms))]
        if len(terms) > 3 and not QUESTION_WORDS.isdisjoint(asking):
            return True
    return len(asked.units) >= QUESTION_UNITS


def limit(tokens: Sequence[Token], query: str) -> int:
    """How far a unit may go: to a compound, to punctuation, to a capital after a small letter."""
    for size in range(1, len(tokens)):
        left, right = tokens[size - 1 : size + 1]
        if right.compound >= 0 or not query[left.end : right.start].isspace():
            return size
        if query[left.start].islower() and query[right.start].isupper():
            return size
    return len(tokens)
