"""The figures as Markdown, for the terminal and for a section of the README between two comments."""

from __future__ import annotations

import datetime as dt
import os
import platform
import re
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from importlib.metadata import version
from pathlib import Path

from benchmarks.speed.corpus import Corpus
from benchmarks.speed.measures import Figures
from benchmarks.speed.rows import Row, ms

_SETS = {
    "or": "OR of 3-5 syllables",
    "and": "AND of 2-4",
    "phrase": "phrase of 2-4",
    "name": "unmarked name",
    "search": "whole `search()`",
}


def markdown(head: Sequence[str], lines: Iterable[Sequence[str]]) -> str:
    """A table."""
    return "\n".join(f"| {' | '.join(cells)} |" for cells in [head, ["---"] * len(head), *lines])


def circumstances(corpus: Corpus, source: Path) -> str:
    """Machine, versions, corpus and date, in a paragraph."""
    libraries = ("numpy", "Whoosh", "pyvi", "tantivy", "bm25s")
    versions = ", ".join(f"{name} {version(name)}" for name in libraries)
    return (
        f"{corpus.articles:,} articles of {source.name} ({corpus.bytes / 1e6:,.1f} MB of title and body in UTF-8); "
        f"{platform.system()}, {os.cpu_count()} cores ({_processor()}); Python {platform.python_version()}, "
        f"{versions}, SQLite {sqlite3.sqlite_version}; {dt.date.today():%d %B %Y}."
    )


def _processor() -> str:
    try:
        found = re.search(r"^model name\s*:\s*(.*)$", Path("/proc/cpuinfo").read_text(), re.MULTILINE)
    except FileNotFoundError:
        found = None
    return found[1] if found else platform.machine()


def goals(rows: Iterable[Row]) -> str:
    """What the issue asks for. The ratio says how many times better tracuu is, or how many times more it takes."""
    head = ("what", "tracuu", "against", "its figure", "ratio", "goal", "reached")
    return markdown(head, [row.cells() for row in rows])


def details(figures: Figures, subset: int) -> Iterator[str]:
    """Tables of all engines: indexing, then each set of queries."""
    if figures.rates:
        rates = [
            (f"{engine}, {subset:,} articles" if engine == "Whoosh" else engine, form, f"{rate:,.0f}")
            for (engine, form), rate in figures.rates.items()
        ]
        rates.append(("tracuu, `--jobs 2`", "raw", f"{figures.jobs_rate:,.0f}"))
        yield markdown(("engine", "text", "articles/s"), rates)
    if figures.latencies:
        lines = [
            (_SETS[part], engine, f"{one.queries}", ms(one.median), ms(one.p95), ms(one.cold))
            for part, engines in figures.latencies.items()
            for engine, one in engines.items()
        ]
        yield markdown(("set", "engine", "queries", "median", "p95", "first round"), lines)
    if "name" in figures.latencies:
        yield f"FTS5 finds as many articles for {figures.agreeing_names:.1%} of the names."


def write_section(page: Path, name: str, text: str) -> None:
    """Put a text between ``<!-- name -->`` and ``<!-- /name -->`` of a page, at its end if they are not there."""
    begin, end = f"<!-- {name} -->", f"<!-- /{name} -->"
    section = f"{begin}\n\n{text.strip()}\n\n{end}"
    before = page.read_text("utf-8") if page.exists() else ""
    if begin in before:
        head, rest = before.split(begin, 1)
        page.write_text(head + section + rest.split(end, 1)[1], "utf-8")
    else:
        page.write_text(f"{before.rstrip()}\n\n{section}\n".lstrip(), "utf-8")
