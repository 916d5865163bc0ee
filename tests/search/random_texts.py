"""Random articles and queries over few syllables, so that names, words, marks and spellings collide all the time."""

from __future__ import annotations

import datetime as dt
import unicodedata
from random import Random

from tracuu.analyzers import fold
from tracuu.index import Article, ArticleIndex

SYLLABLES = (
    "bùi bụi búi bui thanh thành thánh sơn son sớn sòn ngoại ngoài ngoai giao giáo giào hội hỏi hoi nghị nghỉ nghi"
    " hòa hoà hoa kỹ kĩ ki thủ thư đường dương đương duong an ăn án gì nào học sinh 34 NQ34 34-NQ/TW 14/4/2025"
    " Díaz-Canel Diaz-Canel café TP.HCM ĐHQG 北京 Beijing Müller Øre"
).split()
WORDS = ("an sinh", "giáo án", "thủ thư", "án thư", "sinh hoa hoc", "giáo đường thánh đường", "hội nghị giao hòa")
PHRASES = ("Bùi Thanh Sơn", "Bui Thanh Son", "ngoại giao", "hội nghị", "thủ đường", "Thành Sơn", "An Dương", "học sinh")
TAGS = ("Ngoại giao", "ngoai giao", "Thể thao", "kinh tế")
SOURCES = ("Báo Sông Hồng", "vie.vn")
AUTHORS = ("Bùi An", "Đường Hoa")


def text(random: Random, longest: int) -> str:
    """Up to so many syllables and phrases, some with a capital, some decomposed, with punctuation between some."""
    pieces = []
    for _ in range(random.randint(0, longest)):
        piece = random.choice(PHRASES) if random.random() < 0.15 else random.choice(SYLLABLES)
        if random.random() < 0.1:
            piece = piece.capitalize()
        if random.random() < 0.1:
            piece = unicodedata.normalize("NFD", piece)
        pieces += [piece, random.choice([" "] * 12 + [", ", ". ", "\n", " - "])]
    return "".join(pieces)


def article(random: Random, id: str) -> Article:
    """An article of up to thirty syllables and phrases."""
    return Article(
        id=id,
        title=text(random, 5) or "34",
        body=text(random, random.choice([0, 5, 30])),
        date=dt.date(2021, 1, 1) + dt.timedelta(random.randint(0, 900)) if random.random() < 0.8 else None,
        tags=tuple(random.sample(TAGS, random.randint(0, 2))),
        source=random.choice(["", *SOURCES]),
        authors=tuple(random.sample(AUTHORS, random.randint(0, 2))),
    )


def fill(index: ArticleIndex, random: Random, commits: int, size: int) -> dict[str, Article]:
    """Add, update and delete in some commits, merging at times; what is there in the end, by id."""
    live: dict[str, Article] = {}
    for commit in range(commits):
        for number in range(size):
            if live and random.random() < 0.15:
                id = random.choice([*live])
                live[id] = article(random, id)
                index.update(live[id])
            else:
                new = article(random, f"{commit}-{number}")
                live[new.id] = new
                index.add(new)
            if live and random.random() < 0.15:
                id = random.choice([*live])
                assert index.delete(id)
                del live[id]
        if random.random() < 0.1:
            index.optimize()
        else:
            index.commit()
    return live


def words(random: Random, most: int = 4) -> str:
    """Words of a query: with all, some, none or wrong marks."""
    pieces = []
    while len(pieces) < random.randint(1, most):
        piece = random.choice(PHRASES).lower() if random.random() < 0.3 else random.choice(SYLLABLES)
        pieces += [with_other_marks(random, syllable) for syllable in piece.split(" ")]
    return " ".join(pieces)


def with_other_marks(random: Random, syllable: str) -> str:
    """A syllable as it is, or without some of its marks, or capitalised, or decomposed."""
    decomposed = unicodedata.normalize("NFD", syllable)
    kind = random.random()
    if kind < 0.3:
        return syllable
    if kind < 0.6:
        return fold(syllable) if syllable.isalpha() else syllable
    if kind < 0.75:
        return "".join(c for c in decomposed if not unicodedata.combining(c) or random.random() < 0.5)
    if kind < 0.85:
        return unicodedata.normalize("NFC", decomposed + random.choice("\u0300\u0301\u0309"))
    return random.choice([syllable.upper(), decomposed, syllable.capitalize()])


def clause(random: Random, depth: int = 0) -> str:
    """One clause of a query."""
    single = random.choice(SYLLABLES)
    head = fold(single)[: random.randint(1, 3)]
    return random.choice(
        [
            lambda: words(random),
            lambda: words(random),
            lambda: words(random),
            lambda: f'"{words(random)}"',
            lambda: f'"{words(random)}"~{random.randint(1, 4)}',
            lambda: f"+{single}",
            lambda: f"-{single}",
            lambda: f'-"{words(random)}"',
            lambda: f"NOT {single}",
            lambda: f"{words(random, 2)} AND {words(random, 2)}",
            lambda: f"{words(random, 2)} OR {words(random, 2)}",
            lambda: f"{head}*",
            lambda: f"*{single[-2:]}",
            lambda: f"{fold(single)}~",
            lambda: f"{single}~2",
            lambda: f"title:{single}",
            lambda: f'body:"{words(random)}"',
            lambda: f"tag:{random.choice(['thể', 'kinh*', 'ngoai*'])}",
            lambda: f'tag:"{random.choice(TAGS)}"',
            lambda: f'source:"{random.choice(SOURCES)}"',
            lambda: f'author:"{fold(random.choice(AUTHORS))}"',
            lambda: f"date:{random.choice(['2021', '2022-05', '14/4/2022'])}",
            lambda: f"date:[{random.choice(['2021-03', '*'])} TO {random.choice(['2022', '2022-07-01', '*'])}]",
            lambda: f"({query(random, depth + 1)})" if depth < 2 else words(random),
            lambda: f"title:({clause(random, depth + 1)})" if depth < 2 else words(random),
            lambda: random.choice(WORDS),
            lambda: "bùi thanh sơn là ai",
            lambda: "Bùi Thành Sơn",
        ]
    )()


def query(random: Random, depth: int = 0) -> str:
    """One to three clauses, mostly one."""
    return " ".join(clause(random, depth) for _ in range(random.choice([1, 1, 1, 2, 2, 3])))
