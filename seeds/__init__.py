"""Sample articles in Vietnamese, so that a newcomer has something to search.

What lies here, and which file is odd on purpose, is told in ``README.md`` beside this module.
"""

from __future__ import annotations

from pathlib import Path

__all__ = ["folder"]


def folder() -> Path:
    """The folder of the sample articles: one sub-folder per subject, and ``tuyen-tap.jsonl``.

    >>> (folder() / "tuyen-tap.jsonl").is_file()
    True
    """
    return Path(__file__).parent
