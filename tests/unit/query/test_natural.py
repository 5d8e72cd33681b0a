"""Dates as people type them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.dates.natural import MONTHS, read_period, read_range
from index.errors import DateError
from index.model import Period

WEDNESDAY = date(2024, 5, 15)


def ends(text: str, today: date = WEDNESDAY) -> str:
    period = read_period(text, today=today)
    return str(period.first) if period.first == period.last else f"{period.first} {period.last}"


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("2024", "2024-01-01 2024-12-31"),
        ("2024-02", "2024-02-01 2024-02-29"),
        ("2024-3-5", "2024-03-05"),
        ("2024/03/13", "2024-03-13"),
        ("2024-Q1", "2024-01-01 2024-03-31"),
        ("Q4-2023", "2023-10-01 2023-12-31"),
        ("q1 2024", "2024-01-01 2024-03-31"),
        ("q2", "2024-04-01 2024-06-30"),
        ("q3", "2023-07-01 2023-09-30"),
        ("2024-W11", "2024-03-11 2024-03-17"),
        ("2020w53", "2020-12-28 2021-01-03"),
        ("today", "2024-05-15"),
        ("Yesterday", "2024-05-14"),
        ("this_week", "2024-05-13 2024-05-19"),
        ("last_week", "2024-05-06 2024-05-12"),
        ("this month", "2024-05-01 2024-05-31"),
        ("last_month", "2024-04-01 2024-04-30"),
        ("last quarter", "2024-01-01 2024-03-31"),
        ("this_year", "2024-01-01 2024-12-31"),
        ("last_year", "2023-01-01 2023-12-31"),
        ("3 weeks ago", "2024-04-24"),
        ("a_month_ago", "2024-04-15"),
        ("two years ago", "2022-05-15"),
        ("last 30 days", "2024-04-16 2024-05-15"),
        ("last 1 day", "2024-05-15"),
        ("past 2 weeks", "2024-05-02 2024-05-15"),
        ("the last 3 months", "2024-02-16 2024-05-15"),
        ("march", "2024-03-01 2024-03-31"),
        ("may", "2024-05-01 2024-05-31"),
        ("june", "2023-06-01 2023-06-30"),
        ("March 2024", "2024-03-01 2024-03-31"),
        ("sept. 2023", "2023-09-01 2023-09-30"),
        ("mar-2024", "2024-03-01 2024-03-31"),
        ("13 March 2024", "2024-03-13"),
        ("13th of march 2024", "2024-03-13"),
        ("March 13, 2024", "2024-03-13"),
        ("13-Mar-2024", "2024-03-13"),
        ("15 may", "2024-05-15"),
        ("16 may", "2023-05-16"),
        ("29 feb", "2024-02-29"),
        ("wednesday", "2024-05-15"),
        ("last wednesday", "2024-05-08"),
        ("thu", "2024-05-09"),
    ],
)
def test_what_an_expression_names(text: str, days: str) -> None:
    assert ends(text) == days


def test_month_ends_are_kept_when_counting_back() -> None:
    assert ends("1 month ago", date(2024, 3, 31)) == "2024-02-29"
    assert ends("1 year ago", date(2024, 2, 29)) == "2023-02-28"
    assert ends("last_month", date(2024, 3, 31)) == "2024-02-01 2024-02-29"
    assert ends("29 feb", date(2103, 1, 1)) == "2096-02-29"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("2024-02-30", "There is no 30 February 2024; that month has 29 days."),
        ("31 june", "There is no 31 June"),
        ("2024-00", "There is no month 0"),
        ("2024-W53", "There is no week 53 in 2024; that year has 52."),
        ("2024-Q5", "There is no quarter 5"),
        ("0000", "The calendar has no year 0"),
        ("3000 years ago", "The calendar has no year -976"),
        ("999999999 weeks ago", "lies outside the calendar"),
        ("31/03/2024", "does not begin with the year"),
        ("13.03.2024", "does not begin with the year"),
        ("last 0 days", "hold no day"),
        ("soon", "'soon' is not a date."),
        ("20", "'20' is not a date."),
        ("٢٠٢٤", "is not a date."),
        ("", "A date is missing."),
    ],
)
def test_what_is_no_date_is_told_in_words(text: str, message: str) -> None:
    with pytest.raises(DateError, match=message):
        read_period(text, today=WEDNESDAY)


@pytest.mark.parametrize(
    ("text", "message"), [("..", "either side"), ("1..2..3", "two ends"), ("2025..2024", "begins")]
)
def test_ranges_that_are_none(text: str, message: str) -> None:
    with pytest.raises(DateError, match=message):
        read_range(text, today=WEDNESDAY)


@given(st.dates(), st.dates())
def test_every_day_is_read_in_figures_and_words(day: date, today: date) -> None:
    one = Period(day, day)
    assert read_period(day.isoformat(), today=today) == one
    assert read_period(f"{day.day} {MONTHS[day.month - 1]} {day.year:04}", today=today) == one
    year, week, _ = day.isocalendar()
    if date.min + timedelta(days=7) < day < date.max - timedelta(days=7):
        assert day in read_period(f"{year:04}-W{week:02}", today=today)


@given(st.text("0123456789 -_./:abcdefghijklmnopqrstuvwyQW…", max_size=16), st.dates())
def test_anything_else_is_a_date_or_a_date_error(text: str, today: date) -> None:
    try:
        first, last = read_range(text, today=today)
    except DateError:
        return
    assert first is None or last is None or first <= last


@given(
    st.sampled_from(["today", "this_week", "last 30 days", "may", "5 march", "friday", "q2", "a year ago"]),
    st.dates(),
)
def test_what_has_passed_has_begun(text: str, today: date) -> None:
    if today.year > 10:
        assert read_period(text, today=today).first <= today
