"""The first thing painted: the frames of the desk, while its parts are still being loaded."""

from __future__ import annotations

from typing import ClassVar, Final

from rich.segment import Segment
from textual.app import ComposeResult
from textual.message import Message
from textual.screen import Screen
from textual.strip import Strip
from textual.widget import Widget

from tui.layout import Pane, fits, shares_at, shown_panes
from tui.render.frames import frame_lines

_TITLES: Final = {Pane.TIMELINE: "1 Timeline", Pane.TOPICS: "2 Topics", Pane.SOURCE: "3 Source"}
_SEARCH_LINE: Final = " / "
OPENING_WORDS: Final = "Opening the library …"
_LINES_AROUND: Final = 3
"""The search line above the frames, the status line and the keys below."""


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
        if y == 0 or y >= below:
            text = {0: _SEARCH_LINE, below: f" {OPENING_WORDS}"}.get(y, "")
            style = self.get_component_rich_style("frames--keys") if y > below else self.rich_style
        else:
            panes = shown_panes(width, Pane.TIMELINE, Pane.SOURCE) if fits(width, height) else ()
            titles, shares = [_TITLES[pane] for pane in panes], [shares_at(width)[pane] for pane in panes]
            text = frame_lines(width, height - _LINES_AROUND, titles, shares)[y - 1]
            style = self.get_component_rich_style("frames--border")
        return Strip([Segment(text[:width].ljust(width), style)], width)


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
