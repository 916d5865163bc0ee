"""Dates as Vietnamese pages write them. A date that is not complete is none: nothing is filled in."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata

MAX_CHARS = 120

# Patterns match text that was lower-cased and stripped of its marks.
_WEEKDAY = r"(?:(?:thu\s+(?:hai|ba|tu|nam|sau|bay|[2-7])|chu\s+nhat|t[2-7]|cn)\b[\s,.:|-]*)?"
_DATE = (
    r"(?:ngay\s+)?"
    r"(?:(?P<y1>\d{4})(?P<s1>[-/.])(?P<m1>\d{1,2})(?P=s1)(?P<d1>\d{1,2})"
    r"|(?P<d2>\d{1,2})\s?(?P<s2>[-/.])\s?(?P<m2>\d{1,2})\s?(?P=s2)\s?(?P<y2>\d{4})"
    r"|(?P<d3>\d{1,2})\s+thang\s+(?P<m3>\d{1,2})\s*(?:,|nam|,\s*nam)\s*(?P<y3>\d{4}))"
)
_TIME = (
    r"(?P<hour>\d{1,2})\s*(?:(?:h|g|gio)\s*(?!\d)|(?::|h|g|gio)\s*(?P<minute>\d{2}))"
    r"(?::(?P<second>\d{2})(?:[.,]\d+)?)?(?:\s*(?:phut|p|'))?(?:\s*(?P<half>am|pm|sa|ch)\b)?"
)
_ZONE = r"(?:\s*\(?\s*(?P<zone>(?:gmt|utc)?\s*[+-]\d{1,2}(?::?\d{2})?|gmt|utc|z)\s*\)?)?"
_BETWEEN = r"(?:\s*[,|–-]\s*|t|\s+)(?:luc\s+)?"
_DATE_FIRST = re.compile(rf"{_WEEKDAY}{_DATE}(?:{_BETWEEN}{_TIME}{_ZONE})?")
_TIME_FIRST = re.compile(rf"{_TIME}{_ZONE}(?:\s*[,|–-]\s*|\s+){_WEEKDAY}{_DATE}")
_OFFSET = re.compile(r"([+-])(\d{1,2}):?(\d{2})?")

# Seconds and milliseconds from March 1973 to 2100: smaller numbers are years and counters.
_SECONDS = range(100_000_000, 4_102_444_800)
_MILLISECONDS = range(100_000_000_000, 4_102_444_800_000)


def parse_date(value: object) -> dt.date | dt.datetime | None:
    """The date that ``value`` says in full, or None.

    Text is read as ISO 8601, then as Vietnamese writes it (the day before the month), then as English with
    the month's name. A time without a zone stays without one. Numbers are seconds or milliseconds since
    1970 (UTC), or ``20250414``. Never raises.

    >>> parse_date("Thứ hai, 14/4/2025, 10:30 (GMT+7)").isoformat()
    '2025-04-14T10:30:00+07:00'
    >>> parse_date("ngày 14 tháng 4 năm 2025"), parse_date("4/2025")
    (datetime.date(2025, 4, 14), None)
    """
    if isinstance(value, dt.date):
        return value
    if isinstance(value, bool):
        return None
    if isinstance(value, (int, float)):
        return _from_number(value)
    if not isinstance(value, str):
        return None
    text = value.strip()
    if not text or len(text) > MAX_CHARS:
        return None
    if text.isascii() and text.isdigit():
        return _from_number(int(text))
    return _from_iso(text) or _from_vietnamese(text) or _from_english(text)


def _from_number(value: float) -> dt.date | dt.datetime | None:
    digits = str(int(value)) if value == value and abs(value) < 1e15 else ""
    for length, form in ((8, "%Y%m%d"), (12, "%Y%m%d%H%M"), (14, "%Y%m%d%H%M%S")):
        if len(digits) == length and "1900" <= digits[:4] <= "2100":
            try:
                moment = dt.datetime.strptime(digits, form)
            except ValueError:
                continue
            return moment.date() if length == 8 else moment
    if not digits:
        return None
    if int(value) in _SECONDS:
        return dt.datetime.fromtimestamp(value, dt.timezone.utc)
    if int(value) in _MILLISECONDS:
        return dt.datetime.fromtimestamp(value / 1000, dt.timezone.utc)
    return None


def _from_iso(text: str) -> dt.date | dt.datetime | None:
    if not re.match(r"\d{4}-\d{2}-\d{2}(?!\d)|\d{8}T", text):  # isoparse would read "2025-04" as its first day
        return None
    from dateutil.parser import isoparse

    try:
        moment: dt.datetime = isoparse(text)
    except ValueError:
        return None
    return moment.date() if len(text) == 10 else moment


def _from_vietnamese(text: str) -> dt.date | dt.datetime | None:
    plain = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    plain = "".join(char for char in plain if not unicodedata.combining(char))
    match = _DATE_FIRST.fullmatch(plain) or _TIME_FIRST.fullmatch(plain)
    if match is None:
        return None
    found = match.groupdict()
    year, month, day = next(
        (int(found[f"y{n}"]), int(found[f"m{n}"]), int(found[f"d{n}"])) for n in (1, 2, 3) if found[f"y{n}"]
    )
    try:
        if found["hour"] is None:
            return dt.date(year, month, day)
        hour = int(found["hour"])
        if found["half"] is not None:  # SA: sáng, CH: chiều
            hour = hour % 12 + (12 if found["half"] in ("pm", "ch") else 0)
        minute, second = int(found["minute"] or 0), int(found["second"] or 0)
        return dt.datetime(year, month, day, hour, minute, second, tzinfo=_zone(found["zone"]))
    except ValueError:
        return None


def _zone(text: str | None) -> dt.timezone | None:
    """``gmt+7``, ``+07:00``, ``z`` as a zone.

    Raises:
        ValueError: no place on Earth is so far from Greenwich.
    """
    if text is None:
        return None
    offset = _OFFSET.search(text)
    if offset is None:
        return dt.timezone.utc
    minutes = int(offset[2]) * 60 + int(offset[3] or 0)
    return dt.timezone(dt.timedelta(minutes=-minutes if offset[1] == "-" else minutes))


def _from_english(text: str) -> dt.date | dt.datetime | None:
    """What dateutil reads, provided that it fills nothing in from the default that it is given."""
    if not re.search(r"[A-Za-z]{3}", text) or not re.search(r"(?<!\d)\d{4}(?!\d)", text):
        return None
    from dateutil.parser import parse

    readings = []
    for default in (dt.datetime(1904, 1, 1, 1, 1), dt.datetime(1908, 3, 3, 2, 2)):
        try:
            # With tzinfos, dateutil warns of no zone that it does not know.
            readings.append(parse(text, default=default, dayfirst=True, tzinfos=lambda _, offset: _fixed(offset)))
        except Exception:  # dateutil lets more escape than its ParserError
            return None
    one, other = readings
    if one.date() != other.date():
        return None
    return one if one.time() == other.time() else one.date()


def _fixed(offset: int | None) -> dt.timezone | None:
    return None if offset is None else dt.timezone(dt.timedelta(seconds=offset))
