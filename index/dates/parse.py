"""Dates of publication as sources write them, read into a calendar day and a time.

The day and the wall-clock time are taken as the source gave them: a time zone is recognised and left
unused, so that an article stands on the day that its readers saw on it. What cannot be read gives no
day and a doubt. Nothing is ever read as today or as 1970 for want of something better.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Final

from index.dates.names import MONTHS
from index.dates.order import DateOrder
from index.sanitise import sanitise_line

MAX_DATE_CHARACTERS: Final = 120
"""A longer text is no date."""

_QUOTED_CHARACTERS: Final = 60
_FIRST_SECOND: Final = int(datetime(1980, 1, 1, tzinfo=UTC).timestamp())
_LAST_SECOND: Final = int(datetime(2100, 1, 1, tzinfo=UTC).timestamp())
_SCALES: Final = (1, 1_000, 1_000_000, 1_000_000_000)
_FIRST_COMPACT_YEAR: Final = 1600
_LAST_COMPACT_YEAR: Final = 2199
_NUMBER: Final = re.compile(r"-?\d{1,20}|\d{9,20}\.\d*", re.ASCII)
_CENTURY_PIVOT: Final = 69
_MIDNIGHT_12: Final = 12

_MONTHS: Final = {
    name[:length]: number for number, name in enumerate(MONTHS, start=1) for length in (3, 4, len(name))
}

_MONTH: Final = r"(?P<name>[A-Za-z]{3,9})\.?"
_NUMBERED: Final = r"(?P<number>\d{1,2})(?:st|nd|rd|th)?"
_YEAR: Final = r"(?P<year>\d{4}|'?\d{2})(?![\d:])"
_WEEKDAY: Final = re.compile(
    r"(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?\b[.,]?\s*", re.ASCII | re.IGNORECASE
)
_FLAGS: Final = re.ASCII | re.IGNORECASE
_YEAR_FIRST: Final = re.compile(
    r"(?P<year>\d{4})(?P<mark>[-/.])(?P<month>\d{1,2})(?P=mark)(?P<number>\d{1,2})(?!\d)", _FLAGS
)
_CHINESE: Final = re.compile(r"(?P<year>\d{4})\s?年\s?(?P<month>\d{1,2})\s?月\s?(?P<number>\d{1,2})\s?日")
_COMPACT: Final = re.compile(r"(?P<year>\d{4})(?P<month>\d{2})(?P<number>\d{2})(?!\d)", _FLAGS)
_WEEK: Final = re.compile(r"\d{4}-?W\d{2}-?\d(?!\d)", _FLAGS)
_DAY_MONTH_NAME: Final = re.compile(rf"{_NUMBERED}(?:\s+of)?[-\s./]*{_MONTH}[-\s,./]*{_YEAR}", _FLAGS)
_MONTH_NAME_DAY: Final = re.compile(rf"{_MONTH}\s*{_NUMBERED}(?:\s*,\s*|\s+){_YEAR}", _FLAGS)
_C_STYLE: Final = re.compile(
    rf"{_MONTH}\s+{_NUMBERED}\s+(?P<clock>\d{{1,2}}:\d\d(?::\d\d)?(?:\s+[A-Z]{{2,5}})?)\s+(?P<year>\d{{4}})$",
    _FLAGS,
)
_NUMERIC: Final = re.compile(r"(?P<one>\d{1,2})(?P<mark>[-/.])(?P<two>\d{1,2})(?P=mark)" + _YEAR, _FLAGS)
_CLOCK: Final = re.compile(
    r"(?:T|[\s,|–—-]+(?:at\s+)?|\s*@\s*)?"
    r"(?P<hour>\d{1,2}):?(?P<minute>\d\d)(?::?(?P<second>\d\d)(?:[.,]\d+)?)?"
    r"\s*(?P<half>[ap]\.?m\b\.?)?"
    r"(?:\s*(?:Z|[A-Z]{2,5}|[A-Z]+/[A-Z_]+|(?:UTC|GMT)?[-+]\d{1,2}(?::?\d\d)?|\([^()]*\)|\[[^\[\]]*\])){0,3}$",
    _FLAGS,
)
_CLOCK_BEFORE: Final = re.compile(
    r"(?P<clock>\d{1,2}:\d\d(?::\d\d)?(?:\s*[ap]\.?m\.?)?)\s*(?:[,|]|on)?\s+(?P<day>.+)", _FLAGS
)
_NO_DAY: Final = re.compile(
    r"\d{4}|\d{4}[-/.]\d{1,2}|\d{1,2}[-/.]\d{4}|[A-Z]{3,9}\.?,?\s+\d{4}|Q[1-4]\s*[-/]?\s*\d{4}|\d{4}\s*[-/]?\s*Q[1-4]",
    _FLAGS,
)


@dataclass(frozen=True, slots=True)
class ParsedDate:
    """A date as it was read.

    Attributes:
        day: the calendar day, or None where there is none that can be used.
        time: the wall-clock time, to the second, or None.
        doubt: a sentence on what was guessed or could not be used, or empty.
    """

    day: date | None = None
    time: time | None = None
    doubt: str = ""


class _Unreal(ValueError):
    """Numbers that look like a date which the calendar does not have."""


def parse_date(value: object, *, order: DateOrder = DateOrder.DAY_FIRST) -> ParsedDate:
    """Read a date of publication.

    Args:
        value: a text, a number (Unix time in seconds, milliseconds, microseconds or nanoseconds, or
            YYYYMMDD), a `date` or `datetime`, or None.
        order: how 03/04/2024 is read.

    Returns:
        The day and time. Nothing at all gives neither a day nor a doubt. Never raises.
    """
    if isinstance(value, str):
        text = " ".join(value[: MAX_DATE_CHARACTERS * 4].split())
        return _from_text(text, order) if text else ParsedDate()
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _from_number(value)
    if isinstance(value, datetime):
        return ParsedDate(value.date(), value.time().replace(microsecond=0, tzinfo=None))
    if isinstance(value, date):
        return ParsedDate(value)
    odd = value is not None
    return ParsedDate(
        doubt="The date is neither a text nor a number; the article has no date." if odd else ""
    )


def _from_text(text: str, order: DateOrder) -> ParsedDate:
    if len(text) > MAX_DATE_CHARACTERS:
        return _unreadable(text)
    try:
        return _from_short_text(text, order)
    except _Unreal:
        return ParsedDate(doubt=f"The date {_quote(text)} is not in the calendar; the article has no date.")


def _from_short_text(text: str, order: DateOrder) -> ParsedDate:
    bare, clock = text, ""
    if _YEAR_FIRST.match(text) is None:  # by far the most frequent form needs no further look
        bare = _without_weekday(text)
        if _NO_DAY.fullmatch(bare):
            return ParsedDate(doubt=f"The date {_quote(text)} names no day; the article has no date.")
        if (number := _as_number(bare)) is not None:
            return _from_number(number)
        if before := _CLOCK_BEFORE.fullmatch(bare):
            clock, bare = before["clock"], _without_weekday(before["day"])
    found = _find_day(bare, text, order)
    if found is None:
        return _unreadable(text)
    day, rest, doubt = found
    return _with_clock(day, clock or rest, doubt, text)


def _with_clock(day: date, clock: str, doubt: str, text: str) -> ParsedDate:
    if not clock.strip(" ,;.Zz"):
        return ParsedDate(day, None, doubt)
    at = _read_clock(clock)
    if at is None:
        unread = f"The time in {_quote(text)} could not be read; the day was kept."
        return ParsedDate(day, None, f"{doubt} {unread}".strip())
    return ParsedDate(day, at, doubt)


def _find_day(bare: str, text: str, order: DateOrder) -> tuple[date, str, str] | None:
    """Return the day at the beginning of `bare`, what follows it, and a doubt."""
    for pattern in (_YEAR_FIRST, _CHINESE, _COMPACT):
        if (match := pattern.match(bare)) is not None:
            return _day(match["year"], match["month"], match["number"]), bare[match.end() :], ""
    if (match := _WEEK.match(bare)) is not None:
        return _week_day(match[0]), bare[match.end() :], ""
    if (match := _NUMERIC.match(bare)) is not None:
        day, doubt = _numeric_day(match, text, order)
        return day, bare[match.end() :], doubt
    return _find_named_month(bare, text)


def _find_named_month(bare: str, text: str) -> tuple[date, str, str] | None:
    for pattern in (_C_STYLE, _DAY_MONTH_NAME, _MONTH_NAME_DAY):
        match = pattern.match(bare)
        if match is not None and (month := _MONTHS.get(match["name"].lower())):
            year, doubt = _full_year(match["year"], text)
            rest = match["clock"] if pattern is _C_STYLE else bare[match.end() :]
            return _day(year, month, match["number"]), rest, doubt
    return None


def _numeric_day(match: re.Match[str], text: str, order: DateOrder) -> tuple[date, str]:
    year, doubt = _full_year(match["year"], text)
    one, two = match["one"], match["two"]
    day_first, month_first = _possible(year, two, one), _possible(year, one, two)
    if day_first is not None and month_first is not None and day_first != month_first:
        day = day_first if order is DateOrder.DAY_FIRST else month_first
        how = "day first" if order is DateOrder.DAY_FIRST else "month first"
        return day, f"The date {_quote(text)} was read as {day.day} {day:%B} {day.year} ({how})."
    certain = day_first or month_first
    if certain is None:
        raise _Unreal
    return certain, doubt


def _full_year(year: str, text: str) -> tuple[int, str]:
    digits = year.lstrip("'")
    if len(digits) > 2:  # noqa: PLR2004 - two digits leave the century open
        return int(digits), ""
    short = int(digits)
    full = short + (1900 if short >= _CENTURY_PIVOT else 2000)
    return full, f"The year in {_quote(text)} was read as {full}."


def _day(year: str | int, month: str | int, number: str | int) -> date:
    try:
        return date(int(year), int(month), int(number))
    except ValueError as error:
        raise _Unreal from error


def _possible(year: int, month: str, number: str) -> date | None:
    try:
        return date(year, int(month), int(number))
    except ValueError:
        return None


def _week_day(text: str) -> date:
    try:
        return date.fromisoformat(text.upper())
    except ValueError as error:
        raise _Unreal from error


def _read_clock(text: str) -> time | None:
    match = _CLOCK.match(text)
    if match is None:
        return None
    hour, half = int(match["hour"]), (match["half"] or "").lower()
    if half:
        if not 1 <= hour <= _MIDNIGHT_12:
            return None
        hour = hour % _MIDNIGHT_12 + (_MIDNIGHT_12 if half.startswith("p") else 0)
    try:
        return time(hour, int(match["minute"]), int(match["second"] or 0))
    except ValueError:
        return None


def _as_number(text: str) -> float | int | None:
    """A text that is a number as a number, so that "1710288000" is read like 1710288000."""
    if not _NUMBER.fullmatch(text):
        return None
    return float(text) if "." in text else int(text)


def _from_number(number: float) -> ParsedDate:
    if isinstance(number, int) and (compact := _COMPACT.fullmatch(str(number))) is not None:
        year = int(compact["year"])
        if _FIRST_COMPACT_YEAR <= year <= _LAST_COMPACT_YEAR:
            day = _possible(year, compact["month"], compact["number"])
            if day is not None:
                return ParsedDate(day)
            return ParsedDate(doubt=f"The date {number} is not in the calendar; the article has no date.")
    for scale in _SCALES:
        if _FIRST_SECOND * scale <= number < _LAST_SECOND * scale:
            moment = datetime.fromtimestamp(int(number / scale), tz=UTC)
            return ParsedDate(moment.date(), moment.time())
    shown = _quote(str(number))
    return ParsedDate(doubt=f"The number {shown} could not be read as a date; the article has no date.")


def _without_weekday(text: str) -> str:
    match = _WEEKDAY.match(text)
    return text[match.end() :] if match is not None and match.end() < len(text) else text


def _unreadable(text: str) -> ParsedDate:
    return ParsedDate(doubt=f"The date {_quote(text)} could not be read; the article has no date.")


def _quote(text: str) -> str:
    clean = sanitise_line(text)
    cut = clean if len(clean) <= _QUOTED_CHARACTERS else clean[: _QUOTED_CHARACTERS - 1] + "…"
    return f"“{cut}”"
