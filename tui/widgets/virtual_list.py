"""A list of any length that costs only what is on screen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar, Protocol

from rich.style import Style
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from tui.render.heights import Heights


@dataclass(frozen=True, slots=True)
class RowContext:
    """How a row is to be painted.

    Attributes:
        width: the cells that the row may fill, without marker and margins.
        chosen: whether the cursor is on the row.
        focused: whether the list has the focus.
        style: gives the style of a component class by its last part, on the row's own background;
            `style("muted")` is the list's `list--muted`.
    """

    width: int
    chosen: bool
    focused: bool
    style: Callable[[str], Style]


class RowSource(Protocol):
    """Where a list gets its rows from. Rows are numbered from 0."""

    @property
    def heights(self) -> Heights:
        """Return the heights of all rows, loaded or not."""

    def loaded(self, row: int) -> bool:
        """Return whether `row` can be painted now; if not, `render` gives a placeholder and the list asks for it."""

    def selectable(self, row: int) -> bool:
        """Return whether the cursor may stand on `row`; headings are not selectable."""

    def render(self, row: int, line: int, context: RowContext) -> Strip:
        """Return line `line` of `row`; the list cuts and fills it to the width."""


class VirtualList(ScrollView, can_focus=True):
    """A list of rows out of a `RowSource`, with a cursor that moves by keys and mouse.

    Component classes that rows use by `context.style`: `row`, `heading`, `muted`, `match`, `count`, `required`,
    `excluded`, `own`. A subclass may add its own, named `list--…`.
    """

    class Highlighted(Message):
        """The cursor came to stand on `row`."""

        def __init__(self, control: VirtualList, row: int) -> None:
            super().__init__()
            self.list = control
            self.row = row

        @property
        def control(self) -> VirtualList:
            """The list itself, for `@on(…, "#id")`."""
            return self.list

    class Chosen(Highlighted):
        """`row` was chosen with Enter or a double click."""

    class RowsWanted(Message):
        """Rows `first` to `last` (both included) are on screen and not loaded."""

        def __init__(self, control: VirtualList, first: int, last: int) -> None:
            super().__init__()
            self.list = control
            self.first = first
            self.last = last

        @property
        def control(self) -> VirtualList:
            """The list itself, for `@on(…, "#id")`."""
            return self.list

    COMPONENT_CLASSES: ClassVar[set[str]] = set()

    def __init__(self, source: RowSource | None = None, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)

    def show(self, source: RowSource, *, cursor: int | None = 0, keep_scroll: bool = False) -> None:
        """Show other rows, with the cursor on `cursor` or the next selectable row; None leaves no cursor."""
        raise NotImplementedError

    def rows_changed(self, first: int = 0, last: int | None = None) -> None:
        """Paint rows again whose contents (not heights) changed, for example because they were loaded."""
        raise NotImplementedError

    @property
    def cursor(self) -> int | None:
        """The row that the cursor is on."""
        raise NotImplementedError

    @property
    def visible_rows(self) -> range:
        """The rows that are on screen now, in part or whole."""
        raise NotImplementedError

    def move_to(self, row: int, *, announce: bool = True) -> None:
        """Put the cursor on `row`, or the nearest selectable one, and bring it into view; posts `Highlighted`."""
        raise NotImplementedError

    def move(self, delta: int) -> None:
        """Move the cursor by `delta` selectable rows (±1) or about as many rows (pages)."""
        raise NotImplementedError

    def action_first(self) -> None:
        """Go to the first row (`gg` is a chord of the screen, which calls this)."""

    def action_last(self) -> None:
        """Go to the last row."""
