"""Which segments are merged when; what a merged one holds is compared in ``test_equivalence``."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracuu.index import Article, ArticleIndex, merge
from tracuu.index.merge import TIER, full_merge, next_merge, segments_to_merge
from tracuu.index.segment import Segment


@dataclass
class Sized:
    """As much of a segment as the choice looks at."""

    size: int
    deleted: list[int] = field(default_factory=list)
    tokens: int = 0


def segments(*sized: Sized) -> list[Segment]:
    return cast(Any, list(sized))


def test_thousands_of_commits_leave_few_segments_and_rewrite_little() -> None:
    chance = random.Random(1)
    sizes: list[int] = []
    written = total = 0
    for _ in range(5000):
        size = chance.choice([1, 1, 1, 3, 40, 900])
        total += size
        sizes.append(size)
        while chosen := segments_to_merge(sizes):
            merged = sum(sizes[place] for place in chosen)
            written += merged
            sizes = [size for place, size in enumerate(sizes) if place not in chosen] + [merged]
        assert len(sizes) <= (TIER - 1) * (total.bit_length() // 3 + 1)
    assert sum(sizes) == total
    assert written <= total * (total.bit_length() // 3 + 1)


@given(st.lists(st.integers(0, 10**6)))
def test_a_choice_is_a_whole_class_or_nothing(sizes: list[int]) -> None:
    chosen = segments_to_merge(sizes)
    assert chosen == sorted(set(chosen))
    if chosen:
        assert len(chosen) >= TIER
        smallest, largest = min(sizes[i] for i in chosen), max(sizes[i] for i in chosen)
        assert largest < max(smallest, 1) * 8
    else:
        assert len(sizes) <= 7 * (TIER - 1)  # so many classes are there up to 10**6


def test_a_segment_that_is_mostly_deleted_is_rewritten() -> None:
    half, most = Sized(10, [1] * 5), Sized(10, [1] * 6)
    assert next_merge(segments(half)) == []
    assert next_merge(segments(half, most)) == [1]
    assert next_merge(segments(*[Sized(10)] * TIER, most)) == list(range(TIER)), "first what is due anyway"


def test_deleting_gives_the_room_back(index: ArticleIndex) -> None:
    for number in range(10):
        index.add(Article(id=f"{number}", title="Phở " * 100 + f"{number}"))
    index.commit()
    for number in range(5):
        index.delete(f"{number}")
    index.commit()
    assert index.statistics().deleted == 5
    index.delete("5")
    index.commit()
    assert index.statistics().deleted == 0
    assert [article.id for article in index] == ["6", "7", "8", "9"]


def test_a_segment_never_grows_beyond_what_it_can_count(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(merge, "MAX_TOKENS", 800)
    small, grown = Sized(10, tokens=100), Sized(10, tokens=101)
    assert next_merge(segments(*[small] * TIER)) == list(range(TIER))
    assert next_merge(segments(*[grown] * TIER)) == []
    assert next_merge(segments(grown, *[small] * TIER, grown)) == list(range(1, TIER + 1))


@given(st.lists(st.tuples(st.integers(0, 500), st.booleans()), max_size=12))
def test_merging_all(given: list[tuple[int, bool]]) -> None:
    several = segments(*(Sized(10, [1] * deleted, tokens) for tokens, deleted in given))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(merge, "MAX_TOKENS", 800)
        runs = full_merge(several)
    places = [place for run in runs for place in run]
    assert places == sorted(set(places))
    for run in runs:
        assert run == list(range(run[0], run[-1] + 1))
        assert sum(given[place][0] for place in run) <= 800
        assert len(run) > 1 or given[run[0]][1]
    assert all(place in places for place, (_, deleted) in enumerate(given) if deleted)
    if sum(tokens for tokens, _ in given) <= 800 and len(given) > 1:
        assert runs == [list(range(len(given)))]


def test_optimizing_stops_at_what_a_segment_can_count(index: ArticleIndex, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(merge, "MAX_TOKENS", 100)
    for number in range(6):
        index.add(Article(id=f"{number}", title="phở", body="bánh phở " * 20))
        index.commit()
    index.delete("3")
    index.optimize()
    assert [segment.size for segment in index.reader.segments] == [2, 2, 1]
    assert [article.id for article in index] == ["0", "1", "2", "4", "5"]


def test_a_name_is_written_as_a_live_article_writes_it(index: ArticleIndex) -> None:
    index.add(Article(id="1", title="Hôm nay ông Miguel Díaz-Canel nói"))
    index.add(Article(id="2", title="Hôm nay ông Bùi Thanh Sơn nói"))
    index.commit()
    index.add(Article(id="3", title="Hôm nay ông Miguel Díaz Canel nói"))
    index.commit()
    index.delete("1")
    index.optimize()
    (segment,) = index.reader.segments
    assert sorted(display.decode() for display in segment.name_displays) == ["Bùi Thanh Sơn", "Miguel Díaz Canel"]
