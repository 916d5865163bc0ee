"""Postings against brute force over lists of tokens."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from tracuu.index.postings import Postings, invert, merge_postings, ranges

documents = st.lists(st.lists(st.integers(0, 6), max_size=12), max_size=8)
TERMS = 7


def build(texts: list[list[int]], with_positions: bool = True) -> Postings:
    terms = np.array([t for text in texts for t in text], np.int64)
    docs = np.array([d for d, text in enumerate(texts) for _ in text], np.int32)
    positions = np.array([p for text in texts for p in range(len(text))], np.int64)
    return invert(terms, docs, positions if with_positions else None, TERMS)


def listed(postings: Postings) -> dict[int, dict[int, list[int]]]:
    """term -> article -> positions, read back through the public methods."""
    result: dict[int, dict[int, list[int]]] = {}
    for term in range(len(postings.starts) - 1):
        entries = postings.entries(range(term, term + 1))
        assert isinstance(entries, slice)
        docs, positions = postings.occurrences(np.arange(entries.start, entries.stop))
        for doc, position in zip(docs.tolist(), positions.tolist(), strict=True):
            result.setdefault(term, {}).setdefault(doc, []).append(position)
    return result


def expected(texts: list[list[int]]) -> dict[int, dict[int, list[int]]]:
    result: dict[int, dict[int, list[int]]] = {}
    for doc, text in enumerate(texts):
        for position, term in enumerate(text):
            result.setdefault(term, {}).setdefault(doc, []).append(position)
    return result


@given(documents)
def test_inverting_keeps_every_occurrence(texts: list[list[int]]) -> None:
    assert listed(build(texts)) == expected(texts)


@given(documents)
def test_frequencies_without_positions(texts: list[list[int]]) -> None:
    postings = build(texts, with_positions=False)
    assert not len(postings.positions)
    for term in range(TERMS):
        entries = postings.entries(range(term, term + 1))
        counts = {d: text.count(term) for d, text in enumerate(texts) if term in text}
        assert dict(zip(postings.docs[entries].tolist(), postings.frequencies(entries).tolist(), strict=True)) == counts


@given(documents, st.sets(st.integers(0, TERMS - 1), max_size=4))
def test_entries_of_several_terms_are_those_of_each(texts: list[list[int]], terms: set[int]) -> None:
    postings = build(texts)
    chosen = postings.entries(np.array(sorted(terms), np.int64))
    entries = np.arange(chosen.start, chosen.stop) if isinstance(chosen, slice) else chosen
    one_by_one = [range(*postings.entries(range(t, t + 1)).indices(10**9)) for t in sorted(terms)]  # type: ignore[union-attr]
    assert entries.tolist() == [e for some in one_by_one for e in some]
    assert postings.frequencies(chosen).sum() == sum(text.count(t) for text in texts for t in terms)


@given(st.lists(st.tuples(documents, st.integers(0, 2**8 - 1)), min_size=1, max_size=4))
def test_merging_is_inverting_what_is_left(parts: list[tuple[list[list[int]], int]]) -> None:
    postings, new_docs, left = [], [], []
    for texts, dead in parts:
        postings.append(build(texts))
        live = np.array([not dead >> doc & 1 for doc in range(len(texts))], bool)
        new_docs.append(np.where(live, np.cumsum(live) - 1 + len(left), -1))
        left += [text for doc, text in enumerate(texts) if live[doc]]
    numbers = [np.arange(TERMS)] * len(parts)
    assert listed(merge_postings(postings, numbers, new_docs, TERMS)) == expected(left)


@given(st.lists(st.tuples(st.integers(0, 20), st.integers(0, 5)), max_size=6))
def test_ranges(pairs: list[tuple[int, int]]) -> None:
    starts = np.array([a for a, _ in pairs], np.int64)
    stops = np.array([a + n for a, n in pairs], np.int64)
    assert ranges(starts, stops).tolist() == [i for a, n in pairs for i in range(a, a + n)]
