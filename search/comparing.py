"""Comparing texts word by word, and words letter by letter."""

from __future__ import annotations

from tracuu.analyzers import VietnameseTokenizer, covers


def covers_text(query: str, text: str) -> bool:
    """Whether a text has the same words as a query, each covered by the query's (``q <= d``).

    >>> covers_text("the thao", "Thể thao"), covers_text("thế thao", "Thể thao")
    (True, False)
    """
    return covers_words(words_of(query), words_of(text))


def covers_words(typed: list[str], written: list[str]) -> bool:
    """Whether these canonical terms are as many as those, and each covers its counterpart."""
    return len(typed) == len(written) and all(map(covers, typed, written))


def words_of(text: str) -> list[str]:
    """The canonical terms of a short text."""
    return [token.text for token in VietnameseTokenizer().tokenize(text)]


def edit_distance(a: str, b: str, limit: int, *, swaps: bool = True) -> int:
    """Letters put in, left out, replaced, or swapped with their neighbour (optimal string alignment).

    Without ``swaps`` a swap counts twice (Levenshtein). Stops and returns ``limit + 1`` as soon as it is known to be
    more than ``limit``.

    >>> edit_distance("thanh", "tahnh", 2), edit_distance("son", "sown", 2), edit_distance("bui", "nguyen", 2)
    (1, 1, 3)
    """
    if abs(len(a) - len(b)) > limit:
        return limit + 1
    before: list[int] = []
    last = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        row = [i]
        for j, y in enumerate(b, 1):
            cost = min(last[j] + 1, row[-1] + 1, last[j - 1] + (x != y))
            if swaps and i > 1 and j > 1 and x == b[j - 2] and a[i - 2] == y:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        if min(row) > limit:
            return limit + 1
        before, last = last, row
    return min(last[-1], limit + 1)
