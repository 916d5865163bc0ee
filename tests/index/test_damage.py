"""A damaged, foreign or unreadable index: which file it is, and what to do, is said by an error of our own."""

from __future__ import annotations

import json
import os
import shutil
import struct
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tracuu.analyzers.errors import (
    IndexDamagedError,
    IndexNotFoundError,
    IndexStorageError,
    IndexVersionError,
)
from tracuu.index import Article, ArticleIndex, opening, toc
from tracuu.index.arrays import ArrayFile, ArrayWriter
from tracuu.index.toc import Toc, read_toc, write_toc


def only(index: ArticleIndex, pattern: str) -> Path:
    (path,) = index.directory.glob(pattern)
    return path


def forget_older(index: ArticleIndex) -> None:
    """Leave nothing to fall back to."""
    for path in index.directory.glob("toc-*.json"):
        if path.name != f"toc-{index.reader.toc.generation}.json":
            path.unlink()


@pytest.fixture
def filled(filled: ArticleIndex) -> ArticleIndex:
    """With one generation."""
    forget_older(filled)
    return filled


def newest_toc(index: ArticleIndex) -> Path:
    return only(index, "toc-*.json")


def put(path: Path, data: bytes) -> None:
    """Another file of this name: the old one may be mapped."""
    path.unlink()
    path.write_bytes(data)


def change_byte(path: Path, at: int) -> None:
    data = bytearray(path.read_bytes())
    data[at] ^= 0xFF
    put(path, bytes(data))


def rewrite(path: Path, change: Callable[[dict[str, Any]], None]) -> None:
    """Change a table of contents and give it the checksum that it then needs."""
    envelope = json.loads(path.read_text())
    change(envelope["toc"])
    envelope["crc"] = zlib.crc32(json.dumps(envelope["toc"], sort_keys=True).encode())
    path.write_text(json.dumps(envelope))


@pytest.mark.parametrize("text", ["", "{", "[]", "null", "7", "{}", '{"version": 1}', '{"toc": {}}', "[" * 100_000])
def test_a_table_of_contents_that_is_none(filled: ArticleIndex, text: str) -> None:
    newest_toc(filled).write_text(text)
    with pytest.raises(IndexDamagedError, match=r'toc-2\.json is .*"tracuu index --rebuild'):
        ArticleIndex(filled.directory)
    with pytest.raises(IndexDamagedError):
        filled.refresh()


def test_every_changed_byte_of_a_table_of_contents_is_noticed(filled: ArticleIndex) -> None:
    path = newest_toc(filled)
    whole, written = path.read_bytes(), read_toc(filled.directory)
    for at in range(len(whole)):
        path.write_bytes(whole[:at] + bytes([whole[at] ^ 0x01]) + whole[at + 1 :])
        try:
            assert read_toc(filled.directory) == written  # space that became other space
        except (IndexDamagedError, IndexVersionError):
            continue
        assert not whole[at : at + 1].strip()


def test_no_text_at_all(filled: ArticleIndex) -> None:
    newest_toc(filled).write_bytes(b"\xff\xfe\x00")
    with pytest.raises(IndexDamagedError):
        ArticleIndex(filled.directory)


@pytest.mark.parametrize("change", [{"new": 1}, {"segments": [{}]}, {"segments": None}])
def test_a_table_of_contents_with_other_fields(filled: ArticleIndex, change: dict[str, Any]) -> None:
    rewrite(newest_toc(filled), lambda toc: toc.update(change))
    with pytest.raises(IndexDamagedError):
        ArticleIndex(filled.directory)


def test_another_version(filled: ArticleIndex) -> None:
    path = newest_toc(filled)
    path.write_text(path.read_text().replace('"version": 3', '"version": 4'))
    with pytest.raises(IndexVersionError) as caught:
        ArticleIndex(filled.directory)
    assert f'"tracuu index --rebuild --index {filled.directory} PATH..."' in str(caught.value)
    assert "has version 4, this tracuu reads version 3" in str(caught.value)
    with pytest.raises(IndexVersionError):
        ArticleIndex.open_or_create(filled.directory)
    with ArticleIndex.create(filled.directory, words=False, replace=True) as fresh:
        assert len(fresh) == 0
    assert [path.name for path in filled.directory.glob("toc-*")] == ["toc-3.json"]
    assert len(ArticleIndex(filled.directory)) == 0


def test_a_dangling_table_of_contents(filled: ArticleIndex) -> None:
    newest_toc(filled).unlink()
    (filled.directory / "toc-2.json").symlink_to(filled.directory / "nowhere")
    with pytest.raises(IndexDamagedError):
        ArticleIndex(filled.directory)


