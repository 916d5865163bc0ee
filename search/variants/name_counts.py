"""How well known a name is."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from tracuu.analyzers import fold
from tracuu.index.reader import IndexReader
from tracuu.search.comparing import covers_words


class NameCounts:
    """In how many live articles of an index the names stand."""

    def __init__(self, reader: IndexReader) -> None:
        """Look them up in the segments of a reader."""
        self._segments = reader.segments

    def of(self, terms: Sequence[str]) -> int:
        """Of all names whose syllables these cover, one by one and in this order; a name of its own counts only."""
        folded = " ".join(map(fold, terms))
        total = 0
        for segment in self._segments:
            for number in segment.names.group(folded):
                if covers_words(list(terms), segment.names.term(number).split(" ")):
                    docs = segment.postings("names").docs(number)
                    total += len(docs) if segment.live is None else int(np.count_nonzero(segment.live[docs]))
        return total
