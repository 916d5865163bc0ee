"""Hits as a page of HTML that needs nothing else, and in which nothing of an article is markup."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from tracuu.search.cli.notes import notes
from tracuu.search.cli.streams import short_path
from tracuu.search.highlighting import Highlighted, printable
from tracuu.search.results import Hit, Results

_STYLE = """
body { font: 16px/1.5 system-ui, sans-serif; color: #222; }
body { max-width: 46rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.3rem; } h2 { font-size: 1.1rem; margin-bottom: 0; }
.about, .note { color: #666; font-size: .85rem; margin: 0; } .partial h2 { font-weight: normal; }
p { margin: .2rem 0 0; } mark { background: #ffe9a8; color: inherit; }
""".strip()


def hits_html(results: Results, limit: int) -> Iterator[str]:
    """Lines of the page."""
    query = _plain(results.query)
    yield "<!DOCTYPE html>"
    yield '<html lang="vi">'
    yield '<head><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
    yield f"<title>{query} – tracuu</title>"
    yield f"<style>\n{_STYLE}\n</style></head>"
    yield f"<body>\n<h1>{query}</h1>"
    for sentence in notes(results, limit):
        yield f'<p class="note">{_plain(sentence)}</p>'
    for number, hit in enumerate(results, results.offset + 1):
        yield f'<article class="{hit.match}">'
        yield f"<h2>{number}. {_title(hit)}</h2>"
        yield f'<p class="about">{_about(hit)}</p>'
        for snippet in hit.snippets:
            yield f"<p>{_marked(snippet.text)}</p>"
        yield "</article>"
    for name, counts in results.facets.items():
        yield f"<h2>{_plain(name)}</h2>\n<ul>"
        for value, count in counts:
            yield f"<li>{_plain(value)} <small>{count:,}</small></li>"
        yield "</ul>"
    yield "</body></html>"


def _title(hit: Hit) -> str:
    url = hit.article.url
    if url.startswith(("http://", "https://")):  # no other scheme is ever a link
        return f'<a href="{_plain(url)}">{_marked(hit.title)}</a>'
    return _marked(hit.title)


def _about(hit: Hit) -> str:
    date = hit.date.isoformat()[:10] if hit.date else ""
    in_part = "in part" if hit.match == "partial" else ""
    facts = [date, hit.article.source, short_path(hit.location), f"id {hit.id}", in_part]
    return _plain(" · ".join(filter(None, facts)))


def _marked(text: Highlighted) -> str:
    return Highlighted(printable(text.text), text.spans).html()


def _plain(text: str) -> str:
    return escape(printable(text))
