"""Line charts with logarithmic axes as SVG; each line has its own dashes and marks, beside its colour."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from math import ceil, floor, log10
from typing import Final
from xml.sax.saxutils import escape

WIDTH: Final = 860
HEIGHT: Final = 440
LEFT, RIGHT, TOP, BOTTOM = 76, 250, 44, 56
"""Room beside the lines: for the numbers, the names of the lines, the title, and the sizes."""
FONT: Final = "font-family='Helvetica, Arial, sans-serif'"
INK, FAINT = "#222222", "#dddddd"

_COLOURS: Final = ("#0072b2", "#d55e00", "#009e73", "#aa4499", "#8a6d00", "#555555", "#56b4e9", "#000000")
"""Apart from each other for those who see colours otherwise as well (after Okabe & Ito)."""
_DASHES: Final = ("", "8 4", "2 3", "10 3 2 3", "5 2", "1 4", "12 4 2 4 2 4", "3 6")
_MARKS: Final = ("circle", "square", "triangle", "diamond", "cross", "plus")
_MARK_CELLS: Final = 4.5
_LEGEND_STEP: Final = 20
_LEAST_DECADES: Final = 1


@dataclass(frozen=True, slots=True)
class Line:
    """One line: its name and its points, which are all above zero."""

    name: str
    points: Sequence[tuple[float, float]]


@dataclass(frozen=True, slots=True)
class Goal:
    """A value that is asked for, drawn across the whole chart."""

    name: str
    value: float


@dataclass(frozen=True, slots=True)
class Axis:
    """A logarithmic axis: what it shows, and how a value on it is written."""

    name: str
    written: Callable[[float], str]


def chart(title: str, across: Axis, up: Axis, lines: Sequence[Line], goals: Sequence[Goal] = ()) -> str:
    """Return a picture of some lines.

    Args:
        title: what is shown.
        across, up: the axes.
        lines: at least one, each with at least one point.
        goals: values that are asked for.
    """
    scale = _Scale(
        _decades(x for line in lines for x, _ in line.points),
        _decades([*(y for line in lines for _, y in line.points), *(goal.value for goal in goals)]),
    )
    head = (
        f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 {WIDTH} {HEIGHT}' width='{WIDTH}'"
        f" height='{HEIGHT}' {FONT} font-size='13' role='img'>"
    )
    parts = [
        head,
        f"<title>{escape(title)}</title>",
        f"<rect width='{WIDTH}' height='{HEIGHT}' fill='#ffffff'/>",
        _text(LEFT, TOP - 20, title, size=16, bold=True),
        *_grid(scale, across, up),
    ]
    for goal in goals:
        across_all = f"M{LEFT} {scale.y(goal.value):.1f}H{WIDTH - RIGHT}"
        parts.append(f"<path d='{across_all}' stroke='{INK}' stroke-dasharray='2 2'/>")
    for number, line in enumerate(lines):
        parts += _line(scale, number, line)
        parts += _legend(number, line.name)
    parts += [
        _text(WIDTH - RIGHT - 8, scale.y(goal.value) - 5, goal.name, anchor="end", size=11) for goal in goals
    ]
    return "\n".join([*parts, "</svg>"]) + "\n"


class _Scale:
    """Says where values lie."""

    def __init__(self, across: tuple[int, int], up: tuple[int, int]) -> None:
        self.across = across
        self.up = up

    def x(self, value: float) -> float:
        first, last = self.across
        return LEFT + (log10(value) - first) / (last - first) * (WIDTH - LEFT - RIGHT)

    def y(self, value: float) -> float:
        first, last = self.up
        return HEIGHT - BOTTOM - (log10(value) - first) / (last - first) * (HEIGHT - TOP - BOTTOM)


def _decades(values: Iterator[float] | Sequence[float]) -> tuple[int, int]:
    """Return the powers of ten around some values."""
    found = [*values]
    first, last = floor(log10(min(found))), ceil(log10(max(found)))
    return first, max(last, first + _LEAST_DECADES)


def _grid(scale: _Scale, across: Axis, up: Axis) -> Iterator[str]:
    bottom, right = HEIGHT - BOTTOM, WIDTH - RIGHT
    for power in range(scale.across[0], scale.across[1] + 1):
        x = scale.x(10.0**power)
        yield f"<path d='M{x:.1f} {TOP}V{bottom}' stroke='{FAINT}'/>"
        yield _text(x, bottom + 20, across.written(10.0**power), anchor="middle")
    for power in range(scale.up[0], scale.up[1] + 1):
        y = scale.y(10.0**power)
        yield f"<path d='M{LEFT} {y:.1f}H{right}' stroke='{FAINT}'/>"
        yield _text(LEFT - 8, y + 4, up.written(10.0**power), anchor="end")
        for part in range(2, 10):
            if power < scale.up[1]:
                yield f"<path d='M{LEFT} {scale.y(part * 10.0**power):.1f}h5' stroke='{INK}'/>"
    yield f"<path d='M{LEFT} {TOP}V{bottom}H{right}' fill='none' stroke='{INK}'/>"
    yield _text((LEFT + right) / 2, HEIGHT - 14, across.name, anchor="middle")
    yield _text(LEFT - 8, TOP - 20, up.name, anchor="end", size=11)


def _line(scale: _Scale, number: int, line: Line) -> Iterator[str]:
    places = [(scale.x(x), scale.y(y)) for x, y in line.points]
    path = "L".join(f"{x:.1f} {y:.1f}" for x, y in places)
    yield _stroke(f"M{path}", number)
    for x, y in places:
        yield _mark(x, y, number)


def _legend(number: int, name: str) -> Iterator[str]:
    x, y = WIDTH - RIGHT + 18, TOP + 8 + number * _LEGEND_STEP
    yield _stroke(f"M{x} {y}h34", number)
    yield _mark(x + 17, y, number)
    yield _text(x + 42, y + 4, name)


def _stroke(path: str, number: int) -> str:
    dashes = _DASHES[number % len(_DASHES)]
    dashed = f" stroke-dasharray='{dashes}'" if dashes else ""
    return f"<path d='{path}' fill='none' stroke='{_colour(number)}' stroke-width='2'{dashed}/>"


def _mark(x: float, y: float, number: int) -> str:
    """Return a mark; the second half of them is hollow."""
    r, colour = _MARK_CELLS, _colour(number)
    shape = _MARKS[number % len(_MARKS)]
    fill = colour if number < len(_MARKS) else "#ffffff"
    style = f"fill='{fill}' stroke='{colour}' stroke-width='1.5'"
    if shape == "circle":
        return f"<circle cx='{x:.1f}' cy='{y:.1f}' r='{r}' {style}/>"
    paths = {
        "square": f"M{x - r:.1f} {y - r:.1f}h{2 * r}v{2 * r}h{-2 * r}z",
        "triangle": f"M{x:.1f} {y - r:.1f}l{r} {2 * r}h{-2 * r}z",
        "diamond": f"M{x:.1f} {y - r:.1f}l{r} {r}l{-r} {r}l{-r} {-r}z",
        "cross": f"M{x - r:.1f} {y - r:.1f}l{2 * r} {2 * r}m{-2 * r} 0l{2 * r} {-2 * r}",
        "plus": f"M{x - r:.1f} {y:.1f}h{2 * r}M{x:.1f} {y - r:.1f}v{2 * r}",
    }
    return f"<path d='{paths[shape]}' {style}/>"


def _colour(number: int) -> str:
    return _COLOURS[number % len(_COLOURS)]


def _text(
    x: float, y: float, words: str, *, anchor: str = "start", size: int = 13, bold: bool = False
) -> str:
    weight = " font-weight='bold'" if bold else ""
    # A white rim, so that words are readable where a line runs through them.
    rim = " paint-order='stroke' stroke='#ffffff' stroke-width='3'"
    return (
        f"<text x='{x:.1f}' y='{y:.1f}' text-anchor='{anchor}' font-size='{size}' fill='{INK}'{weight}{rim}>"
        f"{escape(words)}</text>"
    )
