"""Where the units of a query stand in a text, under the same rule of marks by which the article was found."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from tracuu.analyzers import Token, VietnameseTokenizer, fold, is_bare
from tracuu.search.evaluate import may_be_bare
from tracuu.search.highlighting import Span
from tracuu.search.nodes import Fuzzy, Pattern, Syllable, Unit, edit_distance


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
                if field in unit.fields and (hit := _match(unit, tokens, folded, place)):
                    found.append(_occurrence(hit, number))
            for number, node in enumerate(self.wide, len(self.units)):
                if field in node.fields and _fits(node, tokens[place], letters):
                    found.append(_occurrence([tokens[place]], number))
        return found


def _match(unit: Unit, tokens: Sequence[Token], folded: Sequence[str], place: int) -> list[Token] | None:
    """The tokens of a unit that begins here, if it does."""
    rules: list[Callable[[Syllable, str], bool]] = [Syllable.matches]
    if may_be_bare(unit):
        rules.append(lambda _, term: is_bare(term))
    for accepts in rules:
        hit: list[Token] = []
        at = place
        for syllable in unit.syllables:
            reach = range(at, min(at + (unit.slop if hit else 1), len(tokens)))
            here = next((i for i in reach if folded[i] == syllable.fold and accepts(syllable, tokens[i].text)), None)
            if here is None:
                break
            hit.append(tokens[here])
            at = here + 1
        else:
            return hit
    return None


def _fits(node: Pattern | Fuzzy, token: Token, letters: str) -> bool:
    if isinstance(node, Pattern):
        return node.matches(token.text)
    return letters[:1] == node.fold[:1] and edit_distance(node.fold, letters, node.distance) <= node.distance


def _occurrence(tokens: Iterable[Token], what: int) -> Occurrence:
    spans = tuple((token.start, token.end) for token in tokens)
    return Occurrence(spans[0][0], spans[-1][1], what, spans)
