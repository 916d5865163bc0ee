"""The dictionary of bigrams against brute force."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from tracuu.index.pairs import adjacent, find_pairs, pack, unpack

numbers = st.integers(0, 12)
sides = st.sets(numbers, max_size=6).map(lambda s: np.array(sorted(s), np.int64))


@given(st.sets(st.tuples(numbers, numbers), max_size=40), sides, sides)
def test_find_pairs(known: set[tuple[int, int]], first: np.ndarray, second: np.ndarray) -> None:
    ordered = sorted(known)
    packed = pack(np.array([a for a, _ in ordered], np.int64), np.array([b for _, b in ordered], np.int64))
    found = {ordered[i] for i in find_pairs(packed, first, second).tolist()}
    assert found == {(a, b) for a, b in known if a in first and b in second}


@given(st.lists(st.tuples(numbers, st.integers(0, 3)), max_size=20))
def test_adjacent_never_crosses_articles(tokens: list[tuple[int, int]]) -> None:
    tokens.sort(key=lambda t: t[1])
    pairs, docs = adjacent(np.array([t for t, _ in tokens], np.int64), np.array([d for _, d in tokens], np.int64))
    first, second = unpack(pairs)
    assert list(zip(first.tolist(), second.tolist(), docs.tolist(), strict=True)) == [
        (a, b, d) for (a, d), (b, e) in pairwise(tokens) if d == e
    ]
