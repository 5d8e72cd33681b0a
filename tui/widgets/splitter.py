"""A line between two panes that can be dragged."""

from __future__ import annotations

from typing import ClassVar, Final

from rich.segment import Segment
from textual import events
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from tui.widgets.paint import component_style

STEP: Final = 2
"""Cells that an action moves the splitter."""


class Splitter(Widget):
    """A divider, one cell wide, between two siblings in a `Horizontal` (or `Vertical`: `horizontal=True`).

    It is moved by the mouse, or by `move_by`, `action_grow` and `action_shrink`; it takes no focus. Panes get
    their share in `fr`, so they keep their proportions when the terminal is resized. Siblings that are not
    displayed are passed over. `minimum` (cells) and the panes' own `min-width` are kept.
    """

    ALLOW_SELECT = False

    COMPONENT_CLASSES: ClassVar[set[str]] = {"splitter--line", "splitter--grip"}

    DEFAULT_CSS = """
    Splitter {
        width: 1;
        height: 1fr;
        pointer: ew-resize;
        &.-horizontal { width: 1fr; height: 1; pointer: ns-resize; }
        & > .splitter--line { color: $foreground 15%; }
        & > .splitter--grip { color: $foreground 40%; }
        &:hover > .splitter--grip, &.-dragged > .splitter--grip {
            color: $primary;
            text-style: bold;
        }
        &.-dragged > .splitter--line { color: $primary; }
    }
    """

    class Resized(Message):
        """The panes in this container have other sizes now: `widths` in cells (or heights), in order."""

        def __init__(self, control: Splitter, widths: tuple[int, ...]) -> None:
            super().__init__()
            self.splitter = control
            self.widths = widths

        @property
        def control(self) -> Splitter:
            """The splitter itself."""
            return self.splitter

    def __init__(
        self,
        *,
        horizontal: bool = False,
        minimum: int = 16,
        id: str | None = None,  # noqa: A002 - named as in every Textual widget
        classes: str | None = None,
    ) -> None:
        super().__init__(id=id, classes=classes)
        self._horizontal = horizontal
        self._minimum = minimum
        self._held: tuple[int, dict[Widget, int]] | None = None
        self.set_class(horizontal, "-horizontal")

    def move_by(self, cells: int) -> int:
        """Make the pane before larger by `cells` and the one after smaller (negative: the other way round).

        Returns:
            By how many cells the splitter moved; less where a pane is as small as it may be.
        """
        return self._move(self._sizes(), cells)

    def _move(self, sizes: dict[Widget, int], cells: int) -> int:
        """Move from where the panes had `sizes`."""
        before, after = self._neighbours(list(sizes))
        if before is None or after is None:
            return 0
        least_before, least_after = (min(sizes[pane], self._least(pane)) for pane in (before, after))
        cells = max(least_before - sizes[before], min(cells, sizes[after] - least_after))
        wanted = sizes | {before: sizes[before] + cells, after: sizes[after] - cells}
        for pane, size in wanted.items():
            if self._horizontal:
                pane.styles.height = f"{size}fr"
            else:
                pane.styles.width = f"{size}fr"
        if cells:
            self.post_message(self.Resized(self, tuple(wanted.values())))
        return cells

    def action_grow(self) -> None:
        """Make the pane before the splitter larger."""
        self.move_by(STEP)

    def action_shrink(self) -> None:
        """Make the pane before the splitter smaller."""
        self.move_by(-STEP)

    def _siblings(self) -> list[Widget]:
        parent = self.parent
        return [child for child in parent.children if child.display] if isinstance(parent, Widget) else []

    def _panes(self) -> list[Widget]:
        return [child for child in self._siblings() if not isinstance(child, Splitter)]

    def _neighbours(self, panes: list[Widget]) -> tuple[Widget | None, Widget | None]:
        siblings = self._siblings()
        if self not in siblings:
            return None, None
        place = siblings.index(self)
        before = next((pane for pane in reversed(siblings[:place]) if pane in panes), None)
        return before, next((pane for pane in siblings[place:] if pane in panes), None)

    def _sizes(self) -> dict[Widget, int]:
        return {
            pane: pane.outer_size.height if self._horizontal else pane.outer_size.width
            for pane in self._panes()
        }

    def _least(self, pane: Widget) -> int:
        own = pane.styles.min_height if self._horizontal else pane.styles.min_width
        return max(self._minimum, int(own.value) if own is not None and own.is_cells else 0)

    def render_line(self, y: int) -> Strip:
        """Paint the divider, with a grip in its middle."""
        width, height = self.size
        line, grip = component_style(self, "splitter--line"), component_style(self, "splitter--grip")
        if self._horizontal:
            side = max(0, (width - 3) // 2)
            middle = Segment("┅┅┅", grip)
            return Strip([Segment("─" * side, line), middle, Segment("─" * (width - side - 3), line)])
        is_grip = abs(y - height // 2) <= 1
        return Strip([Segment("┇" if is_grip else "│", grip if is_grip else line)])

    # Mouse

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Take hold of the divider."""
        if event.button == 1:
            event.stop()
            self._held = (self._pointer(event), self._sizes())
            self.add_class("-dragged")
            self.capture_mouse()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Move the divider to the mouse."""
        if self._held is not None:
            # Counted from where it was taken: the panes may not be laid out anew since the last move.
            start, sizes = self._held
            self._move(sizes, self._pointer(event) - start)

    def on_mouse_up(self, event: events.MouseUp) -> None:
        """Let go of the divider."""
        if self._held is not None:
            event.stop()
            self._held = None
            self.remove_class("-dragged")
            self.release_mouse()

    def _pointer(self, event: events.MouseEvent) -> int:
        return event.screen_y if self._horizontal else event.screen_x
