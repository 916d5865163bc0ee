"""Articles on their way into a segment: analysed in batches, kept as arrays of numbers, then written as a segment.

The one place that turns tokens into postings.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import numpy as np

from tracuu.analyzers import Analyzed, Vocabulary, sort_key
from tracuu.index.arrays import Array, ArrayWriter
from tracuu.index.article import Article
from tracuu.index.byte_strings import save_byte_strings
from tracuu.index.inversion import invert, invert_pairs
from tracuu.index.lexicon import lexicon_key
from tracuu.index.pairs import save_pairs
from tracuu.index.postings import Ints, distinct
from tracuu.index.postings_writer import PostingsWriter
from tracuu.index.record_store import sample_of, save_compressed, save_records
from tracuu.index.stored import date_to_seconds
from tracuu.index.views import KEY_END, KEYWORD_FIELDS, TEXT_FIELDS, fold_key


class _Stream:
    """The numbers of one view of one field, article after article."""

    def __init__(self) -> None:
        self._numbers: list[Array] = []
        self._lengths: list[Array] = []

    def extend(self, numbers: Array, lengths: Array) -> None:
        """Take those of some more articles."""
        self._numbers.append(numbers)
        self._lengths.append(lengths)

    def used(self, count: int, live: Array) -> Array:
        """Which of so many numbers stand in live articles: bool [count]."""
        used = np.zeros(count, bool)
        for numbers, _ in self._live(live):
            used[numbers] = True
        return used

    def columns(self, live: Array, renumber: Array) -> tuple[Array, Array, Ints]:
        """New numbers and articles of all tokens of live articles, and where each article begins and the last ends."""
        numbers, lengths = [np.empty(0, np.int32)], [np.zeros(1, np.int64)]
        for part, of_articles in self._live(live):
            numbers.append(renumber[part])
            lengths.append(of_articles)
        starts = np.cumsum(np.concatenate(lengths))
        docs = np.repeat(np.arange(len(starts) - 1, dtype=np.int32), np.diff(starts))
        return np.concatenate(numbers), docs, starts

    def _live(self, live: Array) -> Iterator[tuple[Array, Array]]:
        start = 0
        for numbers, lengths in zip(self._numbers, self._lengths, strict=True):
            here = live[start : start + len(lengths)]
            start += len(lengths)
            yield (numbers, lengths) if here.all() else (numbers[np.repeat(here, lengths)], lengths[here])


class SegmentBuffer:
    """Collects articles and writes them as one segment.

    An article is entered with ``add``; the analysis of its title and body follows, in the same order, with
    ``extend``. A segment is written when all of it has come.
    """

    def __init__(self, vocabulary: Vocabulary) -> None:
        """``vocabulary``: what the numbers in ``Analyzed`` stand for."""
        self._vocabulary = vocabulary
        self._records: list[bytes] = []
        self._dates = array("q")
        self._titles: list[str] = []
        self._keywords: dict[str, list[Sequence[str]]] = {name: [] for name in KEYWORD_FIELDS}
        self._number_of: dict[str, int] = {}  # an article without its number here is deleted
        self._terms = {field: _Stream() for field in TEXT_FIELDS}
        self._words = {field: _Stream() for field in TEXT_FIELDS}
        self._names = _Stream()

    def __len__(self) -> int:
        return len(self._number_of)

    def __contains__(self, id: str) -> bool:
        return id in self._number_of

    def add(self, article: Article, origin: str, record: bytes) -> None:
        """Keep an article, whose id must be set, in place of the one of this id that is here."""
        number = len(self._records)
        keywords = {"tag": article.tags, "author": article.authors, "origin": (origin,) if origin else ()}
        for name, values in self._keywords.items():
            value: str = getattr(article, name, "")
            values.append(keywords.get(name, (value,) if value else ()))
        self._dates.append(date_to_seconds(article.date))
        self._titles.append(article.title)
        self._records.append(record)
        self._number_of[article.id] = number

    def extend(self, analyzed: Analyzed) -> None:
        """Take what the analysis made of some articles: of each the title, then the body."""
        for streams, numbers, lengths in (
            (self._terms, analyzed.terms, analyzed.lengths),
            (self._words, analyzed.words, analyzed.word_lengths),
        ):
            of_field = np.repeat(np.arange(len(lengths)) % len(TEXT_FIELDS), lengths)
            for number, stream in enumerate(streams.values()):
                stream.extend(numbers[of_field == number], lengths[number :: len(TEXT_FIELDS)])
        self._names.extend(analyzed.names, analyzed.name_lengths.reshape(-1, len(TEXT_FIELDS)).sum(axis=1))

    def delete(self, id: str) -> bool:
        """Forget an article of the buffer; False if it is not there."""
        return self._number_of.pop(id, None) is not None

    def write(self, path: Path) -> None:
        """Write all live articles as a segment file that does not exist yet."""
        live = np.zeros(len(self._records), bool)
        live[list(self._number_of.values())] = True
        alive = np.flatnonzero(live).tolist()
        with ArrayWriter(path) as writer:
            self._write_syllables(writer, live)
            self._write_words(writer, live)
            self._write_names(writer, live)
            for name, values in self._keywords.items():
                self._write_keywords(writer, name, [values[i] for i in alive])
            writer.add("dates", np.frombuffer(self._dates, np.int64)[live] if self._dates else np.empty(0, np.int64))
            save_compressed(writer, "title_keys", KEY_END.join(sort_key(self._titles[i]) for i in alive))
            records = [self._records[i] for i in alive]
            save_records(writer, "stored", records, sample_of(records))

    def _write_syllables(self, writer: ArrayWriter, live: Array) -> None:
        terms = self._vocabulary.terms
        count, renumber = _write_lexicon(writer, "syllables", terms, _used(self._terms.values(), terms, live))
        bigrams = {}
        for field, stream in self._terms.items():
            numbers, docs, starts = stream.columns(live, renumber)
            size = len(starts) - 1
            lists = PostingsWriter(size, positions=True)
            for entries in invert(numbers, docs, count):
                positions = entries.places - np.repeat(starts[entries.docs], entries.frequencies)
                lists.add(entries.keys, entries.docs, entries.frequencies, positions)
            lists.save(writer, f"syllables.{field}", lists.used(), count)
            writer.add(f"syllables.{field}.lengths", np.diff(starts).astype(np.int32))
            bigrams[field] = PostingsWriter(size, positions=False)
            for entries in invert_pairs(numbers, docs, count):
                bigrams[field].add(entries.keys, entries.docs, entries.frequencies)
        pairs = distinct([lists.used() for lists in bigrams.values()])
        save_pairs(writer, pairs, count)
        for field, lists in bigrams.items():
            lists.save(writer, f"bigrams.{field}", np.searchsorted(pairs, lists.used()), len(pairs))

    def _write_words(self, writer: ArrayWriter, live: Array) -> None:
        words = self._vocabulary.words
        count, renumber = _write_lexicon(writer, "words", words, _used(self._words.values(), words, live))
        for field, stream in self._words.items():
            numbers, docs, starts = stream.columns(live, renumber)
            _write_lists(writer, f"words.{field}", numbers, docs, count, len(starts) - 1)
            writer.add(f"words.{field}.lengths", np.diff(starts).astype(np.int32))

    def _write_names(self, writer: ArrayWriter, live: Array) -> None:
        names, displays = self._vocabulary.names, self._vocabulary.displays
        count, renumber = _write_lexicon(writer, "names", names, _used([self._names], names, live))
        number_of = np.empty(count, np.int64)
        number_of[renumber[renumber >= 0]] = np.flatnonzero(renumber >= 0)
        written = (displays[number].encode("utf-8", "surrogatepass") for number in number_of.tolist())
        save_byte_strings(writer, "names.displays", written)
        numbers, docs, starts = self._names.columns(live, renumber)
        _write_lists(writer, "names.any", numbers, docs, count, len(starts) - 1)

    @staticmethod
    def _write_keywords(writer: ArrayWriter, name: str, values: Sequence[Sequence[str]]) -> None:
        number_of: dict[str, int] = {}
        numbers = [number_of.setdefault(value, len(number_of)) for held in values for value in held]
        docs = np.repeat(np.arange(len(values)), [len(held) for held in values])
        terms = list(number_of)
        count, renumber = _write_lexicon(writer, name, terms, np.ones(len(terms), bool))
        _write_lists(writer, f"{name}.any", renumber[np.array(numbers, np.int64)], docs, count, len(values))


def _used(streams: Iterable[_Stream], terms: Sequence[str], live: Array) -> Array:
    """Which of the terms stand in live articles."""
    used: Array = np.logical_or.reduce([stream.used(len(terms), live) for stream in streams])
    return used


def _write_lexicon(writer: ArrayWriter, view: str, terms: Sequence[str], used: Array) -> tuple[int, Array]:
    """Write the keys of the used terms in order; how many they are, and of each term its place there, -1 for none."""
    numbers = np.flatnonzero(used)
    keys = [lexicon_key(terms[i], fold_key(view, terms[i])) for i in numbers.tolist()]
    order = sorted(range(len(keys)), key=keys.__getitem__)
    save_byte_strings(writer, f"{view}.terms", [keys[i] for i in order])
    renumber = np.full(len(terms), -1, np.int32)
    renumber[numbers[order]] = np.arange(len(order), dtype=np.int32)
    return len(order), renumber


def _write_lists(writer: ArrayWriter, name: str, numbers: Array, docs: Array, count: int, size: int) -> None:
    lists = PostingsWriter(size, positions=False)
    for entries in invert(numbers, docs, count):
        lists.add(entries.keys, entries.docs, entries.frequencies)
    lists.save(writer, name, lists.used(), count)
