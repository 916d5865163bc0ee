"""The command ``tracuu``; only this package knows click.

Standard output carries data; progress, notes and errors go to standard error. The exit status is 0 when
something was found, 1 when nothing was, 2 for an error or wrong usage, 130 after Ctrl-C.
"""

from __future__ import annotations

import os
import signal
import sys
from typing import NoReturn

from tracuu.search.cli.program import tracuu

__all__ = ["main", "tracuu"]


def main() -> NoReturn:
    """Run the command line of this process and end it."""
    if hasattr(signal, "SIGPIPE"):
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)  # "tracuu ... | head" ends as "grep ... | head" does
    try:
        tracuu.main()
    except SystemExit as end:
        if "multiprocessing" in sys.modules:  # its processes are waited for
            raise
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(int(end.code or 0))  # 30 ms faster than to take NumPy apart piece by piece
    raise AssertionError("the program ends the process")
