"""The order of a vocabulary's terms on their way into a lexicon."""

from __future__ import annotations

from tracuu.analyzers import BatchAnalyzer
from tracuu.index.sorted_terms import _fold_key
from tracuu.index.views import fold_key
from tracuu.seeds import folder

ODD = [
    "Bùi Thanh Sơn",
    "Jean-Paul Sartre",
    "ĐẮK LẮK",
    "Ðắc Nông",
    "Lý Thường Kiệt",
    "Hoà Bình",
    "Шостакович Дмитрий",
    "A1 Ba",
]


def test_names_are_filed_as_when_they_are_cut() -> None:
    analyzer = BatchAnalyzer(words=False)
    analyzer.analyze([*(path.read_text("utf-8") for path in sorted(folder().rglob("*.txt"))), *ODD])
    names = analyzer.vocabulary.names
    assert len(names) > 50
    assert [_fold_key("names", name) for name in names] == [fold_key("names", name) for name in names]
