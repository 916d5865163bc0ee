"""The dictionary of bigrams against brute force."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracuu.index import inversion
from tracuu.index.arrays import ArrayFile, ArrayWriter
from tracuu.index.pairs import Pairs, merge_pairs, pack, save_pairs, unpack

TERMS = 13
numbers = st.integers(0, TERMS - 1)
sides = st.sets(numbers, max_size=6).map(lambda s: np.array(sorted(s), np.int64))
dictionaries = st.sets(st.tuples(numbers, numbers), max_size=40)


@contextmanager
def written(known: list[tuple[int, int]]) -> Iterator[Pairs]:
    packed = pack(np.array([a for a, _ in known], np.int64), np.array([b for _, b in known], np.int64))
    with TemporaryDirectory() as folder:
        with ArrayWriter(Path(folder, "pairs")) as writer:
            save_pairs(writer, np.split(packed, [len(packed) // 3]), TERMS)
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
        assert pairs.counts().tolist() == [sum(first == term for first, _ in ordered) for term in range(TERMS)]
        assert [ordered[i] for i in pairs.starting_with(first)] == [pair for pair in ordered if pair[0] in first]


@given(st.lists(dictionaries, min_size=1, max_size=3), st.data(), st.integers(1, 40))
def test_merging(known: list[set[tuple[int, int]]], data: st.DataObject, window: int) -> None:
    numbers = [
        np.where(left, np.cumsum(left) - 1 + TERMS * data.draw(st.integers(0, 1)), -1)
        for left in (np.array(data.draw(st.lists(st.booleans(), min_size=TERMS, max_size=TERMS))) for _ in known)
    ]
    expected = [
        {(a, b): pair for pair in pairs if (a := int(number[pair[0]])) >= 0 <= (b := int(number[pair[1]]))}
        for pairs, number in zip(known, numbers, strict=True)
    ]
    with ExitStack() as stack, pytest.MonkeyPatch.context() as patch:
        patch.setattr(inversion, "WINDOW", window)
        dictionaries = [stack.enter_context(written(sorted(pairs))) for pairs in known]
        found: list[tuple[int, int]] = []
        held: list[dict[tuple[int, int], tuple[int, int]]] = [{} for _ in known]
        for joined, renumbered in merge_pairs(dictionaries, numbers, 2 * TERMS):
            here = list(zip(*(side.tolist() for side in unpack(joined)), strict=True))
            found += here
            for pairs, moved, (old, new) in zip(dictionaries, held, renumbered, strict=True):
                sides = zip(*(side.tolist() for side in pairs.sides(old)), strict=True)
                moved.update(zip((here[place] for place in new.tolist()), sides, strict=True))
    assert found == sorted(set().union(*expected))
    assert held == expected
