"""Joins what was chosen beside the query to the lowered query."""

from __future__ import annotations

from index.model import Filters
from index.query.ast import DateRange, Node, Not, Undated, Values
from index.query.simplify import conjunction


def with_filters(node: Node, filters: Filters, *, period: bool = True) -> Node:
    """Return the lowered query with all that was chosen required of it.

    Args:
        node: the lowered query.
        filters: what was chosen.
        period: whether the choice in time (period, undated) counts; the timeline shows what lies around it.
    """
    nodes = [node]
    nodes += [Values(field.value, (value,)) for field, value in filters.required]
    nodes += [Not(Values(field.value, (value,))) for field, value in filters.excluded]
    if period and filters.period is not None:
        nodes.append(DateRange(filters.period.first, filters.period.last))
    if period and filters.undated:
        nodes.append(Undated())
    return conjunction(nodes)
