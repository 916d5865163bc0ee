"""Lists, columns and positions come back as they were written."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracuu.index.arrays import ArrayFile, ArrayWriter
from tracuu.index.codec.bits import pack_fields, set_bits, unpack, unpack_fields
from tracuu.index.codec.doc_lists import BITMAP, PLAIN, DocLists
from tracuu.index.codec.position_lists import PositionLists, PositionWriter
from tracuu.index.codec.small_ints import SmallInts, save_small_ints


@given(st.sets(st.integers(0, 300)))
def test_bits(chosen: set[int]) -> None:
    data = np.zeros(40, np.uint8)
    set_bits(data, np.array(sorted(chosen), np.int64))
    assert set(np.flatnonzero(unpack(data, 301)).tolist()) == chosen
    with pytest.raises(ValueError, match="bits of"):
        unpack(data, 8 * len(data) + 1)


@given(st.sampled_from([1, 2, 4, 8]), st.lists(st.integers(0, 255), max_size=40))
def test_fields(width: int, numbers: list[int]) -> None:
    values = np.array(numbers, np.int64) % (1 << width)
    data = np.zeros(2 + (len(values) * width + 7) // 8, np.uint8)
    pack_fields(data, np.full(len(values), 2), np.arange(len(values)), values, width)
    assert unpack_fields(data[2:], len(values), width).tolist() == values.tolist()


def doc_lists(size: int, seed: int) -> list[np.ndarray]:
    """Lists of every length class, empty and full ones among them."""
    random = np.random.default_rng(seed)
    lengths = [0, 1, 2, size, *random.integers(0, size + 1, 4), *(random.geometric(0.02, 20) % (size + 1))]
    return [np.sort(random.choice(size, min(n, size), replace=False)) for n in lengths]


@pytest.mark.parametrize("size", [1, 2, 7, 64, 100, 1000, 30_000, 65_536, 65_537, 200_000])
def test_doc_lists(size: int) -> None:
    lists = DocLists(size)
    written = doc_lists(size, size)
    counts = np.array([len(one) for one in written])
    forms, sizes = lists.layouts(counts)
    assert [lists.layout(n) for n in counts.tolist()] == list(zip(forms.tolist(), sizes.tolist(), strict=True))
    starts = np.cumsum(sizes) - sizes
    data = np.zeros(int(sizes.sum()), np.uint8)
    lists.encode(data, starts, counts, np.concatenate(written))
    for docs, start in zip(written, starts.tolist(), strict=True):
        assert lists.decode(data[start:], len(docs)).tolist() == docs.tolist()
        mask = np.zeros(size, bool)
        lists.mark(mask, data[start:], len(docs))
        assert np.flatnonzero(mask).tolist() == docs.tolist()
    assert lists.decode_many(data, starts, counts).tolist() == np.concatenate(written).tolist()


def test_every_form_is_used_and_none_is_longer_than_plain_numbers() -> None:
    forms, sizes = DocLists(30_000).layouts(np.arange(30_001))
    assert set(forms.tolist()) == {PLAIN, BITMAP, 2, 4, 8}
    assert (sizes <= 2 * np.arange(30_001)).all()
    assert DocLists(30_000).small_sizes == sizes[:256].tolist()


@given(st.lists(st.integers(0, 2**32 - 1) | st.integers(0, 300), max_size=60))
def test_small_ints(tmp_path_factory: pytest.TempPathFactory, values: list[int]) -> None:
    path = tmp_path_factory.mktemp("small") / "ints"
    with ArrayWriter(path) as writer:
        save_small_ints(writer, "x", np.array(values, np.int64))
    column = SmallInts.load(ArrayFile(path), "x")
    assert [column[i] for i in range(len(column))] == column.all().tolist() == values
    assert column.take(np.arange(len(values))[::-1]).tolist() == values[::-1]


@given(st.lists(st.integers(0, 5000) | st.integers(0, 2**32 - 1), max_size=60), st.data())
def test_positions(tmp_path_factory: pytest.TempPathFactory, values: list[int], data: st.DataObject) -> None:
    path = tmp_path_factory.mktemp("positions") / "p"
    with ArrayWriter(path) as writer:
        collected = PositionWriter(writer)
        cuts = sorted(data.draw(st.lists(st.integers(0, len(values)), max_size=4)))
        for part in np.split(np.array(values, np.uint32), cuts):
            collected.add(part)
        collected.save("x")
    positions = PositionLists.load(ArrayFile(path), "x")
    assert len(positions) == len(values)
    start, stop = sorted(data.draw(st.tuples(*[st.integers(0, len(values))] * 2)))
    assert positions.read(start, stop).tolist() == values[start:stop]
    if values:
        chosen = data.draw(st.lists(st.integers(0, len(values) - 1)))
        assert positions.take(np.array(chosen, np.int64)).tolist() == [values[i] for i in chosen]
