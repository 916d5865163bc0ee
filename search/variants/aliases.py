"""Acronyms and their long forms: UBND is ủy ban nhân dân, and the other way round.

They stand in text files, one group of spellings that mean the same in a line (docs/aliases.md has the format):

    UBND = ủy ban nhân dân
    TP.HCM = TPHCM = thành phố Hồ Chí Minh      # a comment
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from tracuu.analyzers import Token, VietnameseTokenizer, fold, is_syllable
from tracuu.analyzers.errors import AliasError
from tracuu.analyzers.marks import bare
from tracuu.analyzers.tokens import DATE, DOCUMENT, EMAIL, URL
from tracuu.search.comparing import covers_words
from tracuu.search.variants import Variants

DEFAULT_FILE = Path(__file__).with_name("aliases.txt")
"""What readers of Vietnamese news know."""

_CLOSED = frozenset((DATE, DOCUMENT, EMAIL, URL))
"""Compounds of these kinds are never looked into: the NQ of 34-NQ/TW stands for itself."""
_COMMENT = re.compile(r"(?:^|\s)#.*")
_WORD = re.compile(r"[^\W_]+")
_BETWEEN = re.compile(r"[\s.&/‐‑–-]*")
"""What may stand between the words of a long form; a comma ends it."""


class _Spelling(NamedTuple):
    """One side of a group.

    Attributes:
        text: as the file has it.
        terms: its canonical terms.
        only_capitals: small letters would be another word (ca, who) or too little to go by (hn).
        is_word: in the index it could not be told from a syllable (CA from cá), so it is never looked for.
        group: which one, by its place.
    """

    text: str
    terms: tuple[str, ...]
    only_capitals: bool
    is_word: bool
    group: int


class Aliases:
    """Recognises the spellings of some groups, and gives the others of the group.

    >>> query = "ubnd tỉnh Cà Mau"
    >>> list(Aliases([["UBND", "ủy ban nhân dân"]])(list(VietnameseTokenizer().tokenize(query)), query))
    [Variants(start=0, stop=1, texts=('ủy ban nhân dân',), is_optional=False)]
    """

    def __init__(self, groups: Iterable[Sequence[str]]) -> None:
        """Take groups of spellings; one spelling may be in several (BCT: Bộ Chính trị, Bộ Công Thương).

        A group is taken apart when a query has the first word of one of its spellings, so that hundreds cost nothing.
        """
        self.groups = tuple(map(tuple, groups))
        self._taken_apart: dict[int, list[_Spelling]] = {}
        self._starting_with: dict[str, list[int]] = {}
        for place, group in enumerate(self.groups):
            for word in {_first_word(text) for text in group}:
                self._starting_with.setdefault(word, []).append(place)

    def __add__(self, other: Aliases) -> Aliases:
        """The groups of both."""
        return Aliases(self.groups + other.groups)

    def __call__(self, tokens: Sequence[Token], text: str) -> Iterator[Variants]:
        """See ``Recogniser``: the leftmost stretches, of those the longest."""
        start = 0
        while start < len(tokens):
            groups = self._starting_with.get(fold(tokens[start].text))
            found = self._longest(groups, tokens, start, text) if groups else []
            stop = start + len(found[0].terms) if found else start + 1
            if found and (texts := self._others(found, tokens[start:stop])):
                yield Variants(start, stop, texts)
            start = stop

    def _longest(self, groups: list[int], tokens: Sequence[Token], start: int, text: str) -> list[_Spelling]:
        """The spellings that stand here; of those the longest."""
        found = [one for group in groups for one in self._spellings(group) if _stands(one, tokens, start, text)]
        size = max((len(one.terms) for one in found), default=0)
        return [one for one in found if len(one.terms) == size]

    def _others(self, found: Sequence[_Spelling], typed: Sequence[Token]) -> tuple[str, ...]:
        """The other spellings of these groups, each once, but those that are found as typed."""
        terms = [token.text for token in typed]
        others: dict[tuple[str, ...], str] = {}
        for one in found:
            for other in self._spellings(one.group):
                if not other.is_word and not covers_words(terms, list(other.terms)):
                    others.setdefault(other.terms, other.text)
        return tuple(others.values())

    def _spellings(self, group: int) -> list[_Spelling]:
        known = self._taken_apart.get(group)
        if known is None:
            known = self._taken_apart[group] = [_spelling(text, group) for text in self.groups[group]]
        return known


def read_aliases(path: str | Path = DEFAULT_FILE) -> Aliases:
    """The groups of a file in UTF-8.

    Raises:
        AliasError: it cannot be read, or a line is no group.
    """
    try:
        text = Path(path).read_text(encoding="utf-8-sig")
    except OSError as error:
        raise AliasError(f"cannot read the aliases in {path}: {error.strerror or error}; check the path") from error
    except UnicodeDecodeError as error:
        raise AliasError(f"{path} is not UTF-8 (byte {error.start}): save it as UTF-8") from error
    return parse_aliases(text, str(path))


def parse_aliases(text: str, source: str = "aliases") -> Aliases:
    """The groups of a text; ``source`` is what errors call it.

    Raises:
        AliasError: a line is no group.
    """
    return Aliases(
        _group(line, f"{source}, line {number}")
        for number, raw in enumerate(text.splitlines(), 1)
        if (line := _COMMENT.sub("", raw).strip())
    )


@cache
def default_aliases() -> Aliases:
    """The groups that come with the package, read once."""
    return read_aliases()


def _group(line: str, where: str) -> list[str]:
    spellings = [" ".join(spelling.split()) for spelling in unicodedata.normalize("NFC", line).split("=")]
    if len(spellings) < 2:
        raise AliasError(f"{where}: {line!r} stands alone: write what it means behind it, as in {line} = long form")
    for spelling in spellings:
        if not any(map(str.isalnum, spelling)):
            raise AliasError(f"{where}: {spelling or 'nothing'!r} is no spelling: write words on both sides of each =")
    return spellings


def _first_word(text: str) -> str:
    """The letters under which a spelling is filed: its first term, folded."""
    word = _WORD.search(bare(text.lower()))
    found = word[0] if word else text
    return fold(found) if found[-1] in "iy" or not found.isascii() else found  # kỹ is filed under ki


def _spelling(text: str, group: int) -> _Spelling:
    terms = tuple(VietnameseTokenizer().terms(text))
    is_short = len(terms) == 1 and text.isupper()
    is_word = is_short and is_syllable(terms[0])
    return _Spelling(text, terms, is_word or (is_short and len(terms[0]) < 3), is_word, group)


def _stands(one: _Spelling, tokens: Sequence[Token], start: int, text: str) -> bool:
    """Whether a spelling was typed at this place."""
    stop = start + len(one.terms)
    typed = tokens[start:stop]
    if not covers_words([token.text for token in typed], list(one.terms)):
        return False
    if _is_split(tokens, start) or _is_split(tokens, stop) or any(token.kind in _CLOSED for token in typed):
        return False
    if one.only_capitals:
        return text[typed[0].start : typed[0].end].isupper() and not (one.is_word and _in_headline(tokens, start, text))
    return all(_BETWEEN.fullmatch(text, left.end, right.start) for left, right in pairwise(typed))


def _is_split(tokens: Sequence[Token], place: int) -> bool:
    """Whether the border before a token would go through a compound."""
    return 0 < place < len(tokens) and tokens[place].compound == tokens[place - 1].compound >= 0


def _in_headline(tokens: Sequence[Token], place: int, text: str) -> bool:
    """Whether a word beside the token is all in capitals too, so that those of the token tell nothing: ĐẢO CA."""
    return any(
        len(token.text) > 1 and text[token.start : token.end].isupper() and is_syllable(token.text)
        for token in (*tokens[max(place - 1, 0) : place], *tokens[place + 1 : place + 2])
    )
