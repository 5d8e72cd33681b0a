"""The first thing painted: the frames of the desk, while its parts are still being loaded."""

from __future__ import annotations

from typing import Final

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.message import Message
from textual.screen import Screen
from textual.widgets import Static

from tui.layout import Pane, fits, shown_panes

_TITLES: Final = {Pane.TIMELINE: "1 Timeline", Pane.TOPICS: "2 Topics", Pane.SOURCE: "3 Source"}
OPENING_WORDS: Final = "Opening the library …"


class CurtainScreen(Screen[None]):
    """Looks like the desk with nothing in it; tells when it has been painted."""

    class Painted(Message):
        """The frames are on the screen."""

    def compose(self) -> ComposeResult:
        """Put the frames where the desk will have its panes."""
        size = self.app.size
        # The frames of now will do: the desk, which follows every change of size, comes in a moment.
        shown = shown_panes(size.width, Pane.TIMELINE, Pane.SOURCE) if fits(*size) else ()
        yield Static(" / ")
        with Horizontal(id="panes"):
            for pane in shown:
                frame = Static(id=pane.value, classes="pane")
                frame.border_title = _TITLES[pane]
                yield frame
        yield Static(Content(f" {OPENING_WORDS}"), id="opening")
        yield Static("", id="keys")

    def on_mount(self) -> None:
        """Wait for the first paint."""
        self.call_after_refresh(self.post_message, self.Painted())
