"""Where in the list of a result an article stands."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from index.model import UNDATED, Order

if TYPE_CHECKING:
    from datetime import date

    from index.answers import CompiledQuery
    from index.asking import Asking

BEST_ROWS: Final = 500
"""Rows by relevance in which an article is looked for: further down nobody remembers where it stood."""


def row_number(
    library: Asking, compiled: CompiledQuery, article: str, order: Order, row_days: Mapping[int, int]
) -> int | None:
    """Return the number of an article's row in a result, from 0; None where it has none.

    Args:
        library: what answers.
        compiled: the query of the result.
        article: id of the article.
        order: of the list.
        row_days: day number → rows of the list, by which the day is found without counting.
    """
    first, rows = 0, BEST_ROWS
    if order is not Order.BEST:
        found = library.store.rows([article]).get(article)
        if found is None:
            return None
        first, rows = first_row_of_day(row_days, found.day, order)
    if not rows:
        return None
    ids = library.row_ids(compiled, order=order, limit=rows, offset=first)
    return first + ids.index(article) if article in ids else None


def first_row_of_day(days: Mapping[int, int], day: date | None, order: Order) -> tuple[int, int]:
    """Return (number of the first row of a day, rows of that day) in a list by date."""
    wanted = day.toordinal() if day else UNDATED
    dated = {number: count for number, count in days.items() if number != UNDATED}
    if wanted == UNDATED:
        return sum(dated.values()), days.get(UNDATED, 0)
    before = sum(
        count
        for number, count in dated.items()
        if (number < wanted if order is Order.OLDEST else number > wanted)
    )
    return before, days.get(wanted, 0)
