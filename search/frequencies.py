"""How often a set of terms stands in each article of a snapshot, in the form in which it is looked up fastest.

A *text* is a field of an article: text ``f * size + d`` is field number ``f`` of the fields asked for, of article
``d``, where ``size`` counts the articles of all segments. So what a set has in title and body, and in all segments,
is one list, and one search looks it up. Frequent terms are rows (``rows``), which all sets share that hold the term.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from typing import Any, NamedTuple

import numpy as np

from tracuu.index.arrays import Array
from tracuu.index.postings import Ints, Postings
from tracuu.index.reader import IndexReader
from tracuu.index.recent import Recent
from tracuu.index.segment import Segment
from tracuu.index.views import TEXT_FIELDS
from tracuu.search.memory import Memory
from tracuu.search.rows import DENSE, RowKey, Rows

FEW, FEW_TIMES = 512, 8
"""More than so many texts are marked in a row of all texts, unless the list is so many times longer: a search of the
list takes 20 ns for each text, a look at the row 2 ns for each entry of the list."""
_ONE_BY_ONE = 8
"""So many terms are counted quicker one by one."""
_MOST = 4
"""A list of more than one text in so many is a row instead."""


class Selection:
    """Some articles, ascending, made ready to be looked up in one set after the other.

    Attributes:
        docs: the articles.
        parts: for each segment where its articles stand in ``docs``, and their numbers in the segment.
    """

    def __init__(self, docs: Ints, bases: Sequence[int], dtype: np.dtype[Any]) -> None:
        """``dtype``: of the numbers of texts."""
        self.docs = docs
        bounds = docs.searchsorted(bases).tolist()
        self.parts = [
            (slice(start, stop), docs[start:stop] - base)
            for base, start, stop in zip(bases, bounds, bounds[1:], strict=False)
        ]
        self._size = bases[-1]
        self._dtype = dtype
        self._texts: dict[int, Array] = {}
        self._place_of: dict[int, Array] = {}

    def texts(self, fields: int) -> Array:
        """The texts of the articles in so many fields, ascending, in the type that lists are kept in."""
        texts = self._texts.get(fields)
        if texts is None:
            numbers = [self.docs + field * self._size for field in range(fields)]
            texts = self._texts[fields] = np.concatenate(numbers).astype(self._dtype)
        return texts

    def spread(self, target: Array, texts: Array, values: Array, fields: int) -> None:
        """Write the values of some texts, ascending, to where those of the articles come in ``self.texts(fields)``.

        Args:
            target: ``[1 + fields * len(docs)]``; what is written to its first place means nothing.
            texts: any.
            values: parallel to ``texts``.
            fields: so many.
        """
        wanted = self.texts(fields)
        if len(wanted) > FEW and len(texts) < FEW_TIMES * len(wanted):
            target[self._places(fields)[texts]] = values
        else:
            places = texts.searchsorted(wanted)
            held = (texts.take(places, mode="clip") == wanted).nonzero()[0]
            target[held + 1] = values[places[held]]

    def _places(self, fields: int) -> Array:
        """For each text of the snapshot one more than its place in ``self.texts(fields)``, 0 where it has none."""
        places = self._place_of.get(fields)
        if places is None:
            texts = self.texts(fields)
            places = self._place_of[fields] = np.zeros(fields * self._size, np.min_scalar_type(len(texts)))
            places[texts] = np.arange(1, len(texts) + 1)
        return places

    def sources(self, fields: int) -> Array:
        """Where each text is stored: unsigned ``field * segments + segment``, ascending."""
        sizes = [len(docs) for _, docs in self.parts]
        sources = np.arange(fields * len(sizes)).repeat(sizes * fields)
        return sources.astype(np.min_scalar_type(fields * len(sizes)))  # small ones are sorted faster


class Frequencies(NamedTuple):
    """Frequencies of a set of terms, that is, of all of them together: what rows and list have is added up.

    Attributes:
        rows: the frequent terms, each with the numbers of its field and its segment.
        texts: ascending, the texts of live articles that hold any other term of the set; None if ``counts`` is a row.
        counts: unsigned, parallel to ``texts``; or a row [fields * size].
        articles: how many live articles hold any term of the set, in any field.
        is_single: no text is both in the list and in a row, or in two rows.
    """

    rows: tuple[tuple[int, int, RowKey], ...]
    texts: Array | None
    counts: Array
    articles: int
    is_single: bool

    @property
    def is_list(self) -> bool:
        """Whether there is nothing but the list."""
        return self.texts is not None and not self.rows

    @property
    def docs(self) -> Ints:
        """The texts as indices; where there is one field, they are articles."""
        return np.empty(0, np.int64) if self.texts is None else self.texts.astype(np.int64)

    def put(self, target: Array, fields: int, among: Selection, rows: Rows) -> None:
        """Write the frequencies in some articles.

        Args:
            target: zeros ``[1 + fields * len(among.docs)]``: after the first place, which means nothing then, the
                frequencies in the first field, those in the second ...
            fields: so many were asked for.
            among: the articles.
            rows: of the snapshot.
        """
        if self.texts is None:
            target[1:] = self.counts[among.texts(fields)]
        elif len(self.texts):
            among.spread(target, self.texts, self.counts, fields)
        for field, segment, key in self.rows:
            here, docs = among.parts[segment]
            if len(docs):
                begin = 1 + field * len(among.docs)
                target[begin + here.start : begin + here.stop] += rows.of(key).counts[docs]

    def whole(self, shape: tuple[int, int], bases: Sequence[int], rows: Rows) -> Array:
        """The frequencies in all articles: unsigned [fields, size]; those of deleted ones may be there."""
        held = [(slice(bases[segment], bases[segment + 1]), field, rows.of(key)) for field, segment, key in self.rows]
        if self.is_single and len(held) == shape[0] * (len(bases) - 1):  # a row of each segment, and nothing else
            return np.concatenate([row.counts[: here.stop - here.start] for here, _, row in held]).reshape(shape)
        if self.is_single:  # nothing is added up
            counts = np.zeros(shape, np.result_type(self.counts, *(row.counts for _, _, row in held)))
            for here, field, row in held:
                counts[field, here] = row.counts[: here.stop - here.start]
        else:
            counts = np.zeros(shape, np.uint32)
            for here, field, row in held:
                counts[field, here] += row.counts[: here.stop - here.start]
        counts.reshape(-1)[slice(None) if self.texts is None else self.texts] += self.counts
        return counts


class FrequencyReader:
    """The frequencies of sets of terms in a snapshot, remembered. Threads may share it."""

    def __init__(self, reader: IndexReader, memory: Memory) -> None:
        self._reader = reader
        self._live = None if len(reader) == reader.size else reader.live
        self._dtype = text_type(reader.size)
        self.rows = Rows(reader, memory.rows)
        self._recent: Recent[Frequencies] = Recent(
            memory.lists, lambda found: found.counts.nbytes + (0 if found.texts is None else found.texts.nbytes)
        )

    def select(self, docs: Ints) -> Selection:
        """Articles, ascending, to be looked up."""
        return Selection(docs, self._reader.bases, self._dtype)

    def of(self, key: Hashable, view: str, fields: tuple[str, ...], numbers: Callable[[Segment], Ints]) -> Frequencies:
        """The frequencies of a set of terms in these fields of a view.

        Args:
            key: tells this set in these fields from all others.
            view: ``syllables``, ``bigrams`` or ``words``.
            fields: different ones.
            numbers: gives the numbers of the terms in a segment.
        """
        known = self._recent.get(key)
        return self._recent.put(key, self._find(view, fields, numbers)) if known is None else known

    def _find(self, view: str, fields: tuple[str, ...], numbers: Callable[[Segment], Ints]) -> Frequencies:
        sets = list(map(numbers, self._reader.segments))
        rows, texts, counts = self._rows_and_list(view, fields, sets)
        is_single = all(len(terms) < 2 for terms in sets)
        if not is_single:
            texts, counts = _summed(texts, counts)
        counts = counts.astype(np.min_scalar_type(int(counts.max(initial=0))))
        found = Frequencies(rows, texts, counts, 0, is_single)
        articles = int(np.count_nonzero(self.holding(found)))
        whole = len(fields) * self._reader.size
        if len(texts) * _MOST <= whole:
            return found._replace(articles=articles)
        row = np.zeros(whole, counts.dtype)
        row[texts] = counts
        return Frequencies(rows, None, row, articles, is_single and not rows)

    def _rows_and_list(
        self, view: str, fields: tuple[str, ...], sets: Sequence[Ints]
    ) -> tuple[tuple[tuple[int, int, RowKey], ...], Array, Array]:
        """The rows of the frequent terms, and texts and frequencies of the others, term after term."""
        rows: list[tuple[int, int, RowKey]] = []
        texts, counts = [np.empty(0, np.int64)], [np.empty(0, np.int64)]
        for number, field in enumerate(fields):
            for place, (segment, terms) in enumerate(zip(self._reader.segments, sets, strict=True)):
                postings = segment.postings(view, field)
                frequent, rare = parted(postings, terms)
                rows += [(number, place, RowKey(view, field, place, term)) for term in frequent]
                if len(rare):
                    docs, often = postings.gather(rare)
                    if segment.live is not None:
                        kept = segment.live[docs]
                        docs, often = docs[kept], often[kept]
                    texts.append(docs + (number * self._reader.size + self._reader.bases[place]))
                    counts.append(often)
        return tuple(rows), np.concatenate(texts).astype(self._dtype), np.concatenate(counts)

    def holding(self, found: Frequencies) -> Array:
        """Bool [size], the live articles that are in any row or in the list."""
        bases = self._reader.bases
        held = np.zeros(bases[-1], bool)
        for _, segment, key in found.rows:
            begin, end = bases[segment], bases[segment + 1]
            held[begin:end] |= self.rows.of(key).counts[: end - begin] != 0
        if found.texts is None:
            for field in found.counts.reshape(-1, bases[-1]):
                held |= field != 0
        elif len(found.texts):
            held[found.texts % bases[-1]] = True
        if self._live is not None and (found.rows or found.texts is None):
            held &= self._live
        return held


def text_type(size: int) -> np.dtype[Any]:
    """The type of the numbers of texts of so many articles."""
    return np.min_scalar_type(len(TEXT_FIELDS) * size)


def parted(postings: Postings, terms: Ints) -> tuple[list[int], Ints]:
    """The frequent terms of a set, and those of the others that stand anywhere."""
    most = postings.size // DENSE
    if len(terms) <= _ONE_BY_ONE:
        held = [(term, postings.count(term)) for term in terms.tolist()]
        rare = [term for term, count in held if 0 < count <= most]
        return [term for term, count in held if count > most], np.array(rare, np.int64)
    counts = postings.counts(terms)
    return terms[counts > most].tolist(), terms[(counts > 0) & (counts <= most)]


def _summed(texts: Array, counts: Ints) -> tuple[Array, Ints]:
    """Each text once, ascending, with the sum of its counts."""
    if not len(texts):
        return texts, counts
    order = texts.argsort(kind="stable")
    texts = texts[order]
    first = np.concatenate(([True], texts[1:] != texts[:-1])).nonzero()[0]
    return texts[first], np.add.reduceat(counts[order], first)
