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
from tracuu.index.postings import Ints
from tracuu.index.reader import IndexReader
from tracuu.index.recent import Recent
from tracuu.index.views import TEXT_FIELDS
from tracuu.search.forms import Forms
from tracuu.search.frequencies import Selection, parted, text_type
from tracuu.search.nodes import Syllable
from tracuu.search.rows import RowKey, Rows, occurrences

REMEMBERED = 10 * 1024 * 1024
"""Bytes of lists that a snapshot remembers."""

_SYLLABLES = 6
"""Bits for the number of a syllable."""


class Occurrences(NamedTuple):
    """Where a syllable stands.

    Attributes:
        rows: its frequent forms, each with the number of its field and its segment.
        texts: ascending, the texts of the other forms; one that has several of them is there several times.
        starts: the first occurrence of the form in the text, by its number in the view of that field and segment.
        counts: how many occurrences of the form the text has.
    """

    rows: tuple[tuple[int, int, RowKey], ...]
    texts: Array
    starts: Array
    counts: Array


class _Found(NamedTuple):
    """Runs of occurrences: of which syllable, in which of the texts selected, the first one, and how many (or none)."""

    which: Ints
    places: Ints
    starts: Ints
    counts: Ints


class PlaceReader:
    """Reads positions of syllables. Threads may share it."""

    def __init__(self, reader: IndexReader, rows: Rows, forms: Mapping[str, Forms]) -> None:
        self._reader = reader
        self._rows = rows
        self._forms = forms
        self._recent: Recent[Occurrences] = Recent(
            REMEMBERED, lambda found: found.texts.nbytes + found.starts.nbytes + found.counts.nbytes
        )

    def of(self, syllables: Sequence[Syllable], among: Selection) -> tuple[Ints, Ints]:
        """All places of some syllables (63 at most) in some articles.

        Returns:
            Two arrays: ``text << 32 | position``, ascending, and the number of the syllable at each place. Text
            ``field * len(among.docs) + i`` is that field of the article ``among.docs[i]``.
        """
        held = list(map(self._occurrences, syllables))
        found = [_in_lists(held, among), *self._in_rows(held, among)]
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
        texts, starts, counts = [_NOTHING], [_NOTHING], [_NOTHING]
        for number, field in enumerate(TEXT_FIELDS):
            for place, segment in enumerate(reader.segments if field in syllable.fields else ()):
                postings = segment.postings("syllables", field)
                frequent, rare = parted(postings, self._forms[segment.name].of_syllable(syllable))
                rows += [(number, place, RowKey("syllables", field, place, term)) for term in frequent]
                for entries in postings.all_entries(rare):
                    texts.append(entries.docs + np.int64(number * reader.size + reader.bases[place]))
                    starts.append(entries.starts[:-1])
                    counts.append(entries.frequencies)
        all_texts = np.concatenate(texts).astype(text_type(reader.size))
        order = all_texts.argsort(kind="stable")
        all_starts, all_counts = np.concatenate(starts)[order], np.concatenate(counts)[order]
        return Occurrences(
            tuple(rows),
            all_texts[order],
            all_starts.astype(np.uint32 if all_starts.max(initial=0) < 1 << 32 else np.int64),
            all_counts.astype(np.min_scalar_type(int(all_counts.max(initial=0)))),
        )


def _in_lists(held: Sequence[Occurrences], among: Selection) -> _Found:
    """What the lists of all syllables have."""
    wanted = among.texts(len(TEXT_FIELDS))
    begins = np.concatenate([one.texts.searchsorted(wanted) for one in held])
    ends = np.concatenate([one.texts.searchsorted(wanted, "right") for one in held])
    lengths = ends - begins
    runs = lengths.nonzero()[0]  # of a syllable in a text
    runs = runs.repeat(lengths[runs])
    which, places = np.divmod(runs, len(wanted))
    entries = ranges(begins, ends)
    bounds = which.searchsorted(np.arange(len(held) + 1)).tolist()
    parts = [(one, entries[begin:end]) for one, (begin, end) in zip(held, pairwise(bounds), strict=True)]
    starts = np.concatenate([one.starts[entries] for one, entries in parts])
    return _Found(which, places, starts, np.concatenate([one.counts[entries] for one, entries in parts]))


_NOTHING = np.empty(0, np.int64)
