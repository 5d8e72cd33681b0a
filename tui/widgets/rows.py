"""What a `VirtualList` asks of the rows that it shows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Protocol

from rich.segment import Segment

from tui.render.heights import Heights

if TYPE_CHECKING:
    from rich.style import Style

MARKER: Final = "▌"
"""Stands before the row that the cursor is on, so that it shows without colour."""


@dataclass(frozen=True, slots=True)
class RowContext:
    """How a row is to be painted.

    Attributes:
        width: the cells that the row may fill, without marker and margins.
        chosen: whether the cursor is on the row.
        focused: whether the list has the focus.
        style: gives the style of component classes by their last parts, on the row's own background:
            `style("muted")` is the list's `list--muted`, `style("muted", "match")` the second on the first.
    """

    width: int
    chosen: bool
    focused: bool
    style: Callable[..., Style]


class RowSource(Protocol):
    """Where a list gets its rows from. Rows are numbered from 0."""

    @property
    def heights(self) -> Heights:
        """Return the heights of all rows, loaded or not."""

    def loaded(self, row: int) -> bool:
        """Return whether `row` can be painted now; if not, `render` gives a placeholder."""

    def selectable(self, row: int) -> bool:
        """Return whether the cursor may stand on `row`; headings are not selectable."""

    def render(self, row: int, line: int, context: RowContext) -> list[Segment]:
        """Return line `line` of `row`; the list cuts and fills it to the width."""


class NoRows:
    """A source without rows."""

    heights: Final = Heights()

    def loaded(self, row: int) -> bool:
        """Return True: nothing is missing."""
        return row >= 0

    def selectable(self, row: int) -> bool:
        """Return False: there is no row."""
        return row < 0

    def render(self, row: int, line: int, context: RowContext) -> list[Segment]:
        """Return a blank line."""
        return [Segment(" " * (context.width if row >= line else 0))]
