"""Small indexes to search in, and settings of the property tests."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import pytest
from hypothesis import settings

from tracuu.index import Article, ArticleIndex
from tracuu.search import Searcher

settings.register_profile("search", deadline=None)  # a busy machine is no failure
settings.load_profile("search")

MakeSearcher = Callable[..., Searcher]


def as_articles(texts: Iterable[Article | str]) -> list[Article]:
    """Articles; a mere text becomes the body of one, whose id is its place: 0, 1, 2 ..."""
    return [Article(id=str(i), body=text) if isinstance(text, str) else text for i, text in enumerate(texts)]


@pytest.fixture(scope="session")
def searcher_of(tmp_path_factory: pytest.TempPathFactory) -> MakeSearcher:
    """Makes a searcher of an index of some articles, so many in each segment."""

    def make(*texts: Article | str, per_segment: int = 2, words: bool = False) -> Searcher:
        index = ArticleIndex.create(tmp_path_factory.mktemp("index"), words=words)
        articles = as_articles(texts)
        for start in range(0, len(articles), per_segment):
            with index:
                for article in articles[start : start + per_segment]:
                    index.add(article)
        return Searcher(index)

    return make
