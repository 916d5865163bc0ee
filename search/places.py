"""Where the syllables of a query stand in few articles: what proximity counts.

Texts are numbered as in ``frequencies``, over ``TEXT_FIELDS``. As there, frequent terms are rows and the others one
list for each syllable; so what is kept in memory is a fraction of all positions.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from tracuu.index.arrays import Array
from tracuu.index.codec.ranges import ranges
from tracuu.index.postings import Entries, Ints
from tracuu.index.reader import IndexReader
from tracuu.index.recent import Recent
from tracuu.index.views import TEXT_FIELDS
from tracuu.search.forms import Forms
from tracuu.search.frequencies import Selection, parted, text_type
from tracuu.search.nodes import Syllable
from tracuu.search.rows import RowKey, Rows, occurrences

_SYLLABLES = 6
"""Bits for the number of a syllable."""


class Occurrences(NamedTuple):
    """Where a syllable stands: its frequent forms, and the lists of the other ones, list after list.

    Where each occurrence begins is worked out anew: to keep it would take more than all the rest.

    Attributes:
        rows: the frequent forms, each with the number of its field and its segment.
        texts: the texts of each list, ascending.
        counts: parallel to ``texts``, how many occurrences of the form the text has.
        begins: where each list begins in ``texts``.
        shifts: for each list what its first occurrence, by its number in the view of its field and segment, is more
            than all ``counts`` before it.
    """

    rows: tuple[tuple[int, int, RowKey], ...]
    texts: Array
    counts: Array
    begins: Ints
    shifts: Ints

    @classmethod
    def of(
        cls, rows: Sequence[tuple[int, int, RowKey]], lists: Sequence[Entries], bases: Sequence[int], size: int
    ) -> Occurrences:
        """Join lists; ``bases``: for each the first text of its field and segment, in an index of so many articles."""
        lengths = np.array([len(one.docs) for one in lists], np.int64)
        texts = np.concatenate([_NOTHING, *(one.docs for one in lists)]) + np.array(bases, np.int64).repeat(lengths)
        counts = np.concatenate([_NOTHING, *(one.frequencies for one in lists)])
        begins = lengths.cumsum() - lengths
        firsts = np.array([one.starts[0] for one in lists], np.int64)
        shifts = firsts - np.append(0, counts.cumsum())[begins]
        fitting = np.min_scalar_type(int(counts.max(initial=0)))
        return cls(tuple(rows), texts.astype(text_type(size)), counts.astype(fitting), begins, shifts)

    @property
    def nbytes(self) -> int:
        """Bytes that the arrays take."""
        return self.texts.nbytes + self.counts.nbytes + self.begins.nbytes + self.shifts.nbytes

    def among(self, place_of: Array) -> tuple[Ints, Ints, Ints]:
        """What the lists have in some texts.

        Args:
            place_of: for each text one more than its place among those asked for; 0 where it is none of them.

        Returns:
            Parallel arrays: the place of the text, the first occurrence of the form in it, and how many there are.
        """
        places = place_of.take(self.texts)
        entries = places.nonzero()[0]
        counts = self.counts[entries]
        starts = self.counts.cumsum(dtype=np.int64)[entries] - counts
        starts += self.shifts[self.begins.searchsorted(entries, "right") - 1]
        return places[entries].astype(np.int64) - 1, starts, counts


class _Found(NamedTuple):
    """Runs of occurrences: of which syllable, in which of the texts selected, the first one, and how many (or none)."""

    which: Ints
    places: Ints
    starts: Ints
    counts: Ints


class PlaceReader:
    """Reads positions of syllables. Threads may share it."""

    def __init__(self, reader: IndexReader, rows: Rows, forms: Mapping[str, Forms], memory: int) -> None:
        """``memory``: bytes."""
        self._reader = reader
        self._rows = rows
        self._forms = forms
        self._recent: Recent[Occurrences] = Recent(memory, lambda found: found.nbytes)

    def of(self, syllables: Sequence[Syllable], among: Selection) -> tuple[Ints, Ints]:
        """All places of some syllables (63 at most) in some articles.

        Returns:
            Two arrays: ``text << 32 | position``, ascending, and the number of the syllable at each place. Text
            ``field * len(among.docs) + i`` is that field of the article ``among.docs[i]``.
        """
        held = list(map(self._occurrences, syllables))
        found = [self._in_lists(held, among), *self._in_rows(held, among)]
        which, places, starts, counts = map(np.concatenate, zip(*found, strict=True))
        sources = among.sources(len(TEXT_FIELDS))[places]
        order = sources.argsort(kind="stable")
        starts, counts = starts[order].astype(np.int64), counts[order]
        keys = (places[order] << (32 + _SYLLABLES) | which[order]).repeat(counts)
        keys += self._positions(starts, counts, sources[order]) << _SYLLABLES
        keys.sort()
        return keys >> _SYLLABLES, keys & ((1 << _SYLLABLES) - 1)

    def _positions(self, starts: Ints, counts: Ints, sources: Ints) -> Ints:
        """The positions of runs of occurrences, run after run; ``sources`` are ascending."""
        segments = self._reader.segments
        occurrences = ranges(starts, starts + counts)
        ends = np.zeros(len(counts) + 1, np.int64)
        counts.cumsum(dtype=np.int64, out=ends[1:])
        bounds = ends[sources.searchsorted(np.arange(len(TEXT_FIELDS) * len(segments) + 1))].tolist()
        found = [_NOTHING]
        for source, (begin, end) in enumerate(pairwise(bounds)):
            if begin < end:
                field, segment = divmod(source, len(segments))
                positions = segments[segment].postings("syllables", TEXT_FIELDS[field]).positions
                assert positions is not None
                found.append(positions.take(occurrences[begin:end]))
        return np.concatenate(found)

    def _in_lists(self, held: Sequence[Occurrences], among: Selection) -> _Found:
        """What the lists of all syllables have."""
        texts = among.texts(len(TEXT_FIELDS))
        place_of = np.zeros(len(TEXT_FIELDS) * self._reader.size, np.min_scalar_type(len(texts)))
        place_of[texts] = np.arange(1, len(texts) + 1)
        places, starts, counts = zip(*(one.among(place_of) for one in held), strict=True)
        which = np.arange(len(held)).repeat([len(some) for some in places])
        return _Found(which, *map(np.concatenate, (places, starts, counts)))

    def _in_rows(self, held: Sequence[Occurrences], among: Selection) -> list[_Found]:
        """What the rows of all syllables have, those of a field of a segment together."""
        together: dict[tuple[int, int], list[tuple[int, RowKey]]] = {}
        for which, one in enumerate(held):
            for field, segment, key in one.rows:
                together.setdefault((field, segment), []).append((which, key))
        found = []
        for (field, segment), keys in together.items():
            here, docs = among.parts[segment]
            if not len(docs):
                continue
            starts, counts = occurrences([self._rows.of(key) for _, key in keys], docs)
            syllables = np.array([which for which, _ in keys]).repeat(len(docs))
            begin = field * len(among.docs) + here.start
            places = np.concatenate([np.arange(begin, begin + len(docs))] * len(keys))
            found.append(_Found(syllables, places, starts.reshape(-1), counts.reshape(-1)))
        return found

    def _occurrences(self, syllable: Syllable) -> Occurrences:
        """Where a syllable stands; remembered."""
        known = self._recent.get(syllable.key)
        return self._recent.put(syllable.key, self._find(syllable)) if known is None else known

    def _find(self, syllable: Syllable) -> Occurrences:
        reader = self._reader
        rows: list[tuple[int, int, RowKey]] = []
        lists: list[Entries] = []
        bases: list[int] = []
        for number, field in enumerate(TEXT_FIELDS):
            for place, segment in enumerate(reader.segments if field in syllable.fields else ()):
                postings = segment.postings("syllables", field)
                frequent, rare = parted(postings, self._forms[segment.name].of_syllable(syllable))
                rows += [(number, place, RowKey("syllables", field, place, term)) for term in frequent]
                lists += map(postings.passing_entries, rare.tolist())  # mostly few: one by one they are read sooner
                bases += [number * reader.size + reader.bases[place]] * len(rare)
        return Occurrences.of(rows, lists, bases, reader.size)


_NOTHING = np.empty(0, np.int64)
