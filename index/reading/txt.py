"""Plain text: the first line is the title, the rest is the body."""

from __future__ import annotations

from collections.abc import Iterator

from tracuu.index.article import Article
from tracuu.index.reading.captions import drop_repeated_captions
from tracuu.index.reading.entry import Entry


def read_txt(entry: Entry) -> Iterator[Article]:
    """The one article of a text file.

    Raises:
        ReadError: it is empty, no text, too long, or cannot be read.
    """
    title, body = split_title(entry.read_text(), entry)
    body, _ = drop_repeated_captions(body)
    yield Article(title=title, body=body, id=entry.key, path=entry.path, metadata=entry.metadata())


def split_title(text: str, entry: Entry) -> tuple[str, str]:
    """The first non-empty line, and what follows it; no title if that line is too long to be one."""
    title, _, body = text.lstrip().partition("\n")
    if len(title) > entry.limits.title_chars:
        entry.note(f"the first line is too long for a title ({len(title):,} characters): read as text")
        return "", text.strip()
    return title.strip(), body.strip()
