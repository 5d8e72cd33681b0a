"""Pages of a result in an exact order.

Every order ends with the id, so that there are no ties. OpenSearch counts off at most 10,000 hits from either
end of a result. What lies deeper is reached in a point in time: days are counted to begin at the right one,
and `search_after` goes on from there, or from the nearest place in the result that is known from before.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any, Final, TypeAlias, TypeVar

from index.engines.base import Page, ScoredId
from index.engines.opensearch_cluster import Cluster
from index.engines.opensearch_counts import AT_ONCE
from index.engines.opensearch_mapping import DAY, ID, LAST_MOMENT, NEWEST, OLDEST, moment
from index.engines.opensearch_query import Query
from index.errors import EngineError
from index.model import UNDATED, Order

WINDOW: Final = 10_000
"""Hits that one request may count off; OpenSearch's default for `index.max_result_window`."""
KEEP_ALIVE: Final = "2m"
"""How long a point in time is kept between two requests."""
MOST_RESULTS: Final = 8
"""Results whose known places are kept."""

SCORE: Final = "_score"
_KEYS: Final = {Order.OLDEST: OLDEST, Order.NEWEST: NEWEST}

Sorting: TypeAlias = tuple[tuple[str, str], ...]
"""Fields with `asc` or `desc`."""
Place: TypeAlias = list[Any]
"""The sort values of a hit: what follows it is `search_after` it."""


def sorting(order: Order, *, scored: bool) -> Sorting:
    """Return what a result is sorted by."""
    if order is Order.BEST:
        return ((SCORE, "desc"), (ID, "asc")) if scored else ((ID, "asc"),)
    return ((_KEYS[order], "asc"), (ID, "asc"))


Answer = TypeVar("Answer")


@dataclass
class Pages:
    """Pages of results in one state of an index. Threads can share one."""

    cluster: Cluster
    index: str
    preference: str
    shards: int
    _places: dict[tuple[str, Sorting], list[tuple[int, Place]]] = field(default_factory=dict)

    def page(self, query: Query, by: Sorting, *, limit: int, offset: int) -> Page:
        """Return a page: `limit` hits from `offset` on."""
        if limit <= 0:
            return Page(self._total(query), ())
        if offset + limit <= WINDOW:
            return self._window(query, by, limit, offset)
        total = self._total(query)
        end = min(offset + limit, total)
        if offset >= total:
            return Page(total, ())
        if total - offset <= WINDOW:
            backwards = tuple((key, "asc" if way == "desc" else "desc") for key, way in by)
            page = self._window(query, backwards, end - offset, total - end)
            if page.total == total:
                return Page(total, page.hits[::-1])
        return _once_more(lambda: self._deep(query, by, end - offset, offset))

    def ids(self, query: Query) -> list[str]:
        """Return the ids of all matching documents, in order."""
        by: Sorting = ((ID, "asc"),)
        first = self._asked(query, by, WINDOW)["hits"]
        if first["total"]["value"] <= WINDOW:
            return [hit["sort"][-1] for hit in first["hits"]]
        return _once_more(lambda: self._all_ids(query, by))

    def _all_ids(self, query: Query, by: Sorting) -> list[str]:
        with self._point_in_time() as point:
            return [hit["sort"][-1] for hit in self._after(point, query, by, None)]

    def _total(self, query: Query) -> int:
        return int(self._asked(query, (), 0)["hits"]["total"]["value"])

    def _window(self, query: Query, by: Sorting, limit: int, offset: int) -> Page:
        found = self._asked(query, by, limit, **({"from": offset} if offset else {}))["hits"]
        return Page(int(found["total"]["value"]), tuple(_hit(hit, by) for hit in found["hits"]))

    def _deep(self, query: Query, by: Sorting, limit: int, offset: int) -> Page:
        with self._point_in_time() as point:
            total, at, place = self._start(point, query, by, offset)
            hits: list[ScoredId] = []
            for hit in self._after(point, query, by, place):
                at += 1
                if at > offset:
                    hits.append(_hit(hit, by))
                if at % WINDOW == 0:
                    self._remember(query, by, at, hit["sort"])
                if len(hits) == limit:
                    break
            return Page(total, tuple(hits))

    def _start(self, point: str, query: Query, by: Sorting, offset: int) -> tuple[int, int, Place | None]:
        """Return the total, and a place at or before an offset with the number of hits up to it."""
        at, place = 0, None
        known = self._places.get((repr(query), by), [])
        if number := bisect_right(known, offset, key=lambda pair: pair[0]):
            at, place = known[number - 1]
        answer = self._in_point(point, _body(query, (), 0) | _days_for(by), by)
        total = int(answer["hits"]["total"]["value"])
        if DAY in answer.get("aggregations", {}):
            before, beginning = _day_at(answer["aggregations"][DAY], by[0][0], offset)
            if before > at:
                at, place = before, [beginning, ""]
        return total, at, place

    def _after(self, point: str, query: Query, by: Sorting, place: Place | None) -> Iterator[dict[str, Any]]:
        """Yield the hits after a place, to the end."""
        while True:
            more: dict[str, Any] = {"track_total_hits": False}
            if place is not None:
                more["search_after"] = place
            hits = self._in_point(point, _body(query, by, WINDOW) | more, by)["hits"]["hits"]
            yield from hits
            if len(hits) < WINDOW:
                return
            place = hits[-1]["sort"]

    def _remember(self, query: Query, by: Sorting, at: int, place: Place) -> None:
        key = (repr(query), by)
        known = dict(self._places.pop(key, []))
        known[at] = place
        while len(self._places) >= MOST_RESULTS:
            self._places.pop(next(iter(self._places)), None)
        self._places[key] = sorted(known.items())

    def _asked(self, query: Query, by: Sorting, size: int, **more: Any) -> dict[str, Any]:
        body = _body(query, by, size) | more
        return self.cluster.search(body, index=self.index, preference=self.preference, **self._scoring(by))

    def _in_point(self, point: str, body: dict[str, Any], by: Sorting) -> dict[str, Any]:
        named = {"pit": {"id": point, "keep_alive": KEEP_ALIVE}}
        return self.cluster.search(body | named, index="", **self._scoring(by))

    def _scoring(self, by: Sorting) -> dict[str, str]:
        """Return the parameters that make a word as rare as it is in all shards together, not in one."""
        scored = any(key == SCORE for key, _ in by)
        return {"search_type": "dfs_query_then_fetch"} if scored and self.shards > 1 else {}

    @contextmanager
    def _point_in_time(self) -> Iterator[str]:
        """Give the name of a point in time: what is written meanwhile changes no page."""
        params = {
            "keep_alive": KEEP_ALIVE,
            "allow_partial_pit_creation": "false",
            "preference": self.preference,
        }
        made = self.cluster.read(lambda client: client.create_pit(index=self.index, params=dict(params)))
        point = str(made["pit_id"])
        try:
            yield point
        finally:
            # Where it cannot be let go of, it ends by itself.
            with suppress(EngineError):
                self.cluster.once(lambda client: client.delete_pit(body={"pit_id": [point]}))


