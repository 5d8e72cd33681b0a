"""The rows of the list of articles: headings of periods, and two lines for each article.

A row that stands for several articles that are nearly the same ends in their number, `+3`; unfolded, in `-3`,
and the others stand under it, set in a little, each with its whole date.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from rich.segment import Segment

from index.model import Granularity, Hit, Marks, Order
from tui.expansion import Expansion, Spot
from tui.panes.marked import around_match, marked
from tui.render.cells import pad, truncate, width
from tui.render.heights import Heights
from tui.render.periods import MONTHS, period_words
from tui.rows import HitLayout, Section
from tui.widgets.rows import RowContext

STAR: Final = "★"
NOTE: Final = "✎"
_SOURCE_SHARE: Final = 0.4
"""A source takes at most this part of its line."""
_PLACEHOLDER: Final = "· · ·"
_LEAST_RULE: Final = 2
_SET_IN: Final = "  "
"""Stands before what is unfolded."""


class HitRows:
    """Rows over a `HitLayout`, some of whose hits are loaded.

    Attributes:
        plain: the layout while nothing is unfolded.
        layout: which row is what now; its hits are numbered by their places in the list.
        expansion: reckons places out of numbers of hits, and back.
        hits: number of a hit → the hit, as far as loaded.
        members: number of a hit → what is unfolded under it.
    """

    def __init__(
        self,
        layout: HitLayout,
        granularity: Granularity,
        order: Order,
        hits: dict[int, Hit] | None = None,
        members: dict[int, tuple[Hit, ...]] | None = None,
    ) -> None:
        """Take the layout, what dates are to be written by, and hits that are known already."""
        self.plain = layout
        self.hits: dict[int, Hit] = {} if hits is None else hits
        self.members: dict[int, tuple[Hit, ...]] = {} if members is None else members
        self._granularity = granularity
        self._order = order
        self._arrange()

    def _arrange(self) -> None:
        self.expansion = Expansion({number: len(members) for number, members in self.members.items()})
        self.layout = self.plain.unfolded(self.expansion)

    def unfold(self, number: int, members: tuple[Hit, ...]) -> None:
        """Show other articles under a hit; none fold it."""
        self.members.pop(number, None)
        if members:
            self.members[number] = members
        self._arrange()

    @property
    def heights(self) -> Heights:
        """The heights of all rows."""
        return self.layout.heights

    def load(self, offset: int, hits: Iterable[Hit]) -> None:
        """Take hits in, the first of them number `offset`."""
        self.hits.update(enumerate(hits, offset))

    def hit_on(self, row: int) -> Hit | None:
        """Return the hit on a row, where it is loaded."""
        spot = self.spot_on(row)
        return None if spot is None else self._hit_at(spot)

    def place_of(self, hit: Hit) -> int | None:
        """Return the place of an article in the list, where it is loaded."""
        for number, known in self.hits.items():
            if known.id == hit.id:
                return self.expansion.place_of(number)
        for number, members in self.members.items():
            for member, known in enumerate(members):
                if known.id == hit.id:
                    return self.expansion.place_of(number, member)
        return None

    def mark(self, article: str, marks: Marks) -> bool:
        """Take other marks on an article in; return whether it is loaded."""
        found = False
        for number, hit in self.hits.items():
            if hit.id == article:
                self.hits[number], found = replace(hit, marks=marks), True
        for number, members in self.members.items():
            if any(hit.id == article for hit in members):
                marked_anew = (replace(hit, marks=marks) if hit.id == article else hit for hit in members)
                self.members[number], found = tuple(marked_anew), True
        return found

    def spot_on(self, row: int) -> Spot | None:
        """Return what stands on a row; None on a heading."""
        place = self.layout.hit_at(row)
        return None if place is None else self.expansion.at(place)

    def _hit_at(self, spot: Spot) -> Hit | None:
        return self.hits.get(spot.number) if spot.member is None else self.members[spot.number][spot.member]

    def on_sign(self, row: int, line: int, column: int, cells: int) -> bool:
        """Return whether the number of others stands at a column of a row that is so many cells wide."""
        spot, hit = self.spot_on(row), self.hit_on(row)
        if spot is None or hit is None or line or spot.member is not None:
            return False
        sign = _others(hit, unfolded=spot.number in self.members)
        return bool(sign) and column >= cells - width(sign)

    def loaded(self, row: int) -> bool:
        """Return whether a row can be painted; a heading always can."""
        spot = self.spot_on(row)
        return spot is None or self._hit_at(spot) is not None

    def selectable(self, row: int) -> bool:
        """Return whether the cursor may stand on a row: not on a heading."""
        return self.layout.hit_at(row) is not None

    def render(self, row: int, line: int, context: RowContext) -> list[Segment]:
        """Return one line of a row."""
        spot = self.spot_on(row)
        if spot is None:
            section = self.layout.heading_at(row)
            return self._heading(section, context) if section else []
        hit = self._hit_at(spot)
        if hit is None:
            return [Segment(f"   {_PLACEHOLDER}" if line == 0 else "", context.style("muted"))]
        lead = self._date(hit) if spot.member is None else f"{_SET_IN}{_whole_date(hit)}"
        if line:
            return self._text_line(hit, " " * len(lead), context)
        sign = _others(hit, unfolded=spot.number in self.members) if spot.member is None else ""
        return self._title_line(hit, lead, sign, context)

    def _heading(self, section: Section, context: RowContext) -> list[Segment]:
        name = period_words(section.period, self._granularity) if section.period else "Undated"
        count = f"{section.told:,}"
        rule = max(_LEAST_RULE, context.width - width(name) - len(count) - 3)
        return [
            Segment(f"{name} ", context.style("heading")),
            Segment("─" * rule, context.style("muted")),
            Segment(f" {count} ", context.style("count")),
        ]

    def _date(self, hit: Hit) -> str:
        if hit.day is None:
            return _whole_date(hit) if self._order is Order.BEST else "   "
        if self._order is Order.BEST:
            return _whole_date(hit)
        if self._granularity is Granularity.DAY:
            return f"{hit.time:%H:%M} " if hit.time else " · "
        if self._granularity in (Granularity.QUARTER, Granularity.YEAR):
            return f"{hit.day.day:2d} {MONTHS[hit.day.month - 1]} "
        return f"{hit.day.day:2d} "

    def _title_line(self, hit: Hit, lead: str, others: str, context: RowContext) -> list[Segment]:
        signs = _signs(hit.marks)
        plain = context.style("muted") if hit.marks.read else context.style("row")
        title = marked(
            hit.title,
            hit.title_matches,
            context.width - len(lead) - len(signs) - len(others),
            plain,
            context.style("match"),
        )
        segments = [Segment(lead, context.style("count")), *title, Segment(signs, context.style("own"))]
        if others:
            gap = context.width - len(others) - sum(width(segment.text) for segment in segments)
            segments += [Segment(" " * max(0, gap), plain), Segment(others, context.style("count"))]
        return segments

    def _text_line(self, hit: Hit, indent: str, context: RowContext) -> list[Segment]:
        muted = context.style("muted")
        room = context.width - len(indent)
        source = truncate(hit.source, int(room * _SOURCE_SHARE))
        lead = f"{source}  " if source else ""
        room -= width(lead)
        segments = [Segment(indent, muted), Segment(lead, context.style("source"))]
        if hit.snippet.text and room > len("«…»"):
            snippet = around_match(hit.snippet, room - 2)
            text = marked(snippet.text, snippet.matches, room - 2, muted, context.style("muted", "match"))
            segments += [Segment("«", muted), *text, Segment("»", muted)]
        return segments


def _whole_date(hit: Hit) -> str:
    return f"{hit.day.isoformat()} " if hit.day else "undated    "


def _others(hit: Hit, *, unfolded: bool) -> str:
    return f" {'-' if unfolded else '+'}{hit.others:,}" if hit.others else ""


def _signs(marks: Marks) -> str:
    signs = (STAR if marks.starred else "") + (NOTE if marks.notes else "")
    return pad(f" {signs}", width(signs) + 1) if signs else ""
