"""Numbers as Vietnamese writes them."""

from __future__ import annotations

import pytest

from tracuu.analyzers.numbers import ascii_digits, number, without_zeros


@pytest.mark.parametrize(
    ("written", "term"),
    [
        ("12.000", "12000"),
        ("12 000", "12000"),
        ("12\u00a0000\u202f000", "12000000"),
        ("12000", "12000"),
        ("5,6", "5.6"),
        ("5.6", "5.6"),
        ("1.234.567,89", "1234567.89"),
        ("1,234,567.8", "1234567.8"),
        ("1,234,567", "1234567"),
        ("0,25", "0.25"),
        ("0.125", "0.125"),
        ("2.5", "2.5"),
        ("1.2.3", "1.2.3"),
        ("024.3799.1234", "024.3799.1234"),
        ("007", "007"),
        ("١٢٣", "123"),
        ("１２.０００", "12000"),
    ],
)
def test_number(written: str, term: str) -> None:
    assert number(written) == term


@pytest.mark.parametrize("written", ["1,2,3", "1.2,3.4", "5,", "", "abc"])
def test_more_or_less_than_one_number(written: str) -> None:
    assert number(written) is None


def test_zeros_of_dates_and_documents() -> None:
    assert [without_zeros(digits) for digits in ("04", "0", "00", "10", "٠٤")] == ["4", "0", "0", "10", "4"]
    assert ascii_digits("ngày ٤") == "ngày 4"
