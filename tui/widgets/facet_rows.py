"""The rows of a `FacetList`: headings of sections, and values with state, label, count and small bars."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from enum import Enum
from typing import Final

from rich.segment import Segment

from index.model import FacetField
from tui.render import bars
from tui.render.cells import clean, pad, truncate, width
from tui.render.heights import Heights
from tui.widgets.rows import RowContext

SPARK_CELLS: Final = 6
_LEAST_LABEL: Final = 15
"""Cells that a label keeps before the small bars give way to it."""
_GAP: Final = 1


class FacetState(Enum):
    """What was chosen about a value."""

    FREE = " "
    REQUIRED = "●"
    EXCLUDED = "✕"


@dataclass(frozen=True, slots=True)
class FacetRow:
    """One value.

    Attributes:
        value: what the messages carry.
        label: what is painted.
        count: articles; None paints `–`.
        state: required, excluded or free.
        spark: counts over the periods of the timeline, painted as small bars; empty for none.
    """

    value: str
    label: str
    count: int | None
    state: FacetState = FacetState.FREE
    spark: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class FacetSection:
    """A heading and the values under it.

    Attributes:
        key: what `SectionFolded` carries.
        title: the heading.
        field: the field of the values, or None where they are words to be searched for.
        rows: the values in the order to be shown.
        folded: whether only the heading shows.
        note: a word at the right of the heading, for example the order.
        empty: what to say where there are no rows; without it a section without rows is left out.
        total: how many values there are, where that is more than the rows.
        more: whether there are more than `total`, nobody counted how many.
    """

    key: str
    title: str
    field: FacetField | None
    rows: tuple[FacetRow, ...]
    folded: bool = False
    note: str = ""
    empty: str = ""
    total: int = 0
    more: bool = False


class FacetRows:
    """The rows of sections, as a `VirtualList` asks for them; headings can be chosen, to be folded."""

    def __init__(self, sections: tuple[FacetSection, ...]) -> None:
        self.sections = tuple(section for section in sections if section.rows or section.empty)
        self._firsts: list[int] = []
        total = 0
        for section in self.sections:
            self._firsts.append(total)
            total += 1 + (0 if section.folded else max(1, len(section.rows)))
        self.heights = Heights.uniform(total)
        rows = [row for section in self.sections for row in section.rows]
        self._count_width = max((len(_count(row)) for row in rows), default=1)

    def at(self, row: int) -> tuple[FacetSection, FacetRow | None]:
        """Return the section of a row, and its value; None for a heading or what stands for no values."""
        place = bisect_right(self._firsts, row) - 1
        section, index = self.sections[place], row - self._firsts[place] - 1
        return section, section.rows[index] if 0 <= index < len(section.rows) else None

    def heading(self, row: int) -> int:
        """Return the row of the heading above `row`."""
        return self._firsts[bisect_right(self._firsts, row) - 1]

    def find(self, key: str, value: str | None) -> int | None:
        """Return the row of a value of a section, of its heading (None, or folded), or None for no row."""
        for first, section in zip(self._firsts, self.sections, strict=True):
            if section.key != key:
                continue
            if value is None or section.folded:
                return first
            places = (place for place, row in enumerate(section.rows) if row.value == value)
            place = next(places, None)
            return None if place is None else first + 1 + place
        return None

    def loaded(self, row: int) -> bool:
        """Return True: values come all at once."""
        return row >= 0

    def selectable(self, row: int) -> bool:
        """Return whether there is something to do: fold a heading, choose a value."""
        section, value = self.at(row)
        return value is not None or row == self.heading(row) or not section.empty

    def render(self, row: int, line: int, context: RowContext) -> list[Segment]:
        """Paint a heading or a value; all are one line high."""
        if line:
            return []
        section, value = self.at(row)
        if value is not None:
            return self._value(section, value, context)
        if row == self.heading(row):
            return _heading(section, context)
        return [Segment(f"  {truncate(clean(section.empty), context.width - 2)}", context.style("muted"))]

    def _value(self, section: FacetSection, row: FacetRow, context: RowContext) -> list[Segment]:
        state = {FacetState.REQUIRED: "required", FacetState.EXCLUDED: "excluded"}.get(row.state)
        label_style = context.style(state) if state else context.style()
        taken = 2 + _GAP + self._count_width
        spark_cells = _spark_cells(section, context.width - taken - _GAP)
        room = max(0, context.width - taken - (spark_cells + _GAP if spark_cells else 0))
        label = truncate(clean(row.label), room)
        segments = [
            Segment(f"{row.state.value} ", context.style(f"{state}-sign") if state else context.style()),
            Segment(label, label_style),
            Segment(" " * (room - width(label) + _GAP), context.style()),
            Segment(_count(row).rjust(self._count_width), context.style("count")),
        ]
        if spark_cells:
            small = bars.spark(row.spark, spark_cells).ljust(spark_cells)
            segments.append(Segment(" " * _GAP + small, context.style("spark")))
        return segments


def _spark_cells(section: FacetSection, room: int) -> int:
    """Return the cells of the small bars of a section; 0 where they would cost its labels too much."""
    # A section shares its widest count of periods, so that equal columns are equal times.
    cells = min(SPARK_CELLS, max(len(row.spark) for row in section.rows))
    if room - cells < _LEAST_LABEL:
        return 0
    cut = sum(room - cells < width(row.label) <= room + _GAP for row in section.rows)
    return 0 if cut > len(section.rows) // 2 else cells


def _count(row: FacetRow) -> str:
    return "–" if row.count is None else bars.short_number(row.count)


def _heading(section: FacetSection, context: RowContext) -> list[Segment]:
    count = max(section.total, len(section.rows))
    title = f"▸ {section.title} ({count:,}{'+' * section.more})" if section.folded else f"▾ {section.title}"
    note = "" if section.folded else clean(section.note)
    room = max(0, context.width - width(note))
    return [Segment(pad(clean(title), room), context.style("heading")), Segment(note, context.style("muted"))]
