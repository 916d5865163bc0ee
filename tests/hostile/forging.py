"""Files of an index changed by somebody who knows the formats: every length and checksum is right again."""

from __future__ import annotations

import json
import random
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from tracuu.index.arrays import Array, ArrayFile, ArrayWriter, stamp_of
from tracuu.index.toc import SCHEMA_VERSION

Change = Callable[[dict[str, Array]], None]


def forge_arrays(path: Path, change: Change) -> None:
    """Let ``change`` do what it likes to the arrays of a file, by their names."""
    file = ArrayFile(path)
    arrays = {name: np.array(file._arrays[name]) for name in file}
    change(arrays)
    path.unlink()
    with ArrayWriter(path) as writer:
        for name, array in arrays.items():
            writer.add(name, array)


def forge_toc(path: Path, change: Callable[[dict[str, Any]], None]) -> None:
    """The same for what a table of contents says."""
    record = json.loads(path.read_bytes())["toc"]
    change(record)
    crc = zlib.crc32(json.dumps(record, sort_keys=True).encode())
    path.unlink()
    path.write_text(json.dumps({"version": SCHEMA_VERSION, "crc": crc, "toc": record}), "utf-8")


def restamp(directory: Path) -> None:
    """Make the tables of contents believe the files as they are now."""
    for path in directory.glob("toc-*.json"):
        forge_toc(path, lambda record: record["stamps"].update(_stamps(directory, record)))


def _stamps(directory: Path, record: dict[str, Any]) -> dict[str, list[int]]:
    return {name: list(stamp_of(directory / name)) for name in record["stamps"]}


def spoil(arrays: dict[str, Array], chance: random.Random) -> str:
    """Change some numbers of one array, or how many it has; what was done."""
    name = chance.choice([name for name, array in arrays.items() if len(array)])
    array = arrays[name] = arrays[name].copy()
    limits = np.iinfo(array.dtype)
    kind = chance.choice(["one", "one", "some", "all", "shorter", "longer", "none", "shuffled", "bits"])
    extreme = [limits.max, limits.min, 0, 1, len(array), limits.max // 2, limits.max - 1]
    near = int(chance.choice(array.tolist())) + chance.choice([-1, 1, 1000])
    value = min(max(chance.choice([*extreme, near]), limits.min), limits.max)
    match kind:
        case "one":
            array[chance.randrange(len(array))] = value
        case "some":
            array[chance.choices(range(len(array)), k=min(len(array), 20))] = value
        case "all":
            array[:] = value
        case "shorter":
            arrays[name] = array[: chance.randrange(len(array))]
        case "longer":
            arrays[name] = np.concatenate([array, np.full(chance.choice([1, 1000]), value, array.dtype)])
        case "none":
            arrays[name] = array[:0]
        case "shuffled":
            arrays[name] = array[chance.sample(range(len(array)), len(array))]
        case "bits":
            data = array.view(np.uint8)
            data[chance.choices(range(len(data)), k=min(len(data), 30))] = chance.randrange(256)
    return f"{name}: {kind} {value}"
