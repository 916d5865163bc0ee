"""The index as a Whoosh schema: what its fields are called, hold and do with a query's text."""

from __future__ import annotations

import sys

from whoosh.analysis import ShingleFilter
from whoosh.fields import DATETIME, ID, KEYWORD, STORED, TEXT, Schema

from tracuu.analyzers import VietnameseAnalyzer
from tracuu.index.article import Article


def schema() -> Schema:
    """A new schema of an article index.

    ``title`` and ``body`` hold canonical syllables with positions. The other views are for ranking:
    ``..._bigrams`` hold ``bùi thanh`` and ``thanh sơn``, ``..._words`` hold ``bộ_trưởng``, ``names`` holds
    ``bùi thanh sơn``. Tags, authors, sources and paths are terms as they were written; ``date`` is in UTC.
    """
    syllables = VietnameseAnalyzer()
    syllable_field = TEXT(syllables, stored=True)
    bigram_field = TEXT(syllables | ShingleFilter(2, sep=" "), phrase=False)
    word_field = TEXT(VietnameseAnalyzer(words=True), phrase=False)
    return Schema(
        id=ID(stored=True, unique=True),
        title=syllable_field,
        body=syllable_field,
        title_bigrams=bigram_field,
        body_bigrams=bigram_field,
        title_words=word_field,
        body_words=word_field,
        # A text shorter than the shingle becomes one term: the whole name.
        names=TEXT(syllables | ShingleFilter(sys.maxsize, sep=" "), phrase=False),
        date=DATETIME(stored=True, sortable=True),
        tag=KEYWORD(stored=True, commas=True),
        author=KEYWORD(stored=True, commas=True),
        source=ID(stored=True),
        path=ID(stored=True),
        origin=ID(),
        url=STORED(),
        metadata=STORED(),
    )


def stored_fields(article: Article) -> dict[str, object]:
    """What a hit of Whoosh gives back, but for the date: every stored field, empty or not."""
    return {
        **{name: getattr(article, name) for name in ("id", "title", "body", "source", "path", "url")},
        "tag": ", ".join(article.tags),
        "author": ", ".join(article.authors),
        "metadata": dict(article.metadata),
    }
