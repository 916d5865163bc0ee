"""Articles -> index: reading them, storing them, and the postings that searches run on.

>>> import tempfile
>>> from tracuu.index import Article, ArticleIndex
>>> with ArticleIndex.create(tempfile.mkdtemp()) as index:
...     _ = index.add(Article(title="Chùa Một Cột", body="Chùa nằm ở quận Ba Đình, Hà Nội."))
>>> [article.title for article in index]
['Chùa Một Cột']
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracuu.analyzers.lazy import lazy_attributes

if TYPE_CHECKING:
    from tracuu.analyzers.errors import TracuuError
    from tracuu.index.article import Article
    from tracuu.index.article_index import ArticleIndex, Statistics
    from tracuu.index.location import index_directory
    from tracuu.index.opening import DamagedIndexWarning
    from tracuu.index.reader import IndexReader
    from tracuu.index.reading import Problem, Source, find_sources, read_articles
    from tracuu.index.sync_report import SyncReport
    from tracuu.index.syncing import sync

# Loaded when first asked for: a search needs neither the writer nor the file readers.
_HOMES = {
    "Article": "tracuu.index.article",
    "ArticleIndex": "tracuu.index.article_index",
    "DamagedIndexWarning": "tracuu.index.opening",
    "IndexReader": "tracuu.index.reader",
    "Problem": "tracuu.index.reading",
    "Source": "tracuu.index.reading",
    "Statistics": "tracuu.index.article_index",
    "SyncReport": "tracuu.index.sync_report",
    "TracuuError": "tracuu.analyzers.errors",
    "find_sources": "tracuu.index.reading",
    "index_directory": "tracuu.index.location",
    "read_articles": "tracuu.index.reading",
    "sync": "tracuu.index.syncing",
}

__all__ = [
    "Article",
    "ArticleIndex",
    "DamagedIndexWarning",
    "IndexReader",
    "Problem",
    "Source",
    "Statistics",
    "SyncReport",
    "TracuuError",
    "find_sources",
    "index_directory",
    "read_articles",
    "sync",
]

__getattr__ = lazy_attributes(__name__, _HOMES)
