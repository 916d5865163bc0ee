"""Articles on their way into a segment: analysed in batches, kept as arrays of numbers, then written as a segment.

The one place that turns tokens into postings.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np

from tracuu.analyzers import Analyzed, sort_key
from tracuu.index.arrays import Array, ArrayWriter
from tracuu.index.article import Article
from tracuu.index.byte_strings import save_byte_strings
from tracuu.index.inversion import invert, invert_pairs
from tracuu.index.pairs import save_pairs
from tracuu.index.postings import distinct
from tracuu.index.postings_writer import PostingsWriter
from tracuu.index.record_store import RecordWriter, sample_of, save_compressed
from tracuu.index.sorted_terms import Lexicons, SortedTerms
from tracuu.index.stored import date_to_seconds
from tracuu.index.token_streams import TokenStream
from tracuu.index.views import KEY_END, KEYWORD_FIELDS, SORTED_BY, TEXT_FIELDS


class SegmentBuffer:
    """Collects articles and writes them as one segment.

    An article is entered with ``add``; the analysis of its title and body follows, in the same order, with
    ``extend``.
    """

    def __init__(self) -> None:
        """Begin with no article."""
        self._records: list[bytes] = []
        self._dates = array("q")
        self._titles: list[str] = []
        self._keywords: dict[str, list[Sequence[str]]] = {name: [] for name in KEYWORD_FIELDS}
        self._terms = {field: TokenStream() for field in TEXT_FIELDS}
        self._words = {field: TokenStream() for field in TEXT_FIELDS}
        self._names = TokenStream()

    def add(self, article: Article, origin: str, record: bytes) -> None:
        """Take an article, whose id must be set; ``record``: how it is stored."""
        keywords = {"tag": article.tags, "author": article.authors, "origin": (origin,) if origin else ()}
        for name, values in self._keywords.items():
            value: str = getattr(article, name, "")
            values.append(keywords.get(name, (value,) if value else ()))
        self._dates.append(date_to_seconds(article.date))
        self._titles.append(article.title)
        self._records.append(record)

    def extend(self, analyzed: Analyzed) -> None:
        """Take what the analysis made of some articles: of each the title, then the body."""
        for streams, numbers, lengths in (
            (self._terms, analyzed.terms, analyzed.lengths),
            (self._words, analyzed.words, analyzed.word_lengths),
        ):
            of_field = np.repeat(np.arange(len(lengths)) % len(TEXT_FIELDS), lengths)
            for number, stream in enumerate(streams.values()):
                stream.extend(numbers[of_field == number], lengths[number :: len(TEXT_FIELDS)])
        name_lengths = analyzed.name_lengths.reshape(-1, len(TEXT_FIELDS)).sum(axis=1)
        self._names.extend(analyzed.names, name_lengths)

    def write(self, path: Path, lexicons: Lexicons, live: Array) -> None:
        """Write a segment file that does not exist yet.

        Args:
            path: where to.
            lexicons: of the vocabulary that the analysis had.
            live: bool [articles], those that the segment is to hold.
        """
        alive = np.flatnonzero(live).tolist()
        records = [self._records[i] for i in alive]
        with ThreadPoolExecutor(1) as beside, ArrayWriter(path) as writer:
            sample = sample_of(len(records), records.__getitem__)
            stored = beside.submit(RecordWriter(writer).compress, records, sample)
            self._write_syllables(writer, lexicons, live)
            self._write_words(writer, lexicons, live)
            self._write_names(writer, lexicons, live)
            for name, values in self._keywords.items():
                self._write_keywords(writer, name, [values[i] for i in alive])
            writer.add("dates", np.array(self._dates, np.int64)[live])
            save_compressed(writer, "title_keys", KEY_END.join(sort_key(self._titles[i][:SORTED_BY]) for i in alive))
            stored.result().save("stored")

    def _write_syllables(self, writer: ArrayWriter, lexicons: Lexicons, live: Array) -> None:
        count, renumber = lexicons.syllables.write(writer, self._terms.values(), live)
        bigrams = {}
        for field, stream in self._terms.items():
            numbers, docs, starts = stream.columns(live, renumber)
            size = len(starts) - 1
            lists = PostingsWriter(writer, size, positions=True)
            for entries in invert(numbers, docs, count):
                positions = entries.places - np.repeat(starts[entries.docs], entries.frequencies)
                lists.add(entries.keys, entries.docs, entries.frequencies, positions)
            lists.save(f"syllables.{field}", lists.used(), count)
            writer.add(f"syllables.{field}.lengths", np.diff(starts).astype(np.int32))
            bigrams[field] = PostingsWriter(writer, size, positions=False)
            for entries in invert_pairs(numbers, docs, count):
                bigrams[field].add(entries.keys, entries.docs, entries.frequencies)
        pairs = distinct([lists.used() for lists in bigrams.values()])
        save_pairs(writer, [pairs], count)
        for field, lists in bigrams.items():
            lists.save(f"bigrams.{field}", np.searchsorted(pairs, lists.used()), len(pairs))

    def _write_words(self, writer: ArrayWriter, lexicons: Lexicons, live: Array) -> None:
        count, renumber = lexicons.words.write(writer, self._words.values(), live)
        for field, stream in self._words.items():
            numbers, docs, starts = stream.columns(live, renumber)
            _write_lists(writer, f"words.{field}", numbers, docs, count, len(starts) - 1)
            writer.add(f"words.{field}.lengths", np.diff(starts).astype(np.int32))

    def _write_names(self, writer: ArrayWriter, lexicons: Lexicons, live: Array) -> None:
        count, renumber = lexicons.names.write(writer, [self._names], live)
        number_of = np.empty(count, np.int64)
        number_of[renumber[renumber >= 0]] = np.flatnonzero(renumber >= 0)
        written = (lexicons.displays[number].encode("utf-8", "surrogatepass") for number in number_of.tolist())
        save_byte_strings(writer, "names.displays", written)
        numbers, docs, starts = self._names.columns(live, renumber)
        _write_lists(writer, "names.any", numbers, docs, count, len(starts) - 1)

    @staticmethod
    def _write_keywords(writer: ArrayWriter, name: str, values: Sequence[Sequence[str]]) -> None:
        number_of: dict[str, int] = {}
        numbers = [number_of.setdefault(value, len(number_of)) for held in values for value in held]
        docs = np.repeat(np.arange(len(values)), [len(held) for held in values])
        terms = list(number_of)
        count, renumber = SortedTerms(name, terms).write_all(writer)
        _write_lists(writer, f"{name}.any", renumber[np.array(numbers, np.int64)], docs, count, len(values))


def _write_lists(writer: ArrayWriter, name: str, numbers: Array, docs: Array, count: int, size: int) -> None:
    lists = PostingsWriter(writer, size, positions=False)
    for entries in invert(numbers, docs, count):
        lists.add(entries.keys, entries.docs, entries.frequencies)
    lists.save(name, lists.used(), count)
