"""What the engines are asked, drawn from the corpus with a fixed seed."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from itertools import islice

from benchmarks.speed.corpus import Corpus, read_records
from tracuu.analyzers import VietnameseTokenizer, find_names, fold, fold_text, is_syllable

SEED = 20_240_501
NAME_ARTICLES = 5
"""A name that is asked for stands in so many articles at least."""

_READ = 5000  # articles that queries are drawn from


@dataclass(frozen=True)
class QuerySets:
    """Queries without repetition; each of the first three is a run of different syllables of one body.

    Attributes:
        any_of: 3 to 5 canonical syllables, of which an article needs one.
        all_of: 2 to 4, of which it needs all.
        phrase: 2 to 4, that stand together.
        names: of people and places, folded, two syllables or more.
        marked: 2 to 4 syllables of a title, as typed.
        unmarked: others, folded.
    """

    any_of: list[list[str]]
    all_of: list[list[str]]
    phrase: list[list[str]]
    names: list[list[str]]
    marked: list[list[str]]
    unmarked: list[list[str]]

    @property
    def searches(self) -> list[list[str]]:
        """What is asked of the whole ``search()``."""
        return self.marked + self.unmarked


def draw(corpus: Corpus, count: int) -> QuerySets:
    """So many queries a set, or as many as the corpus yields."""
    records = list(islice(read_records(corpus.canonical), _READ))
    bodies = [terms for record in records if len(terms := record.body.split()) > 5]
    titles = [terms for record in records if len(terms := record.title.split()) > 3]
    from_titles = _runs(titles, 2, 4, 2 * count, "search")
    half = len(from_titles) // 2
    return QuerySets(
        any_of=_runs(bodies, 3, 5, count, "or"),
        all_of=_runs(bodies, 2, 4, count, "and"),
        phrase=_runs(bodies, 2, 4, count, "phrase"),
        names=_names(corpus, count),
        marked=from_titles[:half],
        unmarked=[[fold(term) for term in terms] for terms in from_titles[half:]],
    )


def _runs(texts: list[list[str]], shortest: int, longest: int, count: int, salt: str) -> list[list[str]]:
    rng = random.Random(f"{SEED} {salt}")

    def run() -> tuple[str, ...]:
        text, length = rng.choice(texts), rng.randint(shortest, longest)
        first = rng.randrange(max(1, len(text) - length + 1))
        return tuple(text[first : first + length])

    def is_fit(terms: tuple[str, ...]) -> bool:
        return shortest <= len(terms) == len(set(terms)) and all(map(is_syllable, terms))

    return _different(run, is_fit, count) if texts else []


def _different(
    run: Callable[[], tuple[str, ...]], is_fit: Callable[[tuple[str, ...]], bool], count: int
) -> list[list[str]]:
    drawn: dict[tuple[str, ...], None] = {}
    for _ in range(100 * count):
        if len(drawn) == count:
            break
        terms = run()
        if is_fit(terms):
            drawn[terms] = None
    return [list(terms) for terms in drawn]


def _names(corpus: Corpus, count: int) -> list[list[str]]:
    tokenizer = VietnameseTokenizer()
    articles: Counter[str] = Counter()
    for record in islice(read_records(corpus.raw), _READ):
        named = {name.key for name in find_names(record.body, tokenizer.tokenize(record.body))}
        articles.update({fold_text(key) for key in named})
    known = sorted(name for name, seen in articles.items() if seen >= NAME_ARTICLES and " " in name and name.isascii())
    drawn = random.Random(f"{SEED} names").sample(known, min(count, len(known)))
    return [name.split() for name in drawn]
