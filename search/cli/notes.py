"""What is said beside the hits: how many there are, what was relaxed, what to try instead."""

from __future__ import annotations

from collections.abc import Iterator

from tracuu.search.cli.layout import plural
from tracuu.search.nodes import Words
from tracuu.search.results import Results
from tracuu.search.syntax import parse_query


def notes(results: Results, limit: int) -> Iterator[str]:
    """Sentences about what was found."""
    if results.keystrokes:
        method = {"telex": "Telex", "vni": "VNI", "viqr": "VIQR"}[results.keystrokes.method]
        yield f"read as {method}: “{results.keystrokes.text}” (--keystrokes off: as typed)"
    if not results.total and not results.partial:
        yield f"nothing found for “{_shortened(results.query)}”"
    else:
        yield _counts(results) + _page(results, limit)
    for relaxation in results.relaxed:
        if relaxation.kind != "completeness":  # the count tells
            yield str(relaxation)
    if results.suggestions:
        yield "did you mean: " + ", ".join(results.suggestions)


def _counts(results: Results) -> str:
    total, partial = results.total, results.partial
    if not partial:
        return f"{plural(total, 'article')} {_match(total)}"
    if not total:
        return f"no article has everything; {plural(partial, 'article')} {_match(partial)} in part"
    return f"{plural(total, 'article')} {_match(total)} in full, {partial:,} in part"


def _match(articles: int) -> str:
    return "matches" if articles == 1 else "match"


def _page(results: Results, limit: int) -> str:
    """Which of them are shown, and how to see more."""
    found = results.total + results.partial
    first, last = results.offset + 1, results.offset + len(results)
    if len(results) == found:
        return ""
    if not len(results):
        return f"; page {results.offset // limit + 1} is behind the last"
    shown = f"{first:,}" if first == last else f"{first:,} to {last:,}"
    more = f" (more: --page {results.offset // limit + 2})" if last < found else ""
    return f"; shown: {shown}{more}"


def tried(results: Results, marks: str, filtered: bool) -> Iterator[str]:
    """What a search that found nothing has and has not tried."""
    if results.total or results.partial:
        return
    if marks == "exact":
        yield "only forms exactly as typed were looked for; without --marks exact, marks may be left off"
    elif isinstance(parse_query(results.query), Words):
        yield "looked for it with the marks as typed, with other marks, apart and in part"
    if filtered:
        yield "only articles that fit the filters were searched; there may be more without them"


def _shortened(query: str, length: int = 60) -> str:
    return query if len(query) <= length else query[: length - 1] + "…"
