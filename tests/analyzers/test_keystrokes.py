"""The decision whether a query is keystrokes, with an index of a few words."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracuu.analyzers.english_lookalikes import ENGLISH_LOOKALIKES
from tracuu.analyzers.keystroke_decoder import decode
from tracuu.analyzers.keystrokes import KeystrokeReading, read_keystrokes

FREQUENCIES = {
    **dict.fromkeys("bùi thanh sơn học tiếng việt nam người được hà nội đi thành phố tỉnh hđnd nói".split(), 2000),
    **{"sẽ": 17000, "sex": 28, "vía": 29, "visa": 126, "my": 900, "mỹ": 5000, "úa": 15, "usa": 67, "box": 1, "bõ": 5},
    **{"công": 23000, "congo": 29, "cá": 4400, "cas": 6, "bông": 277, "boong": 45, "sô": 32, "cò": 60, "thó": 4},
    **{"môt": 90, "ty": 9000, "sốt": 800, "xe": 9000, "ca": 900, "ý": 9000, "rà": 1000, "tú": 300, "ma": 90, "mã": 900},
}


class Known:
    """An index that has these words."""

    def __init__(self, articles: int = 30_000) -> None:
        self.articles = articles

    def frequency(self, term: str) -> int:
        return FREQUENCIES.get(term, 0)


def read(query: str, articles: int = 30_000) -> KeystrokeReading | None:
    return read_keystrokes(query.split(), Known(articles))


@pytest.mark.parametrize(
    ("query", "method", "text"),
    [
        ("Buif Thanh Sown", "telex", "Bùi Thanh Sơn"),
        ("Bui2 Thanh So7n", "vni", "Bùi Thanh Sơn"),
        ("Bu`i Thanh So+n", "viqr", "Bùi Thanh Sơn"),
        ("BUIF THANH SOWN", "telex", "BÙI THANH SƠN"),
        ("BUI2 THANH SO7N", "vni", "BÙI THANH SƠN"),
        ("tieengs Vieetj", "telex", "tiếng Việt"),
        ("Dai hocj Bach khoa", "telex", "Dai học Bach khoa"),
        ("nguoiwf", "telex", "người"),
        ("đuowcj", "telex", "được"),
        ("Bùi Thanh Sown", "telex", "Bùi Thanh Sơn"),
        ("tie^'ng Vie^.t.", "viqr", "tiếng Việt."),
        ("ngu+o+`i Vie^.t ddi Ha` No^.i?", "viqr", "người Việt đi Hà Nội?"),
        ('"tieengs Vieetj", Haf Nooij', "telex", '"tiếng Việt", Hà Nội'),
    ],
)
def test_keystrokes(query: str, method: str, text: str) -> None:
    for form in ("NFC", "NFD"):
        reading = read(unicodedata.normalize(form, query))
        assert reading is not None
        assert (reading.method, reading.text) == (method, text)


@pytest.mark.parametrize(
    "query",
    [
        "",
        "bui thanh son",
        "dai hoc",
        "Bùi Thanh Sơn",
        "hoà bình",
        "box office",
        "taxi ha noi",
        "visa my",  # a word of the index
        "USA",
        "UBND",
        "iphone 15",
        "A4 CO2 U23 H5N1",
        "CO2",
        "34-NQ/TW 2023",
        "sex",  # English
        "tos",  # its reading is too rare
        "boong",  # a syllable already
        "Congo",  # a name
        "mootj",  # no syllable that the index has
        "moot",  # lacks its tone
        "y1",  # one letter
        "noi?",  # a question, not nỏi
        "nói 'ca' xe",
        "he said 'noi'",
        "sown nowhere whatsoever",  # more that is foreign
    ],
)
def test_not_keystrokes(query: str) -> None:
    assert read(query) is None


def test_beside_a_strong_token_the_likelier_reading_counts() -> None:
    reading = read("tieengs sex visa boong Congo ty y1")
    assert reading is not None
    assert reading.tokens == ("tiếng", "sẽ", None, "bông", "Công", None, None)


def test_numbers_acronyms_and_some_foreign_words_stay() -> None:
    reading = read("HDDND thanhf phoos HCM 2023, U23 Vieetj Nam Obama")
    assert reading is not None
    assert reading.text == "HĐND thành phố HCM 2023, U23 Việt Nam Obama"
    assert reading.tokens[3:6] == (None, None, None)
    assert read("Obama Trump ddi") is None


def test_a_word_of_the_index_is_read_only_if_its_reading_is_far_commoner() -> None:
    assert read("congo") == KeystrokeReading("telex", ("công",), "công")
    assert read("cas") == KeystrokeReading("telex", ("cá",), "cá")
    assert read("visa") is None


def test_a_small_index_needs_one_article() -> None:
    assert read("thos", articles=999) == KeystrokeReading("telex", ("thó",), "thó")
    assert read("thos", articles=1000) is None


def test_the_list_of_english_words_has_nothing_idle() -> None:
    assert 100 < len(ENGLISH_LOOKALIKES) < 150
    idle = {word for word in ENGLISH_LOOKALIKES if not (decoded := decode(word, "telex")) or not decoded.keys}
    assert not idle


@given(st.lists(st.text(st.sampled_from("aăbdđehinostuwxfrj1269.?'^(+-/\u0301 AĐS"), max_size=8), max_size=5))
def test_a_reading_keeps_the_number_of_tokens(tokens: list[str]) -> None:
    reading = read_keystrokes(tokens, Known())
    if reading is not None:
        assert len(reading.tokens) == len(tokens)
        assert any(reading.tokens)
        assert all(new is None or new in reading.text for new in reading.tokens)
