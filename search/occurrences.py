"""Where the units of a query stand in a text, under the same rule of marks by which the article was found."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import NamedTuple

from tracuu.analyzers import Token, VietnameseTokenizer, fold
from tracuu.analyzers.letters import Sought
from tracuu.search.highlighting import Span
from tracuu.search.nodes import Unit
from tracuu.search.pattern_nodes import Fuzzy, Pattern
from tracuu.search.stretches import JoinedTexts

_FAR = 20
"""Tokens; where a unit may reach further, it is looked for in all tokens of a text."""
_TOGETHER = 1 << 17
"""Code points of texts that are looked through at once: many enough, and what is made of them stays in the cache."""

Rule = Sequence[Callable[[str], bool]]
"""Of each syllable of a unit, whether a term is meant."""


class Occurrence(NamedTuple):
    """One place where something of the query stands.

    Attributes:
        start: of the first token, in code points.
        end: of the last one, half-open.
        what: the number of the unit (or pattern) in the query.
        tokens: where the tokens themselves stand, counted from the start.
    """

    start: int
    end: int
    what: int
    tokens: tuple[Span, ...]

    @property
    def spans(self) -> tuple[Span, ...]:
        """Where the tokens stand in the text."""
        return tuple([(self.start + start, self.start + end) for start, end in self.tokens])


class OccurrenceFinder:
    """Looks for units, patterns and fuzzy terms in texts.

    Only those stretches of a text are tokenised in which letters of a unit stand, and what is found in a stretch is
    remembered: most come again in the next text. Patterns, fuzzy terms, units in other scripts and those that reach
    far are looked for in all tokens.
    """

    def __init__(self, units: Sequence[Unit], wide: Sequence[Pattern | Fuzzy] = ()) -> None:
        """What is found is numbered as given here, the units first."""
        sequences = [(node, each) for number, node in enumerate([*units, *wide]) for each in _sequences(number, node)]
        finders: dict[tuple[int, ...], _SequenceFinder] = {}  # fields in which the same is sought share one
        self._fields: dict[str, _SequenceFinder] = {}
        for field in {field for node, _ in sequences for field in node.fields}:
            here = [sequence for node, sequence in sequences if field in node.fields]
            numbers = tuple(dict.fromkeys(sequence.number for sequence in here))
            if numbers not in finders:
                finders[numbers] = _SequenceFinder(here)
            self._fields[field] = finders[numbers]

    def find(self, text: str, field: str) -> list[Occurrence]:
        """All occurrences in a text of this field, in order."""
        return self.find_all({field: [text]})[field][0]

    def find_all(self, texts: Mapping[str, Sequence[str]]) -> dict[str, list[list[Occurrence]]]:
        """All occurrences in each of some texts, given by field; to look through them together takes half the time."""
        found: dict[str, list[list[Occurrence]]] = {field: [[] for _ in given] for field, given in texts.items()}
        for finder in set(self._fields.values()):
            places = [
                (field, n) for field in texts if self._fields.get(field) is finder for n in range(len(texts[field]))
            ]
            for (field, number), here in zip(places, finder.find([texts[f][n] for f, n in places]), strict=True):
                found[field][number] = here
        return found


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


def _sequences(number: int, node: Unit | Pattern | Fuzzy) -> Iterator[_Sequence]:
    """A node, and the variants of a unit."""
    yield _sequence(number, node)
    for variant in node.variants if isinstance(node, Unit) else ():
        yield _sequence(number, variant)


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
        self._remembered = _Remembered(self._find_in)

    def find(self, texts: Sequence[str]) -> Iterable[list[Occurrence]]:
        """All occurrences in each text, in order."""
        if self._everywhere:
            return map(self._find_in, texts)
        return chain.from_iterable(map(self._find_together, _batches(texts)))

    def _find_together(self, texts: Sequence[str]) -> list[list[Occurrence]]:
        joined = JoinedTexts(texts)
        spans = [joined.letters.odd(), *(joined.letters.find(sought) for sought, _ in self._sought)]
        found: list[list[Occurrence]] = [[] for _ in texts]
        remembered = self._remembered
        for number, place, stretch in joined.stretches(spans, [self._reach, *(more for _, more in self._sought)]):
            for start, end, what, tokens in remembered[stretch]:
                # Its own constructor takes twice as long, and a page has hundreds of them.
                found[number].append(tuple.__new__(Occurrence, (place + start, place + end, what, tokens)))
        return found

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
        self._patterns = [each for each in sequences if not each.folds]
        self._by_fold: dict[str, list[_Sequence]] = {}
        for each in sequences:
            if each.folds:
                self._by_fold.setdefault(each.folds[0], []).append(each)

    def __missing__(self, term: str) -> list[_Sequence]:
        possible = [*self._by_fold.get(fold(term), ()), *self._patterns]
        sequences = self[term] = [each for each in possible if any(rule[0](term) for rule in each.rules)]
        return sequences


class _Remembered(dict[str, list[Occurrence]]):
    """Stretch -> what stands in it."""

    def __init__(self, find: Callable[[str], list[Occurrence]]) -> None:
        self._find = find

    def __missing__(self, stretch: str) -> list[Occurrence]:
        found = self[stretch] = self._find(stretch)
        return found


def _batches(texts: Sequence[str]) -> Iterator[Sequence[str]]:
    """Texts in their order, so many at a time as are looked through together."""
    first = size = 0
    for number, text in enumerate(texts):
        size += len(text)
        if size > _TOGETHER and number > first:
            yield texts[first:number]
            first, size = number, len(text)
    if texts[first:]:
        yield texts[first:]


def _match(sequence: _Sequence, terms: Sequence[str], place: int) -> Sequence[int]:
    """The places of the tokens of a sequence that begins here under any of its rules; else nothing."""
    for rule in sequence.rules:
        way = _adjacent(rule, terms, place) if sequence.slop == 1 else _near(rule, sequence.slop, terms, place)
        if way:
            return way
    return ()


def _adjacent(rule: Rule, terms: Sequence[str], place: int) -> Sequence[int]:
    end = place + len(rule)
    if end > len(terms):
        return ()
    for accepts, term in zip(rule, terms[place:end], strict=True):
        if not accepts(term):
            return ()
    return range(place, end)


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
    start = spans[0][0]
    return Occurrence(start, spans[-1][1], what, tuple([(first - start, last - start) for first, last in spans]))
