"""What an index knows about the words of a query that may be raw keystrokes."""

from __future__ import annotations

import numpy as np

from tracuu.analyzers import fold
from tracuu.index.reader import IndexReader
from tracuu.index.views import TEXT_FIELDS


class IndexEvidence:
    """The evidence that `tracuu.analyzers.keystrokes` asks for, from the postings of a reader."""

    def __init__(self, reader: IndexReader) -> None:
        self._reader = reader

    @property
    def articles(self) -> int:
        """How many articles there are."""
        return len(self._reader)

    def frequency(self, term: str) -> int:
        """In how many articles the canonical term stands, in that field that has it most often.

        Articles deleted since the last merge still count: they tell as much about what words there are.
        """
        folded = fold(term)
        total = 0
        for segment in self._reader.segments:
            number = np.array([segment.syllables.find(term, folded)])
            if number[0] >= 0:
                total += max(int(segment.postings("syllables", field).counts(number)[0]) for field in TEXT_FIELDS)
        return total
