"""Articles on their way into a segment: analysed, numbered and counted in memory, then written as arrays.

The one place that writes postings. Tokens are kept as streams of small integers; inverting them is a sort.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable
from itertools import compress
from pathlib import Path

import numpy as np

from tracuu.analyzers import Segmenter, VietnameseTokenizer, find_names, fold, fold_text, sort_key
from tracuu.index.arrays import Array, ArrayWriter
from tracuu.index.article import Article
from tracuu.index.byte_strings import save_byte_strings
from tracuu.index.lexicon import Lexicon, lexicon_key
from tracuu.index.pairs import adjacent
from tracuu.index.postings import Ints, invert
from tracuu.index.stored import date_to_seconds, dump_article
from tracuu.index.views import KEYWORD_FIELDS, TEXT_FIELDS, WORD_JOINER


class _TermStream:
    """The terms of one field of one view, article after article, as numbers in order of first sight."""

    def __init__(self, numbers: dict[str, int]) -> None:
        self.numbers = numbers
        self.terms = array("i")
        self.lengths = array("i")

    def add(self, terms: Iterable[str]) -> None:
        numbers = self.numbers
        before = len(self.terms)
        self.terms.extend([numbers.setdefault(term, len(numbers)) for term in terms])
        self.lengths.append(len(self.terms) - before)

    def truncate(self, articles: int) -> None:
        """Keep only so many articles, the first ones."""
        del self.terms[sum(self.lengths[:articles]) :]
        del self.lengths[articles:]

    def live_terms(self, live: Array) -> tuple[Array, Array]:
        """The term numbers of all tokens of live articles, and how many each article has."""
        lengths = np.frombuffer(self.lengths, np.int32) if self.lengths else np.empty(0, np.int32)
        terms = np.frombuffer(self.terms, np.int32) if self.terms else np.empty(0, np.int32)
        return terms[np.repeat(live, lengths)], lengths[live]

    def columns(self, live: Array, renumber: Ints) -> tuple[Ints, Array, Ints, Array]:
        """Sorted-lexicon term numbers, articles and positions of all tokens of live articles, and lengths."""
        terms, lengths = self.live_terms(live)
        docs = np.repeat(np.arange(len(lengths), dtype=np.int32), lengths)
        positions = np.arange(len(docs)) - np.repeat(np.cumsum(lengths) - lengths, lengths)
        return renumber[terms], docs, positions, lengths


class _View:
    """One view: its terms, numbered once for all of its fields, and a stream for each field."""

    def __init__(self, fields: Iterable[str], fold_term: Callable[[str], str]) -> None:
        self.numbers: dict[str, int] = {}
        self.streams = {field: _TermStream(self.numbers) for field in fields}
        self._fold = fold_term

    def sorted_keys(self, live: Array) -> tuple[list[bytes], Ints]:
        """The keys of the terms of live articles in lexicon order, and for each term number its place there."""
        used = np.zeros(len(self.numbers), bool)
        for stream in self.streams.values():
            used[stream.live_terms(live)[0]] = True
        keys = [lexicon_key(term, self._fold(term)) for term in compress(self.numbers, used.tolist())]
        order = sorted(range(len(keys)), key=keys.__getitem__)
        places = np.empty(len(keys), np.int64)
        places[order] = np.arange(len(keys))
        renumber = np.full(len(used), -1, np.int64)
        renumber[used] = places
        return [keys[i] for i in order], renumber


class SegmentBuffer:
    """Collects articles and writes them as one segment."""

    def __init__(self, tokenizer: VietnameseTokenizer, segmenter: Segmenter | None) -> None:
        """Analyse with this tokenizer; without a segmenter the word view stays empty."""
        self._tokenizer = tokenizer
        self._segmenter = segmenter
        self._syllables = _View(TEXT_FIELDS, fold)
        self._words = _View(TEXT_FIELDS, _fold_word)
        self._names = _View(["any"], fold_text)
        self._displays: dict[str, str] = {}
        self._keywords = {
            name: _View(["any"], fold_text if name in ("tag", "source", "author") else _no_fold)
            for name in KEYWORD_FIELDS
        }
        self._stored: list[bytes] = []
        self._dates = array("q")
        self._title_keys: list[bytes] = []
        self._number_of: dict[str, int] = {}  # an article without its number here is deleted

    def __len__(self) -> int:
        return len(self._number_of)

    def __contains__(self, id: str) -> bool:
        return id in self._number_of

    @property
    def tokens(self) -> int:
        """How many tokens wait in memory, those of articles deleted meanwhile included."""
        return sum(len(s.terms) for view in (self._syllables, self._words) for s in view.streams.values())

    def add(self, article: Article, origin: str) -> None:
        """Analyse an article, whose id must be set, and keep it in place of the one of this id that is here.

        Raises:
            InvalidArticleError: its metadata cannot be stored; nothing has changed then.
        """
        stored = dump_article(article)
        number = len(self._stored)
        try:
            self._analyse(article, origin)
            self._stored.append(stored)
        except BaseException:  # an interruption leaves no half of an article
            self._truncate(number)
            raise
        self._number_of[article.id] = number

    def _analyse(self, article: Article, origin: str) -> None:
        names: list[str] = []
        for field in TEXT_FIELDS:
            text: str = getattr(article, field)
            tokens = list(self._tokenizer.tokenize(text))
            self._syllables.streams[field].add([token.text for token in tokens])
            self._words.streams[field].add(self._segmenter.words(text) if self._segmenter and text else [])
            for name in find_names(text, tokens):
                names.append(name.key)
                self._displays.setdefault(name.key, name.display)
        self._names.streams["any"].add(names)
        several = {"tag": article.tags, "author": article.authors}
        for keyword, view in self._keywords.items():
            value: str = origin if keyword == "origin" else getattr(article, keyword, "")
            view.streams["any"].add(several.get(keyword, (value,) if value else ()))
        self._dates.append(date_to_seconds(article.date))
        self._title_keys.append(sort_key(article.title))

    def _truncate(self, articles: int) -> None:
        for view in (self._syllables, self._words, self._names, *self._keywords.values()):
            for stream in view.streams.values():
                stream.truncate(articles)
        del self._dates[articles:]
        del self._title_keys[articles:]
        del self._stored[articles:]

    def delete(self, id: str) -> bool:
        """Forget an article of the buffer; False if it is not there."""
        return self._number_of.pop(id, None) is not None

    def write(self, path: Path) -> None:
        """Write all live articles as a segment file that does not exist yet."""
        live = np.zeros(len(self._stored), bool)
        live[list(self._number_of.values())] = True
        with ArrayWriter(path) as writer:
            self._write_syllables(writer, live)
            for name, view in {"words": self._words, **self._keywords}.items():
                self._write_view(writer, name, view, live)
            names = Lexicon(self._write_view(writer, "names", self._names, live))
            displays = (self._displays[name].encode("utf-8", "surrogatepass") for name in names.terms())
            save_byte_strings(writer, "names.displays", displays)
            writer.add("dates", np.frombuffer(self._dates, np.int64)[live] if self._dates else np.empty(0, np.int64))
            alive = np.flatnonzero(live).tolist()
            save_byte_strings(writer, "title_keys", [self._title_keys[i] for i in alive])
            save_byte_strings(writer, "stored", [self._stored[i] for i in alive])

    def _write_syllables(self, writer: ArrayWriter, live: Array) -> None:
        keys, renumber = self._syllables.sorted_keys(live)
        save_byte_strings(writer, "syllables.terms", keys)
        pairs, pair_docs = {}, {}
        for field, stream in self._syllables.streams.items():
            terms, docs, positions, lengths = stream.columns(live, renumber)
            invert(terms, docs, positions, len(keys)).save(writer, f"syllables.{field}")
            writer.add(f"syllables.{field}.lengths", lengths)
            pairs[field], pair_docs[field] = adjacent(terms, docs)
        all_pairs = np.unique(np.concatenate(list(pairs.values())))
        writer.add("bigrams.pairs", all_pairs)
        for field in TEXT_FIELDS:
            numbers = np.searchsorted(all_pairs, pairs[field])
            invert(numbers, pair_docs[field], None, len(all_pairs)).save(writer, f"bigrams.{field}")

    def _write_view(self, writer: ArrayWriter, name: str, view: _View, live: Array) -> list[bytes]:
        keys, renumber = view.sorted_keys(live)
        save_byte_strings(writer, f"{name}.terms", keys)
        for field, stream in view.streams.items():
            terms, docs, _, lengths = stream.columns(live, renumber)
            invert(terms, docs, None, len(keys)).save(writer, f"{name}.{field}")
            writer.add(f"{name}.{field}.lengths", lengths)
        return keys


def _fold_word(word: str) -> str:
    return WORD_JOINER.join(map(fold, word.split(WORD_JOINER)))


def _no_fold(_: str) -> str:
    return ""
