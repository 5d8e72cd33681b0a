"""How far an import has come, in bytes of its inputs."""

from __future__ import annotations

from time import monotonic
from typing import Final

from index.model import Progress, Report
from index.readers.inputs import Input

INTERVAL: Final = 0.1
"""Seconds between two reports."""


class Meter:
    """Counts bytes and reports them now and then.

    Args:
        report: who is told, or None.
        inputs: all that will be read. While the size of one is not known, neither is the total.
    """

    def __init__(self, report: Report | None, inputs: list[Input]) -> None:
        self._report = report
        self._total = sum(given.size for given in inputs) if all(given.size for given in inputs) else 0
        self._finished = 0
        self._in_file = 0
        self._size = 0
        self._detail = ""
        self._next = 0.0

    def begin(self, given: Input) -> None:
        """Begin an input."""
        self._detail, self._size, self._in_file = given.shown, given.size, 0
        self.tell()

    def add(self, count: int) -> None:
        """Count bytes that were read."""
        self._in_file += count
        self.tell()

    def end(self) -> None:
        """End the input; what was not read of it counts as done."""
        self._finished += max(self._in_file, self._size)
        self._in_file = self._size = 0

    def tell(self, *, now: bool = False) -> None:
        """Report, unless that was done a moment ago and `now` does not insist."""
        if self._report is None:
            return
        moment = monotonic()
        if not now and moment < self._next:
            return
        self._next = moment + INTERVAL
        self._report(Progress("Reading", self._finished + self._in_file, self._total, "bytes", self._detail))
