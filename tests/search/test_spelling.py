"""Did you mean: marks are restored as the index writes them, and what is offered finds something."""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections import Counter
from itertools import pairwise, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracuu.analyzers import VietnameseTokenizer, fold
from tracuu.index import Article, ArticleIndex
from tracuu.search import Filters, Searcher
from tracuu.search.comparing import edit_distance
from tracuu.search.near_folds import NearFolds, confusions
from tracuu.search.snapshot import Snapshot
from tracuu.search.spelling import marks_cost, nearest_spelling, restore_marks
from tracuu.search.syllable_model import Forms, SyllableModel, best_chains

COMMITS = [
    [
        "Bộ trưởng Bùi Thanh Sơn dự hội nghị ngoại giao tại Hà Nội.",
        "Giao thông vận tải cần thêm đường sắt, đường bộ và cảng biển.",
        "Học sinh trường làng trồng cây, tưới nước và ghi nhật ký.",
        "Giá vàng hôm nay tăng, giá xăng dầu hôm nay giảm.",
    ],
    [
        "Ông Bùi Thanh Sơn nói về giao thông ở thành phố và giá nhà.",
        "Sản xuất lúa gạo ở đồng bằng tăng nhờ nước ngọt.",
        "Trung tâm thương mại mở cửa hôm nay, xe buýt chạy qua đường chính.",
        "Kết quả xuất sắc của học sinh làm thầy giáo vui.",
    ],
    [
        "Hội nghị bàn về ngân sách, giáo dục và giao thông vận tải.",
        "Xác suất mưa chiều nay cao, người dân nên mang áo.",
        "Chủ tịch xã thăm trường học và tặng sách cho học sinh.",
        "Nghị quyết 34-NQ/TW bổ sung ngân sách cho đường sắt.",
    ],
]


@pytest.fixture(scope="module")
def searcher(tmp_path_factory: pytest.TempPathFactory) -> Searcher:
    """Three segments; the first articles are of 2020, the last of 2022."""
    index = ArticleIndex.create(tmp_path_factory.mktemp("spelling"), words=False)
    for number, commit in enumerate(COMMITS):
        for place, body in enumerate(commit):
            index.add(Article(id=f"{number}{place}", body=body, date=dt.date(2020 + number, 5, 1)))
        index.commit()
    assert len(index.reader.segments) == len(COMMITS)
    return Searcher(index)


@pytest.fixture(scope="module")
def snapshot(searcher: Searcher) -> Snapshot:
    return searcher.snapshot


@pytest.mark.parametrize(
    ("query", "reading"),
    [
        ("giao thong van tai", "giao thông vận tải"),
        ("hoc sinh truong lang", "học sinh trường làng"),
        ("gia vang", "giá vàng"),
        ("nuoc", "nước"),
        ("bui thanh son", "Bùi Thanh Sơn"),
        ("bo truong bui thanh son", "bộ trưởng Bùi Thanh Sơn"),
        ("Bo truong BUI THANH SON", "Bộ trưởng BÙI THANH SƠN"),
        ("  nghi quyet  34-NQ/TW:  ngan sach? ", "  nghị quyết  34-NQ/TW:  ngân sách? "),
        ("duong sat zzz 2021", "đường sắt zzz 2021"),
        ("ha noi", "Hà Nội"),
    ],
)
def test_marks_are_restored_and_nothing_else_changes(snapshot: Snapshot, query: str, reading: str) -> None:
    assert restore_marks(snapshot, query) == reading


@pytest.mark.parametrize(
    "query",
    [
        "",
        "  ?! ",
        "giao thông van tai",
        unicodedata.normalize("NFD", "giá vàng"),
        "xe",
        "zzz 2021",
        "xe " * 41,
    ],
)
def test_nothing_is_restored_where_a_mark_was_typed_or_none_is_missing(snapshot: Snapshot, query: str) -> None:
    assert restore_marks(snapshot, query) is None


def test_deviations_cost_what_the_design_says() -> None:
    missing = marks_cost("thanh", "thành")
    confused_tone, wrong_tone = marks_cost("nghỉ", "nghĩ"), marks_cost("thánh", "thành")
    wrong_quality = marks_cost("tông", "tơng")
    assert 0 < missing < confused_tone < wrong_tone < wrong_quality
    assert marks_cost("thanh", "thành", marked=False) == 0
    assert marks_cost("duong", "đường") == pytest.approx(4 * missing)
    assert marks_cost("hòa", "hòa") == marks_cost("kỹ", "kĩ") == 0
    assert marks_cost("thành", "thanh") == wrong_tone
    assert marks_cost("trườg", "trường") == 0


