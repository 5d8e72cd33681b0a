"""Which line of a long list belongs to which row, where rows are one to a few lines high."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable


class Heights:
    """The heights of all rows of a list, kept as runs of rows of equal height.

    Both directions take O(log runs): a million equal rows are one run, a heading now and then splits them.
    """

    __slots__ = ("_first_lines", "_first_rows", "_heights", "lines", "rows")

    def __init__(self, runs: Iterable[tuple[int, int]] = ()) -> None:
        """Take (number of rows, lines of each) from the first row on; empty runs are passed over."""
        self._first_rows: list[int] = []
        self._first_lines: list[int] = []
        self._heights: list[int] = []
        rows = lines = 0
        for count, height in runs:
            if count <= 0:
                continue
            if self._heights and self._heights[-1] == height:
                rows += count
                lines += count * height
                continue
            self._first_rows.append(rows)
            self._first_lines.append(lines)
            self._heights.append(max(1, height))
            rows += count
            lines += count * self._heights[-1]
        self.rows = rows
        self.lines = lines

    @classmethod
    def uniform(cls, rows: int, height: int = 1) -> Heights:
        """Return the heights of `rows` rows of `height` lines each."""
        return cls(((rows, height),))

    def height(self, row: int) -> int:
        """Return how many lines `row` takes."""
        return self._heights[bisect_right(self._first_rows, row) - 1]

    def line_of(self, row: int) -> int:
        """Return the first line of `row`."""
        run = bisect_right(self._first_rows, row) - 1
        return self._first_lines[run] + (row - self._first_rows[run]) * self._heights[run]

    def row_at(self, line: int) -> tuple[int, int]:
        """Return the row that `line` belongs to, and which of its lines it is, from 0."""
        run = bisect_right(self._first_lines, line) - 1
        row, part = divmod(line - self._first_lines[run], self._heights[run])
        return self._first_rows[run] + row, part
