"""What a reader gets for a date as some source wrote it."""

from __future__ import annotations

from calendar import month_name
from datetime import date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.dates.order import DateOrder
from index.dates.parse import ParsedDate, parse_date

MARCH_13 = date(2024, 3, 13)


@pytest.mark.parametrize(
    "text",
    [
        "2024-03-13",
        "2024/03/13",
        "2024.3.13",
        "20240313",
        "13 March 2024",
        "13th of March, 2024",
        "13 Mar. 2024",
        "13-MAR-2024",
        "13Mar2024",
        "March 13, 2024",
        "Mar 13 2024",
        "Wednesday, March 13th, 2024",
        "Wed 13 Mar 2024",
        "13/03/2024",
        "03/13/2024",
        "13.03.2024",
        "2024-W11-3",
        "2024年3月13日",
        "  2024-03-13\n",
    ],
)
def test_a_day_is_read_without_a_doubt(text: str) -> None:
    assert parse_date(text) == ParsedDate(MARCH_13)


@pytest.mark.parametrize(
    ("text", "clock"),
    [
        ("2024-03-13T10:15:00Z", time(10, 15)),
        ("2024-03-13T23:30:00-05:00", time(23, 30)),
        ("2024-03-13 00:05:09.123456+09:00", time(0, 5, 9)),
        ("20240313T101500Z", time(10, 15)),
        ("Wed, 13 Mar 2024 10:15:30 +0000", time(10, 15, 30)),
        ("Wed, 13 Mar 2024 10:15:30 GMT (summer)", time(10, 15, 30)),
        ("Wed Mar 13 10:15:30 2024", time(10, 15, 30)),
        ("Wed Mar 13 10:15:30 UTC 2024", time(10, 15, 30)),
        ("March 13, 2024, 10:15 p.m. ET", time(22, 15)),
        ("March 13, 2024 at 12:05 AM", time(0, 5)),
        ("10:15, 13 March 2024", time(10, 15)),
        ("13-MAR-2024 09:15:05.40", time(9, 15, 5)),
        ("13-MAR-2024  09:15:05.40", time(9, 15, 5)),
    ],
)
def test_the_time_is_the_one_on_the_source_s_own_clock(text: str, clock: time) -> None:
    assert parse_date(text) == ParsedDate(MARCH_13, clock)


@pytest.mark.parametrize(
    "text",
    [
        "13-MAR-2024 605:12:19.12",
        "2024-03-13T25:00:00",
        "2024-03-13 24:00",
        "2024-03-13T10:15:60Z",
        "2024-03-13 noon",
    ],
)
def test_an_impossible_time_does_not_cost_the_day(text: str) -> None:
    parsed = parse_date(text)
    assert (parsed.day, parsed.time) == (MARCH_13, None)
    assert text in parsed.doubt
    assert "the day was kept" in parsed.doubt


def test_an_ambiguous_date_follows_the_setting_and_says_so() -> None:
    by_day = parse_date("03/04/2024", order=DateOrder.DAY_FIRST)
    by_month = parse_date("03/04/2024", order=DateOrder.MONTH_FIRST)
    assert by_day.day == date(2024, 4, 3)
    assert by_day.doubt == "The date “03/04/2024” was read as 3 April 2024 (day first)."
    assert by_month.day == date(2024, 3, 4)
    assert by_month.doubt == "The date “03/04/2024” was read as 4 March 2024 (month first)."


@pytest.mark.parametrize("order", list(DateOrder))
def test_a_date_that_can_only_be_read_one_way_is_not_ambiguous(order: DateOrder) -> None:
    assert parse_date("31/03/2024", order=order) == ParsedDate(date(2024, 3, 31))
    assert parse_date("03/31/2024", order=order) == ParsedDate(date(2024, 3, 31))
    assert parse_date("04/04/2024", order=order) == ParsedDate(date(2024, 4, 4))


def test_two_digits_of_a_year_are_completed_and_reported() -> None:
    assert parse_date("31-Mar-87") == ParsedDate(
        date(1987, 3, 31), None, "The year in “31-Mar-87” was read as 1987."
    )
    assert parse_date("31/03/24").day == date(2024, 3, 31)


