"""Hits for people, on a terminal or in a pipe."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from tracuu.index.article import Article
from tracuu.search.cli.layout import table
from tracuu.search.cli.streams import short_path
from tracuu.search.cli.terminal import Terminal
from tracuu.search.highlighting import Highlighted
from tracuu.search.results import Explanation, Hit, Results, Snippet

FACET_VALUES = 15
"""So many values of a facet are shown to people; JSON has them all."""


def hits_text(
    results: Results, terminal: Terminal, explanations: Mapping[str, Explanation] | None = None
) -> Iterator[str]:
    """Lines: for each hit its number and title, where it is from, its passages; then the facets."""
    indent = len(str(results.offset + len(results))) + 2
    apart = _stand_apart(results)
    for place, hit in enumerate(results):
        if apart and hit.match == "partial" and (place == 0 or results[place - 1].match == "full"):
            yield terminal.dim("— partial matches —")
            yield ""
        title = terminal.lines(_title(hit), indent, bold=True)
        yield terminal.bold(f"{results.offset + place + 1}.".rjust(indent - 1)) + " " + title[0][indent:]
        yield from title[1:]
        in_part = hit.match == "partial" and results.total > 0 and not apart
        yield from terminal.facts([*_about(hit), "in part" if in_part else ""], indent)
        for snippet in hit.snippets:
            yield from terminal.lines(_passage(snippet, hit.article), indent)
        if explanations:
            yield from (" " * indent + line for line in explanation_text(explanations[hit.id]))
        yield ""
    for name, counts in results.facets.items():
        yield terminal.bold(name)
        yield from _counts(counts)
        yield ""


def _stand_apart(results: Results) -> bool:
    """Whether there are both kinds of matches, all partial ones of this page behind all full ones."""
    matches = [hit.match for hit in results]
    full = matches.count("full")
    seen = min(max(results.total - results.offset, 0), len(matches))
    return results.total > 0 and full == seen and "partial" not in matches[:full]


def _title(hit: Hit) -> Highlighted:
    return hit.title if hit.title.text.strip() else Highlighted("(no title)")


def _about(hit: Hit) -> list[str]:
    """Date, source, where it is, score; the id where the path does not end in it."""
    facts = [hit.date.isoformat()[:10] if hit.date else "", hit.article.source]
    if hit.location.endswith(hit.id):
        facts.append(hit.id)
    else:
        facts += [short_path(hit.location), f"id {hit.id}"]
    return [*facts, f"{hit.score:.2f}"]


def _passage(snippet: Snippet, article: Article) -> Highlighted:
    """The passage, with an ellipsis where the article goes on."""
    before = "… " if article.body[: snippet.start].strip() else ""
    after = " …" if article.body[snippet.end :].strip() else ""
    spans = tuple((start + len(before), end + len(before)) for start, end in snippet.text.spans)
    return Highlighted(before + snippet.text.text + after, spans)


def _counts(counts: Sequence[tuple[str, int]]) -> Iterator[str]:
    if counts:
        rows = [(f"{count:,}", value) for value, count in counts[:FACET_VALUES]]
        yield from ("  " + line for line in table(rows, "><"))
    if len(counts) > FACET_VALUES:
        yield f"  ... and {len(counts) - FACET_VALUES:,} more; --json has them all"


def explanation_text(explanation: Explanation) -> list[str]:
    """A table: what each term gave to the score, and why."""
    rows = [("score", "view", "term", "weight", "idf", "articles", "tf in field (length / average)")]
    rows += [
        (
            f"{term.score:.4f}",
            term.view,
            term.label,
            f"{term.weight:g}",
            f"{term.idf:.3f}",
            f"{term.articles:,}",
            ", ".join(
                f"{field.frequency} in {field.field} ({field.length:,} / {field.average_length:,.0f})"
                for field in term.fields
            )
            or "-",
        )
        for term in explanation.contributions
    ]
    rows.append((f"{explanation.score:.4f}", "sum", "", "", "", "", ""))
    return table(rows, "><<>>><")
