"""An index with a pickle that runs code in every place where one might be loaded: none is."""

from __future__ import annotations

import os
import pickle
import shutil
import zlib
from pathlib import Path

import numpy as np
import pytest

from tracuu.index import Article, ArticleIndex

from .conftest import Run
from .forging import forge_arrays, forge_toc, restamp

WHOOSH = (
    *("_MAIN_1.toc", "_MAIN_2.toc", "MAIN_WRITELOCK", "MAIN.tmp", "MAIN_0123456789abcdef.seg"),
    *(f"MAIN_0123456789abcdef{suffix}" for suffix in (".trm", ".pst", ".vec", ".vps", ".dci", ".dcz", ".fln", ".fsp")),
    *(f"MAIN_0123456789abcdef_{field}.col" for field in ("title", "body", "date", "id")),
)
"""The files that Whoosh 2.7 reads by pickle, or keeps pickles in."""

OPEN = """
from contextlib import suppress
from pathlib import Path
from tracuu.analyzers.errors import TracuuError
from tracuu.index import ArticleIndex
from tracuu.index.recovery import recover
from tracuu.index.verification import verify
from tracuu.search import Searcher
from whoosh.query import Term

warnings.simplefilter("ignore")
del unpickled[:]  # what importing Whoosh may do is not ours
def whoosh(index):
    with index.whoosh_searcher() as searcher:
        return [hit.fields() for hit in searcher.search(Term("body", "phở"))]

def each(index):
    searcher = Searcher(index)
    yield lambda: searcher.search("phở bò").hits
    yield lambda: searcher.names("hà nội")
    yield lambda: searcher.suggest("ph")
    yield lambda: index.get("1")
    yield lambda: index.reader.manifest.files
    yield lambda: index.statistics()
    yield lambda: whoosh(index)

for directory in map(Path, sys.argv[1:]):
    answered = refused = 0
    with suppress(TracuuError):
        for ask in each(ArticleIndex(directory)):
            try:
                ask()
                answered += 1
            except TracuuError:
                refused += 1
    for use in (verify, lambda directory: recover(directory, directory.with_name(f"{directory.name}.saved"))):
        with suppress(TracuuError):
            use(directory)
    print(answered, refused, sorted(set(unpickled)))
"""


class Trap:
    """Whoever unpickles it makes a file."""

    def __init__(self, marker: Path) -> None:
        self.marker = str(marker)

    def __reduce__(self) -> object:
        return os.mkdir, (self.marker,)


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    directory = tmp_path_factory.mktemp("index") / "i"
    with ArticleIndex.create(directory) as index:
        index.add(Article(id="0", title="Chợ", body="chợ nổi ở Cần Thơ"))
        index.add(Article(id="2", title="Bún", body="bún bò ở Huế"))
        index.writer.manifest.files["./a.txt"] = (1, 1)
    with index:
        index.add(Article(id="1", title="Phở", body="phở bò ở Hà Nội " * 9))
        index.delete("0")
    return directory


@pytest.fixture
def marker(tmp_path: Path) -> Path:
    return tmp_path / "code ran"


@pytest.fixture
def trap(marker: Path) -> bytes:
    """The pickle; that it works is tried here."""
    data = pickle.dumps(Trap(marker))
    pickle.loads(data)
    marker.rmdir()
    return data


@pytest.fixture
def copy(original: Path, tmp_path: Path) -> Path:
    return shutil.copytree(original, tmp_path / "i")


def test_whooshs_own_files_are_not_looked_at(run: Run, copy: Path, trap: bytes, marker: Path) -> None:
    for name in WHOOSH:
        (copy / name).write_bytes(trap)
    assert run(OPEN, copy) == "7 0 []\n"
    assert not marker.exists()


def test_in_place_of_each_file(run: Run, original: Path, copy: Path, trap: bytes, marker: Path) -> None:
    names = sorted(path.name for path in original.iterdir())
    assert {name.rpartition(".")[2] for name in names} >= {"json", "segment", "deletions", "dictionary", "lock"}
    directories = []
    for name in [*names, "all of them"]:
        directory = shutil.copytree(original, copy.with_name(name))
        for other in names if name == "all of them" else [name]:
            (directory / other).write_bytes(trap)
        if not name.startswith(("toc-", "all")):
            stamp_as_it_is(directory, name)
        directories.append(directory)
    printed = run(OPEN, *directories).splitlines()
    assert len(printed) == len(directories)
    assert all(line.endswith(" []") for line in printed)
    assert not marker.exists()


def stamp_as_it_is(directory: Path, name: str) -> None:
    """Let the tables of contents say of a file that it is what was written."""
    data = (directory / name).read_bytes()
    for path in directory.glob("toc-*.json"):
        forge_toc(path, lambda record: record["stamps"].update({name: [len(data), zlib.crc32(data)]}))


def test_in_each_array(run: Run, copy: Path, trap: bytes, marker: Path) -> None:
    for path in copy.iterdir():
        if path.suffix in (".segment", ".deletions", ".dictionary"):
            forge_arrays(
                path,
                lambda arrays: arrays.update({name: _as(array, trap) for name, array in arrays.items()}),
            )
    restamp(copy)
    assert run(OPEN, copy).endswith(" []\n")
    assert not marker.exists()


def _as(array: np.ndarray, data: bytes) -> np.ndarray:
    size = array.dtype.itemsize
    return np.frombuffer(data + bytes(-len(data) % size), array.dtype)


def test_in_what_an_article_says(run: Run, copy: Path, trap: bytes, marker: Path) -> None:
    text = trap.decode("latin-1")
    metadata = {"pickle": text, "__reduce__": ["os.mkdir", [str(marker)]], "py/object": "os.mkdir", text: 1}
    with ArticleIndex(copy) as index:
        index.update(Article(id="1", title=text, body=f"phở {text}", path=text, tags=(text,), metadata=metadata))
    assert run(OPEN, copy) == "7 0 []\n"
    assert not marker.exists()
    assert dict(ArticleIndex(copy).get("1").metadata) == metadata


def test_pyvis_own_pickle_is_not_executed(run: Run, tmp_path: Path) -> None:
    """Its weights are read, words are cut with them, and nothing of what the pickle asks for is looked up."""
    script = """
    from tracuu.analyzers import AnalysisChain
    from tracuu.index import Article, ArticleIndex
    from tracuu.search import Searcher

    words = [token.text for token in AnalysisChain("index", words=True).analyze("thủ tướng dự hội nghị")]
    with ArticleIndex.create(sys.argv[1], words=True) as index:
        index.add(Article(id="1", title="Thủ tướng", body="thủ tướng dự hội nghị ngoại giao"))
    found = len(Searcher(index).search("thu tuong").hits)
    print(words, found, unpickled, "pyvi" in sys.modules)
    """
    assert run(script, tmp_path / "i") == "['thủ_tướng', 'dự', 'hội_nghị'] 1 [] False\n"


def test_the_hook_sees_a_pickle(run: Run, tmp_path: Path, trap: bytes, marker: Path) -> None:
    """Or the tests above would pass whatever is done."""
    (tmp_path / "p").write_bytes(trap)
    found = run("import pickle; pickle.load(open(sys.argv[1], 'rb')); print(unpickled)", tmp_path / "p")
    assert found == "['pickle.find_class']\n" and marker.exists()
