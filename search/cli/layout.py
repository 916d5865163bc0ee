"""Text in columns: how wide it is, where it breaks, tables."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from tracuu.search.highlighting import Highlighted, printable

_WORD = re.compile(r"\S+")
_NARROW = re.compile("[\0-~\u00a1-\u00ac\u00ae-\u02ff\u1e00-\u1eff\u2010-\u2027\u2030-\u205e]*")
"""One column a character: ASCII, Latin letters as Vietnamese has them, dashes, quotation marks, dots."""


def columns(text: str) -> int:
    """How many columns of a terminal a text takes: none for combining marks, two for a Han character."""
    if _NARROW.fullmatch(text):
        return len(text)
    from wcwidth import wcswidth, wcwidth  # 20 ms, which a text of Latin letters need not pay

    width = wcswidth(text)
    return width if width >= 0 else sum(max(wcwidth(char), 0) for char in text)


def wrap(text: Highlighted, room: int | None) -> Iterator[Highlighted]:
    """The text on lines of at most ``room`` columns, broken between words; words that are longer are cut.

    Control characters are made visible, white space becomes one blank. ``None`` gives one line. A base letter
    and its combining marks stay together.
    """
    shown = printable(text.text)  # the same length, so the spans hold
    marked = bytearray(len(shown))
    for start, end in text.spans:
        marked[start:end] = b"\x01" * (end - start)
    line, flags, used = "", bytearray(), 0
    end_before = 0
    for start, end in _words(shown, room):
        width = columns(shown[start:end])
        gap = int(start > end_before)
        if line and room is not None and used + gap + width > room:
            yield _highlighted(line, flags)
            line, flags, used = "", bytearray(), 0
        if line and gap:
            line += " "
            flags += marked[end_before : end_before + 1]
            used += 1
        line += shown[start:end]
        flags += marked[start:end]
        used += width
        end_before = end
    if line:
        yield _highlighted(line, flags)


def _words(text: str, room: int | None) -> Iterator[tuple[int, int]]:
    """Start and end of each word, of those wider than ``room`` each piece."""
    for match in _WORD.finditer(text):
        start, end = match.span()
        if room is not None and end - start > room // 2 and columns(match[0]) > room:
            yield from _pieces(text, start, end, room)
        else:
            yield start, end


def _pieces(text: str, start: int, end: int, room: int) -> Iterator[tuple[int, int]]:
    used = 0
    for at in range(start, end):
        width = columns(text[at])
        if used + width > room and at > start:
            yield start, at
            start, used = at, 0
        used += width
    yield start, end


def _highlighted(line: str, flags: bytearray) -> Highlighted:
    spans = []
    for flag, places in groupby(range(len(line)), key=lambda place: flags[place]):
        if flag:
            run = list(places)
            spans.append((run[0], run[-1] + 1))
    return Highlighted(line, tuple(spans))


def pad(text: str, width: int, align: str = "<") -> str:
    """The text with blanks on the right (``<``) or the left (``>``)."""
    blanks = " " * max(width - columns(text), 0)
    return blanks + text if align == ">" else text + blanks


def table(rows: Sequence[Sequence[str]], align: str) -> list[str]:
    """Lines with the cells in columns.

    Args:
        rows: all of the same length.
        align: ``<`` or ``>`` for each column.
    """
    cells = [[printable(cell) for cell in row] for row in rows]
    widths = [max(map(columns, column)) for column in zip(*cells, strict=True)]
    return ["  ".join(map(pad, row, widths, align)).rstrip() for row in cells]


def plural(number: int, noun: str) -> str:
    """A number and its noun: ``1 article``, ``30,000 articles``."""
    return f"{number:,} {noun}" + ("" if number == 1 else "s")
