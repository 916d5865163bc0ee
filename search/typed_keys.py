"""Queries that may be raw keystrokes: which are tried, and where in the reading what was typed stands."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tracuu.analyzers.keystrokes import Evidence, KeystrokeReading, read_keystrokes
from tracuu.search.nodes import And, Query, Unit, Words

_VIQR = re.compile(r"[aeo]\^|a\(|[ou]\+|[aeiouy][`']", re.IGNORECASE)
"""What is VIQR although the query language has such signs as well; a ~ alone asks for words nearly so."""
_SIGNS = frozenset('":[]')
"""Signs of the query language that VIQR has not."""


class TypedKeys:
    """A query read out of keystrokes, and where in it what was typed stands."""

    def __init__(self, typed: Sequence[str], reading: KeystrokeReading) -> None:
        """``typed``: what stood between spaces."""
        self.reading = reading
        self._spans: list[tuple[int, int, str, bool]] = []
        at = 0
        for literal, decoded in zip(typed, reading.tokens, strict=True):
            end = at + len(literal if decoded is None else decoded)
            self._spans.append((at, end, literal, decoded is not None))
            at = end + 1

    def between(self, start: int, end: int) -> str:
        """What was typed where a part of the reading stands; empty if it was the same."""
        here = [(literal, decoded) for begin, stop, literal, decoded in self._spans if begin < end and stop > start]
        return " ".join(literal for literal, _ in here) if any(decoded for _, decoded in here) else ""


def read_typed_keys(text: str, tree: Query, evidence: Evidence) -> TypedKeys | None:
    """Plain words that are keystrokes; some marks of VIQR are signs of the query language, too.

    Args:
        text: of the query.
        tree: what was parsed from it.
        evidence: of the index.
    """
    clauses = tree.children() if isinstance(tree, And) else [tree]
    if not all(map(_is_plain, clauses)) and (set(text) & _SIGNS or not _VIQR.search(text)):
        return None
    typed = text.split()
    reading = read_keystrokes(typed, evidence)
    return TypedKeys(typed, reading) if reading else None


def _is_plain(clause: Query) -> bool:
    """Words or a quotation, demanded by nothing else."""
    return (isinstance(clause, Words) and not clause.required) or (isinstance(clause, Unit) and clause.is_quotation)
