"""Reading: files, folders, archives and standard input -> articles.

    find_sources(paths)  ->  Source, ...           which files there are
    read_articles(source)  ->  Article, ...        what is in one of them

Nothing is passed over without a word: each ``Problem`` says what was skipped, or read with a doubt.
"""

from __future__ import annotations

from tracuu.index.reading.problems import Problem
from tracuu.index.reading.read import read_articles
from tracuu.index.reading.sources import Source, find_sources

__all__ = ["Problem", "Source", "find_sources", "read_articles"]
