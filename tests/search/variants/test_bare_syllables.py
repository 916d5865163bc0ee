"""Syllables without their marks."""

from __future__ import annotations

from itertools import product

from tracuu.analyzers import is_syllable
from tracuu.analyzers.marks import bare
from tracuu.analyzers.syllable import ONSETS, RIMES
from tracuu.search.variants.bare_syllables import may_be_syllable


def test_the_letters_of_every_syllable_are_taken_and_no_other_onset_and_rime() -> None:
    spelled = {onset + rime for onset, rime in product(("", *ONSETS), RIMES)}
    letters = {bare(syllable) for syllable in spelled if is_syllable(syllable)}
    assert all(map(may_be_syllable, letters))
    assert not any(map(may_be_syllable, set(map(bare, spelled)) - letters))


def test_marks_do_not_matter() -> None:
    assert all(map(may_be_syllable, ("việt", "viẹt", "tiéng", "đuong", "Sơn".lower())))
    assert not any(map(may_be_syllable, ("díaz", "london", "x", "")))
