"""Counting results on one state of a tantivy index: days and values, exactly.

Values are counted as numbers (`tantivy_schema.number_of`), in one walk over the result for all fields. What
costs time is the number of articles in a result and, above a few thousand, how many different values come
back. So no more values are asked for than are told, with some more so that the last ones do not tie with
others; and a result of more than half the library is counted by what is missing in it.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from functools import cache
from itertools import takewhile
from operator import itemgetter
from pathlib import Path
from typing import Any, Final, TypeAlias

import orjson
import tantivy
from tantivy import Occur, Query

from index.engines.base import FACET_FIELDS, GROUP, Counts
from index.engines.tantivy_query import all_of
from index.engines.tantivy_schema import DAY, key_field, number_of
from index.model import UNDATED

MOST_BUCKETS: Final = 60_000
"""Different days or values counted in one go; tantivy refuses more than 65,000."""
ALL_DAYS: Final = 20_000
"""Different days that are counted together with values."""
LEAST_VALUES: Final = 2_000
"""Values of a field that are asked for at least: among the last ones of fewer, many have the same count."""
MORE_VALUES: Final = 4
"""How many times as many values as are told are asked for."""
LEAST_FOR_TWO: Final = 20_000
"""Articles of a result that is counted by two threads; tantivy lets other threads run meanwhile."""
MOST_THREADS: Final = 4
_OF_EACH_SEGMENT: Final = (1 << 31) - 1
"""Values that a segment tells: all, or counts would not be exact."""

Facet: TypeAlias = "list[tuple[str, int]]"


def terms_of(searcher: tantivy.Searcher, field: str, query: Query | None = None, prefix: str = "") -> Facet:
    """Return the terms of a field and the number of matching documents with each, without deleted ones."""
    wanted = Query.all_query() if query is None else query
    counted = searcher.terms_with_prefix(field, prefix, filter_query=wanted)
    return [(term, count) for term, count in counted if count]


def is_whole(folder: Path, alive: int) -> bool:
    """Return whether the index in a folder holds `alive` documents and nothing that was deleted."""
    try:
        segments = orjson.loads((folder / "meta.json").read_bytes())["segments"]
        sizes = [segment["max_doc"] for segment in segments if segment["deletes"] is None]
    except (OSError, ValueError, KeyError, TypeError):
        return False
    return len(sizes) == len(segments) and sum(sizes) == alive


def matching(searcher: tantivy.Searcher, query: Query) -> int:
    """Return the number of matching documents."""
    found: Any = searcher.search(query, 1)
    return int(found.count)


class Counting:
    """Counts results on one state of an index. Threads can share one."""

    def __init__(self, searcher: tantivy.Searcher, schema: tantivy.Schema) -> None:
        self._searcher = searcher
        self._schema = schema
        self._values: dict[str, Mapping[int, str] | None] = {}
        self._everything: dict[str, Facet] = {}
        self._every_day: Mapping[int, int] | None = None
        self._lock = threading.RLock()

    def counts(self, query: Query, total: int, fields: Sequence[str], limit: int | None) -> Counts:
        """Return what `index.engines.base.Engine.counts` does, for a result of `total` articles."""
        if total == 0:
            return Counts(0, {}, {field: [] for field in fields})
        together = limit is not None and len(fields) * _asked(limit) + ALL_DAYS <= MOST_BUCKETS
        if limit is None or not together or not set(fields) <= set(FACET_FIELDS):
            return Counts(
                total, self.days(query), {field: self.facet(query, field, limit) for field in fields}
            )
        if total == self._searcher.num_docs:
            return Counts(
                total, dict(self._all_days()), {field: self._all(field)[:limit] for field in fields}
            )
        if 2 * total > self._searcher.num_docs and self._fits(fields):
            return self._by_the_rest(query, total, fields, limit)
        asked = [_days_asked(ALL_DAYS), *(_asked_of(field, limit) for field in fields)]
        days, *found = self._counted_by_two(query, total, asked, fields)
        return Counts(
            total,
            self.days(query) if days["sum_other_doc_count"] else _as_days(days),
            {
                field: self._told(query, field, limit, counted)
                for field, counted in zip(fields, found, strict=True)
            },
        )

    def facet(self, query: Query, field: str, limit: int | None) -> Facet:
        """Return the values of a field, most frequent first, then by value."""
        if field in FACET_FIELDS:
            (found,) = self._counted(query, _asked_of(field, limit))
            return self._told(query, field, limit, found)
        if field == GROUP:
            (found,) = self._counted(query, _terms(GROUP, MOST_BUCKETS))
            if not found["sum_other_doc_count"]:
                groups = ((bucket["key"], bucket["doc_count"]) for bucket in found["buckets"])
                return _in_order(groups, limit)
        return _in_order(terms_of(self._searcher, field, query), limit)

    def days(self, query: Query) -> dict[int, int]:
        """Return day number → matching documents."""
        return self._days(query, UNDATED, date.max.toordinal())

    def _days(self, query: Query, low: int, high: int) -> dict[int, int]:
        """Count matching documents by day; where there are too many days for one go, in two halves."""
        (found,) = self._counted(query, _days_asked(MOST_BUCKETS))
        if not found["sum_other_doc_count"]:
            return _as_days(found)
        middle = (low + high) // 2
        days: dict[int, int] = {}
        for first, last in ((low, middle), (middle + 1, high)):
            within = Query.range_query(self._schema, DAY, tantivy.FieldType.Integer, first, last)
            days.update(self._days(all_of([query, within]), first, last))
        return days

    def _counted(self, query: Query, *asked: Mapping[str, Any]) -> list[Any]:
        """Return the buckets of several columns, counted in one walk over a result."""
        found = self._searcher.aggregate(query, {str(n): {"terms": terms} for n, terms in enumerate(asked)})
        return [found[str(n)] for n in range(len(asked))]

    def _counted_by_two(
        self, query: Query, total: int, asked: Sequence[Mapping[str, Any]], fields: Sequence[str]
    ) -> list[Any]:
        """Return what `_counted` does for days and fields; for a large result in two walks at one time."""
        if total < LEAST_FOR_TWO or not fields:
            return self._counted(query, *asked)
        # The field with the most values takes about as long as all others together.
        longest = 1 + max(range(len(fields)), key=lambda n: len(self._values_of(fields[n]) or ()))
        beside = _second_thread().submit(self._counted, query, asked[longest])
        found = self._counted(query, *asked[:longest], *asked[longest + 1 :])
        return [*found[:longest], *beside.result(), *found[longest:]]

    def _told(self, query: Query, field: str, limit: int | None, found: Any) -> Facet:
        """Return the values of a field from their numbers, as many as are wanted, in order."""
        buckets = found["buckets"]
        if found["sum_other_doc_count"] and (
            limit is None
            or len(buckets) < limit
            or (limit and buckets[limit - 1]["doc_count"] == buckets[-1]["doc_count"])
        ):
            # It is not known which of the values with that count come first.
            (found,) = self._counted(query, _asked_of(field, None))
            if found["sum_other_doc_count"]:
                return _in_order(terms_of(self._searcher, field, query), limit)
            buckets = found["buckets"]
        if limit and len(buckets) > limit:
            least = buckets[limit - 1]["doc_count"]
            buckets = list(takewhile(lambda bucket: bucket["doc_count"] >= least, buckets))
        named = self._named(field, buckets)
        return _in_order(terms_of(self._searcher, field, query) if named is None else named, limit)

    def _named(self, field: str, buckets: Sequence[Any]) -> Facet | None:
        """Return values and counts for numbers and counts; None where numbers do not tell values apart."""
        if (values := self._values_of(field)) is None:
            return None
        try:
            return [(values[bucket["key"]], bucket["doc_count"]) for bucket in buckets]
        except KeyError:
            # A value that is too long for a term has a number and no postings.
            return None

    def _values_of(self, field: str) -> Mapping[int, str] | None:
        """Return number → value of a field; None where two values have one number."""
        with self._lock:
            if field not in self._values:
                terms = self._searcher.terms_with_prefix(field, "")
                values = {number_of(value): value for value, _ in terms}
                self._values[field] = values if len(values) == len(terms) else None
            return self._values[field]

    # Results of more than half the library

    def _all(self, field: str) -> Facet:
        with self._lock:
            if field not in self._everything:
                self._everything[field] = self.facet(Query.all_query(), field, None)
            return self._everything[field]

    def _all_days(self) -> Mapping[int, int]:
        with self._lock:
            if self._every_day is None:
                self._every_day = self.days(Query.all_query())
            return self._every_day

    def _fits(self, fields: Sequence[str]) -> bool:
        """Whether all days and values of the library can be counted in one go."""
        values = sum(len(self._all(field)) for field in fields)
        return values + len(self._all_days()) <= MOST_BUCKETS and all(
            self._values_of(field) is not None for field in fields
        )

    def _by_the_rest(self, query: Query, total: int, fields: Sequence[str], limit: int) -> Counts:
        """Count the articles that do not match, and take them from the counts of the whole library."""
        rest = Query.boolean_query([(Occur.Must, Query.all_query()), (Occur.MustNot, query)])
        sizes = [max(1, len(self._all(field))) for field in fields]
        asked = [
            _days_asked(max(1, len(self._all_days()))),
            *(_terms(key_field(field), size) for field, size in zip(fields, sizes, strict=True)),
        ]
        left = self._searcher.num_docs - total
        outside, *found = self._counted_by_two(rest, left, asked, fields)
        absent_days = _as_days(outside)
        days = {day: count - absent_days.get(day, 0) for day, count in self._all_days().items()}
        facets = {}
        for field, counted in zip(fields, found, strict=True):
            values = self._values_of(field) or {}
            numbers = {bucket["key"]: bucket["doc_count"] for bucket in counted["buckets"]}
            absent = {values[number]: count for number, count in numbers.items() if number in values}
            facets[field] = _without(self._all(field), absent, limit)
        return Counts(total, {day: count for day, count in days.items() if count}, facets)


@cache
def _second_thread() -> ThreadPoolExecutor:
    # Several, for the counts of an older query must not hold up those of the next one.
    return ThreadPoolExecutor(MOST_THREADS, thread_name_prefix="evtui-counts")


def _without(everything: Facet, absent: Mapping[str, int], limit: int) -> Facet:
    """Return the most frequent values of a result, given those of the library and of its other articles.

    No value is more frequent in a result than in the library, so that the search ends early.
    """
    best: Facet = []
    least = 0
    for value, count in everything:
        if count < least:
            break
        if inside := count - absent.get(value, 0):
            best.append((value, inside))
            if len(best) >= MORE_VALUES * limit:
                best = _in_order(best, limit)
                least = best[-1][1] if best else count + 1
    return _in_order(best, limit)


def _asked(limit: int) -> int:
    return max(LEAST_VALUES, MORE_VALUES * limit)


def _asked_of(field: str, limit: int | None) -> Mapping[str, Any]:
    return _terms(key_field(field), MOST_BUCKETS if limit is None else min(MOST_BUCKETS, _asked(limit)))


def _days_asked(size: int) -> Mapping[str, Any]:
    return _terms(DAY, size)


def _terms(field: str, size: int) -> Mapping[str, Any]:
    return {"field": field, "size": size, "segment_size": _OF_EACH_SEGMENT}


def _as_days(found: Any) -> dict[int, int]:
    return {int(bucket["key"]): bucket["doc_count"] for bucket in found["buckets"]}


def _in_order(counted: Iterable[tuple[str, int]], limit: int | None) -> Facet:
    """Return values and counts, most frequent first, then by value."""
    # Two sorts by one thing each take a third of the time of one sort by both.
    ordered = sorted(counted, key=itemgetter(0))
    ordered.sort(key=itemgetter(1), reverse=True)
    return ordered if limit is None else ordered[: max(0, limit)]
