"""The timeline as bars over an axis, with a cursor and a range that can be brushed."""

from __future__ import annotations

from bisect import bisect_right
from datetime import date
from typing import ClassVar

from rich.segment import Segment
from textual import events
from textual.actions import SkipAction
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.strip import Strip

from index.model import Bucket, Granularity, Period, Timeline
from tui.render import plot
from tui.widgets.paint import StyledWidget, component_style

FINER = -1
"""One step along `index.model.Granularity`, which goes from the finest to the coarsest."""
COARSER = 1


class Histogram(StyledWidget, can_focus=True):
    """A `Timeline` as bars. Set its height by CSS, 4 to 10 rows; from 7 on the periods are labelled, too.

    Keys: left/right move the cursor over the periods, Enter chooses the period (again: frees it),
    shift+left/right or `v` then left/right brush a range, Escape gives up the brush or clears the range, `u`
    chooses the undated articles, `+` and `-` change the granularity. Mouse: click chooses, drag brushes, the
    wheel zooms.
    """

    ALLOW_SELECT = False

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "histogram--caption",
        "histogram--count",
        "histogram--undated",
        "histogram--undated-chosen",
        "histogram--scale",
        "histogram--bar",
        "histogram--bar-outside",
        "histogram--bar-cursor",
        "histogram--guide",
        "histogram--axis",
        "histogram--axis-range",
        "histogram--axis-cursor",
        "histogram--tick",
        "histogram--more",
        "histogram--label",
        "histogram--year",
        "histogram--blank",
    }

    DEFAULT_CSS = """
    Histogram {
        height: 8;
        & > .histogram--caption { color: $text-muted; }
        & > .histogram--count { color: $foreground; text-style: bold; }
        & > .histogram--undated { color: $text-muted; }
        & > .histogram--undated-chosen { text-style: bold reverse; }
        & > .histogram--scale { color: $foreground 45%; }
        & > .histogram--bar { color: $primary; }
        & > .histogram--bar-outside { color: $foreground 25%; }
        & > .histogram--bar-cursor { color: $warning; }
        & > .histogram--guide { color: $foreground 30%; }
        & > .histogram--axis { color: $foreground 45%; }
        & > .histogram--axis-range { color: $warning; text-style: bold; }
        & > .histogram--axis-cursor { color: $warning; text-style: bold reverse; }
        & > .histogram--tick { color: $text-accent; text-style: bold; }
        & > .histogram--more { color: $warning; text-style: bold; }
        & > .histogram--label { color: $text-muted; }
        & > .histogram--year { color: $foreground 85%; }
    }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left,h", "step(-1)", "Earlier", show=False, id="histogram.earlier"),
        Binding("right,l", "step(1)", "Later", show=False, id="histogram.later"),
        Binding("shift+left", "brush(-1)", "Brush earlier", show=False, id="histogram.brush_earlier"),
        Binding("shift+right", "brush(1)", "Brush later", show=False, id="histogram.brush_later"),
        Binding("v", "start_brush", "Brush a range", show=False, id="histogram.brush"),
        Binding("home", "edge(-1)", "First period", show=False, id="histogram.first"),
        Binding("end", "edge(1)", "Last period", show=False, id="histogram.last"),
        Binding("enter", "choose", "Choose period", show=False, id="histogram.choose"),
        Binding("escape", "clear", "Clear range", show=False, id="histogram.clear"),
        Binding("u", "undated", "Undated", show=False, id="histogram.undated"),
        Binding("plus,equals_sign", "zoom(-1)", "Finer", show=False, id="histogram.finer"),
        Binding("minus", "zoom(1)", "Coarser", show=False, id="histogram.coarser"),
    ]

    class PeriodChosen(Message):
        """A period or a range of periods was chosen; None: all time again."""

        def __init__(self, period: Period | None) -> None:
            super().__init__()
            self.period = period

    class UndatedChosen(Message):
        """The undated articles were chosen, or let go again where they were chosen."""

    class GranularityChanged(Message):
        """Finer (`delta` −1) or coarser (+1) periods are wanted: a step along `index.model.Granularity`."""

        def __init__(self, delta: int) -> None:
            super().__init__()
            self.delta = delta

    class CursorMoved(Message):
        """The cursor came to stand on `bucket`."""

        def __init__(self, bucket: Bucket) -> None:
            super().__init__()
            self.bucket = bucket

    def __init__(
        self,
        *,
        id: str | None = None,  # noqa: A002 - named as in every Textual widget
        classes: str | None = None,
    ) -> None:
        super().__init__(id=id, classes=classes)
        self._timeline = Timeline(Granularity.MONTH, ())
        self._starts: list[date] = []
        self._largest = 0
        self._chosen: Period | None = None
        self._undated_chosen = False
        self._standing: date | None = None
        self._cursor: int | None = None
        self._in_view: int | None = None
        self._anchor: int | None = None
        self._first = 0
        self._dragging = False
        self._painted: tuple[plot.View, list[list[plot.Piece]]] | None = None

    # What a pane does with it

    def show(self, timeline: Timeline, *, chosen: Period | None = None, undated_chosen: bool = False) -> None:
        """Show a timeline; the cursor stays at its day where it can, and else goes to the first articles."""
        day = self.cursor.period.first if self.cursor else None
        self._timeline = timeline
        self._starts = [bucket.period.first for bucket in timeline.buckets]
        self._largest = max((bucket.count for bucket in timeline.buckets), default=0)
        self._chosen = chosen
        self._undated_chosen = undated_chosen
        self._anchor = None
        self._cursor = None
        if timeline.buckets:
            filled = (index for index, bucket in enumerate(timeline.buckets) if bucket.count)
            self._cursor = next(filled, 0) if day is None else self._index_of(day)
        self._keep_in_view(self._cursor)

    def choose(self, period: Period | None, *, undated: bool = False) -> None:
        """Show `period` as the chosen range; posts nothing."""
        self._chosen = period
        self._undated_chosen = undated
        self._anchor = None
        self.refresh()

    def stand_at(self, day: date | None) -> None:
        """Put the tick `▴` under the period of the chosen article and bring it into view; None: no tick."""
        self._standing = day
        if day is not None and self._timeline.buckets:
            self._keep_in_view(self._index_of(day))
        self.refresh()

    @property
    def cursor(self) -> Bucket | None:
        """The period under the cursor."""
        return None if self._cursor is None else self._timeline.buckets[self._cursor]

    def go_to(self, day: date) -> None:
        """Put the cursor on the period that holds `day`, or the nearest one."""
        if self._timeline.buckets:
            self._move_cursor(self._index_of(day))

    def step(self, delta: int) -> None:
        """Move the cursor by `delta` periods."""
        if self._cursor is not None:
            self._move_cursor(self._cursor + delta)

    # Keys

    def action_step(self, delta: int) -> None:
        """Move the cursor by one period; while brushing, the end of the range with it."""
        self.step(delta)

    def action_edge(self, direction: int) -> None:
        """Move the cursor to the first or last period."""
        self.step(direction * len(self._timeline.buckets))

    def action_brush(self, delta: int) -> None:
        """Extend the range by one period, beginning one at the cursor."""
        if self._anchor is None:
            self._anchor = self._cursor
        self.step(delta)

    def action_start_brush(self) -> None:
        """Begin a range at the cursor; a second time gives it up."""
        self._anchor = self._cursor if self._anchor is None else None
        self.refresh()

    def action_choose(self) -> None:
        """Choose the brushed range, or the period under the cursor; the chosen one again: free it."""
        if self._cursor is None:
            return
        first, last = sorted((self._cursor, self._cursor if self._anchor is None else self._anchor))
        buckets = self._timeline.buckets
        period = Period(buckets[first].period.first, buckets[last].period.last)
        self._post_choice(None if period == self._chosen else period)

    def action_clear(self) -> None:
        """Give up the brush, or clear the range; where there is neither, Escape is for others."""
        if self._anchor is not None:
            self._anchor = None
            self.refresh()
        elif self._chosen is not None:
            self._post_choice(None)
        elif self._undated_chosen:
            self.action_undated()
        else:
            raise SkipAction

    def action_undated(self) -> None:
        """Choose the undated articles."""
        if self._timeline.undated or self._undated_chosen:
            self.post_message(self.UndatedChosen())

    def action_zoom(self, delta: int) -> None:
        """Ask for finer or coarser periods."""
        self.post_message(self.GranularityChanged(delta))

    # State

    def _post_choice(self, period: Period | None) -> None:
        self.choose(period)
        self.post_message(self.PeriodChosen(period))

    def _index_of(self, day: date) -> int:
        return max(0, bisect_right(self._starts, day) - 1)

    def _move_cursor(self, index: int) -> None:
        index = min(max(0, index), len(self._timeline.buckets) - 1)
        if index == self._cursor:
            return
        self._cursor = index
        self._keep_in_view(index)
        self.post_message(self.CursorMoved(self._timeline.buckets[index]))

    def _geometry(self, keep: int | None = None) -> plot.Geometry:
        width, height = self.size
        return plot.lay_out(self._timeline, width, height, self._largest, first=self._first, keep=keep)

    def _keep_in_view(self, index: int | None) -> None:
        self._in_view = index
        if self.size.width:
            self._first = self._geometry(index).first
        self.refresh()

    def _marked(self) -> tuple[int, int] | None:
        """Return the first and last period of the brushed or chosen range."""
        if self._anchor is not None and self._cursor is not None:
            return min(self._anchor, self._cursor), max(self._anchor, self._cursor)
        if self._chosen is None or not self._starts or self._chosen.last < self._starts[0]:
            return None
        if self._chosen.first > self._timeline.buckets[-1].period.last:
            return None
        return self._index_of(self._chosen.first), self._index_of(self._chosen.last)

    def _view(self) -> plot.View:
        standing = self._standing
        inside = standing is not None and bool(self._starts) and standing >= self._starts[0]
        inside = inside and standing is not None and standing <= self._timeline.buckets[-1].period.last
        return plot.View(
            timeline=self._timeline,
            geometry=self._geometry(),
            width=self.size.width,
            cursor=self._cursor,
            marked=self._marked(),
            standing=self._index_of(standing) if inside and standing is not None else None,
            brushing=self._anchor is not None,
            undated_chosen=self._undated_chosen,
            focused=self.has_focus,
        )

    # Paint

    def render_line(self, y: int) -> Strip:
        """Paint one line."""
        view = self._view()
        if self._painted is None or self._painted[0] != view:
            self._painted = (view, plot.plot(view))
        lines = self._painted[1]
        blank = component_style(self, "histogram--blank")
        pieces = lines[y] if y < len(lines) else []
        segments = [Segment(text, component_style(self, f"histogram--{kind}")) for text, kind in pieces]
        return Strip(segments).adjust_cell_length(self.size.width, blank)

    def on_resize(self) -> None:
        """Keep in view what was brought into view last."""
        self._keep_in_view(self._in_view)

    # Mouse

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Begin to brush at the period under the mouse, or choose the undated articles."""
        offset = event.get_content_offset(self)
        if offset is None or event.button != 1:
            return
        undated = plot.undated_label(self._timeline)
        if undated and offset.y == 0 and offset.x >= self.size.width - len(undated):
            self.action_undated()
            return
        bucket = self._geometry().bucket_at(offset.x)
        if bucket is not None and offset.y > 0:
            self._dragging = True
            self.capture_mouse()
            self._anchor = bucket
            self._move_cursor(bucket)
            self.refresh()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Brush to the period under the mouse."""
        if self._dragging:
            self._move_cursor(self._geometry().nearest_bucket(event.x - self.gutter.left))

    def on_mouse_up(self, event: events.MouseUp) -> None:
        """Choose what was brushed, or the one period that was clicked."""
        if self._dragging:
            event.stop()
            self._dragging = False
            self.release_mouse()
            self.action_choose()

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Zoom in."""
        event.stop()
        self.action_zoom(FINER)

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Zoom out."""
        event.stop()
        self.action_zoom(COARSER)
