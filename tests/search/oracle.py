"""Search by looking at every article: slow, and so simple that it is hard to get wrong.

Nothing of the index is used: the live articles are tokenised again, counted again, and compared syllable by syllable.
What a query says (``parse_query``) and when a mark may be left off (``covers``) are taken as given; they have tests of
their own.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import combinations, pairwise

from tracuu.analyzers import (
    Segmenter,
    VietnameseTokenizer,
    WordDictionary,
    class_key,
    covers,
    find_names,
    fold,
    is_bare,
    is_syllable,
)
from tracuu.index import Article
from tracuu.search import Ranking
from tracuu.search.comparing import edit_distance
from tracuu.search.nodes import And, DateRange, Marks, Not, NullQuery, Or, Query, Syllable, Unit, Words
from tracuu.search.pattern_nodes import Fuzzy, Keyword, Pattern
from tracuu.search.plan import QUESTION_UNITS, QUESTION_WORDS
from tracuu.search.syntax import parse_query

FIELDS = ("title", "body")
BEST = 100  # articles that get the score of pairs


@dataclass
class Answer:
    """What the oracle says: full matches; all ids with scores, best first; what was dropped, as (kind, unit)."""

    full: set[str]
    partial: int
    ranked: list[tuple[str, float]]
    relaxed: list[tuple[str, str]]


@dataclass
class Asked:
    """A query taken apart."""

    units: list[Unit] = field(default_factory=list)
    required: list[Query] = field(default_factory=list)
    excluded: list[Query] = field(default_factory=list)
    runs: list[list[Unit]] = field(default_factory=list)
    wide: list[Pattern | Fuzzy] = field(default_factory=list)


def matches(syllable: Syllable, term: str) -> bool:
    """Whether a syllable of a query means a term."""
    if syllable.marks == "ignore":
        return fold(syllable.text) == fold(term)
    if syllable.marks == "exact":
        return class_key(syllable.text) == class_key(term)
    return covers(syllable.text, term)


def stands(accepts: Sequence[Callable[[str], bool]], terms: Sequence[str], slop: int) -> bool:
    """Whether terms that are accepted one after the other stand in this order, each at most ``slop`` further on."""
    ends = {place for place, term in enumerate(terms) if accepts[0](term)}
    for accept in accepts[1:]:
        near = {place + step for place in ends for step in range(1, slop + 1)}
        ends = {place for place in near if place < len(terms) and accept(terms[place])}
    return bool(ends)


class Oracle:
    """Answers queries over some articles, in their order."""

    def __init__(
        self, articles: Iterable[Article], segmenter: Segmenter | None = None, ranking: Ranking | None = None
    ) -> None:
        self.articles = list(articles)
        self.ranking = ranking or Ranking()
        tokenizer = VietnameseTokenizer()
        self.terms = [{f: [t.text for t in tokenizer.tokenize(getattr(a, f))] for f in FIELDS} for a in self.articles]
        self.words = [{f: segmenter.words(getattr(a, f)) if segmenter else [] for f in FIELDS} for a in self.articles]

    @cached_property
    def names(self) -> set[tuple[str, ...]]:
        """The names in all titles and bodies."""
        texts = [getattr(article, f) for article in self.articles for f in FIELDS]
        return {tuple(n.key.split(" ")) for t in texts for n in find_names(t, VietnameseTokenizer().tokenize(t))}

    # What a query asks for

    def ask(self, query: str, marks: Marks) -> Asked:
        """The query as units to be found, and what else must or must not match."""
        asked = Asked()
        tree = parse_query(query, marks)
        for clause in list(tree.children()) if isinstance(tree, And) else [tree]:
            if isinstance(clause, Words) and not clause.required and marks != "exact":
                asked.runs.append(self.cut(clause, query))
                asked.units += asked.runs[-1]
            elif isinstance(clause, Not):
                asked.excluded.append(self.resolve(clause.query, query, Asked()))
            elif clause != NullQuery:
                asked.required.append(self.resolve(clause, query, asked))
        return asked

    def resolve(self, node: Query, query: str, asked: Asked) -> Query:
        """A node with its words cut into units; what scores is noted down."""
        if isinstance(node, Words):
            asked.runs.append(self.cut(node, query))
            return And(asked.runs[-1])
        if isinstance(node, Unit):
            asked.runs.append([node])
        elif isinstance(node, Pattern | Fuzzy):
            asked.wide.append(node)
        elif isinstance(node, Not):
            return Not(self.resolve(node.query, query, Asked()))
        elif isinstance(node, And | Or):
            return type(node)([self.resolve(child, query, asked) for child in node.children()])
        return node

    def cut(self, words: Words, query: str) -> list[Unit]:
        """Units: compounds as typed, else the longest name, else the longest word, from the left."""
        units = []
        rest = list(words.tokens)
        while rest:
            size = sum(token.compound == rest[0].compound for token in rest) if rest[0].compound >= 0 else 1
            if size == 1:
                size = self.longest([token.text for token in rest[: limit(rest, query)]])
            syllables = tuple(Syllable(token.text, words.fields, words.marks) for token in rest[:size])
            units.append(Unit(syllables, required=words.required, tokens=tuple(rest[:size])))
            rest = rest[size:]
        return units

    def longest(self, terms: list[str]) -> int:
        """How many of these terms are one name or word; one with wrong marks only if nothing else is as long."""
        sizes = range(1, min(len(terms), 6) + 1)
        fitting = [n for n in sizes if any(len(name) == n and all(map(covers, terms, name)) for name in self.names)]
        alike = [n for n in sizes if any([*map(fold, name)] == [*map(fold, terms[:n])] for name in self.names)]
        word = WordDictionary.default().longest(terms, 0, len(terms))
        known = max([word, 1, *fitting])
        near = max([1, *alike])
        return near if near > known and (near > 2 or known == 1) else known

    # What matches

    def stands(self, unit: Unit, doc: int, bare: bool = False) -> bool:
        """Whether a unit stands in an article: with marks that it allows, or all of it without any."""
        accepts: list[Callable[[str], bool]] = [
            (lambda term, s=s: is_bare(term) and fold(term) == s.fold) if bare else (lambda term, s=s: matches(s, term))
            for s in unit.syllables
        ]
        return any(stands(accepts, self.terms[doc][f], unit.slop) for f in unit.fields)

    def stands_bare(self, unit: Unit, doc: int) -> bool:
        """Whether a marked unit stands in an article without a mark; a single syllable only if it is none without."""
        if unit.marks != "auto" or all(is_bare(s.text) for s in unit.syllables):
            return False
        if len(unit.syllables) == 1 and is_syllable(fold(unit.syllables[0].text)):
            return False
        return self.stands(unit, doc, bare=True)

    def holds(self, node: Query, doc: int) -> bool:
        """Whether an article matches a node."""
        article = self.articles[doc]
        if isinstance(node, Unit):
            return self.stands(node, doc) or self.stands_bare(node, doc)
        if isinstance(node, And):
            return all(self.holds(child, doc) for child in node.children())
        if isinstance(node, Or):
            return any(self.holds(child, doc) for child in node.children())
        if isinstance(node, Not):
            return not self.holds(node.query, doc)
        if isinstance(node, Pattern | Fuzzy):
            return any(self.fits(node, term) for f in node.fields for term in self.terms[doc][f])
        if isinstance(node, Keyword):
            several = {"tag": article.tags, "author": article.authors}
            values = several.get(node.fieldname) or [getattr(article, node.fieldname, "")]
            return any(node.matches(value) for value in values if value)
        assert isinstance(node, DateRange), node
        if article.date is None:
            return False
        day = str(article.date)
        return (not node.startdate or str(node.startdate)[:10] <= day) and (
            not node.enddate or day <= str(node.enddate)[:10]
        )

    @staticmethod
    def fits(node: Pattern | Fuzzy, term: str) -> bool:
        """Whether a term fits a pattern, or is like another but for a letter or two behind the first."""
        if isinstance(node, Pattern):
            return node.accepts(term)
        alike = fold(term)
        return alike[:1] == node.fold[:1] and edit_distance(node.fold, alike, 9) <= node.distance

    # What scores

    def score_of_term(
        self, counts: list[dict[str, int]], lengths: list[dict[str, int]], fields: Sequence[str]
    ) -> tuple[list[float], float]:
        """BM25F of something that occurs so often in the fields of each article, and its idf."""
        n, k1, b = len(self.articles), self.ranking.k1, self.ranking.b
        df = sum(any(count[f] for f in fields) for count in counts)
        idf = math.log(1 + (n - df + 0.5) / (df + 0.5))
        average = {f: sum(length[f] for length in lengths) / n for f in fields}
        scores = []
        for count, length in zip(counts, lengths, strict=True):
            x = sum(
                self.ranking.fields[f] * count[f] / (1 - b + b * length[f] / average[f]) for f in fields if count[f]
            )
            scores.append(idf * x * (k1 + 1) / (k1 + x))
        return scores, idf

    def score_of(self, fields: Sequence[str], count: Callable[[list[str]], int], words: bool = False) -> list[float]:
        """The score of whatever occurs ``count(terms)`` times in the terms of a field."""
        texts = self.words if words else self.terms
        counts = [{f: count(text[f]) for f in fields} for text in texts]
        lengths = [{f: len(text[f]) for f in fields} for text in texts]
        return self.score_of_term(counts, lengths, fields)[0]

    def parts(self, asked: Asked) -> Iterable[tuple[float, list[float]]]:
        """Weight and score of all that was asked for, but for the pairs."""
        weight = self.ranking
        marked = any(not is_bare(s.text) for run in asked.runs for unit in run for s in unit.syllables)
        for run in asked.runs:
            syllables = [s for unit in run for s in unit.syllables]
            for s in syllables:
                yield weight.syllables, self.score_of(s.fields, counter(lambda term, s=s: matches(s, term)))
                if s.marks == "auto" or (s.marks == "ignore" and not is_bare(s.text)):
                    exact = class_key(s.text)
                    yield weight.exact, self.score_of(s.fields, counter(lambda term, e=exact: class_key(term) == e))
            for first, second in pairwise(syllables):
                pair = (fold(first.text), fold(second.text))
                yield weight.bigrams, self.score_of(first.fields, lambda terms, p=pair: neighbours(terms).count(p))
            for unit in run if marked else []:
                typed = [s.text for s in unit.syllables]
                if len(typed) == 1 or WordDictionary.default().words_covering(typed):
                    count = counter(lambda word, t=typed: covers_all(t, word.split("_")))
                    yield weight.words, self.score_of(unit.fields, count, words=True)
        for node in asked.wide:
            yield weight.syllables, self.score_of(node.fields, counter(lambda term, n=node: self.fits(n, term)))

    def pairs(self, asked: Asked) -> Iterable[tuple[Syllable, Syllable]]:
        """Different syllables typed at most three apart, each two of them once."""
        seen = set()
        for run in asked.runs:
            syllables = [s for unit in run for s in unit.syllables]
            for (i, first), (j, second) in combinations(enumerate(syllables), 2):
                if j - i <= 3 and first != second and frozenset((first, second)) not in seen:
                    seen.add(frozenset((first, second)))
                    yield first, second

    def score_of_pair(self, first: Syllable, second: Syllable) -> list[float]:
        """The score of a pair: how often the first stands at most four from the second; the idf of the rarer."""
        fields = first.fields
        lengths = [{f: len(text[f]) for f in fields} for text in self.terms]
        held = [
            [{f: sum(matches(s, term) for term in text[f]) for f in fields} for text in self.terms]
            for s in (first, second)
        ]
        rarer = max(self.score_of_term(counts, lengths, fields)[1] for counts in held)
        counts = [{f: near(text[f], first, second) for f in fields} for text in self.terms]
        scores, idf = self.score_of_term(counts, lengths, fields)
        return [rarer * score / idf for score in scores]

    # The answer

    def search(self, query: str, marks: Marks = "auto") -> Answer:
        """All that matches, in order."""
        asked = self.ask(query, marks)
        everything = range(len(self.articles))
        base = {
            doc
            for doc in everything
            if all(self.holds(node, doc) for node in asked.required)
            and not any(self.holds(node, doc) for node in asked.excluded)
        }
        units, relaxed = self.without_marks(list(dict.fromkeys(asked.units)))
        units, taken_apart = self.without_adjacency(units, base)
        relaxed += taken_apart
        full = {doc for doc in base if all(self.holds(unit, doc) for unit in units)}
        partial = {doc for doc in base - full if any(self.holds(unit, doc) for unit in units)}
        if len(units) > 1 and partial and not full:
            relaxed.append(("completeness", ""))
        scores = self.scores(asked, {unit.text for unit in units if unit.marks == "ignore"}, full | partial)

        def tier(doc: int) -> int:
            if self.is_question(asked):
                return 0
            if doc in full:
                return int(any(not self.stands(unit, doc) for unit in units))
            return 2

        order = sorted(full | partial, key=lambda doc: (tier(doc), -round(scores[doc], 9), doc))
        ranked = [(self.articles[doc].id, scores[doc]) for doc in order]
        return Answer({self.articles[doc].id for doc in full}, len(partial), ranked, relaxed)

    def without_marks(self, units: list[Unit]) -> tuple[list[Unit], list[tuple[str, str]]]:
        """Marks are left off a unit that stands nowhere with its own, but somewhere with others."""
        answered, relaxed = [], []
        for unit in units:
            free = unit.with_marks("ignore")
            docs = range(len(self.articles))
            if (
                unit.marks == "auto"
                and not any(self.stands(unit, doc) for doc in docs)
                and any(self.stands(free, doc) and not self.stands_bare(unit, doc) for doc in docs)
            ):
                relaxed.append(("marks", unit.text))
                answered.append(free)
            else:
                answered.append(unit)
        return answered, relaxed

    def without_adjacency(self, units: list[Unit], base: set[int]) -> tuple[list[Unit], list[tuple[str, str]]]:
        """Where nothing has it all, units are taken apart: those that stand nowhere, if that does not help all."""
        if any(all(self.holds(unit, doc) for unit in units) for doc in base):
            return units, []
        nowhere = [unit for unit in units if not any(self.holds(unit, doc) for doc in base)]
        for chosen in (nowhere, units):
            apart, relaxed = [], []
            for unit in units:
                if unit not in chosen or len(unit.syllables) == 1 or unit.tokens[0].compound >= 0:
                    apart.append(unit)
                else:
                    apart += [Unit((s,)) for s in unit.syllables]
                    relaxed.append(("adjacency", unit.text))
            if any(all(self.holds(unit, doc) for unit in apart) for doc in base):
                return list(dict.fromkeys(apart)), relaxed
        return units, []

    def scores(self, asked: Asked, free: set[str], found: set[int]) -> list[float]:
        """The score of every article; pairs count in the best of those that were found."""
        asked.runs = [
            [unit.with_marks("ignore") if unit.text in free and unit.marks == "auto" else unit for unit in run]
            for run in asked.runs
        ]
        scores = [0.0] * len(self.articles)
        for weight, part in self.parts(asked):
            scores = [score + weight * more for score, more in zip(scores, part, strict=True)]
        best = sorted(found, key=lambda doc: (-round(scores[doc], 9), doc))[:BEST]
        added = [self.score_of_pair(first, second) for first, second in self.pairs(asked)]
        for doc in best:
            scores[doc] += self.ranking.proximity * sum(part[doc] for part in added)
        return scores

    @staticmethod
    def is_question(asked: Asked) -> bool:
        """Five units, or a question word among four syllables."""
        for run in asked.runs:
            terms = [s.text for unit in run for s in unit.syllables]
            asking = [*terms, *map(" ".join, pairwise(terms))]
            if len(terms) > 3 and not QUESTION_WORDS.isdisjoint(asking):
                return True
        return len(asked.units) >= QUESTION_UNITS


def limit(tokens: Sequence, query: str) -> int:
    """How far a unit may go: to a compound, to punctuation, to a capital after a small letter."""
    for size in range(1, len(tokens)):
        left, right = tokens[size - 1 : size + 1]
        if right.compound >= 0 or not query[left.end : right.start].isspace():
            return size
        if query[left.start].islower() and query[right.start].isupper():
            return size
    return len(tokens)


def counter(accepts: Callable[[str], bool]) -> Callable[[list[str]], int]:
    """Counts the accepted terms of a text; asks only once for each term."""
    known: dict[str, bool] = {}

    def count(terms: list[str]) -> int:
        for term in terms:
            if term not in known:
                known[term] = accepts(term)
        return sum(known[term] for term in terms)

    return count


def neighbours(terms: list[str]) -> list[tuple[str, str]]:
    """The folded terms of each two neighbours."""
    return list(pairwise(map(fold, terms)))


def covers_all(typed: list[str], written: list[str]) -> bool:
    """Whether syllables cover others one by one."""
    return len(typed) == len(written) and all(map(covers, typed, written))


def near(terms: list[str], first: Syllable, second: Syllable) -> int:
    """How many places of the first have the second at most four places before or behind."""
    here = [place for place, term in enumerate(terms) if matches(first, term)]
    there = [place for place, term in enumerate(terms) if matches(second, term)]
    return sum(any(abs(place - other) <= 4 for other in there) for place in here)
