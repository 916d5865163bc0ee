"""The way from paths to articles as a whole: standard input, formats, and what stays stable."""

from __future__ import annotations

import gzip
import io
import lzma
import subprocess
import sys
from pathlib import Path

import pytest

import tracuu.index.reading as reading
from tracuu.analyzers.errors import ReadError
from tracuu.index.reading import Problem, Source, find_sources, read_articles
from tracuu.index.reading.lines import byte_lines

LINES = b'{"title": "A"}\n{"title": "B", "id": "b"}\n'


def from_stdin(read, data: bytes, **options: object):
    return read("-", stdin=io.BytesIO(data), **options)


def test_the_public_names():
    assert sorted(reading.__all__) == ["Problem", "Source", "find_sources", "read_articles"]


def test_importing_loads_no_library():
    """A search must not wait for the parsers of formats that it never reads."""
    code = "import sys, tracuu.index.reading; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = set(done.stdout.split())
    assert "tracuu.index.reading.html_page" in loaded
    assert not loaded & {"trafilatura", "lxml", "markdown_it", "yaml", "pathspec", "charset_normalizer"}
    assert "dateutil.parser" not in loaded


class TestStdin:
    def test_text(self, read, text):
        article = from_stdin(read, text.encode()).article
        assert article.title == "Chợ nổi Cái Răng họp từ ba giờ sáng"
        assert (article.id, article.path) == ("", "")

    @pytest.mark.parametrize("wrap", [bytes, gzip.compress, lzma.compress])
    def test_json_lines_are_recognised(self, read, wrap):
        outcome = from_stdin(read, wrap(LINES))
        assert [(a.title, a.id) for a in outcome.articles] == [("A", ""), ("B", "b")]
        assert [(p.kind, p.where) for p in outcome.problems] == [("note", "standard input")]

    @pytest.mark.parametrize(
        ("format", "data"),
        [
            ("jsonl", LINES),
            ("json", b'[{"title": "A"}, {"title": "B", "id": "b"}]'),
            ("csv", b"id,title\n,A\nb,B\n"),
        ],
    )
    def test_a_named_format(self, read, format, data):
        outcome = from_stdin(read, data, format=format)
        assert [(a.title, a.id) for a in outcome.articles] == [("A", ""), ("B", "b")]
        assert outcome.problems == []

    @pytest.mark.parametrize(
        ("data", "message"),
        [
            (b"", "standard input is empty"),
            (b"PK\x03\x04", "standard input is not text .it looks like a ZIP"),
            (gzip.compress(b"x" * 1000, mtime=0)[:-9], "standard input is damaged or cut short"),
            (b'{"title": ', "standard input is not JSON"),
        ],
    )
    def test_bad_input(self, data, message):
        (source,) = find_sources("-", on_problem=pytest.fail)
        with pytest.raises(ReadError, match=message):
            list(read_articles(source, on_problem=lambda problem: None, stdin=io.BytesIO(data)))

    def test_it_is_streamed(self):
        """Articles come while the other side is still writing."""

        class Slow(io.RawIOBase):
            sent = 0

            def read1(self, size: int) -> bytes:
                self.sent += 1
                return b'{"title": "A"}\n' * 2000 if self.sent < 1000 else b""

        slow = Slow()
        (source,) = find_sources("-", on_problem=pytest.fail)
        articles = read_articles(source, on_problem=pytest.fail, stdin=slow, format="jsonl")
        assert next(articles).title == "A"
        assert slow.sent < 30
        articles.close()


def test_an_unknown_format_names_the_known_ones(write, read):
    assert "'docx' is no format that is read; use one of txt, md, html" in read(write("a.txt"), format="docx").error


def test_a_format_overrides_the_suffix(write, read):
    assert [a.id for a in read(write("a.log", LINES), format="jsonl").articles] == ["a.log#1", "b"]


