"""The array file: what goes in comes out, and what was changed is noticed."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracuu.analyzers.errors import IndexDamagedError
from tracuu.index.arrays import Array, ArrayFile, ArrayWriter

arrays = st.one_of(
    st.lists(st.integers(0, 255)).map(lambda v: np.array(v, np.uint8)),
    st.lists(st.integers(-(2**31), 2**31 - 1)).map(lambda v: np.array(v, np.int32)),
    st.lists(st.integers(-(2**63), 2**63 - 1)).map(lambda v: np.array(v, np.int64)),
)


def write(path: Path, content: dict[str, Array]) -> Path:
    with ArrayWriter(path) as writer:
        for name, array in content.items():
            writer.add(name, array)
    return path


@given(st.dictionaries(st.text(max_size=5), arrays, max_size=5))
def test_round_trip(tmp_path_factory: pytest.TempPathFactory, content: dict[str, Array]) -> None:
    file = ArrayFile(write(tmp_path_factory.mktemp("arrays") / "file", content))
    file.verify()
    assert set(file) == set(content)
    for name, array in content.items():
        assert file[name].dtype == array.dtype
        np.testing.assert_array_equal(file[name], array)


def test_arrays_are_read_only_and_aligned(tmp_path: Path) -> None:
    file = ArrayFile(write(tmp_path / "file", {"a": np.arange(3, dtype=np.uint8), "b": np.arange(5)}))
    assert file["b"].ctypes.data % 8 == 0
    with pytest.raises(ValueError, match="read-only"):
        file["b"][0] = 1


def test_every_truncation_and_every_flipped_byte_is_noticed(tmp_path: Path) -> None:
    path = write(tmp_path / "file", {"a": np.arange(20, dtype=np.int32)})
    whole = path.read_bytes()
    gaps = range(8, 64)  # padding holds nothing
    for cut in range(len(whole)):
        path.write_bytes(whole[:cut])
        with pytest.raises(IndexDamagedError):
            ArrayFile(path)
    for at in set(range(len(whole))) - set(gaps):
        path.write_bytes(whole[:at] + bytes([whole[at] ^ 0x10]) + whole[at + 1 :])
        with pytest.raises(IndexDamagedError):
            ArrayFile(path).verify()


def test_missing_file(tmp_path: Path) -> None:
    with pytest.raises(IndexDamagedError, match="is missing"):
        ArrayFile(tmp_path / "none")


def test_what_cannot_be_stored_is_refused(tmp_path: Path) -> None:
    with ArrayWriter(tmp_path / "file") as writer:
        with pytest.raises(ValueError, match="2-d"):
            writer.add("a", np.zeros((2, 2), np.int32))
        with pytest.raises(ValueError, match="<f8"):
            writer.add("a", np.zeros(2))
        writer.add("a", np.zeros(2, np.int32))
        with pytest.raises(ValueError, match="taken"):
            writer.add("a", np.zeros(2, np.int32))
