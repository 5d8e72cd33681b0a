"""Shows where in a query the mistake is."""

from __future__ import annotations

import unicodedata
from typing import Final

from index.errors import QueryError

CARET_WIDTH: Final = 76
"""Cells that the query line may take."""
_BEFORE: Final = 3
"""One part in so many of the width is left for what stands before the mistake, when the line is cut."""
_CUT: Final = "…"


def caret(error: QueryError, width: int = CARET_WIDTH) -> str:
    """Return two lines: the query, and carets under the mistake. Nothing in them controls a terminal.

    A query wider than `width` cells is cut around the mistake. Wide characters count two cells, combining
    ones none.
    """
    query = "".join(_shown(character) for character in error.query)
    column = min(max(0, error.column), len(query))
    start = _start(query, column, width)
    head = _CUT if start else ""
    line, end = _fill(query, start, width - len(head) - len(_CUT))
    tail = _CUT if end < len(query) else ""
    under = sum(map(cells, head + query[start:column]))
    length = sum(map(cells, query[column : min(end, column + error.length)]))
    return f"{head}{line}{tail}\n{' ' * under}{'^' * max(1, length)}"


def cells(character: str) -> int:
    """Return how many terminal cells a character takes: 0, 1 or 2."""
    if unicodedata.category(character) in {"Mn", "Me", "Cf"}:
        return 0
    return 2 if unicodedata.east_asian_width(character) in {"W", "F"} else 1


def _shown(character: str) -> str:
    """Return the character, or a stand-in for one that would control the terminal or cannot be written."""
    category = unicodedata.category(character)
    if category in {"Cc", "Zl", "Zp"}:
        return " "
    return "\N{REPLACEMENT CHARACTER}" if category in {"Cs", "Cf"} else character


def _start(query: str, column: int, width: int) -> int:
    """Return the first character to show: 0 where everything fits, else some cells before the mistake."""
    if sum(map(cells, query)) <= width - len(_CUT):
        return 0
    start, room = column, width // _BEFORE
    while start > 0 and cells(query[start - 1]) <= room:
        start -= 1
        room -= cells(query[start])
    return start


def _fill(query: str, start: int, room: int) -> tuple[str, int]:
    """Return as many characters from `start` as fit, and where they end."""
    end = start
    while end < len(query) and cells(query[end]) <= room:
        room -= cells(query[end])
        end += 1
    return query[start:end], end
