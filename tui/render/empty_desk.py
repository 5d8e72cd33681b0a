"""The desk with nothing in it, as plain lines: what is on the screen until its parts are loaded."""

from __future__ import annotations

from typing import Final

from tui.layout import Pane, fits, shares_at, shown_panes
from tui.render.frames import frame_lines

OPENING_WORDS: Final = "Opening the library …"
SEARCH_LINE: Final = " / "
_TITLES: Final = {Pane.TIMELINE: "1 Timeline", Pane.TOPICS: "2 Topics", Pane.SOURCE: "3 Source"}
_LINES_AROUND: Final = 3
"""The search line above the frames, the status line and the keys below."""


def empty_desk(width: int, height: int) -> list[str]:
    """Return the lines of an empty desk, each as wide as the terminal."""
    panes = shown_panes(width, Pane.TIMELINE, Pane.SOURCE) if fits(width, height) else ()
    shares = shares_at(width)
    room = max(0, height - _LINES_AROUND)
    frames = frame_lines(width, room, [_TITLES[pane] for pane in panes], [shares[pane] for pane in panes])
    lines = [SEARCH_LINE, *frames, f" {OPENING_WORDS}", ""]
    return [line[:width].ljust(width) for line in lines[:height]]
