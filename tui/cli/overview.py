"""A plain overview of a library: span, histogram, topics, newest articles."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from index.model import FacetField, Order, Timeline
from index.periods import period_name
from tui.cli.output import write_hit

if TYPE_CHECKING:
    from index.library import Library

NEWEST_ROWS: Final = 8
TOPIC_ROWS: Final = 12
BAR_CELLS: Final = 50


def print_overview(library: Library, query: str) -> None:
    """Print what is in a library, or in a result of it, on one screen or two."""
    info = library.info()
    print(f"{info.library}\n{info.articles:,} articles, {info.undated:,} undated, engine {info.engine}")
    if info.first_date and info.last_date:
        print(f"{info.first_date} to {info.last_date}")
    compiled = library.compile(query)
    print()
    print_timeline(library.timeline(compiled))
    for field, heading in ((FacetField.TOPIC, "Topics"), (FacetField.SOURCE, "Sources")):
        if values := library.facet(compiled, field, limit=TOPIC_ROWS):
            print(f"\n{heading}\n  " + " · ".join(f"{entry.value} {entry.count:,}" for entry in values))
    results = library.search(compiled, order=Order.NEWEST, limit=NEWEST_ROWS)
    print(f"\nNewest of {results.total:,}")
    for hit in results.hits:
        write_hit(hit)


def print_timeline(timeline: Timeline) -> None:
    """Print a bar a period; empty periods too."""
    most = max((bucket.count for bucket in timeline.buckets), default=0)
    for bucket in timeline.buckets:
        cells = -(-bucket.count * BAR_CELLS // most) if most else 0
        name = period_name(bucket.period, timeline.granularity)
        print(f"{name:>11}  {bucket.count:>7,}  {'█' * cells}".rstrip())
    if timeline.undated:
        print(f"{'undated':>11}  {timeline.undated:>7,}")
