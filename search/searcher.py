"""Searching, as an application sees it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from itertools import chain
from pathlib import Path
from typing import Any, Literal, get_args

import numpy as np

from tracuu.analyzers.errors import QueryError
from tracuu.index.arrays import Array
from tracuu.index.article import Article
from tracuu.index.article_index import ArticleIndex
from tracuu.index.heap import keep_freed_memory
from tracuu.index.reader import IndexReader
from tracuu.search.advice import advice
from tracuu.search.answer import Answer
from tracuu.search.collect import SORTS, Sort, facet_counts, shortlist, tiers
from tracuu.search.filters import Filters
from tracuu.search.highlighting import Highlighted
from tracuu.search.names import FoundNames, find_names
from tracuu.search.nodes import Marks, Query
from tracuu.search.proximity import RESCORED
from tracuu.search.results import Explanation, Hit, Results, TopHits
from tracuu.search.scoring import Ranking
from tracuu.search.snapshot import Snapshot
from tracuu.search.snippets import highlight, snippets
from tracuu.search.suggest import Suggestion
from tracuu.search.suggest import suggest as complete
from tracuu.search.variants.aliases import Aliases, default_aliases
from tracuu.search.variants.dates import dates
from tracuu.search.variants.documents import document_numbers
from tracuu.search.variants.names import Names
from tracuu.search.variants.roman import roman_numerals
from tracuu.search.variants.solid import Solid

FacetField = Literal["tag", "source", "author", "year"]
_ARRAYS = 4 * 1024 * 1024
"""Bytes that arrays of a query have at most, for half a million articles."""
FACETS: tuple[FacetField, ...] = get_args(FacetField)


class Searcher:
    """Searches an index; it follows the index's commits, and any number of threads may share it.

    >>> import tempfile
    >>> index = ArticleIndex.create(tempfile.mkdtemp())
    >>> _ = index.add(Article(id="1", title="Ngoại giao", body="Bộ trưởng Bùi Thanh Sơn dự hội nghị."))
    >>> index.commit()
    >>> for hit in Searcher(index).search("bui thanh son"):
    ...     print(hit.title, "-", hit.snippets[0].text.plain())
    Ngoại giao - Bộ trưởng [Bùi Thanh Sơn] dự hội nghị.
    """

    def __init__(
        self,
        index: ArticleIndex | str | Path,
        ranking: Ranking | None = None,
        *,
        variants: bool = True,
        aliases: Aliases | None = None,
        memory: int | None = None,
    ) -> None:
        """Search an index, or the one in a folder.

        Args:
            index: what to search; its commits are followed.
            ranking: the numbers by which hits are ordered.
            variants: whether other spellings of what is typed are looked for as well, behind it: of dates, numbers
                of documents, Roman numerals, acronyms, names of people, words run together. What has other
                spellings is looked for as a whole: "cấp 3" is not found where "cấp" and "3" stand apart.
            aliases: which acronyms and other spellings mean the same (``read_aliases``); none for the default ones.
            memory: bytes of what queries have decoded that the next ones may find in memory; beside it a process
                takes some 40 MB. None for 1,150 bytes an article, at least 34 MB and at most 345 MB.

        Raises:
            IndexNotFoundError, IndexVersionError, IndexDamagedError: see ``ArticleIndex``.
            QueryError: ``memory`` is no number of bytes.
        """
        if memory is not None and not (isinstance(memory, int) and memory >= 0):
            raise QueryError(f"memory must be a number of bytes, 0 or more, not {memory!r}")
        keep_freed_memory(_ARRAYS)
        self.index = index if isinstance(index, ArticleIndex) else ArticleIndex(index)
        self._ranking = ranking or Ranking()
        self._variants = variants
        self._aliases = aliases
        self._memory = memory
        self._snapshot = self._open(self.index.reader)

    def _open(self, reader: IndexReader) -> Snapshot:
        if not self._variants:
            return Snapshot(reader, self._ranking, memory=self._memory)
        aliases = default_aliases() if self._aliases is None else self._aliases
        recognisers = (document_numbers, dates, roman_numerals, Names(reader), aliases, Solid(reader))
        return Snapshot(reader, self._ranking, recognisers, self._memory)

    @property
    def snapshot(self) -> Snapshot:
        """The newest commit that the index object has seen, ready to be searched."""
        reader, snapshot = self.index.reader, self._snapshot
        if snapshot.reader is not reader:  # what another thread opens meanwhile is not for this call
            snapshot = self._snapshot = self._open(reader)
        return snapshot

    def search(
        self,
        query: str,
        *,
        limit: int = 10,
        offset: int = 0,
        marks: Marks = "auto",
        sort: Sort = "relevance",
        filters: Filters | None = None,
        facets: Sequence[FacetField] = (),
        snippet_count: int = 1,
        snippet_width: int = 240,
        suggest: bool = True,
        keystrokes: bool = True,
    ) -> Results:
        """Find articles.

        Args:
            query: in the language of ``syntax``; whatever a person types.
            limit: hits on this page.
            offset: hits before this page.
            marks: ``auto``: marks typed are a constraint, marks left off are not; ``exact``: as typed; ``ignore``.
            sort: by ``relevance``, ``date`` (newest first), ``-date`` (oldest first) or ``title``.
            filters: what to search in.
            facets: fields whose values are counted.
            snippet_count: passages for each hit, 0 for none.
            snippet_width: of a passage, in code points.
            suggest: whether the first page comes with other queries to try; they cost some milliseconds.
            keystrokes: whether plain words may be read as Telex, VNI or VIQR, typed with the keyboard program
                switched off (``Buif Thanh Sown``); what was typed is looked for as well, at a low weight.

        Raises:
            QueryError: the query is empty of anything to look up, or too long; a filter makes no sense.
        """
        _check(sort, limit, offset, snippet_count, snippet_width)
        for name in facets:
            if name not in FACETS:
                raise QueryError(f"cannot count the values of {name!r}: count those of {', '.join(FACETS)}")
        snapshot = self.snapshot
        answer = Answer(snapshot, query, marks, filters, keystrokes=keystrokes)
        found, scores = answer.first(offset + limit, sort)
        reading = answer.reading
        return Results(
            query=query,
            total=answer.total,
            partial=int(np.count_nonzero(reading.partial)),
            hits=tuple(_hits(snapshot, answer, found[offset:].tolist(), scores, snippet_count, snippet_width)),
            relaxed=tuple(reading.relaxed),
            facets={name: facet_counts(snapshot.reader, name, reading.best) for name in facets},
            suggestions=advice(snapshot, answer) if suggest and not offset else (),
            offset=offset,
            keystrokes=answer.plan.keystrokes,
        )

    def find(
        self,
        query: str,
        *,
        limit: int = 10,
        marks: Marks = "auto",
        sort: Sort = "relevance",
        filters: Filters | None = None,
        keystrokes: bool = True,
    ) -> TopHits:
        """Which articles ``search`` finds, and their scores: for who has the articles elsewhere. No text is fetched.

        Raises:
            QueryError: as for ``search``.
        """
        _check(sort, limit)
        snapshot = self.snapshot
        answer = Answer(snapshot, query, marks, filters, keystrokes=keystrokes)
        found, scores = answer.first(limit, sort)
        ids = snapshot.reader.ids(found.tolist())
        return TopHits(answer.total, list(zip(ids, scores[found].tolist(), strict=True)))

    def top(self, query: Query | Any, limit: int = 10) -> TopHits:
        """The best articles for a query tree: plain BM25F over its terms, nothing relaxed, no text fetched.

        Args:
            query: a node of ``tracuu.search.nodes``, or any query of Whoosh's over the fields of the index
                (``title``, ``body`` ...); its terms are those of the index: canonical syllables.
            limit: hits.

        Raises:
            QueryError: the query is of a kind that cannot be evaluated.
        """
        if not isinstance(query, Query):
            from tracuu.search.whoosh_queries import from_whoosh  # only who asks for Whoosh loads it

            query = from_whoosh(query)
        return self.snapshot.trees.top(query, max(limit, 0))

    def suggest(self, prefix: str, limit: int = 10) -> tuple[Suggestion, ...]:
        """The most frequent completions of what was typed so far, with marks or without.

        Where nothing begins so: of what it is if it is keystrokes, an acronym, or words run together.
        """
        snapshot = self.snapshot
        found = complete(snapshot, prefix, limit)
        if not found:
            with suppress(QueryError):  # what cannot be a query may still be the beginning of one
                for text in snapshot.respelled(prefix):
                    if found := complete(snapshot, text, limit):
                        break
        return found

    def names(self, query: str, limit: int = 20) -> FoundNames:
        """People and places by any spelling of their names, with counts of articles.

        Where no name fits: by what the query is if it is keystrokes, an acronym, or words run together.
        """
        snapshot = self.snapshot
        for text in chain((query,), snapshot.respelled(query)):
            if found := find_names(snapshot, text, limit):
                break
        return found

    def explain(
        self,
        query: str,
        id: str,
        *,
        marks: Marks = "auto",
        keystrokes: bool = True,
        filters: Filters | None = None,
    ) -> Explanation:
        """How an article comes to its score for a query, term by term.

        Pairs of syllables count in the best articles only, so the filters of the search make a difference.

        Raises:
            ArticleNotFoundError: no article has this id.
            QueryError: as for ``search``.
        """
        snapshot = self.snapshot
        doc = snapshot.reader.number_of(id)
        answer = Answer(snapshot, query, marks, filters, keystrokes=keystrokes)
        terms = snapshot.scored_terms.of(answer.scored)
        contributions = [snapshot.scorer.explain(term, doc) for term in terms]
        in_order = tiers(answer.reading, "relevance", answer.plan.is_question)
        if doc in shortlist(in_order, snapshot.scorer.scores(terms), RESCORED):
            contributions += snapshot.proximity.explain(answer.scored, doc)
        return Explanation(
            id,
            sum(c.score for c in contributions),
            answer.match(doc),
            tuple(sorted(contributions, key=lambda c: -c.score)),
        )

    def highlight(
        self, query: str, article: Article, *, marks: Marks = "auto", keystrokes: bool = True
    ) -> tuple[Highlighted, Highlighted]:
        """Title and body of an article with everything highlighted that the query finds there.

        Raises:
            QueryError: as for ``search``.
        """
        finder = Answer(self.snapshot, query, marks, keystrokes=keystrokes).finder
        title, body = (
            highlight(text, finder.find(text, field))
            for text, field in ((article.title, "title"), (article.body, "body"))
        )
        return title, body


def _hits(
    snapshot: Snapshot, answer: Answer, docs: Sequence[int], scores: Array, snippet_count: int, snippet_width: int
) -> Iterator[Hit]:
    """Articles as hits; their texts are looked through together."""
    articles = [snapshot.reader.article(doc) for doc in docs]
    bodies = [article.body if snippet_count else "" for article in articles]
    found = answer.finder.find_all({"title": [article.title for article in articles], "body": bodies})
    for doc, article, in_title, in_body in zip(docs, articles, found["title"], found["body"], strict=True):
        yield Hit(
            id=article.id,
            title=highlight(article.title, in_title),
            score=float(scores[doc]),
            match=answer.match(doc) or "partial",
            snippets=snippets(article.body, in_body, answer.weights, count=snippet_count, width=snippet_width),
            article=article,
        )


def _check(sort: str, *counts: int) -> None:
    if min(counts) < 0:
        names = "limit, offset, snippet_count and snippet_width"
        raise QueryError(f"{names} count from 0: not {', '.join(map(str, counts))}")
    if sort not in SORTS:
        raise QueryError(f"cannot sort by {sort!r}: sort by one of {', '.join(SORTS)}")
