"""What the tests of the index share: new indexes, and all that an index holds as plain dictionaries."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tracuu.index import Article, ArticleIndex, IndexReader
from tracuu.index.pairs import pack
from tracuu.index.segment import Segment
from tracuu.index.views import KEYWORD_FIELDS, TEXT_FIELDS

Entry = tuple[int, tuple[int, ...]]
Contents = dict[tuple[str, str, str], dict[str, Entry]]
"""(view, field, term) -> article id -> how often, and at which positions."""


@pytest.fixture
def index(tmp_path: Path) -> ArticleIndex:
    """An empty index, not cut into words."""
    return ArticleIndex.create(tmp_path / "index", words=False)


@pytest.fixture
def filled(index: ArticleIndex) -> ArticleIndex:
    """An index of three articles in two segments."""
    index.add(Article(id="phở", title="Phở bò", body="Bánh phở, thịt bò và nước dùng trong."))
    index.add(Article(id="chùa", title="Chùa Một Cột", body="Chùa nằm ở quận Ba Đình, Hà Nội."))
    index.commit()
    index.add(Article(id="chợ", title="Chợ nổi", body="Chợ nổi Cái Răng họp từ ba giờ sáng."))
    index.commit()
    return index


@pytest.fixture(scope="session")
def contents_of() -> Callable[[IndexReader], Contents]:
    """Lists the postings of all live articles of a reader, checking that its arrays fit together."""
    return _contents


@pytest.fixture(scope="session")
def python() -> Callable[..., subprocess.Popen[str]]:
    """Starts another Python on some code; its arguments are ``sys.argv[1:]``, its output is a pipe."""

    def start(code: str, *arguments: object, **settings: Any) -> subprocess.Popen[str]:
        path = os.pathsep.join(entry for entry in sys.path if entry)
        command = [sys.executable, "-W", "error", "-c", code, *map(str, arguments)]
        environment = os.environ | {"PYTHONPATH": path, "PYTHONUTF8": "1"}
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
        return subprocess.Popen(command, text=True, encoding="utf-8", env=environment, **(pipes | settings))

    return start


def _contents(reader: IndexReader) -> Contents:
    contents: Contents = {}
    for segment in reader.segments:
        segment.arrays.verify()
        for view, terms in _views(segment).items():
            for field in TEXT_FIELDS if view in ("syllables", "bigrams", "words") else ["any"]:
                for term, entries in _entries(segment, view, field, terms).items():
                    contents.setdefault((view, field, term), {}).update(entries)
    return contents


def _views(segment: Segment) -> dict[str, list[str]]:
    lexicons = {"syllables": segment.syllables, "words": segment.words, "names": segment.names}
    lexicons |= {name: segment.keywords[name] for name in KEYWORD_FIELDS}
    for lexicon in lexicons.values():
        keys = list(lexicon.keys)
        assert keys == sorted(set(keys))
    displays = [display.decode() for display in segment.name_displays]
    assert [display.lower() for display in displays] == list(segment.names.terms())
    first, second = segment.bigrams.sides(np.arange(len(segment.bigrams)))
    assert (np.diff(pack(first, second)) > 0).all()
    terms = {name: list(lexicon.terms()) for name, lexicon in lexicons.items()}
    sides = zip(first.tolist(), second.tolist(), strict=True)
    terms["bigrams"] = [f"{terms['syllables'][a]} {terms['syllables'][b]}" for a, b in sides]
    return terms


def _entries(segment: Segment, view: str, field: str, terms: list[str]) -> dict[str, dict[str, Entry]]:
    """term -> article id -> how often and where, of the live articles."""
    postings = segment.postings(view, field)
    assert postings.terms == len(terms)
    totals = np.zeros(segment.size, np.int64)
    found: dict[str, dict[str, Entry]] = {}
    for number, term in enumerate(terms):
        docs, frequencies = postings.entries(number).docs, postings.entries(number).frequencies
        assert (np.diff(docs) > 0).all()
        totals[docs] += frequencies
        held, places = postings.occurrences(number) if postings.positions else (docs, docs)
        for doc, frequency in zip(docs.tolist(), frequencies.tolist(), strict=True):
            assert frequency > 0
            if segment.live is None or segment.live[doc]:
                positions = places[held == doc].tolist() if postings.positions else []
                assert positions == sorted(set(positions))
                assert len(positions) in (0, frequency)
                found.setdefault(term, {})[segment.article(doc).id] = (frequency, tuple(positions))
    if view in ("syllables", "words"):
        assert segment.lengths(view, field).tolist() == totals.tolist()
    return found
