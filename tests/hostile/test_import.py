"""Files and folders made to harm who reads them."""

from __future__ import annotations

import bz2
import json
import lzma
import os
import socket
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tracuu.index.reading import Problem, find_sources, ignore, read_articles

from .conftest import Run

READ = """
import json
from pathlib import Path
from tracuu.analyzers.errors import ReadError
from tracuu.index import ArticleIndex
from tracuu.index.reading import find_sources, read_articles

problems, articles, errors = [], [], []
for source in find_sources(sys.argv[1:], on_problem=problems.append):
    try:
        for article in read_articles(source, on_problem=problems.append):
            articles.append((article.id, len(article.body)))
    except ReadError as error:
        errors.append(str(error))
print(json.dumps([articles, [str(problem.reason) for problem in problems], errors,
                  peak(), unpickled]))
"""
MEGABYTES = 600


def read(run: Run, *paths: Path) -> tuple[list[tuple[str, int]], list[str], list[str]]:
    """Ids and lengths of what was read inside the walls, problems, and errors."""
    articles, problems, errors, megabytes, unpickled = json.loads(run(READ, *paths))
    assert megabytes < MEGABYTES and unpickled == []
    return [tuple(one) for one in articles], problems, errors


Zip = Callable[..., Path]


@pytest.fixture
def zipped(tmp_path: Path) -> Zip:
    def make(members: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> Path:
        with zipfile.ZipFile(tmp_path / "a.zip", "w", method) as archive:
            for name, data in members.items():
                archive.writestr(name, data)
        return tmp_path / "a.zip"

    return make


class TestArchives:
    @pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
    def test_a_member_that_expands_at_once(self, run: Run, zipped: Zip, method: int) -> None:
        """4 kB of bzip2 are gigabytes, and zipfile expands them in one step."""
        bomb = bz2.compress(bytes(100_000_000)) * 40
        path = zipped({"a.txt": bytes(1000), "b.txt": b"B"}, method)
        if method == zipfile.ZIP_BZIP2:
            path = zipped({"a.txt": b"", "b.txt": b"B"}, zipfile.ZIP_STORED)
            path = _with_member(path, "a.txt", bomb, method, 40 * 100_000_000)
        articles, problems, _ = read(run, path)
        assert "a.zip!a.txt" not in dict(articles)
        assert any("is packed by a method that is not read" in problem for problem in problems)

    def test_a_dictionary_of_gigabytes(self, run: Run, tmp_path: Path) -> None:
        filters = [{"id": lzma.FILTER_LZMA2, "dict_size": 1 << 20}]
        data = bytearray(lzma.compress(b"abc" * 1000, filters=filters))
        data[12 + 4] = 40  # of the block's header: 4 GiB
        size = (data[12] + 1) * 4
        data[12 + size - 4 : 12 + size] = zlib.crc32(data[12 : 12 + size - 4]).to_bytes(4, "little")
        (tmp_path / "a.txt.xz").write_bytes(data)
        _, _, errors = read(run, tmp_path / "a.txt.xz")
        assert "emory" in errors[0]

    def test_a_bomb(self, run: Run, tmp_path: Path) -> None:
        path = tmp_path / "a.jsonl.xz"
        path.write_bytes(lzma.compress(b'{"title": "a"}\n' + b" " * 30_000_000 + b"\n") * 12)
        articles, _, errors = read(run, path)
        assert 0 < len(articles) < 12 and "times its size" in errors[0]

    def test_names_lead_nowhere(self, run: Run, zipped: Zip, tmp_path: Path) -> None:
        names = [
            "../../x.txt",
            "/etc/x.txt",
            "a\\..\\..\\x.txt",
            "C:\\x.txt",
            "x\n\x1b[31m\u202e.txt",
            "n/" * 2000 + "x.txt",
        ]
        before = set(tmp_path.rglob("*"))
        articles, _, errors = read(run, zipped(dict.fromkeys(names, b"A\nB")))
        assert len(articles) == len(names) and errors == []
        assert set(tmp_path.rglob("*")) == before | {tmp_path / "a.zip"}

    def test_a_link_in_an_archive_is_its_text(self, run: Run, zipped: Zip) -> None:
        member = zipfile.ZipInfo("a.txt")
        member.create_system, member.external_attr = 3, 0o120777 << 16
        path = zipped({})
        with zipfile.ZipFile(path, "a") as archive:
            archive.writestr(member, "/etc/passwd")
        assert read(run, path)[0] == [("a.zip!a.txt", 0)]


def _with_member(path: Path, name: str, packed: bytes, method: int, size: int) -> Path:
    """The archive with what a member holds replaced by packed bytes, whatever they are."""
    data = path.read_bytes()
    info = zipfile.ZipFile(path).getinfo(name)
    local = info.FileHeader()
    at = data.index(local[:4])
    assert at == 0
    info.compress_type, info.compress_size, info.file_size = method, len(packed), size
    rest = data[len(local) : data.index(b"PK\x01\x02")]
    central = data[data.index(b"PK\x01\x02") :]
    entry = bytearray(central)
    entry[10:12] = method.to_bytes(2, "little")
    entry[20:24], entry[24:28] = len(packed).to_bytes(4, "little"), size.to_bytes(4, "little")
    second = entry.index(b"PK\x01\x02", 4)
    entry[second + 42 : second + 46] = (len(local) + len(packed)).to_bytes(4, "little")
    end = entry.index(b"PK\x05\x06")
    entry[end + 16 : end + 20] = (len(local) + len(packed) + len(rest)).to_bytes(4, "little")
    path.write_bytes(info.FileHeader() + packed + rest + entry)
    return path


class TestFilesThatAreNone:
    @pytest.fixture
    def folder(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
        (tmp_path / "n").mkdir()
        (tmp_path / "n" / "a.txt").write_text("A\nB")
        monkeypatch.chdir(tmp_path / "n")  # the path of a socket must be short
        return tmp_path / "n"

    def test_pipes_sockets_devices_and_links(self, run: Run, folder: Path) -> None:
        os.mkfifo("b.txt")
        os.mkfifo(".tracuuignore")
        Path(".gitignore").symlink_to("/dev/zero")
        Path("c.txt").symlink_to("/dev/zero")
        Path("d").symlink_to("/")
        Path("e.txt").symlink_to("e.txt")
        Path("f.txt").symlink_to("/etc/passwd")
        Path("g").symlink_to(".")
        with socket.socket(socket.AF_UNIX) as server:
            server.bind("h.txt")
            articles, problems, errors = read(run, folder)
        assert articles == [("n/a.txt", 1)] and errors == []
        assert len(problems) == 9
        assert sum("rules are not applied" in problem for problem in problems) == 2

    def test_a_file_that_became_a_pipe(self, folder: Path) -> None:
        (source,) = find_sources([folder], on_problem=print)
        (folder / "a.txt").unlink()
        os.mkfifo(folder / "a.txt")
        with pytest.raises(Exception, match="a pipe or a device, not a file"):
            list(read_articles(source, on_problem=print))

    def test_a_file_that_grows_and_one_that_vanishes(self, folder: Path) -> None:
        Path("a.jsonl").write_text('{"title": "a"}\n' * 100_000)
        Path("b.txt").write_text("B")
        sources = {source.path.name: source for source in find_sources([folder], on_problem=print)}
        count = 0
        for _ in read_articles(sources["a.jsonl"], on_problem=print):
            if not count:
                with Path("a.jsonl").open("a") as file:
                    file.write('{"title": "b"}\n{"tit')
                Path("b.txt").unlink()
            count += 1
        assert count == 100_001
        with pytest.raises(Exception, match="No such file"):
            list(read_articles(sources["b.txt"], on_problem=print))

    def test_odd_names(self, folder: Path) -> None:
        for name in (b"\xff\xfe.txt", b"x\ny.txt", b"\x1b[31m.txt", "\u202egnp.txt".encode(), b"a" * 250 + b".txt"):
            Path(os.fsdecode(name)).write_text("A\nB")
        found: list[Problem] = []
        articles = [
            article
            for source in find_sources([folder], on_problem=found.append)
            for article in read_articles(source, on_problem=found.append)
        ]
        assert len(articles) == 6 and found == []
        for article in articles:
            (article.id + article.path).encode("utf-8")


BOMBS: dict[str, Callable[[], str | bytes]] = {
    "line.txt": lambda: "phở " * 1_000_000,
    "line.jsonl": lambda: '{"title": "' + "a" * 3_000_000 + '"}\n{"title": "b"}',
    "record.csv": lambda: 'title,body\n"' + "a,\n" * 300_000,
    "columns.csv": lambda: "title," + "a," * 30_000 + "\n" + "x," * 30_000,
    "deep.json": lambda: '{"title": "a", "b": ' + "[" * 100_000 + "]" * 100_000 + "}",
    "deeper.jsonl": lambda: "\n".join(
        '{"title": "a", "b": ' + "[" * n + "]" * n + "}" for n in (10, 49, 60, 300, 480, 900)
    ),
    "objects.jsonl": lambda: "\n".join('{"b":' * n + '{"title": "a"}' + "}" * n for n in (60, 300, 480, 900)),
    "wide.jsonl": lambda: json.dumps({"title": "a", **{f"k{n}": [] for n in range(30_000)}}),
    "number.jsonl": lambda: '{"title": "a", "n": ' + "9" * 100_000 + '}\n{"title": "b", "date": 1e999, "n": NaN}',
    "dates.jsonl": lambda: "\n".join(json.dumps({"title": "a", "date": date}) for date in DATES),
    "deep.html": lambda: "<div>" * 100_000 + "a",
    "attributes.html": lambda: "<p " + "a=b " * 100_000 + ">a",
    "open.html": lambda: "<a <" * 100_000,
    "tables.html": lambda: "<table><tr><td>" * 2000 + "a",
    "comments.html": lambda: "<!--" * 100_000,
    "entities.html": lambda: (
        '<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]><p>&b;' + "&#7879" * 100_000
    ),
    "script.html": lambda: "<title>T</title><script>alert(1)</script><p>phở<style>x</style>" * 1000,
    "laughs.md": lambda: (
        "---\na: &a [x, x]\n"
        + "".join(f"{b}: &{b} [*{a}, *{a}]\n" for a, b in zip("abcdefgh", "bcdefghi", strict=True))
        + "---\nT"
    ),
    "python.md": lambda: "---\nx: !!python/object/apply:os.system ['touch x']\n---\nT",
    "sixty.md": lambda: "---\nx: 1" + ":1" * 1_000_000 + "\n---\nT",
    "long.md": lambda: "---\n" + "".join(f"k{n}: 1\n" for n in range(300_000)) + "---\nT",
    "flow.md": lambda: "---\nx: " + "[" * 400 + "]" * 400 + "\n---\nT",
    "hundred.md": lambda: "---\nx: " + "[" * 100 + "]" * 100 + "\n---\nT",
    "flows.md": lambda: "---\nx: " + "{" * 60_000 + "\n---\nT",
    **{
        f"{n}.md": lambda piece=piece: piece * (20_000 // len(piece))
        for n, piece in enumerate(("[", "*", "`", "_", "![", "> ", "- ", "<", "a**b", "[a](", "|a", "\n|-", "&", "~"))
    },
    "random.txt": lambda: os.urandom(300_000).replace(b"\0", b"a"),
    "tones.txt": lambda: b"\xcc\xec\xd2\xf2\xde" * 60_000,
}
DATES = [
    "1" * 120,
    "1/" * 60,
    "99:99:99 " * 13,
    "ngày " * 24,
    " " * 119 + "x",
    "1 tháng " * 15,
    "2025-01-01T" + "0" * 100,
    "Jan " * 30,
]


def test_texts_made_to_be_slow_or_large(run: Run, tmp_path: Path) -> None:
    """Bounded time and memory for each; and no other error than our own ends a file."""
    for name, make in BOMBS.items():
        content = make()
        (tmp_path / name).write_bytes(content.encode() if isinstance(content, str) else content)
    articles, problems, _ = read(run, tmp_path)
    lengths = dict(articles)
    key = f"{tmp_path.name}/"
    assert (
        key + "deeper.jsonl#1" in lengths
        and key + "deeper.jsonl#2" in lengths
        and key + "deeper.jsonl#3" not in lengths
    )
    assert sum("nested more than 50 levels deep" in problem for problem in problems) == 4 + 4
    assert len([name for name in lengths if "dates.jsonl" in name]) == len(DATES)
    assert lengths[key + "script.html"] and not (tmp_path / "x").exists()
    assert sum("front matter is not understood" in problem for problem in problems) == 7


def test_rules_that_backtrack(tmp_path: Path) -> None:
    """``*a*a*a*a*b`` takes 18 seconds to be compared with a name of 250 letters."""
    rules = ["*a*a*a*a*b", "**/a/**/a/**/b", "x" * 2000, "**/node_modules/**/*.log", "*.min.*", "# *a*b*c*d*e*"]
    (tmp_path / ".gitignore").write_text("\n".join(rules) + "\n" + "x\n" * ignore.MAX_RULES)
    (tmp_path / ("a" * 246 + ".txt")).write_text("A")
    (tmp_path / "a.min.txt").write_text("A")
    problems: list[Problem] = []
    (source,) = find_sources([tmp_path], on_problem=problems.append)
    assert source.path.name.startswith("aaa")
    notes = [problem.reason for problem in problems if problem.kind == "note"]
    assert len(notes) == 4
    assert sum("too many *" in note for note in notes) == 3


def test_as_much_memory_as_is_allowed_for_xz(tmp_path: Path) -> None:
    path = tmp_path / "a.txt.xz"
    path.write_bytes(lzma.compress(b"A\nB", preset=9) + bytes(8) + lzma.compress(b"C"))
    (source,) = find_sources([path], on_problem=print)
    found: list[Any] = list(read_articles(source, on_problem=print))
    assert found[0].body == "BC"