@pytest.mark.parametrize(
    "text",
    [
        "2024-02-30",
        "30 February 2024",
        "31/13/2024",
        "2023-02-29",
        "20240230",
        "0000-00-00",
        "2024-W54-1",
        "0000-01-01",
    ],
)
def test_a_day_that_the_calendar_does_not_have_is_undated_and_named(text: str) -> None:
    parsed = parse_date(text)
    assert parsed.day is None
    assert text in parsed.doubt
    assert "not in the calendar" in parsed.doubt


@pytest.mark.parametrize("text", ["2024", "2024-03", "03/2024", "March 2024", "Q1 2024", "2024-Q1"])
def test_a_month_or_year_is_no_day(text: str) -> None:
    assert parse_date(text) == ParsedDate(doubt=f"The date “{text}” names no day; the article has no date.")


@pytest.mark.parametrize(
    "text",
    [
        "yesterday",
        "today",
        "2 hours ago",
        "n/a",
        "12024-03-13",
        "Smarch 13, 2024",
        "13 March",
        "x" * 5000,
        "-",
        "T",
    ],
)
def test_what_is_no_date_never_becomes_today(text: str) -> None:
    parsed = parse_date(text)
    assert (parsed.day, parsed.time) == (None, None)
    assert "could not be read" in parsed.doubt
    assert len(parsed.doubt) < 200


@pytest.mark.parametrize("value", [None, "", "  \n"])
def test_nothing_is_undated_without_a_doubt(value: object) -> None:
    assert parse_date(value) == ParsedDate()


@pytest.mark.parametrize(
    "value", [1710325800, "1710325800", 1710325800.5, 1710325800123, 1710325800123456, 1710325800123456789]
)
def test_unix_time_is_read_in_any_unit(value: object) -> None:
    assert parse_date(value) == ParsedDate(MARCH_13, time(10, 30))


@pytest.mark.parametrize(
    "value", [0, 1, -1, 86400, 2024, 45364, 10**30, float("nan"), float("inf"), "0", True, b"x", []]
)
def test_a_number_without_a_plausible_year_is_not_1970(value: object) -> None:
    parsed = parse_date(value)
    assert parsed.day is None
    assert parsed.doubt


def test_values_that_are_dates_already_are_taken_as_they_are() -> None:
    assert parse_date(20240313) == ParsedDate(MARCH_13)
    assert parse_date(MARCH_13) == ParsedDate(MARCH_13)
    assert parse_date(datetime(2024, 3, 13, 10, 15, 1, 5)) == ParsedDate(MARCH_13, time(10, 15, 1))


def test_a_doubt_holds_nothing_that_a_terminal_obeys() -> None:
    assert "\x1b" not in parse_date("\x1b[2J2024-99-99\x07").doubt


@given(st.dates(), st.sampled_from(list(DateOrder)))
def test_every_day_that_is_written_out_is_read_back(day: date, order: DateOrder) -> None:
    name = month_name[day.month]
    year = f"{day.year:04}"
    for text in (
        day.isoformat(),
        f"{day.day} {name} {year}",
        f"{name} {day.day}, {year}",
        f"{day.day}-{name[:3].upper()}-{year}",
    ):
        assert parse_date(text, order=order) == ParsedDate(day)
    numbers = (
        f"{day.day}/{day.month}/{year}" if order is DateOrder.DAY_FIRST else f"{day.month}/{day.day}/{year}"
    )
    assert parse_date(numbers, order=order).day == day


@given(
    st.one_of(
        st.text(alphabet="0123456789-/.:, TZJanMarchMAY+年月日W'", max_size=40),
        st.text(),
        st.integers(),
        st.floats(),
    )
)
def test_anything_is_either_read_or_doubted(value: object) -> None:
    parsed = parse_date(value)
    if isinstance(value, str) and not value.strip():
        assert parsed == ParsedDate()
    assert parsed.day is not None or parsed.doubt or not str(value).strip()
    assert parsed.time is None or parsed.day is not None
