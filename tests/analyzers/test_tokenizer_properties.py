"""What holds of the tokens of every text."""

from __future__ import annotations

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from tracuu.analyzers.canonical import canonical
from tracuu.analyzers.tokenizer import VietnameseTokenizer

TOKENIZER = VietnameseTokenizer()

PIECES = st.sampled_from(
    [
        "Việt",
        "Nam",
        "hoà",
        "HÒA",
        "Ðảng",
        "nguời",
        "34-NQ/TW",
        "13/2023/NĐ-CP",
        "14/4/2025",
        "02/9",
        "12h30",
        "12.000",
        "5,6",
        "3,5%",
        "TP.HCM",
        "GS.TS",
        "COVID-19",
        "Díaz-Canel",
        "O'Neill",
        "d’Ivoire",
        "v.v",
        "Nam.Theo",
        "https://a.vn/b-1?c=d",
        "x@y.vn",
        "a.vn",
        "H5N1",
        "m²",
        "北京",
        "Москва",
        "हिन्दी",
        "١٢",
        "½",
        "😀",
        "tie\u0302\u0301ng",
        "ng\u00adười",
        "tới\u200bCảm",
        "1,2,3",
        "024.3799.1234",
        "2016-2021",
        "kinh",
        "tế-xã",
        "R&D",
        "nam_bộ",
    ]
)
JOINTS = st.sampled_from(
    [" ", "\n", "", ".", ", ", "-", "–", "/", "'", "’", "\u200b", "\u00a0", "…", "(", "\u0301", "_"]
)
TEXTS = st.lists(st.tuples(PIECES, JOINTS), max_size=6).map(lambda parts: "".join(a + b for a, b in parts))
ANY = TEXTS | st.text(max_size=30)


@given(ANY)
def test_tokens_are_ordered_and_do_not_overlap(text: str) -> None:
    end = 0
    for position, token in enumerate(TOKENIZER.tokenize(text)):
        assert end <= token.start < token.end <= len(text)
        assert token.position == position
        assert -1 <= token.compound <= token.start
        assert token.text
        assert not any(character.isspace() for character in token.text)
        end = token.end


@given(ANY)
def test_what_was_written_gives_the_term_again(text: str) -> None:
    for token in TOKENIZER.tokenize(text):
        written = text[token.start : token.end]
        if token.kind in ("word", "acronym", "alnum"):
            assert canonical(written) == token.text
        elif token.kind == "number":
            assert TOKENIZER.terms(written) == [token.text]
        elif token.kind in ("date", "document") and written.isdecimal():
            assert int(written) == int(token.text)


@given(ANY)
def test_terms_are_those_of_the_tokens(text: str) -> None:
    assert TOKENIZER.terms(text) == [token.text for token in TOKENIZER.tokenize(text)]


@given(ANY)
def test_every_letter_and_digit_ends_in_a_token(text: str) -> None:
    """But for the h or g of a time."""
    covered = set()
    for token in TOKENIZER.tokenize(text):
        covered.update(range(token.start, token.end))
    lost = {text[at] for at in range(len(text)) if at not in covered and text[at].isalnum()}
    assert lost <= set("hHgG")


@given(ANY)
def test_normal_forms_give_the_same_tokens(text: str) -> None:
    nfc, nfd = (described(unicodedata.normalize(form, text)) for form in ("NFC", "NFD"))
    assert nfc == nfd


def described(text: str) -> list[tuple[str, str, int]]:
    """Term, kind, and the position where the compound begins."""
    tokens = list(TOKENIZER.tokenize(text))
    at = {token.start: token.position for token in tokens} | {-1: -1}
    return [(token.text, token.kind, at[token.compound]) for token in tokens]


@given(ANY)
def test_tokens_of_one_compound_stand_together(text: str) -> None:
    seen: list[int] = []
    for token in TOKENIZER.tokenize(text):
        if token.compound >= 0 and (not seen or seen[-1] != token.compound):
            assert token.compound not in seen
        seen.append(token.compound)


@given(st.lists(st.sampled_from(["Bộ", "trưởng", "Bùi", "Thanh", "Sơn", "nói", "về", "hoà", "bình"]), max_size=8))
def test_a_text_of_words_has_one_token_per_word(words: list[str]) -> None:
    assert TOKENIZER.terms(" ".join(words)) == [canonical(word) for word in words]
