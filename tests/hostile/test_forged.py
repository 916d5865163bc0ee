"""Files whose numbers make no sense, with right checksums: no crash, no hang, bounded memory."""

from __future__ import annotations

import datetime as dt
import json
import os
import random
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from zstandard import ZstdCompressor

from tracuu.index import Article, ArticleIndex
from tracuu.index.arrays import Array
from tracuu.index.toc import read_toc

from .conftest import Run
from .forging import forge_arrays, forge_toc, restamp, spoil

FORGERIES = int(os.environ.get("TRACUU_FORGERIES", "16"))
"""2,000 in the long run."""
AT_ONCE = 40
"""So many are looked at by one process."""
MEGABYTES = 400
"""What such a process may take; it has some 120 without forgeries."""

ASK = """
from contextlib import suppress
from pathlib import Path
from tracuu.analyzers.errors import TracuuError
from tracuu.index import ArticleIndex
from tracuu.index.coherence import INCOHERENT
from tracuu.index.recovery import recover
from tracuu.index.verification import verify
from tracuu.search import Searcher

warnings.simplefilter("ignore")
QUERIES = ("hoi nghi", '"thanh sơn"', "tran van dat", "tha*", "sown~", "phở OR chợ", "giao -hoi", "nuoc dunh")

def each(directory):
    index = ArticleIndex(directory)
    searcher = Searcher(index)
    for query in QUERIES:
        yield lambda: searcher.search(query, facets=("tag", "year"), sort="date").hits
        yield lambda: searcher.search(query).hits
    yield lambda: searcher.explain("hoi nghi", "3")
    yield lambda: searcher.names("tran van")
    yield lambda: searcher.suggest("thu")
    yield lambda: searcher.suggest("ngoai g")
    yield lambda: index.reader.manifest.files
    yield index.statistics
    for number in range(0, 100, 9):
        yield lambda: index.get(f"{number}")
    yield lambda: list(index)

def look(directory):
    with suppress(TracuuError):
        for ask in each(directory):
            with suppress(TracuuError, *INCOHERENT):
                ask()
    with suppress(TracuuError):
        verify(directory)
    with suppress(TracuuError):
        recover(directory, directory.with_name(directory.name + ".saved"))

for name in sys.argv[1:]:
    try:
        look(Path(name))
    except Exception as error:
        raise AssertionError(name) from error
print(peak(), unpickled)
"""

