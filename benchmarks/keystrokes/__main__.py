r"""How well queries are recognised that were typed with the keyboard program switched off, and how rarely others are.

Run it from the project's root; English words come with pip install wordfreq.

\b
    python -m benchmarks.keystrokes                          # written to benchmarks/README.md
    python -m benchmarks.keystrokes --articles 5000 --print  # a quick run
    python -m benchmarks.keystrokes --misses 10              # what is missed, and what is taken for keystrokes

Writes the section "keystrokes" of the page.
"""

from __future__ import annotations

import datetime as dt
import json
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache, partial
from importlib.metadata import version
from itertools import islice
from pathlib import Path

import click

from benchmarks.keystrokes.samples import Samples, draw, english, unmarked
from benchmarks.keystrokes.typing import STYLES, type_telex, type_viqr, type_vni
from benchmarks.speed.corpus import Record, corpus_option, read_records
from benchmarks.speed.processes import ROOT
from benchmarks.speed.report import markdown, write_section
from tracuu.analyzers import canonical
from tracuu.analyzers.keystrokes import Evidence, KeystrokeReading, read_keystrokes
from tracuu.index.article import Article
from tracuu.index.article_index import ArticleIndex
from tracuu.search.keystroke_evidence import IndexEvidence

SINGLE, PHRASES, ENGLISH = 0.98, 0.99, 0.003
"""Goals: what must be read, and what may be taken for keystrokes."""

INTRODUCTION = """## Keystrokes

    pip install -e ".[bench]" && python -m benchmarks.keystrokes

How many queries are read as they were meant that were typed with the keyboard program switched off, and how many
others are taken for keystrokes. Syllables with a mark (weighted by how often they occur) and runs of three syllables
are drawn from bodies with a fixed seed and typed by `typing.py`, which shares nothing with the decoder: each key behind
its letter (inline); the tone at the end of the syllable; the same with one key for ươ; all keys at the end. English
words are drawn by their frequency. Titles are of the indexed articles, questions of others. VIQR has no goal: alone, a
syllable whose only mark is a full stop at its end is not told from the end of a sentence."""

Type = Callable[[str], str]
TYPED: dict[tuple[str, str], Type] = {
    **{("Telex", style): partial(type_telex, style=style) for style in STYLES},
    **{("VNI", style): partial(type_vni, style=style) for style in STYLES},
    ("VIQR", "inline"): type_viqr,
}


class Remembering:
    """Evidence that is looked up once."""

    def __init__(self, evidence: Evidence) -> None:
        self.articles = evidence.articles
        self.frequency = lru_cache(maxsize=None)(evidence.frequency)


class Judge:
    """Counts what is read, and what is not."""

    def __init__(self, evidence: Evidence) -> None:
        self._evidence = evidence

    def read(self, tokens: Sequence[str]) -> KeystrokeReading | None:
        return read_keystrokes(tokens, self._evidence)

    def recall(self, queries: Counter[tuple[str, ...]], type_: Type) -> tuple[float, Counter[str]]:
        """The part of queries that is read as it was meant, whatever the style of tones; and what was typed in vain."""
        missed: Counter[str] = Counter()
        for query, count in queries.items():
            typed = list(map(type_, query))
            reading = self.read(typed)
            if reading is None or list(map(canonical, reading.text.split())) != list(map(canonical, query)):
                missed[" ".join(typed)] += count
        return 1 - missed.total() / queries.total(), missed

    def taken(self, queries: Sequence[Sequence[str]]) -> tuple[float, Counter[str]]:
        """The part of queries that is taken for keystrokes, and those."""
        taken: Counter[str] = Counter()
        for query in queries:
            reading = self.read(query)
            if reading is not None:
                taken[f"{' '.join(query)} > {reading.text}"] += 1
        return taken.total() / len(queries), taken


