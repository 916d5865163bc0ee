"""A query that found nothing, mended: one keystroke away for who sits at a terminal."""

from __future__ import annotations

import sys

import click

from tracuu.search.cli.streams import note
from tracuu.search.results import Results


def offered(results: Results) -> str | None:
    """The first suggestion, if somebody is there to accept it and does: with Enter; any other key declines."""
    if not results.suggestions or not _is_interactive():
        return None
    note(f"press Enter to search for “{results.suggestions[0]}”, any other key to leave it")
    return results.suggestions[0] if click.getchar() in ("\r", "\n") else None


def _is_interactive() -> bool:
    return all(stream.isatty() for stream in (sys.stdin, sys.stdout, sys.stderr))
