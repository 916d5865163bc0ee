"""Text with the stretches in it that matched, and how to show them: ANSI, HTML, Markdown, plain, offsets."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import Literal, NamedTuple

Format = Literal["ansi", "html", "markdown", "plain"]

Span = tuple[int, int]
"""Half-open code points."""

_MARKDOWN_SPECIAL = r"([\\`*_{}\[\]<>()#+!|~&-])"
_LIST_NUMBER = r"^(\d+)(\.)"
_GAP, _WIDEST_GAP = " \t\u00a0-‐‑–", 3
_BOLD, _RESET = "\x1b[1;33m", "\x1b[0m"


class Highlighted(NamedTuple):
    r"""A text and the spans in it that matched: ascending, not touching.

    >>> found = Highlighted("Ông Bùi Thanh Sơn <nói>", ((4, 17),))
    >>> found.plain()
    'Ông [Bùi Thanh Sơn] <nói>'
    >>> found.html()
    'Ông <mark>Bùi Thanh Sơn</mark> &lt;nói&gt;'
    >>> found.markdown()
    'Ông **Bùi Thanh Sơn** \\<nói\\>'
    """

    text: str
    spans: tuple[Span, ...] = ()

    def __str__(self) -> str:
        return self.text

    def pieces(self) -> Iterator[tuple[str, bool]]:
        """The text piece by piece, and whether each matched; together they are the text."""
        last = 0
        for start, end in self.spans:
            if start > last:
                yield self.text[last:start], False
            yield self.text[start:end], True
            last = end
        if last < len(self.text):
            yield self.text[last:], False

    def html(self, tag: str = "mark") -> str:
        """HTML in which everything is escaped and what matched stands in an element."""
        from html import escape  # loads a table of 2,231 entities

        return "".join(f"<{tag}>{escape(piece)}</{tag}>" if hit else escape(piece) for piece, hit in self.pieces())

    def markdown(self) -> str:
        """Markdown, on one line, in which nothing of the text is markup and what matched is bold."""
        pieces = ((_escape_markdown(printable(piece)), hit) for piece, hit in self.pieces())
        text = "".join(f"**{piece}**" if hit else piece for piece, hit in pieces)
        return re.sub(_LIST_NUMBER, r"\1\\\2", text.strip())

    def ansi(self) -> str:
        """For a terminal that shows colour; control characters of the text are made visible, lines joined."""
        return "".join(
            f"{_BOLD}{printable(piece)}{_RESET}" if hit else printable(piece) for piece, hit in self.pieces()
        )

    def plain(self) -> str:
        """For a terminal without colour, or a pipe: what matched stands in brackets."""
        return "".join(f"[{printable(piece)}]" if hit else printable(piece) for piece, hit in self.pieces())

    def render(self, format: Format) -> str:
        """In the format of this name."""
        match format:
            case "ansi":
                return self.ansi()
            case "html":
                return self.html()
            case "markdown":
                return self.markdown()
        return self.plain()


def printable(text: str) -> str:
    r"""The text on one line, with whatever would steer a terminal replaced by U+FFFD.

    >>> printable("Hà Nội\n\x1b[31mđỏ")
    'Hà Nội \ufffd[31mđỏ'
    """
    if text.isprintable():
        return text
    return "".join(
        " " if char.isspace() else "\ufffd" if unicodedata.category(char) in ("Cc", "Cs") or char in _BIDI else char
        for char in text
    )


_BIDI = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e" + "".join(map(chr, range(0x2066, 0x2070))))
"""What turns the direction of text, and the deprecated signs behind it."""


def merge_spans(spans: Iterable[Span], text: str) -> tuple[Span, ...]:
    """Spans in order, those joined that overlap or have nothing but white space or a hyphen between them.

    >>> merge_spans([(4, 7), (0, 3), (8, 11)], "Bùi Thanh Sơn"[:3] + " Tha nh ")
    ((0, 11),)
    """
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1] + _WIDEST_GAP and not text[merged[-1][1] : start].strip(_GAP):
            merged[-1] = merged[-1][0], max(end, merged[-1][1])
        else:
            merged.append((start, end))
    return tuple(merged)


def _escape_markdown(text: str) -> str:
    return re.sub(_MARKDOWN_SPECIAL, r"\\\1", text)
