"""The timeline widget: cursor, choosing, brushing, by keys and mouse."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date, timedelta

from textual.pilot import Pilot

from index.model import Bucket, Granularity, Period, Timeline
from tui.widgets.histogram import Histogram

from .harness import Bench

FIRST = date(2024, 3, 1)


def days(count: int, undated: int = 2) -> Timeline:
    each = [FIRST + timedelta(index) for index in range(count)]
    return Timeline(
        Granularity.DAY, tuple(Bucket(Period(day, day), index % 5) for index, day in enumerate(each)), undated
    )


def period(first: int, last: int) -> Period:
    return Period(FIRST + timedelta(first), FIRST + timedelta(last))


@asynccontextmanager
async def running(
    timeline: Timeline, size: tuple[int, int] = (60, 8)
) -> AsyncIterator[tuple[Bench, Histogram, Pilot[None]]]:
    app = Bench(Histogram())
    async with app.run_test(size=size) as pilot:
        assert isinstance(app.widget, Histogram)
        app.widget.styles.height = size[1]
        app.widget.show(timeline)
        await pilot.pause()
        yield app, app.widget, pilot


async def test_enter_chooses_the_period_and_again_frees_it() -> None:
    async with running(days(10)) as (app, histogram, pilot):
        assert histogram.cursor == days(10).buckets[1], "the first period with articles"
        await pilot.press("right", "enter", "enter")
        assert [message.bucket for message in app.of(Histogram.CursorMoved)] == [days(10).buckets[2]]
        assert [message.period for message in app.of(Histogram.PeriodChosen)] == [period(2, 2), None]


async def test_ranges_are_brushed_with_shift_or_v_and_escape_gives_up_then_clears() -> None:
    async with running(days(10)) as (app, histogram, pilot):
        await pilot.press("shift+right", "shift+right", "enter")
        await pilot.press("v", "left", "left", "left", "left", "escape", "escape")
        assert [message.period for message in app.of(Histogram.PeriodChosen)] == [period(1, 3), None]
        assert histogram.cursor == days(10).buckets[0]


async def test_a_click_chooses_and_a_drag_brushes() -> None:
    async with running(days(10)) as (app, histogram, pilot):
        geometry = histogram._geometry()

        def at(bucket: int) -> tuple[int, int]:
            return geometry.gutter + bucket * geometry.slot, 3

        await pilot.click(Histogram, offset=at(4))
        await pilot.mouse_down(Histogram, offset=at(8))
        await pilot.hover(Histogram, offset=at(6))
        await pilot.mouse_up(Histogram, offset=at(6))
        assert [message.period for message in app.of(Histogram.PeriodChosen)] == [period(4, 4), period(6, 8)]


async def test_undated_articles_can_be_chosen_by_key_and_mouse() -> None:
    async with running(days(10)) as (app, histogram, pilot):
        assert app.lines()[0].endswith("+2 ?")
        await pilot.press("u")
        await pilot.click(Histogram, offset=(histogram.size.width - 2, 0))
        assert len(app.of(Histogram.UndatedChosen)) == 2
        histogram.show(days(10, undated=0))
        await pilot.press("u")
        assert len(app.of(Histogram.UndatedChosen)) == 2


async def test_zooming() -> None:
    async with running(days(10)) as (app, _histogram, pilot):
        await pilot.press("plus", "minus")
        assert [message.delta for message in app.of(Histogram.GranularityChanged)] == [-1, 1]


async def test_more_periods_than_columns_scroll_with_the_cursor() -> None:
    async with running(days(300), (40, 6)) as (app, histogram, pilot):
        assert "›" in app.lines()[-2]
        assert "‹" not in app.lines()[-2]
        await pilot.press("end")
        assert "‹" in app.lines()[-2]
        assert "›" not in app.lines()[-2]
        assert app.lines()[0].startswith("▸ Wed 25 Dec 2024: 4")
        histogram.go_to(date(2024, 6, 1))
        await pilot.pause()
        assert app.lines()[0].startswith("▸ Sat 1 Jun 2024: 2")
        assert "2024" in app.lines()[-1]


async def test_the_chosen_article_stands_on_the_axis() -> None:
    async with running(days(300), (40, 6)) as (app, histogram, pilot):
        histogram.stand_at(date(2024, 12, 20))
        await pilot.pause()
        assert "▴" in app.lines()[-2]
        histogram.stand_at(date(1999, 1, 1))
        await pilot.pause()
        assert "▴" not in app.lines()[-2]


async def test_the_tick_stays_in_view_when_the_widget_gets_another_size() -> None:
    async with running(days(300), (60, 6)) as (app, histogram, pilot):
        histogram.stand_at(date(2024, 12, 20))
        await pilot.resize_terminal(40, 6)
        await pilot.pause()
        assert "▴" in app.lines()[-2]


async def test_the_cursor_keeps_its_day_when_the_result_changes() -> None:
    async with running(days(300)) as (_app, histogram, _pilot):
        histogram.go_to(date(2024, 6, 1))
        histogram.show(days(200))
        assert histogram.cursor is not None
        assert histogram.cursor.period.first == date(2024, 6, 1)
        histogram.show(days(5))
        assert histogram.cursor is not None
        assert histogram.cursor.period.first == FIRST + timedelta(4)


async def test_nothing_dated_is_no_error() -> None:
    async with running(Timeline(Granularity.MONTH, (), 0)) as (app, histogram, pilot):
        await pilot.press("right", "enter", "v", "end", "u", "shift+left")
        await pilot.click(Histogram, offset=(20, 4))
        assert not app.of(Histogram.PeriodChosen)
        assert app.lines()[0].startswith("no dated articles")
        assert histogram.cursor is None
