"""Word segmentation beside pyvi's: every join must be equal, then syllables per second of both.

    python benchmarks/segmentation.py --articles 3000

Title, abstract and body of each article are texts of their own, and once more all three in one, joined by line
feeds. The articles are dealt into rounds; in each round pyvi and tracuu, in turn first, cut the same texts. tracuu
begins with nothing learned, and learning the syllables counts.
"""

from __future__ import annotations

import importlib.metadata
import json
import lzma
import platform
import statistics
import sys
import time
import warnings
from collections.abc import Callable, Iterator, Sequence
from itertools import accumulate, chain, islice
from pathlib import Path
from typing import Any, NamedTuple

import click
import numpy as np

from tracuu.analyzers.joins import Joiner, syllabify
from tracuu.analyzers.pyvi_model import pyvi_model

CORPUS = Path(__file__).resolve().parents[2] / "shared" / "corpora" / "vietnews-30k.jsonl.xz"
BATCH = 400  # texts


class Cut(NamedTuple):
    """Tokens of each text, which of them are joined to the one before, and the seconds of the three steps."""

    tokens: list[list[str]]
    joined: list[list[bool]]
    seconds: tuple[float, float, float]


def texts_of(article: dict[str, Any]) -> list[str]:
    parts = [article.get(field) or "" for field in ("title", "abstract", "body")]
    return [*parts, "\n".join(parts)]


def read_articles(path: Path) -> Iterator[dict[str, Any]]:
    opener = lzma.open if path.suffix == ".xz" else open
    with opener(path, "rt", encoding="utf-8") as file:
        yield from map(json.loads, file)


def load_pyvi() -> Callable[[str], str]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # invalid escapes; a model of an older scikit-learn
        from pyvi import ViTokenizer
    tokenize: Callable[[str], str] = ViTokenizer.tokenize
    return tokenize


def cut(joiner: Joiner, texts: Sequence[str]) -> Cut:
    began = time.perf_counter()
    tokens = list(map(syllabify, texts))
    cut_at = time.perf_counter()
    numbers = np.fromiter(map(joiner.numbers.__getitem__, chain.from_iterable(tokens)), np.int32)
    starts = np.array(list(accumulate(map(len, tokens), initial=0))[:-1], np.int64)
    numbered_at = time.perf_counter()
    joined = joiner.joined(numbers, starts)
    seconds = (cut_at - began, numbered_at - cut_at, time.perf_counter() - numbered_at)
    return Cut(tokens, [part.tolist() for part in np.split(joined, starts[1:])], seconds)


def written(text: str, tokens: list[str], joined: list[bool]) -> str:
    """What `pyvi.ViTokenizer.tokenize` returns where these tokens are joined."""
    if not tokens:
        return text
    gaps = ("_" if join else " " for join in joined[1:])
    return tokens[0] + "".join(map("".join, zip(gaps, tokens[1:], strict=True)))


def cut_in_batches(joiner: Joiner, texts: Sequence[str]) -> tuple[list[str], int, np.ndarray[Any, Any]]:
    """The texts as pyvi writes them, how many syllables they have, and the seconds of the three steps."""
    outputs, syllables, seconds = [], 0, np.zeros(3)
    for begin in range(0, len(texts), BATCH):
        batch = texts[begin : begin + BATCH]
        result = cut(joiner, batch)
        outputs += map(written, batch, result.tokens, result.joined)
        syllables += sum(map(len, result.tokens))
        seconds += result.seconds
    return outputs, syllables, seconds


@click.command()
@click.option("--articles", default=3000, show_default=True, type=click.IntRange(1))
@click.option("--rounds", default=5, show_default=True, type=click.IntRange(1))
@click.option("--corpus", default=CORPUS, type=click.Path(path_type=Path), help="JSON lines, plain or .xz.")
def main(articles: int, rounds: int, corpus: Path) -> None:
    """Compare word segmentation with pyvi's, join by join, and time both."""
    packages = " ".join(f"{name} {importlib.metadata.version(name)}" for name in ("pyvi", "python-crfsuite", "numpy"))
    click.echo(f"{corpus.name}, {articles} articles; Python {platform.python_version()}, {packages}\n")
    began = time.perf_counter()
    joiner = Joiner(pyvi_model())
    loaded = time.perf_counter()
    tokenize = load_pyvi()
    click.echo(f"loading: tracuu {loaded - began:.3f} s, pyvi {time.perf_counter() - loaded:.3f} s")
    click.echo("round  syllables  pyvi/s  tracuu/s  ratio   ns per syllable: cut  number  join")

    read = list(islice(read_articles(corpus), articles))
    ratios, different, total, all_texts = [], 0, 0, 0
    for turn in range(min(rounds, len(read))):
        texts = [text for article in read[turn::rounds] for text in texts_of(article)]
        ours = cut_in_batches(joiner, texts) if turn % 2 else None
        began = time.perf_counter()
        theirs = list(map(tokenize, texts))
        pyvi_seconds = time.perf_counter() - began
        outputs, syllables, seconds = ours or cut_in_batches(joiner, texts)

        for text, output, expected in zip(texts, outputs, theirs, strict=True):
            if output != expected:
                different += 1
                click.echo(
                    f"different: {text[:200]!r}\n  pyvi   {expected[:200]!r}\n  tracuu {output[:200]!r}", err=True
                )
        total, all_texts = total + syllables, all_texts + len(texts)
        ratios.append(pyvi_seconds / seconds.sum())
        steps = "  ".join(f"{ns:6.0f}" for ns in seconds / syllables * 1e9)
        click.echo(
            f"{turn + 1:5}  {syllables:9,}  {syllables / pyvi_seconds:6,.0f}  {syllables / seconds.sum():8,.0f}"
            f"  {ratios[-1]:5.1f}                 {steps}"
        )
    click.echo(f"\n{all_texts:,} texts, {total:,} syllables, {different} texts cut differently")
    click.echo(f"{statistics.median(ratios):.1f} times pyvi's speed (median; least {min(ratios):.1f})")
    sys.exit(1 if different else 0)


if __name__ == "__main__":
    main()
