"""Pages of a result in an exact order, from an engine that breaks ties as it likes.

tantivy orders hits by one number and leaves ties to where a document happens to lie. A page must be the same
whatever the segments look like, and the pages of a result must neither skip nor repeat an article. So where
a tie goes beyond an end of a page, the page is fetched together with everything that ties with its ends, and
put in order here.
"""

from __future__ import annotations

from typing import Any, Final

import tantivy
from tantivy import FieldType, Query

from index.engines.base import Page, ScoredId
from index.engines.tantivy_counts import matching, terms_of
from index.engines.tantivy_query import all_of
from index.engines.tantivy_schema import BY_ID, ID, NEWEST, OLDEST
from index.model import Order

SORT_KEYS: Final = {Order.OLDEST: OLDEST, Order.NEWEST: NEWEST, Order.BEST: BY_ID}
"""The key for an order; for `BEST` where nothing in a query scores, and only the id is left."""

_ASCENDING: Final = tantivy.Order.Asc
_EXTRA_HITS: Final = 16
"""Hits fetched beyond a page ordered by score, where ties are short most often."""
FAR_HITS: Final = 2_000
"""Hits before a page from which on it is worth knowing how many there are in all."""
_WALKED: Final = 4
"""A result of more than one article in so many is found by a walk through the ids of the whole library."""
_GROWTH: Final = 4
"""How many times as many hits are fetched when a tie runs on."""


def page_by_key(
    searcher: tantivy.Searcher, schema: tantivy.Schema, query: Query, key: str, *, limit: int, offset: int
) -> Page:
    """Return a page in ascending order of a sort key, ties by id."""
    limit = min(limit, searcher.num_docs)
    if limit <= 0 or offset >= searcher.num_docs:
        return Page(matching(searcher, query), ())
    # With the hit before the page and the one after it, to see whether a tie goes beyond an end.
    start = max(0, offset - 1)
    wanted = offset - start + limit + 1
    total, hits = _stretch(searcher, query, key, start, wanted)
    page = hits[offset - start : offset - start + limit]
    if not page:
        return Page(total, ())
    before, after = hits[: offset - start], hits[offset - start + limit :]
    if (before and before[-1][0] == page[0][0]) or (after and after[0][0] == page[-1][0]):
        return _tied_page(searcher, schema, query, key, limit=limit, offset=offset)
    rows = sorted((value, _id(searcher, address)) for value, address in page)
    return Page(total, tuple(ScoredId(identifier, 0.0) for _, identifier in rows))


def _tied_page(
    searcher: tantivy.Searcher, schema: tantivy.Schema, query: Query, key: str, *, limit: int, offset: int
) -> Page:
    """Return a page with an end in the middle of a tie, from everything that ties with its ends."""
    total, hits = _stretch(searcher, query, key, offset, limit)
    first, last = hits[0][0], hits[-1][0]
    within = all_of([query, _key_range(schema, key, first, last)])
    group: Any = searcher.search(within, total, order_by_field=key, order=_ASCENDING)
    before = matching(searcher, all_of([query, _key_range(schema, key, 0, first - 1)])) if first > 0 else 0
    rows = sorted((value, _id(searcher, address)) for value, address in group.hits)
    start = offset - before
    chosen = rows[start : start + limit]
    return Page(total, tuple(ScoredId(identifier, 0.0) for _, identifier in chosen))


def _stretch(
    searcher: tantivy.Searcher, query: Query, key: str, start: int, wanted: int
) -> tuple[int, list[tuple[int, tantivy.DocAddress]]]:
    """Return the number of matching documents, and some of them in ascending order of a key from one on.

    tantivy holds all hits before a page to find it, so the far half of a result is fetched from its end.
    """
    if start >= FAR_HITS:
        total = matching(searcher, query)
        from_end = total - start - wanted
        if start >= total:
            return total, []
        if from_end < start:
            count = min(wanted, total - start)
            last: Any = searcher.search(
                query, count, order_by_field=key, order=tantivy.Order.Desc, offset=max(0, from_end)
            )
            return total, last.hits[::-1]
    found: Any = searcher.search(query, wanted, order_by_field=key, order=_ASCENDING, offset=start)
    return found.count, found.hits


def page_by_score(searcher: tantivy.Searcher, query: Query, *, limit: int, offset: int) -> Page:
    """Return a page in descending order of the score, ties by id."""
    limit = min(limit, searcher.num_docs)
    if limit <= 0 or offset >= searcher.num_docs:
        return Page(matching(searcher, query), ())
    wanted = offset + limit
    fetch = wanted + _EXTRA_HITS
    while True:
        fetch = min(fetch, searcher.num_docs)
        found: Any = searcher.search(query, fetch)
        hits = found.hits
        if len(hits) <= wanted or hits[-1][0] < hits[wanted - 1][0] or fetch >= found.count:
            break
        fetch *= _GROWTH
    return Page(found.count, _ordered_by_score(searcher, hits, offset, wanted))


def _ordered_by_score(
    searcher: tantivy.Searcher, hits: list[tuple[float, tantivy.DocAddress]], offset: int, wanted: int
) -> tuple[ScoredId, ...]:
    """Return the hits from `offset` to `wanted`; ids are looked up only of what ties with one of them."""
    if offset >= len(hits):
        return ()
    highest, lowest = hits[offset][0], hits[min(wanted, len(hits)) - 1][0]
    before = sum(score > highest for score, _ in hits)
    rows = sorted((-score, _id(searcher, address)) for score, address in hits if lowest <= score <= highest)
    chosen = rows[offset - before : wanted - before]
    return tuple(ScoredId(identifier, -negative) for negative, identifier in chosen)


def _key_range(schema: tantivy.Schema, key: str, low: int, high: int) -> Query:
    return Query.const_score_query(Query.range_query(schema, key, FieldType.Unsigned, low, high), 0.0)


def ids_of(searcher: tantivy.Searcher, query: Query) -> list[str]:
    """Return the ids of all matching documents, in no order."""
    total = matching(searcher, query)
    if total * _WALKED > searcher.num_docs:
        return [identifier for identifier, _ in terms_of(searcher, ID, query)]
    found: Any = searcher.search(query, max(1, total), count=False)
    # Ids lie in blocks, which are unpacked once where they are read one after the other.
    addresses = sorted((address.segment_ord, address.doc) for _, address in found.hits)
    return [_id(searcher, tantivy.DocAddress(segment, number)) for segment, number in addresses]


def _id(searcher: tantivy.Searcher, address: tantivy.DocAddress) -> str:
    return str(searcher.doc(address).get_first(ID))
