"""Query -> ranked hits: the query language, ranking, snippets, suggestions, names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracuu.analyzers.lazy import lazy_attributes

if TYPE_CHECKING:
    from tracuu.analyzers.errors import TracuuError
    from tracuu.index.article import Article
    from tracuu.index.article_index import ArticleIndex
    from tracuu.search.filters import Filters
    from tracuu.search.highlighting import Highlighted
    from tracuu.search.names import FoundName, FoundNames
    from tracuu.search.results import Explanation, Hit, Relaxation, Results, Snippet, TopHits
    from tracuu.search.scoring import Contribution, Ranking
    from tracuu.search.searcher import Searcher
    from tracuu.search.suggest import Suggestion

# Loaded when first asked for: the command line starts without NumPy and Whoosh where it needs neither.
_HOMES = {
    "Article": "tracuu.index.article",
    "ArticleIndex": "tracuu.index.article_index",
    "Contribution": "tracuu.search.scoring",
    "Explanation": "tracuu.search.results",
    "Filters": "tracuu.search.filters",
    "FoundName": "tracuu.search.names",
    "FoundNames": "tracuu.search.names",
    "Highlighted": "tracuu.search.highlighting",
    "Hit": "tracuu.search.results",
    "Ranking": "tracuu.search.scoring",
    "Relaxation": "tracuu.search.results",
    "Results": "tracuu.search.results",
    "Searcher": "tracuu.search.searcher",
    "Snippet": "tracuu.search.results",
    "Suggestion": "tracuu.search.suggest",
    "TopHits": "tracuu.search.results",
    "TracuuError": "tracuu.analyzers.errors",
}

__all__ = [
    "Article",
    "ArticleIndex",
    "Contribution",
    "Explanation",
    "Filters",
    "FoundName",
    "FoundNames",
    "Highlighted",
    "Hit",
    "Ranking",
    "Relaxation",
    "Results",
    "Searcher",
    "Snippet",
    "Suggestion",
    "TopHits",
    "TracuuError",
]

__getattr__ = lazy_attributes(__name__, _HOMES)
