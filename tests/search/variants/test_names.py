"""Names with titles, in another order, with another spelling, and with initials."""

from __future__ import annotations

from itertools import permutations

import pytest

from tracuu.search.variants.names import Names

from ..conftest import MakeSearcher
from .recognising import as_terms

TEXTS = (
    "Hôm qua ông Bùi Thanh Sơn gặp bà Nguyễn Thị Kim Ngân ở Hà Nội.",
    "Theo ông Bùi Thanh Sơn, đường Huỳnh Thúc Kháng và hoa của Tường Vi ở Bà Rịa.",
    "Gần đường Huỳnh Thúc Kháng, đường Võ Văn Kiệt. Ca sĩ Mỹ Tâm hát.",
    "Gần đường Võ Văn Kiệt. Bà Nguyễn Thị Kim Ngân nói. Hoàng Văn Thụ ở Phú Quốc, chị Tường Vy thì không.",
)


@pytest.fixture(scope="module")
def names(searcher_of: MakeSearcher) -> Names:
    return Names(searcher_of(*TEXTS).index.reader)


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("ông Sơn", ["ông"]),
        ("Ông Sơn", ["ông"]),
        ("ong Son", ["ong"]),
        ("Bộ trưởng Bùi Thanh Sơn", ["bộ trưởng"]),
        ("Bo truong Bui Thanh Son", ["bo truong"]),
        ("BỘ TRƯỞNG BÙI THANH SƠN", ["bộ trưởng"]),
        ("Bộ trưởng Sơn", ["bộ trưởng"]),
        ("TS. Nguyễn Văn A", ["ts"]),
        ("PGS.TS Nguyễn Văn A", ["pgs", "ts"]),
        ("Tổng Bí thư, Chủ tịch nước Nguyễn Phú Trọng", ["tổng bí thư", "chủ tịch nước"]),
        ("Chủ tịch Quốc hội Nguyễn Thị Kim Ngân", ["chủ tịch quốc hội"]),
        ("nguyên Thủ tướng Phan Văn Khải", ["nguyên", "thủ tướng"]),
        ("Tổng thống Putin", ["tổng thống"]),
        ("ca sĩ Mỹ Tâm", ["ca sĩ"]),
        ("anh Tuấn", ["anh"]),
        ("gặp chị Nguyễn Thị Lan ở Hà Nội", ["chị"]),
    ],
)
def test_a_title_need_not_be_found(names: Names, query: str, titles: list[str]) -> None:
    assert as_terms(names, query) == [(title, None) for title in titles]


@pytest.mark.parametrize(
    "query",
    [
        "bộ trưởng bùi thanh sơn",  # nothing tells that it is a name
        "Bộ trưởng Bộ Y tế",
        "Tổng thống Mỹ",
        "Thủ tướng Nhật Bản",
        "Tổng thống Brazil",
        "Chủ tịch Quốc hội",
        "Chủ tịch Phú Quốc",
        "Giám đốc Công an",
        "Đại sứ quán Mỹ",
        "Anh Tuấn",
        "Anh Quốc",
        "Bà Rịa",
        "nguyên Hà Nội",
        "Bộ trưởng, Bùi Thanh Sơn",
        "ông",
    ],
)
def test_what_is_no_title_of_a_person_must_be_found(names: Names, query: str) -> None:
    assert as_terms(names, query) == []


@pytest.mark.parametrize("order", list(permutations(["Bui", "Thanh", "Son"]))[2:])
def test_a_name_in_capitals_is_found_in_any_order(names: Names, order: tuple[str, ...]) -> None:
    wanted = [] if order == ("Bui", "Thanh", "Son") else [(" ".join(order).lower(), ("Bui Thanh Son",))]
    assert as_terms(names, " ".join(order)) == wanted


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("Sơn Bùi Thanh", "Bùi Thanh Sơn"),
        ("Sơn Bui Thanh", "Bui Thanh Sơn"),
        ("son bui thanh", "bui thanh son"),
        ("thanh son bui", "bui thanh son"),
        ("Ngân Nguyễn Thị Kim", "Nguyễn Thị Kim Ngân"),
        ("kim ngan nguyen thi", "nguyen thi kim ngan"),
    ],
)
def test_a_name_in_another_order_keeps_its_marks(names: Names, typed: str, name: str) -> None:
    assert as_terms(names, typed) == [(typed.lower(), (name,))]


@pytest.mark.parametrize(
    "query", ["Bùi Thanh Sơn", "bui thanh son", "Sơn Búi Thanh", "sơn bùi thanh", "thu van hoang", "son bui thanh gap"]
)
def test_what_is_in_order_or_not_known_is_left_alone(names: Names, query: str) -> None:
    """Small letters need a name of two articles (thu van hoang has one), and must have no marks."""
    assert as_terms(names, query) == []


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("Hoàng Thúc Kháng", "huỳnh thúc kháng"),
        ("hoang thuc khang", "huynh thuc khang"),
        ("Vũ Văn Kiệt", "võ văn kiệt"),
        ("Tường Vy", "tường vi"),
        ("tuong vi", "tuong vy"),
    ],
)
def test_another_spelling_is_offered_if_the_index_has_it(names: Names, typed: str, name: str) -> None:
    assert as_terms(names, typed) == [(typed.lower(), (name,))]


@pytest.mark.parametrize("query", ["Huỳnh Thúc Kháng", "Hoàng Văn Thụ", "Hoàng Sa", "Vũ Hán", "hoàng hôn", "vi phạm"])
def test_a_name_that_the_index_has_one_way_only_is_left_alone(names: Names, query: str) -> None:
    assert as_terms(names, query) == []


def test_a_title_and_another_spelling_go_together(names: Names) -> None:
    found = as_terms(names, "ông Vũ Văn Kiệt")
    assert found == [("ông", None), ("vũ văn kiệt", ("võ văn kiệt",))]


@pytest.mark.parametrize(("query", "stretch"), [("Bùi T. Sơn", "bùi t sơn"), ("gặp Nguyễn V. A ở", "nguyễn v a")])
def test_initials_stay_together(names: Names, query: str, stretch: str) -> None:
    assert as_terms(names, query) == [(stretch, (stretch,))]


@pytest.mark.parametrize("query", ["N.V.A", "Nguyễn Văn A.", "Theo Nguyễn. Ông"])
def test_other_dots_are_left_alone(names: Names, query: str) -> None:
    assert as_terms(names, query) == []


def test_an_empty_index_still_knows_titles(searcher_of: MakeSearcher) -> None:
    empty = Names(searcher_of().index.reader)
    assert as_terms(empty, "ông Sơn") == [("ông", None)]
    assert as_terms(empty, "Son Bui Thanh") == []
