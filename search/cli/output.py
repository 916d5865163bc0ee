"""Data for programs: JSON on standard output."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterable, Mapping
from typing import Any

import click

from tracuu.index.article import Article
from tracuu.search.cli.options import Output
from tracuu.search.cli.streams import is_unicode
from tracuu.search.highlighting import Highlighted
from tracuu.search.results import Explanation, Hit, Results

# What UTF-8 cannot carry, what some programs take for the end of a line, and what steers a terminal.
_ESCAPED = "[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u206f\ud800-\udfff]"

Record = dict[str, Any]


def dumps(value: Any, *, indent: int | None = None) -> str:
    """JSON that standard output can carry, and that is one line without ``indent``."""
    text = json.dumps(value, ensure_ascii=not is_unicode(sys.stdout), indent=indent, default=str)
    return re.sub(_ESCAPED, lambda match: f"\\u{ord(match[0]):04x}", text)


def show_json(output: Output, document: Mapping[str, Any], items: Iterable[Any] | None = None) -> None:
    """Print a document, or one line for each of its items (the document itself if it has none)."""
    if output == "json":
        click.echo(dumps(document, indent=2))
        return
    for item in [document] if items is None else items:
        click.echo(dumps(item))


def article_record(article: Article) -> Record:
    """All of an article."""
    return {
        "id": article.id,
        "title": article.title,
        "date": _date(article),
        "url": article.url,
        "path": article.path,
        "source": article.source,
        "authors": list(article.authors),
        "tags": list(article.tags),
        "body": article.body,
        "metadata": dict(article.metadata),
    }


def hit_record(hit: Hit) -> Record:
    """A hit without the body of its article; highlights are half-open code points."""
    article = hit.article
    return {
        "id": hit.id,
        "title": hit.title.text,
        "title_highlights": _spans(hit.title),
        "score": round(hit.score, 6),
        "match": hit.match,
        "date": _date(article),
        "url": article.url,
        "path": article.path,
        "source": article.source,
        "tags": list(article.tags),
        "authors": list(article.authors),
        "snippets": [
            {
                "text": snippet.text.text,
                "highlights": _spans(snippet.text),
                "start": snippet.start,
                "end": snippet.end,
            }
            for snippet in hit.snippets
        ],
    }


def results_record(results: Results, hits: Iterable[Record]) -> Record:
    """All that a search gave back."""
    return {
        "query": results.query,
        "total": results.total,
        "partial": results.partial,
        "offset": results.offset,
        "keystrokes": results.keystrokes and {"method": results.keystrokes.method, "text": results.keystrokes.text},
        "relaxed": [
            {
                "kind": one.kind,
                "text": one.text,
                "readings": [{"text": text, "articles": count} for text, count in one.readings],
                "message": str(one),
            }
            for one in results.relaxed
        ],
        "suggestions": list(results.suggestions),
        "facets": {
            name: [{"value": value, "articles": count} for value, count in counts]
            for name, counts in results.facets.items()
        },
        "hits": list(hits),
    }


def explanation_record(explanation: Explanation) -> Record:
    """How an article came to its score."""
    return {
        "id": explanation.id,
        "score": explanation.score,
        "match": explanation.match,
        "contributions": [
            {**term._asdict(), "fields": [field._asdict() for field in term.fields]}
            for term in explanation.contributions
        ],
    }


def _date(article: Article) -> str | None:
    return article.date.isoformat() if article.date else None


def _spans(text: Highlighted) -> list[list[int]]:
    return [[start, end] for start, end in text.spans]
