"""The list is laid out by the counts of days alone, and agrees with the order of the hits."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from index.locating import first_row_of_day
from index.model import UNDATED, Granularity, Hit, Order, Period
from index.periods import timeline_of
from tui.rows import (
    HIT_LINES,
    DaySums,
    HitLayout,
    Section,
    laid_out,
    laid_out_before_days,
    spark_of,
)

START = date(2024, 1, 1).toordinal()
day_counts = st.dictionaries(
    st.integers(START, START + 900) | st.just(UNDATED), st.integers(1, 40), min_size=1, max_size=25
)
by_date = st.sampled_from((Order.OLDEST, Order.NEWEST))
lengths = st.sampled_from(Granularity)


def hit(number: int, day: date | None) -> Hit:
    return Hit(f"a{number}", "title", day, None, "wire", 0.0)


@given(day_counts, lengths, st.sampled_from(Order))
def test_rows_and_hits_answer_each_other(days: dict[int, int], length: Granularity, order: Order) -> None:
    layout = laid_out(days, length, order)
    assert layout.total == sum(days.values())
    assert [layout.hit_at(layout.row_of(number)) for number in range(layout.total)] == list(
        range(layout.total)
    )
    headings = [row for row in range(layout.rows) if layout.heading_at(row)]
    assert len(headings) + layout.total == layout.rows
    assert layout.heights.lines == len(headings) + HIT_LINES * layout.total


@given(day_counts, lengths, by_date)
def test_a_heading_counts_the_hits_below_it(days: dict[int, int], length: Granularity, order: Order) -> None:
    layout = laid_out(days, length, order)
    number = 0
    for section in layout.sections:
        inside = sum(
            count
            for day, count in days.items()
            if (section.period is None if day == UNDATED else date.fromordinal(day) in (section.period or ()))
        )
        assert section.count == inside
        assert layout.section_of(number) == section
        number += section.count


@given(day_counts, by_date)
def test_the_first_hit_of_a_day_follows_from_the_counts(days: dict[int, int], order: Order) -> None:
    dated = sorted((day for day in days if day != UNDATED), reverse=order is Order.NEWEST)
    expanded = [day for day in (*dated, UNDATED) for _ in range(days.get(day, 0))]
    for day, count in days.items():
        place = first_row_of_day(days, date.fromordinal(day) if day else None, order)
        assert place == (expanded.index(day), count)


def test_by_relevance_there_are_no_headings() -> None:
    layout = laid_out({START: 2, UNDATED: 1}, Granularity.MONTH, Order.BEST)
    assert layout.rows == layout.total == 3


def test_undated_articles_stand_last_under_their_own_heading() -> None:
    layout = laid_out({START: 2, UNDATED: 1}, Granularity.MONTH, Order.NEWEST)
    assert layout.sections[-1] == Section(None, 1)


def test_before_the_days_are_known_the_first_hits_have_headings_and_the_rest_follow() -> None:
    first = date.fromordinal(START)
    hits = [hit(0, first), hit(1, first), hit(2, first + timedelta(days=40))]
    layout = laid_out_before_days(hits, 500, Granularity.MONTH, Order.OLDEST)
    assert [section.count for section in layout.sections] == [2, 1, 497]
    assert layout.total == 500


@given(day_counts, lengths)
def test_a_day_is_found_at_the_first_hit_of_its_period(days: dict[int, int], length: Granularity) -> None:
    layout = laid_out(days, length, Order.OLDEST)
    for day in days:
        if day == UNDATED:
            continue
        number = layout.hit_near(date.fromordinal(day), Order.OLDEST)
        assert number is not None
        assert date.fromordinal(day) in (layout.section_of(number).period or ())


def test_a_day_without_articles_leads_to_the_nearest_period() -> None:
    layout = laid_out({START: 3, START + 100: 2}, Granularity.DAY, Order.OLDEST)
    assert layout.hit_near(date.fromordinal(START + 90), Order.OLDEST) == 3
    assert layout.hit_near(date.fromordinal(START - 900), Order.OLDEST) == 0
    assert HitLayout([Section(None, 4)]).hit_near(date.fromordinal(START), Order.OLDEST) is None


@given(day_counts)
def test_small_bars_add_up(days: dict[int, int]) -> None:
    timeline = timeline_of(days)
    assert sum(spark_of(DaySums(days), timeline)) == (
        sum(days.values()) - days.get(UNDATED, 0) if timeline.buckets else 0
    )


@given(day_counts)
def test_each_small_bar_is_the_sum_of_its_periods(days: dict[int, int]) -> None:
    timeline = timeline_of(days)
    bars = list(spark_of(DaySums(days), timeline))
    expected = [0] * len(bars)
    for number, bucket in enumerate(timeline.buckets):
        expected[number * len(bars) // len(timeline.buckets)] += bucket.count
    assert bars == expected


def test_a_period_is_named_by_its_days() -> None:
    layout = laid_out({START: 1}, Granularity.QUARTER, Order.OLDEST)
    assert layout.sections[0].period == Period(date(2024, 1, 1), date(2024, 3, 31))
