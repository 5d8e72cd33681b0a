"""The rows of the list of articles: headings of periods, and two lines for each article."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from rich.segment import Segment
from textual.strip import Strip

from index.model import Granularity, Hit, Marks, Order
from tui.panes.marked import around_match, marked
from tui.render.cells import pad, truncate, width
from tui.render.heights import Heights
from tui.render.periods import MONTHS, period_words
from tui.rows import HitLayout, Section
from tui.widgets.virtual_list import RowContext

STAR: Final = "★"
NOTE: Final = "✎"
_SOURCE_SHARE: Final = 0.4
"""A source takes at most this part of its line."""
_PLACEHOLDER: Final = "· · ·"
_LEAST_RULE: Final = 2


class HitRows:
    """Rows over a `HitLayout`, some of whose hits are loaded.

    Attributes:
        layout: which row is what.
        hits: number of a hit → the hit, as far as loaded.
    """

    def __init__(
        self, layout: HitLayout, granularity: Granularity, order: Order, hits: dict[int, Hit] | None = None
    ) -> None:
        """Take the layout, what dates are to be written by, and hits that are known already."""
        self.layout = layout
        self.hits: dict[int, Hit] = {} if hits is None else hits
        self._granularity = granularity
        self._order = order

    @property
    def heights(self) -> Heights:
        """The heights of all rows."""
        return self.layout.heights

    def load(self, offset: int, hits: Iterable[Hit]) -> None:
        """Take hits in, the first of them number `offset`."""
        self.hits.update(enumerate(hits, offset))

    def hit_on(self, row: int) -> Hit | None:
        """Return the hit on a row, where it is loaded."""
        number = self.layout.hit_at(row)
        return None if number is None else self.hits.get(number)

    def loaded(self, row: int) -> bool:
        """Return whether a row can be painted; a heading always can."""
        number = self.layout.hit_at(row)
        return number is None or number in self.hits

    def selectable(self, row: int) -> bool:
        """Return whether the cursor may stand on a row: not on a heading."""
        return self.layout.hit_at(row) is not None

    def render(self, row: int, line: int, context: RowContext) -> Strip:
        """Return one line of a row."""
        number = self.layout.hit_at(row)
        if number is None:
            section = self.layout.heading_at(row)
            return self._heading(section, context) if section else Strip([])
        hit = self.hits.get(number)
        if hit is None:
            return Strip([Segment(f"   {_PLACEHOLDER}" if line == 0 else "", context.style("muted"))])
        return self._title_line(hit, context) if line == 0 else self._text_line(hit, context)

    def _heading(self, section: Section, context: RowContext) -> Strip:
        name = period_words(section.period, self._granularity) if section.period else "Undated"
        count = f"{section.count:,}"
        rule = max(_LEAST_RULE, context.width - width(name) - len(count) - 3)
        return Strip(
            [
                Segment(f"{name} ", context.style("heading")),
                Segment("─" * rule, context.style("muted")),
                Segment(f" {count} ", context.style("count")),
            ]
        )

    def _date(self, hit: Hit) -> str:
        if hit.day is None:
            return "undated    " if self._order is Order.BEST else "   "
        if self._order is Order.BEST:
            return f"{hit.day.isoformat()} "
        if self._granularity is Granularity.DAY:
            return f"{hit.time:%H:%M} " if hit.time else " · "
        if self._granularity in (Granularity.QUARTER, Granularity.YEAR):
            return f"{hit.day.day:2d} {MONTHS[hit.day.month - 1]} "
        return f"{hit.day.day:2d} "

    def _title_line(self, hit: Hit, context: RowContext) -> Strip:
        day = self._date(hit)
        signs = _signs(hit.marks)
        plain = context.style("muted") if hit.marks.read else context.style("row")
        title = marked(
            hit.title,
            hit.title_matches,
            context.width - len(day) - len(signs),
            plain,
            context.style("match"),
        )
        return Strip([Segment(day, context.style("count")), *title, Segment(signs, context.style("own"))])

    def _text_line(self, hit: Hit, context: RowContext) -> Strip:
        muted = context.style("muted")
        indent = " " * len(self._date(hit))
        room = context.width - len(indent)
        source = truncate(hit.source, int(room * _SOURCE_SHARE))
        lead = f"{source}  " if source else ""
        room -= width(lead)
        segments = [Segment(indent, muted), Segment(lead, context.style("source"))]
        if hit.snippet.text and room > len("«…»"):
            snippet = around_match(hit.snippet, room - 2)
            text = marked(snippet.text, snippet.matches, room - 2, muted, context.style("muted", "match"))
            segments += [Segment("«", muted), *text, Segment("»", muted)]
        return Strip(segments)


def _signs(marks: Marks) -> str:
    signs = (STAR if marks.starred else "") + (NOTE if marks.notes else "")
    return pad(f" {signs}", width(signs) + 1) if signs else ""
