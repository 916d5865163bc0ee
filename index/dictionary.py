"""The dictionary of words in the folder of an index: ready to be looked up in, so that a query need not wait for it."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from tracuu.analyzers import WordDictionary
from tracuu.index import storage
from tracuu.index.arrays import ArrayFile, ArrayWriter
from tracuu.index.storage import damaged

_ARRAY = "words"


def write_dictionary(directory: Path, generation: int) -> str:
    """Write the words of the installed pyvi; the name of the file, empty if there are none to write."""
    if not len(words := WordDictionary.default()):
        return ""
    path = directory / f"words-{generation}.dictionary"
    storage.remove(path)  # left by somebody who was killed
    with ArrayWriter(path) as file:
        file.add(_ARRAY, np.frombuffer(words.to_bytes(), np.uint8))
    return path.name


def read_dictionary(file: ArrayFile) -> WordDictionary:
    """The dictionary of a file.

    Raises:
        IndexDamagedError: it is not what was written.
    """
    try:
        return WordDictionary.from_buffer(file[_ARRAY].tobytes())
    except (KeyError, ValueError):
        raise damaged(file.path, "is not a dictionary") from None
