"""``tracuu completion``."""

from __future__ import annotations

import os
from pathlib import PurePath

import click

from tracuu.search.cli.options import command

_LINES = {
    "bash": ("~/.bashrc", 'eval "$(_TRACUU_COMPLETE=bash_source tracuu)"'),
    "zsh": ("~/.zshrc", 'eval "$(_TRACUU_COMPLETE=zsh_source tracuu)"'),
    "fish": ("~/.config/fish/completions/tracuu.fish", "_TRACUU_COMPLETE=fish_source tracuu | source"),
}


@command(
    "tracuu completion bash >> ~/.bashrc",
    short_help="Set up completion with the Tab key.",
)
@click.argument("shell", type=click.Choice(list(_LINES)), metavar="[bash|zsh|fish]", required=False)
def completion(shell: str | None) -> None:
    """Print the line that lets the Tab key complete commands, options and paths.

    SHELL is the one of $SHELL if it is not given.
    """
    shell = shell or PurePath(os.environ.get("SHELL", "")).name
    if shell not in _LINES:
        raise click.UsageError(f"name your shell: tracuu completion {'|'.join(_LINES)}")
    file, line = _LINES[shell]
    click.echo(f"# {shell}: this line belongs into {file}")
    click.echo(line)
