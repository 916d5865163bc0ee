"""The table of contents: written whole, read back as it was, the newest one counts."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracuu.analyzers.errors import IndexDamagedError, IndexNotFoundError
from tracuu.index.arrays import Stamp
from tracuu.index.storage import sync_folder, write_durably
from tracuu.index.toc import (
    SegmentEntry,
    Toc,
    generations,
    our_files,
    read_toc,
    remove_all_but,
    toc_name,
    write_toc,
)

names = st.from_regex("seg-[0-9a-f]{12}", fullmatch=True)
numbers = st.integers(0, 10**17)
deletions = st.just("") | st.builds("{}-{}.deletions".format, names, numbers)
manifests, dictionaries = (
    st.just("") | numbers.map(form.format) for form in ("manifest-{}.json", "words-{}.dictionary")
)
entries = st.builds(SegmentEntry, names, st.integers(0, 2**31), deletions, st.integers(0, 2**31))
stamps = st.dictionaries(st.text(), st.builds(Stamp, st.integers(0, 2**62), st.integers(0, 2**32 - 1)), max_size=4)
segments = st.lists(entries, max_size=4, unique=True).map(tuple)
tocs = st.builds(Toc, numbers, segments, manifests, st.booleans(), dictionaries, stamps)


@given(tocs)
def test_round_trip(tmp_path_factory: pytest.TempPathFactory, toc: Toc) -> None:
    folder = tmp_path_factory.mktemp("toc")
    write_toc(folder, toc)
    assert read_toc(folder) == toc


def test_the_highest_generation_counts(tmp_path: Path) -> None:
    for generation in (0, 9, 10, 100, 99):
        write_toc(tmp_path, Toc(generation=generation))
    assert generations(tmp_path) == [100, 99, 10, 9, 0]
    assert read_toc(tmp_path).generation == 100


def test_there_is_none(tmp_path: Path) -> None:
    assert generations(tmp_path / "nowhere") == []
    with pytest.raises(IndexNotFoundError):
        read_toc(tmp_path)


def test_the_files_of_a_generation() -> None:
    segments = (SegmentEntry("seg-a", 3), SegmentEntry("seg-b", 3, "seg-b-1.deletions", 1))
    needed = {"toc-7.json", "seg-a.segment", "seg-b.segment", "seg-b-1.deletions"}
    assert Toc(7, segments).files() == needed
    assert Toc(7, segments, "manifest-5.json").files() == needed | {"manifest-5.json"}
    assert segments[1].live == 2


def test_a_file_is_whole_on_disk_before_it_has_its_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    events: list[str] = []
    real_sync, real_replace = os.fsync, Path.replace

    def sync(handle: int) -> None:
        status = os.fstat(handle)
        events.append("folder" if stat.S_ISDIR(status.st_mode) else f"{status.st_size} bytes")
        real_sync(handle)

    def replace(path: Path, target: Path) -> Any:
        events.append("rename")
        return real_replace(path, target)

    monkeypatch.setattr(os, "fsync", sync)
    monkeypatch.setattr(Path, "replace", replace)
    write_durably(tmp_path / "file", b"1234")
    assert events == ["4 bytes", "rename", "folder"]
    events.clear()
    write_toc(tmp_path, Toc())
    size = (tmp_path / toc_name(0)).stat().st_size
    assert events == ["folder", f"{size} bytes", "rename", "folder"], "first the names of the segments"


def test_syncing_a_folder_leaves_no_handle(tmp_path: Path) -> None:
    before = os.dup(0)
    os.close(before)
    sync_folder(tmp_path)
    with pytest.raises(OSError, match="No such file"):
        sync_folder(tmp_path / "nowhere")
    after = os.dup(0)
    os.close(after)
    assert after == before


def test_cleaning_up(tmp_path: Path) -> None:
    toc = Toc(3, (SegmentEntry("seg-0123456789ab", 3, "seg-0123456789ab-2.deletions", 1),), "manifest-2.json")
    stale = {
        "toc-2.json",
        "toc-4.json.tmp",
        "manifest-1.json",
        "manifest-3.json.tmp",
        "seg-0123456789ab-1.deletions",
        "seg-ffffffffffff.segment",
    }
    foreign = {
        "write.lock",
        "write.lock.json",
        ".gitignore",
        "notes.tmp",
        "toc.json",
        "toc-a.json",
        "seg-1.segment",
    }
    for name in toc.files() | stale | foreign:
        (tmp_path / name).touch()
    assert our_files(tmp_path) == toc.files() | stale
    remove_all_but(tmp_path, toc.files())
    assert {path.name for path in tmp_path.iterdir()} == toc.files() | foreign
    remove_all_but(tmp_path / "nowhere", toc.files())


def test_a_table_of_contents_goes_before_what_it_names(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """If the newer one cannot be removed, what it needs must stay too."""

    def refuse(path: Path, missing_ok: bool = False) -> None:
        if path.name == "toc-4.json":
            raise PermissionError
        removed.append(path.name)

    removed: list[str] = []
    for name in ("toc-3.json", "toc-4.json", "seg-ffffffffffff.segment", "manifest-4.json"):
        (tmp_path / name).touch()
    monkeypatch.setattr(Path, "unlink", refuse)
    remove_all_but(tmp_path, Toc(3).files())
    assert removed == []


@pytest.mark.parametrize(
    "toc",
    [
        Toc(segments=(SegmentEntry("../seg-0123456789ab", 1),)),
        Toc(segments=(SegmentEntry("seg-0123456789ab", 1, "/etc/passwd"),)),
        Toc(segments=(SegmentEntry("seg-0123456789ab", 1),) * 2),
        Toc(manifest="toc-0.txt"),
        Toc(dictionary="../words-0.dictionary"),
    ],
)
def test_files_that_are_none_of_an_index_are_not_opened(tmp_path: Path, toc: Toc) -> None:
    write_toc(tmp_path, toc)
    with pytest.raises(IndexDamagedError):
        read_toc(tmp_path)
