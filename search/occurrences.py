"""Where the units of a query stand in a text, under the same rule of marks by which the article was found."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from tracuu.analyzers import Token, VietnameseTokenizer
from tracuu.analyzers.letters import Letters, Sought
from tracuu.analyzers.patterns import DASHES
from tracuu.search.highlighting import Span
from tracuu.search.nodes import Unit
from tracuu.search.pattern_nodes import Fuzzy, Pattern

_FAR = 20
"""Tokens; where a unit may reach further, it is looked for in all tokens of a text."""

Rule = Sequence[Callable[[str], bool]]
"""Of each syllable of a unit, whether a term is meant."""


class Occurrence(NamedTuple):
    """One place where something of the query stands.

    Attributes:
        start: of the first token, in code points.
        end: of the last one, half-open.
        what: the number of the unit (or pattern) in the query.
        spans: of the tokens themselves.
    """

    start: int
    end: int
    what: int
    spans: tuple[Span, ...]


class OccurrenceFinder:
    """Looks for units, patterns and fuzzy terms in texts.

    Only those stretches of a text are tokenised in which letters of a unit stand, and what is found in a stretch is
    remembered: most come again in the next text. Patterns, fuzzy terms, units in other scripts and those that reach
    far are looked for in all tokens.
    """

    def __init__(self, units: Sequence[Unit], wide: Sequence[Pattern | Fuzzy] = ()) -> None:
        """What is found is numbered as given here, the units first."""
        sequences = [(node, _sequence(number, node)) for number, node in enumerate([*units, *wide])]
        finders: dict[tuple[int, ...], _SequenceFinder] = {}  # fields in which the same is sought share one
        self._fields: dict[str, _SequenceFinder] = {}
        for field in {field for node, _ in sequences for field in node.fields}:
            here = [sequence for node, sequence in sequences if field in node.fields]
            numbers = tuple(sequence.number for sequence in here)
            if numbers not in finders:
                finders[numbers] = _SequenceFinder(here)
            self._fields[field] = finders[numbers]

    def find(self, text: str, field: str) -> list[Occurrence]:
        """All occurrences in a text of this field, in order."""
        return self._fields[field].find(text) if field in self._fields else []


class _Sequence(NamedTuple):
    """What a node is looked for as: some tokens, each at most `slop` after the one before.

    Attributes:
        number: of the node.
        rules: of marks, any of which may hold.
        slop: 1 is adjacent.
        folds: folded forms that stand one after the other wherever the node does; none if any might.
    """

    number: int
    rules: Sequence[Rule]
    slop: int
    folds: tuple[str, ...]

    @property
    def reach(self) -> int:
        """How many tokens after the first may belong to it."""
        return (len(self.rules[0]) - 1) * self.slop


def _sequence(number: int, node: Unit | Pattern | Fuzzy) -> _Sequence:
    if not isinstance(node, Unit):
        return _Sequence(number, [[node.accepts]], 1, ())
    units = [node, node.with_marks("bare")] if node.may_be_bare else [node]
    rules = [[syllable.accepts for syllable in unit.syllables] for unit in units]
    folds = tuple(syllable.fold for syllable in node.syllables)
    return _Sequence(number, rules, node.slop, folds if node.slop == 1 else folds[:1])


class _SequenceFinder:
    """Looks for sequences in texts."""

    def __init__(self, sequences: Sequence[_Sequence]) -> None:
        self._sequences = sequences
        self._reach = max(sequence.reach for sequence in sequences)
        self._everywhere = self._reach > _FAR or not all(sequence.folds for sequence in sequences)
        self._sought: list[tuple[Sought, int]] = []  # and the tokens that may follow what is found of it
        if not self._everywhere:
            for folds, reach in {(sequence.folds, sequence.reach) for sequence in sequences}:
                sought = Sought(folds)
                self._sought.append((sought, reach + 1 - sought.length))
                self._everywhere |= not sought.is_ascii
        self._tokenizer = VietnameseTokenizer()
        self._beginning = _Beginning(sequences)
        self._remembered: dict[str, list[Occurrence]] = {}  # stretch -> what stands in it

    def find(self, text: str) -> list[Occurrence]:
        """All occurrences, in order."""
        if self._everywhere:
            return self._find_in(text)
        found: list[Occurrence] = []
        for begin, end in _joined(self._stretches(text)):
            stretch = text[begin:end]
            here = self._remembered.get(stretch)
            if here is None:
                here = self._remembered[stretch] = self._find_in(stretch)
            found += [_shifted(one, begin) for one in here]
        return found

    def _stretches(self, text: str) -> Iterator[Span]:
        """Stretches of text that hold all there is to find, between places where no token or compound stands."""
        letters = Letters(text)
        for start, end in letters.odd():
            yield _begin(text, start), _end(text, end, self._reach)
        for sought, more in self._sought:
            for start, end in letters.find(sought):
                yield _begin(text, start), _end(text, end, more)

    def _find_in(self, text: str) -> list[Occurrence]:
        """All occurrences in a text or stretch, by all of its tokens."""
        tokens = list(self._tokenizer.tokenize(text))
        terms = [token.text for token in tokens]
        found: list[Occurrence] = []
        for place, term in enumerate(terms):
            for sequence in self._beginning[term]:
                if way := _match(sequence, terms, place):
                    found.append(_occurrence([tokens[at] for at in way], sequence.number))
        return found


class _Beginning(dict[str, list[_Sequence]]):
    """Term -> the sequences that may begin with it."""

    def __init__(self, sequences: Sequence[_Sequence]) -> None:
        self._sequences = sequences

    def __missing__(self, term: str) -> list[_Sequence]:
        sequences = self[term] = [each for each in self._sequences if any(rule[0](term) for rule in each.rules)]
        return sequences


def _begin(text: str, place: int) -> int:
    """The nearest place to the left between two chunks of the tokenizer: at a space that none can reach across."""
    at = text.rfind(" ", 0, place)
    while at >= 0 and not _divides(text, at):
        at = text.rfind(" ", 0, at)
    return at + 1


def _end(text: str, place: int, more: int) -> int:
    """The nearest such place to the right behind so many more tokens, or the end of the text."""
    end = _gap(text, place)
    while more and end < len(text):
        start, end = end, _gap(text, end + 1)
        more -= any(map(str.isalnum, text[start:end]))  # there is a token in it, at least
    return end


def _gap(text: str, place: int) -> int:
    at = text.find(" ", place)
    while at >= 0 and not _divides(text, at):
        at = text.find(" ", at + 1)
    return at if at >= 0 else len(text)


def _divides(text: str, at: int) -> bool:
    """Whether no chunk can reach across a space, as 12 000 and 34 - NQ/TW do."""
    before = text[at - 1 : at]
    return not before or not (before.isdecimal() or before in DASHES)


def _joined(stretches: Iterable[Span]) -> list[Span]:
    """In order, those joined that overlap."""
    joined: list[Span] = []
    for begin, end in sorted(stretches):
        if joined and begin < joined[-1][1]:
            joined[-1] = joined[-1][0], max(end, joined[-1][1])
        else:
            joined.append((begin, end))
    return joined


def _match(sequence: _Sequence, terms: Sequence[str], place: int) -> Sequence[int]:
    """The places of the tokens of a sequence that begins here under any of its rules; else nothing."""
    for rule in sequence.rules:
        way = _adjacent(rule, terms, place) if sequence.slop == 1 else _near(rule, sequence.slop, terms, place)
        if way:
            return way
    return ()


def _adjacent(rule: Rule, terms: Sequence[str], place: int) -> Sequence[int]:
    end = place + len(rule)
    matches = end <= len(terms) and all(accepts(term) for accepts, term in zip(rule, terms[place:end], strict=True))
    return range(place, end) if matches else ()


def _near(rule: Rule, slop: int, terms: Sequence[str], place: int) -> Sequence[int]:
    """The way that ends first; of those, the one that comes as near to the end as it can at each step."""
    ways: dict[int, tuple[int, ...]] = {}  # to each place that the syllables so far can reach, the nearest one
    for number, accepts in enumerate(rule):
        reach = _reach(ways, slop, len(terms)) if number else {place: ()}
        ways = {at: (*way, at) for at, way in reach.items() if accepts(terms[at])}
    return ways[min(ways)] if ways else ()


def _reach(ways: dict[int, tuple[int, ...]], slop: int, size: int) -> dict[int, tuple[int, ...]]:
    """The places that come next, each with the way that ends nearest to it."""
    return {at: way for last, way in ways.items() for at in range(last + 1, min(last + slop, size - 1) + 1)}


def _occurrence(tokens: Iterable[Token], what: int) -> Occurrence:
    """Parts of a compound are one span, with what is written between them: 34-NQ/TW."""
    spans: list[Span] = []
    compound = -1
    for token in tokens:
        if token.compound >= 0 and token.compound == compound:
            spans[-1] = spans[-1][0], token.end
        else:
            spans.append((token.start, token.end))
        compound = token.compound
    return Occurrence(spans[0][0], spans[-1][1], what, tuple(spans))


def _shifted(one: Occurrence, by: int) -> Occurrence:
    return Occurrence(
        one.start + by, one.end + by, one.what, tuple([(start + by, end + by) for start, end in one.spans])
    )
