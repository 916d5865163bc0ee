"""How far indexing is, on a terminal's standard error, and the problems on the way."""

from __future__ import annotations

import sys
import time
from collections import Counter
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tracuu.search.cli.layout import plural
from tracuu.search.cli.streams import complain, note, short_path

if TYPE_CHECKING:
    from tracuu.index.reading import Problem, Source

SHOWN = 20
"""Problems that are printed without ``-v``; in a folder of broken files the rest says nothing new."""
_REDRAW = 0.1
"""Seconds."""
_ERASE = "\r\x1b[K\x1b[?25h"
"""And show the cursor, which click's bar hides."""


class Progress:
    """The articles so far and a bar over the bytes of the files; and the problems, a line each, above it."""

    def __init__(self, *, quiet: bool, verbose: bool) -> None:
        self.problems: Counter[str] = Counter()
        self.is_visible = not quiet and sys.stderr.isatty()
        self._verbose = verbose
        self._held_back = 0
        self._bar: Any = None
        self._work: Mapping[Path, int] = {}
        self._articles = self._finished = 0
        self._source: Source | None = None
        self._started = self._drawn = time.monotonic()

    def expect(self, work: Mapping[Path, int]) -> None:
        """The sizes of the files that will be read."""
        self._work = work

    def article(self, source: Source) -> None:
        """Another article was read from this source, or the source is unchanged."""
        if source is not self._source:
            if self._source is not None:
                self._finished += self._work.get(self._source.path, 0)
            self._source = source
        if self._work and source.path not in self._work:
            return
        self._articles += 1
        now = time.monotonic()
        if self.is_visible and (self._bar is None or now - self._drawn > _REDRAW):
            with suppress(OSError):  # the terminal may be gone
                self._draw(now)

    def _draw(self, now: float) -> None:
        if self._bar is None:
            self._bar = _bar(sum(self._work.values()) if len(self._work) > 1 else 0)
        rate = self._articles / max(now - self._started, 0.001)
        self._bar.show_eta = bool(self._finished)
        self._bar.update(self._finished - self._bar.pos, f"{plural(self._articles, 'article')}, {rate:,.0f}/s")
        self._drawn = now

    def problem(self, problem: Problem) -> None:
        """Something was skipped, or read with a doubt."""
        self.problems[problem.kind] += 1
        if not self._verbose:
            if problem.kind == "ignored":
                return
            if self.problems.total() - self.problems["ignored"] > SHOWN:
                self._held_back += 1
                return
        self._erase()
        head = problem.reason[: len(problem.where) + 1]
        reason = problem.reason[len(head) :] if head in (f"{problem.where} ", f"{problem.where}:") else problem.reason
        complain(f"{short_path(problem.where)}: {reason.strip()}")

    def writing(self) -> None:
        """All is read; what follows takes a moment."""
        self.finish()
        if self.is_visible:
            with suppress(OSError):
                click.echo("writing the index ...", err=True, nl=False)

    def finish(self) -> None:
        """Take the bar away."""
        self._erase()
        if self._held_back:
            note(f"... and {self._held_back:,} more; -v shows all")
            self._held_back = 0

    def _erase(self) -> None:
        if self.is_visible:
            with suppress(OSError):
                click.echo(_ERASE, err=True, nl=False, color=True)


def _bar(total: int) -> Any:
    """A bar over so many bytes. How far a single file is read is not known: it has only the count."""
    return click.progressbar(
        length=max(total, 1),
        label="indexing",
        file=sys.stderr,
        bar_template="%(label)s  [%(bar)s]  %(info)s" if total else "%(label)s  %(info)s",
        show_percent=bool(total),
        item_show_func=lambda item: item,
        update_min_steps=0,  # the count of articles grows while a file is read
        width=24,
    )
