"""Hits as Markdown in which nothing of an article is markup."""

from __future__ import annotations

from collections.abc import Iterator

from tracuu.search.cli.notes import notes
from tracuu.search.cli.streams import short_path
from tracuu.search.highlighting import Highlighted, printable
from tracuu.search.results import Hit, Results


def hits_markdown(results: Results, limit: int) -> Iterator[str]:
    """Lines of the document."""
    yield f"# {_plain(results.query)}"
    yield ""
    for sentence in notes(results, limit):
        yield f"*{_plain(sentence)}*"
        yield ""
    for number, hit in enumerate(results, results.offset + 1):
        yield f"## {number}. {_one_line(hit.title)}"
        yield ""
        yield _about(hit)
        yield ""
        for snippet in hit.snippets:
            yield f"> {_one_line(snippet.text)}"
            yield ""
    for name, counts in results.facets.items():
        yield f"## {_plain(name)}"
        yield ""
        yield from (f"- {_plain(value)}: {count:,}" for value, count in counts)
        yield ""


def _one_line(text: Highlighted) -> str:
    return " ".join(Highlighted(printable(text.text), text.spans).markdown().split())


def _plain(text: str) -> str:
    return _one_line(Highlighted(text))


def _code(text: str) -> str:
    return f"`{printable(text).replace('`', chr(39))}`"


def _about(hit: Hit) -> str:
    facts = [hit.date.isoformat()[:10] if hit.date else "", _plain(hit.article.source)]
    facts += [_code(text) for text in (short_path(hit.location), hit.id) if text]
    facts.append("in part" if hit.match == "partial" else "")
    return " · ".join(filter(None, facts))
