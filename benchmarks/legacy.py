"""Old Vietnamese encodings: how much comes back exactly, what good text suffers, and what looking at it costs.

    python benchmarks/legacy.py --articles 30000

Paragraphs of real articles, and runs of ten and of five words cut out of them, are written in each encoding and
shown as Windows-1252 shows its bytes; then ``decode_legacy`` has to find out what they are, each by itself. Counted is
what comes back exactly, but for what an encoding cannot hold: capitals with tones in TCVN3, some capitals in VPS, and
quotation marks and dashes in VISCII and VPS. The goals are for paragraphs. Beside it ftfy, which repairs UTF-8 that
was read as something else.
Then every article as it is, none of which may change.
"""

from __future__ import annotations

import importlib.metadata
import itertools
import json
import lzma
import platform
import random
import statistics
import sys
import time
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path

import click
import ftfy

from tracuu.analyzers.legacy import decode_legacy
from tracuu.analyzers.legacy.encoders import ASCII_PUNCTUATION, encoders, utf8_shown_as

CORPUS = Path(__file__).resolve().parents[2] / "shared" / "corpora" / "vietnews-30k.jsonl.xz"
GOALS = {"VISCII": 0.95, "VPS": 0.95}
GOAL = 0.99
WITHOUT_SOME_CAPITALS = ("TCVN3", "VPS")
WITHOUT_QUOTES = ("VISCII", "VPS")
FTFY = ftfy.TextFixerConfig(uncurl_quotes=False)


def read_articles(path: Path) -> Iterator[str]:
    opener = lzma.open if path.suffix == ".xz" else open
    with opener(path, "rt", encoding="utf-8") as file:
        for article in map(json.loads, file):
            yield "\n".join(article.get(field) or "" for field in ("title", "abstract", "body"))


def samples(texts: Sequence[str], count: int, rng: random.Random) -> dict[str, list[str]]:
    """Random paragraphs of at least ten words, and runs of words out of them; of each as many different ones."""
    lines = (line for text in texts for line in unicodedata.normalize("NFC", text).split("\n"))
    paragraphs = sorted({line.strip() for line in lines if len(line.split()) >= 10 and not line.isascii()})
    paragraphs = rng.sample(paragraphs, min(count, len(paragraphs)))
    return {
        "paragraphs": paragraphs,
        "ten words": [run_of(10, paragraph, rng) for paragraph in paragraphs],
        "five words": [run_of(5, paragraph, rng) for paragraph in paragraphs],
    }


def run_of(length: int, paragraph: str, rng: random.Random) -> str:
    words = paragraph.split()
    begin = rng.randrange(len(words) - length + 1)
    return " ".join(words[begin : begin + length])


def as_held(text: str, name: str) -> str:
    """The text without what is lost in an encoding."""
    text = text.translate(ASCII_PUNCTUATION) if name in WITHOUT_QUOTES else text
    return text.lower() if name in WITHOUT_SOME_CAPITALS else text


def recovered(texts: Sequence[str], name: str, encode: Callable[[str], str], decode: Callable[[str], str]) -> float:
    """The share of texts that come back; those that look the same in both encodings count as such."""
    return statistics.mean(as_held(decode(encode(text)), name) == as_held(text, name) for text in texts)


def decoded(text: str) -> str:
    return decode_legacy(text).text


def repaired_by_ftfy(text: str) -> str:
    return ftfy.fix_encoding(text, FTFY)


def seconds_each(function: Callable[[str], object], texts: Sequence[str], rounds: int = 3) -> float:
    """The least of some rounds, of processor time."""

    def once() -> float:
        began = time.process_time()
        for text in texts:
            function(text)
        return time.process_time() - began

    return min(once() for _ in range(rounds)) / len(texts)


@click.command()
@click.option("--articles", default=30_000, show_default=True, type=click.IntRange(1))
@click.option("--paragraphs", default=3000, show_default=True, type=click.IntRange(1), help="Of each kind.")
@click.option("--corpus", default=CORPUS, type=click.Path(path_type=Path), help="JSON lines, plain or .xz.")
@click.option("--seed", default=1, show_default=True)
@click.option("--verbose", is_flag=True, help="Print what does not come back.")
def main(articles: int, paragraphs: int, corpus: Path, seed: int, verbose: bool) -> None:
    """Measure the decoding of old Vietnamese encodings."""
    versions = f"Python {platform.python_version()}, ftfy {importlib.metadata.version('ftfy')}"
    texts = list(itertools.islice(read_articles(corpus), articles))
    kinds = samples(texts, paragraphs, random.Random(seed))
    click.echo(f"{corpus.name}, {len(texts):,} articles; {len(kinds['paragraphs']):,} texts of each kind; {versions}\n")
    click.echo(f"| encoding | {' | '.join(kinds)} | goal | reached | paragraphs, ftfy |")
    click.echo("|---|--:|--:|--:|--:|---|--:|")

    ways = {**encoders()}
    for codec in ("latin-1", "cp1258"):
        ways[f"UTF-8 read as {codec}"] = partial(utf8_shown_as, codec=codec)
    is_reached = True
    for name, encode in ways.items():
        shares = [recovered(sample, name, encode, decoded) for sample in kinds.values()]
        theirs = recovered(kinds["paragraphs"], name, encode, repaired_by_ftfy)
        goal = GOALS.get(name, GOAL)
        reached = shares[0] >= goal
        is_reached &= reached
        cells = [name, *(f"{share:.1%}" for share in shares), f"{goal:.0%}", "yes" if reached else "**no**"]
        click.echo(f"| {' | '.join(cells)} | {theirs:.1%} |")
        if verbose:
            for text in kinds["paragraphs"] + kinds["ten words"]:
                if as_held(decoded(encode(text)), name) != as_held(text, name):
                    click.echo(f"{name}: {text!r} -> {decode_legacy(encode(text))}", err=True)

    changed = [text for text in texts if decode_legacy(text).is_changed]
    timed = texts[:2000]
    ours, theirs = (seconds_each(function, timed) for function in (decode_legacy, repaired_by_ftfy))
    median = statistics.median(seconds_each(decode_legacy, [text], rounds=5) for text in timed[:500])
    click.echo(f"\n{len(changed)} of {len(texts):,} good articles changed.")
    click.echo(
        f"A good article costs {ours * 1e6:.0f} µs on average (median {median * 1e6:.0f}; "
        f"{statistics.mean(map(len, timed)):,.0f} characters); ftfy needs {theirs / ours:.0f} times as long."
    )
    sys.exit(0 if is_reached and not changed else 1)


if __name__ == "__main__":
    main()
