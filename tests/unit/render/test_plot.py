"""The timeline as lines of text."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from index.model import Bucket, Granularity, Period, Timeline
from tui.render import plot


def daily(counts: list[int], undated: int = 0) -> Timeline:
    first = date(2024, 2, 20)
    days = (first + timedelta(index) for index in range(len(counts)))
    return Timeline(
        Granularity.DAY,
        tuple(Bucket(Period(day, day), count) for day, count in zip(days, counts, strict=True)),
        undated,
    )


def view(timeline: Timeline, width: int, height: int, keep: int | None = None, **state: object) -> plot.View:
    largest = max((bucket.count for bucket in timeline.buckets), default=0)
    geometry = plot.lay_out(timeline, width, height, largest, keep=keep)
    return plot.View(timeline, geometry, width, **state)  # type: ignore[arg-type]


def text(shown: plot.View) -> list[str]:
    return ["".join(piece.text for piece in line) for line in plot.plot(shown)]


COUNTS = st.lists(st.integers(0, 20_000), min_size=1, max_size=150)


@given(COUNTS, st.integers(12, 120), st.integers(4, 10), st.integers(0, 149), st.integers(0, 120))
def test_every_line_fits_and_the_cursor_is_in_view(
    counts: list[int], width: int, height: int, cursor: int, undated: int
) -> None:
    cursor = min(cursor, len(counts) - 1)
    shown = view(daily(counts, undated), width, height, keep=cursor, cursor=cursor, focused=True)
    lines = text(shown)
    assert len(lines) == height
    assert all(len(line) <= width for line in lines)
    geometry = shown.geometry
    assert geometry.first <= cursor < geometry.first + geometry.count


@given(COUNTS, st.integers(12, 120), st.integers(4, 10))
def test_every_period_on_screen_with_articles_has_a_bar_and_no_other(
    counts: list[int], width: int, height: int
) -> None:
    shown = view(daily(counts), width, height)
    geometry = shown.geometry
    lowest = text(shown)[geometry.plot_rows].ljust(width)
    for place in range(geometry.count):
        cell = lowest[geometry.gutter + place * geometry.slot]
        assert (cell != " ") == (counts[geometry.first + place] > 0)


@given(COUNTS, st.integers(12, 60))
def test_what_does_not_fit_is_pointed_to(counts: list[int], width: int) -> None:
    shown = view(daily(counts), width, 6, keep=len(counts) // 2)
    geometry, axis = shown.geometry, text(shown)[-2]
    assert ("‹" in axis) == (geometry.first > 0)
    assert ("›" in axis) == (geometry.first + geometry.count < len(counts))


def test_a_whole_timeline() -> None:
    months = [
        Bucket(Period(date(2024, m, 1), date(2024, m, 28)), count) for m, count in enumerate((2, 0, 8, 1), 1)
    ]
    timeline = Timeline(Granularity.MONTH, tuple(months), 2)
    shown = view(timeline, 22, 8, cursor=2, marked=(1, 2), standing=3)
    assert text(shown) == [
        "▸ Mar 2024: 8     +2 ?",
        "8┤          ████      ",
        " │          ████      ",
        "4┤          ████      ",
        " │████      ████ ▄▄▄▄ ",
        "0┼─────━━━━━━━━━──▴───",
        "  Jan  Feb  Mar  Apr",
        "  2024",
    ]
    kinds = {piece.kind for line in plot.plot(shown) for piece in line}
    assert {"bar", "bar-outside", "axis-range", "tick"} <= kinds


def test_a_brushed_range_is_named_and_counted() -> None:
    shown = view(daily([1, 2, 3, 4]), 40, 6, cursor=2, marked=(1, 2), brushing=True)
    assert text(shown)[0].rstrip() == "▸ 21–22 Feb 2024: 5"


def test_an_empty_timeline_says_so() -> None:
    shown = view(Timeline(Granularity.MONTH, (), 3), 30, 6)
    assert text(shown)[0] == "no dated articles         +3 ?"
    assert not "".join(text(shown)[1:]).strip()
    assert len(text(shown)) == 6


def test_columns_and_periods_agree() -> None:
    geometry = plot.lay_out(daily([1] * 10), 50, 6, 1)
    for bucket in range(10):
        assert geometry.bucket_at(geometry.gutter + bucket * geometry.slot) == bucket
    assert geometry.bucket_at(0) is None
    assert geometry.nearest_bucket(0) == 0
    assert geometry.nearest_bucket(999) == 9
