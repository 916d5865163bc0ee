"""Looking up names: any spelling finds them, in the right order, with exact counts of live articles."""

from __future__ import annotations

import unicodedata
from collections import Counter
from itertools import permutations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracuu.analyzers import VietnameseTokenizer, fold, sort_key
from tracuu.analyzers import find_names as names_of_text
from tracuu.index import Article, ArticleIndex
from tracuu.search import Searcher, frequent_terms
from tracuu.search.comparing import covers_words
from tracuu.search.names import FoundNames, display_name, find_names

from .conftest import MakeSearcher

COMMITS = [
    {
        "a1": "Hôm qua ông Bùi Thanh Sơn gặp bà Trần Thanh Mai tại Hà Nội.",
        "a2": "Theo ông Bùi Thanh Sơn, cuộc họp ở Hà Nội kéo dài hai ngày.",
        "a3": "Nhóm của ông Lê Hoài Trung trồng rừng ở Lạng Sơn.",
    },
    {
        "b1": "Chiều nay ông Bùi Thanh Sơn thăm xưởng gốm của bà Phạm Thị Đào.",
        "b2": "Người thợ là Nguyễn Thanh Sơn, quê ở Lạng Sơn.",
        "b3": "Con đường mang tên Thanh Sơn chạy qua chợ.",
    },
    {
        "c1": "Cậu bé Vũ Sơn Thanh vẽ con đường Thanh Sơn.",
        "c2": "Bức ảnh do Trần Anh Tuấn chụp, còn Trần Bùi Sơn Thanh viết lời.",
        "c3": "Trong vườn có bà Phạm Thị Dao và bà Phạm Thị Đan.",
        "c4": "Ca sĩ Đoàn Bảo Châu hát ở Huế.",
    },
]
DELETED = ("a2", "c4")


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> ArticleIndex:
    """Three segments, two of them with a deleted article."""
    index = ArticleIndex.create(tmp_path_factory.mktemp("names"), words=False)
    for commit in COMMITS:
        for id, body in commit.items():
            index.add(Article(id=id, body=body))
        index.commit()
    for id in DELETED:
        index.delete(id)
    index.commit()
    assert len(index.reader.segments) == len(COMMITS)
    return index


@pytest.fixture(scope="module")
def searcher(index: ArticleIndex) -> Searcher:
    return Searcher(index)


def listed(found: FoundNames) -> list[tuple[str, int]]:
    return [(name.name, name.articles) for name in found]


@pytest.mark.parametrize(
    "query",
    [
        "bui thanh son",
        "BUI THANH SON",
        "Bùi Thanh Sơn",
        "bùi thanh son",
        "bui  thanh, sơn",
        unicodedata.normalize("NFD", "BÙI THANH SƠN"),
    ],
)
def test_any_spelling_finds_the_marked_name(searcher: Searcher, query: str) -> None:
    found = searcher.names(query)
    assert listed(found) == [("Bùi Thanh Sơn", 2), ("Trần Bùi Sơn Thanh", 1)]
    assert found[0].key == "bùi thanh sơn"
    assert not found.relaxed


def test_the_whole_name_stands_before_a_part_and_that_before_another_order(searcher: Searcher) -> None:
    assert listed(searcher.names("Thanh Sơn")) == [
        ("Thanh Sơn", 2),
        ("Bùi Thanh Sơn", 2),
        ("Nguyễn Thanh Sơn", 1),
        ("Trần Bùi Sơn Thanh", 1),
        ("Vũ Sơn Thanh", 1),
    ]


def test_western_order(searcher: Searcher) -> None:
    assert listed(searcher.names("Sơn Bùi Thanh"))[0] == ("Bùi Thanh Sơn", 2)


@pytest.mark.parametrize("title", ["ông", "ong", "Bộ trưởng", "bo truong", "nguyên Phó Thủ tướng", "NGÀI"])
def test_titles_in_front_are_left_off(searcher: Searcher, title: str) -> None:
    assert searcher.names(f"{title} Bùi Thanh Sơn") == searcher.names("Bùi Thanh Sơn")


def test_a_family_name_that_looks_like_a_title_stays(searcher: Searcher) -> None:
    assert not searcher.names("nguyen anh tuan")
    assert listed(searcher.names("nguyên Anh Tuấn")) == [("Trần Anh Tuấn", 1)]


def test_a_title_that_is_part_of_a_name_stays(searcher: Searcher) -> None:
    assert listed(searcher.names("anh tuan")) == [("Trần Anh Tuấn", 1)]


def test_a_title_alone_is_looked_up(searcher: Searcher) -> None:
    assert listed(searcher.names("anh")) == [("Trần Anh Tuấn", 1)]


def test_typed_marks_constrain(searcher: Searcher) -> None:
    assert listed(searcher.names("Phạm Thị Đa")) == listed(searcher.names("Đa")) == []
    assert listed(searcher.names("Đào")) == [("Phạm Thị Đào", 1)]
    assert listed(searcher.names("dao")) == [("Phạm Thị Dao", 1), ("Phạm Thị Đào", 1)]


