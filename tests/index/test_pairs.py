"""The dictionary of bigrams against brute force."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from tracuu.index.arrays import ArrayFile, ArrayWriter
from tracuu.index.pairs import Pairs, pack, save_pairs, unpack

TERMS = 13
numbers = st.integers(0, TERMS - 1)
sides = st.sets(numbers, max_size=6).map(lambda s: np.array(sorted(s), np.int64))
dictionaries = st.sets(st.tuples(numbers, numbers), max_size=40)


@contextmanager
def written(known: list[tuple[int, int]]) -> Iterator[Pairs]:
    packed = pack(np.array([a for a, _ in known], np.int64), np.array([b for _, b in known], np.int64))
    with TemporaryDirectory() as folder:
        with ArrayWriter(Path(folder, "pairs")) as writer:
            save_pairs(writer, packed, TERMS)
        yield Pairs.load(ArrayFile(Path(folder, "pairs")))


@given(dictionaries, sides, sides)
def test_find(known: set[tuple[int, int]], first: np.ndarray, second: np.ndarray) -> None:
    ordered = sorted(known)
    with written(ordered) as pairs:
        found = {ordered[i] for i in pairs.find(first, second).tolist()}
        assert found == {(a, b) for a, b in known if a in first and b in second}


@given(dictionaries, numbers, numbers)
def test_sides_and_order(known: set[tuple[int, int]], one: int, other: int) -> None:
    ordered = sorted(known)
    first = range(min(one, other), max(one, other))
    with written(ordered) as pairs:
        assert len(pairs) == len(ordered)
        sides = (side.tolist() for side in pairs.sides(np.arange(len(ordered))))
        assert list(zip(*sides, strict=True)) == ordered
        assert list(zip(*(side.tolist() for side in unpack(pairs.packed())), strict=True)) == ordered
        assert [ordered[i] for i in pairs.starting_with(first)] == [pair for pair in ordered if pair[0] in first]
