"""Searching, as an application sees it."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Literal, get_args

import numpy as np

from tracuu.analyzers.errors import QueryError
from tracuu.index.arrays import Array
from tracuu.index.article import Article
from tracuu.index.article_index import ArticleIndex
from tracuu.index.heap import keep_freed_memory
from tracuu.index.postings import Ints
from tracuu.search.collect import SORTS, Sort, collect, facet_counts, shortlist, tiers
from tracuu.search.filters import Filters
from tracuu.search.highlighting import Highlighted
from tracuu.search.names import FoundNames, find_names
from tracuu.search.nodes import Marks, Query, Unit, Words
from tracuu.search.occurrences import OccurrenceFinder
from tracuu.search.plan import Plan
from tracuu.search.proximity import RESCORED
from tracuu.search.relax import Reading, read
from tracuu.search.results import Explanation, Hit, Match, Results, TopHits
from tracuu.search.scoring import Ranking
from tracuu.search.snapshot import Snapshot
from tracuu.search.snippets import highlight, snippets
from tracuu.search.spelling import finds, nearest_spelling, restore_marks
from tracuu.search.suggest import Suggestion
from tracuu.search.suggest import suggest as complete
from tracuu.search.syntax import parse_query
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
    ) -> None:
        """Search an index, or the one in a folder.

        Args:
            index: what to search; its commits are followed.
            ranking: the numbers by which hits are ordered.
            variants: whether other spellings of what is typed are looked for as well, behind it: of dates, numbers
                of documents, Roman numerals, acronyms, names of people, words run together. What has other
                spellings is looked for as a whole: "cấp 3" is not found where "cấp" and "3" stand apart.
            aliases: which acronyms and other spellings mean the same (``read_aliases``); none for the default ones.

        Raises:
            IndexNotFoundError, IndexVersionError, IndexDamagedError: see ``ArticleIndex``.
        """
        keep_freed_memory(_ARRAYS)
        self.index = index if isinstance(index, ArticleIndex) else ArticleIndex(index)
        self._ranking = ranking or Ranking()
        self._variants = variants
        self._aliases = aliases
        self._snapshot = self._open()

    def _open(self) -> Snapshot:
        reader = self.index.reader
        if not self._variants:
            return Snapshot(reader, self._ranking)
        aliases = default_aliases() if self._aliases is None else self._aliases
        recognisers = (document_numbers, dates, roman_numerals, Names(reader), aliases, Solid(reader))
        return Snapshot(reader, self._ranking, recognisers)

    @property
    def snapshot(self) -> Snapshot:
        """The newest commit that the index object has seen, ready to be searched."""
        if self._snapshot.reader is not self.index.reader:
            self._snapshot = self._open()
        return self._snapshot

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
        plan, reading, found, scores = self._ranked(snapshot, query, offset + limit, marks, sort, filters, keystrokes)
        first = found[offset:]
        finder, weights = _finder(snapshot, plan, reading)
        return Results(
            query=query,
            total=int(np.count_nonzero(reading.full)),
            partial=int(np.count_nonzero(reading.partial)),
            hits=tuple(
                self._hits(snapshot, first.tolist(), scores, reading, finder, weights, snippet_count, snippet_width)
            ),
            relaxed=tuple(reading.relaxed),
            facets={name: facet_counts(snapshot.reader, name, reading.best) for name in facets},
            suggestions=_advice(snapshot, _as_read(query, plan), marks, filters, reading, plan)
            if suggest and not offset
            else (),
            offset=offset,
            keystrokes=plan.keystrokes,
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
        _, reading, found, scores = self._ranked(snapshot, query, limit, marks, sort, filters, keystrokes)
        ids = snapshot.reader.ids(found.tolist())
        return TopHits(int(np.count_nonzero(reading.full)), list(zip(ids, scores[found].tolist(), strict=True)))

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
        """The most frequent completions of what was typed so far, with marks or without."""
        return complete(self.snapshot, prefix, limit)

    def names(self, query: str, limit: int = 20) -> FoundNames:
        """People and places by any spelling of their names, with counts of articles.

        Where no name fits: by what the query is if it is keystrokes, an acronym, or words run together.
        """
        snapshot = self.snapshot
        for text in (query, *snapshot.respelled(query)):
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
        plan = self._plan(snapshot, query, marks, keystrokes)
        reading = self._read(snapshot, plan, filters)
        answered = _answered(plan, reading)
        terms = snapshot.scored_terms.of(answered)
        contributions = [snapshot.scorer.explain(term, doc) for term in terms]
        if doc in shortlist(tiers(reading, "relevance", plan.is_question), snapshot.scorer.scores(terms), RESCORED):
            contributions += snapshot.proximity.explain(answered, doc)
        match = _match(reading, doc) if reading.full[doc] or reading.partial[doc] else None
        return Explanation(
            id,
            sum(c.score for c in contributions),
            match,
            tuple(sorted(contributions, key=lambda c: -c.score)),
        )

    def highlight(
        self, query: str, article: Article, *, marks: Marks = "auto", keystrokes: bool = True
    ) -> tuple[Highlighted, Highlighted]:
        """Title and body of an article with everything highlighted that the query finds there.

        Raises:
            QueryError: as for ``search``.
        """
        snapshot = self.snapshot
        plan = self._plan(snapshot, query, marks, keystrokes)
        finder, _ = _finder(snapshot, plan, self._read(snapshot, plan, None))
        title, body = (
            highlight(text, finder.find(text, field))
            for text, field in ((article.title, "title"), (article.body, "body"))
        )
        return title, body

    def _ranked(
        self,
        snapshot: Snapshot,
        query: str,
        count: int,
        marks: Marks,
        sort: Sort,
        filters: Filters | None,
        keystrokes: bool,
    ) -> tuple[Plan, Reading, Ints, Array]:
        """What was asked, how it was answered, the first articles, and the scores of all."""
        plan = self._plan(snapshot, query, marks, keystrokes)
        reading = self._read(snapshot, plan, filters)
        found, scores = collect(snapshot, _answered(plan, reading), tiers(reading, sort, plan.is_question), sort, count)
        return plan, reading, found, scores

    def _plan(self, snapshot: Snapshot, query: str, marks: Marks, keystrokes: bool) -> Plan:
        if marks not in ("auto", "exact", "ignore"):
            raise QueryError(f"marks are read as auto, exact or ignore, not {marks!r}")
        plan = snapshot.plan(query, marks, keystrokes=keystrokes)
        if plan.is_empty:
            raise QueryError("the query has no word to look up: type at least one letter or digit")
        return plan

    @staticmethod
    def _read(snapshot: Snapshot, plan: Plan, filters: Filters | None) -> Reading:
        """How the query is answered; a quotation beside words is relaxed, like them, if nothing is found with it."""
        base = snapshot.reader.live.copy()
        quotations = [query for query in plan.required if isinstance(query, Unit) and query.is_quotation]
        for required in [*plan.required, *(filters.queries() if filters else [])]:
            if required not in quotations:
                base &= snapshot.mask(required)
        for excluded in plan.excluded:
            base &= ~snapshot.mask(excluded)
        reading = read(snapshot, plan.units, np.logical_and.reduce([base, *map(snapshot.mask, quotations)]))
        if quotations and plan.units and not (reading.full.any() or reading.partial.any()):
            return read(snapshot, [*plan.units, *quotations], base)
        return reading

    @staticmethod
    def _hits(
        snapshot: Snapshot,
        docs: Sequence[int],
        scores: Array,
        reading: Reading,
        finder: OccurrenceFinder,
        weights: Sequence[float],
        snippet_count: int,
        snippet_width: int,
    ) -> Iterator[Hit]:
        articles = [snapshot.reader.article(doc) for doc in docs]
        bodies = [article.body if snippet_count else "" for article in articles]
        found = finder.find_all({"title": [article.title for article in articles], "body": bodies})
        for doc, article, in_title, in_body in zip(docs, articles, found["title"], found["body"], strict=True):
            yield Hit(
                id=article.id,
                title=highlight(article.title, in_title),
                score=float(scores[doc]),
                match=_match(reading, doc),
                snippets=snippets(article.body, in_body, weights, count=snippet_count, width=snippet_width),
                article=article,
            )


def _as_read(query: str, plan: Plan) -> str:
    return plan.keystrokes.text if plan.keystrokes else query.strip()


def _check(sort: str, *counts: int) -> None:
    if min(counts) < 0:
        names = "limit, offset, snippet_count and snippet_width"
        raise QueryError(f"{names} count from 0: not {', '.join(map(str, counts))}")
    if sort not in SORTS:
        raise QueryError(f"cannot sort by {sort!r}: sort by one of {', '.join(SORTS)}")


def _advice(
    snapshot: Snapshot, query: str, marks: Marks, filters: Filters | None, reading: Reading, plan: Plan
) -> tuple[str, ...]:
    """Of plain words: the marks that were left off, or where nothing is as typed the nearest spelling.

    A question that articles answer in part is not misspelt.
    """
    tree = parse_query(query, marks)
    if marks != "auto" or not isinstance(tree, Words) or tree.required:
        return ()
    base = snapshot.reader.live.copy()
    for required in filters.queries() if filters else []:
        base &= snapshot.mask(required)
    if reading.relaxed or not reading.full.any():
        answered = plan.is_question and reading.partial.any()
        return () if answered else tuple(nearest_spelling(snapshot, query, base))
    restored = restore_marks(snapshot, query)
    return (restored,) if restored and finds(snapshot, restored, base) else ()


def _answered(plan: Plan, reading: Reading) -> Plan:
    """The plan under the rules of marks that are answered in the end: this is what scores."""
    free = {match.unit.text for match in reading.matches if match.unit.marks == "ignore"}
    if not free:
        return plan
    return plan.with_runs(
        [
            [unit.with_marks("ignore") if unit.text in free and unit.marks == "auto" else unit for unit in run]
            for run in plan.runs
        ]
    )


def _match(reading: Reading, doc: int) -> Match:
    return "full" if reading.full[doc] else "partial"


def _finder(snapshot: Snapshot, plan: Plan, reading: Reading) -> tuple[OccurrenceFinder, list[float]]:
    """What to highlight, and what each unit is worth in a passage: the rarer, the more."""
    relaxable = set(plan.units)
    counts = {match.unit: np.count_nonzero(match.any) for match in reading.matches}
    counts |= {unit: np.count_nonzero(snapshot.mask(unit)) for unit in plan.text_units() if unit not in relaxable}
    weights = [math.log(1 + len(snapshot.reader) / (1 + count)) for count in counts.values()]
    return OccurrenceFinder(list(counts), plan.wide), weights + [1.0] * len(plan.wide)
