"""Postings against brute force over lists of tokens."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracuu.index import inversion, spool
from tracuu.index.arrays import ArrayFile, ArrayWriter
from tracuu.index.inversion import invert, invert_pairs
from tracuu.index.postings import Postings, memory, occurrence_keys, ranges
from tracuu.index.postings_writer import PostingsWriter

TERMS = 40
few_terms = st.lists(st.lists(st.integers(0, 6), max_size=12), max_size=8)
many_terms = st.lists(st.lists(st.integers(0, TERMS - 1), max_size=30), max_size=40)
documents = few_terms | many_terms

Held = dict[int, dict[int, list[int]]]
"""term -> article -> positions"""


def expected(texts: list[list[int]]) -> Held:
    result: Held = {}
    for doc, text in enumerate(texts):
        for position, term in enumerate(text):
            result.setdefault(term, {}).setdefault(doc, []).append(position)
    return result


@contextmanager
def postings_of(
    texts: list[list[int]], *, positions: bool = True, window: int = 1 << 20, budget: int = 1 << 20
) -> Iterator[Postings]:
    """Inverted, written, and mapped again."""
    stream = np.array([term for text in texts for term in text], np.int64)
    docs = np.repeat(np.arange(len(texts), dtype=np.int32), [len(text) for text in texts])
    starts = np.concatenate(([0], np.cumsum([len(text) for text in texts]))).astype(np.int64)
    with pytest.MonkeyPatch.context() as patch, TemporaryDirectory() as folder:
        patch.setattr(inversion, "WINDOW", window)
        patch.setattr(spool, "IN_MEMORY", window)
        with ArrayWriter(Path(folder, "postings")) as writer:
            lists = PostingsWriter(writer, len(texts), positions=positions)
            for entries in invert(stream, docs, TERMS):
                where = entries.places - starts[docs[entries.places]]
                lists.add(entries.keys, entries.docs, entries.frequencies, where if positions else None)
            lists.save("x", lists.used(), TERMS)
        yield Postings(ArrayFile(Path(folder, "postings")), "x", len(texts), memory(budget))


def listed(postings: Postings) -> Held:
    """Read back term by term."""
    result: Held = {}
    for term in range(postings.terms):
        for doc, position in zip(*(column.tolist() for column in postings.occurrences(term)), strict=True):
            result.setdefault(term, {}).setdefault(doc, []).append(position)
    return result


@given(documents, st.sampled_from([1, 3, 1 << 20]))
def test_inverting_keeps_every_occurrence(texts: list[list[int]], window: int) -> None:
    with postings_of(texts, window=window) as postings:
        assert listed(postings) == expected(texts)
        assert postings.tokens == sum(map(len, texts))


@given(documents, st.booleans())
def test_entries_of_one_term(texts: list[list[int]], positions: bool) -> None:
    held = expected(texts)
    with postings_of(texts, positions=positions) as postings:
        for term in range(TERMS):
            docs, frequencies = postings.entries(term).docs, postings.entries(term).frequencies
            counts = {doc: len(places) for doc, places in held.get(term, {}).items()}
            assert dict(zip(docs.tolist(), frequencies.tolist(), strict=True)) == counts
            assert postings.docs(term).tolist() == sorted(counts)
            assert postings.count(term) == len(counts)


@given(documents, st.sets(st.integers(0, TERMS - 1)), st.data())
def test_many_terms_are_each_of_them(texts: list[list[int]], chosen: set[int], data: st.DataObject) -> None:
    terms = np.array(sorted(chosen), np.int64)
    with postings_of(texts) as postings:
        one_by_one = [(entries.docs, entries.frequencies) for entries in map(postings.entries, terms.tolist())]
        docs, frequencies = postings.gather(terms)
        assert docs.tolist() == [doc for docs, _ in one_by_one for doc in docs.tolist()]
        assert frequencies.tolist() == [often for _, often in one_by_one for often in often.tolist()]
        assert postings.gather_docs(terms).tolist() == docs.tolist()
        assert postings.counts(terms).tolist() == [len(docs) for docs, _ in one_by_one]
        assert postings.totals(terms).tolist() == [int(often.sum()) for _, often in one_by_one]
        assert postings.counts()[terms].tolist() == postings.counts(terms).tolist()
        every_position = [place for term in terms.tolist() for place in postings.occurrences(term)[1].tolist()]
        assert postings.gather_positions(terms).tolist() == every_position
        mask = np.zeros(len(texts), bool)
        postings.mark_many(mask, terms)
        assert set(np.flatnonzero(mask).tolist()) == set(docs.tolist())
        among = np.array(data.draw(st.lists(st.booleans(), min_size=len(texts), max_size=len(texts))), bool)
        keys = [
            (doc << 32) + place + 5
            for term in chosen
            for doc, places in expected(texts).get(term, {}).items()
            for place in places
            if among[doc]
        ]
        assert occurrence_keys(postings, terms, among, 5).tolist() == sorted(keys)
        tally = [sum(bool(among[doc]) for doc in expected(texts).get(term, {})) for term in range(TERMS)]
        assert postings.tally(among).tolist() == tally


@given(documents, st.sampled_from([1, 3, 1 << 20]), st.sampled_from([TERMS, 1 << 31]))
def test_pairs_never_cross_articles(texts: list[list[int]], window: int, count: int) -> None:
    """With so many terms that key and place do not fit into 64 bits, too."""
    stream = np.array([term for text in texts for term in text], np.int64)
    docs = np.repeat(np.arange(len(texts), dtype=np.int32), [len(text) for text in texts])
    held: dict[tuple[int, int], list[int]] = {}
    for doc, text in enumerate(texts):
        for pair in pairwise(text):
            held.setdefault(pair, []).append(doc)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(inversion, "WINDOW", window)
        if count == TERMS:
            parts = list(invert_pairs(stream, docs, count))
        else:
            patch.setattr(inversion, "_ranges", lambda terms, count, wanted: iter(_all(terms, wanted)))
            parts = list(invert_pairs(stream, docs, count))
    found: dict[tuple[int, int], list[int]] = {}
    keys = [key for part in parts for key in part.keys.tolist()]
    assert keys == sorted(keys)
    for part in parts:
        for key, doc, often in zip(part.keys.tolist(), part.docs.tolist(), part.frequencies.tolist(), strict=True):
            found.setdefault((key >> 32, key & 0xFFFFFFFF), []).extend([doc] * often)
    assert found == held


def _all(terms: np.ndarray, wanted: Callable[[np.ndarray], np.ndarray]) -> list[np.ndarray]:
    places = np.arange(len(terms))
    places = places[wanted(places)]
    return [places] if len(places) else []


def test_positions_that_are_not_kept() -> None:
    with postings_of([[1, 2]], positions=False) as postings, pytest.raises(TypeError):
        postings.occurrences(1)


@given(st.lists(st.tuples(st.integers(0, 50), st.integers(0, 9)), max_size=10))
def test_ranges(pieces: list[tuple[int, int]]) -> None:
    starts = np.array([start for start, _ in pieces], np.int64)
    stops = starts + np.array([length for _, length in pieces], np.int64)
    assert ranges(starts, stops).tolist() == [i for start, length in pieces for i in range(start, start + length)]
