"""Did you mean: likely marks for a query without any, the nearest spelling for one that finds nothing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from tracuu.analyzers import Token, VietnameseTokenizer, class_key, covers, fold, is_bare
from tracuu.analyzers.marks import HOOK, TILDE, bare, split_tone
from tracuu.analyzers.tokens import ACRONYM, ALNUM, WORD
from tracuu.index.arrays import Array
from tracuu.search.rewriting import rewrite
from tracuu.search.snapshot import Snapshot
from tracuu.search.syllable_model import Floats, Forms, SyllableModel, best_chains
from tracuu.search.syntax import parse_query

if TYPE_CHECKING:
    from tracuu.search.near_folds import NearFolds

MISSING_MARK = 0.2
CONFUSED_TONE = 0.3
WRONG_TONE = 0.4
WRONG_QUALITY = 0.5
CONFUSED_LETTERS = 0.6
WRONG_LETTER = 1.0
"""What a deviation costs. Confused are hỏi and ngã, and letters that sound alike: s and x, d and gi ..."""

_STRICTNESS = 8.0
"""How many times likelier (as a logarithm) a reading must be for a deviation of 1."""
_MARGIN = 3.0
"""How much less likely than the best one (as a logarithm) another reading may be."""
_LONG = 6
"""Letters from which on two of them may be wrong."""
_LONGEST_RESTORED = 40
_LONGEST_MENDED = 12
"""Tokens."""
_FORMS = 24
"""Forms of a syllable that are weighed against each other."""
_CHAINS = 40
_TRIES = 12
"""Mended queries that are looked up, whether or not they find something."""


def restore_marks(snapshot: Snapshot, query: str) -> str | None:
    """The likeliest marked reading of a query that has no mark, by the bigrams of the index.

    None if the query has a mark, has more than 40 tokens, or is likeliest as it is.
    """
    tokens = list(VietnameseTokenizer().tokenize(query))
    if not 0 < len(tokens) <= _LONGEST_RESTORED or not all(is_bare(token.text) for token in tokens):
        return None
    terms = likeliest_reading(snapshot, tokens)
    if terms == [token.text for token in tokens]:
        return None
    return rewrite(snapshot, query, tokens, terms)


def likeliest_reading(snapshot: Snapshot, tokens: Sequence[Token]) -> list[str]:
    """Of the forms that each token covers those that make the likeliest chain; there must be a token."""
    model = SyllableModel(snapshot)
    columns = []
    for token in tokens:
        forms = model.forms([fold(token.text)]) if _is_word(token) else model.exactly(token.text)
        covered = [place for place, term in enumerate(forms.terms) if covers(token.text, term)]
        columns.append(forms.take(covered) if covered else model.exactly(token.text))
    (best,) = best_chains(model, columns)
    return [column.terms[place] for column, place in zip(columns, best.places, strict=True)]


def nearest_spelling(snapshot: Snapshot, query: str, base: Array | None = None, limit: int = 3) -> list[str]:
    """Queries written nearly like one that finds nothing, which do find something as a whole; best first.

    Weighed are how far they are from what was typed and how likely the index makes them; only what is
    likelier than the query itself is offered.

    Args:
        snapshot: what to search in.
        query: plain words, at most 12; a longer one is not mended.
        base: bool, the articles in which something must be found; all live ones if None.
        limit: how many.
    """
    from tracuu.search.near_folds import NearFolds  # most queries are spelled right

    tokens = list(VietnameseTokenizer().tokenize(query))
    if not 0 < len(tokens) <= _LONGEST_MENDED:
        return []
    model = SyllableModel(snapshot)
    near = NearFolds(snapshot.reader)
    marked = not all(is_bare(token.text) for token in tokens)
    columns, costs = zip(*(_candidates(model, near, token, marked) for token in tokens), strict=True)
    typed = tuple(token.text for token in tokens)
    (as_typed,) = best_chains(model, [model.exactly(term) for term in typed])
    floor = as_typed.score
    tried = {_sought(typed, marked)}
    mended: list[str] = []
    for chain in best_chains(model, columns, costs, _CHAINS):
        if chain.score <= floor or len(mended) == limit or len(tried) > _TRIES:
            break
        terms = tuple(column.terms[place] for column, place in zip(columns, chain.places, strict=True))
        if _sought(terms, marked) in tried:
            continue
        tried.add(_sought(terms, marked))
        text = rewrite(snapshot, query, tokens, terms)
        if finds(snapshot, text, base):
            mended.append(text)
            floor = max(floor, chain.score - _MARGIN)
    return mended


def finds(snapshot: Snapshot, query: str, base: Array | None = None) -> bool:
    """Whether an article (of ``base``, bool) has all units of a query of plain words, with its marks."""
    found = snapshot.reader.live if base is None else base
    for unit in snapshot.planner.plan(parse_query(query), query).units:
        found = found & snapshot.covered(unit)
    return bool(found.any())


def _sought(terms: tuple[str, ...], marked: bool) -> tuple[str, ...]:
    """What tells one mended query from another: without marks the letters, for they decide what is found."""
    return terms if marked else tuple(map(fold, terms))


def _is_word(token: Token) -> bool:
    """Whether a token may have been meant otherwise; numbers, dates and addresses are what they are."""
    return token.kind in (WORD, ACRONYM, ALNUM)


def _candidates(model: SyllableModel, near: NearFolds, token: Token, marked: bool) -> tuple[Forms, Floats]:
    """What a token may have been meant to be, and what each would cost; the most promising of it."""
    from tracuu.search.near_folds import confusions

    if not _is_word(token):
        return model.exactly(token.text), np.zeros(1)
    folded = fold(token.text)
    distance = 2 if len(folded) >= _LONG else 1
    letters = {other: WRONG_LETTER * edits for other, edits in near.of(folded, distance).items()}
    letters |= dict.fromkeys(map(fold, confusions(folded)), CONFUSED_LETTERS)
    letters[folded] = 0.0
    forms = model.forms(letters)
    if not forms.terms:
        return model.exactly(token.text), np.zeros(1)
    costs = np.array([letters[fold(term)] + marks_cost(token.text, term, marked) for term in forms.terms])
    costs *= _STRICTNESS
    best = np.argsort(costs - model.start(forms), kind="stable")[:_FORMS]
    return forms.take(best), costs[best]


def marks_cost(typed: str, meant: str, marked: bool = True) -> float:
    """What it costs that a syllable bears other marks than were meant.

    Args:
        typed: canonical.
        meant: canonical, of the same letters or others.
        marked: whether the query has any mark; if not, none is missing.

    >>> [marks_cost(typed, "thành") for typed in ("thành", "thanh", "thánh")]
    [0.0, 0.2, 0.4]
    """
    (letters, tone), (meant_letters, meant_tone) = split_tone(class_key(typed)), split_tone(class_key(meant))
    missing = MISSING_MARK if marked else 0.0
    cost = 0.0
    if tone != meant_tone:
        confused = {tone, meant_tone} == {HOOK, TILDE}
        cost = missing if not tone else CONFUSED_TONE if confused else WRONG_TONE
    left = [letter for letter in meant_letters if bare(letter) != letter]
    wrong = 0
    for letter in letters:
        if letter in left:
            left.remove(letter)
        elif bare(letter) != letter:
            wrong += 1
    return cost + WRONG_QUALITY * wrong + missing * max(0, len(left) - wrong)
