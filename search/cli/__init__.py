"""The command ``tracuu``; only this package knows click.

Standard output carries data; progress, notes and errors go to standard error. The exit status is 0 when
something was found, 1 when nothing was, 2 for an error or wrong usage, 130 after Ctrl-C. A command that writes ends
between two articles when it is told to by other signals too, with 128 and their number.
"""

from __future__ import annotations

import os
import signal
import sys
from typing import NoReturn

from tracuu.search.cli.program import INTERRUPTED, tracuu

__all__ = ["main", "tracuu"]


def main() -> NoReturn:
    """Run the command line of this process and end it."""
    _open_closed_streams()
    if hasattr(signal, "SIGPIPE"):
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)  # "tracuu ... | head" ends as "grep ... | head" does
    try:
        tracuu.main()
    except SystemExit as end:
        if hasattr(signal, "pthread_sigmask"):
            signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})  # all is done and said
        sys.stdout.flush()
        try:
            sys.stderr.flush()
        except OSError:  # nobody listens
            sys.stderr = None
        if "multiprocessing" in sys.modules:  # its processes are waited for
            raise
        os._exit(int(end.code or 0))  # 30 ms faster than to take NumPy apart piece by piece
    except KeyboardInterrupt:  # just before or just after
        os._exit(INTERRUPTED)
    raise AssertionError("the program ends the process")


def _open_closed_streams() -> None:
    """Give a process that was started without a standard stream (``>&-``) one that leads nowhere.

    Else the next file that is opened would get its number, and be written to.
    """
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        if getattr(sys, name) is None:
            opened = os.open(os.devnull, os.O_RDWR)
            if opened != number:
                os.dup2(opened, number)
                os.close(opened)
            stream = os.fdopen(number, "w" if number else "r", encoding="utf-8", closefd=False)
            setattr(sys, name, stream)
