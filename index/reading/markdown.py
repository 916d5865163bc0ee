"""Markdown: front matter gives the fields, the first heading the title, the rest is read as plain text."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

from tracuu.analyzers.errors import InvalidArticleError, ReadError
from tracuu.index.article import Article
from tracuu.index.nesting import is_nested_deeply
from tracuu.index.reading.entry import Entry
from tracuu.index.reading.fields import article_from_record, field_of
from tracuu.index.reading.html_text import html_to_text
from tracuu.index.reading.json_text import load_json
from tracuu.index.reading.txt import split_title

if TYPE_CHECKING:
    from markdown_it.token import Token

FRONT_MATTER = re.compile(r"---[ \t]*\n(.*?)^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)

MAX_NESTING = 60
"""Lists in lists and quotes in quotes; some four frames of Python's stack for each."""


def read_markdown(entry: Entry) -> Iterator[Article]:
    """The one article of a Markdown file.

    Raises:
        ReadError: it is empty, no text, too long, or cannot be read.
    """
    record, before, text = _split_front_matter(entry.read_text(), entry)
    blocks = _blocks(text, entry)
    titles = [value for name, value in record.items() if field_of(name) == "title"]
    if not titles:
        heading = next((block for block in blocks if block.is_heading), None)
        if heading is not None:
            titles = [heading.text]
            record["title"] = heading.text
    if blocks and blocks[0].is_heading and blocks[0].text in titles:
        del blocks[0]
    body = _join([Block(before), *blocks] if before else blocks)
    if not titles:
        record["title"], body = split_title(body, entry)
    if "body" in record:
        record["body (front matter)"] = record.pop("body")
    try:
        yield article_from_record(
            {"body": body, **record, **entry.metadata()},
            default_id=entry.key,
            path=entry.path,
            note=entry.note,
            max_chars=entry.limits.article_chars,
        )
    except InvalidArticleError as error:
        raise ReadError(f"{entry.where} is no article: {error}") from error


def _split_front_matter(text: str, entry: Entry) -> tuple[dict[str, Any], str, str]:
    """The fields of the front matter, its text where it cannot be understood, and the Markdown below it."""
    match = FRONT_MATTER.match(text)
    if match is None:
        return {}, "", text
    try:
        if len(match[1]) > entry.limits.front_matter_chars:
            raise ValueError(f"longer than {entry.limits.front_matter_chars:,} characters")
        fields = _parse_yaml(match[1])
        if is_nested_deeply(fields, entry.limits.nesting):
            raise ValueError("nested too deeply")
    except Exception as error:  # besides YAMLError, PyYAML lets ValueError, IndexError and others escape
        reason = " ".join(str(error).split()).partition("; use sys.")[0]  # which is advice for a programmer
        entry.note(f"the front matter is not understood, and read as text: {reason[:200]}")
        return {}, match[1].strip(), text[match.end() :]
    if not isinstance(fields, dict):  # two thematic breaks around a paragraph
        return {}, "", text
    return fields, "", text[match.end() :]


def _parse_yaml(text: str) -> Any:
    """What the YAML says, as JSON could say it.

    The fields of an article are taken as they are written: ``id: 007`` is not 7, ``title: No`` is not
    false. Aliases are refused: a few lines of them expand to gigabytes.
    """
    import yaml

    class Loader(yaml.SafeLoader):
        def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
            if self.check_event(yaml.AliasEvent):
                raise yaml.YAMLError("aliases (*name) are not read")
            return super().compose_node(parent, index)

    # Dates stay text: theirs is not the only form, and "2025-02-30" must not fail the whole.
    Loader.yaml_implicit_resolvers = {
        char: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
        for char, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }
    value = yaml.load(text, Loader)  # a SafeLoader
    if not isinstance(value, dict):
        return value
    value = load_json(json.dumps(value, default=str))
    written = yaml.load(text, yaml.BaseLoader)
    return {
        name: written.get(name, item) if field_of(name) else item for name, item in value.items() if item is not None
    }


class Block(NamedTuple):
    """A paragraph, heading, row of a table, or other block of text."""

    text: str
    is_heading: bool = False
    group: str = ""
    """Blocks of the same group (items of a tight list, rows of a table) are not parted by an empty line."""


def _join(blocks: list[Block]) -> str:
    parts: list[str] = []
    for last, block in zip([None, *blocks], blocks, strict=False):
        if last is not None:
            parts.append("\n" if block.group and last.group == block.group else "\n\n")
        parts.append(block.text)
    return "".join(parts)


def _parse(text: str) -> list[Token] | None:
    """The tokens of Markdown; None if it is nested so deeply that the parser would leave something out."""
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark", {"maxNesting": MAX_NESTING}).enable(["table", "strikethrough"])
    try:
        tokens = parser.parse(text)
    except RecursionError:
        return None
    return None if any(token.level >= MAX_NESTING - 1 for token in tokens) else tokens


def _blocks(text: str, entry: Entry) -> list[Block]:
    tokens = _parse(text)
    if tokens is None:
        entry.note("its Markdown is nested too deeply: read as it is written")
        return [Block(text.strip())]
    blocks: list[Block] = []
    cells: list[str] = []
    parent = None
    for token in tokens:
        if token.type in ("fence", "code_block"):
            blocks.append(Block(token.content.rstrip("\n")))
        elif token.type == "html_block":
            blocks.append(Block(_html_text(token.content, entry)))
        elif token.type == "inline" and parent is not None:
            content = _inline_text(token.children or [])
            if parent.type in ("th_open", "td_open"):
                cells.append(content)
            else:
                blocks.append(Block(content, parent.type == "heading_open", "item" if parent.hidden else ""))
        elif token.type == "tr_close":
            blocks.append(Block(" | ".join(cells), group="row"))
            cells = []
        parent = token
    return [block for block in blocks if block.text.strip()]


def _html_text(markup: str, entry: Entry) -> str:
    try:
        return html_to_text(markup)
    except ReadError as error:
        entry.note(f"{error}: kept as it is written")
        return markup


def _inline_text(tokens: list[Token]) -> str:
    """The text of a paragraph: of links their text, of images what stands in their place, code as it is."""
    parts = []
    for token in tokens:
        if token.type in ("softbreak", "hardbreak"):
            parts.append("\n")
        elif token.type == "image":
            parts.append(_inline_text(token.children or []))
        elif token.type == "html_inline":
            parts.append("\n" if token.content.lower().startswith("<br") else "")
        else:
            parts.append(token.content)
    return "".join(parts)
