"""Texts that would steer a terminal, break JSON or be markup: shown harmless wherever they come out."""

from __future__ import annotations

import datetime as dt
import html.parser
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tracuu.index import Article, ArticleIndex
from tracuu.search import Searcher
from tracuu.search.cli import tracuu
from tracuu.search.highlighting import Highlighted, printable

C0 = [chr(n) for n in range(1, 0x20) if chr(n) != "\n"]  # no argument of a command holds a NUL
C1 = [chr(n) for n in range(0x7F, 0xA0)]
BIDI = [*"\u061c\u200e\u200f", *map(chr, range(0x202A, 0x202F)), *map(chr, range(0x2066, 0x2070))]
STEERING = frozenset(["\0", *C0, *C1, *BIDI, *"\u2028\u2029"])
OURS = re.compile(r"\x1b\[(?:0|1|2|1;33)m")
"""The colours that we set."""

EVIL = (
    "\x1b]0;tựa\x07\x1b[2J\x1b[31m\x9b5n\x1bP+q\x1b\\ " + "".join(C0 + C1 + BIDI) + "\u2028\u2029\u200b\u200d\ufeff"
    "<script>alert(1)</script><img src=x onerror='alert(1)'>\"'&lt;--> ]]> `x` *x* _x_ [x](javascript:alert(1)) | # \\ "
)
NAME = f"Trần{EVIL}Văn Đạt"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index in which all that an article has is like this, but for one."""
    folder = tmp_path_factory.mktemp("output")
    with ArticleIndex.create(folder / ".tracuu") as index:
        for number, url in enumerate(
            ("javascript:alert(1)", " https://a", 'https://a/"><script>', "data:text/html,x", EVIL)
        ):
            index.add(
                Article(
                    id=f"{number}{EVIL}",
                    title=f"Phở {EVIL}\0",
                    body=f"{EVIL} phở bò {EVIL} Ông {NAME} ăn phở ở Hà{BIDI[4]} Nội. {EVIL}\n\n{EVIL}",
                    url=url,
                    path=f"/a/{EVIL}.txt",
                    source=f"Báo {EVIL}",
                    authors=(f"An {EVIL}",),
                    tags=(f"ẩm thực {EVIL}",),
                    date=dt.date(2021, 5, 3),
                    metadata={f"k {EVIL}": [EVIL, {EVIL: EVIL}]},
                )
            )
    return folder


FACETS = ("--facet", "tag", "--facet", "source", "--facet", "author")
ID = f"0{EVIL}"
COMMANDS = [
    ("search", "phở", *FACETS, "--snippets", "3"),
    ("search", "--explain", "phở bò"),
    ("search", f"phở {EVIL}"),
    ("search", "--", EVIL),
    ("search", f"tag:{EVIL}"),
    ("search", "--since", EVIL, "phở"),
    ("search", "--sort", EVIL, "phở"),
    ("search", f"--{EVIL}", "phở"),
    ("search", "-n", EVIL, "phở"),
    ("search", "--aliases", EVIL, "phở"),
    ("search", "x" * 20_000),
    ("show", ID),
    ("show", "--highlight", "phở", ID),
    ("show", EVIL),
    ("names", "tran van"),
    ("names", EVIL),
    ("names", "dat"),
    ("suggest", "ph"),
    ("suggest", "tr"),
    ("suggest", EVIL),
    ("explain", "phở", ID),
    ("explain", "phở", EVIL),
    ("explain", EVIL, ID),
    ("analyze", "--no-words", f"Ông {NAME} {EVIL}"),
    ("delete", EVIL),
    ("verify",),
    ("stats",),
    ("stats", "--index", EVIL.replace("/", "")),
    ("index", EVIL),
    ("recover", EVIL, "x"),
    (EVIL,),
]


def run(folder: Path, monkeypatch: pytest.MonkeyPatch, *arguments: str) -> Result:
    monkeypatch.chdir(folder)
    monkeypatch.delenv("TRACUU_INDEX", raising=False)
    result = CliRunner().invoke(tracuu, list(arguments))
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def with_options(name: str, *options: str) -> list[tuple[str, ...]]:
    """The commands that take an option, with it."""
    return [
        (command[0], *options, *command[1:]) for command in COMMANDS if len(command[0]) < 10 and command[0] != "index"
    ]


@pytest.mark.parametrize("color", ["never", "always"])
def test_nothing_steers_a_terminal(folder: Path, monkeypatch: pytest.MonkeyPatch, color: str) -> None:
    for command in [*COMMANDS, *with_options("color", "--color", color)]:
        result = run(folder, monkeypatch, *command)
        shown = OURS.sub("", result.stdout + result.stderr)
        assert not STEERING.intersection(shown), command
    for columns in ("20", "80"):
        monkeypatch.setenv("COLUMNS", columns)
        shown = OURS.sub("", run(folder, monkeypatch, "search", "--color", color, "phở").stdout)
        assert "Phở" in shown and not STEERING.intersection(shown)


@pytest.mark.parametrize("option", ["--json", "--jsonl"])
def test_json_is_json_and_ascii_where_it_must_be(folder: Path, monkeypatch: pytest.MonkeyPatch, option: str) -> None:
    read = 0
    for command in with_options("json", option):
        result = run(folder, monkeypatch, *command)
        assert not STEERING.intersection(result.stdout + result.stderr), command
        texts = [result.stdout] if option == "--json" else result.stdout.splitlines()
        for text in filter(None, texts):
            json.loads(text)
            read += 1
    assert read > 10
    record = json.loads(run(folder, monkeypatch, "show", "--json", ID).stdout)
    assert ArticleIndex(folder / ".tracuu").get(record["id"]).title == record["title"]
    assert record["metadata"] == dict(ArticleIndex(folder / ".tracuu").get(record["id"]).metadata)


class _Page(html.parser.HTMLParser):
    """The elements and addresses of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.found: set[str] = set()
        self.attributes: set[str] = set()
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.add(tag)
        self.attributes.update(name for name, _ in attrs)
        self.links += [value or "" for name, value in attrs if name == "href"]


