"""Flags of tokens, from which names are found."""

from __future__ import annotations

import pytest

from tracuu.analyzers.capitals import APART, CAPITAL, GAP, SENTENCE, SMALL, gap_flags, token_flags
from tracuu.analyzers.tokenizer import VietnameseTokenizer


@pytest.mark.parametrize(
    ("gap", "flags"),
    [
        (" ", 0),
        ("\u00a0", 0),
        ("-", 0),
        ("–", 0),
        ("", APART),
        ("  ", APART),
        (", ", APART),
        ("\t", APART),
        (". ", APART | SENTENCE),
        (" - ", APART | SENTENCE),
        (" (", APART | SENTENCE),
        ("\n", GAP),
        (".\r\n", GAP),
        ("\r", GAP),
        ("\u2028", GAP),
        ("\u2029", GAP),
    ],
)
def test_gaps(gap: str, flags: int) -> None:
    assert gap_flags(gap) == flags


def test_tokens() -> None:
    text = "Ông Kim Jong-un, UBND tỉnh-X\n14 A"
    flags = {token.text: flags for token, flags in token_flags(text, VietnameseTokenizer().tokenize(text))}
    assert flags == {
        "ông": GAP | CAPITAL,
        "kim": CAPITAL,
        "jong": CAPITAL,
        "un": CAPITAL | SMALL,
        "ubnd": APART,
        "tỉnh": SMALL,
        "x": CAPITAL,
        "14": GAP,
        "a": CAPITAL,
    }
