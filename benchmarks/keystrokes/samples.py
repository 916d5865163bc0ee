"""What is asked: syllables and phrases of articles, and queries that are no keystrokes, all drawn with a fixed seed."""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from benchmarks.speed.corpus import Record
from tracuu.analyzers import canonical, is_bare, is_syllable
from tracuu.analyzers.marks import bare, marks_nfc

_RUN = re.compile(r"[^\W\d_]+(?: [^\W\d_]+)*")
_WORD = re.compile(r"\w+")
_LENGTH = 3
_COMMONEST = 20_000
"""English words that queries are drawn from."""


class Samples(NamedTuple):
    """Drawn from articles.

    Attributes:
        syllables: canonical syllables with a mark, and how often each occurs in the articles drawn.
        phrases: three syllables in a row, at least one with a mark, as written.
        titles: as written.
        codes: different tokens of letters and digits, of all articles.
    """

    syllables: Counter[str]
    phrases: list[list[str]]
    titles: list[str]
    codes: list[str]


def draw(records: Sequence[Record], articles: int, phrases: int, seed: int = 1) -> Samples:
    """Draw from so many of the articles."""
    rng = random.Random(seed)
    syllables: Counter[str] = Counter()
    candidates: list[list[str]] = []
    chosen = rng.sample(records, min(articles, len(records)))
    for record in chosen:
        runs = [run.split(" ") for run in _RUN.findall(marks_nfc(record.body))]
        syllables.update(canonical(word) for run in runs for word in run if is_syllable(word) and not _is_plain(word))
        possible = [phrase for run in runs for phrase in _phrases(run)]
        candidates += rng.sample(possible, min(len(possible), 1 + 2 * phrases // len(chosen)))
    codes = {
        token
        for record in records
        for text in (record.title, record.body)
        for token in _WORD.findall(text)
        if any(map(str.isdecimal, token)) and any(map(str.isalpha, token))
    }
    titles = [record.title for record in chosen if record.title]
    return Samples(syllables, rng.sample(candidates, min(phrases, len(candidates))), titles, sorted(codes))


def _phrases(run: list[str]) -> Iterator[list[str]]:
    for start in range(len(run) - _LENGTH + 1):
        phrase = run[start : start + _LENGTH]
        if all(map(is_syllable, phrase)) and not all(map(_is_plain, phrase)):
            yield phrase


def _is_plain(word: str) -> bool:
    return is_bare(canonical(word))


def english(length: int, count: int, seed: int = 1) -> list[list[str]]:
    """Queries of so many English words, each drawn by its frequency among the 20,000 commonest (wordfreq)."""
    from wordfreq import top_n_list, word_frequency

    words = top_n_list("en", _COMMONEST)
    weights = [word_frequency(word, "en") for word in words]
    rng = random.Random(seed)
    return [rng.choices(words, weights, k=length) for _ in range(count)]


def unmarked(texts: Iterable[str]) -> list[str]:
    """The texts in small letters without marks."""
    return [bare(marks_nfc(text.lower())) for text in texts]
