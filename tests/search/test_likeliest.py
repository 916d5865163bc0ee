"""A question without marks prefers articles that have the marks that were probably left off."""

from __future__ import annotations

import pytest

from tracuu.search import snapshot

from .conftest import MakeSearcher

TEXTS = ("ai làm thợ điện ở đây", "ai lắm thọ điển ở đây", *["nay ai làm thợ điện ở đâu"] * 6, "ở đây có ai", "gió")


@pytest.mark.parametrize("knows", [True, False])
def test_of_articles_that_are_equal_else_the_likelier_stands_first(
    searcher_of: MakeSearcher, monkeypatch: pytest.MonkeyPatch, knows: bool
) -> None:
    monkeypatch.setattr(snapshot, "KNOWS_MARKS", 0 if knows else 1000)
    searcher = searcher_of(*reversed(TEXTS))
    first, second = searcher.search("ai lam tho dien o day").hits[:2]
    assert {first.snippets[0].text.text, second.snippets[0].text.text} == set(TEXTS[:2])
    if knows:
        assert first.snippets[0].text.text == TEXTS[0]
        assert first.score > second.score * 1.1
    assert searcher.explain("ai lam tho dien o day", first.id).score == pytest.approx(first.score)


def test_what_has_its_marks_is_left_alone(searcher_of: MakeSearcher, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(snapshot, "KNOWS_MARKS", 0)
    searcher = searcher_of(*TEXTS)
    plan = searcher.snapshot.plan("ai lắm thọ điển ở đây", "auto")
    assert plan.is_question and not plan.likeliest
    (run,) = searcher.snapshot.plan("ai lam tho dien o day", "auto").likeliest
    assert " ".join(unit.text for unit in run) == "ai làm thợ điện ở đây"
