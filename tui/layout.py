"""Which panes a terminal of some size can show side by side."""

from __future__ import annotations

from enum import Enum
from typing import Final

LEAST_WIDTH: Final = 40
"""Columns below which the desk says that the terminal is too small."""
LEAST_HEIGHT: Final = 14
"""Lines below which the desk says that the terminal is too small."""
TWO_PANES_WIDTH: Final = 70
"""Columns from which two panes stand side by side."""
THREE_PANES_WIDTH: Final = 110
"""Columns from which all three panes stand side by side."""
WIDE_WIDTH: Final = 150
"""Columns from which labels of topics need no more room, and texts get it."""
ROOMY_HEIGHT: Final = 30
"""Lines from which the histogram is shown in full height."""


class Pane(Enum):
    """A pane of the desk, by the id of its widget."""

    TIMELINE = "timeline"
    TOPICS = "topics"
    SOURCE = "source"


SHARES: Final = {Pane.TIMELINE: 41, Pane.TOPICS: 34, Pane.SOURCE: 43}
"""How the columns are shared out among the panes, as in the style sheet, until a divider is moved."""
WIDE_SHARES: Final = {Pane.TIMELINE: 42, Pane.TOPICS: 25, Pane.SOURCE: 45}
"""The same from `WIDE_WIDTH` on."""


def shares_at(width: int) -> dict[Pane, int]:
    """Return how so many columns are shared out among the panes."""
    return WIDE_SHARES if width >= WIDE_WIDTH else SHARES


def fits(width: int, height: int) -> bool:
    """Return whether the desk can be shown at all."""
    return width >= LEAST_WIDTH and height >= LEAST_HEIGHT


def shown_panes(width: int, focused: Pane, beside: Pane, *, zoomed: bool = False) -> tuple[Pane, ...]:
    """Return the panes to show, from left to right.

    Args:
        width: columns of the terminal.
        focused: the pane that has, or had last, the focus; it is always among them.
        beside: which of topics and source stands beside the timeline where two fit.
        zoomed: whether the focused pane alone is wanted.
    """
    if zoomed or width < TWO_PANES_WIDTH:
        return (focused,)
    if width >= THREE_PANES_WIDTH:
        return tuple(Pane)
    return (Pane.TIMELINE, beside if focused is Pane.TIMELINE else focused)
