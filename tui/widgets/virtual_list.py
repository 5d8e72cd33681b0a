"""A list of any length that costs only what is on screen."""

from __future__ import annotations

from typing import ClassVar, Final

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from tui.widgets.paint import StyledWidget, component_style
from tui.widgets.rows import MARKER, NoRows, RowContext, RowSource

__all__ = ["MARKER", "RowContext", "RowSource", "VirtualList"]

_LEFT: Final = 2
"""Cells before a row: the marker and a blank."""
_RIGHT: Final = 1
_DOUBLE_CLICK: Final = 2


class VirtualList(StyledWidget, ScrollView, can_focus=True, inherit_bindings=False):
    """A list of rows out of a `RowSource`, with a cursor that moves by keys and mouse.

    Component classes that rows use by `context.style`: `row`, `heading`, `muted`, `match`, `count`,
    `required`, `excluded`, `own`. A subclass may add its own, named `list--…`.
    """

    ALLOW_SELECT = False

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "list--row",
        "list--cursor",
        "list--hover",
        "list--marker",
        "list--heading",
        "list--muted",
        "list--match",
        "list--count",
        "list--required",
        "list--excluded",
        "list--own",
    }

    DEFAULT_CSS = """
    VirtualList {
        overflow-x: hidden;
        overflow-y: auto;
        scrollbar-size-vertical: 1;
        & > .list--heading { color: $text-secondary; text-style: bold; }
        & > .list--muted { color: $text-muted; }
        & > .list--count { color: $text-muted; }
        & > .list--match { color: $text-warning; text-style: bold underline; }
        & > .list--required { color: $text-primary; text-style: bold; }
        & > .list--excluded { color: $text-error; text-style: strike; }
        & > .list--own { color: $text-success; text-style: bold; }
        & > .list--hover { background: $foreground 5%; }
        & > .list--cursor { background: $foreground 9%; }
        & > .list--marker { color: $text-muted; }
        &:focus > .list--cursor { background: $primary 35%; text-style: bold; }
        &:focus > .list--marker { color: $text-primary; }
    }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down,j", "move(1)", "Down", show=False, id="list.down"),
        Binding("up,k", "move(-1)", "Up", show=False, id="list.up"),
        Binding("ctrl+d", "half_page(1)", "Half a page down", show=False, id="list.half_page_down"),
        Binding("ctrl+u", "half_page(-1)", "Half a page up", show=False, id="list.half_page_up"),
        Binding("pagedown,ctrl+f", "page(1)", "Page down", show=False, id="list.page_down"),
        Binding("pageup,ctrl+b", "page(-1)", "Page up", show=False, id="list.page_up"),
        Binding("home", "first", "First", show=False, id="list.first"),
        Binding("end,G", "last", "Last", show=False, id="list.last"),
        Binding("enter", "choose", "Choose", show=False, id="list.choose"),
    ]

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
        """Rows `first` to `last` (both included) are on screen and some of them are not loaded."""

        def __init__(self, control: VirtualList, first: int, last: int) -> None:
            super().__init__()
            self.list = control
            self.first = first
            self.last = last

        @property
        def control(self) -> VirtualList:
            """The list itself, for `@on(…, "#id")`."""
            return self.list

    def __init__(
        self,
        source: RowSource | None = None,
        *,
        id: str | None = None,  # noqa: A002 - named as in every Textual widget
        classes: str | None = None,
    ) -> None:
        super().__init__(id=id, classes=classes)
        self._source: RowSource = source or NoRows()
        self._cursor: int | None = None
        self._hover: int | None = None
        self._asked: tuple[int, int] | None = None

    # What a pane does with it

    def show(self, source: RowSource, *, cursor: int | None = 0, keep_scroll: bool = False) -> None:
        """Show other rows, with the cursor on `cursor` or the nearest selectable row; None leaves no cursor.

        Posts no `Highlighted`. The view moves to the cursor; `keep_scroll` leaves it where it is.
        """
        self._source = source
        self._hover = None
        self._asked = None
        self._cursor = None if cursor is None else self._nearest(cursor)
        self.virtual_size = Size(0, source.heights.lines)
        if not keep_scroll:
            self._bring_into_view()
        self.refresh()
        self._ask_for_rows()

    def rows_changed(self, first: int = 0, last: int | None = None) -> None:
        """Paint rows again whose contents (not heights) changed, for example because they were loaded."""
        visible = self.visible_rows
        last = self.row_count - 1 if last is None else last
        if first < visible.stop and last >= visible.start:
            self.refresh()
        self._asked = None
        self._ask_for_rows()

    @property
    def source(self) -> RowSource:
        """Where the rows come from."""
        return self._source

    def reveal(self, first: int, last: int) -> None:
        """Scroll as little as needed to show the rows from `first` to `last`, or as many as there is room."""
        heights = self._source.heights
        end = heights.line_of(last) + heights.height(last)
        top = min(heights.line_of(first), end - self.size.height)
        if top > self.scroll_offset.y:
            self.scroll_to(y=top, animate=False, force=True)

    @property
    def row_count(self) -> int:
        """How many rows there are."""
        return self._source.heights.rows

    @property
    def cursor(self) -> int | None:
        """The row that the cursor is on."""
        return self._cursor

    @property
    def visible_rows(self) -> range:
        """The rows that are on screen now, in part or whole."""
        heights = self._source.heights
        top = self.scroll_offset.y
        bottom = min(heights.lines, top + self.size.height)
        if bottom <= top:
            return range(0)
        return range(heights.row_at(top)[0], heights.row_at(bottom - 1)[0] + 1)

    def move_to(self, row: int, *, announce: bool = True) -> None:
        """Put the cursor on `row`, or the nearest selectable one, and bring it into view.

        Posts `Highlighted` where the cursor moved and `announce` is set.
        """
        self._set_cursor(self._nearest(row), announce=announce)

    def move(self, delta: int) -> None:
        """Move the cursor over `delta` selectable rows; at the end it stays."""
        row = self._cursor
        if row is None:
            self.move_to(self.visible_rows.start)
            return
        step = 1 if delta > 0 else -1
        for _ in range(abs(delta)):
            following = self._selectable_from(row + step, step)
            if following is None:
                break
            row = following
        if row == self._cursor and step < 0:
            # Nothing above to stand on, but perhaps a heading to be seen.
            self.scroll_to(y=max(0, self.scroll_offset.y - 1), animate=False, force=True)
        self._set_cursor(row)

    # Keys

    def action_move(self, delta: int) -> None:
        """Move the cursor by one row."""
        self.move(delta)

    def action_first(self) -> None:
        """Go to the first row (`gg` is a chord of the screen, which calls this)."""
        self.move_to(0)
        self.scroll_to(y=0, animate=False, force=True)

    def action_last(self) -> None:
        """Go to the last row."""
        self.move_to(self.row_count - 1)

    def action_page(self, direction: int) -> None:
        """Move the cursor by one page down (1) or up (−1)."""
        self._move_lines(direction * max(1, self.size.height - 1))

    def action_half_page(self, direction: int) -> None:
        """Move the cursor by half a page down (1) or up (−1)."""
        self._move_lines(direction * max(1, self.size.height // 2))

    def action_choose(self) -> None:
        """Choose the row that the cursor is on."""
        if self._cursor is not None:
            self.post_message(self.Chosen(self, self._cursor))

    # Cursor

    def _selectable_from(self, row: int, step: int) -> int | None:
        while 0 <= row < self.row_count:
            if self._source.selectable(row):
                return row
            row += step
        return None

    def _nearest(self, row: int) -> int | None:
        if not self.row_count:
            return None
        row = min(max(0, row), self.row_count - 1)
        below = self._selectable_from(row, 1)
        return self._selectable_from(row, -1) if below is None else below

    def _set_cursor(self, row: int | None, *, announce: bool = True) -> None:
        if row is None:
            return
        moved = row != self._cursor
        before, self._cursor = self._cursor, row
        self._bring_into_view()
        if moved:
            for changed in (before, row):
                self._refresh_row(changed)
            if announce:
                self.post_message(self.Highlighted(self, row))

    def _move_lines(self, delta: int) -> None:
        """Move the cursor by about so many lines, and the view with it."""
        heights = self._source.heights
        if not heights.rows:
            return
        line = heights.line_of(self._cursor or 0) + delta
        row = heights.row_at(min(max(0, line), heights.lines - 1))[0]
        if self._cursor is not None and row == self._cursor:
            row += 1 if delta > 0 else -1
        if delta < 0:
            above = self._selectable_from(max(0, row), -1)
            row = row if above is None else above
        self.scroll_to(y=self.scroll_offset.y + delta, animate=False, force=True)
        self.move_to(row)

    def _bring_into_view(self) -> None:
        """Scroll as little as needed to show the cursor's row, with the heading above it."""
        if self._cursor is None or not self.size.height:
            return
        heights, row, height = self._source.heights, self._cursor, self.size.height
        first = heights.line_of(row)
        end = first + heights.height(row)
        if row and not self._source.selectable(row - 1) and end - heights.line_of(row - 1) <= height:
            first = heights.line_of(row - 1)
        top = self.scroll_offset.y
        if first < top:
            self.scroll_to(y=first, animate=False, force=True)
        elif end > top + height:
            self.scroll_to(y=end - height, animate=False, force=True)

    # Paint

    def _ask_for_rows(self) -> None:
        missing = [row for row in self.visible_rows if not self._source.loaded(row)]
        if missing and self._asked != (missing[0], missing[-1]):
            self._asked = (missing[0], missing[-1])
            self.post_message(self.RowsWanted(self, *self._asked))

    def _refresh_row(self, row: int | None) -> None:
        if row is not None and row < self.row_count:
            self.refresh_lines(self._source.heights.line_of(row), self._source.heights.height(row))

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Ask for what came into view."""
        super().watch_scroll_y(old_value, new_value)
        self._ask_for_rows()

    def render_line(self, y: int) -> Strip:
        """Paint line `y` of the view."""
        width = self.size.width
        line = self.scroll_offset.y + y
        if line >= self._source.heights.lines:
            return Strip.blank(width, component_style(self, "list--row"))
        row, part = self._source.heights.row_at(line)
        chosen = row == self._cursor
        below = ["list--row"]
        if chosen:
            below.append("list--cursor")
        elif row == self._hover and self._source.selectable(row):
            below.append("list--hover")

        def style(*names: str) -> Style:
            return component_style(self, *below, *(f"list--{name}" for name in names))

        base = style()
        inner = max(0, width - _LEFT - _RIGHT)
        context = RowContext(inner, chosen, self.has_focus, style)
        line_of_row = Strip(self._source.render(row, part, context))
        content = line_of_row.adjust_cell_length(inner, base).apply_style(base)
        marker = Segment(f"{MARKER if chosen else ' '} ", style("marker"))
        return Strip([marker, *content, Segment(" " * _RIGHT, base)]).adjust_cell_length(width, base)

    # Mouse

    def _row_under(self, event: events.MouseEvent) -> int | None:
        offset = event.get_content_offset(self)
        if offset is None:
            return None
        line = self.scroll_offset.y + offset.y
        return self._source.heights.row_at(line)[0] if line < self._source.heights.lines else None

    def on_click(self, event: events.Click) -> None:
        """Put the cursor under the mouse; a double click chooses."""
        row = self._row_under(event)
        if row is None or not self._source.selectable(row):
            return
        event.stop()
        self.move_to(row)
        offset = event.get_content_offset_capture(self)
        line = self.scroll_offset.y + offset.y - self._source.heights.line_of(row)
        if self.taken(row, line, offset.x - _LEFT, self.size.width - _LEFT - _RIGHT):
            return
        if event.chain == _DOUBLE_CLICK:
            self.action_choose()

    def taken(self, row: int, line: int, column: int, cells: int) -> bool:  # noqa: ARG002 - for subclasses
        """Return whether a click on a part of a row did something of its own.

        Args:
            row: which row, where the cursor is by then.
            line: which of its lines.
            column: which cell of that.
            cells: how many it has.
        """
        return False

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Show what a click would choose."""
        self._set_hover(self._row_under(event))

    def on_leave(self) -> None:
        """Forget the mouse."""
        self._set_hover(None)

    def _set_hover(self, row: int | None) -> None:
        if row != self._hover:
            before, self._hover = self._hover, row
            for changed in (before, row):
                self._refresh_row(changed)

    def on_resize(self) -> None:
        """Keep the cursor in view."""
        self._bring_into_view()
        self._ask_for_rows()
