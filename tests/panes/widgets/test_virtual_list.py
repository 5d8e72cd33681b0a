"""The list: cursor, headings, loading, and a million rows."""

from __future__ import annotations

import pytest
from rich.segment import Segment

from tui.render.heights import Heights
from tui.widgets.virtual_list import RowContext, VirtualList

from .harness import Bench


class Months:
    """A heading of one line, then two articles of two lines, again and again."""

    def __init__(self, months: int, loaded: int | None = None) -> None:
        self.heights = Heights([part for _ in range(months) for part in ((1, 1), (2, 2))])
        self.ready = self.heights.rows if loaded is None else loaded

    def loaded(self, row: int) -> bool:
        return row < self.ready

    def selectable(self, row: int) -> bool:
        return row % 3 != 0

    def render(self, row: int, line: int, context: RowContext) -> list[Segment]:
        text = f"month {row // 3}" if row % 3 == 0 else f"row {row} line {line}"
        return [Segment(text if self.loaded(row) else "…", context.style("muted"))]


class Many:
    """A million rows of one line."""

    heights = Heights.uniform(1_000_000)
    painted = 0

    def loaded(self, row: int) -> bool:
        return True

    def selectable(self, row: int) -> bool:
        return True

    def render(self, row: int, line: int, context: RowContext) -> list[Segment]:
        self.painted += 1
        return [Segment(f"row {row}")]


async def test_the_cursor_passes_over_headings_and_shows_without_colour() -> None:
    app = Bench(VirtualList(Months(5)))
    async with app.run_test(size=(30, 8)) as pilot:
        assert isinstance(app.widget, VirtualList)
        app.widget.show(Months(5))
        assert app.widget.cursor == 1
        await pilot.press("j", "j")
        assert app.widget.cursor == 4
        assert [message.row for message in app.of(VirtualList.Highlighted)] == [2, 4]
        shown = [line.rstrip() for line in app.lines()]
        assert shown[-3:] == ["  month 1", "▌ row 4 line 0", "▌ row 4 line 1"]
        assert all(len(line) == app.widget.size.width for line in app.lines())
        await pilot.press("k", "k", "k")
        assert app.widget.cursor == 1
        assert app.lines()[0].strip() == "month 0", "the heading comes into view with its first row"


async def test_ends_pages_and_choosing() -> None:
    app = Bench(VirtualList())
    async with app.run_test(size=(30, 9)) as pilot:
        assert isinstance(app.widget, VirtualList)
        app.widget.show(Months(40))
        await pilot.press("G", "enter")
        assert app.widget.cursor == 119
        assert app.lines()[-1].startswith("▌ row 119 line 1")
        assert [message.row for message in app.of(VirtualList.Chosen)] == [119]
        await pilot.press("home")
        assert app.widget.cursor == 1
        await pilot.press("pagedown", "ctrl+d", "pageup", "ctrl+u")
        assert app.widget.cursor in app.widget.visible_rows
        assert app.widget.cursor in (1, 2)


async def test_only_missing_rows_on_screen_are_asked_for_and_once() -> None:
    app = Bench(VirtualList())
    async with app.run_test(size=(30, 10)) as pilot:
        assert isinstance(app.widget, VirtualList)
        source = Months(40, loaded=4)
        app.widget.show(source)
        await pilot.pause()
        assert [(m.first, m.last) for m in app.of(VirtualList.RowsWanted)] == [(4, 5)]
        app.widget.show(source, cursor=100)
        await pilot.pause()
        wanted = app.of(VirtualList.RowsWanted)[-1]
        assert (wanted.first, wanted.last) == (app.widget.visible_rows[0], app.widget.visible_rows[-1])
        count = len(app.of(VirtualList.RowsWanted))
        source.ready = 120
        app.widget.rows_changed(wanted.first, wanted.last)
        await pilot.pause()
        assert len(app.of(VirtualList.RowsWanted)) == count
        assert any("row 100 line 0" in line for line in app.lines())


async def test_the_mouse_moves_and_chooses_but_not_on_headings() -> None:
    app = Bench(VirtualList())
    async with app.run_test(size=(30, 10)) as pilot:
        assert isinstance(app.widget, VirtualList)
        app.widget.show(Months(2))
        await pilot.click(VirtualList, offset=(5, 5))
        assert app.widget.cursor == 1
        await pilot.click(VirtualList, offset=(5, 6))
        assert app.widget.cursor == 4
        await pilot.double_click(VirtualList, offset=(5, 3))
        assert [message.row for message in app.of(VirtualList.Chosen)] == [2]


async def test_a_million_rows_cost_what_is_on_screen() -> None:
    app = Bench(VirtualList())
    async with app.run_test(size=(40, 12)) as pilot:
        assert isinstance(app.widget, VirtualList)
        source = Many()
        app.widget.show(source)
        await pilot.pause()
        source.painted = 0
        app.widget.move_to(987_654)
        await pilot.pause()
        assert any("row 987654" in line for line in app.lines())
        assert source.painted <= 4 * 12


async def test_an_empty_list_is_quiet() -> None:
    app = Bench(VirtualList())
    async with app.run_test(size=(30, 5)) as pilot:
        await pilot.press("j", "k", "G", "home", "enter", "pagedown", "ctrl+u")
        assert isinstance(app.widget, VirtualList)
        assert app.widget.cursor is None
        assert not app.of(VirtualList.Chosen)
        assert [line.strip() for line in app.lines()] == [""] * 5


@pytest.mark.parametrize("row", [-5, 0, 3, 10**9])
async def test_a_jump_lands_on_a_row_that_can_be_chosen(row: int) -> None:
    app = Bench(VirtualList())
    async with app.run_test(size=(30, 5)):
        assert isinstance(app.widget, VirtualList)
        app.widget.show(Months(3))
        app.widget.move_to(row)
        assert app.widget.cursor is not None
        assert app.widget.cursor % 3
        assert app.widget.cursor in app.widget.visible_rows
