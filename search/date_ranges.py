"""Dates in queries and filters: a day, a month or a year, as the range of moments that it stands for."""

from __future__ import annotations

import datetime as dt
import re

_FORMS = (
    r"(?P<y>\d{4})(?:-(?P<m>\d{1,2})(?:-(?P<d>\d{1,2}))?)?",
    r"(?:(?P<d>\d{1,2})[/.-])?(?P<m>\d{1,2})[/.-](?P<y>\d{4})",
)

Range = tuple[dt.datetime, dt.datetime]


def date_range(text: str) -> Range | None:
    """First and last second of a year, a month or a day; None if it is none of these.

    >>> [str(moment) for moment in date_range("2024-02")]
    ['2024-02-01 00:00:00', '2024-02-29 23:59:59']
    >>> date_range("14/4/2025") == date_range("2025-04-14")
    True
    """
    match = next((m for form in _FORMS if (m := re.fullmatch(form, text.strip()))), None)
    if match is None:
        return None
    year, month, day = (int(match[part] or 0) for part in "ymd")
    try:
        first = dt.datetime(year, month or 1, day or 1)
        last_month = month or 12
        last_day = day or _days(year, last_month)
        return first, dt.datetime(year, last_month, last_day, 23, 59, 59)
    except ValueError:
        return None


def _days(year: int, month: int) -> int:
    """Of a month; ``calendar`` knows too, and loads ``locale``."""
    return 31 if month == 12 else (dt.date(year, month + 1, 1) - dt.timedelta(days=1)).day
