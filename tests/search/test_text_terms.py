"""Terms of text fields scored in single precision first."""

from __future__ import annotations

from random import Random

import numpy as np
import pytest

from tracuu.search.field_terms import find_term
from tracuu.search.scoring import ScoredTerm
from tracuu.search.text_terms import _margin

from .conftest import MakeSearcher


@pytest.mark.parametrize("count", [1, 5, 400])
def test_what_rounding_changes_is_less_than_the_margin(searcher_of: MakeSearcher, count: int) -> None:
    random = Random(count)
    vocabulary = [f"x{number}" for number in range(60)]
    texts = [" ".join(random.choices(vocabulary, range(1, 61), k=random.randint(1, 80))) for _ in range(300)]
    scorer = searcher_of(*texts).snapshot.scorer
    terms = [
        ScoredTerm(text, "syllables", 1.0, ("body",), lambda s, t=text: find_term(s, "syllables", t), ("term", text))
        for text in random.choices(vocabulary, k=count)
    ]
    wrong = np.abs(scorer.rough_scores(terms) - scorer.scores(terms)).max()
    assert 0 < wrong <= _margin([scorer.most(term) for term in terms])
