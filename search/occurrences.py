"""Where the units of a query stand in a text, under the same rule of marks by which the article was found."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from tracuu.analyzers import Token, VietnameseTokenizer, fold
from tracuu.search.highlighting import Span
from tracuu.search.nodes import Unit
from tracuu.search.pattern_nodes import Fuzzy, Pattern


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
    """Looks for units, patterns and fuzzy terms in texts."""

    def __init__(self, units: Sequence[Unit], wide: Sequence[Pattern | Fuzzy] = ()) -> None:
        """What is found is numbered as given here, the units first."""
        self.units = units
        self.wide = wide
        self._rules = [[unit, unit.with_marks("bare")] if unit.may_be_bare else [unit] for unit in units]
        self._starting: dict[str, list[int]] = {}
        for number, unit in enumerate(units):
            self._starting.setdefault(unit.syllables[0].fold, []).append(number)
        self._tokenizer = VietnameseTokenizer()

    def find(self, text: str, field: str) -> list[Occurrence]:
        """All occurrences in a text of this field, in order."""
        tokens = list(self._tokenizer.tokenize(text))
        folded = [fold(token.text) for token in tokens]
        found: list[Occurrence] = []
        for place, letters in enumerate(folded):
            for number in self._starting.get(letters, ()):
                unit = self.units[number]
                if field in unit.fields and (hit := _match(self._rules[number], tokens, folded, place)):
                    found.append(_occurrence(hit, number))
            for number, node in enumerate(self.wide, len(self.units)):
                if field in node.fields and _fits(node, tokens[place], letters):
                    found.append(_occurrence([tokens[place]], number))
        return found


def _match(rules: Sequence[Unit], tokens: Sequence[Token], folded: Sequence[str], place: int) -> list[Token] | None:
    """The tokens of a unit that begins here, if it does, under any of its rules of marks."""
    for rule in rules:
        paths: dict[int, tuple[int, ...]] = {}  # to each place that the syllables so far can reach, the nearest one
        for number, syllable in enumerate(rule.syllables):
            reach = _reach(paths, rule.slop, len(tokens)) if number else {place: ()}
            paths = {
                at: (*path, at)
                for at, path in reach.items()
                if folded[at] == syllable.fold and syllable.matches(tokens[at].text)
            }
        if paths:
            return [tokens[at] for at in paths[min(paths)]]
    return None


def _reach(paths: dict[int, tuple[int, ...]], slop: int, size: int) -> dict[int, tuple[int, ...]]:
    """The places that come next, each with the path that ends nearest to it."""
    return {at: path for last, path in paths.items() for at in range(last + 1, min(last + slop, size - 1) + 1)}


def _fits(node: Pattern | Fuzzy, token: Token, letters: str) -> bool:
    return node.matches(token.text, letters) if isinstance(node, Pattern) else node.matches(letters)


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
