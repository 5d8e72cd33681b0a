"""Periods of the calendar: the bars of a timeline.

Weeks begin on Monday and are named as ISO 8601 does. Everything here is exact on `datetime.date`, from year 1
to 9999.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from itertools import accumulate
from typing import Final

from index.model import UNDATED, Bucket, Granularity, Period, Timeline

MOST_BUCKETS: Final = 20_000
"""The longest timeline that is made, in buckets. Finer ones are coarsened."""

COMFORTABLE_BUCKETS: Final = 48
"""How many bars are chosen at first, at most, where the caller does not know the width of the screen."""

_MONTHS_OF_QUARTER: Final = 3
_MONTHS_OF_YEAR: Final = 12
_DAYS_OF_WEEK: Final = 7

MONTH_NAMES: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def period_of(day: date, granularity: Granularity) -> Period:
    """Return the period that contains `day`."""
    if granularity is Granularity.DAY:
        return Period(day, day)
    if granularity is Granularity.WEEK:
        first = date.fromordinal(max(1, day.toordinal() - day.weekday()))
        return Period(first, _clamped(day.toordinal() - day.weekday() + _DAYS_OF_WEEK - 1))
    if granularity is Granularity.MONTH:
        return Period(day.replace(day=1), _last_of_month(day.year, day.month))
    if granularity is Granularity.QUARTER:
        month = day.month - (day.month - 1) % _MONTHS_OF_QUARTER
        return Period(date(day.year, month, 1), _last_of_month(day.year, month + _MONTHS_OF_QUARTER - 1))
    return Period(date(day.year, 1, 1), date(day.year, _MONTHS_OF_YEAR, 31))


def next_period(period: Period, granularity: Granularity) -> Period | None:
    """Return the period after this one, or None at the end of the calendar."""
    if period.last == date.max:
        return None
    return period_of(period.last + timedelta(days=1), granularity)


def previous_period(period: Period, granularity: Granularity) -> Period | None:
    """Return the period before this one, or None at the beginning of the calendar."""
    if period.first == date.min:
        return None
    return period_of(period.first - timedelta(days=1), granularity)


def periods_between(first: date, last: date, granularity: Granularity) -> Iterator[Period]:
    """Give every period from the one with `first` to the one with `last`, in order."""
    period: Period | None = period_of(first, granularity)
    while period is not None and period.first <= last:
        yield period
        period = next_period(period, granularity)


def bucket_count(first: date, last: date, granularity: Granularity) -> int:
    """Return how many periods `periods_between` gives, without making them."""
    if granularity is Granularity.DAY:
        return last.toordinal() - first.toordinal() + 1
    if granularity is Granularity.WEEK:
        start = first.toordinal() - first.weekday()
        return (last.toordinal() - start) // _DAYS_OF_WEEK + 1
    months = (last.year - first.year) * _MONTHS_OF_YEAR + last.month - first.month
    if granularity is Granularity.MONTH:
        return months + 1
    if granularity is Granularity.QUARTER:
        return (
            (last.year - first.year) * (_MONTHS_OF_YEAR // _MONTHS_OF_QUARTER)
            + (last.month - 1) // _MONTHS_OF_QUARTER
            - (first.month - 1) // _MONTHS_OF_QUARTER
            + 1
        )
    return last.year - first.year + 1


def best_granularity(first: date, last: date, *, at_most: int = COMFORTABLE_BUCKETS) -> Granularity:
    """Return the finest granularity whose timeline from `first` to `last` has at most `at_most` buckets."""
    for granularity in Granularity:
        if bucket_count(first, last, granularity) <= at_most:
            return granularity
    return Granularity.YEAR


def timeline_of(
    days: Mapping[int, int], granularity: Granularity | None = None, *, at_most: int = COMFORTABLE_BUCKETS
) -> Timeline:
    """Gather day counts into a timeline; empty periods between the first and the last article are in it.

    Args:
        days: day number → articles, as `Engine.days` gives it; `UNDATED` counts apart.
        granularity: length of a period; None takes the best fit. A timeline of more than `MOST_BUCKETS` is
            coarsened.
        at_most: buckets of the best fit.
    """
    undated = days.get(UNDATED, 0)
    dated = {day: count for day, count in days.items() if day != UNDATED and count}
    if not dated:
        return Timeline(granularity or Granularity.MONTH, (), undated)
    first, last = date.fromordinal(min(dated)), date.fromordinal(max(dated))
    wanted = granularity or best_granularity(first, last, at_most=at_most)
    while bucket_count(first, last, wanted) > MOST_BUCKETS and wanted is not Granularity.YEAR:
        wanted = coarser(wanted)
    counts = {period.first: count for period, count in counts_by_period(dated, wanted)}
    buckets = tuple(
        Bucket(period, counts.get(period.first, 0)) for period in periods_between(first, last, wanted)
    )
    return Timeline(wanted, buckets, undated)


def counts_by_period(days: Mapping[int, int], granularity: Granularity) -> list[tuple[Period, int]]:
    """Return the periods that have a day among some counts, earliest first, with their sums; no undated.

    Thousands of days cost little: the calendar is asked once for each period, not for each day.
    """
    ordered = sorted(day for day in days if day != UNDATED)
    sums = list(accumulate((days[day] for day in ordered), initial=0))
    counted = []
    place = 0
    while place < len(ordered):
        period = period_of(date.fromordinal(ordered[place]), granularity)
        after = bisect_right(ordered, period.last.toordinal(), place)
        counted.append((period, sums[after] - sums[place]))
        place = after
    return counted


def coarser(granularity: Granularity) -> Granularity:
    """Return the next longer period; a year stays a year."""
    order = list(Granularity)
    return order[min(order.index(granularity) + 1, len(order) - 1)]


def finer(granularity: Granularity) -> Granularity:
    """Return the next shorter period; a day stays a day."""
    order = list(Granularity)
    return order[max(order.index(granularity) - 1, 0)]


def period_name(period: Period, granularity: Granularity) -> str:
    """Name a period with its year: `13 Mar 2024`, `2024-W11`, `Mar 2024`, `Q1 2024`, `2024`."""
    first = period.first
    year = f"{first.year:04d}"
    if granularity is Granularity.DAY:
        return f"{first.day} {MONTH_NAMES[first.month - 1]} {year}"
    if granularity is Granularity.WEEK:
        iso = first.isocalendar()
        return f"{iso.year:04d}-W{iso.week:02d}"
    if granularity is Granularity.MONTH:
        return f"{MONTH_NAMES[first.month - 1]} {year}"
    if granularity is Granularity.QUARTER:
        return f"Q{(first.month - 1) // _MONTHS_OF_QUARTER + 1} {year}"
    return year


def _clamped(ordinal: int) -> date:
    return date.fromordinal(min(max(ordinal, 1), date.max.toordinal()))


def _last_of_month(year: int, month: int) -> date:
    if (year, month) == (date.max.year, _MONTHS_OF_YEAR):
        return date.max
    following = date(year + month // _MONTHS_OF_YEAR, month % _MONTHS_OF_YEAR + 1, 1)
    return following - timedelta(days=1)