def _once_more(walk: Callable[[], Answer]) -> Answer:
    """Return what a walk gives, or a second one: a point in time ends with a node that it lies on."""
    try:
        return walk()
    except EngineError:
        return walk()


def _body(query: Query, by: Sorting, size: int) -> dict[str, Any]:
    """Return a request for hits; the id of each is the last of its sort values, so that nothing is loaded."""
    body = {"query": query, "size": size, "track_total_hits": True, "stored_fields": "_none_"}
    return {**body, "sort": [{key: way} for key, way in by]} if by else body


def _hit(hit: dict[str, Any], by: Sorting) -> ScoredId:
    *_, identifier = hit["sort"]
    return ScoredId(str(identifier), float(hit["sort"][0]) if by[0][0] == SCORE else 0.0)


def _days_for(by: Sorting) -> dict[str, Any]:
    """Return what counts the days of a result that is sorted by them."""
    if by[0][0] not in _KEYS.values():
        return {}
    return {"aggs": {DAY: {"terms": {"field": DAY, "size": AT_ONCE, "shard_size": AT_ONCE}}}}


def _day_at(counted: dict[str, Any], key: str, offset: int) -> tuple[int, int]:
    """Return how many hits lie before the day of the hit at an offset, and the first sort key of that day."""
    before = 0
    if counted["sum_other_doc_count"] or counted["doc_count_error_upper_bound"]:
        return 0, 0
    days = {_first_key(bucket["key"], key): bucket["doc_count"] for bucket in counted["buckets"]}
    for beginning, count in sorted(days.items()):
        if before + count > offset:
            return before, beginning
        before += count
    return 0, 0


def _first_key(day: int, key: str) -> int:
    if day == UNDATED:
        return LAST_MOMENT
    return moment(day) if key == OLDEST else LAST_MOMENT - moment(day + 1) + 1
