"""Segmentation: which syllables are written apart but are one word."""

from __future__ import annotations

from typing import Protocol

from tracuu.analyzers.dictionary import WordDictionary
from tracuu.analyzers.pyvi_segmenter import PyviSegmenter

__all__ = ["PyviSegmenter", "Segmenter", "WordDictionary"]


class Segmenter(Protocol):
    """Cuts a text into words."""

    def words(self, text: str) -> list[str]:
        """The words of the text in order, each its canonical syllables joined by ``_``; no punctuation.

        "Bộ trưởng Ngoại giao" -> ["bộ_trưởng", "ngoại_giao"]
        """
        ...
