"""Where text for people goes: how wide it is there, and whether in colour."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from typing import NamedTuple

import click

from tracuu.search.cli.layout import columns, wrap
from tracuu.search.highlighting import Highlighted, printable

MAX_WIDTH = 100
"""Columns; longer lines of prose are hard to read."""
MIN_WIDTH = 20

_BOLD, _DIM, _MATCH, _RESET = "\x1b[1m", "\x1b[2m", "\x1b[1;33m", "\x1b[0m"


class Terminal(NamedTuple):
    """Standard output as people see it.

    Attributes:
        width: columns to break lines at; None for a pipe or file, where a paragraph stays on one line.
        colour: whether what matched is coloured; without colour it stands in brackets.
    """

    width: int | None
    colour: bool

    @classmethod
    def of_stdout(cls, color: str = "auto") -> Terminal:
        """As standard output is; ``$COLUMNS`` overrides its width."""
        is_terminal = sys.stdout.isatty()
        width = None
        if is_terminal or os.environ.get("COLUMNS"):
            from shutil import get_terminal_size

            width = max(MIN_WIDTH, min(get_terminal_size().columns, MAX_WIDTH))
        return cls(width, _wants_colour(color, is_terminal))

    def lines(self, text: Highlighted, indent: int = 0, *, bold: bool = False, dim: bool = False) -> list[str]:
        """The text wrapped, on indented lines."""
        room = None if self.width is None else max(self.width - indent, MIN_WIDTH // 2)
        if not self.colour:
            text = Highlighted(text.plain())
        style = (_BOLD if bold else "") + (_DIM if dim else "")
        return [" " * indent + self._styled(line, style) for line in wrap(text, room)]

    def _styled(self, line: Highlighted, style: str) -> str:
        if not self.colour:
            return line.text
        pieces = (
            f"{_MATCH}{piece}{_RESET}" if hit else f"{style}{piece}{_RESET}" if style else piece
            for piece, hit in line.pieces()
        )
        return "".join(pieces)

    def bold(self, text: str) -> str:
        """A text of ours (not of an article) in bold."""
        return f"{_BOLD}{text}{_RESET}" if self.colour else text

    def dim(self, text: str) -> str:
        """A text of ours, dim."""
        return f"{_DIM}{text}{_RESET}" if self.colour else text

    def paragraph(self, text: str, indent: int = 0, *, bold: bool = False, dim: bool = False) -> list[str]:
        """A text without highlights, wrapped."""
        return self.lines(Highlighted(printable(text)), indent, bold=bold, dim=dim)

    def facts(self, facts: Iterable[str], indent: int = 0) -> list[str]:
        """Short texts, dim, with a dot between them; empty ones are left out, each stays whole."""
        lines: list[str] = []
        for fact in filter(None, map(printable, facts)):
            longer = f"{lines[-1]} · {fact}" if lines else fact
            if lines and (self.width is None or indent + columns(longer) <= self.width):
                lines[-1] = longer
            else:
                lines.append(fact)
        return [line for text in lines for line in self.paragraph(text, indent, dim=True)]

    def show(self, lines: Iterable[str]) -> None:
        """Print lines."""
        for line in lines:
            click.echo(line, color=self.colour)


def _wants_colour(color: str, is_terminal: bool) -> bool:
    if color != "auto":
        return color == "always"
    return is_terminal and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
