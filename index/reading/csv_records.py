"""CSV: a header row that names the fields, then one article for each row."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from functools import partial
from typing import Any

from tracuu.analyzers.errors import InvalidArticleError, ReadError
from tracuu.analyzers.legacy import decode_legacy
from tracuu.index.article import Article
from tracuu.index.reading.entry import Entry
from tracuu.index.reading.fields import NAMES, article_from_record, field_of
from tracuu.index.reading.lines import Line, text_lines

DELIMITERS = ",;\t"
NEEDED = ("title", "body", "abstract")


def read_csv(entry: Entry) -> Iterator[Article]:
    """One article for each row; a row that holds none is reported, and the next is read.

    The fields may be separated by commas, semicolons or tabs, and quoted over several lines.

    Raises:
        ReadError: the file is empty, no text, has no header that names a title or a body, or breaks off
            (after the articles before the break).
    """
    lines = text_lines(entry)
    first = next((line for line in lines if line.text is None or line.text.strip()), None)
    if first is None:
        raise entry.empty()
    delimiter, header = _header(first, entry)
    # The module's own limit is for the whole process, so it is only ever raised.
    csv.field_size_limit(max(csv.field_size_limit(), entry.limits.line_bytes))
    feed = _RecordLines(lines, entry.limits.line_bytes)
    rows = csv.reader(feed, delimiter=delimiter)
    number = 0
    while True:
        feed.start_record()
        try:
            cells = next(rows)
        except StopIteration:
            return
        except (csv.Error, _TooLongError) as error:
            number += 1
            entry.refuse(f"not a row of CSV: {error}", f":{feed.first}")
            continue
        if not any(cells):
            continue
        number += 1
        place = f":{feed.first}"
        if feed.at_end:  # the reader only asks for more lines while a quote is open
            entry.note("a quote opens here that is never closed: all lines to the end are one row", place)
        record: dict[str, Any] = dict(zip(header, cells, strict=False))
        if len(cells) > len(header):
            record["extra"] = cells[len(header) :]
            entry.note(f"{len(record['extra'])} cells more than the header has: kept as 'extra'", place)
        try:
            yield article_from_record(
                entry.decode_record({name: cell for name, cell in record.items() if cell}),
                default_id=entry.id_of_record(number),
                path=entry.path,
                note=partial(entry.note, place=place),
                max_chars=entry.limits.article_chars,
            )
        except InvalidArticleError as error:
            entry.refuse(str(error), place)


def _header(line: Line, entry: Entry) -> tuple[str, list[str]]:
    """The delimiter under which the first line names most fields, and the names of the columns."""

    def fields(header: list[str]) -> list[str]:
        return [field for name in header if (field := field_of(name))]

    text = line.text or ""
    if entry.legacy:
        text = decode_legacy(text, nearby=entry.nearby).text
    best, best_header = ",", [""]
    for delimiter in DELIMITERS:
        try:
            header = [name.strip() for name in next(csv.reader([text], delimiter=delimiter))]
        except csv.Error:
            continue
        if (len(fields(header)), len(header)) > (len(fields(best_header)), len(best_header)):
            best, best_header = delimiter, header
    if not set(NEEDED) & set(fields(best_header)):
        found = ", ".join(repr(name[:40]) for name in best_header[:12])
        raise ReadError(
            f"{entry.where} has no column of text: its first row names {found}; "
            f"that row must name one of {', '.join(name for field in NEEDED for name in NAMES[field])}"
        )
    return best, _distinct(best_header)


def _distinct(header: list[str]) -> list[str]:
    """Column names that are usable as keys: the empty ones numbered, a repeated one marked."""
    names: list[str] = []
    for number, name in enumerate(header, 1):
        unique = name or f"column {number}"
        names.append(f"{unique} ({number})" if unique in names else unique)
    return names


class _TooLongError(Exception):
    """A record is longer than the limit; the reader begins a new one with the next line."""


class _RecordLines:
    """Lines for ``csv.reader``, bounded in sum: a quote that never closes must not swallow the file."""

    def __init__(self, lines: Iterator[Line], limit: int) -> None:
        self._lines = lines
        self._limit = limit
        self._size = 0
        self.at_end = False
        self.first = 0
        """The number of the line on which the current record begins."""

    def start_record(self) -> None:
        self._size = self.first = 0

    def __iter__(self) -> _RecordLines:
        return self

    def __next__(self) -> str:
        line = next(self._lines, None)
        if line is None:
            self.at_end = True
            raise StopIteration
        self.first = self.first or line.number
        self._size += len(line.text or "") + 1
        if line.text is None or self._size > self._limit + 1:
            raise _TooLongError(f"longer than {self._limit:,} bytes; is a quote not closed?")
        return line.text + "\n"
