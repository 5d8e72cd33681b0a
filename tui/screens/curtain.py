"""The first thing painted: the frames of the desk, while its parts are still being loaded."""

from __future__ import annotations

from typing import ClassVar

from rich.segment import Segment
from textual.app import ComposeResult
from textual.message import Message
from textual.screen import Screen
from textual.strip import Strip
from textual.widget import Widget

from tui.render.empty_desk import empty_desk


class Frames(Widget):
    """The desk with nothing in it, as one widget of plain lines: the cheapest there is to lay out."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"frames--border", "frames--keys"}
    DEFAULT_CSS = """
    Frames {
        height: 1fr;
        color: $foreground;
        & > .frames--border { color: $foreground 22%; }
        & > .frames--keys { background: $panel; }
    }
    """

    def render_line(self, y: int) -> Strip:
        """Paint a line."""
        width, height = self.size
        below = height - 2
        style = self.rich_style
        if y:
            part = "keys" if y > below else "border"
            style = self.rich_style if y == below else self.get_component_rich_style(f"frames--{part}")
        return Strip([Segment(empty_desk(width, height)[y], style)], width)


class CurtainScreen(Screen[None]):
    """Looks like the desk with nothing in it; tells when it has been painted."""

    class Painted(Message):
        """The frames are on the screen."""

    def compose(self) -> ComposeResult:
        """Put the frames where the desk will have its panes."""
        yield Frames()

    def on_mount(self) -> None:
        """Wait for the first paint."""
        self.call_after_refresh(self.post_message, self.Painted())
