"""Files that are changed, cut short, or exchanged: an answer is right, or it is an error of our own."""

from __future__ import annotations

import faulthandler
import os
import random
import shutil
import warnings
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from tracuu.analyzers.errors import TracuuError
from tracuu.index import Article, ArticleIndex, arrays
from tracuu.index.opening import DamagedIndexWarning
from tracuu.index.verification import verify
from tracuu.search import Searcher

DAMAGES = int(os.environ.get("TRACUU_DAMAGES", "150"))
"""2,000 in the long run."""
SECONDS = 120.0
"""A search that takes so long hangs; the test then ends the process and says where."""
MEGABYTES = 300
"""What memory may grow by."""

SYLLABLES = (
    "bùi búi thanh thành sơn sớn ngoại giao giáo hội hỏi nghị hòa kỹ thủ thư đường dương an án gì học sinh Hà Nội"
    " Trần Văn Đạt phở bò nước dùng chợ nổi Cái Răng quận Ba Đình"
).split()
QUERIES = ("hoi nghi", '"thanh sơn"', "Trần Văn Đạt", "tha*", "phở OR chợ", "giao -hoi", "title:bùi", "nuoc dunh")

Answers = dict[str, Any]


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index with deletions, a list of sources and two generations, some of whose segments differ."""
    directory = tmp_path_factory.mktemp("original") / "i"
    chance = random.Random(5)
    index = ArticleIndex.create(directory)
    number = 0
    for size in (120, 9, 9):
        for _ in range(size):
            body = " ".join(chance.choices(SYLLABLES, k=chance.randrange(20, 300)))
            title = " ".join(chance.choices(SYLLABLES, k=4))
            index.add(Article(id=f"{number}", title=title, body=body, tags=(title[:3],)))
            number += 1
        index.delete(f"{number - 3}")
        index.delete("7")
        index.writer.manifest.files[f"./{size}.txt"] = (number, number)
        index.commit()
    return directory


def ask(index: ArticleIndex) -> Iterator[tuple[str, Callable[[], Any]]]:
    """Questions of every kind."""
    searcher = cache(lambda: Searcher(index))
    for query in QUERIES:
        yield query, lambda query=query: [(hit.id, hit.score) for hit in searcher().search(query, limit=500).hits]
    yield "snippets", lambda: [(hit.title, hit.snippets) for hit in searcher().search("hoi nghi", limit=5).hits]
    yield "names", lambda: searcher().names("tran van")
    yield "suggest", lambda: searcher().suggest("thu")
    yield "sources", lambda: index.reader.manifest.files
    yield "statistics", lambda: {**vars_of(index.statistics()), "bytes_on_disk": 0}
    for number in range(138):
        yield f"article {number}", lambda number=number: index.get(f"{number}") if f"{number}" in index else None


def vars_of(statistics: Any) -> dict[str, Any]:
    return {name: getattr(statistics, name) for name in statistics.__slots__}


def answers(directory: Path) -> tuple[int | None, Answers]:
    """The generation that was opened, without or after a warning, and what it answers; without what it refuses."""
    found: Answers = {}
    try:
        with warnings.catch_warnings(record=True) as told:
            warnings.simplefilter("always")
            index = ArticleIndex(directory)
    except TracuuError:
        return None, {}
    assert all(issubclass(one.category, DamagedIndexWarning) for one in told)
    generation = index.reader.toc.generation
    assert bool(told) == (generation != NEWEST)
    for question, answer in ask(index):
        with suppress(TracuuError):
            found[question] = answer()
    return generation, found


NEWEST = 3


def damage(directory: Path, chance: random.Random) -> str:
    """Do something to one file, or to two; what it was."""
    paths = sorted(path for path in directory.iterdir() if "-" in path.name)
    # A file that the index has much of would be nearly all that is hit.
    path = chance.choice(paths)
    data = bytearray(path.read_bytes())
    kinds = ["bit", "bytes", "sector", "cut", "longer", "exchanged", "moved"]
    match kind := chance.choice(kinds):
        case "bit":
            data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
        case "bytes":
            for _ in range(chance.randrange(2, 50)):
                data[chance.randrange(len(data))] = chance.randrange(256)
        case "sector":
            at = chance.randrange(len(data)) // 512 * 512
            data[at : at + 512] = bytes(len(data[at : at + 512]))
        case "cut":
            del data[chance.choice([0, 1, chance.randrange(len(data)), len(data) - 1]) :]
        case "longer":
            data += chance.randbytes(chance.choice([1, 512, 4096]))
        case "moved":
            at = chance.randrange(len(data))
            data = data[at:] + data[:at]
        case "exchanged":
            other = chance.choice([one for one in paths if one.suffix == path.suffix])
            data, before = bytearray(other.read_bytes()), data
            put(other, before)
            kind = f"exchanged with {other.name}"
    put(path, data)
    return f"{path.name}: {kind}"


def put(path: Path, data: bytes | bytearray) -> None:
    """Another file of this name: the old one is that of the original index."""
    path.unlink()
    path.write_bytes(data)


@pytest.mark.parametrize("large", [2**16, 0], ids=["whole arrays are checked", "large arrays are checked in parts"])
def test_no_damage_gives_a_wrong_answer(
    original: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, large: int
) -> None:
    monkeypatch.setattr(arrays, "_LARGE", large)
    shutil.copytree(original, tmp_path / "whole", copy_function=os.link)
    right = {NEWEST: answers(tmp_path / "whole")[1]}
    shutil.copytree(original, tmp_path / "previous", copy_function=os.link)
    put(tmp_path / "previous" / f"toc-{NEWEST}.json", b"")
    generation, right[NEWEST - 1] = answers(tmp_path / "previous")
    assert generation == NEWEST - 1
    assert right[2] != right[3]
    assert len(right[3]) == len(right[2]) > 140
    seed = random.randrange(10**6)
    chance = random.Random(seed)
    before, outcomes = memory(), dict.fromkeys(("right", "partly refused", "refused", "the commit before"), 0)
    for number in range(DAMAGES // 2):
        directory = tmp_path / f"{number}"
        shutil.copytree(original, directory, copy_function=os.link)
        what = f"seed {seed}, {damage(directory, chance)}"
        faulthandler.dump_traceback_later(SECONDS, exit=True)
        generation, found = answers(directory)
        wrong = {name for name, answer in found.items() if answer != right[generation or NEWEST][name]}
        assert not wrong, what
        is_same = all(path.read_bytes() == (original / path.name).read_bytes() for path in directory.glob("*-*"))
        verified = verify(directory)
        assert is_same or verified.damaged or verified.reserve or "toc-" in what, what
        refused = generation is not None and len(found) < len(right[generation])
        kind = "refused" if generation is None else "partly refused" if refused else "right"
        outcomes["the commit before" if generation == NEWEST - 1 else kind] += 1
        faulthandler.cancel_dump_traceback_later()
        shutil.rmtree(directory)
    print(outcomes)
    assert all(outcomes.values()), outcomes
    assert memory() - before < MEGABYTES


def memory() -> float:
    """The most that this process ever took, in megabytes."""
    resource = pytest.importorskip("resource")
    peak: int = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / 1024
