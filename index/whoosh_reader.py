"""A snapshot of the index as a reader of Whoosh: whatever runs on a Whoosh index runs on this."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from functools import cached_property
from typing import Any

import numpy as np
from whoosh.codec.base import Automata, FieldCursor
from whoosh.columns import ColumnReader, TranslatingColumnReader
from whoosh.reading import IndexReader as WhooshReader
from whoosh.reading import TermInfo, TermNotFound
from whoosh.scoring import BaseScorer
from whoosh.searching import Searcher
from whoosh.util.times import long_to_datetime

from tracuu.index.arrays import Array
from tracuu.index.reader import IndexReader
from tracuu.index.whoosh_fields import UNDATED, DateField, Field, TermPostings, open_fields
from tracuu.index.whoosh_matcher import PostingsMatcher
from tracuu.index.whoosh_schema import schema, stored_fields

__all__ = ["ArticleIndexReader", "Searcher"]


class ArticleIndexReader(WhooshReader):  # type: ignore[misc]  # whoosh has no types
    """All segments as one, under the article numbers of the snapshot; any number of threads may share it.

    As on every Whoosh index, frequencies and lengths count deleted articles until a merge drops them. Methods
    raise Whoosh's ``TermNotFound`` for a field or term that is not there.
    """

    def __init__(self, snapshot: IndexReader) -> None:
        """Wrap a snapshot; nothing is read before it is needed."""
        self.snapshot = snapshot
        self.schema = schema()
        self._dates = DateField(snapshot)
        self._fields: dict[str, Field] = open_fields(snapshot)

    def searcher(self, **options: Any) -> Searcher:
        """A searcher, for one thread; ``options`` are Whoosh's (``weighting``)."""
        return Searcher(self, **options)

    def generation(self) -> int:
        return self.snapshot.toc.generation

    # Articles
...