def test_marks_that_no_name_has_are_dropped_and_that_is_said(searcher: Searcher) -> None:
    found = searcher.names("Bùi Thành Sơn")
    assert found.relaxed
    assert listed(found)[0] == ("Bùi Thanh Sơn", 2)


def test_names_of_deleted_articles_are_gone(searcher: Searcher) -> None:
    assert not searcher.names("Đoàn Bảo Châu")
    assert listed(searcher.names("ha noi")) == [("Hà Nội", 1)]


def test_equals_stand_in_vietnamese_order_and_the_limit_cuts(searcher: Searcher) -> None:
    everyone = listed(searcher.names("pham thi"))
    assert everyone == [("Phạm Thị Dao", 1), ("Phạm Thị Đan", 1), ("Phạm Thị Đào", 1)]
    assert [listed(searcher.names("pham thi", limit)) for limit in range(5)] == [everyone[:limit] for limit in range(5)]


@pytest.mark.parametrize("query", ["", "   ", "?!", "không có ai", "a " * 50])
def test_what_names_nobody_finds_nothing(searcher: Searcher, query: str) -> None:
    found = searcher.names(query)
    assert len(found) == 0
    assert not found.relaxed


def test_display_names(index: ArticleIndex) -> None:
    assert display_name(index.reader, "trần anh tuấn") == "Trần Anh Tuấn"
    assert display_name(index.reader, "không ai cả") == "không ai cả"


def test_an_empty_index_has_no_names(tmp_path_factory: pytest.TempPathFactory) -> None:
    assert not Searcher(ArticleIndex.create(tmp_path_factory.mktemp("empty"))).names("sơn")


def brute_force(index: ArticleIndex, terms: list[str]) -> list[tuple[str, int]]:
    """Keys and counts by looking at every live article, and at every order of the terms."""
    tokenizer = VietnameseTokenizer()
    counts = Counter(
        key
        for article in index
        for key in {name.key for name in names_of_text(article.body, tokenizer.tokenize(article.body))}
    )
    found = []
    for key, count in counts.items():
        name = key.split(" ")
        runs = [name[i : i + len(terms)] for i in range(len(name) - len(terms) + 1)]
        if covers_words(terms, name):
            place = 0
        elif any(covers_words(terms, run) for run in runs):
            place = 1
        elif any(covers_words(terms, list(some)) for some in permutations(name, len(terms))):
            place = 2
        else:
            continue
        found.append((place, -count, sort_key(key), key, count))
    return [(key, count) for *_, key, count in sorted(found)]


def test_the_most_frequent_names_of_all_segments_come_first_one_by_one(
    index: ArticleIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(frequent_terms, "_AT_ONCE", 1)  # so that counts over segments are not known at once
    tokenizer = VietnameseTokenizer()
    expected = Counter(
        key
        for article in index
        for key in {n.key for n in names_of_text(article.body, tokenizer.tokenize(article.body))}
    )
    counted = list(
        frequent_terms.by_frequency(
            index.reader, "names", lambda segment: np.arange(len(segment.names)), lambda key: key != "hà nội"
        )
    )
    del expected["hà nội"]
    assert dict(counted) == expected
    assert len(counted) == len(expected)
    assert [count for _, count in counted] == sorted(expected.values(), reverse=True)


SYLLABLES = list(VietnameseTokenizer().terms("bùi thanh sơn lê hoài trung trần mai nguyễn phạm thị đào dao hà nội vũ"))
# Without "thị": with "trấn" behind it, that is a title, which is dropped.
TYPED = [s for s in [*SYLLABLES, *map(fold, SYLLABLES), "bui", "són", "đao", "thạnh"] if fold(s) != "thi"]


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(TYPED), min_size=1, max_size=4))
def test_names_and_counts_equal_brute_force(index: ArticleIndex, terms: list[str]) -> None:
    found = find_names(Searcher(index).snapshot, " ".join(terms), limit=1000)
    expected = brute_force(index, terms)
    if found.relaxed:
        assert not expected
        expected = brute_force(index, [fold(term) for term in terms])
    assert [(name.key, name.articles) for name in found] == expected


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=40), st.integers(-1, 5))
def test_any_text_is_a_query(searcher: Searcher, query: str, limit: int) -> None:
    assert len(searcher.names(query, limit)) <= max(limit, 0)


def test_behind_a_title_people_stand_first(searcher_of: MakeSearcher) -> None:
    texts = ["Đảo Lý Sơn đẹp."] * 3 + ["Ông Nguyễn Văn Sơn nói.", "Ông Nguyễn Văn Sơn đến.", "Bùi Sơn Lâm hát."]
    searcher = searcher_of(*texts)
    assert [name.name for name in searcher.names("ông Sơn")] == ["Nguyễn Văn Sơn", "Lý Sơn", "Bùi Sơn Lâm"]
    assert searcher.names("Sơn")[0].name == "Lý Sơn"


def test_respelled_where_nothing_fits(searcher_of: MakeSearcher) -> None:
    searcher = searcher_of("Ông Bùi Thanh Sơn đến.", "Ông Bùi Thanh Sơn đi.")
    for query in ("Bui2 Thanh So7n", "buithanhson"):
        assert [name.name for name in searcher.names(query)] == ["Bùi Thanh Sơn"]
    assert not searcher.names("buithanhsonn")
