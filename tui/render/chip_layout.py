"""How the chips of what is chosen fit into one line, summarised where they do not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from tui.render.cells import clean, truncate, width

OPEN: Final = "⟨"
CLOSE: Final = "⟩"
GAP: Final = 1


@dataclass(frozen=True, slots=True)
class Chip:
    """One thing that is chosen.

    Attributes:
        id: what removing it tells.
        text: the label, for example `topic: Alliance`, `not: Charging`, `2024-01 … 2025-02`.
        group: a word for several of its kind: two chips of group `not` collapse to `⟨2 not⟩`.
        short: a shorter label for when room is scarce, for example `2024-01…`.
    """

    id: str
    text: str
    group: str = ""
    short: str = ""


@dataclass(frozen=True, slots=True)
class Placed:
    """A chip or a summary as it is painted: its text with brackets, and the chips that it stands for."""

    text: str
    chips: tuple[Chip, ...]


def lay_out(chips: tuple[Chip, ...], cells: int) -> tuple[Placed, ...]:
    """Return what to paint in `cells`: all in full, or groups summed up and labels shortened, or one number.

    The most telling way that fits is taken; nothing is left out without being counted.
    """
    for way in _ways(chips):
        if total(way) <= cells:
            return way
    return ()


def total(placed: tuple[Placed, ...]) -> int:
    """Return the cells that placed chips take with the gaps between them."""
    return sum(width(one.text) for one in placed) + GAP * max(0, len(placed) - 1)


def _ways(chips: tuple[Chip, ...]) -> Iterator[tuple[Placed, ...]]:
    """Yield ways to show the chips, each shorter or less telling than the one before."""
    collapsed: set[str] = set()
    yield _place(chips, collapsed)
    counts = Counter(chip.group for chip in chips if chip.group)
    for group, count in sorted(counts.items(), key=lambda item: -item[1]):
        if count > 1:
            collapsed.add(group)
            yield _place(chips, collapsed)
    yield _place(chips, collapsed, shortened=True)
    longest = max((width(chip.text) for chip in chips), default=0)
    for cells in range(longest - 1, _SHORTEST - 1, -1):
        yield _place(chips, collapsed, shortened=True, cells=cells)
    if chips:
        noun = "filter" if len(chips) == 1 else "filters"
        yield (Placed(f"{OPEN}{len(chips)} {noun}{CLOSE}", chips),)
        yield (Placed(f"{OPEN}{len(chips)}{CLOSE}", chips),)


_SHORTEST: Final = 8
"""Cells that a label is cut to at most; shorter ones say nothing."""


def _place(
    chips: tuple[Chip, ...], collapsed: set[str], *, shortened: bool = False, cells: int | None = None
) -> tuple[Placed, ...]:
    placed: list[Placed] = []
    done: set[str] = set()
    for chip in chips:
        if chip.group in collapsed:
            if chip.group not in done:
                done.add(chip.group)
                members = tuple(one for one in chips if one.group == chip.group)
                placed.append(Placed(f"{OPEN}{len(members)} {clean(chip.group)}{CLOSE}", members))
            continue
        text = clean(chip.short if shortened and chip.short else chip.text)
        label = text if cells is None else truncate(text, cells)
        placed.append(Placed(f"{OPEN}{label}{CLOSE}", (chip,)))
    return tuple(placed)
