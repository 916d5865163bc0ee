"""What is indexed: fields, the views of their tokens, and the keyword fields.

Three views of the same tokens are kept for each text field (the design page measures what each is worth):

* ``syllables``: canonical syllables with positions. The only view that decides what matches.
* ``bigrams``: pairs of adjacent syllables, as pairs of term numbers. They rank, and narrow phrases down.
* ``words``: the words that the segmenter finds, of one syllable or more, without positions. They rank.
"""

from __future__ import annotations

TEXT_FIELDS = ("title", "body")
VIEWS = ("syllables", "bigrams", "words")
KEYWORD_FIELDS = ("id", "path", "source", "tag", "author", "origin")
NO_DATE = -(2**63)
"""The value of the date column where an article has none."""

WORD_JOINER = "_"
"""Between the syllables of a word, as pyvi writes it: ``bộ_trưởng``."""
