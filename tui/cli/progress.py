"""Progress of long work: a bar with rate and remaining time on a terminal, plain lines elsewhere."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from time import monotonic
from typing import TYPE_CHECKING, Final

from index.model import Progress, Report

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import Console
    from rich.progress import Progress as Bar
    from rich.progress import TaskID

PLAIN_LINE_SECONDS: Final = 5.0
"""Time between two plain lines."""

PACE_SECONDS: Final = 1.0
"""Time after which a rate says something."""

_BAR_CELLS: Final = 20
_SLOW: Final = 10
"""Things a second below which a tenth matters."""
_KIBIBYTE: Final = 1024
_MEBIBYTE: Final = 1024 * 1024


@contextmanager
def showing_progress() -> Iterator[Report]:
    """Give a function that shows progress on standard error; work that reports nothing shows nothing."""
    shown = _TerminalProgress() if sys.stderr.isatty() else _PlainProgress()
    try:
        yield shown.report
    finally:
        shown.close()


class _Pace:
    """How fast a stage goes, from its first report on: what was done before that took another time."""

    def __init__(self, first: Progress) -> None:
        self.stage = first.stage
        self._started = monotonic()
        self._before = first.done

    def rate(self, progress: Progress) -> str:
        """Return the rate in words, or an empty text while too little time has passed to tell."""
        seconds = monotonic() - self._started
        if seconds < PACE_SECONDS:
            return ""
        done = (progress.done - self._before) / seconds
        if progress.unit == "bytes":
            return f"{_size(done)}/s"
        return f"{done:,.{0 if done >= _SLOW else 1}f} {progress.unit}/s"

    def left(self, progress: Progress) -> str:
        """Return the time that is left in words, or an empty text where that cannot be told."""
        seconds, done = monotonic() - self._started, progress.done - self._before
        if seconds < PACE_SECONDS or done <= 0 or progress.total <= progress.done:
            return ""
        return f"{seconds * (progress.total - progress.done) / done:.0f} s left"


class _PlainProgress:
    """A line now and then, for logs."""

    def __init__(self) -> None:
        self._last = monotonic()
        self._pace: _Pace | None = None

    def report(self, progress: Progress) -> None:
        """Write a line when enough time has passed."""
        now = monotonic()
        if self._pace is None or progress.stage != self._pace.stage:
            self._pace = _Pace(progress)
        if now - self._last < PLAIN_LINE_SECONDS:
            return
        self._last = now
        told = (_amount(progress), self._pace.rate(progress), self._pace.left(progress))
        line = f"{progress.stage}: {', '.join(filter(None, told))}"
        print(line, file=sys.stderr, flush=True)

    def close(self) -> None:
        """Nothing to clear away."""


class _TerminalProgress:
    """A bar of rich, made when the first report comes."""

    def __init__(self) -> None:
        self._bar: Bar | None = None
        self._task: TaskID | None = None
        self._pace: _Pace | None = None

    def report(self, progress: Progress) -> None:
        """Move the bar; a new stage begins a new one."""
        if self._bar is None:
            from rich.console import Console

            self._bar = bar_of(Console(stderr=True))
            self._bar.start()
        if self._task is None or self._pace is None or progress.stage != self._pace.stage:
            if self._task is not None:
                self._bar.remove_task(self._task)
            self._pace = _Pace(progress)
            self._task = self._bar.add_task(progress.stage, total=progress.total or None, rate="", detail="")
        self._bar.update(
            self._task,
            completed=progress.done,
            total=progress.total or None,
            rate=self._pace.rate(progress),
            detail=progress.detail,
        )

    def close(self) -> None:
        """Take the bar away."""
        if self._bar is not None:
            self._bar.stop()


def bar_of(console: Console) -> Bar:
    """Return a bar whose columns stand still whatever is shown in the last one."""
    from rich.progress import BarColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as RichProgress
    from rich.table import Column

    return RichProgress(
        TextColumn("{task.description}", markup=False),
        BarColumn(_BAR_CELLS),
        TextColumn("{task.percentage:>3.0f}%", markup=False),
        TextColumn("{task.fields[rate]}", markup=False),
        TimeRemainingColumn(),
        TextColumn(
            "{task.fields[detail]}",
            markup=False,
            table_column=Column(ratio=1, no_wrap=True, overflow="ellipsis"),
        ),
        console=console,
        transient=True,
        expand=True,
    )


def _amount(progress: Progress) -> str:
    if progress.unit == "bytes":
        total = f" of {_size(progress.total)}" if progress.total else ""
        return f"{_size(progress.done)}{total}"
    total = f" of {progress.total:,}" if progress.total else ""
    return f"{progress.done:,}{total} {progress.unit}"


def _size(count: float) -> str:
    return f"{count / _MEBIBYTE:.1f} MB" if count >= _MEBIBYTE else f"{count / _KIBIBYTE:,.0f} kB"
