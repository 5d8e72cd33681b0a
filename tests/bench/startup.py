"""How long a person waits: to the first paint, for `--version`, for the cursor."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from time import perf_counter
from typing import Final

from tests.bench.table import Figure, middle_and_p95, milliseconds, print_figures
from tests.bench.terminal import TerminalProgram

STARTS: Final = 11
CURSOR_MOVES: Final = 60
FIRST_PAINT_GOAL_SECONDS: Final = 0.300
VERSION_GOAL_SECONDS: Final = 0.080
FRAME_GOAL_SECONDS: Final = 0.016

EVTUI: Final = str(Path(sys.executable).with_name("evtui"))

BARE_APP: Final = """
from textual.app import App, ComposeResult
from textual.widgets import Static

class Bare(App[None]):
    def compose(self) -> ComposeResult:
        yield Static("painted")

Bare().run()
"""

BARE_LIST: Final = """
from textual.app import App, ComposeResult
from textual.widgets import OptionList

class Bare(App[None]):
    def compose(self) -> ComposeResult:
        yield OptionList(*(f"row {number}" for number in range(200)))

Bare().run()
"""


def measure(library: Path) -> list[Figure]:
    """Return the figures of starting and moving over a library that is already indexed."""
    evtui = [EVTUI, "-L", str(library)]
    bare = [sys.executable, "-c", BARE_APP]
    first, bare_first = [], []
    for _ in range(STARTS):
        first.append(_first_paint(evtui, "Timeline"))
        bare_first.append(_first_paint(bare, "painted"))
    in_place = [_first_paint(evtui, "search the library") for _ in range(STARTS)]
    results = [_first_paint(evtui, " of ") for _ in range(STARTS)]
    version, python = [], []
    for _ in range(STARTS):
        version.append(_run([EVTUI, "--version"]))
        python.append(_run([sys.executable, "-c", "pass"]))
    moves, bare_moves = _moves(evtui, " of "), _moves([sys.executable, "-c", BARE_LIST], "row 20")
    return [
        _figure("cold start to first paint", first, bare_first, FIRST_PAINT_GOAL_SECONDS, "bare Textual"),
        _without_goal("cold start until the desk is in place", in_place),
        _without_goal("cold start to first result", results),
        _figure("evtui --version", version, python, VERSION_GOAL_SECONDS, "python -c pass"),
        _figure("cursor key to painted frame", moves, bare_moves, FRAME_GOAL_SECONDS, "bare OptionList"),
    ]


def _figure(what: str, samples: list[float], peer: list[float], goal: float, peer_name: str) -> Figure:
    middle, p95 = middle_and_p95(samples)
    peer_middle, peer_p95 = middle_and_p95(peer)
    return Figure(
        what,
        f"{milliseconds(middle)}, p95 {milliseconds(p95)}",
        f"< {milliseconds(goal)}",
        middle < goal,
        f"{peer_name} {milliseconds(peer_middle)}, p95 {milliseconds(peer_p95)}",
    )


def _without_goal(what: str, samples: list[float]) -> Figure:
    middle, p95 = middle_and_p95(samples)
    return Figure(what, f"{milliseconds(middle)}, p95 {milliseconds(p95)}")


def _first_paint(command: list[str], text: str) -> float:
    with TerminalProgram(command) as program:
        return program.wait_for(text)


def _run(command: list[str]) -> float:
    started = perf_counter()
    subprocess.run(command, check=True, capture_output=True)
    return perf_counter() - started


def _moves(command: list[str], ready: str) -> list[float]:
    samples = []
    with TerminalProgram(command) as program:
        program.wait_for(ready)
        program.settle(1.0)
        for number in range(CURSOR_MOVES):
            asked = perf_counter()
            program.send("\x1b[B" if number % 20 < 15 else "\x1b[A")
            program.wait_for_change()
            samples.append(perf_counter() - asked)
            program.settle()
    return samples


def main(library: Path) -> None:
    """Measure and print."""
    print_figures("Starting and moving", measure(library))
