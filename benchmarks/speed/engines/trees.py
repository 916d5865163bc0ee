"""Whoosh's query objects, which both tracuu and stock Whoosh answer."""

from __future__ import annotations

from whoosh.query import And, Or, Phrase, Query, Term

from benchmarks.speed.engines import Kind


def tree(kind: Kind, terms: list[str]) -> Query:
    """A query on bodies."""
    if kind == "phrase":
        return Phrase("body", terms)
    nodes = [Term("body", term) for term in terms]
    return And(nodes) if kind == "and" else Or(nodes)
