"""Which row of the list of articles is which: headings and hits, reckoned from the counts of days alone.

Nothing here needs the hits themselves, so a list of any length can be laid out, scrolled and jumped in before
its rows are loaded.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import accumulate, groupby, pairwise
from typing import Final

from index.model import UNDATED, Granularity, Hit, Order, Period, Timeline
from index.periods import COMFORTABLE_BUCKETS, counts_by_period, period_of, timeline_of
from tui.expansion import Expansion
from tui.render.heights import Heights

HIT_LINES: Final = 2
"""Lines of one article in the list."""
HEADING_LINES: Final = 1

AXIS_CELLS: Final = 8
"""Cells of a histogram that are not bars, about."""
LEAST_BARS: Final = 12
"""Bars that the best fit may always have."""

SPARK_BARS: Final = 5
"""Most bars of a small bar chart beside a value."""


@dataclass(frozen=True, slots=True)
class Section:
    """Articles that follow each other in the list under one heading.

    Attributes:
        period: the days of its articles; None for undated ones and where there are no headings.
        count: how many rows or places of the list.
        headed: whether a heading stands above them.
        articles: how many articles the period has, where some of them share a row; None: as many as rows.
    """

    period: Period | None
    count: int
    headed: bool = True
    articles: int | None = None

    @property
    def told(self) -> int:
        """The number in its heading, which agrees with its bar."""
        return self.count if self.articles is None else self.articles


class HitLayout:
    """The rows of a list: every section's heading and hits. Rows and hits are numbered from 0.

    Attributes:
        sections: what it is made of.
        total: number of hits.
        rows: number of rows.
        heights: of all rows.
    """

    def __init__(self, sections: Sequence[Section]) -> None:
        self.sections = tuple(section for section in sections if section.count > 0)
        self._first_hits: list[int] = []
        self._first_rows: list[int] = []
        hits = rows = 0
        runs: list[tuple[int, int]] = []
        for section in self.sections:
            self._first_hits.append(hits)
            self._first_rows.append(rows)
            hits += section.count
            rows += section.count + section.headed
            runs += [(int(section.headed), HEADING_LINES), (section.count, HIT_LINES)]
        self.total = hits
        self.rows = rows
        self.heights = Heights(runs)

    def unfolded(self, expansion: Expansion) -> HitLayout:
        """Return the layout with what is unfolded in its places; its hits are then numbered by places."""
        if not expansion.extra:
            return self
        places = expansion.grown(section.count for section in self.sections)
        return HitLayout(
            [
                replace(section, count=count, articles=section.told)
                for section, count in zip(self.sections, places, strict=True)
            ]
        )

    def row_of(self, hit: int) -> int:
        """Return the row of a hit."""
        number = bisect_right(self._first_hits, hit) - 1
        return self._first_rows[number] + self.sections[number].headed + hit - self._first_hits[number]

    def hit_at(self, row: int) -> int | None:
        """Return the hit on a row, or None on a heading and outside."""
        if not 0 <= row < self.rows:
            return None
        number = bisect_right(self._first_rows, row) - 1
        within = row - self._first_rows[number] - self.sections[number].headed
        return None if within < 0 else self._first_hits[number] + within

    def section_of(self, hit: int) -> Section:
        """Return the section that a hit stands in."""
        return self.sections[bisect_right(self._first_hits, hit) - 1]

    def heading_at(self, row: int) -> Section | None:
        """Return the section whose heading stands on a row."""
        if not 0 <= row < self.rows or self.hit_at(row) is not None:
            return None
        return self.sections[bisect_right(self._first_rows, row) - 1]

    def hits_between(self, first_row: int, last_row: int) -> range:
        """Return the hits on the rows from `first_row` to `last_row`, both included."""
        hits = [
            hit
            for row in (first_row, first_row + 1, last_row, last_row - 1)
            if first_row <= row <= last_row and (hit := self.hit_at(row)) is not None
        ]
        return range(min(hits), max(hits) + 1) if hits else range(0)

    def hit_near(self, day: date, order: Order) -> int | None:
        """Return the first hit of the section with `day`, or of the nearest; None where none has a period."""
        dated = [
            (number, section.period)
            for number, section in enumerate(self.sections)
            if section.period is not None
        ]
        if not dated or order is Order.BEST:
            return None

        def distance(entry: tuple[int, Period]) -> int:
            period = entry[1]
            return max((period.first - day).days, (day - period.last).days, 0)

        return self._first_hits[min(dated, key=distance)[0]]

    def hit_of_next_section(self, hit: int, delta: int) -> int | None:
        """Return the first hit of the section `delta` headings further on, or None where there is none."""
        number = bisect_right(self._first_hits, hit) - 1 + delta
        return self._first_hits[number] if 0 <= number < len(self.sections) else None


def laid_out(
    days: Mapping[int, int],
    granularity: Granularity,
    order: Order,
    articles: Mapping[int, int] | None = None,
) -> HitLayout:
    """Return the layout of a result by its days: a heading a period, undated last; none by relevance.

    Args:
        days: day number → rows of the list.
        granularity: length of a period.
        order: of the list.
        articles: day number → articles, where some of them share a row.
    """
    if order is Order.BEST:
        return HitLayout([Section(None, sum(days.values()), headed=False)])
    counts = counts_by_period(days, granularity)
    told = {} if articles is None or articles is days else dict(counts_by_period(articles, granularity))
    if order is Order.NEWEST:
        counts.reverse()
    sections = [Section(period, count, articles=told.get(period)) for period, count in counts]
    undated = None if articles is None else articles.get(UNDATED)
    return HitLayout([*sections, Section(None, days.get(UNDATED, 0), articles=undated)])


def laid_out_before_days(
    hits: Iterable[Hit], total: int, granularity: Granularity, order: Order
) -> HitLayout:
    """Return a layout while only the first hits are known: headings for these, the others follow without."""
    if order is Order.BEST:
        return HitLayout([Section(None, total, headed=False)])

    def period(hit: Hit) -> Period | None:
        return period_of(hit.day, granularity) if hit.day else None

    known = [Section(key, len(list(group))) for key, group in groupby(hits, key=period)]
    rest = total - sum(section.count for section in known)
    return HitLayout([*known, Section(None, rest, headed=False)])


def timeline_for(days: Mapping[int, int], granularity: Granularity | None, cells: int) -> Timeline:
    """Return the timeline of a result; without a granularity the one that suits so many cells."""
    bars = cells - AXIS_CELLS if cells > AXIS_CELLS else COMFORTABLE_BUCKETS
    return timeline_of(days, granularity, at_most=max(LEAST_BARS, bars))


class DaySums:
    """How many articles there are up to each day: what lies between two days is found without adding up."""

    def __init__(self, days: Mapping[int, int]) -> None:
        """Take day number → articles; undated ones are left out."""
        self._days = sorted(day for day in days if day != UNDATED)
        self._sums = list(accumulate((days[day] for day in self._days), initial=0))

    def since(self, day: int) -> int:
        """Return how many articles there are on a day and after it."""
        return self._sums[-1] - self._sums[bisect_left(self._days, day)]


def spark_of(days: DaySums, timeline: Timeline) -> tuple[int, ...]:
    """Return counts over the span of a timeline, folded to at most `SPARK_BARS` parts of its periods."""
    buckets = timeline.buckets
    if not buckets:
        return ()
    bars = min(SPARK_BARS, len(buckets))
    firsts = (buckets[-(-bar * len(buckets) // bars)].period.first.toordinal() for bar in range(bars))
    since = [*(days.since(first) for first in firsts), 0]
    return tuple(one - following for one, following in pairwise(since))
