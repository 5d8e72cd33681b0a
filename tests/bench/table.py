"""Figures in a table: what was measured, the goal, and the peer of the same run."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median, quantiles


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured figure.

    Attributes:
        what: what was measured, on what.
        value: the figure, as it is printed.
        goal: what is asked for, or empty.
        met: whether the goal is met; None where there is none.
        peer: the figure of the peer, measured in the same run, or empty.
    """

    what: str
    value: str
    goal: str = ""
    met: bool | None = None
    peer: str = ""


def print_figures(heading: str, figures: Sequence[Figure]) -> None:
    """Print a Markdown table."""
    print(f"\n## {heading}\n")
    rows = [("what", "measured", "goal", "", "peer, same run")]
    for figure in figures:
        verdict = "" if figure.met is None else ("met" if figure.met else "MISSED")
        rows.append((figure.what, figure.value, figure.goal, verdict, figure.peer))
    print_rows(rows)


def print_rows(rows: Sequence[Sequence[str]]) -> None:
    """Print a Markdown table; the first row is its head."""
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    for number, row in enumerate(rows):
        print("| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) + " |")
        if number == 0:
            print("|" + "|".join("-" * (width + 2) for width in widths) + "|", flush=True)


def milliseconds(seconds: float) -> str:
    """Return a time as it is printed."""
    value = seconds * 1000
    return f"{value:.0f} ms" if value >= 20 else f"{value:.1f} ms"


def middle_and_p95(samples: Sequence[float]) -> tuple[float, float]:
    """Return the median and the 95th percentile."""
    return median(samples), quantiles(samples, n=20, method="inclusive")[-1]
