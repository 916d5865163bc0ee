"""Which part of a run of capitalised words is a name: titles, openers and cut words taken off."""

from __future__ import annotations

from collections.abc import Container, Sequence
from typing import NamedTuple

from tracuu.analyzers.name_words import (
    COUNTRIES,
    FAMILY_NAMES,
    HONORIFICS,
    OPENERS,
    PLACES,
    PLACES_LIKE_TITLES,
    TITLES,
)
from tracuu.analyzers.syllable import is_syllable

_LONGEST = 6  # syllables of a name
_LONGEST_TITLE = max(title.count(" ") for title in TITLES) + 1
_BEGIN_TITLES = HONORIFICS | {title.split(" ")[0] for title in TITLES}
_BEGIN_PLACES = frozenset(place.split(" ")[0] for place in PLACES)


class Form(NamedTuple):
    """A word of a run: its canonical term, how a name shows it, and what joins it to the word before it."""

    term: str
    display: str
    joint: str


def form(term: str, written: str, before: str) -> Form:
    """The form of a token; `before` is the character that stands before it, or nothing."""
    display = term.capitalize() if written[0].isupper() and is_syllable(term) else written
    return Form(term, display, " " if before.isspace() else "-")


def key_of(name: Sequence[Form]) -> str:
    """The canonical terms, joined by spaces."""
    return " ".join([word.term for word in name])


def display_of(name: Sequence[Form]) -> str:
    """The name as it is shown: capitals of syllables set right, hyphens kept."""
    return name[0].display + "".join([word.joint + word.display for word in name[1:]])


def name_spans(
    run: Sequence[Form], dictionary: Container[str], *, doubtful: bool, cut: bool = False
) -> list[tuple[int, int]]:
    """Where the names in a run of capitalised words stand, half-open: none, one, or a place and a person.

    Args:
        run: the words of the run.
        dictionary: words, syllables separated by spaces; tells names from words with a mere capital.
        doubtful: a sentence begins at the run, so that the capital of its first word tells nothing.
        cut: the last word and the small one after it are one word: Bộ Ngoại + giao.
    """
    terms = [word.term for word in run]
    first, stop = _without_title(terms), len(terms)
    if cut and first < stop and not (stop - first > 2 and terms[first] in FAMILY_NAMES):
        stop -= 1
    if doubtful and first == 0:
        first = _without_opener(terms[:stop], dictionary)
    if not first < stop or stop - first > _LONGEST:
        return []
    if stop - first == 1 and not _stands_alone(terms[first], dictionary, doubtful and first == 0):
        return []
    border = first + _place(terms[first:stop])
    return [(a, b) for a, b in ((first, border), (border, stop)) if a < b and run[a].display[0].isupper()]


def _without_title(terms: list[str]) -> int:
    """How many terms on the left are titles and honorifics: Ông, Thủ Tướng."""
    first = 0
    while first < len(terms) and terms[first] in _BEGIN_TITLES:
        if " ".join(terms[first : first + 2]) in PLACES_LIKE_TITLES:
            break
        for count in range(min(_LONGEST_TITLE, len(terms) - first), 0, -1):
            phrase = " ".join(terms[first : first + count])
            if phrase in TITLES or phrase in HONORIFICS:
                first += count
                break
        else:
            break
    return first


def _without_opener(terms: list[str], dictionary: Container[str]) -> int:
    """1 if the first term has its capital only from the sentence that it begins."""
    if len(terms) < 2 or terms[0] in FAMILY_NAMES:
        return 0
    if terms[0] in OPENERS and " ".join(terms[:2]) not in dictionary:
        return 1
    return int(len(terms) > 2 and terms[1] in FAMILY_NAMES and is_syllable(terms[0]))


def _stands_alone(term: str, dictionary: Container[str], doubtful: bool) -> bool:
    """Whether one capitalised word is a name: Cuba and Putin are, Đảng and Hội are not."""
    if term in COUNTRIES:
        return not doubtful
    return len(term) > 1 and not is_syllable(term) and term not in dictionary


def _place(terms: list[str]) -> int:
    """How many terms on the left are a place that only stands before the name of a person."""
    if terms[0] not in _BEGIN_PLACES:
        return 0
    for count in range(min(3, len(terms) - 1), 0, -1):
        if " ".join(terms[:count]) in PLACES:
            person = terms[count:]
            if not is_syllable(person[0]) or (len(person) > 1 and person[0] in FAMILY_NAMES):
                return count
    return 0
