"""The command with its subcommands, and what becomes of errors."""

from __future__ import annotations

import io
import sys
import warnings
from collections.abc import Sequence
from typing import Any, TextIO

import click

from tracuu.analyzers.errors import TracuuError
from tracuu.search.cli.lazy_group import LazyGroup
from tracuu.search.cli.streams import complain, make_streams_safe, note

INTERRUPTED = 130
"""What a shell calls a process that Ctrl-C ended."""

HELP = """Full-text search for Vietnamese: with all marks, with some, or with none.

"bui thanh son" finds Bùi Thanh Sơn; a mark that is typed counts, one that is left off does not.

\b
Example:
  tracuu index ~/bai-viet             read a folder into an index
  tracuu search bui thanh son         find articles
  tracuu show bai-viet/pho-bo.txt     read one of them

The index lies in the folder that --index names, else in $TRACUU_INDEX, else in the nearest .tracuu upwards.

Exit status: 0 found, 1 nothing found, 2 error or wrong usage, 130 interrupted.

For completion with the Tab key see "tracuu completion -h".
"""


class Program(LazyGroup):
    """Every error that is raised on purpose ends in one line and an exit status, never in a traceback."""

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        standalone_mode: bool = True,
        windows_expand_args: bool = False,  # "thanh*" is a query, and the reader understands paths with *
        **extra: Any,
    ) -> Any:
        """Run, and end the process with the exit status."""
        make_streams_safe()
        with warnings.catch_warnings():
            warnings.showwarning = _warn
            status = self._status(args, complete_var, windows_expand_args, **extra)
        sys.exit(status)

    def _status(
        self, args: Sequence[str] | None, complete_var: str | None, windows_expand_args: bool, **extra: Any
    ) -> int:
        try:
            extra["windows_expand_args"] = windows_expand_args
            status = super().main(args, "tracuu", complete_var, standalone_mode=False, **extra)
            sys.stdout.flush()
        except TracuuError as error:
            complain(str(error))
        except click.ClickException as error:
            said = io.StringIO()
            error.show(said)
            for line in said.getvalue().rstrip("\n").split("\n"):  # it echoes what was typed, or pasted
                note(line)
        except OSError as error:  # of a file that is nobody's index: no permission, a disk that is full
            complain(": ".join(str(part) for part in (error.filename, error.strerror or error) if part))
        except MemoryError:
            complain("not enough memory for this; what was committed is untouched. Close other programs, or allow more")
        except (click.Abort, KeyboardInterrupt):
            return INTERRUPTED
        else:
            return status if isinstance(status, int) else 0
        return 2


def _warn(
    message: Warning | str,
    category: type[Warning],
    filename: str,
    lineno: int,
    file: TextIO | None = None,
    line: str | None = None,
) -> None:
    """Say a warning of the library as all else is said here."""
    complain(str(message))


def _version() -> str:
    from importlib import metadata

    try:
        return metadata.version("tracuu")
    except metadata.PackageNotFoundError:
        return "(not installed)"


def _show_version(ctx: click.Context, option: click.Parameter, wanted: bool) -> None:
    if wanted and not ctx.resilient_parsing:
        click.echo(f"tracuu {_version()}")
        ctx.exit()


tracuu = Program(
    name="tracuu",
    help=HELP,
    subcommands=[
        "index",
        "search",
        "show",
        "names",
        "suggest",
        "explain",
        "stats",
        "analyze",
        "delete",
        "verify",
        "recover",
        "completion",
    ],
    params=[
        click.Option(
            ["--version"],
            is_flag=True,
            is_eager=True,
            expose_value=False,
            callback=_show_version,
            help="Show the version and exit.",
        )
    ],
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
