"""Chips that can be removed, and the divider between panes."""

from __future__ import annotations

from textual.app import App, ComposeResult
from textual.containers import Horizontal
from textual.widgets import Static

from tui.widgets.chips import Chip, Chips
from tui.widgets.splitter import Splitter

from .harness import Bench

CHIPS = (
    Chip("topic", "topic: Alliance", "topic"),
    Chip("charging", "not: Charging", "not"),
    Chip("racing", "not: Racing", "not"),
)


async def test_chips_are_removed_by_keys_and_mouse() -> None:
    app = Bench(Chips())
    async with app.run_test(size=(90, 3)) as pilot:
        assert isinstance(app.widget, Chips)
        assert not app.widget.can_focus, "an empty row is passed over"
        app.widget.show(CHIPS)
        app.widget.focus()
        await pilot.pause()
        assert [line.strip() for line in app.lines()] == ["⟨topic: Alliance⟩ ⟨not: Charging⟩ ⟨not: Racing⟩"]
        await pilot.press("right", "delete", "left", "left", "backspace")
        await pilot.click(Chips, offset=(app.widget.size.width - 2, 0))
        assert [message.chip_id for message in app.of(Chips.Removed)] == ["charging", "topic", "racing"]


async def test_a_summary_gives_back_one_at_a_time() -> None:
    app = Bench(Chips())
    async with app.run_test(size=(47, 3)) as pilot:
        assert isinstance(app.widget, Chips)
        app.widget.show(CHIPS)
        app.widget.focus()
        await pilot.pause()
        assert [line.strip() for line in app.lines()] == ["⟨topic: Alliance⟩ ⟨2 not⟩"]
        await pilot.press("right", "right", "delete")
        assert [message.chip_id for message in app.of(Chips.Removed)] == ["racing"]


class Panes(App[None]):
    CSS = "#one, #two { width: 1fr; } #three { width: 2fr; min-width: 20; }"

    def __init__(self) -> None:
        super().__init__()
        self.widths: list[tuple[int, ...]] = []

    def compose(self) -> ComposeResult:
        with Horizontal():
            yield Static(id="one")
            yield Splitter(minimum=10, id="first")
            yield Static(id="two")
            yield Splitter(minimum=10, id="second")
            yield Static(id="three")

    def on_splitter_resized(self, message: Splitter.Resized) -> None:
        self.widths.append(message.widths)

    def sizes(self) -> list[int]:
        return [self.query_one(name).size.width for name in ("#one", "#two", "#three")]


async def test_dragging_gives_cells_from_one_neighbour_to_the_other() -> None:
    app = Panes()
    async with app.run_test(size=(82, 5)) as pilot:
        assert app.sizes() == [20, 20, 40]
        await pilot.mouse_down("#first")
        await pilot.hover(offset=(25, 1))
        await pilot.mouse_up(offset=(25, 1))
        await pilot.pause()
        assert app.sizes() == [25, 15, 40]
        assert app.widths[-1] == (25, 15, 40)
        await pilot.resize_terminal(162, 5)
        await pilot.pause()
        assert app.sizes() == [50, 30, 80], "the proportions stay"


async def test_no_pane_becomes_smaller_than_it_may() -> None:
    app = Panes()
    async with app.run_test(size=(82, 5)) as pilot:
        first, second = app.query_one("#first", Splitter), app.query_one("#second", Splitter)
        assert first.move_by(100) == 10
        await pilot.pause()
        assert app.sizes() == [30, 10, 40]
        assert second.move_by(100) == 20
        await pilot.pause()
        assert app.sizes() == [30, 30, 20]
        assert first.move_by(-100) == -20
        await pilot.pause()
        assert second.move_by(1) == 0
        first.action_grow()
        await pilot.pause()
        assert app.sizes() == [12, 48, 20]


async def test_a_hidden_pane_is_passed_over() -> None:
    app = Panes()
    async with app.run_test(size=(82, 5)) as pilot:
        app.query_one("#two").display = False
        app.query_one("#second").display = False
        await pilot.pause()
        assert app.query_one("#first", Splitter).move_by(5) == 5
        await pilot.pause()
        assert app.query_one("#one").size.width - 5 == 27
