"""Real pages and a real corpus, where they lie beside the project."""

from __future__ import annotations

import itertools

import pytest

from tracuu.index.reading import find_sources, read_articles


def test_the_seeds(shared, read):
    folder = shared / "seeds"
    outcome = read(folder)
    paths = sorted(folder.glob("*.txt"))
    assert len(outcome.articles) == len(paths) == 5
    assert outcome.problems == outcome.errors == []
    doubled = 0
    for article, path in zip(outcome.articles, paths, strict=True):
        raw = [line.strip() for line in path.read_text(encoding="utf-8").split("\n") if line.strip()]
        lines = [line for line in article.body.split("\n") if line.strip()]
        assert article.title == raw[0]
        assert article.id == f"seeds/{path.name}"
        assert not any(one.strip() == other.strip() for one, other in itertools.pairwise(lines))
        assert set(raw[1:]) == {line.strip() for line in lines}  # nothing else is guessed away
        doubled += len(raw) - 1 - len(lines)
    assert doubled > 10


def test_the_first_articles_of_a_corpus(shared):
    (source,) = find_sources([shared / "corpora" / "vietnews-30k.jsonl.xz"], on_problem=pytest.fail)
    articles = list(itertools.islice(read_articles(source, on_problem=pytest.fail), 100))
    assert len({article.id for article in articles}) == 100
    for article in articles:
        assert article.title and len(article.body) > 200
        assert not article.metadata and article.path.endswith("vietnews-30k.jsonl.xz")
