"""What recognisers share: leaving out the spelling that was typed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from tracuu.analyzers import Token, VietnameseTokenizer

_terms = VietnameseTokenizer().terms


def other_texts(typed: Sequence[Token], texts: Iterable[str]) -> tuple[str, ...]:
    """Those of the texts whose terms are not the typed ones, each once, in their order.

    >>> typed = tuple(VietnameseTokenizer().tokenize("14-4-2025"))
    >>> other_texts(typed, ["14/4/2025", "14 tháng 4 năm 2025", "14 tháng 4 năm 2025"])
    ('14 tháng 4 năm 2025',)
    """
    known = {tuple([token.text for token in typed])}
    others = []
    for text in texts:
        terms = tuple(_terms(text))
        if terms not in known:
            known.add(terms)
            others.append(text)
    return tuple(others)
