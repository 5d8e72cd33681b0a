"""Periods in words and the labels under the axis."""

import re
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.model import Bucket, Granularity, Period
from tui.render import periods


def buckets(granularity: Granularity, first: date, count: int) -> list[Bucket]:
    """Return contiguous empty periods, the first of them the one that holds `first`."""
    result: list[Bucket] = []
    day = first
    for _ in range(count):
        if granularity is Granularity.DAY:
            start, following = day, day + timedelta(1)
        elif granularity is Granularity.WEEK:
            start = day - timedelta(day.weekday())
            following = start + timedelta(7)
        elif granularity is Granularity.YEAR:
            start, following = date(day.year, 1, 1), date(day.year + 1, 1, 1)
        else:
            size = 1 if granularity is Granularity.MONTH else 3
            month = (day.month - 1) // size * size
            start = date(day.year, month + 1, 1)
            following = date(day.year + (month + size) // 12, (month + size) % 12 + 1, 1)
        result.append(Bucket(Period(start, following - timedelta(1)), 0))
        day = following
    return result


GRANULARITIES = st.sampled_from(list(Granularity))
FIRST_DAYS = st.dates(date(1980, 1, 1), date(2060, 1, 1))


@given(GRANULARITIES, FIRST_DAYS, st.integers(1, 60), st.integers(1, 8), st.integers(8, 80))
def test_labels_never_touch_nor_run_over_the_edge_and_a_year_is_always_there(
    granularity: Granularity, first: date, count: int, slot: int, width: int
) -> None:
    shown = buckets(granularity, first, min(count, width // slot))
    if not shown:
        return
    major = periods.major_labels(shown, granularity, slot, width)
    minor = periods.minor_labels(shown, granularity, slot, width)
    assert len(major) <= width
    assert len(minor) <= width
    assert re.search(r"\d{4}", major)
    years = {bucket.period.first.year for bucket in shown} | {bucket.period.last.year for bucket in shown}
    for label in re.findall(r"[^ ]+", major):
        assert label in periods.MONTHS or int(label) in years, "two labels ran together"


@given(GRANULARITIES, FIRST_DAYS, st.integers(1, 60), st.integers(1, 8))
def test_a_year_stands_under_its_own_first_period(
    granularity: Granularity, first: date, count: int, slot: int
) -> None:
    if granularity in (Granularity.DAY, Granularity.WEEK):
        return
    shown = buckets(granularity, first, count)
    line = periods.major_labels(shown, granularity, slot, count * slot + 8)
    for match in re.finditer(r"\d{4}", line):
        index, rest = divmod(match.start(), slot)
        assert rest == 0
        assert shown[index].period.first.year == int(match[0])


def test_a_year_of_months() -> None:
    shown = buckets(Granularity.MONTH, date(2024, 1, 1), 14)
    assert periods.major_labels(shown, Granularity.MONTH, 2, 30) == "2024" + " " * 20 + "2025"
    assert periods.minor_labels(shown, Granularity.MONTH, 2, 30) == "J F M A M J J A S O N D J F"
    assert periods.minor_labels(shown, Granularity.MONTH, 1, 30) == "J  A  J  O  J"
    assert periods.minor_labels(shown, Granularity.MONTH, 4, 60).startswith("Jan Feb Mar")


def test_a_year_that_ends_at_the_edge_gives_way() -> None:
    shown = buckets(Granularity.MONTH, date(2024, 12, 1), 8)
    assert periods.major_labels(shown, Granularity.MONTH, 1, 20) == " 2025"


def test_days_are_named_with_month_and_year() -> None:
    shown = buckets(Granularity.DAY, date(2024, 2, 20), 30)
    assert periods.major_labels(shown, Granularity.DAY, 1, 30) == "Feb 2024  Mar"
    assert periods.minor_labels(shown, Granularity.YEAR, 1, 30) == ""


@pytest.mark.parametrize(
    ("granularity", "expected"),
    [
        (Granularity.DAY, "Wed 13 Mar 2024"),
        (Granularity.WEEK, "11–17 Mar 2024"),
        (Granularity.MONTH, "Mar 2024"),
        (Granularity.QUARTER, "Q1 2024"),
        (Granularity.YEAR, "2024"),
    ],
)
def test_periods_in_words(granularity: Granularity, expected: str) -> None:
    (bucket,) = buckets(granularity, date(2024, 3, 13), 1)
    assert periods.period_words(bucket.period, granularity) == expected


def test_ranges_in_words() -> None:
    def period(first: date, last: date) -> Period:
        return Period(first, last)

    assert periods.days_words(period(date(2024, 4, 29), date(2024, 5, 5))) == "29 Apr – 5 May 2024"
    assert periods.days_words(period(date(2024, 12, 30), date(2025, 1, 5))) == "30 Dec 2024 – 5 Jan 2025"
    months = [bucket.period for bucket in buckets(Granularity.MONTH, date(2024, 1, 1), 14)]
    assert periods.range_words(months[0], months[-1], Granularity.MONTH) == "Jan 2024 – Feb 2025"
    assert periods.range_words(months[0], months[2], Granularity.MONTH) == "Jan – Mar 2024"
    assert periods.range_words(months[0], months[0], Granularity.MONTH) == "Jan 2024"