def test_html_is_escaped(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = _Page()
    result = run(folder, monkeypatch, "search", "--format", "html", *FACETS, "--snippets", "3", f"phở {EVIL}")
    page.feed(result.stdout)
    ours = {
        "html",
        "head",
        "meta",
        "title",
        "style",
        "body",
        "h1",
        "h2",
        "p",
        "article",
        "mark",
        "ul",
        "li",
        "small",
        "a",
    }
    assert page.found == ours - {"a"} | ({"a"} if page.links else set())
    assert page.attributes <= {"lang", "charset", "name", "content", "class", "href"}
    assert page.links == ['https://a/"><script>']
    assert not STEERING.intersection(result.stdout)


def test_markdown_has_no_markup_of_an_article(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from markdown_it import MarkdownIt

    result = run(folder, monkeypatch, "search", "--format", "markdown", *FACETS, f"phở {EVIL}")
    assert not STEERING.intersection(result.stdout)
    tokens = [inner for token in MarkdownIt().parse(result.stdout) for inner in [token, *(token.children or ())]]
    kinds = {token.type.removesuffix("_open").removesuffix("_close") for token in tokens}
    ours = {
        "heading",
        "paragraph",
        "inline",
        "text",
        "blockquote",
        "strong",
        "em",
        "code_inline",
        "bullet_list",
        "list_item",
    }
    assert kinds <= ours | {"softbreak", "text_special"}


def test_the_library_s_own_ways_to_show(folder: Path) -> None:
    for hit in Searcher(folder / ".tracuu").search("phở", snippet_count=3).hits:
        for text in (hit.title, *(snippet.text for snippet in hit.snippets)):
            for shown in (text.plain(), OURS.sub("", text.ansi()), text.markdown()):
                assert not STEERING.intersection(shown)
            assert re.findall(r"<[^>]*>", text.html()) == ["<mark>", "</mark>"] * len(text.spans)
    for char in STEERING:
        assert STEERING.isdisjoint(printable(f"a{char}b")) and len(printable(char)) == 1
    assert Highlighted("\x1b[31m").plain() == "[31m".join(["\ufffd", ""])


@pytest.mark.skipif(os.name == "nt", reason="no pseudo-terminals")
def test_progress_and_problems_on_a_real_terminal(tmp_path: Path) -> None:
    """File names, problems and the bar; those of the bar itself are the only sequences."""
    import pty

    names = [b"\x1b[31m\x1b]0;x\x07.txt", "\u202egnp.txt".encode(), b"\xff.txt", b"\x9b31m.txt"]
    (tmp_path / "n").mkdir()
    for name in names:
        (tmp_path / "n" / os.fsdecode(name)).write_bytes(b"%PDF-" if b"\xff" in name else b"A\nB\x1b[31m")
        (tmp_path / "n" / os.fsdecode(name + b".json")).write_bytes(b"{\x1b[31m")
    primary, secondary = pty.openpty()
    code = "from tracuu.search.cli import main; main()"
    command = [sys.executable, "-c", code, "index", "-v", "--no-words", "n"]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "TERM": "xterm"}
    process = subprocess.Popen(command, cwd=tmp_path, stdout=secondary, stderr=secondary, env=environment)
    os.close(secondary)
    shown = b"".join(_read(primary)).decode("utf-8")
    os.close(primary)
    assert process.wait(60) == 0
    assert "3 articles added" in shown and "n/\ufffd[31m" in shown
    shown = re.sub(r"\x1b\[K|\x1b\[\?25[hl]|\r", "", shown)
    assert not STEERING.intersection(OURS.sub("", shown))


def _read(terminal: int) -> Iterator[bytes]:
    while True:
        try:
            data = os.read(terminal, 4096)
        except OSError:  # nobody is on the other side any more
            return
        if not data:
            return
        yield data
