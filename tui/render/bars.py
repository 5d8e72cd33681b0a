"""Counts as bars of eighths of a cell, and the scale beside them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

BLOCKS: Final = " ▁▂▃▄▅▆▇█"
"""How a cell looks that is filled by 0 to 8 eighths."""
EIGHTHS: Final = 8
_NICE: Final = (1, 2, 4, 6, 8, 10, 12, 14, 16, 20, 24, 30, 40, 50, 60, 80)
"""Tops of a scale, times powers of ten; halves of all but the smallest are whole numbers."""
_LEAST_ROWS_FOR_MIDDLE: Final = 4


@dataclass(frozen=True, slots=True)
class Scale:
    """The vertical scale of a bar chart.

    Attributes:
        top: the count at the upper edge; a round number, at least 1.
        marks: row from above (0 is the highest row of the plot) → the label beside it.
        width: cells of the widest label.
    """

    top: int
    marks: dict[int, str]
    width: int


def nice_ceiling(count: int) -> int:
    """Return the least round number that is at least `count`, and at least 1."""
    power = 1
    while _NICE[-1] * power < count:
        power *= 10
    return next(step * power for step in _NICE if step * power >= count)


def short_number(count: int) -> str:
    """Return `count` in at most four characters up to a billion: `950`, `12k`, `1.5M`."""
    for divisor, unit in ((10**9, "G"), (10**6, "M"), (10**3, "k")):
        if count >= divisor * (10 if divisor == 10**3 else 1):
            tenths = count * 10 // divisor
            whole, tenth = divmod(tenths, 10)
            return f"{whole}.{tenth}{unit}" if tenth and whole < 10 else f"{whole}{unit}"  # noqa: PLR2004
    return str(count)


def scale(maximum: int, rows: int) -> Scale:
    """Return the scale for counts up to `maximum` on a plot of `rows` rows.

    A label stands at the row whose upper edge it names; the zero belongs to the axis below the plot.
    """
    top = nice_ceiling(maximum)
    marks = {0: short_number(top)}
    if rows >= _LEAST_ROWS_FOR_MIDDLE and rows % 2 == 0 and top % 2 == 0:
        marks[rows // 2] = short_number(top // 2)
    return Scale(top, marks, max(len(label) for label in marks.values()))


def height(count: int, top: int, rows: int) -> int:
    """Return the height of a bar in eighths of a cell: 0 only for a count of 0, at most `rows` cells."""
    if count <= 0:
        return 0
    full = rows * EIGHTHS
    return min(full, max(1, (2 * count * full + top) // (2 * top)))


def cell(eighths: int, row: int) -> str:
    """Return what of a bar of that height shows in `row`, counted from below (0 is the lowest)."""
    return BLOCKS[min(EIGHTHS, max(0, eighths - row * EIGHTHS))]


def spark(counts: Sequence[int], cells: int, top: int | None = None) -> str:
    """Return `counts` as one line of at most `cells` small bars; where there are more, neighbours are added.

    Zero is a blank and anything else at least `▁`; the highest is `▇`, so that it touches no line above.
    `top` is the count of the highest bar, by default the largest.
    """
    if not counts or cells <= 0:
        return ""
    pooled = pool(counts, cells)
    full = max(1, max(pooled) if top is None else top)
    highest = EIGHTHS - 1
    return "".join(
        BLOCKS[min(highest, max(1, (2 * count * highest + full) // (2 * full))) if count else 0]
        for count in pooled
    )


def pool(counts: Sequence[int], cells: int) -> tuple[int, ...]:
    """Return at most `cells` sums of neighbouring counts, which together sum up to the same."""
    if len(counts) <= cells:
        return tuple(counts)
    edges = [index * len(counts) // cells for index in range(cells + 1)]
    return tuple(sum(counts[first:last]) for first, last in pairwise(edges))
