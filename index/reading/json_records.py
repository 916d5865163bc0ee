"""JSON: an object, a list of objects, an object that holds such a list, or one object on each line."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import partial
from typing import Any

from tracuu.analyzers.errors import InvalidArticleError, ReadError
from tracuu.index.article import Article
from tracuu.index.nesting import is_nested_deeply
from tracuu.index.reading.compression import PeekedStream
from tracuu.index.reading.encodings import SAMPLE
from tracuu.index.reading.entry import Entry
from tracuu.index.reading.fields import article_from_record, field_of
from tracuu.index.reading.json_text import JSONDecoder, load_json
from tracuu.index.reading.lines import Line, text_lines

LISTS = ("articles", "data", "items", "docs")
"""The fields of an object under which a list of articles may lie."""


def read_jsonl(entry: Entry) -> Iterator[Article]:
    """One article for each line; a line that holds none is reported, and the next is read.

    Raises:
        ReadError: the file is empty, no text, or breaks off (after the articles before the break).
    """
    yield from _articles_of_lines(text_lines(entry), entry)


def read_json(entry: Entry) -> Iterator[Article]:
    """The articles of a JSON file; JSON Lines under the name of JSON are read as such.

    Raises:
        ReadError: the file is empty, no text, no JSON, or breaks off (after the articles before the break).
    """
    stream = PeekedStream(entry.stream, SAMPLE)
    entry = replace(entry, stream=stream)
    if _are_lines(stream.head.decode("utf-8-sig", "replace")):
        yield from _articles_of_lines(text_lines(entry), entry)
        return
    advice = "write it as JSON Lines, one object on each line"
    text = entry.decode(entry.read_bytes(entry.limits.json_bytes, advice)).strip()
    if text.startswith("["):
        yield from _articles_of_list(_list_items(text, entry), entry)
        return
    if _are_lines(text):  # after a first line that is longer than the sample
        yield from _articles_of_lines(itertools.starmap(Line, enumerate(text.split("\n"), 1)), entry)
        return
    value = _parse(text, entry)
    found = next((value[name] for name in LISTS if isinstance(value.get(name), list)), None)
    if found is not None and not any(
        isinstance(value.get(name), str) for name in value if field_of(name) in ("title", "body")
    ):
        yield from _articles_of_list(found, entry)
    else:
        yield from _article(value, entry, entry.key, "")


def _are_lines(text: str) -> bool:
    """Whether the first line is a whole object, and something follows it."""
    first, _, rest = text.lstrip().partition("\n")
    if not first.startswith("{") or not rest.strip():
        return False
    try:
        load_json(first)
    except (ValueError, RecursionError):
        return False
    return True


def _articles_of_lines(lines: Iterable[Line], entry: Entry) -> Iterator[Article]:
    number = 0
    for line in lines:
        if line.text is None:
            number += 1
            entry.refuse(f"the line is longer than {entry.limits.line_bytes:,} bytes; split it", f":{line.number}")
            continue
        if not line.text.strip():
            continue
        number += 1
        try:
            record = load_json(line.text.lstrip("\ufeff"))  # files that were joined keep their marks
        except (ValueError, RecursionError) as error:
            entry.refuse(f"not JSON: {_reason(error)}", f":{line.number}")
            continue
        yield from _article(record, entry, entry.id_of_record(number), f":{line.number}")
    if not number:
        raise entry.empty()


def _articles_of_list(records: Iterable[Any], entry: Entry) -> Iterator[Article]:
    for number, record in enumerate(records, 1):
        yield from _article(record, entry, entry.id_of_record(number), f"#{number}")


def _article(record: Any, entry: Entry, default_id: str, place: str) -> Iterator[Article]:
    if not isinstance(record, dict):
        entry.refuse("not an object with a title or a body", place)
        return
    if is_nested_deeply(record, entry.limits.nesting):
        entry.refuse(f"nested more than {entry.limits.nesting} levels deep", place)
        return
    try:
        yield article_from_record(
            entry.decode_record(record),
            default_id=default_id,
            path=entry.path,
            note=partial(entry.note, place=place),
            max_chars=entry.limits.article_chars,
        )
    except InvalidArticleError as error:
        entry.refuse(str(error), place)


def _parse(text: str, entry: Entry) -> dict[str, Any]:
    try:
        value = load_json(text)
    except (ValueError, RecursionError) as error:
        raise ReadError(f"{entry.where} is not JSON: {_reason(error)}; repair it, or leave it out") from error
    if isinstance(value, dict):
        return value
    raise ReadError(f"{entry.where} holds no article: its JSON is neither an object nor a list of objects")


def _list_items(text: str, entry: Entry) -> Iterator[Any]:
    """The items of a JSON list one by one, so that those before a mistake are not lost."""
    decoder = JSONDecoder()
    position = _skip_space(text, 1)
    try:
        while text[position : position + 1] != "]":
            item, position = decoder.raw_decode(text, position)
            yield item
            position = _skip_space(text, position)
            if text[position : position + 1] == ",":
                position = _skip_space(text, position + 1)
            elif text[position : position + 1] != "]":
                raise json.JSONDecodeError("Expecting ',' delimiter", text, position)
        if _skip_space(text, position + 1) != len(text):
            raise json.JSONDecodeError("Extra data", text, position + 1)
    except (ValueError, RecursionError) as error:
        raise ReadError(
            f"{entry.where} is not JSON from here on: {_reason(error)}; the articles before that were read"
        ) from error


def _skip_space(text: str, position: int) -> int:
    while position < len(text) and text[position] in " \t\n\r":
        position += 1
    return position


def _reason(error: Exception) -> str:
    return "nested too deeply" if isinstance(error, RecursionError) else str(error)
