"""What recognisers find in queries, in a form that tests can compare."""

from __future__ import annotations

from tracuu.analyzers import VietnameseTokenizer
from tracuu.search.variants import Recogniser


def as_typed(recogniser: Recogniser, query: str) -> list[tuple[str, tuple[str, ...]]]:
    """What was typed, and its other writings."""
    tokens = tuple(VietnameseTokenizer().tokenize(query))
    return [(query[tokens[one.start].start : tokens[one.stop - 1].end], one.texts) for one in recogniser(tokens, query)]


def as_terms(recogniser: Recogniser, query: str) -> list[tuple[str, tuple[str, ...] | None]]:
    """The stretches as canonical terms, and their texts; None for what is optional."""
    tokens = tuple(VietnameseTokenizer().tokenize(query))
    return [
        (" ".join(token.text for token in tokens[one.start : one.stop]), None if one.is_optional else one.texts)
        for one in recogniser(tokens, query)
    ]


def assert_in_order_and_apart(recogniser: Recogniser, query: str) -> None:
    """Every stretch lies behind the one before, is not empty, and has other writings."""
    tokens = tuple(VietnameseTokenizer().tokenize(query))
    end = 0
    for one in recogniser(tokens, query):
        assert end <= one.start < one.stop <= len(tokens)
        assert one.texts
        end = one.stop
