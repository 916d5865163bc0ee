"""What usually comes next: syllables behind others, by the bigrams of the index."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import islice

import numpy as np

from tracuu.analyzers import Token, fold
from tracuu.analyzers.tokens import WORD
from tracuu.index.postings import Ints
from tracuu.index.segment import Segment
from tracuu.index.views import TEXT_FIELDS
from tracuu.search.nodes import Syllable, Unit
from tracuu.search.prefixes import Prefix, begins, with_prefix
from tracuu.search.rewriting import rewrite
from tracuu.search.snapshot import Snapshot
from tracuu.search.spelling import likeliest_reading

_CONTEXT = 2
"""Syllables on which it depends what comes next; one where nothing comes behind two."""
_NEXT = 50
"""Syllables of a segment that may come next."""


def continuations(snapshot: Snapshot, typed: Prefix, limit: int) -> Iterator[tuple[str, str, int]]:
    """A prefix with its likeliest marks, and a syllable that often stands behind its complete ones.

    Yields:
        The canonical terms joined by spaces; the text; how many live articles hold the last two or three.
    """
    head = likeliest_reading(snapshot, typed.head)
    for size in range(min(_CONTEXT, len(head)), 0, -1):
        counted: list[tuple[int, str]] = []
        for bound, term in _following(snapshot, head[-size:], typed.last):
            if len(counted) >= limit and sorted(counted)[-limit][0] > bound:
                break
            unit = Unit(tuple(Syllable(one, TEXT_FIELDS, "exact") for one in [*head[-size:], term]))
            if count := int(snapshot.covered(unit).sum()):
                counted.append((count, term))
        for count, term in sorted(counted)[-limit:]:
            yield " ".join([*head, term]), _completed(snapshot, typed, head, term), count
        if counted:
            return


def _following(snapshot: Snapshot, context: list[str], beginning: str) -> list[tuple[int, str]]:
    """What may stand behind one or two syllables, with upper bounds of the counts, the highest first."""
    bounds: Counter[str] = Counter()
    for segment in snapshot.reader.segments:
        numbers = [np.array([segment.syllables.find(term, fold(term))]) for term in context]
        if -1 in numbers:
            continue
        pairs = segment.bigrams.find(numbers[-1], with_prefix(segment.syllables, "", beginning))
        before = segment.bigrams.find(*numbers) if len(numbers) > 1 else None
        counts = np.zeros(len(pairs), np.int64)
        for field in TEXT_FIELDS:
            counts += _articles(segment, field, pairs, before)
        order = np.argsort(-counts, kind="stable")[: np.count_nonzero(counts)]
        terms = segment.syllables.terms(segment.bigrams.sides(pairs[order])[1].tolist())
        counted = zip(terms, counts[order].tolist(), strict=True)
        bounds.update(dict(islice((one for one in counted if begins(beginning, one[0])), _NEXT)))
    return [(bound, term) for term, bound in bounds.most_common()]


def _articles(segment: Segment, field: str, pairs: Ints, before: Ints | None) -> Ints:
    """How many live articles hold each pair in a field; only of those that hold one of these others, too."""
    postings = segment.postings("bigrams", field)
    wanted = np.ones(segment.size, bool) if before is None else np.zeros(segment.size, bool)
    if before is not None:
        postings.mark_many(wanted, before)
    if segment.live is not None:
        wanted &= segment.live
    which = np.repeat(np.arange(len(pairs)), postings.counts(pairs))
    counts: Ints = np.bincount(which[wanted[postings.gather_docs(pairs)]], minlength=len(pairs))
    return counts


def _completed(snapshot: Snapshot, typed: Prefix, head: list[str], term: str) -> str:
    """The prefix as typed, but with these terms in the places of its own and another one at its end."""
    text, tokens = typed.text, list(typed.tokens)
    if not typed.is_open:
        text = text.rstrip() + " "
        tokens.append(Token(term, len(text), len(text) + len(term), len(tokens), WORD, -1))
        text += term
    return rewrite(snapshot, text, tokens, [*head, term])
