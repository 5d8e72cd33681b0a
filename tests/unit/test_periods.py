"""The calendar of the timeline."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.model import UNDATED, Granularity, Period
from index.periods import (
    MOST_BUCKETS,
    best_granularity,
    bucket_count,
    coarser,
    counts_by_period,
    finer,
    next_period,
    period_name,
    period_of,
    periods_between,
    previous_period,
    timeline_of,
)

granularities = st.sampled_from(list(Granularity))
some_days = st.dates(date(1950, 1, 1), date(2060, 12, 31))


@given(st.dates(), granularities)
def test_a_period_contains_its_day_and_is_the_period_of_each_of_its_ends(
    day: date, granularity: Granularity
) -> None:
    period = period_of(day, granularity)
    assert day in period
    assert period_of(period.first, granularity) == period
    assert period_of(period.last, granularity) == period


@given(st.dates(), granularities)
def test_next_and_previous_adjoin_and_end_with_the_calendar(day: date, granularity: Granularity) -> None:
    period = period_of(day, granularity)
    after = next_period(period, granularity)
    if after is None:
        assert period.last == date.max
    else:
        assert after.first == period.last + timedelta(days=1)
        assert previous_period(after, granularity) == period


@given(some_days, st.integers(0, 3000), granularities)
def test_the_count_of_buckets_is_what_the_periods_are(
    first: date, days: int, granularity: Granularity
) -> None:
    last = first + timedelta(days=days)
    periods = list(periods_between(first, last, granularity))
    assert len(periods) == bucket_count(first, last, granularity)
    assert all(one.last + timedelta(days=1) == two.first for one, two in pairwise(periods))


@given(st.dictionaries(some_days, st.integers(1, 9), min_size=1), st.integers(0, 5))
def test_no_article_is_lost_on_the_timeline(counts: dict[date, int], undated: int) -> None:
    days = {day.toordinal(): count for day, count in counts.items()} | {UNDATED: undated}
    timeline = timeline_of(days)
    assert sum(bucket.count for bucket in timeline.buckets) == sum(counts.values())
    assert timeline.undated == undated
    assert min(counts) in timeline.buckets[0].period
    assert max(counts) in timeline.buckets[-1].period


def test_empty_periods_stand_between_full_ones() -> None:
    days = {date(2024, 3, 13).toordinal(): 1, date(2024, 8, 1).toordinal(): 2}
    timeline = timeline_of(days, Granularity.MONTH)
    assert [bucket.count for bucket in timeline.buckets] == [1, 0, 0, 0, 0, 2]


def test_a_lone_article_of_the_first_year_does_not_make_a_million_bars() -> None:
    days = {date.min.toordinal(): 1, date.max.toordinal(): 1}
    timeline = timeline_of(days, Granularity.DAY)
    assert len(timeline.buckets) <= MOST_BUCKETS
    assert sum(bucket.count for bucket in timeline.buckets) == 2


def test_only_undated_articles_make_a_timeline_without_bars() -> None:
    assert timeline_of({UNDATED: 4}).buckets == ()
    assert timeline_of({UNDATED: 4}).undated == 4


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        (date(2024, 3, 13), date(2024, 3, 16), Granularity.DAY),
        (date(2024, 1, 1), date(2024, 9, 30), Granularity.WEEK),
        (date(2023, 1, 1), date(2025, 3, 31), Granularity.MONTH),
        (date(2010, 1, 1), date(2020, 12, 31), Granularity.QUARTER),
        (date(1900, 1, 1), date(2020, 12, 31), Granularity.YEAR),
    ],
)
def test_the_best_fit_is_the_finest_that_is_comfortable(
    first: date, last: date, expected: Granularity
) -> None:
    assert best_granularity(first, last) is expected


@pytest.mark.parametrize(
    ("granularity", "name"),
    [
        (Granularity.DAY, "13 Mar 2024"),
        (Granularity.WEEK, "2024-W11"),
        (Granularity.MONTH, "Mar 2024"),
        (Granularity.QUARTER, "Q1 2024"),
        (Granularity.YEAR, "2024"),
    ],
)
def test_a_period_is_named_with_its_year(granularity: Granularity, name: str) -> None:
    assert period_name(period_of(date(2024, 3, 13), granularity), granularity) == name


def test_a_week_at_new_year_is_named_by_its_iso_year() -> None:
    week = Period(date(2024, 12, 30), date(2025, 1, 5))
    assert period_name(week, Granularity.WEEK) == "2025-W01"


def test_finer_and_coarser_stop_at_the_ends() -> None:
    assert finer(Granularity.DAY) is Granularity.DAY
    assert coarser(Granularity.YEAR) is Granularity.YEAR
    assert coarser(finer(Granularity.MONTH)) is Granularity.MONTH


@given(st.dictionaries(some_days, st.integers(1, 50), max_size=40), granularities)
def test_counts_by_period_are_the_sums_of_their_days(
    counts: dict[date, int], granularity: Granularity
) -> None:
    expected: dict[Period, int] = {}
    for day in sorted(counts):
        period = period_of(day, granularity)
        expected[period] = expected.get(period, 0) + counts[day]
    days = {day.toordinal(): count for day, count in counts.items()}
    assert counts_by_period({**days, UNDATED: 3}, granularity) == list(expected.items())
