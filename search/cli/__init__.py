"""The command ``tracuu``; only this package knows click.

Standard output carries data; progress, notes and errors go to standard error. The exit status is 0 when
something was found, 1 when nothing was, 2 for an error or wrong usage, 130 after Ctrl-C.
"""

from __future__ import annotations

import signal
from typing import NoReturn

from tracuu.search.cli.program import tracuu

__all__ = ["main", "tracuu"]


def main() -> NoReturn:
    """Run the command line of this process and end it."""
    if hasattr(signal, "SIGPIPE"):
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)  # "tracuu ... | head" ends as "grep ... | head" does
    tracuu.main()
    raise AssertionError("click ends the process")
