"""The power fails at any moment of a history of commits: what was promised is there, whatever the disk has lost."""

from __future__ import annotations

import os
import random
from contextlib import suppress
from pathlib import Path

import pytest

from tracuu.analyzers.errors import IndexNotFoundError
from tracuu.index import ArticleIndex, creation, storage, writer

from .recorder import Recorder, after_power_loss
from .transactions import check, write

LOSSES = int(os.environ.get("TRACUU_POWER_LOSSES", "60"))
"""2,000 in the long run."""


@pytest.fixture
def recorder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Recorder:
    """The history of an index: twelve commits that add, update, delete and merge, and one that is rolled back."""
    monkeypatch.setattr(creation, "write_dictionary", lambda directory, generation: "")  # it has half a megabyte
    with monkeypatch.context() as patch:
        recorder = Recorder(patch)
        patch.setattr(writer, "IN_MEMORY", 1000)
        index = ArticleIndex.create(tmp_path / "i", words=False)
        recorder.mark(0)
        for number in range(12):
            if number == 7:
                _refuse_to_commit(index, number)
            write(index, number)
            recorder.mark(number + 1)
    return recorder


def _refuse_to_commit(index: ArticleIndex, number: int) -> None:
    """The table of contents is there already, and then its folder cannot be synced."""
    with pytest.MonkeyPatch.context() as patch:
        real, calls = storage.sync_folder, []

        def sync_folder(directory: Path) -> None:
            calls.append(directory)
            if len(list(directory.glob("toc-*.json"))) == 3 and len(calls) < 9:
                calls.extend([directory] * 9)
                raise OSError(5, "Input/output error")
            real(directory)

        patch.setattr(storage, "sync_folder", sync_folder)
        with pytest.raises(Exception, match="Input/output error; the last commit is untouched"):
            write(index, number)
    assert len(list(index.directory.glob("toc-*.json"))) == 2


def test_power_loss(recorder: Recorder, tmp_path: Path) -> None:
    seed = random.randrange(10**6)
    chance = random.Random(seed)
    print(f"seed {seed}")  # shown when the test fails
    log = recorder.log
    seen = set()
    for number in range(LOSSES):
        end = chance.randrange(len(log) + 1)
        directory = tmp_path / f"{number}"
        directory.mkdir()
        for name, content in after_power_loss(log[:end], chance).items():
            (directory / name).write_bytes(content)
        promised = max((op[1] for op in log[:end] if op[0] == "returned"), default=-1)
        if promised < 0:
            with suppress(IndexNotFoundError):
                assert len(ArticleIndex(directory)) == 0
        else:
            seen.add(count := check(directory, promised))
            write(ArticleIndex(directory), count)  # and it goes on
            check(directory, count + 1)
    assert len(seen) > 5


def test_the_disk_of_this_test_loses_what_is_not_synced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Or the test above would prove nothing: without one of the syncs, commits are lost or torn."""
    monkeypatch.setattr(creation, "write_dictionary", lambda directory, generation: "")
    for left_out in ("sync", "sync_folder"):
        with monkeypatch.context() as patch:
            recorder = Recorder(patch)
            index = ArticleIndex.create(tmp_path / left_out, words=False)
            for number in range(3):
                write(index, number)
        log = [op for op in recorder.log if op[0] != left_out]
        whole = {name: (tmp_path / left_out / name).read_bytes() for name in index.reader.toc.files()}
        left = [after_power_loss(log, random.Random(seed)) for seed in range(20)]
        assert any(whole.items() - files.items() for files in left), left_out
        files = after_power_loss(recorder.log, random.Random(1))
        assert whole.items() <= files.items()
