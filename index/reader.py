"""A snapshot of the index to search in: the segments of one generation, and figures about them all."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path

import numpy as np

from tracuu.analyzers import WordDictionary
from tracuu.analyzers.cached import cached_property
from tracuu.analyzers.errors import ArticleNotFoundError
from tracuu.index.arrays import Array, ArrayFile, map_file
from tracuu.index.article import Article
from tracuu.index.dictionary import read_dictionary
from tracuu.index.manifest import Manifest
from tracuu.index.postings import DECODED, FEWEST, Entries, memory
from tracuu.index.recent import Recent
from tracuu.index.segment import Segment
from tracuu.index.storage import damaged
from tracuu.index.toc import SCHEMA_VERSION, SegmentEntry, Toc, read_toc, segment_file


class IndexReader:
    """One generation, unchanging; any number of threads may share it.

    Articles are numbered through all segments: article ``i`` of segment ``s`` is ``bases[s] + i``. Numbers of
    deleted articles stay unused, so ``size`` counts them and ``len()`` does not.
    """

    def __init__(self, directory: Path, toc: Toc | None = None) -> None:
        """Open a generation, the newest if none is given.

        Raises:
            IndexNotFoundError, IndexVersionError, IndexDamagedError: see ``toc.read_toc`` and ``Segment``.
        """
        self.directory = directory
        self.toc = read_toc(directory) if toc is None else toc
        recent = memory(DECODED * max(FEWEST, sum(entry.size for entry in self.toc.segments)))
        self.segments = [self._open_segment(entry, recent) for entry in self.toc.segments]
        # Mapped now, parsed when asked for: a later commit removes the files.
        self._dictionary = self._array_file(self.toc.dictionary) if self.toc.dictionary else None
        self._manifest = map_file(directory / self.toc.manifest) if self.toc.manifest else None
        sizes = [segment.size for segment in self.segments]
        self.bases = [0, *np.cumsum(sizes, dtype=np.int64).tolist()]

    @cached_property
    def dictionary(self) -> WordDictionary:
        """The words by which queries are cut.

        Raises:
            IndexDamagedError: their file is not what was written.
        """
        return WordDictionary.default() if self._dictionary is None else read_dictionary(self._dictionary)

    @property
    def size(self) -> int:
        """One more than the highest article number."""
        return int(self.bases[-1])

    def __len__(self) -> int:
        return self.size - sum(len(segment.deleted) for segment in self.segments)

    @cached_property
    def manifest(self) -> Manifest:
        """The source files that the index was filled from."""
        stamp = self.toc.stamp(self.directory, self.toc.manifest) if self.toc.manifest else None
        return Manifest.load(self.directory, self.toc.manifest, self._manifest, stamp)

    @property
    def bytes_on_disk(self) -> int:
        """The size of the files of this generation, as far as a later commit has not removed them."""
        sizes = 0
        for name in self.toc.files():
            with suppress(FileNotFoundError):
                sizes += (self.directory / name).stat().st_size
        return sizes

    @property
    def schema_version(self) -> int:
        """The version of the files; a reader of another one refuses them."""
        return SCHEMA_VERSION

    @cached_property
    def live(self) -> Array:
        """bool ``[size]``, False for the deleted."""
        live = np.ones(self.size, bool)
        for base, segment in zip(self.bases, self.segments, strict=False):
            live[base + segment.deleted] = False
        return live

    @cached_property
    def dates(self) -> Array:
        """int64 ``[size]``, seconds since 1970, ``NO_DATE`` where an article has none."""
        return np.concatenate([np.empty(0, np.int64), *(segment.dates for segment in self.segments)])

    def lengths(self, view: str, field: str) -> Array:
        """int32 ``[size]``, tokens of a view in a field of each article."""
        return np.concatenate([np.empty(0, np.int32), *(s.lengths(view, field) for s in self.segments)])

    def locate(self, number: int) -> tuple[Segment, int]:
        """The segment of an article, and its number there."""
        place = bisect_right(self.bases, number) - 1
        return self.segments[place], number - self.bases[place]

    def article(self, number: int) -> Article:
        """The article of a number."""
        segment, local = self.locate(number)
        return segment.article(local)

    def ids(self, numbers: Sequence[int]) -> list[str]:
        """The ids of the articles of these numbers."""
        located = map(self.locate, numbers)
        return [segment.keywords["id"].term(int(segment.ids[local])) for segment, local in located]

    def origin(self, number: int) -> str:
        """The source file of an article (see ``Manifest.origin``), empty for none."""
        segment, local = self.locate(number)
        term = int(segment.origins[local])
        return segment.keywords["origin"].term(term) if term >= 0 else ""

    def find(self, id: str) -> int:
        """The number of the live article of this id, or -1."""
        found = self.with_keyword("id", id)
        return int(found[0]) if len(found) else -1

    def with_keyword(self, field: str, value: str, fold: str = "") -> Array:
        """The numbers of the live articles that have exactly this value in a keyword field, ascending."""
        found = []
        for base, segment in zip(self.bases, self.segments, strict=False):
            term = segment.keywords[field].find(value, fold)
            if term >= 0:
                docs = segment.postings(field).docs(term).astype(np.int64)
                found.append((docs if segment.live is None else docs[segment.live[docs]]) + base)
        return np.concatenate([np.empty(0, np.int64), *found])

    def number_of(self, id: str) -> int:
        """The number of the live article of an id.

        Raises:
            ArticleNotFoundError: there is none.
        """
        number = self.find(id)
        if number < 0:
            raise ArticleNotFoundError(
                f"no article has the id {id!r} in {self.directory}: ids stand in the results of a search"
            )
        return number

    def get(self, id: str) -> Article:
        """The article of an id. Raises as ``number_of``."""
        return self.article(self.number_of(id))

    def __iter__(self) -> Iterator[Article]:
        return (self.article(number) for number in np.flatnonzero(self.live).tolist())

    def __contains__(self, id: object) -> bool:
        return isinstance(id, str) and self.find(id) >= 0

    def _array_file(self, name: str) -> ArrayFile:
        return ArrayFile(self.directory / name, self.toc.stamp(self.directory, name))

    def _open_segment(self, entry: SegmentEntry, recent: Recent[Entries]) -> Segment:
        """A segment with its deletions, which are what the table of contents says of them."""
        deleted = None
        if entry.deletions:
            file = self._array_file(entry.deletions)
            deleted = file["deleted"]
            if len(deleted) != entry.deleted:
                raise damaged(file.path, "belongs to another generation")
        name = segment_file(entry.name)
        segment = Segment(self.directory / name, deleted, recent, self.toc.stamp(self.directory, name))
        if segment.size != entry.size:
            raise damaged(segment.path, "belongs to another generation")
        return segment
