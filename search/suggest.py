"""Completing what somebody has begun to type, with marks or without: names, words, and what usually comes next."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import NamedTuple

import numpy as np

from tracuu.analyzers import Token, VietnameseTokenizer, class_key, covers, fold, sort_key
from tracuu.analyzers.marks import bare, split_tone
from tracuu.analyzers.tokens import WORD
from tracuu.index.lexicon import Lexicon
from tracuu.index.pairs import find_pairs, unpack
from tracuu.index.postings import Ints
from tracuu.index.segment import Segment
from tracuu.index.views import TEXT_FIELDS, WORD_JOINER
from tracuu.search.frequent_terms import TermView, lexicon, most_frequent
from tracuu.search.names import display_name
from tracuu.search.nodes import Syllable, Unit
from tracuu.search.rewriting import rewrite
from tracuu.search.snapshot import Snapshot
from tracuu.search.spelling import likeliest_reading

_LONGEST_PREFIX = 40
"""Tokens."""
_CONTEXT = 2
"""Syllables before it that decide what comes next."""
_NEXT = 50
"""Possible next syllables that are counted together with what stands before them."""


class Suggestion(NamedTuple):
    """What a prefix may become.

    Attributes:
        text: begins with the prefix, but for its missing marks and its capitals.
        articles: how many live articles hold it; where it goes on from a longer prefix, hold its last two or three
            syllables.
    """

    text: str
    articles: int


class _Prefix(NamedTuple):
    """The canonical terms of a prefix, the last of which may be unfinished."""

    text: str
    tokens: tuple[Token, ...]
    is_open: bool

    @classmethod
    def of(cls, text: str) -> _Prefix:
        text = text.lstrip()
        tokens = tuple(VietnameseTokenizer().tokenize(text))
        return cls(text, tokens, bool(tokens) and tokens[-1].end == len(text))

    @property
    def head(self) -> tuple[Token, ...]:
        """What is complete."""
        return self.tokens[:-1] if self.is_open else self.tokens

    @property
    def last(self) -> str:
        """The unfinished syllable; empty where it is yet to come."""
        return self.tokens[-1].text if self.is_open else ""

    def fits(self, terms: Sequence[str]) -> bool:
        """Whether these terms begin so: complete ones covered, the unfinished one letter by letter."""
        size = len(self.head)
        return (
            len(terms) > size
            and all(covers(token.text, term) for token, term in zip(self.head, terms, strict=False))
            and begins(self.last, terms[size])
        )


def suggest(snapshot: Snapshot, prefix: str, limit: int = 10) -> tuple[Suggestion, ...]:
    """The most frequent completions of a prefix, whose last word may be unfinished; of an empty one, names.

    Where there are too few names and words that begin so, syllables that often come next are put behind the prefix.
    """
    typed = _Prefix.of(prefix)
    if limit < 1 or len(typed.tokens) > _LONGEST_PREFIX or (not typed.tokens and typed.text):
        return ()
    found: dict[str, Suggestion] = {}
    _add(found, _completions(snapshot, "names", " ", typed, limit))
    if typed.tokens:
        _add(found, _completions(snapshot, "words", WORD_JOINER, typed, limit))
    if len(found) < limit and not typed.head and typed.is_open:
        _add(found, _completions(snapshot, "syllables", " ", typed, limit))
    if len(found) < limit and typed.head:
        _add(found, _continuations(snapshot, typed, limit))
    ranked = sorted(found.values(), key=lambda one: (-one.articles, sort_key(one.text), one.text))
    return tuple(ranked[:limit])


def begins(typed: str, term: str) -> bool:
    """Whether a canonical term may be what an unfinished one becomes.

    Marks on letters constrain these letters; a tone that was typed must be there, one that was not may come later.

    >>> [begins("thá", term) for term in ("thánh", "thanh", "thành")], begins("đuo", "đường")
    ([True, False, False], True)
    """
    return covers(typed, term) or any(_letters_begin(typed, form) for form in (term, class_key(term)))


def _letters_begin(typed: str, term: str) -> bool:
    (letters, tones), (written, written_tones) = split_tone(typed), split_tone(term)
    return (
        len(letters) <= len(written)
        and all(mine in (theirs, _base(theirs)) for mine, theirs in zip(letters, written, strict=False))
        and set(tones) <= set(written_tones)
    )


def _base(letter: str) -> str:
    return unicodedata.normalize("NFD", bare(letter))[0]


def _add(found: dict[str, Suggestion], completions: Iterable[tuple[str, Suggestion]]) -> None:
    """Keep what is new, and of what has the same canonical terms the more frequent one."""
    for key, one in completions:
        if key not in found or found[key].articles < one.articles:
            found[key] = one


def _completions(
    snapshot: Snapshot, view: TermView, joiner: str, typed: _Prefix, limit: int
) -> Iterator[tuple[str, Suggestion]]:
    """The most frequent terms of a view that begin with the prefix, by their canonical syllables."""
    head = [fold(token.text) for token in typed.head]

    def candidates(segment: Segment) -> Ints:
        return _with_prefix(lexicon(segment, view), joiner.join([*head, ""]), typed.last)

    def accepts(term: str) -> bool:
        return typed.fits(term.split(joiner))

    for term, count in most_frequent(snapshot.reader, view, candidates, accepts, limit):
        key = term.replace(joiner, " ")
        yield key, Suggestion(display_name(snapshot.reader, key) if view == "names" else key, count)


def _with_prefix(terms: Lexicon, head: str, last: str) -> Ints:
    """The numbers of the terms that begin with these complete folded syllables and perhaps with this unfinished one."""
    beginnings = {"".join(map(_base, last)), fold(last)} if last else {""}
    ranges = [terms.prefix(head + beginning) for beginning in beginnings]
    return np.unique(np.concatenate([np.arange(found.start, found.stop) for found in ranges]))


def _continuations(snapshot: Snapshot, typed: _Prefix, limit: int) -> Iterator[tuple[str, Suggestion]]:
    """The prefix with its likeliest marks, and a syllable that often stands behind its last complete ones."""
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
            yield " ".join([*head, term]), Suggestion(_completed(snapshot, typed, head, term), count)
        if counted:
            return


def _following(snapshot: Snapshot, context: list[str], beginning: str) -> list[tuple[int, str]]:
    """The syllables that may stand behind one or two others, with upper bounds of their counts, the highest first."""
    bounds: Counter[str] = Counter()
    for segment in snapshot.reader.segments:
        numbers = [np.array([segment.syllables.find(term, fold(term))]) for term in context]
        if -1 in numbers:
            continue
        pairs = find_pairs(segment.bigrams, numbers[-1], _with_prefix(segment.syllables, "", beginning))
        before = find_pairs(segment.bigrams, *numbers) if len(numbers) > 1 else None
        counts = sum((_articles_of(segment, field, pairs, before) for field in TEXT_FIELDS), np.zeros(len(pairs), int))
        order = np.argsort(-counts, kind="stable")[: np.count_nonzero(counts)]
        terms = segment.syllables.terms(unpack(segment.bigrams[pairs[order]])[1].tolist())
        counted = zip(terms, counts[order].tolist(), strict=True)
        bounds.update(dict(islice((one for one in counted if begins(beginning, one[0])), _NEXT)))
    return [(bound, term) for term, bound in bounds.most_common()]


def _articles_of(segment: Segment, field: str, pairs: Ints, before: Ints | None) -> Ints:
    """How many live articles hold each pair in a field; of those only that hold one of some other pairs, too."""
    postings = segment.postings("bigrams", field)
    wanted = np.ones(segment.size, bool) if before is None else np.zeros(segment.size, bool)
    if before is not None:
        wanted[postings.docs[postings.entries(before)]] = True
    if segment.live is not None:
        wanted &= segment.live
    which = np.repeat(np.arange(len(pairs)), postings.starts[pairs + 1] - postings.starts[pairs])
    counts: Ints = np.bincount(which[wanted[postings.docs[postings.entries(pairs)]]], minlength=len(pairs))
    return counts


def _completed(snapshot: Snapshot, typed: _Prefix, head: list[str], term: str) -> str:
    """The prefix as it was typed, but with these terms in the places of its own and another one at the end."""
    text, tokens = typed.text, list(typed.tokens)
    if not typed.is_open:
        text = text.rstrip() + " "
        tokens.append(Token(term, len(text), len(text) + len(term), len(tokens), WORD, -1))
        text += term
    return rewrite(snapshot, text, tokens, [*head, term])
