"""What only a process of its own can show: streams, signals, terminals, what is imported."""

from __future__ import annotations

import contextlib
import json
import os
import re
import signal
import struct
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tracuu.search.cli.layout import columns

Run = Callable[..., Any]

pytestmark = pytest.mark.skipif(os.name == "nt", reason="signals and pseudo-terminals of POSIX")


def on_a_terminal(tracuu: Any, *arguments: str, width: int = 80, **environment: str) -> str:
    """Everything that the command writes to a terminal of this width."""
    import fcntl
    import pty
    import termios

    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, width, 0, 0))
    with subprocess.Popen(
        [*tracuu.command, *arguments],
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        cwd=tracuu.folder,
        env=tracuu.environment(**environment),
    ):
        os.close(theirs)
        written = b""
        with contextlib.suppress(OSError):  # the end of a terminal is an error on Linux
            while chunk := os.read(ours, 65536):
                written += chunk
    os.close(ours)
    return written.decode("utf-8").replace("\r\n", "\n")


def bare(text: str) -> str:
    return re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]", "", text)


IDLE = """
    whoosh pyvi sklearn scipy unidecode trafilatura lxml yaml dateutil filelock charset_normalizer markdown_it pathspec
    urllib.request http ssl email multiprocessing html calendar wcwidth
    tracuu.index.reading tracuu.index.syncing tracuu.index.writer tracuu.index.whoosh_reader
    tracuu.analyzers.analyzer tracuu.analyzers.segmentation tracuu.search.whoosh_queries tracuu.search.near_folds
    tracuu.search.cli.index tracuu.search.cli.show tracuu.search.cli.hits_html tracuu.search.cli.hits_markdown
""".split()


@pytest.mark.parametrize("query", ["bui thanh son", "Bùi Thanh Sơn", '"ngoại giao" -cuba OR thể*'])
def test_a_search_loads_only_what_it_needs(seeds: Any, query: str) -> None:
    code = """
import sys
from tracuu.search.cli import tracuu
try: tracuu.main()
except SystemExit as end: print(*sys.modules, sep="\\n", file=sys.stderr)
"""
    done = type(seeds)(seeds.folder, [sys.executable, "-c", code])("search", "-n", "1", query)
    assert "1. " in done.stdout
    loaded = set(done.stderr.splitlines())
    assert "tracuu.search.cli.search" in loaded
    assert loaded.isdisjoint(IDLE), loaded.intersection(IDLE)


def test_the_whole_output_is_there_when_the_process_ends(odd: Any) -> None:
    """It ends without taking the interpreter apart."""
    lines = "\n".join(["nghị"] * 500)
    done = odd("search", "--jsonl", "-", stdin=lines)
    assert done.returncode in (0, 1)
    assert [json.loads(line)["query"] for line in done.stdout.splitlines()] == ["nghị"] * 500


def test_the_head_of_a_pipe_ends_the_command_quietly(empty: Any) -> None:
    process = empty.start("analyze", "--no-words", "--jsonl", "-")
    process.stdin.write(b"nghi " * 50_000)
    process.stdin.close()
    assert process.stdout.readline().startswith(b'{"position": 0')
    process.stdout.close()
    assert process.wait(30) == -signal.SIGPIPE
    assert process.stderr.read() == b""
    process.stderr.close()


@pytest.mark.skipif(os.name == "nt", reason="streams of POSIX")
@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-", "<&- >&- 2>&-"])
def test_a_stream_that_is_closed_is_no_error(odd: Any, closed: str) -> None:
    apart = type(odd)(odd.folder, ["sh", "-c", f'exec "$0" "$@" {closed}', *odd.command])
    for arguments, status in ((["search", "phở"], 0), (["search", "zzzz"], 1), (["show", "nope"], 2), (["--help"], 0)):
        done = apart(*arguments)
        assert done.returncode == status, done.stderr


def test_a_terminal_gets_colour_and_its_width(odd: Any) -> None:
    for width, widest in ((60, 60), (200, 100)):
        written = on_a_terminal(odd, "search", "--width", "400", "nước dùng", width=width)
        assert "\x1b[1;33mNước dùng\x1b[0m" in written
        lines = [columns(line) for line in bare(written).splitlines()]
        assert widest - 20 < max(lines) <= widest


def test_no_color_and_dumb_terminals_get_brackets(odd: Any) -> None:
    for environment in ({"NO_COLOR": "1"}, {"TERM": "dumb"}):
        written = on_a_terminal(odd, "search", "nước dùng", **environment)
        assert "\x1b" not in written
        assert "[Nước dùng]" in written


