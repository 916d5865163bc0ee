"""Where the index lies when nobody says it in full."""

from __future__ import annotations

import os
from pathlib import Path

DEFAULT_NAME = ".tracuu"
ENVIRONMENT_VARIABLE = "TRACUU_INDEX"


def index_directory(given: str | Path | None = None, start: Path | None = None) -> Path:
    """The folder of the index: the one given, else ``$TRACUU_INDEX``, else the nearest ``.tracuu`` upwards
    from ``start`` (the working folder), else ``.tracuu`` in it.
    """
    if given:
        return Path(given)
    if named := os.environ.get(ENVIRONMENT_VARIABLE):
        return Path(named)
    start = (start or Path.cwd()).absolute()
    for folder in (start, *start.parents):
        if os.path.isdir(folder / DEFAULT_NAME):  # noqa: PTH112 - False where one may not look
            return folder / DEFAULT_NAME
    return start / DEFAULT_NAME
