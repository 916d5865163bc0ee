"""Look-ups in lists and rows, whichever way is taken."""

from __future__ import annotations

from random import Random

import numpy as np
import pytest

from tracuu.index.postings import Entries
from tracuu.search import frequencies
from tracuu.search.frequencies import Selection, text_type
from tracuu.search.rows import Row, occurrences


@pytest.mark.parametrize("few", [0, 1 << 30])
@pytest.mark.parametrize("seed", range(20))
def test_values_come_to_where_the_articles_are(seed: int, few: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """By a search of the list, and by a row of all texts."""
    monkeypatch.setattr(frequencies, "FEW", few)
    random = Random(seed)
    size, fields = random.randint(1, 200), random.randint(1, 2)
    docs = sorted(random.sample(range(size), random.randint(1, size)))
    texts = sorted(random.sample(range(fields * size), random.randint(1, fields * size)))
    value = {text: random.randint(1, 300) for text in texts}
    dtype = text_type(size)
    among = Selection(np.array(docs), [0, size // 3, size], dtype)
    target = np.zeros(1 + fields * len(docs), np.int64)
    among.spread(target, np.array(texts, dtype), np.array(list(value.values())), fields)
    expected = [value.get(field * size + doc, 0) for field in range(fields) for doc in docs]
    assert target[1:].tolist() == expected


@pytest.mark.parametrize("most", [1, 9, 400])
def test_a_row_knows_where_the_occurrences_of_an_article_begin(most: int) -> None:
    random = Random(most)
    size = 77
    rows, lists = [], []
    for _ in range(3):
        held = {doc: random.randint(1, most) for doc in sorted(random.sample(range(size), 40))}
        starts = 1000 + np.concatenate(([0], np.cumsum(list(held.values()))))
        rows.append(Row.of(Entries(np.array(list(held), np.int32), starts.astype(np.uint32)), size))
        lists.append((held, starts))
    docs = np.array(sorted(random.sample(range(size), 30)))
    starts, counts = occurrences(rows, docs)
    for (held, begins), row_starts, row_counts in zip(lists, starts.tolist(), counts.tolist(), strict=True):
        assert row_counts == [held.get(doc, 0) for doc in docs.tolist()]
        begin = dict(zip(held, begins.tolist(), strict=False))
        assert all(begin.get(doc, start) == start for doc, start in zip(docs.tolist(), row_starts, strict=True))
