"""Completing what somebody has begun to type, with marks or without."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import NamedTuple

import numpy as np

from tracuu.analyzers import fold, fold_text, is_bare, sort_key
from tracuu.index.postings import Ints
from tracuu.index.reader import IndexReader
from tracuu.index.segment import Segment
from tracuu.index.views import TEXT_FIELDS, WORD_JOINER
from tracuu.search.continuations import continuations
from tracuu.search.frequent_terms import TermView, articles, lexicon, most_frequent
from tracuu.search.names import display_name
from tracuu.search.nodes import Syllable
from tracuu.search.prefixes import Prefix, begins, with_prefix
from tracuu.search.snapshot import Snapshot
from tracuu.search.syntax import check_length

_LONGEST_PREFIX = 40
"""Tokens."""
_LETTERS = 3
"""An unfinished syllable of fewer may become too many others for its marks to rule much out beforehand."""
_ANYTHING = f"[^ {WORD_JOINER}]*"


class Suggestion(NamedTuple):
    """What a prefix may become.

    Attributes:
        text: begins with the prefix, or what it was read as, but for its missing marks and for capitals.
        articles: how many live articles hold it; where a longer prefix goes on with what often comes next,
            how many hold its last two or three syllables.
    """

    text: str
    articles: int


def suggest(snapshot: Snapshot, prefix: str, limit: int = 10) -> tuple[Suggestion, ...]:
    """The most frequent completions of a prefix; its last syllable may be unfinished. Of an empty one, names.

    Where too few names and words begin so, a longer prefix goes on with the syllables that often come next.

    Raises:
        QueryError: the prefix is longer than any query.
    """
    check_length(prefix)
    typed = Prefix.of(prefix)
    if limit < 1 or len(typed.tokens) > _LONGEST_PREFIX or (typed.text and not typed.tokens):
        return ()
    found: Counter[str] = Counter()
    texts: dict[str, str] = {}
    for view in _views(typed):
        if len(found) < limit or view != "syllables":
            found |= Counter(dict(_completions(snapshot, view, typed, limit)))
    if len(found) < limit and typed.head:
        for key, text, count in continuations(snapshot, typed, limit):
            if count > found[key]:
                found[key], texts[key] = count, text
    ranked = sorted(found, key=lambda key: (-found[key], key in texts, sort_key(key), key))[:limit]
    return tuple(Suggestion(texts.get(key) or _written(snapshot.reader, key, found[key]), found[key]) for key in ranked)


def _views(typed: Prefix) -> tuple[TermView, ...]:
    """Where to look for completions; single syllables only fill up."""
    if not typed.tokens:
        return ("names",)
    return ("names", "words") if typed.head else ("names", "words", "syllables")


def _written(reader: IndexReader, key: str, count: int) -> str:
    """As a name, if it is one in at least half of its articles."""
    named = articles(reader, "names", key, fold_text(key))
    return display_name(reader, key) if named and 2 * named >= count else key


def _completions(snapshot: Snapshot, view: TermView, typed: Prefix, limit: int) -> Iterator[tuple[str, int]]:
    """The most frequent terms of a view that begin with the prefix, as syllables with spaces between."""
    joiner = WORD_JOINER if view == "words" else " "
    head = [fold(token.text) for token in typed.head]

    def candidates(segment: Segment) -> Ints:
        terms = lexicon(segment, view)
        numbers = with_prefix(terms, joiner.join([*head, ""]), typed.last)
        if all(is_bare(token.text) for token in typed.tokens):
            return numbers
        return _marked_so(snapshot, segment, view, numbers, typed, joiner)

    def accepts(term: str) -> bool:
        if view == "words" and joiner not in term:
            return False  # a single syllable; so many of them are frequent that they would be all one sees
        return typed.fits(term.split(joiner))

    for term, count in most_frequent(snapshot.reader, view, candidates, accepts, limit):
        yield term.replace(joiner, " "), count


def _marked_so(snapshot: Snapshot, segment: Segment, view: TermView, numbers: Ints, typed: Prefix, joiner: str) -> Ints:
    """Those of the numbers whose terms may have the marks that were typed: one scan of undecoded keys."""
    patterns = [_complete(snapshot, segment, token.text) for token in typed.head]
    patterns += [_unfinished(segment, typed.last)] if typed.is_open else []
    if not len(numbers) or not all(patterns):
        return numbers[:0]
    keys, offsets = segment.arrays[f"{view}.terms.blob"], segment.arrays[f"{view}.terms.offsets"]
    first, stop = int(offsets[numbers[0]]), int(offsets[numbers[-1] + 1])
    pattern = ("\0" + joiner.join(patterns)).encode("utf-8", "surrogatepass")
    hits = re.finditer(pattern, keys.data[first:stop])
    places = np.fromiter((first + match.start() for match in hits), np.int64)
    return np.intersect1d(np.searchsorted(offsets, places, side="right") - 1, numbers)


def _complete(snapshot: Snapshot, segment: Segment, term: str) -> str:
    """A regular expression for the forms in a segment that a syllable covers; empty if there are none."""
    if is_bare(term):
        return _ANYTHING
    numbers = snapshot.forms[segment.name].of_syllable(Syllable(term, TEXT_FIELDS))
    return _one_of(segment.syllables.terms(numbers.tolist()))


def _unfinished(segment: Segment, term: str) -> str:
    """The same for what an unfinished syllable may become."""
    if is_bare(term) or len(term) < _LETTERS:
        return _ANYTHING
    syllables = segment.syllables
    forms = syllables.terms(with_prefix(syllables, "", term).tolist())
    return _one_of(form for form in forms if begins(term, form))


def _one_of(forms: Iterable[str]) -> str:
    alternatives = "|".join(map(re.escape, forms))
    return f"(?:{alternatives})" if alternatives else ""
