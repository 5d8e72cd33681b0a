"""Exact counts of a result.

A `terms` aggregation takes the most frequent values of each shard and may miss one that is rare in a shard;
it says how much it may have missed. Where that is anything, or where there are more values than it may give,
the values are counted again by a `composite` aggregation, which leaves out nothing and is read page by page.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

from index.engines.opensearch_cluster import Cluster
from index.engines.opensearch_mapping import DAY
from index.engines.opensearch_query import Query

Value: TypeAlias = str | int

AT_ONCE: Final = 50_000
"""Values counted in one request; OpenSearch's default for `search.max_buckets` is 65,535."""
BESIDE_OTHERS: Final = 5_000
"""Values of each field where several fields are counted in one request."""

_LAST_CHARACTER: Final = "\U0010ffff"
_BEFORE_SURROGATES: Final = 0xD7FF
_SURROGATES: Final = range(0xD800, 0xE000)


@dataclass(frozen=True, slots=True)
class Counter:
    """Counts in one index.

    Attributes:
        cluster: that holds it.
        index: its name.
        shards: how many primary shards it has; the values of one need not be put together.
        preference: asks the same copies of the shards again and again.
    """

    cluster: Cluster
    index: str
    shards: int
    preference: str

    def total(self, query: Query) -> int:
        """Return the number of matching documents."""
        answer = self._asked(query, {})
        return int(answer["hits"]["total"]["value"])

    def of(self, query: Query, field: str, limit: int | None = None) -> list[tuple[Any, int]]:
        """Return (value, matching documents), most frequent first, then by value."""
        size = AT_ONCE if limit is None else min(limit, AT_ONCE)
        if size <= 0:
            return []
        answer = self._asked(query, {field: _most_frequent(field, size, AT_ONCE)})
        return self._complete(query, field, limit, answer["aggregations"][field])

    def together(
        self, query: Query, fields: Sequence[str], limit: int | None
    ) -> tuple[int, dict[int, int], dict[str, list[tuple[str, int]]]]:
        """Return the total, the days and the values of fields, from one request where that suffices."""
        size = BESIDE_OTHERS if limit is None else max(1, min(limit, BESIDE_OTHERS))
        wanted = {field: _most_frequent(field, size, BESIDE_OTHERS) for field in fields}
        answer = self._asked(query, {**wanted, DAY: _most_frequent(DAY, AT_ONCE // 2, AT_ONCE // 2)})
        counted = answer["aggregations"]
        facets = {field: self._complete(query, field, limit, counted[field]) for field in fields}
        days = dict(self._complete(query, DAY, None, counted[DAY]))
        return int(answer["hits"]["total"]["value"]), days, facets

    def first_words(self, field: str, prefix: str, limit: int | None) -> Iterator[tuple[str, int]]:
        """Yield the first (word, documents) of the whole index that begin with a prefix, by code point."""
        at_once = AT_ONCE if limit is None else max(1, min(limit, AT_ONCE))
        given = 0
        for word, count in self._pages({"match_all": {}}, field, at_once, _before(prefix)):
            if given == limit or (word > prefix and not word.startswith(prefix)):
                return
            if word.startswith(prefix):
                given += 1
                yield word, count

    def _complete(
        self, query: Query, field: str, limit: int | None, counted: dict[str, Any]
    ) -> list[tuple[Any, int]]:
        """Return what was counted, or count again where it may not be all or not be exact."""
        exact = self.shards == 1 or not counted["doc_count_error_upper_bound"]
        enough = not counted["sum_other_doc_count"]
        found = [(bucket["key"], int(bucket["doc_count"])) for bucket in counted["buckets"]]
        if limit is not None:
            enough = enough or len(found) >= limit
        if not (exact and enough):
            found = sorted(self._pages(query, field, AT_ONCE), key=lambda pair: (-pair[1], pair[0]))
        return found[: None if limit is None else max(0, limit)]

    def _pages(
        self, query: Query, field: str, at_once: int, after: str | None = None
    ) -> Iterator[tuple[Any, int]]:
        composite: dict[str, Any] = {"size": at_once, "sources": [{field: {"terms": {"field": field}}}]}
        if after is not None:
            composite["after"] = {field: after}
        while True:
            answer = self._asked(query, {field: {"composite": composite}}, total=False)
            counted = answer["aggregations"][field]
            for bucket in counted["buckets"]:
                yield bucket["key"][field], int(bucket["doc_count"])
            if len(counted["buckets"]) < at_once or "after_key" not in counted:
                return
            composite["after"] = counted["after_key"]

    def _asked(self, query: Query, wanted: dict[str, Any], *, total: bool = True) -> dict[str, Any]:
        body = {"size": 0, "track_total_hits": total, "query": query}
        if wanted:
            body["aggs"] = wanted
        return self.cluster.search(body, index=self.index, preference=self.preference)


def _most_frequent(field: str, size: int, shard_size: int) -> dict[str, Any]:
    return {"terms": {"field": field, "size": size, "shard_size": max(size, shard_size)}}


def _before(prefix: str) -> str | None:
    """Return a text before all that begin with a prefix, with hardly a word between; None for no prefix."""
    if not prefix:
        return None
    last = ord(prefix[-1]) - 1
    if last < 0:
        return prefix[:-1]
    return prefix[:-1] + chr(_BEFORE_SURROGATES if last in _SURROGATES else last) + _LAST_CHARACTER
