"""A segment: an immutable part of the index, some thousand articles in one mapped file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from tracuu.analyzers.cached import cached_property
from tracuu.analyzers.errors import InvalidArticleError
from tracuu.index.arrays import Array, ArrayFile, Stamp
from tracuu.index.article import Article
from tracuu.index.byte_strings import ByteStrings
from tracuu.index.coherence import INCOHERENT
from tracuu.index.lexicon import Lexicon
from tracuu.index.pairs import Pairs
from tracuu.index.postings import Entries, Postings, memory
from tracuu.index.recent import Recent
from tracuu.index.record_store import RecordStore, load_compressed
from tracuu.index.storage import damaged
from tracuu.index.stored import load_article
from tracuu.index.views import KEY_END, KEYWORD_FIELDS, LONGEST_KEY, TEXT_FIELDS


class Segment:
    """One segment as a reader sees it, with the articles that were deleted since it was written.

    Article numbers count from 0 within the segment. Everything is read-only and shared between threads.
    """

    def __init__(
        self,
        path: Path,
        deleted: Array | None = None,
        recent: Recent[Entries] | None = None,
        stamp: Stamp | None = None,
    ) -> None:
        """Map the segment file.

        Args:
            path: the segment file.
            deleted: int32, the numbers of deleted articles, ascending; None for none.
            recent: remembers decoded postings; one for all segments of a reader.
            stamp: what the table of contents says of the file.

        Raises:
            IndexDamagedError: the file is missing or does not hold together.
        """
        self.name = path.stem
        self.path = path
        self.arrays = ArrayFile(path, stamp)
        try:
            self.dates = self.arrays["dates"]
            self.stored = RecordStore.load(self.arrays, "stored")
        except KeyError as missing:
            raise damaged(path, f"has no array {missing}") from None
        self.deleted = np.empty(0, np.int32) if deleted is None else deleted
        self._postings: dict[tuple[str, str], Postings] = {}
        self._recent = memory() if recent is None else recent

    @property
    def size(self) -> int:
        """How many articles were written, deleted ones included."""
        return len(self.dates)

    @property
    def tokens(self) -> int:
        """How many tokens the longer text field has, those of deleted articles included."""
        return max(self.postings("syllables", field).tokens for field in TEXT_FIELDS)

    @cached_property
    def live(self) -> Array | None:
        """bool ``[size]``, False for the deleted; None where nothing is deleted."""
        if not len(self.deleted):
            return None
        live = np.ones(self.size, bool)
        live[self.deleted] = False
        return live

    @cached_property
    def syllables(self) -> Lexicon:
        """The canonical syllables (and numbers, acronyms, foreign words) of title and body."""
        return Lexicon.load(self.arrays, "syllables.terms")

    @cached_property
    def bigrams(self) -> Pairs:
        """Pairs of adjacent syllables."""
        return Pairs.load(self.arrays)

    @cached_property
    def words(self) -> Lexicon:
        """The words that the segmenter found, ``bộ_trưởng``."""
        return Lexicon.load(self.arrays, "words.terms")

    @cached_property
    def names(self) -> Lexicon:
        """The names of people and places, syllables joined by spaces: ``bùi thanh sơn``."""
        return Lexicon.load(self.arrays, "names.terms")

    @cached_property
    def name_displays(self) -> Sequence[bytes]:
        """How each name is written, UTF-8: ``Bùi Thanh Sơn``."""
        return ByteStrings.load(self.arrays, "names.displays")

    @cached_property
    def keywords(self) -> Mapping[str, Lexicon]:
        """The values of each keyword field."""
        return {name: Lexicon.load(self.arrays, f"{name}.terms") for name in KEYWORD_FIELDS}

    @cached_property
    def title_keys(self) -> Sequence[bytes]:
        """For each article what its title is sorted by."""
        return load_compressed(self.arrays, "title_keys", (self.size + 1) * LONGEST_KEY).split(KEY_END)

    def postings(self, view: str, field: str = "any") -> Postings:
        """The postings of a view (or keyword field, or ``names``) in a field."""
        found = self._postings.get((view, field))
        if found is None:
            found = Postings(self.arrays, f"{view}.{field}", self.size, self._recent)
            if not 0 <= found.terms <= self.arrays.stamp.length:
                raise damaged(self.path, f"says that {view} has {found.terms:,} terms")
            self._postings[view, field] = found
        return found

    def lengths(self, view: str, field: str) -> Array:
        """int32 ``[size]``, how many tokens of a view each article has in a field."""
        return self.arrays[f"{view}.{field}.lengths"]

    @cached_property
    def ids(self) -> Array:
        """int32 ``[size]``, the term number of each article's id."""
        postings = self.postings("id")
        ids = np.empty(self.size, np.int32)
        ids[postings.gather_docs(np.arange(postings.terms))] = np.arange(postings.terms)
        return ids

    @cached_property
    def origins(self) -> Array:
        """int32 ``[size]``, the term number of each article's source file, -1 where it has none."""
        postings = self.postings("origin")
        terms = np.arange(postings.terms)
        origins = np.full(self.size, -1, np.int32)
        origins[postings.gather_docs(terms)] = np.repeat(terms, postings.counts())
        return origins

    def article(self, number: int) -> Article:
        """The stored article of a number.

        Raises:
            IndexDamagedError: its record is not what was written.
        """
        try:
            return load_article(self.stored[number])
        except (TypeError, InvalidArticleError, *INCOHERENT):
            raise damaged(self.path, f"holds a record that is none (article {number})") from None
