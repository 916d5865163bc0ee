"""Where syllables stand: as if the texts were read again."""

from __future__ import annotations

from random import Random

import numpy as np
import pytest

from tracuu.analyzers import VietnameseTokenizer
from tracuu.index import Article
from tracuu.index.views import TEXT_FIELDS
from tracuu.search import Searcher
from tracuu.search.nodes import Syllable
from tracuu.search.places import PlaceReader

from .conftest import MakeSearcher
from .random_texts import text

BOTH = ("title", "body")


@pytest.fixture(scope="module")
def searcher(searcher_of: MakeSearcher) -> Searcher:
    """Two segments with frequent forms and others, and one text with more occurrences than fit into a byte."""
    random = Random(7)
    articles = [Article(id=str(i), title=text(random, 5) or "34", body=text(random, 8)) for i in range(90)]
    return searcher_of(*articles, Article(id="90", title="sòn", body="sòn gì sớn " * 300), per_segment=50)


@pytest.mark.parametrize("seed", range(12))
def test_as_the_texts_have_them(searcher: Searcher, seed: int) -> None:
    random = Random(seed)
    snapshot = searcher.snapshot
    syllables = [
        Syllable(term, fields, marks)
        for term in random.sample(["son", "sơn", "bui", "bùi", "thanh", "an", "gì", "hoà", "vắng"], 4)
        for fields, marks in [random.choice([(BOTH, "auto"), (BOTH, "exact"), (("body",), "ignore")])]
    ]
    docs = np.array(sorted({90, *random.sample(range(90), 30)}), np.int64)
    reader = PlaceReader(snapshot.reader, snapshot.scorer.rows, snapshot.forms, 0)
    expected = sorted(
        (field * len(docs) + number, position, which)
        for number, doc in enumerate(docs.tolist())
        for field, name in enumerate(TEXT_FIELDS)
        for position, term in enumerate(terms(snapshot.reader.article(doc), name))
        for which, syllable in enumerate(syllables)
        if name in syllable.fields and syllable.accepts(term)
    )
    for _ in ("read", "remembered"):
        keys, which = reader.of(syllables, snapshot.scorer.select(docs))
        assert list(zip((keys >> 32).tolist(), (keys & 0xFFFF_FFFF).tolist(), which.tolist(), strict=True)) == expected


def terms(article: Article, field: str) -> list[str]:
    return VietnameseTokenizer().terms(article.title if field == "title" else article.body)
