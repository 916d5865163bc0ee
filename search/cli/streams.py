"""The standard streams, whatever encoding they have, and what is said on standard error."""

from __future__ import annotations

import io
import os
import re
import sys
from contextlib import suppress
from pathlib import Path

import click

from tracuu.search.highlighting import printable


def make_streams_safe() -> None:
    """Let no character that a stream's encoding lacks (a terminal without Vietnamese, say) raise an error."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


def is_unicode(stream: object) -> bool:
    """Whether a stream can carry every character."""
    return str(getattr(stream, "encoding", "") or "").lower().replace("-", "").startswith("utf")


def write_utf_8(stream: object) -> None:
    """Let a stream write UTF-8 whatever its encoding was, for a document that says that it is UTF-8."""
    if not is_unicode(stream) and isinstance(stream, io.TextIOWrapper):
        stream.reconfigure(encoding="utf-8")


def note(text: str) -> None:
    """Say something beside the data, on standard error, on one line; if nobody listens, that is no error."""
    with suppress(OSError):
        click.echo(printable(text), err=True)


def complain(text: str) -> None:
    """The same, for what went wrong."""
    note(f"tracuu: {short_paths(text)}")


def short_path(path: str | Path) -> str:
    """A path as seen from the working folder, if it lies below it."""
    here = _here()
    text = str(path)
    return text[len(here) :] if text.startswith(here) and text != here else text


def short_paths(text: str) -> str:
    """A sentence with all paths below the working folder as seen from there."""
    here = _here()
    return re.sub(rf"(?<![^\s(]){re.escape(here)}", "", text) if len(here) > 1 else text


def _here() -> str:
    """The working folder, with a slash; only that if it is the root, or is gone."""
    try:
        return str(Path.cwd()).rstrip(os.sep) + os.sep
    except OSError:
        return os.sep
