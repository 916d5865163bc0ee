"""Composing syllables from keys: the examples of the three methods, and every syllable typed and read back."""

from __future__ import annotations

import doctest
import itertools
import sys
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracuu.analyzers.keystroke_decoder import Decoded, Method, decode
from tracuu.analyzers.marks import ACUTE, DOT, TONES
from tracuu.analyzers.syllable import ONSETS, RIMES, is_syllable, parse

sys.path.append(str(Path(__file__).resolve().parents[2]))  # the benchmarks are not installed

from benchmarks.keystrokes import typing
from benchmarks.keystrokes.typing import STYLES, type_telex, type_viqr, type_vni

METHODS: tuple[Method, ...] = ("telex", "vni", "viqr")
TYPED = [
    *(
        pytest.param("telex", lambda text, style=style: type_telex(text, style), id=f"telex, {style}")
        for style in STYLES
    ),
    *(pytest.param("vni", lambda text, style=style: type_vni(text, style), id=f"vni, {style}") for style in STYLES),
    pytest.param("viqr", type_viqr, id="viqr"),
]


def _syllables() -> list[str]:
    """Every toneless syllable, each with one tone that it can have; over all of them, all tones."""
    found = []
    turns = itertools.cycle(TONES)
    for onset, rime in itertools.product(("", *ONSETS), sorted(RIMES | {"ynh", "ych", "yt", "yp", "yn", "yu"})):
        syllable = parse(onset + (rime[1:] if onset == "gi" and rime[0] == "i" else rime))
        if syllable is None or (syllable.onset, syllable.rime) != (onset, rime):
            continue
        tone = next(turns)
        if rime.endswith(("c", "ch", "p", "t")) and tone not in (ACUTE, DOT):
            tone = ACUTE
        found.append(syllable._replace(tone=tone).spelling)
    return found


SYLLABLES = _syllables()


def text(token: str, method: Method) -> str | None:
    decoded = decode(token, method)
    return decoded and decoded.text


@pytest.mark.parametrize(("method", "type_"), TYPED)
def test_every_syllable_is_read_as_it_was_typed(method: Method, type_: Callable[[str], str]) -> None:
    assert len(SYLLABLES) > 3_900
    wrong = {s: type_(s) for s in SYLLABLES if text(type_(s), method) != s}
    assert not wrong


@pytest.mark.parametrize(("method", "type_"), TYPED)
def test_capitals_are_those_of_the_letters(method: Method, type_: Callable[[str], str]) -> None:
    for syllable in SYLLABLES[::17]:
        for written in (syllable.upper(), syllable.capitalize()):
            assert text(type_(written), method) == written


def test_the_typist_is_right() -> None:
    assert doctest.testmod(typing).failed == 0
    assert [type_telex("nước", style) for style in STYLES] == ["nuwowsc", "nuwowcs", "nuocws", "nuocws"]
    assert [type_vni("điện", style) for style in STYLES] == ["d9ie65n", "d9ie6n5", "d9ie6n5", "dien965"]
    assert type_telex("BÙI Thanh Sơn, Ở 34-NQ/TW señor") == "BUIF Thanh Sown, Owr 34-NQ/TW senorx"
    assert type_telex(unicodedata.normalize("NFD", "tiếng")) == "tieengs"
    assert type_viqr("Điện ảnh, ước") == "DDie^.n a?nh, u+o+'c"
    assert [type_telex(word) for word in ("xoong", "bôông", "đoong")] == ["xooong", "boooong", "ddooong"]