@pytest.mark.parametrize(
    ("query", "best"),
    [
        ("bui thnah son", "Bùi Thanh Sơn"),
        ("Bùi Thnah Sơn", "Bùi Thanh Sơn"),
        ("Bùi Thành Sơn", "Bùi Thanh Sơn"),
        ("giao thông vặn tải", "giao thông vận tải"),
        ("dao thông vận tải", "giao thông vận tải"),
        ("chung tâm thương mại", "trung tâm thương mại"),
        ("xuất xắc", "xuất sắc"),
        ("xản xuất", "sản xuất"),
        ("đườngg sắt", "đường sắt"),
        ("Trừơng làg", "Trừơng làng"),
        ("ngân xách, giáo giục", "ngân sách, giáo dục"),
        (unicodedata.normalize("NFD", "ngoại gaio"), unicodedata.normalize("NFD", "ngoại") + " giao"),
        ("nghi quyet 34-NQ/TW ngna sach", "nghị quyết 34-NQ/TW ngân sách"),
    ],
)
def test_the_nearest_spelling_comes_first(snapshot: Snapshot, query: str, best: str) -> None:
    assert nearest_spelling(snapshot, query)[0] == best


@pytest.mark.parametrize(
    "query",
    ["", "?!", "zzzzz qqqqq", "kubernetes", "https://example.com/a", "34-NQ/TX", "vàng buýt", "xe " * 13],
)
def test_nothing_is_mended_that_is_near_nothing(snapshot: Snapshot, query: str) -> None:
    assert nearest_spelling(snapshot, query) == []


def test_mended_queries_are_few_and_different(snapshot: Snapshot) -> None:
    found = nearest_spelling(snapshot, "hoc ginh")
    assert found[0] == "học sinh"
    assert len(found) == len(set(found)) <= 3
    assert nearest_spelling(snapshot, "hoc ginh", limit=1) == found[:1]


def test_something_must_be_found_among_the_articles_asked_for(searcher: Searcher) -> None:
    base = np.zeros(searcher.snapshot.reader.size, bool)
    assert nearest_spelling(searcher.snapshot, "giao thông vặn tải", base) == []
    for year, suggestions in [("2020", ("giao thông vận tải",)), ("2021", ())]:
        day = dt.date(int(year), 5, 1)
        results = searcher.search("giao thông vặn tải", filters=Filters(since=day, until=day))
        assert results.suggestions == suggestions


def test_a_search_suggests_the_marks_that_were_left_off(searcher: Searcher) -> None:
    results = searcher.search("giao thong van tai")
    assert results.total == 2
    assert results.suggestions == ("giao thông vận tải",)
    assert searcher.search(results.suggestions[0]).suggestions == ()


def test_a_search_that_finds_nothing_suggests_the_nearest_spelling(searcher: Searcher) -> None:
    results = searcher.search("bui thnah son")
    assert results.total == 0
    assert results.suggestions[0] == "Bùi Thanh Sơn"
    assert searcher.search(results.suggestions[0]).total == 2


def test_a_search_with_marks_that_stand_nowhere_suggests_those_that_do(searcher: Searcher) -> None:
    results = searcher.search("Bùi Thành Sơn")
    assert results.relaxed
    assert results.suggestions == ("Bùi Thanh Sơn",)


@pytest.mark.parametrize(
    "query",
    [
        '"giao thong"',
        "giao AND thong",
        "+giao thong",
        "body:giao",
        "giao thon*",
        "giao -thong",
        "giao~",
        '(((giao thong"',
        "[giao TO thong",
    ],
)
def test_only_plain_words_are_mended(searcher: Searcher, query: str) -> None:
    assert searcher.search(query).suggestions == ()


def test_suggestions_can_be_switched_off_and_stand_on_the_first_page_only(searcher: Searcher) -> None:
    assert searcher.search("giao thong", suggest=False).suggestions == ()
    assert searcher.search("giao thong", offset=1).suggestions == ()
    assert searcher.search("giao thong", marks="ignore").suggestions == ()
    assert searcher.search("giao thong").suggestions == ("giao thông",)


def test_what_stood_in_deleted_articles_only_is_not_offered(tmp_path_factory: pytest.TempPathFactory) -> None:
    index = ArticleIndex.create(tmp_path_factory.mktemp("deleted"), words=False)
    index.add(Article(id="1", body="Cầu phao Long Biên, cầu phao cũ."))
    index.add(Article(id="2", body="Cau phao."))
    index.commit()
    searcher = Searcher(index)
    assert searcher.search("cau phao").suggestions == ("cầu phao",)
    assert nearest_spelling(searcher.snapshot, "long biem") == ["Long Biên"]
    index.delete("1")
    index.commit()
    assert searcher.search("cau phao").suggestions == ()
    assert nearest_spelling(searcher.snapshot, "long biem") == []


