"""What the library answers to a query: values made for showing.

A `CompiledQuery` is made once from what was typed and what was chosen, and then asked for its parts: rows,
days, facets, words. Each part is a call of its own, so that the desk can paint the first before it asks for
the next.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from index.model import FacetField, FacetValue, Filters, Hit, NoHits
from index.query.ast import Leaf, Node


@dataclass(frozen=True, slots=True)
class CompiledQuery:
    """A query that an engine can answer.

    Attributes:
        text: as it was typed.
        parsed: the parsed tree of the typed text.
        node: the lowered tree with the filters in it.
        without_period: the same without the chosen period: what the timeline shows, so that another can be
            chosen.
        leaves: what is to be marked in the texts.
        filters: what was chosen beside the text.
        grouped: whether near-duplicates share a row.
    """

    text: str
    parsed: Node
    node: Node
    without_period: Node
    leaves: tuple[Leaf, ...]
    filters: Filters
    grouped: bool = True


@dataclass(frozen=True, slots=True)
class Results:
    """One page of a result.

    Attributes:
        query: what was asked.
        total: articles that match.
        rows: rows of the whole result: as many as articles, less those that share the row of another one.
        hits: the rows from `offset` on.
        offset: number of the first row, from 0.
        seconds: time taken by the engine and the store.
        no_hits: why nothing was found, when nothing was.
    """

    query: CompiledQuery
    total: int
    hits: tuple[Hit, ...]
    offset: int = 0
    seconds: float = 0.0
    no_hits: NoHits | None = None
    rows: int = 0


@dataclass(frozen=True, slots=True)
class ResultCounts:
    """What is counted of a result.

    Attributes:
        days: day number → articles that match; undated ones under `UNDATED`.
        values: of each field, most frequent first, as many as were wanted.
        totals: how many values of each field there are; where more than were wanted, one more than those.
    """

    days: Mapping[int, int]
    values: Mapping[FacetField, tuple[FacetValue, ...]]
    totals: Mapping[FacetField, int]
