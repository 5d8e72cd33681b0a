"""The desk with nothing in it, as plain lines: what is on the screen until its parts are loaded."""

from __future__ import annotations

from typing import Final, NamedTuple

from tui.layout import Pane, fits, shares_at, shown_panes
from tui.render.frames import frame_cells, frame_lines

OPENING_WORDS: Final = "Opening the library …"
DEMO_WORDS: Final = "This is the sample collection. For your own articles: evtui import PATH…"
SEARCH_LINE: Final = " / "
_TITLES: Final = {Pane.TIMELINE: "1 Timeline", Pane.TOPICS: "2 Topics", Pane.SOURCE: "3 Source"}
_LINES_AROUND: Final = 3
"""The search line above the frames, the status line and the keys below."""


class Box(NamedTuple):
    """The inside of a frame.

    Attributes:
        left, top: its first cell.
        cells, lines: how large it is.
    """

    left: int
    top: int
    cells: int
    lines: int


def empty_desk(width: int, height: int, *, banner: str = "") -> list[str]:
    """Return the lines of an empty desk, each as wide as the terminal.

    Args:
        width: columns of the terminal.
        height: lines of the terminal.
        banner: a line above the frames, or nothing.
    """
    panes = _panes(width, height)
    shares = shares_at(width)
    above = [SEARCH_LINE, f" {banner}"] if banner else [SEARCH_LINE]
    room = max(0, height - _LINES_AROUND - bool(banner))
    frames = frame_lines(width, room, [_TITLES[pane] for pane in panes], [shares[pane] for pane in panes])
    lines = [*above, *frames, f" {OPENING_WORDS}", ""]
    return [line[:width].ljust(width) for line in lines[:height]]


def first_box(width: int, height: int, *, banner: str = "") -> Box | None:
    """Return the inside of the first pane of an empty desk; None where nothing can be shown."""
    panes = _panes(width, height)
    if not panes:
        return None
    shares = shares_at(width)
    cells = frame_cells(width, [shares[pane] for pane in panes])[0]
    above = 2 + bool(banner)
    return Box(1, above, cells, height - _LINES_AROUND - bool(banner) - 2)


def _panes(width: int, height: int) -> tuple[Pane, ...]:
    return shown_panes(width, Pane.TIMELINE, Pane.SOURCE) if fits(width, height) else ()
