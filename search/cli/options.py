"""Options that several commands share, so that each means and says the same everywhere."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal, TypeVar

import click

from tracuu.analyzers.errors import IndexLockedError
from tracuu.index.article_index import ArticleIndex
from tracuu.index.location import index_directory
from tracuu.search.cli.streams import note, short_paths
from tracuu.search.searcher import Searcher

Output = Literal["json", "jsonl"] | None
"""How a command gives its data; None is text for people."""

F = TypeVar("F", bound=Callable[..., Any])
T = TypeVar("T")


def command(*examples: str, **settings: Any) -> Callable[[Callable[..., Any]], click.Command]:
    """A subcommand whose help ends in examples."""
    epilog = "\n".join(["\b", "Example:", *(f"  {example}" for example in examples)])
    return click.command(epilog=epilog, **settings)


index_option = click.option(
    "--index",
    "index_folder",
    metavar="DIR",
    type=click.Path(file_okay=False),
    help="Folder of the index. Without it: $TRACUU_INDEX, else the nearest .tracuu upwards, else ./.tracuu.",
)

marks_option = click.option(
    "--marks",
    type=click.Choice(["auto", "exact", "ignore"]),
    default="auto",
    show_default=True,
    help="auto: a mark typed counts, one left off does not; exact: as typed; ignore: letters only.",
)


keystrokes_option = click.option(
    "--keystrokes",
    type=click.Choice(["auto", "off"]),
    default="auto",
    show_default=True,
    help="auto: words typed as Telex, VNI or VIQR (Buif Thanh Sown) are read as what they mean; off: as typed.",
)


aliases_option = click.option(
    "--aliases",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="FILE",
    envvar="TRACUU_ALIASES",
    help="Acronyms and other spellings that mean the same, beside the usual ones; or $TRACUU_ALIASES.",
)


def _number(ctx: click.Context, parameter: click.Parameter, value: float) -> float:
    if value != value:  # nan is in every range
        raise click.BadParameter("nan is no number of seconds")
    return value


wait_option = click.option(
    "--wait",
    type=click.FloatRange(min=0),
    callback=_number,
    default=0,
    metavar="SECONDS",
    help="Wait so long for another process that is writing to the index (inf: as long as it takes).",
)


def limit_option(default: int, what: str) -> Callable[[F], F]:
    """``-n``: how many at most."""
    return click.option(
        "-n",
        "--limit",
        type=click.IntRange(min=1),
        default=default,
        show_default=True,
        metavar="N",
        help=f"At most N {what}.",
    )


def output_options(item: str) -> Callable[[F], F]:
    """``--json``, ``--jsonl`` with a line for each ``item``, and ``--color`` for people."""

    def decorate(function: F) -> F:
        for option in (
            click.option(
                "--color",
                type=click.Choice(["auto", "always", "never"]),
                default="auto",
                show_default=True,
                help="Colour; auto: on a terminal, unless $NO_COLOR is set.",
            ),
            click.option("--jsonl", "output", flag_value="jsonl", help=f"JSON Lines: one for each {item}."),
            click.option("--json", "output", flag_value="json", help="One JSON document."),
        ):
            function = option(function)
        return function

    return decorate


def folder_of_index(given: str | None) -> Path:
    """The folder of the index, written as short as may be for messages."""
    folder = index_directory(given)
    try:
        return folder.relative_to(Path.cwd())
    except ValueError:
        return folder


def open_index(given: str | None) -> ArticleIndex:
    """The index that is there. Raises as ``ArticleIndex``."""
    return ArticleIndex(folder_of_index(given))


_PATIENCE = 0.5
"""Seconds of waiting for another writer, after which it is looked whether to stop."""


def begun(begin: Callable[[float], T], wait: float, check: Callable[[], None]) -> T:
    """What begins a transaction, given the seconds to wait for another one; whoever waits is told for whom.

    Args:
        begin: begins it.
        wait: seconds.
        check: raises if a stop was requested. It is called twice a second, since Python loses the exception of a
            signal that comes while a finalizer runs.

    Raises:
        IndexLockedError: it took longer.
    """
    until = time.monotonic() + wait
    is_told = False
    while True:
        left = until - time.monotonic()
        try:
            return begin(max(0.0, min(left, _PATIENCE)) if is_told else 0)
        except IndexLockedError as error:
            if left <= 0:
                raise
            if not is_told:
                note(f"waiting: {short_paths(error.what)}")
                is_told = True
        check()


def open_searcher(given: str | None, aliases: Path | None = None) -> Searcher:
    """A searcher on the index that is there. Raises as ``ArticleIndex`` and ``read_aliases``."""
    index = open_index(given)
    if aliases is None:
        return Searcher(index)
    from tracuu.search.variants.aliases import default_aliases, read_aliases

    return Searcher(index, aliases=default_aliases() + read_aliases(aliases))


def joined(words: tuple[str, ...]) -> str:
    """Arguments as one text, so that a query need not be quoted for the shell."""
    return " ".join(words)
