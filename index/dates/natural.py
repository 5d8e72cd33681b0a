"""Dates as people type them: `2024-03`, `last month`, `3 weeks ago`, `Q1-2024`, `13 March`.

`read_period` reads one expression, `read_range` two of them around `..`. Weeks begin on Monday and are
counted as in ISO 8601. A month or day without a year is the latest one that has begun. Underscores stand for
spaces.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable
from datetime import date, timedelta
from functools import cache
from typing import Final

from index.dates.names import MONTHS, WEEKDAYS
from index.errors import DateError
from index.model import Period

_ABBREVIATION: Final = 3
_MONTH_OF: Final = {
    name: number
    for number, month in enumerate(MONTHS, start=1)
    for name in (month, month[:_ABBREVIATION], *(("sept",) if month == "september" else ()))
}
_WEEKDAY_OF: Final = {
    name: number for number, weekday in enumerate(WEEKDAYS) for name in (weekday, weekday[:_ABBREVIATION])
}
_NUMBER_OF: Final = {
    word: number
    for number, words in enumerate(
        (
            "a an one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
        ),
        1,
    )
    for word in words.split()
}
_LEAP_CYCLE: Final = 8
"""Years within which every day of the calendar occurs."""
_MONTHS_A_YEAR: Final = 12
_MONTHS_A_QUARTER: Final = 3
_QUARTERS: Final = 4

FORMS_HINT: Final = 'Dates look like 2024, 2024-03, 2024-03-13, last_month, "3 weeks ago" or Q1-2024.'

_MONTH: Final = "|".join(sorted(_MONTH_OF, key=len, reverse=True))
_WEEKDAY: Final = "|".join(sorted(_WEEKDAY_OF, key=len, reverse=True))
_COUNT: Final = "[0-9]{1,9}|" + "|".join(_NUMBER_OF)
_UNIT: Final = "day|week|month|quarter|year"
_ORDINAL: Final = "(?:st|nd|rd|th)?"
_DOTS: Final = re.compile(r"\.{2,}|…")


def read_range(text: str, *, today: date) -> tuple[date | None, date | None]:
    """Return the first and last day of a date or a range; None where an end is open.

    Raises:
        DateError: an end cannot be read, no such day exists, or the range begins after it ends.
    """
    ends = [end.strip() for end in _DOTS.split(text)]
    if len(ends) == 1:
        period = read_period(text, today=today)
        return period.first, period.last
    if len(ends) > 2:  # noqa: PLR2004 - a range has two ends
        raise DateError("A range of dates has two ends, with '..' between them once.", hint=FORMS_HINT)
    if not any(ends):
        raise DateError(
            "There is no date on either side of '..'.", hint="date:* finds everything that has a date."
        )
    first = read_period(ends[0], today=today).first if ends[0] else None
    last = read_period(ends[1], today=today).last if ends[1] else None
    if first is not None and last is not None and first > last:
        raise DateError(
            f"The range begins on {first}, after its end on {last}.", hint="Put the earlier date first."
        )
    return first, last


def read_period(text: str, *, today: date) -> Period:
    """Return the days that an expression names.

    Raises:
        DateError: it cannot be read, or no such day exists.
    """
    plain = " ".join(text.casefold().replace("_", " ").replace(",", " ").replace(".", ". ").split())
    for pattern, reader in _forms():
        if (match := pattern.fullmatch(plain)) is not None:
            try:
                return reader(match, today)
            except OverflowError:
                raise DateError(f"'{text}' lies outside the calendar; it has the years 1 to 9999.") from None
    raise _unreadable(text, plain)


def _unreadable(text: str, plain: str) -> DateError:
    if re.fullmatch(r"[0-9]{1,2}([/-]|\. ?)[0-9]{1,2}\1(?:[0-9]{2}){1,2}", plain):
        return DateError(
            f"'{text}' does not begin with the year.", hint="Write year, month, day: 2024-03-13."
        )
    return DateError(f"'{text}' is not a date." if text else "A date is missing.", hint=FORMS_HINT)


def _day(year: int, month: int, day: int) -> date:
    first = _month(year, month).first
    days = calendar.monthrange(year, month)[1]
    if not 1 <= day <= days:
        name = f"{MONTHS[month - 1].capitalize()} {first.year}"
        raise DateError(f"There is no {day} {name}; that month has {days} days.")
    return first.replace(day=day)


def _month(year: int, month: int) -> Period:
    if not 1 <= month <= _MONTHS_A_YEAR:
        raise DateError(f"There is no month {month}; a year has {_MONTHS_A_YEAR}.")
    return Period(_start(year, month), _start(year, month).replace(day=calendar.monthrange(year, month)[1]))


def _start(year: int, month: int) -> date:
    if not date.min.year <= year <= date.max.year:
        raise DateError(f"The calendar has no year {year}; it has the years 1 to 9999.")
    return date(year, month, 1)


def _quarter(year: int, quarter: int) -> Period:
    if not 1 <= quarter <= _QUARTERS:
        raise DateError(f"There is no quarter {quarter}; a year has {_QUARTERS}.")
    last = quarter * _MONTHS_A_QUARTER
    return Period(_start(year, last - _MONTHS_A_QUARTER + 1), _month(year, last).last)


def _year(year: int) -> Period:
    return Period(_start(year, 1), _month(year, _MONTHS_A_YEAR).last)


def _week(year: int, week: int) -> Period:
    _start(year, 1)
    weeks = date(year, 12, 28).isocalendar().week
    if not 1 <= week <= weeks:
        raise DateError(f"There is no week {week} in {year}; that year has {weeks}.")
    monday = date.fromisocalendar(year, week, 1)
    return Period(monday, monday + timedelta(days=6))


def _one(day: date) -> Period:
    return Period(day, day)


def _back(day: date, count: int, unit: str) -> date:
    """Return the day that lies `count` units before; where that month is too short, its last day."""
    if unit == "day":
        return day - timedelta(days=count)
    if unit == "week":
        return day - timedelta(weeks=count)
    months = count * {"month": 1, "quarter": _MONTHS_A_QUARTER, "year": _MONTHS_A_YEAR}[unit]
    year, month = divmod(day.year * _MONTHS_A_YEAR + day.month - 1 - months, _MONTHS_A_YEAR)
    days = calendar.monthrange(max(1, year), month + 1)[1]
    return _start(year, month + 1).replace(day=min(day.day, days))


def _around(day: date, unit: str) -> Period:
    """Return the calendar day, week, month, quarter or year that a day lies in."""
    if unit == "week":
        return _week(*day.isocalendar()[:2])
    if unit == "month":
        return _month(day.year, day.month)
    if unit == "quarter":
        return _quarter(day.year, (day.month - 1) // _MONTHS_A_QUARTER + 1)
    return _year(day.year) if unit == "year" else _one(day)


def _count(text: str) -> int:
    return _NUMBER_OF.get(text) or int(text)


def _whole(match: re.Match[str], today: date) -> Period:
    """This or last day, week, month, quarter or year."""
    start = _around(today, match["unit"]).first
    return _around(start if match["which"] == "this" else _back(start, 1, match["unit"]), match["unit"])


def _past(match: re.Match[str], today: date) -> Period:
    """The last so many units, today included."""
    count = _count(match["count"])
    if count == 0:
        raise DateError(f"The last 0 {match['unit']}s hold no day.")
    return Period(_back(today, count, match["unit"]) + timedelta(days=1), today)


def _latest_month(match: re.Match[str], today: date) -> Period:
    month = _MONTH_OF[match["month"]]
    return _month(today.year - (month > today.month), month)


def _latest_day(match: re.Match[str], today: date) -> Period:
    """The latest day of that name up to today; 29 February goes back to a leap year."""
    month, day = _MONTH_OF[match["month"]], int(match["day"])
    for year in range(today.year, max(0, today.year - _LEAP_CYCLE - 1), -1):
        days = calendar.monthrange(year, month)[1]
        if day <= days and date(year, month, max(1, day)) <= today:
            return _one(_day(year, month, day))
    return _one(_day(today.year, month, day))


def _latest_quarter(match: re.Match[str], today: date) -> Period:
    period = _quarter(today.year, int(match["quarter"]))
    return period if period.first <= today else _quarter(today.year - 1, int(match["quarter"]))


def _latest_weekday(match: re.Match[str], today: date) -> Period:
    behind = (today.weekday() - _WEEKDAY_OF[match["weekday"]]) % 7
    return _one(today - timedelta(days=behind or (7 if match["last"] else 0)))


def _named_day(match: re.Match[str], _today: date) -> Period:
    return _one(_day(int(match["year"]), _MONTH_OF[match["month"]], int(match["day"])))


_Reader = Callable[[re.Match[str], date], Period]


def _form(pattern: str, reader: _Reader) -> tuple[re.Pattern[str], _Reader]:
    named = {
        "WEEKDAY": f"(?P<weekday>{_WEEKDAY})",
        "YEAR": "(?P<year>[0-9]{4})",
        "MONTH": rf"(?P<month>{_MONTH})\.?",
        "DAY": f"(?P<day>[0-9]{{1,2}}){_ORDINAL}",
        "QUARTER": "q(?P<quarter>[0-9])",
        "COUNT": f"(?P<count>{_COUNT})",
        "UNIT": f"(?P<unit>{_UNIT})",
    }
    for name, expression in named.items():
        pattern = pattern.replace(name, expression)
    return re.compile(pattern), reader


@cache
def _forms() -> tuple[tuple[re.Pattern[str], _Reader], ...]:
    """Return what can be typed; made when a date is first read, so that other queries need not wait."""
    return (
        _form("YEAR", lambda m, _: _year(int(m["year"]))),
        _form("YEAR[-/ ](?P<number>[0-9]{1,2})", lambda m, _: _month(int(m["year"]), int(m["number"]))),
        _form(
            "YEAR(?P<mark>[-/ ])(?P<number>[0-9]{1,2})(?P=mark)(?P<day>[0-9]{1,2})",
            lambda m, _: _one(_day(int(m["year"]), int(m["number"]), int(m["day"]))),
        ),
        _form("YEAR[- ]?w(?P<week>[0-9]{1,2})", lambda m, _: _week(int(m["year"]), int(m["week"]))),
        _form("YEAR[- ]?QUARTER", lambda m, _: _quarter(int(m["year"]), int(m["quarter"]))),
        _form("QUARTER[- ]YEAR", lambda m, _: _quarter(int(m["year"]), int(m["quarter"]))),
        _form("QUARTER", _latest_quarter),
        _form("today|now", lambda _, today: _one(today)),
        _form("yesterday", lambda _, today: _one(today - timedelta(days=1))),
        _form("(?P<which>this|last) UNIT", _whole),
        _form("(?:last|past|the last|the past) COUNT UNITs?", _past),
        _form("COUNT UNITs? ago", lambda m, today: _one(_back(today, _count(m["count"]), m["unit"]))),
        _form("MONTH", _latest_month),
        _form("MONTH[- ]YEAR", lambda m, _: _month(int(m["year"]), _MONTH_OF[m["month"]])),
        _form("YEAR[- ]MONTH", lambda m, _: _month(int(m["year"]), _MONTH_OF[m["month"]])),
        _form("DAY[- ](?:of )?MONTH[- ]YEAR", _named_day),
        _form("MONTH[- ]DAY[- ]YEAR", _named_day),
        _form("YEAR[- ]MONTH[- ]DAY", _named_day),
        _form("DAY[- ](?:of )?MONTH", _latest_day),
        _form("MONTH[- ]DAY", _latest_day),
        _form("(?P<last>last )?WEEKDAY", _latest_weekday),
    )