def test_an_empty_index_offers_nothing(tmp_path_factory: pytest.TempPathFactory) -> None:
    searcher = Searcher(ArticleIndex.create(tmp_path_factory.mktemp("empty"), words=False))
    assert searcher.search("giao thong").suggestions == ()
    assert restore_marks(searcher.snapshot, "giao thong") is None


TERMS = [VietnameseTokenizer().terms(body) for commit in COMMITS for body in commit]
FOLDS = sorted({fold(term) for terms in TERMS for term in terms})


def test_the_model_counts_all_occurrences(snapshot: Snapshot) -> None:
    model = SyllableModel(snapshot)
    syllables = Counter(term for terms in TERMS for term in terms)
    pairs = Counter(pair for terms in TERMS for pair in pairwise(terms))
    for first, second in [
        ("giao", "thong"),
        ("hoc", "sinh"),
        ("gia", "vang"),
        ("giao", "duc"),
        ("nuoc", "ngot"),
    ]:
        left, right = model.forms([first]), model.forms([second, "khong"])
        assert sorted(left.terms) == sorted(term for term in syllables if fold(term) == first)
        assert left.counts.tolist() == [syllables[term] for term in left.terms]
        expected = [[pairs[one, other] for other in right.terms] for one in left.terms]
        assert model.pairs(left, right).tolist() == expected


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(FOLDS), min_size=1, max_size=4), st.integers(1, 6), st.randoms())
def test_the_best_chains_are_the_best_of_all(snapshot: Snapshot, folds: list[str], count: int, random) -> None:
    model = SyllableModel(snapshot)
    columns = [model.forms([letters]) for letters in folds]
    costs = [np.array([random.random() for _ in column.terms]) for column in columns]

    def score(places: tuple[int, ...]) -> float:
        total = model.start(columns[0])[places[0]]
        for at, (first, second) in enumerate(pairwise(columns)):
            total += model.step(first, second)[places[at], places[at + 1]]
        return float(total - sum(cost[place] for cost, place in zip(costs, places, strict=True)))

    every = sorted((score(places) for places in product(*(range(len(c.terms)) for c in columns))), reverse=True)
    found = best_chains(model, columns, costs, count)
    assert [chain.score for chain in found] == pytest.approx(every[:count])
    assert [score(chain.places) for chain in found] == pytest.approx(every[:count])


def test_a_form_that_the_index_does_not_have_can_stand_in_a_chain(snapshot: Snapshot) -> None:
    model = SyllableModel(snapshot)
    unknown = model.exactly("kubernetes")
    assert isinstance(unknown, Forms)
    assert unknown.counts.tolist() == [0]
    (chain,) = best_chains(model, [model.exactly("giao"), unknown, model.exactly("thông")])
    assert chain.places == (0, 0, 0)


@settings(max_examples=100, deadline=None)
@given(st.sampled_from(FOLDS) | st.text("abcdeghiknost", min_size=1, max_size=8), st.integers(1, 2))
def test_near_folds_are_all_within_the_distance(snapshot: Snapshot, folded: str, distance: int) -> None:
    edits = {other: edit_distance(folded, other, distance) for other in FOLDS}
    assert NearFolds(snapshot.reader).of(folded, distance) == {
        other: count for other, count in edits.items() if count <= distance and (distance == 1 or other[0] == folded[0])
    }


def test_confusions_go_both_ways() -> None:
    for one, other in [
        ("xanh", "sanh"),
        ("tre", "che"),
        ("gia", "da"),
        ("ly", "li"),
        ("lan", "nan"),
        ("lan", "lang"),
    ]:
        assert other in set(confusions(one))
        assert one in set(confusions(other))


LETTERS = "abcdeghiklmnopqrstuvxyăâđêôơưáàảãạ"


@st.composite
def slips(draw: st.DrawFn) -> str:
    """Two to four syllables that stand together in an article, one letter of them wrong."""
    terms = draw(st.sampled_from(TERMS))
    start = draw(st.integers(0, len(terms) - 2))
    text = " ".join(terms[start : start + draw(st.integers(2, 4))])
    place = draw(st.integers(0, len(text) - 1))
    return text[:place] + draw(st.sampled_from(LETTERS)) + text[place + draw(st.integers(0, 1)) :]


@settings(max_examples=80, deadline=None)
@given(slips())
def test_whatever_is_offered_finds_something_as_a_whole(searcher: Searcher, query: str) -> None:
    for mended in nearest_spelling(searcher.snapshot, query):
        assert mended != query
        results = searcher.search(mended, suggest=False)
        assert results.total > 0
        assert not results.relaxed


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=40))
def test_any_text_can_be_asked_about(snapshot: Snapshot, query: str) -> None:
    assert restore_marks(snapshot, query) != query
    assert query not in nearest_spelling(snapshot, query)