def test_a_folder_or_nothing_in_the_place_of_a_file(tmp_path):
    for path in (tmp_path, tmp_path / "không có.txt"):
        with pytest.raises(ReadError, match="cannot be read"):
            list(read_articles(Source(path, "k", 0, 0), on_problem=pytest.fail))


def test_a_run_goes_on_and_can_be_counted(write, read, tmp_path):
    write("n/1 tốt.txt", "Một\nhai")
    write("n/2 trống.txt", b"")
    write("n/3 ảnh.txt", b"\x89PNG\r\n\x1a\n")
    write("n/4 gãy.jsonl.gz", gzip.compress(LINES, mtime=0)[:-8])
    write("n/5 lẫn.jsonl", LINES + b"hong\n" + LINES)
    write("n/6.docx", b"PK")
    write("n/7 tốt.csv", "title\nHai\n")
    outcome = read(tmp_path / "n")
    assert [a.title for a in outcome.articles] == ["Một", "A", "B", "A", "B", "A", "B", "Hai"]
    assert len(outcome.errors) == 3 and all(str(tmp_path) in error for error in outcome.errors)
    assert sorted(p.kind for p in outcome.problems) == ["article", "ignored"]


def test_ids_are_the_same_from_anywhere(write, read, tmp_path, monkeypatch):
    write("n/a.txt")
    write("n/sub/b.jsonl", LINES)
    ids = [article.id for article in read(tmp_path / "n").articles]
    monkeypatch.chdir(tmp_path / "n" / "sub")
    assert [article.id for article in read("..").articles] == ids == ["n/a.txt", "n/sub/b.jsonl#1", "b"]
    monkeypatch.chdir(tmp_path)
    assert [article.id for article in read("n/**/*").articles] == ids


def test_a_problem_says_how_much_is_missing():
    assert Problem("x", "y").kind == "unreadable"


class Chunks:
    """A stream that gives what it is told, piece by piece, and remembers how much was asked for."""

    def __init__(self, *pieces: bytes) -> None:
        self.pieces = list(pieces)

    def read(self, size: int, /) -> bytes:
        return self.pieces.pop(0) if self.pieces else b""


@pytest.mark.parametrize(
    ("pieces", "lines"),
    [
        ([], []),
        ([b"a"], [b"a"]),
        ([b"a\n"], [b"a"]),
        ([b"a\nb"], [b"a", b"b"]),
        ([b"a\r", b"\nb\r", b"c\r"], [b"a", b"b", b"c"]),
        ([b"\r", b"\r\n", b"\n"], [b"", b"", b""]),
        ([b"ab", b"cd", b"e\nf"], [b"abcde", b"f"]),
        ([b"abcde", b"fgh\nx\n"], [None, b"x"]),
        ([b"abcdefgh\n", b"x\n"], [None, b"x"]),
        ([b"abcde", b"fgh", b"ijk"], [None]),
        ([b"x\nabcde", b"f"], [b"x", None]),
    ],
)
def test_lines_of_bytes(pieces, lines):
    assert list(byte_lines(Chunks(*pieces), limit=5)) == lines


def test_a_line_of_any_length_takes_bounded_memory():
    import tracemalloc

    class Endless:
        left = 400

        def read(self, size: int, /) -> bytes:
            self.left -= 1
            return b"x" * size if self.left > 0 else b"\nend\n" if self.left == 0 else b""

    tracemalloc.start()
    try:
        assert list(byte_lines(Endless(), limit=2**20)) == [None, b"end"]
        assert tracemalloc.get_traced_memory()[1] < 8 * 2**20
    finally:
        tracemalloc.stop()


def test_no_file_is_left_open(write, tmp_path):
    """An unclosed file is a ResourceWarning, and a warning is an error here."""
    write("a.jsonl", LINES)
    for source in find_sources([tmp_path], on_problem=pytest.fail):
        articles = read_articles(source, on_problem=pytest.fail)
        assert next(articles).title == "A"
        articles.close()
    assert Path(tmp_path, "a.jsonl").read_bytes() == LINES
