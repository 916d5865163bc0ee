"""Articles -> index: reading them, storing them, and the postings that searches run on.

>>> import tempfile
>>> with ArticleIndex.create(tempfile.mkdtemp()) as index:
...     _ = index.add(Article(title="Chùa Một Cột", body="Chùa nằm ở quận Ba Đình, Hà Nội."))
>>> [article.title for article in index]
['Chùa Một Cột']
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tracuu.index.article import Article
    from tracuu.index.article_index import ArticleIndex, Statistics
    from tracuu.index.location import index_directory
    from tracuu.index.reader import IndexReader
    from tracuu.index.reading import Problem, Source, find_sources, read_articles
    from tracuu.index.sync import SyncReport, sync

# Loaded when first asked for: a search needs neither the writer nor the file readers.
_HOMES = {
    "Article": "article",
    "ArticleIndex": "article_index",
    "IndexReader": "reader",
    "Problem": "reading",
    "Source": "reading",
    "Statistics": "article_index",
    "SyncReport": "sync",
    "find_sources": "reading",
    "index_directory": "location",
    "read_articles": "reading",
    "sync": "sync",
}

__all__ = [
    "Article",
    "ArticleIndex",
    "IndexReader",
    "Problem",
    "Source",
    "Statistics",
    "SyncReport",
    "find_sources",
    "index_directory",
    "read_articles",
    "sync",
]


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    globals()[name] = value
    return value
