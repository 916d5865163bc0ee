"""Query -> ranked hits: the query language, ranking, snippets, suggestions, names."""

from tracuu.index.article import Article
from tracuu.index.article_index import ArticleIndex
from tracuu.search.filters import Filters
from tracuu.search.highlighting import Highlighted
from tracuu.search.results import Explanation, Hit, Relaxation, Results, Snippet
from tracuu.search.scoring import Contribution, Ranking
from tracuu.search.searcher import Searcher

__all__ = [
    "Article",
    "ArticleIndex",
    "Contribution",
    "Explanation",
    "Filters",
    "Highlighted",
    "Hit",
    "Ranking",
    "Relaxation",
    "Results",
    "Searcher",
    "Snippet",
]
