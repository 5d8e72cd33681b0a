"""How a question was answered, in words for one line: hits, time, engine, order and filters."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from index.model import Filters, Order
from tui.render.cells import truncate, width

ORDER_WORDS: Final = {
    Order.OLDEST: "oldest first",
    Order.NEWEST: "newest first",
    Order.BEST: "best match first",
}
_LEFT_OUT_FIRST: Final = ("engine", "time", "order", "filters", "work", "")
_QUICK: Final = 0.0995
"""Seconds below which a time is told in milliseconds."""


@dataclass(frozen=True, slots=True)
class Answered:
    """How the question was answered.

    Attributes:
        total: articles that match, None while nothing is known.
        articles: in the library.
        seconds: time taken.
        engine: name of the search engine.
        new: articles that came into the library since and are not in the answers yet.
        rows: of the list, where near-duplicates share some; None: as many as articles.
    """

    total: int | None = None
    articles: int = 0
    seconds: float = 0.0
    engine: str = ""
    new: int = 0
    rows: int | None = None


def time_words(seconds: float) -> str:
    """Return a time as a person reads it: `<1 ms`, `4 ms`, `0.3 s`."""
    if seconds < 0.001:  # noqa: PLR2004 - a millisecond
        return "<1 ms"
    return f"{seconds * 1000:.0f} ms" if seconds < _QUICK else f"{seconds:.1f} s"


def filter_words(filters: Filters) -> str:
    """Return how much is chosen beside the query, or an empty string."""
    count = len(filters.required) + len(filters.excluded) + bool(filters.period) + filters.undated
    return "" if not count else "1 filter" if count == 1 else f"{count} filters"


def fact_words(
    answered: Answered, order: Order, filters: Filters, work: str = "", cells: int | None = None
) -> str:
    """Return what is known of an answer on one line; where that is too long, what matters least is left out.

    Args:
        answered: how the question was answered.
        order: of the list.
        filters: what is chosen.
        work: what goes on in the background, in a few words.
        cells: the room for it, None for as much as it needs.
    """
    parts = _facts(answered, order, filters, work)
    for name in _LEFT_OUT_FIRST:
        line = " · ".join(part for part in parts.values() if part)
        if cells is None or width(line) <= cells:
            return line
        parts.pop(name, None)
    return truncate(" · ".join(part for part in parts.values() if part), cells or 0)


def _facts(answered: Answered, order: Order, filters: Filters, work: str) -> dict[str, str]:
    if answered.total is None:
        return {"work": work}
    new = f" + {answered.new:,} new" if answered.new else ""
    hits = f"{answered.total:,} of {answered.articles:,}{new}"
    if answered.rows is not None and answered.rows < answered.total:
        hits += f" in {answered.rows:,} rows"
    return {
        "work": work,
        "hits": hits,
        "time": time_words(answered.seconds),
        "engine": answered.engine,
        "order": ORDER_WORDS[order],
        "filters": filter_words(filters),
    }
