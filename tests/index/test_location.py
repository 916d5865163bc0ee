"""Where the index lies when nobody says it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tracuu.index import index_directory


@pytest.fixture(autouse=True)
def no_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TRACUU_INDEX", raising=False)


def test_what_is_given_counts_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRACUU_INDEX", "elsewhere")
    (tmp_path / ".tracuu").mkdir()
    assert index_directory("given", tmp_path) == Path("given")
    assert index_directory(Path("given"), tmp_path) == Path("given")


def test_then_the_variable(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".tracuu").mkdir()
    monkeypatch.setenv("TRACUU_INDEX", "elsewhere")
    assert index_directory(None, tmp_path) == Path("elsewhere")
    monkeypatch.setenv("TRACUU_INDEX", "")
    assert index_directory(None, tmp_path) == tmp_path / ".tracuu"


def test_then_the_nearest_one_upwards(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    deep = tmp_path / "a" / "b" / "c"
    deep.mkdir(parents=True)
    (tmp_path / ".tracuu").mkdir()
    assert index_directory(start=deep) == tmp_path / ".tracuu"
    (tmp_path / "a" / ".tracuu").mkdir()
    (tmp_path / "a" / "b" / ".tracuu").write_text("a file is none")
    assert index_directory(start=deep) == tmp_path / "a" / ".tracuu"
    monkeypatch.chdir(deep)
    assert index_directory() == tmp_path / "a" / ".tracuu"


def test_else_the_working_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    if not any((folder / ".tracuu").exists() for folder in tmp_path.parents):
        assert index_directory() == tmp_path / ".tracuu"
    assert index_directory(start=tmp_path).is_absolute()


def test_a_start_may_be_relative(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / ".tracuu").mkdir()
    monkeypatch.chdir(tmp_path)
    assert index_directory(start=Path("a")) == tmp_path / ".tracuu"
