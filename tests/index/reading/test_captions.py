"""Captions stand twice on crawled pages, and once in the index."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracuu.index.reading.captions import drop_repeated_captions

CAPTION = "Phà Rạch Miễu cập bến lúc chiều. Ảnh: Minh Trí"


@pytest.mark.parametrize(
    ("text", "expected", "count"),
    [
        (f"Mở bài.\n\n{CAPTION}\n\n{CAPTION}\n\nKết bài.", f"Mở bài.\n\n{CAPTION}\n\nKết bài.", 1),
        (f"{CAPTION}\n{CAPTION}", CAPTION, 1),
        (f"{CAPTION}\n \n\t{CAPTION} \nHết.", f"{CAPTION}\nHết.", 1),
        (f"{CAPTION}\n{CAPTION}\n{CAPTION}", CAPTION, 2),
        (f"{CAPTION}\nxen giữa\n{CAPTION}", f"{CAPTION}\nxen giữa\n{CAPTION}", 0),
        (f"{CAPTION}\n{CAPTION.upper()}", f"{CAPTION}\n{CAPTION.upper()}", 0),
        ("Thế thôi nhé\n\nThế thôi nhé", "Thế thôi nhé\n\nThế thôi nhé", 0),
        ("* * * * *\n* * * * *", "* * * * *\n* * * * *", 0),
        ("\n\n\n", "\n\n\n", 0),
        ("", "", 0),
    ],
)
def test_captions(text, expected, count):
    assert drop_repeated_captions(text) == (expected, count)


def test_spellings_of_the_same_text_are_the_same():
    decomposed = unicodedata.normalize("NFD", CAPTION)
    assert drop_repeated_captions(f"{CAPTION}\n\n{decomposed}\n") == (f"{CAPTION}\n", 1)


LINES = st.lists(st.sampled_from(["", " ", "một hai ba bốn", "một hai ba bốn năm", "một hai", "# # # #"]))


@settings(deadline=None)
@given(LINES)
def test_nothing_but_repetitions_goes(lines):
    text = "\n".join(lines)
    left, dropped = drop_repeated_captions(text)
    assert drop_repeated_captions(left) == (left, 0)
    before, after = ([line for line in t.split("\n") if line.strip()] for t in (text, left))
    assert len(before) - len(after) == dropped
    runs = [
        line for n, line in enumerate(before) if n == 0 or line != before[n - 1] or len(line.split()) < 4 or "#" in line
    ]
    assert after == runs
    assert dropped or left == text
