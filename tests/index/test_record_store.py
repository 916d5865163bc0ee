"""Records come back as they were, whatever they are like."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracuu.index import record_store
from tracuu.index.arrays import ArrayFile, ArrayWriter
from tracuu.index.record_store import RecordStore, RecordWriter, load_compressed, sample_of, save_compressed


def through_a_file(path: Path, records: list[bytes]) -> list[bytes]:
    with ArrayWriter(path) as writer:
        RecordWriter(writer).compress(records, sample_of(len(records), records.__getitem__)).save("stored")
    return list(RecordStore.load(ArrayFile(path), "stored"))


@given(st.lists(st.binary(max_size=200), max_size=90))
def test_any_records(tmp_path_factory: pytest.TempPathFactory, records: list[bytes]) -> None:
    assert through_a_file(tmp_path_factory.mktemp("store") / "records", records) == records


@pytest.mark.parametrize(
    "records",
    [
        [b""] * 100 + [b"abc" * 9000] * 2,
        [b"the same record, again and again, " * 30] * 200,
        [Random(i).randbytes(500) for i in range(200)],
        [f'{{"id":"{i}","title":"Phở bò {i}","body":"{"bánh phở, nước dùng " * 20}"}}'.encode() for i in range(300)],
    ],
)
def test_what_a_dictionary_is_trained_on(tmp_path: Path, records: list[bytes]) -> None:
    assert through_a_file(tmp_path / "records", records) == records


def test_a_sample_is_taken_from_all_over(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(record_store, "TRAINED_ON", 4000)
    records = [b"%04d" % i for i in range(3000)]
    chosen = sorted(map(int, sample_of(len(records), records.__getitem__)))
    assert len(chosen) == 1000
    assert max(b - a for a, b in pairwise(chosen)) < 12
    assert sample_of(0, [].__getitem__) == []


def test_a_column(tmp_path: Path) -> None:
    with ArrayWriter(tmp_path / "column") as writer:
        save_compressed(writer, "keys", "phở".encode() * 1000)
    file = ArrayFile(tmp_path / "column")
    assert load_compressed(file, "keys", 5000) == "phở".encode() * 1000
    with pytest.raises(ValueError, match="5,000 bytes"):
        load_compressed(file, "keys", 4999)


def test_large_records_are_compressed_few_at_a_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(record_store, "_MOST_BYTES", 1000)
    records = [b"a" * size for size in (999, 1, 1, 5000, 0, 400, 700, 3)]
    assert [len(batch) for batch in record_store._batches(records)] == [2, 2, 3, 1]
    assert through_a_file(tmp_path / "records", records) == records


def test_one_long_article_does_not_speak_for_all(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(record_store, "TRAINED_ON", 4000)
    records = [b"x" * 5000] + [b"%04d" % i for i in range(3000)]
    assert len(sample_of(len(records), records.__getitem__)) == 1000
