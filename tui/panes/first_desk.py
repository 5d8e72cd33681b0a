"""The desk as it is painted before Textual is there: its frames, and in them the first answer.

The rows and bars are those that the timeline pane will paint a moment later, made by the same code.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from rich.segment import Segment
from rich.style import Style

from index.model import Hit, Timeline
from tui.layout import ROOMY_HEIGHT
from tui.panes.hit_rows import HitRows
from tui.render import plot
from tui.render.cells import clean, pad, width
from tui.render.empty_desk import SEARCH_LINE, empty_desk, first_box
from tui.render.facts import Answered, fact_words
from tui.rows import laid_out, timeline_for
from tui.session import Session
from tui.widgets.rows import MARKER, RowContext

LOADING_WORDS: Final = "Loading the desk …"
BARS_LINES: Final = 9
"""Lines of the histogram, as in the style sheet."""
FEW_BARS_LINES: Final = 5
_MARGINS: Final = 3
"""Cells beside a row: the marker and a blank before it, and a blank after it."""
_ABOVE: Final = 3
"""An article that is jumped to stands a third of the list below its top."""

Styled = Callable[[str], Style]
"""Gives the style of a kind of text: of rows as `list--…` has it, of bars as `histogram--…`."""


@dataclass(frozen=True, slots=True)
class FirstAnswer:
    """What the timeline shows first.

    Attributes:
        session: what was asked.
        hits: some rows of the result.
        offset: number of the first of them.
        number: of the row that the cursor is on.
        total: articles that match.
        rows: rows of the whole list.
        row_days, inside, whole: rows and articles by day number, without the chosen period in the end.
        articles: in the library.
        engine: name of the search engine.
        seconds: time taken.
    """

    session: Session
    hits: tuple[Hit, ...]
    offset: int
    number: int
    total: int
    rows: int
    row_days: Mapping[int, int]
    inside: Mapping[int, int]
    whole: Mapping[int, int]
    articles: int
    engine: str
    seconds: float


@dataclass(frozen=True, slots=True)
class FirstDesk:
    """The desk with its first answer.

    Attributes:
        answer: what the timeline shows.
        banner: a line above the panes, or nothing.
    """

    answer: FirstAnswer
    banner: str = ""

    def lines(self, columns: int, height: int, styled: Styled) -> list[list[Segment]]:
        """Return the lines of the desk in a terminal of some size."""
        frames = empty_desk(columns, height, banner=self.banner)
        lines = [[Segment(line, styled("border"))] for line in frames]
        box = first_box(columns, height, banner=self.banner)
        if box is None:
            return lines
        content = self._timeline(box.cells, box.lines, height, styled)
        for y, segments in enumerate(content, box.top):
            line = frames[y]
            left = Segment(line[: box.left], styled("border"))
            lines[y] = [left, *segments, Segment(line[box.left + box.cells :], styled("border"))]
        lines[0] = [
            Segment(pad(f"{SEARCH_LINE}{clean(self.answer.session.query)}", columns), styled("query"))
        ]
        lines[-2] = [Segment(self._status(columns), styled("status"))]
        lines[-1] = [Segment(" " * columns, styled("keys"))]
        return lines

    def _timeline(self, cells: int, height: int, screen: int, styled: Styled) -> list[list[Segment]]:
        answer = self.answer
        timeline = timeline_for(answer.whole, answer.session.granularity, cells)
        bars_lines = BARS_LINES if screen >= ROOMY_HEIGHT else FEW_BARS_LINES
        largest = max((bucket.count for bucket in timeline.buckets), default=0)
        loaded = dict(enumerate(answer.hits, answer.offset))
        standing = _standing(timeline, loaded.get(answer.number))
        geometry = plot.lay_out(timeline, cells, bars_lines, largest, keep=standing)
        view = plot.View(timeline, geometry, cells, cursor=standing, standing=standing)
        bars = [[Segment(text, styled(kind)) for text, kind in line] for line in plot.plot(view)]
        bars = (bars + [[]] * bars_lines)[:bars_lines]
        layout = laid_out(answer.row_days, timeline.granularity, answer.session.order, answer.inside)
        rows = HitRows(layout, timeline.granularity, answer.session.order, loaded)
        listed = [] if layout.total != answer.rows else self._list(rows, cells, height - bars_lines, styled)
        return [_filled(line, cells) for line in (*bars, *listed)][:height]

    def _list(self, rows: HitRows, cells: int, height: int, styled: Styled) -> list[list[Segment]]:
        heights, cursor = rows.heights, rows.layout.row_of(self.answer.number)
        first, end = heights.line_of(cursor), heights.line_of(cursor) + heights.height(cursor)
        top = 0 if end <= height else min(max(0, first - height // _ABOVE), max(0, heights.lines - height))
        bar = int(heights.lines > height)
        lines = []
        for y in range(top, min(top + height, heights.lines)):
            row, part = heights.row_at(y)
            context = RowContext(
                cells - _MARGINS - bar,
                row == cursor,
                True,
                lambda *names: styled(names[-1] if names else "row"),
            )
            marker = Segment(f"{MARKER if row == cursor else ' '} ", styled("marker"))
            lines.append([marker, *rows.render(row, part, context)])
        return lines

    def _status(self, columns: int) -> str:
        answer = self.answer
        answered = Answered(answer.total, answer.articles, answer.seconds, answer.engine, rows=answer.rows)
        words = f" {LOADING_WORDS}"
        session = answer.session
        facts = fact_words(answered, session.order, session.filters, "", max(0, columns - width(words) - 3))
        return f"{words}{facts.rjust(columns - width(words) - 1)} "[:columns].ljust(columns)


def _standing(timeline: Timeline, hit: Hit | None) -> int | None:
    """Return the period of a row on the timeline, or the first one with articles."""
    if hit is not None and hit.day is not None:
        for number, bucket in enumerate(timeline.buckets):
            if bucket.period.first <= hit.day <= bucket.period.last:
                return number
    return next((number for number, bucket in enumerate(timeline.buckets) if bucket.count), None)


def _filled(line: list[Segment], cells: int) -> list[Segment]:
    """Return a line cut or filled to so many cells, with nothing in it that could steer a terminal."""
    filled: list[Segment] = []
    for text, style, _ in line:
        fitted = clean(text)
        if width(fitted) > cells:
            fitted = pad(fitted, cells)
        cells -= width(fitted)
        filled.append(Segment(fitted, style))
    return [*filled, Segment(" " * cells)]