SYLLABLES = (
    "hội nghị bùi thanh sơn trần văn đạt phở bò nước dùng chợ nổi ngoại giao Hà Nội Trần Văn Đạt thủ tướng".split()
)


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two segments, one with deletions; a list of sources."""
    chance = random.Random(3)
    directory = tmp_path_factory.mktemp("index") / "i"
    index = ArticleIndex.create(directory)
    for first, last in ((0, 90), (90, 100)):
        for number in range(first, last):
            body = " ".join(chance.choices(SYLLABLES, k=chance.randrange(20, 200)))
            index.add(Article(id=f"{number}", title=body[:30], body=body, tags=(body[:3],), date=dt.date(2021, 5, 3)))
        index.writer.manifest.files[f"./{first}.txt"] = (first, last)
        index.delete(f"{first + 1}")
        index.commit()
    return directory


def peak(printed: str) -> int:
    """Megabytes, where nothing was unpickled."""
    megabytes, unpickled = printed.split(maxsplit=1)
    assert unpickled == "[]\n"
    return int(megabytes)


def test_numbers_that_contradict_each_other(run: Run, original: Path, tmp_path: Path) -> None:
    seed = random.randrange(10**6)
    for first in range(0, FORGERIES, AT_ONCE):
        directories = []
        for number in range(first, min(first + AT_ONCE, FORGERIES)):
            chance = random.Random(f"{seed} {number}")
            directory = shutil.copytree(original, tmp_path / f"{number}", copy_function=os.link)
            path = chance.choice(
                [*directory.glob("*.segment"), *directory.glob("*.deletions"), *directory.glob("*.dict*")]
            )
            what: list[str] = []
            forge_arrays(path, lambda arrays, chance=chance, what=what: what.append(spoil(arrays, chance)))
            restamp(directory)
            (name,) = what
            directories.append(directory.rename(tmp_path / f"{seed}.{number} {path.suffix} {name}"))
        assert peak(run(ASK, *directories)) < MEGABYTES
        for directory in tmp_path.iterdir():
            shutil.rmtree(directory)


def test_a_table_of_contents_that_makes_no_sense(run: Run, original: Path, tmp_path: Path) -> None:
    directories = []
    for number, change in enumerate(TOCS):
        directory = directories_of(original, tmp_path, number)
        newest = max(directory.glob("toc-*.json"))
        if isinstance(change, str):
            newest.unlink()
            newest.write_text(change, "utf-8")
        else:
            forge_toc(newest, change)
        directories.append(directory)
    assert peak(run(ASK, *directories)) < MEGABYTES


def directories_of(original: Path, tmp_path: Path, number: int) -> Path:
    return shutil.copytree(original, tmp_path / f"{number}", copy_function=os.link)


def segment(**changes: Any) -> Callable[[dict[str, Any]], None]:
    return lambda record: record["segments"][0].update(changes)


DEEP = "[" * 100_000 + "]" * 100_000
TOCS: list[str | Callable[[dict[str, Any]], None]] = [
    DEEP,
    '{"a":' * 100_000 + "1" + "}" * 100_000,
    '{"version": 3, "crc": 0, "toc": ' + DEEP + "}",
    '{"version": ' + "9" * 10_000 + "}",
    "1e999",
    '"\\ud800"',
    segment(name="../../../etc/passwd"),
    segment(name="/etc/passwd"),
    segment(name="a\0b"),
    segment(name="\ud800"),
    segment(name=["a"]),
    segment(size=-1),
    segment(size=2**80),
    segment(deleted=10**18),
    segment(deletions="../i"),
    lambda record: record.update(generation=-1),
    lambda record: record.update(segments=record["segments"] * 1000),
    lambda record: record.update(manifest="toc-1.json"),
    lambda record: record.update(manifest="/dev/zero"),
    lambda record: record.update(dictionary=record["manifest"]),
    lambda record: record.update(stamps={}),
    lambda record: record.update(stamps={name: [0, 0] for name in record["stamps"]}),
    lambda record: record.update(stamps={name: [2**70, 1e308] for name in record["stamps"]}),
    lambda record: record.update(stamps=dict.fromkeys(record["stamps"], "ab")),
]


MANIFESTS = [
    DEEP,
    '{"root": "/", "files": {"a": ' + DEEP + "}}",
    '{"root": ' + DEEP + ', "files": {}}',
    '{"root": "/", "files": {"../../x": [1e999, 1]}}',
    '{"root": "/", "files": {"a\\u0000": ["x", 1]}}',
    '{"root": "/", "files": {"\\ud800": [1, 1]}}',
    '{"root": "/", "files": {"a": [' + "9" * 5000 + ", 1]}}",
    "null",
    "\0",
]


def test_a_list_of_sources_that_makes_no_sense(run: Run, original: Path, tmp_path: Path) -> None:
    directories = []
    for number, text in enumerate(MANIFESTS):
        directory = directories_of(original, tmp_path, number)
        for path in directory.glob("manifest-*.json"):
            path.unlink()
            path.write_text(text, "utf-8")
        restamp(directory)
        directories.append(directory)
    assert peak(run(ASK, *directories)) < MEGABYTES


def _frame(text: str | bytes) -> bytes:
    return ZstdCompressor().compress(text.encode("utf-8", "surrogatepass") if isinstance(text, str) else text)


def _record(**fields: Any) -> bytes:
    return _frame(json.dumps({"id": "3", "title": "hội nghị"} | fields) + "\nhội nghị")


def _zeros(size: int) -> bytes:
    """A frame that expands to so many zeros, and says so."""
    return ZstdCompressor(level=1).compress(bytes(size))


def _lying(size: int) -> bytes:
    """A frame that says it expands to so many bytes: magic, a descriptor for 8 bytes of size, no block."""
    return b"\x28\xb5\x2f\xfd\xe0" + size.to_bytes(8, "little") + b"\x01\x00\x00"


RECORDS: dict[str, Callable[[], bytes]] = {
    "deep": lambda: _frame('{"id":"3","metadata":{"a":' + DEEP + "}}\n"),
    "a list": lambda: _frame(DEEP),
    "other fields": lambda: _record(__class__="os", body=1),
    "no text": lambda: _record(title=["a"], id=7),
    "a date": lambda: _record(date="9" * 100_000),
    "a long number": lambda: _frame('{"id": ' + "9" * 100_000 + "}\n"),
    "half a character": lambda: _record(id="\ud800"),
    "a gigabyte": lambda: _zeros(2**30),
    "an exabyte": lambda: _lying(2**60),
    "all there is": lambda: _lying(2**64 - 1),
    "not said": lambda: b"\x28\xb5\x2f\xfd\x00\x58\x01\x00\x00",
    "nothing": lambda: b"",
    "a frame of another kind": lambda: b"\x50\x2a\x4d\x18\xff\xff\xff\xff",
}


def test_records_that_are_none(run: Run, original: Path, tmp_path: Path) -> None:
    directories = []
    for name, make in RECORDS.items():
        directory = shutil.copytree(original, tmp_path / name, copy_function=os.link)
        record = make()
        for path in directory.glob("*.segment"):
            forge_arrays(path, lambda arrays, record=record: arrays.update(_all_of(record, arrays)))
        restamp(directory)
        directories.append(directory)
    assert peak(run(ASK, *directories)) < MEGABYTES


def _all_of(record: bytes, arrays: dict[str, Array]) -> dict[str, Array]:
    """Each record of a segment replaced by this one."""
    offsets = arrays["stored.offsets"]
    return {
        "stored.blob": np.frombuffer(record * (len(offsets) - 1), np.uint8),
        "stored.offsets": (np.arange(len(offsets)) * len(record)).astype(offsets.dtype),
        "stored.dictionary": arrays["stored.dictionary"][:0],
    }


def test_a_column_that_expands_without_end(run: Run, original: Path, tmp_path: Path) -> None:
    directories = []
    for number, column in enumerate((_zeros(2**30), _lying(2**60), DEEP.encode())):
        directory = directories_of(original, tmp_path, number)
        for path in directory.glob("*.segment"):
            forge_arrays(path, lambda arrays, c=column: arrays.update(title_keys=np.frombuffer(c, np.uint8)))
        restamp(directory)
        directories.append(directory)
    script = ASK.replace('sort="date"', 'sort="title"')
    assert script != ASK
    assert peak(run(script, *directories)) < MEGABYTES


def test_the_forgeries_are_not_found_by_checksums(original: Path, tmp_path: Path) -> None:
    """Or the tests above would test those."""
    directory = directories_of(original, tmp_path, 0)
    for path in directory.glob("*.segment"):
        forge_arrays(path, lambda arrays: arrays.update(dates=arrays["dates"] + 1))
    with pytest.raises(Exception, match="is not the file that was written"):
        ArticleIndex(directory)
    restamp(directory)
    assert len(ArticleIndex(directory)) == 98 and read_toc(directory).generation == 2


@pytest.mark.parametrize("column", [".more.values", ".counts.values", ".more", ".counts"])
@pytest.mark.parametrize("value", [2**20, 2**29, 2**31 - 1])
def test_lists_without_end(run: Run, original: Path, tmp_path: Path, column: str, value: int) -> None:
    directory = directories_of(original, tmp_path, 0)
    for path in directory.glob("*.segment"):
        forge_arrays(path, lambda arrays: _fill_all(arrays, column, value))
    restamp(directory)
    assert peak(run(ASK, directory)) < MEGABYTES


def _fill_all(arrays: dict[str, Array], column: str, value: int) -> None:
    for name, array in arrays.items():
        if name.endswith(column):
            array[:] = min(value, np.iinfo(array.dtype).max)
