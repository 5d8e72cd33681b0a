"""The first thing that Textual paints: the desk as it stands already, while its parts are being loaded."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from rich.segment import Segment
from rich.style import Style
from textual.app import ComposeResult
from textual.message import Message
from textual.screen import Screen
from textual.strip import Strip
from textual.widget import Widget

from tui.render.empty_desk import empty_desk

if TYPE_CHECKING:
    from tui.panes.first_desk import FirstDesk


class Frames(Widget):
    """The desk as one widget of plain lines: the cheapest there is to lay out."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "frames--border",
        "frames--muted",
        "frames--heading",
        "frames--match",
        "frames--bar",
        "frames--keys",
    }
    DEFAULT_CSS = """
    Frames {
        height: 1fr;
        color: $foreground;
        & > .frames--border { color: $foreground 22%; }
        & > .frames--muted { color: $text-muted; }
        & > .frames--heading { color: $text-secondary; text-style: bold; }
        & > .frames--match { color: $text-warning; text-style: bold underline; }
        & > .frames--bar { color: $primary; }
        & > .frames--keys { background: $panel; }
    }
    """

    def __init__(self, first: FirstDesk | None) -> None:
        """Take what is to be seen in the frames; None for nothing."""
        super().__init__()
        self._first = first
        self._lines: tuple[tuple[int, int], list[list[Segment]]] | None = None

    def render_line(self, y: int) -> Strip:
        """Paint a line."""
        width, height = self.size
        if self._lines is None or self._lines[0] != self.size:
            self._lines = (self.size, self._made(width, height))
        return Strip(self._lines[1][y], width).apply_style(self.rich_style)

    def _made(self, width: int, height: int) -> list[list[Segment]]:
        if self._first is not None:
            return self._first.lines(width, height, self._styled)
        kinds = ["row", *["border"] * (height - 3), "row", "keys"]
        lines = zip(empty_desk(width, height), kinds, strict=False)
        return [[Segment(line, self._styled(kind))] for line, kind in lines]

    def _styled(self, kind: str) -> Style:
        kind = {"count": "muted", "status": "muted", "scale": "muted", "axis": "muted", "label": "muted"}.get(
            kind, kind
        )
        name = f"frames--{kind}"
        return self.get_component_rich_style(name) if name in self.COMPONENT_CLASSES else self.rich_style


class CurtainScreen(Screen[None]):
    """Looks like the desk with nothing in it; tells when it has been painted."""

    class Painted(Message):
        """The frames are on the screen."""

    def __init__(self, first: FirstDesk | None = None) -> None:
        """Take what is on the terminal already; None for the empty frames."""
        super().__init__()
        self._first = first

    def compose(self) -> ComposeResult:
        """Put the frames where the desk will have its panes."""
        yield Frames(self._first)

    def on_mount(self) -> None:
        """Wait for the first paint."""
        self.call_after_refresh(self.post_message, self.Painted())