@pytest.mark.parametrize(
    "name", ["toc-02.json", "toc-².json", "toc-٣.json", "toc-.json", "toc-9.json.tmp", "toc-x.json"]
)
def test_a_file_with_a_similar_name_is_none(filled: ArticleIndex, name: str) -> None:
    (filled.directory / name).write_text("{")
    assert len(ArticleIndex(filled.directory)) == 3


class TestSegments:
    @pytest.mark.parametrize("keep", [0, 1, 20, 0.5, -1])
    def test_short(self, filled: ArticleIndex, keep: float) -> None:
        path = sorted(filled.directory.glob("*.segment"))[0]
        whole = path.read_bytes()
        size = len(whole)
        put(path, whole[: int(size * keep) if keep == 0.5 else int(keep)])
        self.is_refused(filled, path)

    def test_missing(self, filled: ArticleIndex) -> None:
        path = sorted(filled.directory.glob("*.segment"))[0]
        path.unlink()
        self.is_refused(filled, path)

    def test_exchanged(self, filled: ArticleIndex) -> None:
        """Each is whole; but one has two articles, the other one."""
        first, second = (segment.path for segment in filled.reader.segments)
        put(first, second.read_bytes())
        self.is_refused(filled, first)

    def test_without_an_array(self, filled: ArticleIndex) -> None:
        path = sorted(filled.directory.glob("*.segment"))[0]
        arrays = dict(ArrayFile(path))
        path.unlink()
        with ArrayWriter(path) as writer:
            writer.add("dates", arrays["dates"])
        self.is_refused(filled, path)

    def test_with_a_directory_that_makes_no_sense(self, tmp_path: Path) -> None:
        wrong = ["[]", "[" * 100_000, '{"a": 1}', '{"a": ["u1"]}', '{"a": ["|O", 1, 8]}', '{"a": ["u1", 9, 8]}']
        wrong += ['{"a": ["u1", 1, -99]}', '{"a": ["u1", -2, 8]}', '{"a": [[], 1, 1]}', '{"a": ["<i8", 1e9, 0]}']
        for number, directory in enumerate(wrong):
            path = tmp_path / f"{number}"
            ArrayWriter(path).close()
            magic = path.read_bytes()[:8]
            end = zlib.crc32(magic).to_bytes(4, "little") + directory.encode()
            path.write_bytes(magic + end + struct.pack("<QII", 8, len(directory), zlib.crc32(end)) + magic)
            with pytest.raises(IndexDamagedError, match="makes no sense"):
                ArrayFile(path)

    def test_a_changed_record(self, index: ArticleIndex) -> None:
        index.add(Article(id="1", title="Phở", body="x" * 1000))
        index.commit()
        path = only(index, "*.segment")
        change_byte(path, ArrayFile(path).place("stored.blob").start + 2)
        forget_older(index)
        with pytest.raises(IndexDamagedError, match=str(path)):
            ArticleIndex(index.directory).get("1")

    def test_a_changed_segment_is_never_merged(self, filled: ArticleIndex) -> None:
        path = sorted(filled.directory.glob("*.segment"))[0]
        change_byte(path, ArrayFile(path).place("syllables.body.positions.low").start)
        damaged = ArticleIndex(filled.directory)
        with pytest.raises(IndexDamagedError, match=f"{path} differs from what was written"):
            damaged.optimize()
        assert len(damaged.refresh()) == 3

    @pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes on this system")
    def test_what_is_no_plain_file(self, filled: ArticleIndex, tmp_path: Path) -> None:
        path = sorted(filled.directory.glob("*.segment"))[0]
        (tmp_path / "elsewhere").write_bytes(path.read_bytes())
        for make in (os.mkfifo, os.mkdir, lambda path: Path(path).symlink_to(tmp_path / "elsewhere")):
            path.unlink() if path.is_file() else None
            make(path)
            self.is_refused(filled, path)
            path.rmdir() if path.is_dir() else path.unlink()

    def is_refused(self, index: ArticleIndex, path: Path) -> None:
        with pytest.raises(IndexDamagedError, match=f'^{path} .*"tracuu index --rebuild'):
            ArticleIndex(index.directory)
        with pytest.raises(IndexDamagedError):
            index.delete("chợ")
        with pytest.raises(IndexDamagedError):  # and the lock is free
            index.delete("chợ")


class TestDeletions:
    @pytest.fixture
    def path(self, filled: ArticleIndex) -> Path:
        filled.delete("phở")
        filled.commit()
        forget_older(filled)
        return only(filled, "*.deletions")

    @pytest.mark.parametrize("numbers", [[], [0, 1], None])
    def test_other_than_written(self, filled: ArticleIndex, path: Path, numbers: list[int] | None) -> None:
        path.unlink()
        if numbers is not None:
            with ArrayWriter(path) as writer:
                writer.add("deleted", np.array(numbers, np.int32))
        with pytest.raises(IndexDamagedError, match=f"^{path} "):
            ArticleIndex(filled.directory)

    def test_a_changed_number(self, filled: ArticleIndex, path: Path) -> None:
        change_byte(path, 64)
        with pytest.raises(IndexDamagedError, match=f"^{path} "):
            ArticleIndex(filled.directory)


