"""HTML -> all its text, without markup, scripts and styles."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tracuu.analyzers.errors import ReadError

if TYPE_CHECKING:
    from lxml.html import HtmlElement

SKIPPED = frozenset(
    """applet audio canvas embed head iframe math noembed noframes object script style svg template
    video""".split()
)
INLINE = frozenset(
    """a abbr acronym b bdi bdo big cite code data del dfn em font i img ins kbd label mark q rp rt ruby s
    samp small span strike strong sub sup time tt u var wbr""".split()
)
CELLS = frozenset(("td", "th"))


def html_to_text(markup: str) -> str:
    """The text of a page or of a piece of one, each block on its own line.

    Raises:
        ReadError: it is nested so deeply that the parser gives up.
    """
    root = parse_html(markup)
    return "" if root is None else element_text(root)


def parse_html(markup: str) -> HtmlElement | None:
    """The tree of a page; None if nothing is in it.

    Raises:
        ReadError: it is nested so deeply that the parser gives up: what follows would be missing.
    """
    from lxml.etree import ErrorLevels, ParserError
    from lxml.html import HTMLParser, document_fromstring

    parser = HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
    try:
        # As bytes: lxml refuses a str that declares an encoding for itself.
        root = document_fromstring(markup.encode("utf-8", "replace"), parser=parser)
    except ParserError:  # no element at all
        return None
    if any(error.level == ErrorLevels.FATAL for error in parser.error_log):
        raise ReadError("its HTML is nested too deeply to be read to the end")
    return root


def element_text(root: HtmlElement) -> str:
    """The text inside an element: blocks begin a new line, cells of a row are divided by a bar."""
    from lxml.etree import iterwalk

    parts: list[str] = []
    walker = iterwalk(root, events=("start", "end"))
    for event, element in walker:
        tag = element.tag
        if event == "start":
            if tag in SKIPPED:
                walker.skip_subtree()
            else:
                parts.append(_boundary(tag) + (element.text or ""))
        else:
            parts.append((_boundary(tag) if tag not in CELLS else " | ") + (element.tail or ""))
    lines = (re.sub(r"[^\S\x00]+", " ", line).strip(" |") for line in "".join(parts).split("\x00"))
    return "\n".join(line for line in lines if line)


def _boundary(tag: str) -> str:
    return "" if tag in INLINE or tag in CELLS or tag in SKIPPED else "\x00"
