"""The engines against each other: first whether they agree, then how long they take."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from benchmarks.speed.engines import Ask, Engine, Kind
from benchmarks.speed.indexes import Indexes
from benchmarks.speed.query_sets import QuerySets
from benchmarks.speed.timing import Latency, race

Latencies = Mapping[str, Latency]
"""Of engines, by their names."""


class WrongAnswerError(Exception):
    """Engines differ on how many articles answer a query: nothing is timed then."""


class Contest:
    """The engines on one corpus; an index is built or opened when a set first needs it."""

    def __init__(self, indexes: Indexes, subset: Indexes | None, sets: QuerySets) -> None:
        """Ask ``sets`` of the engines on ``indexes``; of stock Whoosh on ``subset``, if there is one."""
        from benchmarks.speed.engines.bm25s_engine import Bm25sEngine
        from benchmarks.speed.engines.fts5_engine import Fts5Engine
        from benchmarks.speed.engines.tantivy_engine import TantivyEngine
        from benchmarks.speed.engines.tracuu_engine import TracuuEngine
        from benchmarks.speed.engines.whoosh_engine import WhooshEngine

        self._sets = sets
        self._subset = subset
        corpus = indexes.corpus
        self.tracuu = cache(lambda: TracuuEngine(corpus, indexes.path("tracuu", "raw")))
        self.tantivy = cache(lambda: TantivyEngine(corpus, indexes.path("tantivy", "canonical")))
        self.folding = cache(lambda: TantivyEngine(corpus, indexes.path("tantivy", "folding")))
        self.fts5 = cache(lambda: Fts5Engine(corpus, indexes.path("FTS5", "canonical")))
        self.folded = cache(lambda: Fts5Engine(corpus, indexes.path("FTS5", "folded")))
        self.bm25s = cache(lambda: Bm25sEngine(corpus, indexes.path("bm25s", "canonical")))
        self.whoosh = cache(lambda whoosh: WhooshEngine(whoosh.corpus, whoosh.path("Whoosh", "canonical")))

    def nodes(self, kind: Kind, rounds: int) -> Latencies:
        """A set of query trees, after the totals of every query have been found equal."""
        queries = {"or": self._sets.any_of, "and": self._sets.all_of, "phrase": self._sets.phrase}[kind]
        engines: dict[str, Engine] = {"tracuu": self.tracuu(), "tantivy": self.tantivy(), "FTS5": self.fts5()}
        if kind == "or":
            engines["bm25s"] = self.bm25s()
        check_totals(kind, queries, engines)
        asks = {name: [engine.top(kind, terms) for terms in queries] for name, engine in engines.items()}
        asks["tantivy, no total"] = [self.tantivy().top_uncounted(kind, terms) for terms in queries]
        if self._subset:
            stock = self.whoosh(self._subset)
            asks[f"Whoosh, {self._subset.corpus.articles:,} articles"] = [stock.top(kind, terms) for terms in queries]
        return race(asks, rounds)

    def names(self, rounds: int) -> Latencies:
        """Unmarked names."""
        asks: dict[str, list[Ask]] = {
            "tracuu": [self.tracuu().name(terms) for terms in self._sets.names],
            "FTS5, folded": [self.folded().name(terms) for terms in self._sets.names],
        }
        return race(asks, rounds)

    def agreeing_names(self) -> float:
        """The share of names where FTS5's folded phrase has as many articles as tracuu finds."""
        search = self.tracuu().searcher.search
        same = [
            search(" ".join(terms), limit=0, suggest=False).total == self.folded().name_total(terms)
            for terms in self._sets.names
        ]
        return sum(same) / len(same)

    def searches(self, rounds: int) -> Latencies:
        """The whole of a search; tantivy finds unmarked words in an index of raw text that folds its terms."""
        asks: dict[str, list[Ask]] = {
            "tracuu": [self.tracuu().search(terms) for terms in self._sets.searches],
            "tantivy": [
                *(self.tantivy().search(terms) for terms in self._sets.marked),
                *(self.folding().search(terms) for terms in self._sets.unmarked),
            ],
            "tracuu, suggestions": [self.tracuu().search(terms, suggest=True) for terms in self._sets.searches],
        }
        return race(asks, rounds)


def check_totals(kind: Kind, queries: list[list[str]], engines: Mapping[str, Engine]) -> None:
    """Raise WrongAnswerError unless all engines count as many articles for every query."""
    for terms in queries:
        totals = {name: engine.total(kind, terms) for name, engine in engines.items()}
        if len(set(totals.values())) != 1:
            raise WrongAnswerError(f"{kind} of {' '.join(terms)!r}: {totals}")