class TestManifest:
    @pytest.mark.parametrize("text", ["", "{", "[]", "{}", '{"files": {}}', '{"root": "/", "files": {"a": [1]}}', None])
    def test_other_than_written(self, filled: ArticleIndex, text: str | None) -> None:
        filled.writer.manifest.files["./a.txt"] = (1, 2)
        filled.commit()
        forget_older(filled)
        path = only(filled, "manifest-*.json")
        path.unlink()
        if text is not None:
            path.write_text(text)
        with pytest.raises(IndexDamagedError, match=f'^{path} .*"tracuu index --rebuild'):
            ArticleIndex(filled.directory).delete("phở")


class TestUnreadable:
    """Permissions mean nothing to root, so the system's answer is put in its mouth."""

    @pytest.mark.parametrize("ending", ["toc-2.json", ".segment"])
    def test_a_file(self, filled: ArticleIndex, monkeypatch: pytest.MonkeyPatch, ending: str) -> None:
        real = os.open

        def refuse(path: str | Path, *given: Any, **settings: Any) -> int:
            if str(path).endswith(ending):
                raise PermissionError(13, "Permission denied", str(path))
            return real(path, *given, **settings)

        monkeypatch.setattr(os, "open", refuse)
        with pytest.raises(
            IndexStorageError, match=f"cannot read .*{ending}: Permission denied; check its permissions"
        ):
            ArticleIndex(filled.directory)

    def test_the_folder(self, filled: ArticleIndex, monkeypatch: pytest.MonkeyPatch) -> None:
        def refuse(path: Path) -> None:
            raise PermissionError(13, "Permission denied", str(path))

        monkeypatch.setattr(Path, "iterdir", refuse)
        with pytest.raises(IndexStorageError, match=f"cannot read {filled.directory}: Permission denied"):
            ArticleIndex(filled.directory)


class TestRaces:
    """A commit that comes between two calls of somebody who opens the index."""

    def test_the_list_of_files_is_out_of_date(self, filled: ArticleIndex, monkeypatch: pytest.MonkeyPatch) -> None:
        late = [lambda: filled.delete("phở"), filled.commit, lambda: filled.delete("chợ"), filled.commit]

        def read_toc(directory: Path, generation: int) -> Toc:
            if generation == 2 and late:
                calls, late[:] = late[:], []
                for call in calls:
                    call()
            return real(directory, generation)

        real = opening.read_toc
        monkeypatch.setattr(opening, "read_toc", read_toc)
        assert len(ArticleIndex(filled.directory)) == 1
        assert not late

    def test_the_segments_are_gone_meanwhile(self, filled: ArticleIndex, monkeypatch: pytest.MonkeyPatch) -> None:
        outdated = [read_toc(filled.directory)]
        filled.optimize()
        filled.delete("phở")
        filled.commit()
        real = opening.generations
        monkeypatch.setattr(opening, "generations", lambda folder: [2] if outdated else real(folder))
        monkeypatch.setattr(opening, "read_toc", lambda *given: outdated.pop() if outdated else read_toc(*given))
        opened = ArticleIndex(filled.directory)
        assert len(opened) == 2
        assert not outdated
        assert len(opened.reader.segments) == 1

    def test_the_index_is_removed_meanwhile(self, filled: ArticleIndex, monkeypatch: pytest.MonkeyPatch) -> None:
        def map_file(path: Path) -> Any:
            shutil.rmtree(filled.directory, ignore_errors=True)
            return real(path)

        real = toc.map_file
        monkeypatch.setattr(toc, "map_file", map_file)
        with pytest.raises(IndexNotFoundError):
            ArticleIndex(filled.directory)


def test_a_writer_never_reads_a_pickle(filled: ArticleIndex) -> None:
    """Neither the files nor what they hold could be one."""
    for path in filled.directory.iterdir():
        assert not path.read_bytes().startswith(b"\x80")
    write_toc(filled.directory, Toc(generation=9))
    assert len(filled.refresh()) == 0


class TestDictionary:
    def test_a_change(self, filled: ArticleIndex) -> None:
        path = only(filled, "*.dictionary")
        change_byte(path, path.stat().st_size // 2)
        damaged = ArticleIndex(filled.directory)
        assert damaged.get("phở").id == "phở"
        with pytest.raises(IndexDamagedError, match=f"{path} differs from what was written"):
            _ = damaged.reader.dictionary

    def test_it_is_gone(self, filled: ArticleIndex) -> None:
        only(filled, "*.dictionary").unlink()
        with pytest.raises(IndexDamagedError, match="is missing"):
            ArticleIndex(filled.directory)
