"""Other queries to try."""

from __future__ import annotations

from tracuu.search.answer import Answer
from tracuu.search.nodes import Words
from tracuu.search.snapshot import Snapshot
from tracuu.search.spelling import finds, nearest_spelling, restore_marks
from tracuu.search.syntax import parse_query

_SIGNS = frozenset('()[]"*')
"""Of the query language. Where words stand among them, what was meant is not plain."""


def advice(snapshot: Snapshot, answer: Answer) -> tuple[str, ...]:
    """For plain words: the marks that were left off, or where nothing is as typed the nearest spelling.

    A question that articles answer in part is not misspelt.
    """
    tree = parse_query(answer.query, answer.marks)
    if answer.marks != "auto" or not isinstance(tree, Words) or tree.required or _SIGNS & set(answer.query):
        return ()
    base = snapshot.reader.live.copy()
    for required in answer.filters.queries() if answer.filters else []:
        base &= snapshot.mask(required)
    reading = answer.reading
    if reading.relaxed or not reading.full.any():
        is_answered = answer.plan.is_question and reading.partial.any()
        return () if is_answered else tuple(nearest_spelling(snapshot, answer.query, base))
    restored = restore_marks(snapshot, answer.query)
    return (restored,) if restored and finds(snapshot, restored, base) else ()
