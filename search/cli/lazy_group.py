"""A group that imports a subcommand when it is called, so that each pays for what it uses."""

from __future__ import annotations

import gc
from collections.abc import Sequence
from importlib import import_module
from typing import Any

import click


class LazyGroup(click.Group):
    """The subcommand X is the object ``X`` of the module ``tracuu.search.cli.X``."""

    def __init__(self, *, subcommands: Sequence[str], **settings: Any) -> None:
        super().__init__(**settings)
        self.subcommands = list(subcommands)

    def list_commands(self, ctx: click.Context) -> list[str]:
        """In the order in which a newcomer needs them."""
        return self.subcommands

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the subcommand, if it is one."""
        if cmd_name not in self.subcommands:
            return None
        gc.disable()  # what modules make when they are imported is no garbage
        command: click.Command = getattr(import_module(f"tracuu.search.cli.{cmd_name}"), cmd_name)
        gc.freeze()
        gc.enable()
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The subcommand that is called.

        Raises:
            click.UsageError: there is none of this name; it says which one may be meant.
        """
        name = args[0]
        if name in self.subcommands or name.startswith("-") or ctx.resilient_parsing:
            return super().resolve_command(ctx, args)
        from difflib import get_close_matches

        near = get_close_matches(name, self.subcommands, n=2)
        meant = " or ".join(near) if near else "search " + " ".join(args)
        raise click.UsageError(f"there is no command {name!r}; did you mean: tracuu {meant}", ctx)
