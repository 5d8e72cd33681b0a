"""What is chosen, as a row of small labels that can be removed."""

from __future__ import annotations

from typing import ClassVar

from rich.segment import Segment
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from tui.render.cells import width
from tui.render.chip_layout import GAP, Chip, Placed, lay_out, total
from tui.widgets.paint import component_style

__all__ = ["Chip", "Chips"]


class Chips(Widget):
    """One line of chips, right-aligned, that collapses to summaries where it is narrow.

    Left and right move over the chips; Delete, Backspace, Enter, `x` or a click removes one. Removing a
    summary removes the last of what it stands for. It takes no focus while it is empty.
    """

    ALLOW_SELECT = False

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "chips--blank",
        "chips--chip",
        "chips--not",
        "chips--cursor",
        "chips--hover",
    }

    DEFAULT_CSS = """
    Chips {
        height: 1;
        width: auto;
        max-width: 60%;
        pointer: pointer;
        & > .chips--chip { color: $text-primary; background: $primary 20%; }
        & > .chips--not { color: $text-error; background: $error 20%; }
        & > .chips--hover { text-style: underline; }
        & > .chips--cursor { text-style: bold reverse; }
    }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left,h", "step(-1)", "Chip before", show=False, id="chips.left"),
        Binding("right,l", "step(1)", "Chip after", show=False, id="chips.right"),
        Binding("delete,backspace,enter,x", "remove_chip", "Remove", show=False, id="chips.remove"),
    ]

    class Removed(Message):
        """The chip `chip_id` shall go."""

        def __init__(self, chip_id: str) -> None:
            super().__init__()
            self.chip_id = chip_id

    def __init__(
        self,
        *,
        id: str | None = None,  # noqa: A002 - named as in every Textual widget
        classes: str | None = None,
    ) -> None:
        super().__init__(id=id, classes=classes)
        self._chips: tuple[Chip, ...] = ()
        self._cursor = 0
        self._hover: int | None = None

    def show(self, chips: tuple[Chip, ...]) -> None:
        """Show other chips. Group `not` is painted as excluding."""
        if chips == self._chips:
            return
        self._chips = chips
        self.can_focus = bool(chips)
        self._cursor = min(self._cursor, max(0, len(chips) - 1))
        self._hover = None
        if not chips and self.has_focus:
            self.screen.focus_next()
        self.refresh(layout=True)

    def get_content_width(self, container: Size, viewport: Size) -> int:
        """Return the cells of all chips in full, as far as there is room."""
        return total(lay_out(self._chips, min(container.width, viewport.width)))

    def _placed(self) -> tuple[Placed, ...]:
        return lay_out(self._chips, self.size.width)

    def action_step(self, delta: int) -> None:
        """Move to the next or previous chip."""
        self._cursor = min(max(0, self._at_cursor() + delta), max(0, len(self._placed()) - 1))
        self.refresh()

    def action_remove_chip(self) -> None:
        """Ask for the chip under the cursor to go."""
        self._remove(self._at_cursor())

    def _at_cursor(self) -> int:
        return min(self._cursor, max(0, len(self._placed()) - 1))

    def _remove(self, place: int) -> None:
        placed = self._placed()
        if place < len(placed):
            self.post_message(self.Removed(placed[place].chips[-1].id))

    def render_line(self, y: int) -> Strip:
        """Paint the chips."""
        blank = component_style(self, "chips--blank")
        placed = self._placed() if not y else ()
        segments = [Segment(" " * (self.size.width - total(placed)), blank)]
        for place, one in enumerate(placed):
            names = ["chips--not" if one.chips[-1].group == "not" else "chips--chip"]
            if place == self._hover:
                names.append("chips--hover")
            if self.has_focus and place == self._at_cursor():
                names.append("chips--cursor")
            if place:
                segments.append(Segment(" " * GAP, blank))
            segments.append(Segment(one.text, component_style(self, *names)))
        return Strip(segments).adjust_cell_length(self.size.width, blank)

    def _under(self, x: int) -> int | None:
        placed = self._placed()
        left = self.size.width - total(placed)
        for place, one in enumerate(placed):
            right = left + width(one.text)
            if left <= x < right:
                return place
            left = right + GAP
        return None

    def on_click(self, event: events.Click) -> None:
        """Remove the chip that was clicked."""
        place = self._under(event.x)
        if place is not None:
            event.stop()
            self._cursor = place
            self._remove(place)

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Show what a click would remove."""
        self._set_hover(self._under(event.x))

    def on_leave(self) -> None:
        """Forget the mouse."""
        self._set_hover(None)

    def _set_hover(self, place: int | None) -> None:
        if place != self._hover:
            self._hover = place
            self.refresh()
