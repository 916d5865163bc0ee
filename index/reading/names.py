"""What a file's name says: ``news.jsonl.xz`` is JSON Lines, compressed by xz."""

from __future__ import annotations

import os
from pathlib import Path, PurePosixPath

FORMATS = {
    ".txt": "txt",
    ".text": "txt",
    ".md": "md",
    ".markdown": "md",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".json": "json",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".csv": "csv",
    ".tsv": "csv",
}

COMPRESSIONS = {".gz": "gz", ".xz": "xz", ".zip": "zip"}


def format_of(name: str) -> tuple[str | None, str]:
    """The format of the text and the compression around it; ``None`` and ``""`` where there is none.

    The format of ``x.zip`` is that of each member, so it is ``None`` here.

    >>> format_of("news.jsonl.xz"), format_of("Bài viết.TXT"), format_of("x.zip"), format_of("x.pdf.gz")
    (('jsonl', 'xz'), ('txt', ''), (None, 'zip'), (None, 'gz'))
    """
    path = PurePosixPath(name)
    compression = COMPRESSIONS.get(path.suffix.lower(), "")
    if compression:
        path = path.with_suffix("")
    return FORMATS.get(path.suffix.lower()), compression


def is_readable(name: str) -> bool:
    """Whether a file of this name, found in a folder, is taken: its format is known, or it is a ZIP."""
    known, compression = format_of(name)
    return known is not None or compression == "zip"


def printable(path: str | Path) -> str:
    r"""The path as text that can be stored: bytes of a name that are not UTF-8 become ``\xe9``."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")
