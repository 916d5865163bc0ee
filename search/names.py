"""Looking up people and places by any spelling of their names."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import reduce
from typing import NamedTuple

import numpy as np

from tracuu.analyzers import VietnameseTokenizer, covers, fold, fold_text, is_bare, sort_key
from tracuu.analyzers.name_words import FAMILY_NAMES, HONORIFICS, TITLES
from tracuu.index.arrays import Array
from tracuu.index.postings import Ints
from tracuu.index.reader import IndexReader
from tracuu.index.segment import Segment
from tracuu.index.views import TEXT_FIELDS
from tracuu.search.comparing import covers_words
from tracuu.search.frequent_terms import most_frequent
from tracuu.search.nodes import Marks, Syllable
from tracuu.search.snapshot import Snapshot
from tracuu.search.syntax import check_length

_LONGEST_QUERY = 12
"""Syllables: a long title and a long name. A longer query names nobody."""
_LONGEST_TITLE = max(title.count(" ") for title in TITLES) + 1
_ADDRESSES = frozenset(["ông", "bà", "anh", "chị", "cô", "bác", "cụ", "thầy", "ngài"])
"""Titles that are understood without marks, too; nguyên and chú would be taken for family names."""
_FULL_NAME = 3
"""Syllables that tell a person's name from a place, whose name may begin like a family's (Lý Sơn)."""
_FEW_FORMS = 4
"""So many forms of a marked syllable are looked for one by one; more of them by their letters."""
_SPACE = ord(" ")


class FoundName(NamedTuple):
    """A name of the index.

    Attributes:
        name: as it is written, with its marks.
        articles: how many live articles hold it.
        key: its canonical syllables, joined by spaces.
    """

    name: str
    articles: int
    key: str


@dataclass(frozen=True, slots=True)
class FoundNames:
    """The names that a query means.

    Attributes:
        names: those that are the query, then (behind a title: ông Sơn) the people who are called so, then those that
            have it as another part, then those that have its syllables in any order; within these the most frequent
            first, then by the alphabet.
        relaxed: no name has the marks that were typed; these have the letters.
    """

    names: tuple[FoundName, ...] = ()
    relaxed: bool = False

    def __iter__(self) -> Iterator[FoundName]:
        return iter(self.names)

    def __len__(self) -> int:
        return len(self.names)

    def __getitem__(self, place: int) -> FoundName:
        return self.names[place]


def find_names(snapshot: Snapshot, query: str, limit: int = 20) -> FoundNames:
    """The names that have all syllables of a query, with marks that the typed ones allow (``q <= d``).

    Titles in front (ông, Bộ trưởng) are left off, unless names of the index go on with them (Anh Tuấn).

    Raises:
        QueryError: the query is longer than any.
    """
    check_length(query)
    terms = VietnameseTokenizer().terms(query)
    if not 0 < len(terms) <= _LONGEST_QUERY or limit < 1:
        return FoundNames()
    rules: list[Marks] = ["auto"] if all(map(is_bare, terms)) else ["auto", "ignore"]
    for marks in rules:
        fallback: list[FoundName] = []
        for start in _starts(terms):
            syllables = [Syllable(term, TEXT_FIELDS, marks) for term in terms[start:]]
            found, in_order = _find(snapshot, syllables, limit, is_person=start > 0)
            if in_order:
                return FoundNames(tuple(found), marks == "ignore")
            fallback = fallback or found
        if fallback:
            return FoundNames(tuple(fallback), marks == "ignore")
    return FoundNames()


def display_name(reader: IndexReader, key: str) -> str:
    """How the index writes a name: "bùi thanh sơn" -> "Bùi Thanh Sơn"; the key itself if it has none."""
    folded = fold_text(key)
    for segment in reader.segments:
        number = segment.names.find(key, folded)
        if number >= 0:
            return segment.name_displays[number].decode("utf-8", "surrogatepass")
    return key


def _starts(terms: Sequence[str]) -> Iterator[int]:
    """0, and where the rest begins after each title in front."""
    start = 0
    while start < len(terms):
        yield start
        longest = min(_LONGEST_TITLE, len(terms) - start)
        start += next((size for size in range(longest, 0, -1) if _is_title(terms[start : start + size])), len(terms))


def _is_title(terms: Sequence[str]) -> bool:
    if len(terms) > 1:
        return any(covers_words(list(terms), title.split(" ")) for title in TITLES)
    (term,) = terms
    return term in HONORIFICS or term in TITLES or (is_bare(term) and any(covers(term, one) for one in _ADDRESSES))


def _find(
    snapshot: Snapshot, syllables: list[Syllable], limit: int, *, is_person: bool
) -> tuple[list[FoundName], bool]:
    """The names that hold these syllables, best first; and whether one has them in order."""
    folded = " ".join(syllable.fold for syllable in syllables)
    found: list[FoundName] = []
    in_order = False
    for place in range(4 if len(syllables) > 1 else 3):

        def candidates(segment: Segment, place: int = place) -> Ints:
            if place == 0:
                group = segment.names.group(folded)
                return np.arange(group.start, group.stop)
            if place < 3 and len(syllables) > 1:
                return _with_letters(segment, folded)
            return reduce(np.intersect1d, [_holding(snapshot, segment, one) for one in syllables])

        def accepts(key: str, place: int = place) -> bool:
            return _place(syllables, key.split(" "), is_person) == place

        level = [
            FoundName(display_name(snapshot.reader, key), count, key)
            for key, count in most_frequent(snapshot.reader, "names", candidates, accepts, limit - len(found))
        ]
        found += sorted(level, key=lambda name: (-name.articles, sort_key(name.name), name.key))
        in_order = in_order or (place < 3 and bool(level))
        if len(found) >= limit:
            break
    return found[:limit], in_order


def _place(syllables: Sequence[Syllable], terms: Sequence[str], is_person: bool) -> int:
    """0: the syllables are the name; 1: the end of that of a person, who is asked for; 2: another part of it; 3: they
    are there in another order; 4: they are not.
    """
    size = len(syllables)
    starts = [
        start for start in range(len(terms) - size + 1) if all(map(_fits, syllables, terms[start : start + size]))
    ]
    if starts:
        if size == len(terms):
            return 0
        is_theirs = len(terms) >= _FULL_NAME and terms[0] in FAMILY_NAMES and starts[-1] + size == len(terms)
        return 1 if is_person and is_theirs else 2
    return 3 if _assigned(syllables, terms) else 4


def _assigned(syllables: Sequence[Syllable], terms: Sequence[str]) -> bool:
    """Whether each syllable can have a term of its own: a bipartite matching by augmenting paths (Kuhn 1955)."""
    owners: dict[int, int] = {}  # place of a term -> that of its syllable

    def gets_one(syllable: int, seen: set[int]) -> bool:
        for place, term in enumerate(terms):
            if place not in seen and _fits(syllables[syllable], term):
                seen.add(place)
                if place not in owners or gets_one(owners[place], seen):
                    owners[place] = syllable
                    return True
        return False

    return len(syllables) <= len(terms) and all(gets_one(place, set()) for place in range(len(syllables)))


def _fits(syllable: Syllable, term: str) -> bool:
    return fold(term) == syllable.fold and syllable.matches(term)


def _holding(snapshot: Snapshot, segment: Segment, syllable: Syllable) -> Ints:
    """The names of a segment that hold a syllable, and perhaps others that have its letters."""
    forms = snapshot.forms[segment.name].of_syllable(syllable)
    if syllable.marks == "ignore" or is_bare(syllable.text) or len(forms) > _FEW_FORMS:
        return _with_letters(segment, syllable.fold)
    found = [_with_form(segment, segment.syllables.term(number)) for number in forms.tolist()]
    return np.unique(np.concatenate([np.empty(0, np.int64), *found]))


def _with_letters(segment: Segment, folded: str) -> Ints:
    """The numbers of the names whose folded form has these syllables, one after the other, as a part.

    Where the marked form has them too, so has the folded one, which stands before it in the key.
    """
    keys, offsets = segment.arrays["names.terms.blob"], segment.arrays["names.terms.offsets"]
    starts = _places(keys, re.escape(_encode(folded)) + rb"(?=[ \0])")
    numbers = np.searchsorted(offsets, starts, side="right") - 1
    return np.unique(numbers[(starts == offsets[numbers]) | (keys[starts - 1] == _SPACE)])


def _with_form(segment: Segment, term: str) -> Ints:
    """The numbers of the names that have exactly this syllable."""
    keys, offsets = segment.arrays["names.terms.blob"], segment.arrays["names.terms.offsets"]
    starts = _places(keys, re.escape(_encode(term)))
    numbers = np.searchsorted(offsets, starts, side="right") - 1
    stops = starts + len(_encode(term))
    begins = np.isin(keys[starts - 1], (0, _SPACE))
    ends = (stops == offsets[numbers + 1]) | (keys[np.minimum(stops, len(keys) - 1)] == _SPACE)
    return np.unique(numbers[begins & ends])


def _places(keys: Array, pattern: bytes) -> Ints:
    """Where a pattern matches in the keys, which lie end to end: one scan, and nothing is decoded."""
    hits = re.finditer(pattern, keys.data) if len(keys) else ()
    return np.fromiter((match.start() for match in hits), np.int64)


def _encode(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")
