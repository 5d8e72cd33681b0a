"""Progress of long work: a bar with rate and remaining time on a terminal, plain lines elsewhere."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from time import monotonic
from typing import TYPE_CHECKING, Final

from index.model import Progress, Report

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.progress import Progress as Bar
    from rich.progress import TaskID

PLAIN_LINE_SECONDS: Final = 5.0
"""Time between two plain lines."""

_MEBIBYTE: Final = 1024 * 1024


@contextmanager
def showing_progress() -> Iterator[Report]:
    """Give a function that shows progress on standard error; work that reports nothing shows nothing."""
    shown = _TerminalProgress() if sys.stderr.isatty() else _PlainProgress()
    try:
        yield shown.report
    finally:
        shown.close()


class _PlainProgress:
    """A line now and then, for logs."""

    def __init__(self) -> None:
        self._started = monotonic()
        self._last = self._started
        self._stage = ""

    def report(self, progress: Progress) -> None:
        """Write a line when enough time has passed."""
        now = monotonic()
        if progress.stage != self._stage:
            self._stage, self._started = progress.stage, now
        if now - self._last < PLAIN_LINE_SECONDS:
            return
        self._last = now
        seconds = max(now - self._started, 0.001)
        line = f"{progress.stage}: {_amount(progress)}, {_rate(progress, seconds)}"
        if progress.total > progress.done > 0:
            line += f", {seconds * (progress.total - progress.done) / progress.done:.0f} s left"
        print(line, file=sys.stderr, flush=True)

    def close(self) -> None:
        """Nothing to clear away."""


class _TerminalProgress:
    """A bar of rich, made when the first report comes."""

    def __init__(self) -> None:
        self._bar: Bar | None = None
        self._task: TaskID | None = None
        self._stage = ""
        self._started = 0.0

    def report(self, progress: Progress) -> None:
        """Move the bar; a new stage begins a new one."""
        if self._bar is None:
            self._bar = self._make()
            self._bar.start()
        if self._task is None or progress.stage != self._stage:
            if self._task is not None:
                self._bar.remove_task(self._task)
            self._stage, self._started = progress.stage, monotonic()
            self._task = self._bar.add_task(progress.stage, total=progress.total or None, rate="", detail="")
        seconds = max(monotonic() - self._started, 0.001)
        self._bar.update(
            self._task,
            completed=progress.done,
            total=progress.total or None,
            rate=_rate(progress, seconds),
            detail=progress.detail,
        )

    def close(self) -> None:
        """Take the bar away."""
        if self._bar is not None:
            self._bar.stop()

    @staticmethod
    def _make() -> Bar:
        from rich.console import Console
        from rich.progress import BarColumn, TextColumn, TimeRemainingColumn
        from rich.progress import Progress as RichProgress

        return RichProgress(
            TextColumn("{task.description}", markup=False),
            BarColumn(),
            TextColumn("{task.percentage:>3.0f}%", markup=False),
            TextColumn("{task.fields[rate]}", markup=False),
            TimeRemainingColumn(),
            TextColumn("{task.fields[detail]}", markup=False),
            console=Console(stderr=True),
            transient=True,
        )


def _amount(progress: Progress) -> str:
    if progress.unit == "bytes":
        total = f" of {progress.total / _MEBIBYTE:.1f}" if progress.total else ""
        return f"{progress.done / _MEBIBYTE:.1f}{total} MB"
    total = f" of {progress.total:,}" if progress.total else ""
    return f"{progress.done:,}{total} {progress.unit}"


def _rate(progress: Progress, seconds: float) -> str:
    if progress.unit == "bytes":
        return f"{progress.done / _MEBIBYTE / seconds:.1f} MB/s"
    return f"{progress.done / seconds:,.0f} {progress.unit}/s"
