"""``tracuu analyze``."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import click

from tracuu.analyzers import AnalysisChain, Name, Token, VietnameseTokenizer, find_names, fold
from tracuu.search.cli.layout import table
from tracuu.search.cli.options import Output, command, joined, output_options
from tracuu.search.cli.output import Record, show_json
from tracuu.search.cli.streams import note
from tracuu.search.cli.terminal import Terminal


@command(
    "tracuu analyze Ông Bùi Thanh Sơn thăm thuỷ điện Hoà Bình",
    "tracuu analyze --no-words --jsonl 34-NQ/TW",
    "tracuu analyze - < bai-viet/pho-bo.txt",
    short_help="Show what becomes of a text.",
)
@click.argument("text", nargs=-1, required=True)
@click.option(
    "--words/--no-words",
    default=True,
    show_default=True,
    help="Cut into words as an index does; loading pyvi takes a second or two.",
)
@output_options("token")
@click.pass_context
def analyze(ctx: click.Context, text: tuple[str, ...], words: bool, output: Output, color: str) -> None:
    """Show what becomes of a text: its tokens, their canonical and folded forms, words and names.

    Offsets count characters (code points) from 0; the end is not included. A single - reads standard input.
    """
    analysis = _analyze(_given(text), words)
    if output:
        items = list(_records(analysis))
        names = [{"name": name.display, "start": name.start, "end": name.end} for name in analysis.names]
        show_json(output, {"text": analysis.text, "tokens": items, "names": names}, items)
    else:
        Terminal.of_stdout(color).show(_lines(analysis))
        if not analysis.tokens:
            note("there is no word in this text")
    ctx.exit(0 if analysis.tokens else 1)


@dataclass(frozen=True, slots=True)
class _Analysis:
    """``words`` has for each token the word that it is a part of; it is empty where none were cut."""

    text: str
    tokens: Sequence[Token]
    words: Sequence[str]
    names: Sequence[Name]


def _given(text: tuple[str, ...]) -> str:
    if text == ("-",):
        return sys.stdin.buffer.read().decode("utf-8-sig", "replace")
    return joined(text)


def _analyze(text: str, words: bool) -> _Analysis:
    tokens = list(VietnameseTokenizer().tokenize(text))
    return _Analysis(
        text,
        tokens,
        _words_of(tokens, AnalysisChain("index", words=True).analyze(text)) if words and tokens else [],
        list(find_names(text, tokens)),
    )


def _words_of(tokens: Sequence[Token], words: Sequence[Token]) -> list[str]:
    """The word that covers each token."""
    covering = iter(words)
    word = next(covering)
    found = []
    for token in tokens:
        while token.start >= word.end:
            word = next(covering)
        found.append(word.text)
    return found


def _records(analysis: _Analysis) -> Iterator[Record]:
    for place, token in enumerate(analysis.tokens):
        record: Record = {
            "position": token.position,
            "start": token.start,
            "end": token.end,
            "written": analysis.text[token.start : token.end],
            "term": token.text,
            "folded": fold(token.text),
            "kind": token.kind,
            "compound": token.compound if token.compound >= 0 else None,
        }
        if analysis.words:
            record["word"] = analysis.words[place]
        yield record


def _lines(analysis: _Analysis) -> Iterator[str]:
    if not analysis.tokens:
        return
    fields = [
        "position",
        "start",
        "end",
        "written",
        "term",
        "folded",
        "kind",
        *(["word"] if analysis.words else []),
    ]
    rows = [fields, *([str(record[name]) for name in fields] for record in _records(analysis))]
    yield from table(rows, ">>><<<<<"[: len(fields)])
    if analysis.names:
        yield ""
        yield "names: " + ", ".join(name.display for name in analysis.names)
