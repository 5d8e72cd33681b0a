"""The timeline as bars over an axis, with a cursor and a range that can be brushed."""

from __future__ import annotations

from datetime import date

from textual.message import Message
from textual.widget import Widget

from index.model import Bucket, Period, Timeline


class Histogram(Widget, can_focus=True):
    """A `Timeline` as bars. Set its height by CSS, 4 to 10 rows; below 7 it is compact.

    Keys: left/right move the cursor over the periods, Enter chooses the period (again: frees it), shift+left/right
    or `v` then left/right brush a range, Escape gives up the brush or clears the range, `u` chooses the undated
    articles, `+` and `-` change the granularity. Mouse: click chooses, drag brushes, the wheel zooms.
    """

    class PeriodChosen(Message):
        """A period or a range of periods was chosen; None: all time again."""

        def __init__(self, period: Period | None) -> None:
            super().__init__()
            self.period = period

    class UndatedChosen(Message):
        """The undated articles were chosen (or let go again: the screen knows)."""

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

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)

    def show(self, timeline: Timeline, *, chosen: Period | None = None, undated_chosen: bool = False) -> None:
        """Show a timeline; the cursor stays at its day where it can."""
        raise NotImplementedError

    def choose(self, period: Period | None, *, undated: bool = False) -> None:
        """Show `period` as the chosen range; posts nothing."""
        raise NotImplementedError

    def stand_at(self, day: date | None) -> None:
        """Put the tick `▴` under the period of the chosen article's day (None: no tick), and bring it into view."""
        raise NotImplementedError

    @property
    def cursor(self) -> Bucket | None:
        """The period under the cursor."""
        raise NotImplementedError

    def go_to(self, day: date) -> None:
        """Put the cursor on the period that holds `day`, or the nearest one."""
        raise NotImplementedError

    def step(self, delta: int) -> None:
        """Move the cursor by `delta` periods."""
        raise NotImplementedError
