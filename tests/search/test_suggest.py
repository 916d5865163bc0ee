"""Completing prefixes: everything offered begins with the prefix, and its count is exact."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracuu.analyzers import PyviSegmenter, VietnameseTokenizer, find_names, fold, sort_key
from tracuu.index import Article, ArticleIndex
from tracuu.index.views import TEXT_FIELDS
from tracuu.search import Searcher
from tracuu.search.prefixes import Prefix, begins
from tracuu.search.suggest import Suggestion, suggest

COMMITS = [
    {
        "a1": (
            "Hội nghị ngoại giao",
            "Ông Bùi Thanh Sơn phát biểu tại hội nghị ngoại giao ở Hà Nội sáng nay.",
        ),
        "a2": ("Đường sắt", "Tuyến đường sắt chạy qua Lạng Sơn, và ông Bùi Thanh Sơn đi chuyến đầu."),
        "a3": ("Hội nghị mùa thu", "Ban tổ chức hội nghị cảm ơn ông Bùi Thanh Hà và các tình nguyện viên."),
    },
    {
        "b1": ("Kỹ thuật", "Kỹ sư phát biểu tại hội thảo về kỹ thuật xây dựng đường cao tốc."),
        "b2": ("Thánh địa", "Du khách thăm thánh địa, rồi nghe thuyết minh về thành phố cổ."),
        "b3": ("", "Nghị quyết 34-NQ/TW bàn về hội nhập; hội nghị thông qua trong ngày."),
    },
    {
        "c1": ("Ngoại giao", "Bộ trưởng Ngoại giao phát biểu tại hội nghị, bà Bùi Thị Đào ghi chép."),
        "c2": ("Mưa", "Mưa lớn ở Hà Nội làm ngập đường phố, người dân đi bộ về nhà."),
        "c3": ("Đặng Thai Mai", "Con phố Đặng Thai Mai ở Hà Nội có nhiều quán cà phê."),
    },
]
DELETED = ("a3", "c3")


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> ArticleIndex:
    """Three segments with words, two of them with a deleted article."""
    index = ArticleIndex.create(tmp_path_factory.mktemp("suggest"))
    for commit in COMMITS:
        for id, (title, body) in commit.items():
            index.add(Article(id=id, title=title, body=body))
        index.commit()
    for id in DELETED:
        index.delete(id)
    index.commit()
    assert len(index.reader.segments) == len(COMMITS)
    return index


@pytest.fixture(scope="module")
def searcher(index: ArticleIndex) -> Searcher:
    return Searcher(index)


@pytest.mark.parametrize(
    ("prefix", "best"),
    [
        ("bui tha", Suggestion("Bùi Thanh Sơn", 2)),
        ("BÙI THA", Suggestion("Bùi Thanh Sơn", 2)),
        ("hoi ngh", Suggestion("hội nghị", 3)),
        ("hội ngh", Suggestion("hội nghị", 3)),
        ("Hoi ngh", Suggestion("hội nghị", 3)),
        (unicodedata.normalize("NFD", "hội nghị"), Suggestion("hội nghị", 3)),
        ("ha n", Suggestion("Hà Nội", 2)),
        ("đường ", Suggestion("đường cao tốc", 1)),
        ("ky th", Suggestion("kỹ thuật", 1)),
    ],
)
def test_the_most_frequent_completion_comes_first(searcher: Searcher, prefix: str, best: Suggestion) -> None:
    found = searcher.suggest(prefix)
    assert found[0] == best


def test_names_and_words_of_the_same_syllables_are_one(searcher: Searcher) -> None:
    texts = [one.text.lower() for one in searcher.suggest("h", 50)]
    assert len(texts) == len(set(texts))
    assert {"hội nghị", "hà nội"} <= set(texts)


def test_a_single_word_is_completed_where_nothing_longer_begins_so(searcher: Searcher) -> None:
    assert searcher.suggest("ngậ") == (Suggestion("ngập", 1),)


def test_typed_marks_constrain(searcher: Searcher) -> None:
    assert Suggestion("thánh địa", 1) in searcher.suggest("thá")
    assert not [one for one in searcher.suggest("thá", 50) if "thành" in one.text.lower()]
    assert searcher.suggest("bùi thá") == ()


def test_a_longer_prefix_goes_on_with_what_often_comes_next(searcher: Searcher) -> None:
    assert searcher.suggest("phat bieu tai h") == (
        Suggestion("phát biểu tại hội", 3),  # biểu tại hội: two conferences and a workshop
    )
    assert searcher.suggest("phat bieu tai hoi ") == (
        Suggestion("phát biểu tại hội nghị", 2),
        Suggestion("phát biểu tại hội thảo", 1),
    )


def test_what_was_typed_stays_but_for_its_marks(searcher: Searcher) -> None:
    assert searcher.suggest("Sang nay, Ong bui thanh son P")[0].text == "Sáng nay, Ông Bùi Thanh Sơn Phát"
    assert searcher.suggest("nghị quyết 34-NQ/T")[0].text == "nghị quyết 34-NQ/Tw"


def test_where_nothing_follows_two_syllables_the_last_one_decides(searcher: Searcher) -> None:
    assert searcher.suggest("khong ai noi ha n")[0].text.endswith("Hà Nội")
    assert searcher.suggest("mưa phát b") == (Suggestion("mưa phát biểu", 3),)


def test_nothing_typed_gives_the_most_frequent_names(searcher: Searcher) -> None:
    assert searcher.suggest("", 2) == searcher.suggest("  \n", 2)
    assert searcher.suggest("", 2) == (Suggestion("Bùi Thanh Sơn", 2), Suggestion("Hà Nội", 2))


@pytest.mark.parametrize("prefix", ["?!", "...", "zzzz", "hội nghị không có thật zzzz", "a " * 60])
def test_what_nothing_begins_with_has_no_completion(searcher: Searcher, prefix: str) -> None:
    assert searcher.suggest(prefix) == ()


@pytest.mark.parametrize(
    ("prefix", "best"),
    [
        ("hooij ngh", Suggestion("hội nghị", 3)),
        ("bui thanh sown", Suggestion("Bùi Thanh Sơn", 2)),
        ("d9u7o7ng2 s", Suggestion("đường sắt", 1)),
    ],
)
def test_keystrokes_are_completed_where_nothing_begins_as_typed(
    searcher: Searcher, prefix: str, best: Suggestion
) -> None:
    assert suggest(searcher.snapshot, prefix) == ()
    assert searcher.suggest(prefix, 1) == (best,)


def test_what_stands_in_deleted_articles_only_is_not_offered(searcher: Searcher) -> None:
    assert searcher.suggest("đặng thai") == ()
    assert searcher.suggest("tình nguyện v") == ()


def test_an_index_without_words_completes_names_and_syllables(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    index = ArticleIndex.create(tmp_path_factory.mktemp("no_words"), words=False)
    assert Searcher(index).suggest("b") == ()
    index.add(Article(id="1", body="Theo bà Bùi Thị Đào, bánh mì ngon nhất khi còn nóng."))
    index.commit()
    assert Searcher(index).suggest("b") == (
        Suggestion("bà", 1),
        Suggestion("bánh", 1),
        Suggestion("bùi", 1),
        Suggestion("Bùi Thị Đào", 1),
    )
    assert Searcher(index).suggest("banh m") == (Suggestion("bánh mì", 1),)


def test_a_word_that_is_seldom_a_name_is_written_small(tmp_path_factory: pytest.TempPathFactory) -> None:
    index = ArticleIndex.create(tmp_path_factory.mktemp("seldom"))
    for place in range(3):
        index.add(Article(id=str(place), body="Ở đây có hội nghị về nghề gốm."))
    index.add(Article(id="name", body="Tập san mang tên Hội Nghị ra số đầu, nhắc tới Hội An."))
    index.add(Article(id="name too", body="Theo báo, phố cổ Hội An đông khách."))
    index.commit()
    assert Searcher(index).names("hoi nghi")[0] == ("Hội Nghị", 1, "hội nghị")
    assert Searcher(index).suggest("hoi", 2) == (Suggestion("hội nghị", 4), Suggestion("Hội An", 2))
    assert Searcher(index).search("hoi nghi").suggestions == ("hội nghị",)
    assert Searcher(index).search("hoi an").suggestions == ("Hội An",)


@pytest.mark.parametrize(
    ("typed", "yes", "no"),
    [
        ("thá", ["thá", "thánh", "thách", "thấp"], ["thanh", "thành", "thả"]),
        ("duo", ["dương", "đường", "được"], ["dung", "du"]),
        ("đuo", ["đường", "được"], ["dương"]),
        ("thô", ["thông", "thô", "thống"], ["thơm", "thong"]),
        ("ky", ["kỹ", "kĩ", "kyoto"], ["kim", "kịch"]),
        ("qui", ["quý", "quít", "quy"], ["quyền"]),
        ("hòa", ["hoàng", "hòa"], ["hoa", "hoạt", "hòm"]),
        ("pina", ["piñata"], ["pinta"]),
        ("", ["bất", "kỳ"], []),
    ],
)
def test_begins(typed: str, yes: list[str], no: list[str]) -> None:
    assert [term for term in yes + no if begins(typed, term)] == yes


def phrases(index: ArticleIndex) -> Counter[str]:
    """How many live articles hold each name and each word, by looking at every one."""
    tokenizer, segmenter = VietnameseTokenizer(), PyviSegmenter()
    names: Counter[str] = Counter()
    words: Counter[str] = Counter()
    for article in index:
        texts = [getattr(article, field) for field in TEXT_FIELDS]
        names.update({name.key for text in texts for name in find_names(text, tokenizer.tokenize(text))})
        words.update({word.replace("_", " ") for text in texts for word in segmenter.words(text) if "_" in word})
    return names | words


def keys(found: Iterable[Suggestion]) -> list[tuple[str, int]]:
    return [(" ".join(VietnameseTokenizer().terms(one.text)), one.articles) for one in found]


TEXTS = [text for commit in COMMITS for article in commit.values() for text in article if text]


@st.composite
def prefixes(draw: st.DrawFn) -> str:
    """The beginning of some stretch of the articles, perhaps without marks."""
    words = draw(st.sampled_from(TEXTS)).split()
    start = draw(st.integers(0, len(words) - 1))
    text = " ".join(words[start : start + 3])
    text = text[: draw(st.integers(1, len(text)))]
    return draw(st.sampled_from([text, text.lower(), text.upper(), unmarked(text), unicodedata.normalize("NFD", text)]))


def unmarked(text: str) -> str:
    letters = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


@settings(max_examples=200, deadline=None)
@given(prefixes(), st.integers(1, 8))
def test_completions_and_counts_equal_brute_force(index: ArticleIndex, prefix: str, limit: int) -> None:
    typed = Prefix.of(prefix)
    expected = [(key, count) for key, count in phrases(index).items() if typed.fits(key.split(" "))]
    expected.sort(key=lambda one: (-one[1], sort_key(one[0]), one[0]))
    found = keys(suggest(Searcher(index).snapshot, prefix, limit))
    assert len(found) <= limit
    if len(expected) >= limit:
        assert found == expected[:limit]
    else:
        assert {key for key, _ in expected} <= {key for key, _ in found} or len(found) == limit


@settings(max_examples=200, deadline=None)
@given(prefixes())
def test_everything_offered_begins_with_the_prefix(searcher: Searcher, prefix: str) -> None:
    tokenizer = VietnameseTokenizer()
    letters = " ".join(map(unmarked, tokenizer.terms(prefix)))
    for one in suggest(searcher.snapshot, prefix, 20):
        assert " ".join(map(unmarked, tokenizer.terms(one.text))).startswith(letters)
        assert one.articles > 0


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=30), st.integers(-1, 5))
def test_any_text_is_a_prefix(searcher: Searcher, prefix: str, limit: int) -> None:
    assert len(searcher.suggest(prefix, limit)) <= max(limit, 0)
    found = suggest(searcher.snapshot, prefix, limit)
    typed = [fold(term) for term in VietnameseTokenizer().terms(prefix)][:-1]
    assert all([fold(t) for t in VietnameseTokenizer().terms(one.text)][: len(typed)] == typed for one in found)
