"""What a search gives back: plain objects."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, NamedTuple

from tracuu.search.highlighting import Highlighted

if TYPE_CHECKING:
    from tracuu.analyzers.keystrokes import KeystrokeReading
    from tracuu.index.article import Article
    from tracuu.search.scoring import Contribution

Match = Literal["full", "partial"]
"""``full``: all that was asked for (as far as it was not announced as relaxed) is there. ``partial``: a part."""


class Relaxation(NamedTuple):
    """A demand that was dropped because nothing met it.

    Attributes:
        kind: ``marks``: the unit stands nowhere with these marks, so they were left off; ``adjacency``: its syllables
            need not stand together; ``completeness``: no article has everything.
        text: the unit as typed (for completeness, nothing).
        readings: for marks, how the index writes it, with counts of articles, most frequent first.
    """

    kind: Literal["marks", "adjacency", "completeness"]
    text: str = ""
    readings: tuple[tuple[str, int], ...] = ()

    def __str__(self) -> str:
        match self.kind:
            case "marks":
                near = ", ".join(f"{reading} ({count})" for reading, count in self.readings)
                return f"“{self.text}” stands nowhere; marks were left off: {near}"
            case "adjacency":
                return f"no article has everything with “{self.text}” together; its syllables were looked up one by one"
        return "no article has everything; these have a part"


class Snippet(NamedTuple):
    """A passage of a body.

    Attributes:
        text: the passage as stored, with what matched in it (offsets into the passage).
        start: where it begins in the body, in code points.
        end: where it ends, half-open.
    """

    text: Highlighted
    start: int
    end: int


class Hit(NamedTuple):
    """An article that was found.

    Attributes:
        id: of the article.
        title: with what matched in it.
        score: BM25F over three views; comparable within one search only.
        match: whether all that was asked for is there.
        snippets: the best passages of the body, in the order of the text.
        article: the whole of it.
    """

    id: str
    title: Highlighted
    score: float
    match: Match
    snippets: tuple[Snippet, ...]
    article: Article

    @property
    def date(self) -> dt.date | None:
        """The article's date."""
        return self.article.date

    @property
    def location(self) -> str:
        """Its path, else its URL, else nothing."""
        return self.article.path or self.article.url


@dataclass(frozen=True, slots=True)
class Results:
    """What was found.

    Attributes:
        query: as typed.
        total: how many articles match in full.
        partial: how many more match in part.
        hits: one page of them: full matches first, unless the query is a question.
        relaxed: which demands were dropped.
        facets: for each field asked for, its values with the number of articles among all full matches (among the
            partial ones where there is no full one), most frequent first.
        suggestions: other queries to try, best first: what was probably meant.
        offset: how many hits stand before this page.
        keystrokes: how the query was read, if it was typed with the keyboard program switched off; else None.
    """

    query: str
    total: int
    partial: int
    hits: tuple[Hit, ...]
    relaxed: tuple[Relaxation, ...] = ()
    facets: Mapping[str, tuple[tuple[str, int], ...]] = field(default_factory=dict)
    suggestions: tuple[str, ...] = ()
    offset: int = 0
    keystrokes: KeystrokeReading | None = None

    def __iter__(self) -> Iterator[Hit]:
        return iter(self.hits)

    def __len__(self) -> int:
        return len(self.hits)

    def __getitem__(self, place: int) -> Hit:
        return self.hits[place]


class TopHits(NamedTuple):
    """The best articles.

    Attributes:
        total: how many articles match.
        hits: id and score of the best, best first; ties in the order of the index.
    """

    total: int
    hits: list[tuple[str, float]]


class Explanation(NamedTuple):
    """How an article came to its score: the contributions add up to it."""

    id: str
    score: float
    match: Match | None
    contributions: tuple[Contribution, ...]
