"""Periods of the timeline in words, and the labels under its axis."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final

from index.model import Bucket, Granularity, Period

MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
WEEKDAYS: Final = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS_IN_QUARTER: Final = 3
_WIDTH_OF_MONTH_NAME: Final = 4
_WIDTH_OF_INITIAL: Final = 2
_WIDTH_OF_QUARTER: Final = 3
_WIDTH_OF_DAY: Final = 3
_WIDTH_OF_YEAR: Final = 5
_DAYS_IN_WEEK: Final = 7
_STRIDES: Final = (1, 2, 5, 10, 20, 50, 100, 500, 1000)


def period_words(period: Period, granularity: Granularity) -> str:
    """Return one period of the timeline in words.

    By length: `Wed 13 Mar 2024`, `11–17 Mar 2024`, `Mar 2024`, `Q1 2024`, `2024`.
    """
    first = period.first
    if granularity is Granularity.DAY:
        return f"{WEEKDAYS[first.weekday()]} {first.day} {MONTHS[first.month - 1]} {first.year}"
    if granularity is Granularity.MONTH:
        return f"{MONTHS[first.month - 1]} {first.year}"
    if granularity is Granularity.QUARTER:
        return f"Q{_quarter(first)} {first.year}"
    if granularity is Granularity.YEAR:
        return str(first.year)
    return days_words(period)


def days_words(period: Period) -> str:
    """Return any stretch of days in words, naming month and year once where they are the same."""
    first, last = period.first, period.last
    end = f"{last.day} {MONTHS[last.month - 1]} {last.year}"
    if first == last:
        return end
    if first.year != last.year:
        return f"{first.day} {MONTHS[first.month - 1]} {first.year} – {end}"
    if first.month != last.month:
        return f"{first.day} {MONTHS[first.month - 1]} – {end}"
    return f"{first.day}–{end}"


def range_words(first: Period, last: Period, granularity: Granularity) -> str:
    """Return the stretch from one period to another in words."""
    if first == last:
        return period_words(first, granularity)
    if granularity in (Granularity.DAY, Granularity.WEEK):
        return days_words(Period(first.first, last.last))
    begin, end = period_words(first, granularity), period_words(last, granularity)
    if first.first.year == last.first.year:
        begin = begin.removesuffix(f" {first.first.year}")
    return f"{begin} – {end}"


def major_labels(buckets: Sequence[Bucket], granularity: Granularity, slot: int, width: int) -> str:
    """Return the line that names the years (by day or week: months and years); `slot` is cells a bucket.

    No two labels touch. The year can always be read: the first label names it in full, unless the next one
    begins before there is room for both.
    """
    if granularity is Granularity.YEAR:
        stride = _stride(slot, _WIDTH_OF_YEAR)
        years = [(index, bucket.period.first.year) for index, bucket in enumerate(buckets)]
        labels = [(index, str(year)) for index, year in years if year % stride == 0]
        return _place(labels, slot, width) or _place([(0, str(buckets[0].period.first.year))], slot, width)
    starts = list(_major(buckets, months=granularity in (Granularity.DAY, Granularity.WEEK)))
    # A stub of a year at the left edge says less than the year that begins beside it.
    second = [(index, full) for index, _short, full in starts[1:2]]
    second += [(index, short) for index, short, _full in starts[2:]]
    first = [(index, short) for index, short, _full in starts]
    gives_way = _touch(first, 0, slot, width) and not _touch(second, 0, slot, width)
    return _place(second if gives_way else first, slot, width)


def minor_labels(buckets: Sequence[Bucket], granularity: Granularity, slot: int, width: int) -> str:
    """Return the line that names the periods themselves as far as there is room; empty by year."""
    if granularity is Granularity.YEAR:
        return ""
    return _place(list(_minor(buckets, granularity, slot)), slot, width)


def _quarter(day: date) -> int:
    return (day.month - 1) // _MONTHS_IN_QUARTER + 1


def _named_day(bucket: Bucket, *, months: bool) -> date:
    # A week belongs to the month in which most of it lies: its Thursday decides, as in ISO 8601.
    first, last = bucket.period.first, bucket.period.last
    return date.fromordinal((first.toordinal() + last.toordinal()) // 2) if months else first


def _major(buckets: Sequence[Bucket], *, months: bool) -> Iterator[tuple[int, str, str]]:
    """Yield (bucket, label, label with the year) where a year (or month) begins."""
    year = month = 0
    for index, bucket in enumerate(buckets):
        day = _named_day(bucket, months=months)
        if months and (day.year, day.month) != (year, month):
            name = MONTHS[day.month - 1]
            full = f"{name} {day.year}"
            yield index, full if day.year != year else name, full
        elif not months and day.year != year:
            yield index, str(day.year), str(day.year)
        year, month = day.year, day.month


def _minor(buckets: Sequence[Bucket], granularity: Granularity, slot: int) -> Iterator[tuple[int, str]]:
    """Yield (bucket, label), as short as the room between two buckets asks for."""
    for index, bucket in enumerate(buckets):
        day = bucket.period.first
        if granularity is Granularity.QUARTER:
            yield index, f"Q{_quarter(day)}" if slot >= _WIDTH_OF_QUARTER else str(_quarter(day))
        elif granularity is not Granularity.MONTH:
            number = day.toordinal() // _DAYS_IN_WEEK if granularity is Granularity.WEEK else day.day - 1
            if number % _stride(slot, _WIDTH_OF_DAY) == 0:
                yield index, str(day.day)
        elif slot >= _WIDTH_OF_MONTH_NAME:
            yield index, MONTHS[day.month - 1]
        elif slot >= _WIDTH_OF_INITIAL or day.month % _MONTHS_IN_QUARTER == 1:
            yield index, MONTHS[day.month - 1][0]


def _stride(slot: int, needed: int) -> int:
    """Return how many buckets a label takes that needs so many cells with the gap after it, rounded up."""
    return next((stride for stride in _STRIDES if slot * stride >= needed), _STRIDES[-1])


def _place(labels: list[tuple[int, str]], slot: int, width: int) -> str:
    """Write labels at their buckets from left to right, leaving out what would touch or run over the edge."""
    line = ""
    for index, text in labels:
        column = index * slot
        if column + len(text) <= width and (not line or column > len(line)):
            line = line.ljust(column) + text
    return line


def _touch(labels: list[tuple[int, str]], number: int, slot: int, width: int) -> bool:
    """Return whether label `number` touches the next one, or the right edge where it is the last."""
    if number >= len(labels):
        return True
    end = labels[number][0] * slot + len(labels[number][1])
    return end > width if number + 1 == len(labels) else end >= labels[number + 1][0] * slot
