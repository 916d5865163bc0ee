"""What is indexed: fields, the views of their tokens, the keyword fields, and what the terms of each are filed under.

Three views of the same tokens are kept for each text field (the design page measures what each is worth):

* ``syllables``: canonical syllables with positions. The only view that decides what matches.
* ``bigrams``: pairs of adjacent syllables, as pairs of term numbers. They rank, and narrow phrases down.
* ``words``: the words that the segmenter finds, of one syllable or more, without positions. They rank.
"""

from __future__ import annotations

from tracuu.analyzers import fold, fold_text

TEXT_FIELDS = ("title", "body")
VIEWS = ("syllables", "bigrams", "words")
KEYWORD_FIELDS = ("id", "path", "source", "tag", "author", "origin")
NO_DATE = -(2**63)
"""The value of the date column where an article has none."""

WORD_JOINER = "_"
"""Between the syllables of a word, as pyvi writes it: ``bộ_trưởng``."""

KEY_END = b"\xff"
"""Between the sort keys of titles, which never hold it."""


SORTED_BY = 250
"""Code points of a title that it is sorted by."""
LONGEST_KEY = 16 * SORTED_BY
"""Bytes of a sort key, and more than it can have."""


def fold_key(view: str, term: str) -> str:
    """What a term of a view (or keyword field) is filed under: its folded form, or nothing where case counts."""
    match view:
        case "syllables":
            return fold(term)
        case "words":
            return WORD_JOINER.join(map(fold, term.split(WORD_JOINER)))
        case "names" | "tag" | "source" | "author":
            return fold_text(term)
    return ""
