"""Write docs/cli.md from the help of every command; with --print, to standard output."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from tracuu.search.cli.program import tracuu

HEAD = "# The command\n\nMade from `tracuu COMMAND --help` by `docs/make_cli_reference.py`; a test compares the two.\n"


def reference() -> str:
    context = click.Context(tracuu, info_name="tracuu", terminal_width=100, max_content_width=100)
    parts = [HEAD, _section(tracuu, context)]
    for name in tracuu.list_commands(context):
        command = tracuu.get_command(context, name)
        assert command is not None
        parts.append(_section(command, click.Context(command, info_name=name, parent=context)))
    return "\n".join(parts)


def _section(command: click.Command, context: click.Context) -> str:
    return f"## {context.command_path}\n\n```text\n{command.get_help(context)}\n```\n"


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    if "--print" in sys.argv:
        sys.stdout.write(reference())
    else:
        Path(__file__).with_name("cli.md").write_text(reference(), "utf-8")