@click.command(help=(__doc__ or "").replace(r"\b", "\b"))  # the character tells click not to wrap
@corpus_option
@click.option(
    "--questions",
    type=click.Path(path_type=Path),
    default=ROOT.parent / "shared/eval",
    show_default=False,
    help="Folder of folders with queries.jsonl, whose articles are not in the index (default: ../shared/eval).",
)
@click.option("--articles", default=30_000, show_default=True, help="That are indexed.")
@click.option("--drawn", default=3000, show_default=True, help="Articles that syllables, phrases and titles are from.")
@click.option("--phrases", default=5000, show_default=True)
@click.option("--english", "english_queries", default=50_000, show_default=True, help="Queries of each length.")
@click.option("--index", type=click.Path(path_type=Path), help="Use the index here, of these articles.")
@click.option("--misses", default=0, help="Print so many of what goes wrong in each row.")
@click.option(
    "--page", type=click.Path(path_type=Path, dir_okay=False), default=ROOT / "benchmarks/README.md", show_default=False
)
@click.option("--print", "print_only", is_flag=True, help="Write nothing.")
def main(
    source: Path,
    questions: Path,
    articles: int,
    drawn: int,
    phrases: int,
    english_queries: int,
    index: Path | None,
    misses: int,
    page: Path,
    print_only: bool,
) -> None:
    records = list(islice(read_records(source), articles))
    samples = draw(records, drawn, phrases)
    with tempfile.TemporaryDirectory(prefix="tracuu-keystrokes-") as scratch:
        reader = ArticleIndex(index or _indexed(records, Path(scratch) / "index")).reader
        judge = Judge(Remembering(IndexEvidence(reader)))
        circumstances = f"wordfreq {version('wordfreq')}; {dt.date.today():%d %B %Y}"
        text = "\n\n".join(
            [
                INTRODUCTION,
                f"{len(reader):,} articles of {source.name}; {circumstances}.",
                markdown(
                    ("method", "style", f"single syllables (goal {SINGLE:.0%})", f"phrases (goal {PHRASES:.0%})"),
                    _recalls(judge, samples, misses),
                ),
                markdown(
                    ("taken for keystrokes", "queries", "part", "goal"),
                    _false_hits(judge, samples, questions, english_queries, misses),
                ),
            ]
        )
    click.echo(text)
    if not print_only:
        write_section(page, "keystrokes", text)


def _indexed(records: Sequence[Record], folder: Path) -> Path:
    with ArticleIndex.create(folder, words=False) as index:
        for record in records:
            index.add(Article(id=record.id, title=record.title, body=record.body))
    return folder


def _recalls(judge: Judge, samples: Samples, misses: int) -> Iterator[tuple[str, ...]]:
    single: Counter[tuple[str, ...]] = Counter({(syllable,): count for syllable, count in samples.syllables.items()})
    phrases = Counter(tuple(phrase) for phrase in samples.phrases)
    for (method, style), type_ in TYPED.items():
        parts = []
        for queries in (single, phrases):
            part, missed = judge.recall(queries, type_)
            parts.append(f"{part:.2%}")
            _show(f"{method} {style}", missed, misses)
        yield method, style, *parts


def _false_hits(
    judge: Judge, samples: Samples, questions: Path, english_queries: int, misses: int
) -> Iterator[tuple[str, ...]]:
    asked = [
        json.loads(line)["text"]
        for path in sorted(questions.glob("*/queries.jsonl"))
        for line in path.read_text("utf-8").splitlines()
    ]
    goal = f"≤ {ENGLISH:.1%}"
    sets: list[tuple[str, str, list[list[str]]]] = [
        *(
            (f"English, {length} word{'s'[: length > 1]}", goal, english(length, english_queries))
            for length in range(1, 5)
        ),
        ("tokens of letters and digits", "", [[code] for code in samples.codes]),
        ("titles", "", [title.split() for title in samples.titles]),
        ("titles without marks", "", [title.split() for title in unmarked(samples.titles)]),
        ("questions, other articles", "", [question.split() for question in asked]),
        ("questions without marks", "", [question.split() for question in unmarked(asked)]),
    ]
    for name, goal, queries in sets:
        if queries:
            part, taken = judge.taken(queries)
            _show(name, taken, misses)
            yield name, f"{len(queries):,}", f"{part:.2%}", goal


def _show(name: str, wrong: Counter[str], count: int) -> None:
    if count and wrong:
        click.echo(f"{name}: " + ", ".join(f"{query} ({n})" for query, n in wrong.most_common(count)), err=True)


if __name__ == "__main__":
    main(prog_name="python -m benchmarks.keystrokes")
