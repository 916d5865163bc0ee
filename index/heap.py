"""What happens to the memory of arrays that are done with."""

from __future__ import annotations

from contextlib import suppress

import numpy as np


def keep_freed_memory(largest: int) -> None:
    """Let the process use the memory of freed arrays again, where these have up to so many bytes (at most 32 MB).

    By default glibc maps every array of more than 128 kB anew and unmaps it when it is freed; the kernel then hands
    out, and clears, each of its pages one by one: up to 2.4 microseconds for 4 kB on a virtual machine, many times
    what is done with them. Once a larger block has been freed it keeps what is smaller, and up to twice as much of
    it (``mallopt(3)``, "dynamic mmap threshold"). Elsewhere, and where ``MALLOC_`` variables rule, this does nothing.
    """
    np.empty(largest, np.uint8)  # mapped and unmapped; no page of it is touched


def give_back_freed_memory() -> None:
    """Let the system have the memory that is free: glibc keeps what lies below anything that is in use.

    When a segment was written that is 100 MB, and before a merge 200. Elsewhere this does nothing.
    """
    with suppress(ImportError, OSError, AttributeError, TypeError):  # no glibc, or a Python without ctypes
        import ctypes

        ctypes.CDLL(None).malloc_trim(0)
