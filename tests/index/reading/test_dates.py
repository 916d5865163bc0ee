"""Dates in full, in every form that is met; and the many that are not dates in full."""

from __future__ import annotations

import datetime as dt
import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracuu.index.reading.dates import parse_date

DAY = dt.date(2025, 4, 14)
ICT = dt.timezone(dt.timedelta(hours=7))


def at(hour: int, minute: int = 0, second: int = 0, zone: dt.timezone | None = None) -> dt.datetime:
    return dt.datetime(2025, 4, 14, hour, minute, second, tzinfo=zone)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2025-04-14", DAY),
        (" 2025-04-14 ", DAY),
        ("2025-04-14T10:30:00Z", at(10, 30, zone=dt.timezone.utc)),
        ("2025-04-14 10:30", at(10, 30)),
        ("2025-04-14T10:30:15+07:00", at(10, 30, 15, ICT)),
        ("2025-04-14 10:30:00 +0700", at(10, 30, zone=ICT)),
        ("20250414T103000", at(10, 30)),
        ("2025/04/14", DAY),
        ("2025-4-14", DAY),
        ("14/4/2025", DAY),
        ("14-04-2025", DAY),
        ("14.4.2025", DAY),
        ("14 / 4 / 2025", DAY),
        ("ngày 14 tháng 4 năm 2025", DAY),
        ("Ngày 14 tháng 04, 2025", DAY),
        ("14 thang 4 nam 2025", DAY),
        ("Thứ hai, 14/4/2025, 10:30 (GMT+7)", at(10, 30, zone=ICT)),
        ("Thứ Hai, ngày 14/04/2025 - 10:30", at(10, 30)),
        ("T2, 14/04/2025 | 10:30", at(10, 30)),
        ("14/04/2025 10:30 CH", at(22, 30)),
        ("14/04/2025 12:30 SA", at(0, 30)),
        ("14/4/2025 lúc 10 giờ 30 phút", at(10, 30)),
        ("10h30 ngày 14/4/2025", at(10, 30)),
        ("10h ngày 14/4/2025", at(10)),
        ("10:30:15, 14/4/2025", at(10, 30, 15)),
        ("10:30 GMT+7, thứ hai, 14/4/2025", at(10, 30, zone=ICT)),
        ("Chủ nhật, 13 tháng 4 năm 2025", dt.date(2025, 4, 13)),
        ("April 14, 2025", DAY),
        ("14 Apr 2025", DAY),
        ("Mon, 14 Apr 2025 10:30:00 +0700", at(10, 30, zone=ICT)),
        ("14 Apr 2025 10:30 ICT", at(10, 30)),
        (20250414, DAY),
        ("20250414", DAY),
        ("20250414103000", at(10, 30)),
        (1744601400, at(3, 30, zone=dt.timezone.utc)),
        (1744601400.0, at(3, 30, zone=dt.timezone.utc)),
        (1744601400000, at(3, 30, zone=dt.timezone.utc)),
        ("1744601400", at(3, 30, zone=dt.timezone.utc)),
        (DAY, DAY),
        (at(10), at(10)),
    ],
)
def test_dates(text, expected):
    found = parse_date(text)
    assert found == expected and type(found) is type(expected)
    if isinstance(expected, dt.datetime):
        assert found.utcoffset() == expected.utcoffset()


def test_the_day_comes_first():
    assert parse_date("4/5/2025") == dt.date(2025, 5, 4)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "",
            " ",
            "hôm qua",
            "4/2025",
            "2025",
            "2025-04",
            "tháng 4 năm 2025",
            "April 2025",
            "Apr 2025 14:30",
            "14/4",
        ),
        *(
            "14 Apr",
            "Monday",
            "Monday 2025",
            "10:30",
            "14/4/25",
            "4/14/2025",
            "31/2/2025",
            "2025-02-30",
            "00/00/0000",
        ),
        *(
            "2025-13-01",
            "0000-01-01",
            "14/4/2025 25:00",
            "14/4/2025 10:61",
            "2025-04-14T10:30+99:00",
            "9" * 50,
        ),
        *(
            "14/4/2025 và 15/4/2025",
            "ngày 14 tháng 4",
            "14/4-2025",
            "x" * 100_000,
            "14 Apr 2025" + " " * 200 + "x",
        ),
        *(
            None,
            True,
            0,
            1,
            2025,
            -1,
            math.nan,
            math.inf,
            1e300,
            10**30,
            [],
            {},
            ["2025-04-14"],
            b"2025-04-14",
        ),
    ],
)
def test_what_is_no_full_date_is_none(text):
    assert parse_date(text) is None


@settings(deadline=None)
@given(st.dates(min_value=dt.date(1900, 1, 1), max_value=dt.date(2100, 12, 31)))
def test_every_form_of_a_day_is_that_day(day):
    forms = [day.isoformat(), f"{day.day}/{day.month}/{day.year}", f"{day:%d-%m-%Y}", f"{day:%Y%m%d}"]
    forms.append(f"ngày {day.day} tháng {day.month} năm {day.year}")
    assert [parse_date(form) for form in forms] == [day] * len(forms)


@settings(deadline=None)
@given(st.datetimes(min_value=dt.datetime(1900, 1, 1), timezones=st.just(ICT) | st.none()))
def test_iso_is_read_back_to_the_microsecond(moment):
    assert parse_date(moment.isoformat()) == moment


@settings(deadline=None)
@given(
    st.text() | st.text(alphabet="0123456789/-:. tTzZhgAPMngàythámnăm+()", max_size=40) | st.floats() | st.integers()
)
def test_nothing_ever_raises(value):
    found = parse_date(value)
    assert found is None or isinstance(found, dt.date)
