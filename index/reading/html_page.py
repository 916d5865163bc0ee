"""HTML pages: their main text, found by trafilatura; all their text where that finds none."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from tracuu.analyzers.errors import InvalidArticleError, ReadError
from tracuu.analyzers.legacy import resolve_beyond_ascii
from tracuu.index.article import Article
from tracuu.index.reading.entry import Entry
from tracuu.index.reading.fields import article_from_record
from tracuu.index.reading.html_text import element_text, parse_html

if TYPE_CHECKING:
    from lxml.html import HtmlElement

CHARSET = re.compile(rb"<(?:meta|\?xml)[^>]{0,200}?(?:charset|encoding)\s*=\s*[\"']?([\w-]+)", re.IGNORECASE)
SHORT = 250
"""A main text of fewer characters is doubted; trafilatura itself does not trust what it finds below that."""


def read_html(entry: Entry) -> Iterator[Article]:
    """The one article of a page.

    Raises:
        ReadError: it is empty, no text, too long, nested too deeply, or cannot be read.
    """
    limit = entry.limits.article_chars
    data = entry.read_bytes(4 * limit + 4, "split it")
    declared = CHARSET.search(data[:2048])
    markup = entry.decode(data, declared[1].decode("ascii") if declared else "")
    if entry.legacy:  # references may be letters of an old encoding; white space may, which parsing collapses
        markup = entry.decode_legacy(resolve_beyond_ascii(markup), is_markup=True)
    try:
        root = parse_html(markup)
    except ReadError as error:
        raise ReadError(f"{entry.where} cannot be read: {error}; save its text, or leave it out") from error
    if root is None:
        raise entry.empty()
    record = _main_text(root, entry) if len(markup) <= entry.limits.html_chars else {}
    if len(record.get("body") or "") < SHORT:
        record["body"] = element_text(root)
        entry.note("no main text was found in the page: all its text was taken, navigation included")
    record["title"] = record.get("title") or _title(root)
    try:
        yield article_from_record(
            entry.decode_record(record), default_id=entry.key, path=entry.path, note=entry.note, max_chars=limit
        )
    except InvalidArticleError as error:
        raise ReadError(f"{entry.where} is no article: {error}") from error


def _main_text(root: HtmlElement, entry: Entry) -> dict[str, Any]:
    """Title, date, authors, tags, address and main text, as far as trafilatura finds them."""
    try:
        from trafilatura import bare_extraction
    except ImportError as error:
        entry.note(f"its main text was not looked for: {error}; run: pip install trafilatura lxml_html_clean")
        return {}
    for name in ("trafilatura", "htmldate", "courlan", "justext"):  # or they write to stderr by themselves
        logging.getLogger(name).addHandler(logging.NullHandler())
    try:
        page = bare_extraction(
            root,
            with_metadata=True,
            include_comments=False,
            # Only dates that the page declares: the extensive search takes any that stands in the text.
            date_extraction_params={"extensive_search": False, "original_date": True},
        )
    except Exception as error:  # no page may end the run
        entry.note(f"its main text was not found: {type(error).__name__}: {error}")
        return {}
    if page is None or isinstance(page, dict):
        return {}
    return {
        "title": page.title,
        "body": page.text,
        "date": page.date,
        "author": page.author,
        "tags": ", ".join([*(page.categories or []), *(page.tags or [])]),
        "url": page.url,
    }


def _title(root: HtmlElement) -> str:
    for path in (".//title", ".//h1"):
        for element in root.iterfind(path):
            title = " ".join(str(element.text_content()).split())
            if title:
                return title
    return ""
