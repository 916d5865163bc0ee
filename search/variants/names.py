"""Names of people, as they are typed: with a title, in western order, or with another spelling of a syllable.

The index tells what is a name; nothing is offered that it does not have.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import permutations, product

from tracuu.analyzers import Syllable, Token, is_bare
from tracuu.analyzers.marks import TONES, bare
from tracuu.analyzers.name_words import FAMILY_NAMES
from tracuu.analyzers.tokens import WORD
from tracuu.index.reader import IndexReader
from tracuu.search.variants import Variants
from tracuu.search.variants.bare_syllables import may_be_syllable
from tracuu.search.variants.name_counts import NameCounts
from tracuu.search.variants.titles import titles_before_name

_LONGEST = 4
"""Syllables of a person's name: 8 of 100 have so many, hardly any have more."""
_SURE = 3
"""Small letters without marks are a name in another order only if there are so many syllables,"""
_WELL_KNOWN = 2
"""and so many articles have that name."""
_ORDERS = 3
"""Names that are offered for one typed in another order."""

_MARKED_TWINS = {"hoàng": "huỳnh", "huỳnh": "hoàng", "vũ": "võ", "võ": "vũ"}
_TWINS = _MARKED_TWINS | {bare(name): bare(twin) for name, twin in _MARKED_TWINS.items()}
"""Family names that are one, as the north and as the south says it."""
_I_OR_Y = {
    Syllable(onset, rime, tone).spelling: Syllable(onset, other, tone).spelling
    for onset in "v th n d b r x p ph ch tr".split()
    for rime, other in ("iy", "yi")
    for tone in TONES
}
"""Syllables that have i and y for one another in names (Vy, Vi) but are two words elsewhere. Those of other onsets
are one for `class_key` (Lý, Lí), and so for every search."""
_FAMILIES = frozenset(map(bare, FAMILY_NAMES))
_INITIALS = re.compile(r"[\s.]*")


class Names:
    """Recognises names in queries, by one index."""

    def __init__(self, reader: IndexReader) -> None:
        """Take the index that knows the names."""
        self._names = NameCounts(reader)

    def __call__(self, tokens: Sequence[Token], text: str) -> Iterator[Variants]:
        """See ``Recogniser``."""
        capitals = any(text[token.start].isupper() for token in tokens)
        if 2 <= len(tokens) <= _LONGEST and (orders := self._orders(tokens, text)):
            yield Variants(0, len(tokens), orders)
            return
        if not capitals and not any(token.text in _TWINS for token in tokens):
            if 2 <= len(tokens) <= _LONGEST and (found := self._spelled(tokens, 0, text)):
                yield found
            return
        start = 0
        while start < len(tokens):
            for title in titles_before_name(tokens, start, text, self._is_known) if capitals else ():
                yield Variants(title.start, title.stop, is_optional=True)
                start = title.stop
            found = _with_initials(tokens, start, text) or self._spelled(tokens, start, text)
            if found:
                yield found
            start = found.stop if found else start + 1

    def _is_known(self, terms: Sequence[str]) -> bool:
        return self._names.of(terms) > 0

    def _orders(self, tokens: Sequence[Token], text: str) -> tuple[str, ...]:
        """The names of the index that have the syllables of the query in another order, the best known first.

        Only if the query is nothing but syllables with capitals, or without marks, and no name as it stands.
        """
        if not all(token.kind == WORD and token.compound < 0 and may_be_syllable(token.text) for token in tokens):
            return ()
        if not all(_goes_on(tokens, place, text) for place in range(1, len(tokens))):
            return ()
        small = not all(text[token.start].isupper() for token in tokens)
        if small and (len(tokens) < _SURE or not all(is_bare(token.text) for token in tokens)):
            return ()
        if not _FAMILIES.intersection(bare(token.text) for token in tokens[1:]):
            return ()
        if self._is_known([token.text for token in tokens]):
            return ()
        known: dict[str, int] = {}
        for order in _western(tokens) if small else permutations(tokens):
            if bare(order[0].text) in _FAMILIES and order[0] is not tokens[0]:
                articles = self._names.of([token.text for token in order])
                if articles >= (_WELL_KNOWN if small else 1):
                    known[" ".join(text[token.start : token.end] for token in order)] = articles
        return tuple(sorted(known, key=lambda name: -known[name])[:_ORDERS])

    def _spelled(self, tokens: Sequence[Token], start: int, text: str) -> Variants | None:
        """The longest name here of which the index has other spellings: Huỳnh for Hoàng, Vi for Vy."""
        is_small = not text[tokens[start].start].isupper()
        choices = [_alternatives(tokens[start].text, _TWINS)]
        for place in range(start + 1, min(len(tokens), start + _LONGEST)):
            if not _goes_on(tokens, place, text):
                break
            choices.append(_alternatives(tokens[place].text, _I_OR_Y))
        for size in range(len(choices), 1, -1):
            ways = choices[:size]
            if max(map(len, ways)) == 1:
                return None
            typed, *others = product(*ways)
            enough = 1 if not is_small or self._is_known(typed) else _WELL_KNOWN if size >= _SURE else 0
            if enough and (texts := tuple(" ".join(other) for other in others if self._names.of(other) >= enough)):
                return Variants(start, start + size, texts)
        return None


def _western(tokens: Sequence[Token]) -> Iterator[tuple[Token, ...]]:
    """The orders from which a name comes if its given name is put first, or its family name last, or both."""
    for first in range(1, len(tokens)):
        yield (*tokens[first:], *tokens[:first])
    yield tuple(reversed(tokens))
    yield (tokens[-1], *tokens[1:-1], tokens[0])


def _goes_on(tokens: Sequence[Token], place: int, text: str) -> bool:
    """Whether a name may go on with this token: no punctuation, no change of capitals, no compound."""
    before, here = tokens[place - 1], tokens[place]
    return (
        before.compound < 0
        and here.compound < 0
        and text[before.end : here.start].isspace()
        and text[before.start].isupper() == text[here.start].isupper()
    )


def _alternatives(term: str, others: dict[str, str]) -> tuple[str, ...]:
    """The term, and what else it may be."""
    other = others.get(term) or _I_OR_Y.get(term)
    return (term,) if other is None else (term, other)


def _with_initials(tokens: Sequence[Token], start: int, text: str) -> Variants | None:
    """A name with initials, as written: Nguyễn V. A, Bùi T. Sơn. Its dots would make it three units otherwise."""
    if bare(tokens[start].text) not in _FAMILIES or not text[tokens[start].start].isupper():
        return None
    stop, dotted = start + 1, False
    while stop < len(tokens) and stop - start < _LONGEST and text[tokens[stop].start].isupper():
        between = text[tokens[stop - 1].end : tokens[stop].start]
        if not _INITIALS.fullmatch(between) or ("." in between and len(tokens[stop - 1].text) > 1):
            break
        dotted = dotted or "." in between
        stop += 1
    if not dotted:
        return None
    return Variants(start, stop, (" ".join(token.text for token in tokens[start:stop]),))
