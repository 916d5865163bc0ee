"""Letters of other scripts in ASCII. The only file that imports Unidecode, and only when one is met."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from functools import cache


def transliterate(text: str) -> str:
    """The text in ASCII as far as possible: Москва is Moskva.

    Without Unidecode, marks are taken off the letters that have them, and other scripts stay.
    """
    return _transliterator()(text.encode("utf-8", "ignore").decode("utf-8"))  # without lone surrogates


@cache
def _transliterator() -> Callable[[str], str]:
    try:
        from unidecode import unidecode
    except ImportError:
        return _without_marks
    convert: Callable[[str], str] = unidecode
    return convert


def _without_marks(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(c for c in decomposed if not unicodedata.combining(c))
