"""Search by looking at every article: slow, and so simple that it is hard to get wrong.

Nothing of the index is used: the live articles are tokenised again, counted again, and compared syllable by syllable.
What a query says (``parse_query``) and when a mark may be left off (``covers``) are taken as given; they have tests of
their own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from tracuu.analyzers import Segmenter, VietnameseTokenizer, find_names, fold, is_bare, is_syllable
from tracuu.index import Article
from tracuu.search import Ranking
from tracuu.search.nodes import And, DateRange, Marks, Not, Or, Query, Unit
from tracuu.search.pattern_nodes import Fuzzy, Keyword, Pattern

from .oracle_asked import Asked, Reader, is_question
from .oracle_scores import Scores, Texts, fits, matches

FIELDS = ("title", "body")


@dataclass
class Answer:
    """What the oracle says: full matches; all ids with scores, best first; what was dropped, as (kind, unit)."""

    full: set[str]
    partial: int
    ranked: list[tuple[str, float]]
    relaxed: list[tuple[str, str]]


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
        terms = VietnameseTokenizer().terms
        self.terms: Texts = [{f: terms(getattr(article, f)) for f in FIELDS} for article in self.articles]
        words = segmenter.words if segmenter else lambda text: []
        self.scores = Scores(
            self.terms,
            [{f: words(getattr(article, f)) for f in FIELDS} for article in self.articles],
            ranking or Ranking(),
        )
        texts = [getattr(article, f) for article in self.articles for f in FIELDS]
        names = (name for text in texts for name in find_names(text, VietnameseTokenizer().tokenize(text)))
        self.reader = Reader({tuple(name.key.split(" ")) for name in names})

    def search(self, query: str, marks: Marks = "auto") -> Answer:
        """All that matches, in order."""
        asked = self.reader.ask(query, marks)
        answer = self.answer(replace(asked))
        quotations = [node for node in asked.required if isinstance(node, Unit) and node.is_quotation]
        if quotations and asked.units and not answer.ranked:
            asked.required = [node for node in asked.required if node not in quotations]
            asked.units = [*asked.units, *quotations]
            answer = self.answer(asked)
        return answer

    def answer(self, asked: Asked) -> Answer:
        """What matches as it was asked for."""
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

        def tier_of(doc: int) -> int:
            if is_question(asked):
                return 0
            if doc in full:
                return int(any(not self.stands(unit, doc) for unit in units))
            return 2

        tier = {doc: tier_of(doc) for doc in full | partial}
        scores = self.scores.all(asked, {unit.text for unit in units if unit.marks == "ignore"}, tier)
        order = sorted(tier, key=lambda doc: (tier[doc], -round(scores[doc], 9), doc))
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
            return any(fits(node, term) for f in node.fields for term in self.terms[doc][f])
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