@pytest.mark.parametrize(
    ("method", "token", "expected"),
    [
        ("telex", "nguoiwf", "người"),
        ("telex", "nguwowif", "người"),
        ("telex", "nhw", "như"),
        ("telex", "twf", "từ"),
        ("telex", "thuowr", "thuở"),
        ("telex", "quows", "quớ"),
        ("telex", "quangw", "quăng"),
        ("telex", "muaw", "mưa"),
        ("telex", "hoawcj", "hoặc"),
        ("telex", "tienges", "tiếng"),
        ("telex", "tiengse", "tiếng"),
        ("telex", "duocwdj", "được"),
        ("telex", "ngoeof", "ngoèo"),
        ("telex", "xooong", "xoong"),
        ("telex", "giuwowngf", "giường"),
        ("telex", "giwongf", "giường"),
        ("telex", "ng[if", "ngời"),
        ("telex", "nh]", "như"),
        ("telex", "rajsz", None),
        ("telex", "toansz", "toan"),
        ("telex", "BUIF", "BÙI"),
        ("telex", "DDoong", "Đông"),
        ("telex", "Ddoong", "Đông"),
        ("vni", "toan1", "toán"),
        ("vni", "d9uoc75", "được"),
        ("vni", "duoc795", "được"),
        ("vni", "nguoi72", "người"),
        ("vni", "huou7", "hươu"),
        ("vni", "cuu71", "cứu"),
        ("vni", "toan10", "toan"),
        ("viqr", "Vie^.t", "Việt"),
        ("viqr", "ddu+o+`ng", "đường"),
        ("viqr", "u*o*'c", "ước"),
        ("viqr", "a(n", "ăn"),
    ],
)
def test_examples(method: Method, token: str, expected: str | None) -> None:
    assert text(token, method) == expected


@pytest.mark.parametrize(
    ("token", "expected"),
    [("đuowcj", "được"), ("tiêngs", "tiếng"), ("nguowì", "người"), ("Viêtj", "Việt"), ("nguờif", None)],
)
def test_a_token_that_bears_marks_already_goes_on_from_them(token: str, expected: str | None) -> None:
    assert text(token, "telex") == expected
    assert text(unicodedata.normalize("NFD", token), "telex") == expected


@pytest.mark.parametrize(
    "token", ["aaa", "ddd", "ass", "ww", "aww", "stars", "toansf", "", "f", "s", "wwa", "d'Ivoire"]
)
def test_what_is_taken_back_or_toned_twice_is_no_syllable(token: str) -> None:
    assert decode(token, "telex") is None


@pytest.mark.parametrize("token", ["a66", "toan12", "toan21", "19", "H5N1", "U23", "2a", "toan0", "b8"])
def test_digits_that_mark_nothing_are_no_keys(token: str) -> None:
    assert decode(token, "vni") is None


def test_keys_are_counted() -> None:
    assert decode("bui", "telex") == Decoded("bui", 0)
    assert decode("bùi", "telex") == Decoded("bùi", 0)
    assert decode("gịa", "telex") == Decoded("gịa", 0)
    assert decode("dduwowcj", "telex") == Decoded("được", 4)
    assert decode("d9uoc75", "vni") == Decoded("được", 3)


@given(
    token=st.text(
        st.sampled_from("abcdeghiklmnopqrstuvxyzfjwAOĐđêơư1234567890^(+*'`?~.-[]\u0300\u0301ñß漢 "), max_size=12
    )
)
def test_a_decoding_is_a_syllable_and_typed_again_the_same(token: str) -> None:
    for method in METHODS:
        decoded = decode(token, method)
        if decoded is None:
            continue
        assert is_syllable(decoded.text)
        assert unicodedata.is_normalized("NFC", decoded.text)
        assert decoded.keys <= len(unicodedata.normalize("NFC", token)) + 1
        type_ = {"telex": type_telex, "vni": type_vni, "viqr": type_viqr}[method]
        if decoded.text.lower() != "gịa":  # its keys are those of giạ too
            again = text(type_(decoded.text), method)
            assert again is not None
            assert again.lower() == decoded.text.lower()


@given(token=st.text(max_size=80))
def test_decoding_never_raises(token: str) -> None:
    for method in METHODS:
        decoded = decode(token, method)
        assert decoded is None or is_syllable(decoded.text)
