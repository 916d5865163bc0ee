"""A disk that remembers what was done to it in which order, and what of that a loss of power may leave."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any, BinaryIO

import pytest

from tracuu.index import storage

Op = tuple[Any, ...]


class _File:
    """A file being written, which tells of what it is given."""

    def __init__(self, real: BinaryIO, number: int, log: list[Op]) -> None:
        self.real, self.number, self._log = real, number, log
        self._at = 0

    def write(self, data: Any) -> int:
        self._log.append(("write", self.number, self._at, bytes(data)))
        self._at += len(data)
        return self.real.write(data)

    def close(self) -> None:
        self.real.close()

    def __enter__(self) -> _File:
        return self

    def __exit__(self, *_: object) -> None:
        self.real.close()


class Recorder:
    """Stands before ``tracuu.index.storage``. ``log``: what was done, and with ``mark`` what was promised when.

    Files go by number, names by name, as on disks: a name leads to a file.
    """

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.log: list[Op] = []
        self._files = 0
        self._real = {name: getattr(storage, name) for name in ("create", "sync", "replace", "remove", "sync_folder")}
        for name in self._real:
            patch.setattr(storage, name, getattr(self, f"_{name}"))

    def mark(self, count: int) -> None:
        """So many commits have returned."""
        self.log.append(("returned", count))

    def _create(self, path: Path) -> _File:
        self._files += 1
        self.log.append(("name", path.name, self._files))
        return _File(self._real["create"](path), self._files, self.log)

    def _sync(self, file: _File) -> None:
        self._real["sync"](file.real)
        self.log.append(("sync", file.number))

    def _replace(self, draft: Path, path: Path) -> None:
        self._real["replace"](draft, path)
        self.log.append(("rename", draft.name, path.name))

    def _remove(self, path: Path) -> None:
        there = path.exists()
        self._real["remove"](path)
        if there:
            self.log.append(("unlink", path.name))

    def _sync_folder(self, directory: Path) -> None:
        self._real["sync_folder"](directory)
        self.log.append(("sync_folder",))


def after_power_loss(log: list[Op], chance: random.Random) -> dict[str, bytes]:
    """The files that may be found when the power failed after these operations.

    What was synced is there. Of the rest each write may be there, be torn or be missing, and each change of a name
    may be there or be missing, whatever became of those before it.
    """
    pages: dict[int, list[tuple[int, bytes]]] = {}  # file -> writes that are there
    waiting: dict[int, list[tuple[int, bytes]]] = {}
    names: dict[str, int] = {}
    unsure: list[tuple[Op, dict[str, int]]] = []  # changes of names, and what the names led to then
    now: dict[str, int] = {}
    for op in log:
        match op:
            case ("write", number, at, data):
                waiting.setdefault(number, []).append((at, data))
            case ("sync", number):
                pages.setdefault(number, []).extend(waiting.pop(number, []))
            case ("sync_folder",):
                names, unsure = dict(now), []
            case ("name" | "rename" | "unlink", *_):
                unsure.append((op, dict(now)))
                _change(now, op, now)
    kept = [change for change in unsure if chance.random() < 0.5]
    for op, before in kept:
        _change(names, op, before)
    for number, writes in waiting.items():
        for at, data in writes:
            fate = chance.random()
            if fate < 0.3:
                pages.setdefault(number, []).append((at, data))
            elif fate < 0.6:
                pages.setdefault(number, []).append((at, data[: chance.randrange(len(data) + 1)]))
    return {name: _joined(pages.get(number, [])) for name, number in names.items()}


def _change(names: dict[str, int], op: Op, before: dict[str, int]) -> None:
    match op:
        case ("name", name, number):
            names[name] = number
        case ("rename", draft, name):
            names[name] = before[draft]
            names.pop(draft, None)
        case ("unlink", name):
            names.pop(name, None)


def _joined(writes: list[tuple[int, bytes]]) -> bytes:
    content = bytearray()
    for at, data in writes:
        content.extend(bytes(max(0, at + len(data) - len(content))))
        content[at : at + len(data)] = data
    return bytes(content)