def test_a_pipe_gets_neither_colour_nor_broken_lines(odd: Any) -> None:
    done = odd("search", "--width", "400", "nước dùng")
    assert "\x1b" not in done.stdout + done.stderr
    assert max(map(len, done.stdout.splitlines())) > 150
    assert "\x1b[1;33m" in odd("search", "--color", "always", "nước dùng").stdout


def test_progress_is_for_terminals_only(empty: Any) -> None:
    for number in range(3):
        (empty.folder / f"{number}.txt").write_text(f"Bài số {number}", "utf-8")
    (empty.folder / "rỗng.txt").touch()
    shown = on_a_terminal(empty, "index", "--no-words", ".")
    assert "indexing  [" in shown
    assert shown.rindex("\x1b[?25h") > shown.rindex("\x1b[?25l")  # the cursor is back
    lines = bare(shown).replace("\r", "\n").splitlines()
    assert any(line.startswith("tracuu: rỗng.txt: is empty") for line in lines)
    assert any(line.startswith("3 articles added from 4 files") for line in lines)
    assert "indexing" not in on_a_terminal(empty, "index", "--no-words", "-q", "--rebuild", ".")
    piped = empty("index", "--no-words", "--rebuild", ".")
    assert "indexing" not in piped.stdout + piped.stderr


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "iso-8859-1"])
def test_a_stream_without_vietnamese_is_no_error(odd: Any, encoding: str) -> None:
    settings = {"PYTHONIOENCODING": encoding, "PYTHONUTF8": "0", "LC_ALL": "C"}

    def search(*options: str) -> bytes:
        process = odd.start("search", *options, "pho bo", env=odd.environment(**settings))
        out, err = process.communicate(timeout=30)
        assert process.returncode == 0, err
        written: bytes = out
        return written

    assert b"pho-bo" in search()
    assert json.loads(search("--json"))["hits"][0]["title"] == "Phở bò, món nước của người Hà Nội"
    assert "<mark>Phở bò</mark>" in search("--format", "html").decode("utf-8")


def test_arguments_that_are_not_utf_8_are_no_error(odd: Any) -> None:
    done = odd("search", "ph\udce1\udcbb", "--json")
    assert done.returncode in (0, 1)
    assert json.loads(done.stdout)["query"] == "ph\udce1\udcbb"


def test_ctrl_c_while_waiting(odd: Any) -> None:
    process = odd.start("search", "--jsonl", "-")
    process.stdin.write("phở\n".encode())
    process.stdin.flush()
    assert b"pho-bo" in process.stdout.readline()
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=30)
    assert (process.returncode, out) == (130, b"")
    assert b"Traceback" not in err


@pytest.fixture
def many(empty: Any) -> Any:
    (empty.folder / "bài").mkdir()
    for number in range(300):
        (empty.folder / "bài" / f"{number}.txt").write_text(f"Bài số {number}\n\nThân bài.", "utf-8")
    return empty


def reading_standard_input(many: Any) -> subprocess.Popen[bytes]:
    """An ``index`` that has read the folder and waits for more on standard input."""
    process: subprocess.Popen[bytes] = many.start("index", "--no-words", "-v", "bài", "-", bufsize=0)
    assert process.stdin
    assert process.stderr
    process.stdin.write(b'{"id": "first", "title": "M"}\n' + b" " * 300_000)
    while b"begins like JSON" not in (line := process.stderr.readline()):
        assert line, "the process has ended"
    return process


def stopping(process: subprocess.Popen[bytes]) -> None:
    assert process.stderr
    process.send_signal(signal.SIGINT)
    while b"stopping; what was read" not in (line := process.stderr.readline()):
        assert line, "the process has ended"


def test_ctrl_c_keeps_what_was_indexed(many: Any) -> None:
    process = reading_standard_input(many)
    stopping(process)
    assert process.stdin
    more = b'{"id": "second", "title": "H"}\n' + b'{"id": "third", "title": "B"}\n' * 20_000
    with contextlib.suppress(BrokenPipeError):
        process.stdin.write(b"\n" + more)
    out, err = process.communicate(timeout=30)
    assert process.returncode == 130, err
    assert out.startswith(b"interrupted: 30")
    assert b"Traceback" not in err
    kept = json.loads(many("stats", "--json").stdout)["articles"]
    assert 300 <= kept <= 302
    assert many("index", "--no-words", "bài").stdout.startswith("nothing changed; ")


def test_a_second_ctrl_c_keeps_nothing(many: Any) -> None:
    assert many("index", "--no-words", str(Path("bài") / "7.txt")).returncode == 0
    process = reading_standard_input(many)
    stopping(process)
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=30)
    assert process.returncode == 130
    assert b"nothing of this run was kept" in err
    assert b"Traceback" not in err
    assert json.loads(many("stats", "--json").stdout)["articles"] == 1
    assert many("index", "--no-words", "bài").stdout.startswith("299 articles added")
