"""Paths that stay what they are when the process goes to another folder."""

from __future__ import annotations

import os
from pathlib import Path


def absolute(path: str | Path) -> Path:
    """From the root, without ``..``; links are not followed, so what was named keeps its name.

    >>> absolute("/tin/2024/../2025/").as_posix()
    '/tin/2025'
    """
    return Path(os.path.abspath(path))  # noqa: PTH100 - Path.absolute keeps "..", Path.resolve follows links
