"""Figures about an index, against counting by hand."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from tracuu.index import Article, ArticleIndex


def test_an_empty_index(index: ArticleIndex) -> None:
    figures = index.statistics()
    assert (figures.articles, figures.deleted, figures.segments, figures.sources) == (0, 0, 0, 0)
    assert (figures.tokens, figures.syllables, figures.bigrams, figures.words, figures.names) == (
        0,
        0,
        0,
        0,
        0,
    )
    assert figures.dates is None
    sizes = [(index.directory / name).stat().st_size for name in ("toc-0.json", "words-0.dictionary")]
    assert figures.bytes_on_disk == sum(sizes)


def test_counting_by_hand(index: ArticleIndex) -> None:
    index.add(Article(id="1", title="phở bò", body="ăn phở bò ngon", date=dt.date(2024, 2, 29)))
    index.add(Article(id="2", title="phở gà", body="ở nhà Bùi Thanh Sơn", date=dt.date(2023, 1, 1)))
    index.commit()
    index.add(Article(id="3", title="phở bò", body="ngon phở"))
    index.writer.manifest.files |= {"./a.txt": (1, 2), "/b.txt": (1, 2)}
    index.commit()
    figures = index.statistics()
    assert (figures.articles, figures.deleted, figures.segments, figures.sources) == (3, 0, 2, 2)
    assert figures.tokens == 6 + 7 + 4
    assert figures.syllables == len({"phở", "bò", "ăn", "ngon", "gà", "ở", "nhà", "bùi", "thanh", "sơn"})
    pairs = {
        "phở bò",
        "ăn phở",
        "bò ngon",
        "phở gà",
        "ở nhà",
        "nhà bùi",
        "bùi thanh",
        "thanh sơn",
        "ngon phở",
    }
    assert figures.bigrams == len(pairs)
    assert figures.names == 1
    assert figures.words == 0
    assert figures.dates == ("2023-01-01", "2024-02-29")
    assert figures.generation == 2
    sizes = [(index.directory / name).stat().st_size for name in index.reader.toc.files()]
    assert len(sizes) == 5
    assert figures.bytes_on_disk == sum(sizes)


def test_what_only_deleted_articles_have_does_not_count(index: ArticleIndex) -> None:
    index.add(Article(id="1", title="phở bò", date=dt.date(2024, 2, 29)))
    index.add(Article(id="2", title="phở gà", body="ở nhà Bùi Thanh Sơn", date=dt.date(2023, 1, 1)))
    index.add(Article(id="3", title="phở bò"))
    index.commit()
    index.delete("2")
    index.commit()
    figures = index.statistics()
    assert (figures.articles, figures.deleted, figures.segments) == (2, 1, 1)
    assert (figures.tokens, figures.syllables, figures.bigrams, figures.names) == (4, 2, 1, 0)
    assert figures.dates == ("2024-02-29", "2024-02-29")


def test_words(tmp_path: Path) -> None:
    with ArticleIndex.create(tmp_path / "i") as index:
        index.add(Article(title="Bộ trưởng ngoại giao", body="bộ trưởng ngoại giao bộ trưởng"))
    assert index.statistics().words == len({"bộ_trưởng", "ngoại_giao"})
