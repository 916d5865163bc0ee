"""The list of source files: how they are named, and what a moved index makes of them."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracuu.index.arrays import map_file
from tracuu.index.manifest import UNREAD, Manifest

HOME = Path("/home/an")
looks = st.tuples(st.integers(0, 2**63), st.integers(-(2**63), 2**63))
origins = st.text(st.characters()).map(lambda text: f"/{text}")  # with lone surrogates: bytes that are no text


def read(directory: Path, name: str) -> Manifest:
    return Manifest.load(directory, name, map_file(directory / name) if name else None)


@given(st.dictionaries(origins, looks, max_size=4))
def test_round_trip(tmp_path_factory: pytest.TempPathFactory, files: dict[str, tuple[int, int]]) -> None:
    folder = tmp_path_factory.mktemp("index")
    name = Manifest(folder.parent, files).write(folder, 7)
    assert name == ("manifest-7.json" if files else "")
    assert read(folder, name) == Manifest(folder.parent, files)


@pytest.mark.parametrize(
    ("path", "origin"),
    [
        ("/home/an/a.txt", "./a.txt"),
        ("/home/an/tin/2025/a.txt", "./tin/2025/a.txt"),
        ("/home/an/-", "./-"),
        ("/home/anh/a.txt", "/home/anh/a.txt"),
        ("/home/a.txt", "/home/a.txt"),
        ("/home/an/\udcff.txt", "./\udcff.txt"),
    ],
)
def test_origins(path: str, origin: str) -> None:
    manifest = Manifest(HOME)
    assert manifest.origin(path) == manifest.origin(Path(path)) == origin
    assert manifest.path(origin) == Path(path)


def test_unchanged_is_what_looks_the_same() -> None:
    manifest = Manifest(HOME, {"./a.txt": (5, 7), "/b.txt": UNREAD})
    assert manifest.is_unchanged("/home/an/a.txt", 5, 7)
    assert manifest.is_unchanged(Path("/home/an/a.txt"), 5, 7)
    assert not manifest.is_unchanged("/home/an/a.txt", 6, 7)
    assert not manifest.is_unchanged("/home/an/a.txt", 5, 8)
    assert not manifest.is_unchanged("/a.txt", 5, 7)
    assert not manifest.is_unchanged("/b.txt", 0, 0)


def test_the_root_is_the_folder_that_holds_the_index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for directory in (Path(".tracuu"), Path("x/../.tracuu"), tmp_path / ".tracuu"):
        assert Manifest.load(directory, "", None) == Manifest(tmp_path)


def test_after_a_move_the_files_that_came_along_are_to_be_read_again(tmp_path: Path) -> None:
    old, new = tmp_path / "old" / ".tracuu", tmp_path / "new" / ".tracuu"
    old.mkdir(parents=True)
    name = Manifest(old.parent, {"./a.txt": (5, 7), "/b.txt": (5, 7)}).write(old, 1)
    old.parent.rename(new.parent)
    assert read(new, name) == Manifest(new.parent, {"./a.txt": UNREAD, "/b.txt": (5, 7)})
