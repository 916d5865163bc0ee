"""The hash table against a dict."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from tracuu.analyzers.key_table import KeyTable

KEYS = st.integers(-(2**63), 2**63 - 1) | st.integers(-3, 40) | st.integers(-20, 20).map(lambda n: n << 58)


@given(st.lists(st.lists(KEYS, max_size=30), max_size=6))
def test_every_key_is_worked_out_once_in_order_of_first_sight(batches: list[list[int]]) -> None:
    table = KeyTable()
    expected: dict[int, int] = {}
    asked: list[int] = []

    def work_out(key: int) -> int:
        asked.append(key)
        return 10 * len(asked)

    for batch in batches:
        values = table.get(np.array(batch, np.int64), work_out)
        for key in batch:
            expected.setdefault(key, 10 * (len(expected) + 1))
        assert values.dtype == np.int64
        assert values.tolist() == [expected[key] for key in batch]
    assert asked == list(expected)
    assert len(table) == len(expected)


def test_many_keys_that_want_the_same_slot() -> None:
    table = KeyTable()
    keys = np.arange(3000) << 50  # the product with any odd number has these zeros too
    assert table.get(keys, lambda key: key >> 50).tolist() == list(range(3000))
    assert table.get(keys[::-7], lambda _: -5).tolist() == list(range(3000))[::-7]


def test_it_grows_at_once_and_little_by_little() -> None:
    keys = np.random.default_rng(1).permutation(20_000)
    at_once, slowly = KeyTable(), KeyTable()
    at_once.get(keys, lambda key: key)
    for part in np.array_split(keys, 300):
        slowly.get(part, lambda key: key)
    for table in (at_once, slowly):
        assert table.get(np.arange(20_000), lambda _: -5).tolist() == list(range(20_000))
