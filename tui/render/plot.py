"""The timeline as lines of text: caption, bars over a scale, axis and labels.

Everything is given in pieces of text with the kind of thing that they show: the widget adds colour and
nothing else. Without colour it still says all: the cursor is reversed by kind, a range is a heavy axis.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Final, NamedTuple

from index.model import Bucket, Timeline
from tui.render import bars, cells, periods

WIDEST_SLOT: Final = 8
"""Cells for a period at most, so that three bars are not three walls."""
_TALL: Final = 7
"""Rows from which on the periods themselves are labelled, not only the years."""
_NARROWEST_WITH_GAP: Final = 2

Kind = str
"""`caption`, `count`, `undated`, `undated-chosen`, `scale`, `bar`, `bar-outside`, `bar-cursor`, `guide`,
`axis`, `axis-range`, `axis-cursor`, `tick`, `more`, `label`, `year`, or `blank`."""


class Piece(NamedTuple):
    """Some text of one kind."""

    text: str
    kind: Kind


@dataclass(frozen=True, slots=True)
class Geometry:
    """Where the bars are.

    Attributes:
        gutter: cells of the scale, left of the first bar.
        slot: cells for each period, with the gap after it.
        first: the first period on screen.
        count: how many periods are on screen.
        plot_rows: rows of bars.
        label_rows: 1 or 2.
        largest: the count of the fullest period of all, on screen or not.
    """

    gutter: int
    slot: int
    first: int
    count: int
    plot_rows: int
    label_rows: int
    largest: int

    def bucket_at(self, x: int) -> int | None:
        """Return the period painted in column `x`, or None beside them."""
        column = x - self.gutter
        if column < 0 or column >= self.count * self.slot:
            return None
        return self.first + column // self.slot

    def nearest_bucket(self, x: int) -> int:
        """Return the period in column `x` or the nearest one on screen."""
        return self.first + min(max(0, (x - self.gutter) // self.slot), max(0, self.count - 1))


@dataclass(frozen=True, slots=True)
class View:
    """All that decides how the timeline looks.

    Attributes:
        timeline: what is shown.
        geometry: where.
        width: cells.
        cursor: the period of the cursor, or None where there is none.
        marked: first and last period of the chosen or brushed range, or None.
        standing: the period of the chosen article, or None.
        brushing: whether the range is being brushed.
        undated_chosen: whether only undated articles are chosen.
        focused: whether the keys go here.
    """

    timeline: Timeline
    geometry: Geometry
    width: int
    cursor: int | None = None
    marked: tuple[int, int] | None = None
    standing: int | None = None
    brushing: bool = False
    undated_chosen: bool = False
    focused: bool = False


def lay_out(
    timeline: Timeline, width: int, height: int, largest: int, *, first: int = 0, keep: int | None = None
) -> Geometry:
    """Return where the bars go: as wide as fits, else scrolled from `first` so that `keep` shows."""
    label_rows = 2 if height >= _TALL else 1
    plot_rows = max(1, height - label_rows - 2)
    gutter = bars.scale(largest, plot_rows).width + 1
    room = max(1, width - gutter)
    total = len(timeline.buckets)
    slot = min(WIDEST_SLOT, max(1, room // max(1, total)))
    count = min(total, room // slot)
    if keep is not None:
        # One period more than the wanted one stays in view, so that the reader sees what comes.
        margin = 1 if count > 2 else 0  # noqa: PLR2004
        first = min(max(first, keep - count + 1 + margin), max(0, keep - margin))
    return Geometry(gutter, slot, min(max(0, first), total - count), count, plot_rows, label_rows, largest)


def plot(view: View) -> list[list[Piece]]:
    """Return the lines from above: caption, bars, axis, labels."""
    geometry = view.geometry
    shown = view.timeline.buckets[geometry.first : geometry.first + geometry.count]
    lines = [_caption(view)]
    if not shown:
        # A scale without anything on it would only look broken.
        blank = [Piece(" " * view.width, "blank")]
        return [*lines, *[blank] * (geometry.plot_rows + 1 + geometry.label_rows)]
    lines += _bars(view, shown)
    lines.append(_axis(view))
    lines += _labels(view, shown)
    return [_merged(line) for line in lines]


def _merged(line: list[Piece]) -> list[Piece]:
    """Join neighbours of one kind: fewer pieces are painted faster."""
    return [
        Piece("".join(piece.text for piece in pieces), kind)
        for kind, pieces in groupby(line, key=lambda piece: piece.kind)
    ]


def undated_label(timeline: Timeline) -> str:
    """Return how many undated articles there are, as it stands at the end of the caption; empty for none."""
    return f"+{timeline.undated} ?" if timeline.undated else ""


def selection_words(view: View) -> tuple[str, int]:
    """Return the period of the cursor (or the brushed range) in words, and its count."""
    buckets = view.timeline.buckets
    if view.cursor is None:
        return "", 0
    first, last = view.marked if view.brushing and view.marked else (view.cursor, view.cursor)
    words = periods.range_words(buckets[first].period, buckets[last].period, view.timeline.granularity)
    return words, sum(bucket.count for bucket in buckets[first : last + 1])


def _caption(view: View) -> list[Piece]:
    undated = undated_label(view.timeline)
    room = max(0, view.width - len(undated) - (1 if undated else 0))
    if view.cursor is None:
        pieces = [Piece(cells.pad("no dated articles", room), "caption")]
    else:
        words, count = selection_words(view)
        number = f": {count:,}"
        words = cells.truncate(f"▸ {words}", room - len(number))
        pieces = [Piece(words, "caption"), Piece(number[:room], "count")]
        pieces.append(Piece(" " * (room - cells.width(words) - len(number)), "blank"))
    if undated:
        pieces += [
            Piece(" ", "blank"),
            Piece(undated, "undated-chosen" if view.undated_chosen else "undated"),
        ]
    return pieces


def _bars(view: View, shown: tuple[Bucket, ...]) -> Iterator[list[Piece]]:
    geometry = view.geometry
    rows = geometry.plot_rows
    scale = bars.scale(geometry.largest, rows)
    heights = [bars.height(bucket.count, scale.top, rows) for bucket in shown]
    bar_width = geometry.slot - 1 if geometry.slot >= _NARROWEST_WITH_GAP else 1
    gap = geometry.slot - bar_width
    for row in range(rows):
        label = scale.marks.get(row, "")
        edge = "┤" if label else "│"
        pieces = [Piece(label.rjust(geometry.gutter - 1) + edge, "scale")]
        for index, eighths in enumerate(heights, start=geometry.first):
            block = bars.cell(eighths, rows - 1 - row)
            pieces.append(Piece(block * bar_width, _bar_kind(view, index)))
            if block == bars.BLOCKS[0] and index == view.cursor and view.focused:
                pieces[-1] = Piece("┊".center(bar_width), "guide")
            if gap:
                pieces.append(Piece(" " * gap, pieces[-1].kind))
        yield pieces


def _bar_kind(view: View, index: int) -> Kind:
    if index == view.cursor and view.focused:
        return "bar-cursor"
    return "bar" if view.marked is None or _inside(view, index) else "bar-outside"


def _inside(view: View, index: int) -> bool:
    return view.marked is not None and view.marked[0] <= index <= view.marked[1]


def _axis(view: View) -> list[Piece]:
    geometry = view.geometry
    last = geometry.first + geometry.count - 1
    pieces = [Piece("0".rjust(geometry.gutter - 1) + "┼", "scale")]
    if geometry.first > 0:
        pieces = [Piece("‹".rjust(geometry.gutter - 1) + "┼", "more")]
    for index in range(geometry.first, last + 1):
        pieces += _axis_of_period(view, index)
    if last + 1 < len(view.timeline.buckets):
        pieces[-1] = Piece(pieces[-1].text[:-1] + "›", "more")
    return pieces


def _axis_of_period(view: View, index: int) -> Iterator[Piece]:
    inside = _inside(view, index)
    kind = "axis-range" if inside else "axis"
    line = "━" if inside else "─"
    bar_width = max(1, view.geometry.slot - 1)
    left = (bar_width - 1) // 2
    cursor = index == view.cursor and view.focused
    under_bar: Kind = "axis-cursor" if cursor else kind
    if index == view.standing:
        yield Piece(line * left, under_bar)
        yield Piece("▴", "axis-cursor" if cursor else "tick")
        yield Piece(line * (bar_width - 1 - left), under_bar)
    else:
        yield Piece(line * bar_width, under_bar)
    # The gap after the last period of a range belongs to no period of it.
    if view.geometry.slot > bar_width:
        goes_on = inside and _inside(view, index + 1)
        yield Piece("━" if goes_on else "─", "axis-range" if goes_on else "axis")


def _labels(view: View, shown: tuple[Bucket, ...]) -> Iterator[list[Piece]]:
    geometry = view.geometry
    if not shown:
        yield from ([] for _ in range(geometry.label_rows))
        return
    room = max(1, view.width - geometry.gutter)
    indent = Piece(" " * geometry.gutter, "blank")
    granularity = view.timeline.granularity
    if geometry.label_rows > 1:
        yield [indent, Piece(periods.minor_labels(shown, granularity, geometry.slot, room), "label")]
    yield [indent, Piece(periods.major_labels(shown, granularity, geometry.slot, room), "year")]
