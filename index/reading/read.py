"""Files -> articles: whatever the format and the compression, one article at a time."""

from __future__ import annotations

import re
import sys
import zipfile
from collections.abc import Callable, Iterator
from typing import IO, BinaryIO

from tracuu.analyzers.errors import ReadError
from tracuu.index.article import Article
from tracuu.index.plain_files import open_plain
from tracuu.index.reading.compression import (
    MAGIC,
    BombError,
    Budget,
    GuardedStream,
    PeekedStream,
    Readable,
    Through,
    expanded,
    unreadable,
)
from tracuu.index.reading.csv_records import read_csv
from tracuu.index.reading.encodings import SAMPLE
from tracuu.index.reading.entry import Entry
from tracuu.index.reading.html_page import read_html
from tracuu.index.reading.json_records import read_json, read_jsonl
from tracuu.index.reading.limits import LIMITS, Limits
from tracuu.index.reading.markdown import read_markdown
from tracuu.index.reading.names import format_of, printable
from tracuu.index.reading.problems import OnProblem, Problem
from tracuu.index.reading.sources import Source
from tracuu.index.reading.txt import read_txt

JSON_BEGINS = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:\[\s*)?\{\s*\"")

HIDDEN = re.compile(r"(?:^|/)(?:__MACOSX/|\.(?!\.?(?:/|$)))")
"""Members that are hidden, or lie in a hidden folder; ``./`` and ``../`` are neither."""

METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
"""Of members of a ZIP. Others are expanded without a bound: 4 kB of bzip2 to gigabytes at once."""

READERS: dict[str, Callable[[Entry], Iterator[Article]]] = {
    "txt": read_txt,
    "md": read_markdown,
    "html": read_html,
    "json": read_json,
    "jsonl": read_jsonl,
    "csv": read_csv,
}


def read_articles(
    source: Source,
    *,
    on_problem: OnProblem,
    stdin: BinaryIO | None = None,
    format: str | None = None,
    limits: Limits = LIMITS,
    decode: bool = True,
    through: Through = lambda stream: stream,
) -> Iterator[Article]:
    """The articles of one source, one at a time.

    The format is that of the file's name, text if that says nothing, unless ``format`` names one of
    ``txt, md, html, json, jsonl, csv``. JSON Lines on standard input are recognised. What is wrong with
    one article, or with one file in a ZIP, goes to ``on_problem``, and the rest is read.

    An article has its own id, else ``source.key`` if it is all of a file, else ``key#3`` for the third of
    several; the file's name in a ZIP is part of the key: ``news.zip!a.txt``. From standard input it has none.

    Text in old Vietnamese encodings, UTF-8 that was read as something else, and left over character references
    are decoded, unless ``decode`` is false; the encodings stand in the article's metadata as ``decoded_from``.

    All bytes come ``through`` what the caller makes of the stream that they are read from: it may count them, or stop.

    Raises:
        ReadError: the file cannot be read, or not to its end; the articles before that were given.
    """
    if format is not None and format not in READERS:
        raise ReadError(f"{format!r} is no format that is read; use one of {', '.join(READERS)}")
    if source.is_stdin:
        yield from _read_stdin(through(stdin or sys.stdin.buffer), format, on_problem, limits, decode)
        return
    path = printable(source.path)
    named, compression = format_of(source.path.name)
    budget = Budget(path, limits, source.size)
    try:
        file = open_plain(source.path)
    except (OSError, ValueError) as error:
        raise unreadable(path, error) from error
    with file:
        if compression == "zip":
            yield from _read_zip(file, path, source.key, format, on_problem, budget, decode, through)
            return
        stream = through(expanded(file, compression, path, budget))
        yield from READERS[format or named or "txt"](Entry(path, path, source.key, stream, on_problem, limits, decode))


def _read_stdin(
    raw: Readable, format: str | None, on_problem: OnProblem, limits: Limits, decode: bool
) -> Iterator[Article]:
    where = "standard input"
    stream = PeekedStream(GuardedStream(raw, where), SAMPLE)
    compression = next((name for magic, name in MAGIC.items() if stream.head.startswith(magic)), "")
    if compression:
        stream = PeekedStream(expanded(stream, compression, where, Budget(where, limits)), SAMPLE)
    if format is None:
        format = "json" if JSON_BEGINS.match(stream.head) else "txt"
        if format == "json":
            on_problem(Problem(where, "begins like JSON, so it is read as JSON; name another format if not", "note"))
    yield from READERS[format](Entry(where, "", "", stream, on_problem, limits, decode))


def _read_zip(
    file: IO[bytes],
    path: str,
    key: str,
    format: str | None,
    on_problem: OnProblem,
    budget: Budget,
    decode: bool,
    through: Through,
) -> Iterator[Article]:
    """The articles of all members; one that cannot be read is reported, and the next one is read.

    Nothing is written to the disk, so a member may be called what it likes.
    """
    try:
        archive = zipfile.ZipFile(file)
        members = [member for member in archive.infolist() if not member.is_dir()]
    except Exception as error:  # zipfile lets ValueError, struct.error and others escape
        raise ReadError(f"{path} is not a readable ZIP archive: {error}; make it or fetch it again") from error
    with archive:
        if not members:
            raise ReadError(f"{path} is an empty archive; leave it out, or check what wrote it")
        for member in members:
            where = f"{path}!{member.filename}"
            named, compression = format_of(member.filename)
            if HIDDEN.search(member.filename):
                continue
            if compression == "zip":
                on_problem(Problem(where, "an archive in an archive is not read; unpack the outer one"))
            elif named is None and (format is None or compression):
                on_problem(Problem(where, "files of this suffix are not read", "ignored"))
            elif member.compress_type not in METHODS:
                reason = "is packed by a method that is not read (bzip2, LZMA or another); pack it with deflate"
                on_problem(Problem(where, reason))
            elif member.flag_bits & 1:
                on_problem(Problem(where, "is encrypted; unpack the archive with its password"))
            else:
                name = format or named or "txt"
                try:
                    with archive.open(member) as raw:
                        packed = GuardedStream(raw, where, "zip", budget)
                        stream = through(expanded(packed, compression, where, budget) if compression else packed)
                        in_key = f"{key}!{member.filename}"
                        entry = Entry(where, where, in_key, stream, on_problem, budget.limits, decode)
                        yield from READERS[name](entry)
                except BombError:
                    raise
                except ReadError as error:
                    on_problem(Problem(where, str(error).removeprefix(f"{where} ")))
                except (zipfile.BadZipFile, OSError, EOFError, ValueError, RuntimeError) as error:
                    on_problem(Problem(where, f"cannot be unpacked: {error}"))
