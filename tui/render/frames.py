"""The frames of the panes as plain lines, before there are any panes."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate, pairwise
from typing import Final

_CORNERS: Final = 2
_BETWEEN: Final = "│"


def frame_lines(width: int, height: int, titles: Sequence[str], shares: Sequence[int]) -> list[str]:
    """Return boxes side by side, a divider between two of them.

    Args:
        width: cells of the whole.
        height: lines of the whole.
        titles: the title of each box.
        shares: how the columns are shared out among them.
    """
    if not titles:
        return [""] * height
    inner = frame_cells(width, shares)
    top = [f"╭{f'─ {title} '[:cells].ljust(cells, '─')}╮" for title, cells in zip(titles, inner, strict=True)]
    middle = [f"│{' ' * cells}│" for cells in inner]
    bottom = [f"╰{'─' * cells}╯" for cells in inner]
    rows = [top, *[middle] * max(0, height - _CORNERS), bottom]
    return [_BETWEEN.join(row)[:width] for row in rows[:height]]


def frame_cells(width: int, shares: Sequence[int]) -> list[int]:
    """Return the cells inside each of some boxes side by side; see `frame_lines`."""
    room = width - (len(shares) - 1) * len(_BETWEEN)
    ends = [room * part // sum(shares) for part in accumulate(shares, initial=0)]
    return [max(0, end - start - _CORNERS) for start, end in pairwise(ends)]
