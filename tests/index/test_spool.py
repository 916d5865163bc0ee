"""A spool gives back what it was given, in memory or not."""

from __future__ import annotations

import io
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracuu.index import spool, storage
from tracuu.index.arrays import ArrayFile, ArrayWriter
from tracuu.index.spool import Spool

batches = st.lists(st.lists(st.integers(0, 2**32 - 1), max_size=9), max_size=9)


@given(batches, st.integers(1, 100), st.integers(1, 5), st.data())
def test_what_goes_in_comes_out(
    tmp_path_factory: pytest.TempPathFactory, parts: list[list[int]], memory: int, chunk: int, data: st.DataObject
) -> None:
    folder = tmp_path_factory.mktemp("spool")
    given = [value for part in parts for value in part]
    mask = np.array(data.draw(st.lists(st.booleans(), min_size=len(given), max_size=len(given))), bool)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(spool, "IN_MEMORY", memory)
        patch.setattr(spool, "_CHUNK", 4 * chunk)
        with ArrayWriter(folder / "file") as writer:
            collected = writer.spool(np.uint32)
            for part in parts:
                collected.append(np.array(part, np.int64))
            assert len(collected) == len(given)
            assert collected.array().tolist() == given
            assert [value for part in collected.parts(mask) for value in part.tolist()] == np.array(given)[
                mask
            ].tolist()
            writer.add("kept", collected)
    assert ArrayFile(folder / "file")["kept"].tolist() == given
    assert [path.name for path in folder.iterdir()] == ["file"]


@pytest.mark.parametrize("read", [lambda spool: spool.array(), lambda spool: list(spool.parts())])
def test_what_reads_back_wrong_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, read: Callable[[Spool], object]
) -> None:
    file = io.BytesIO()
    monkeypatch.setattr(storage, "scratch", lambda folder, in_memory: file)
    collected = Spool(np.uint32, tmp_path)
    for start in range(0, 3000, 1000):
        collected.append(np.arange(start, start + 1000))
    read(collected)
    file.getbuffer()[5000] ^= 8
    with pytest.raises(OSError, match="reads back as something else"):
        read(collected)


def test_it_goes_to_disk_when_it_is_large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[str] = []

    def file(*, dir: str, real: Callable[..., Any] = tempfile.TemporaryFile, **settings: Any) -> Any:
        made.append(dir)
        return real(dir=dir, **settings)

    monkeypatch.setattr(tempfile, "TemporaryFile", file)
    monkeypatch.setattr(spool, "IN_MEMORY", 100)
    collected = Spool(np.uint8, tmp_path)
    collected.append(np.zeros(100, np.uint8))
    assert made == []
    collected.append(np.zeros(1, np.uint8))
    assert made == [str(tmp_path)]
    collected.close()
    assert not list(tmp_path.iterdir())
