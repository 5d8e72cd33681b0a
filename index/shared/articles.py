"""Reading the articles of a shared library out of its cluster."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from index.engines.base import GROUP, TWIN
from index.shared.records import EARLIER, RECORD, article_of
from index.store.groups import Membership

if TYPE_CHECKING:
    from index.engines.opensearch_cluster import Cluster
    from index.model import Article

FETCHED_AT_ONCE: Final = 200
"""Articles that are asked for in one request."""
KEPT_ARTICLES: Final = 500
"""Articles that are kept in memory: a list asks for its rows again and again."""
SCANNED_AT_ONCE: Final = 500
SCAN_MINUTES: Final = "10m"
"""For how long the cluster keeps what a scan began with, counted from each request."""
MOST_IDS: Final = 50_000
"""Articles that a part of an address may stand for; the query that holds their ids has a limit."""

_NOT_EARLIER: Final = f"{RECORD}.{EARLIER}"


@dataclass(frozen=True, slots=True)
class Stored:
    """An article as the cluster holds it, with what was found out about it."""

    article: Article
    topics: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    membership: Membership | None = None


class ClusterArticles:
    """The articles in an index of a cluster. Safe from any thread.

    Args:
        cluster: where they are.
    """

    def __init__(self, cluster: Cluster) -> None:
        self._cluster = cluster
        self._index = cluster.settings.index
        self._kept: OrderedDict[str, Stored] = OrderedDict()
        self._lock = threading.Lock()

    def fetch(self, ids: Iterable[str]) -> dict[str, Stored]:
        """Return articles by id; unknown ones are left out.

        Raises:
            EngineError: the cluster cannot answer, in words.
        """
        wanted = list(dict.fromkeys(ids))
        with self._lock:
            found = {id_: self._kept[id_] for id_ in wanted if id_ in self._kept}
        missing = [id_ for id_ in wanted if id_ not in found]
        for start in range(0, len(missing), FETCHED_AT_ONCE):
            for document in self.documents(missing[start : start + FETCHED_AT_ONCE], earlier=False):
                found[document["_id"]] = stored_of(document)
        with self._lock:
            for id_ in missing:
                if id_ in found:
                    self._kept[id_] = found[id_]
            while len(self._kept) > KEPT_ARTICLES:
                self._kept.popitem(last=False)
        return {id_: found[id_] for id_ in wanted if id_ in found}

    def documents(self, ids: Sequence[str], *, earlier: bool) -> list[dict[str, Any]]:
        """Return documents as the cluster gives them, with their places in its log; unknown ones not.

        Args:
            ids: of the articles.
            earlier: whether with the earlier texts of the articles.
        """
        parameters = {} if earlier else {"_source_excludes": _NOT_EARLIER}
        answer = self._cluster.read(
            lambda client: client.mget(body={"ids": list(ids)}, index=self._index, params=dict(parameters))
        )
        return [document for document in answer["docs"] if document.get("found")]

    def lacking(self, ids: Sequence[str]) -> list[str]:
        """Return which of these ids the cluster has not."""
        answer = self._cluster.read(
            lambda client: client.mget(
                body={"ids": list(ids)}, index=self._index, params={"_source": "false"}
            )
        )
        return [document["_id"] for document in answer["docs"] if not document.get("found")]

    def record(self, identifier: str) -> Mapping[str, Any] | None:
        """Return the record of an article with its earlier texts, None for an unknown id."""
        documents = self.documents([identifier], earlier=True)
        return documents[0]["_source"][RECORD] if documents else None

    def by_prefix(self, prefix: str, limit: int) -> list[str]:
        """Return up to `limit` ids that begin so, in order."""
        return self._ids({"prefix": {"id": prefix}}, limit)

    def by_url(self, fragment: str) -> list[str]:
        """Return the articles whose address contains a text, in upper or lower case."""
        escaped = "".join(f"\\{letter}" if letter in "\\*?" else letter for letter in fragment)
        value = {"value": f"*{escaped}*", "case_insensitive": True}
        return self._ids({"wildcard": {f"{RECORD}.url": value}}, MOST_IDS)

    def state(self) -> str:
        """Return what tells one state of the index, as a search sees it, from another.

        Every document has a number of its own in the log of its shard, and gets another one with each change.
        """
        answer = self._cluster.search(
            {"size": 0, "track_total_hits": True, "aggs": {"log": {"sum": {"field": "_seq_no"}}}},
            index=self._index,
            request_cache="true",
        )
        return f"{answer['hits']['total']['value']}-{answer['aggregations']['log']['value']:.0f}"

    def count(self) -> int:
        """Return how many articles a search finds at this moment."""
        return int(self.state().partition("-")[0])

    def scan(self, *, texts: bool = True, earlier: bool = False) -> Iterator[dict[str, Any]]:
        """Yield all documents as they are at one moment, in the order of their ids.

        Args:
            texts: whether with the articles; else with their ids only.
            earlier: whether with the earlier texts of the articles.
        """
        excludes = [] if earlier else [_NOT_EARLIER]
        opened = self._cluster.read(
            lambda client: client.create_pit(index=self._index, params={"keep_alive": SCAN_MINUTES})
        )
        pit, after = opened["pit_id"], None
        try:
            while True:
                body: dict[str, Any] = {
                    "size": SCANNED_AT_ONCE,
                    "sort": [{"id": "asc"}],
                    "pit": {"id": pit, "keep_alive": SCAN_MINUTES},
                    "_source": {"excludes": excludes} if texts else False,
                    "seq_no_primary_term": True,
                }
                if after is not None:
                    body["search_after"] = after
                hits = self._cluster.search(body, index="")["hits"]["hits"]
                yield from hits
                if len(hits) < SCANNED_AT_ONCE:
                    return
                after = hits[-1]["sort"]
        finally:
            self._cluster.write(
                lambda client: client.delete_pit(body={"pit_id": [pit]}, params={"ignore": 404})
            )

    def forget(self) -> None:
        """Forget what was kept in memory: the index has changed."""
        with self._lock:
            self._kept.clear()

    def _ids(self, query: dict[str, Any], limit: int) -> list[str]:
        found: list[str] = []
        after: list[Any] | None = None
        while len(found) < limit:
            size = min(SCANNED_AT_ONCE * 10, limit - len(found))
            body: dict[str, Any] = {"size": size, "query": query, "sort": [{"id": "asc"}], "_source": False}
            if after is not None:
                body["search_after"] = after
            hits = self._cluster.search(body, index=self._index)["hits"]["hits"]
            found += [hit["_id"] for hit in hits]
            if len(hits) < size:
                break
            after = hits[-1]["sort"]
        return found


def stored_of(document: Mapping[str, Any]) -> Stored:
    """Return what a document of the cluster says.

    Raises:
        EngineError: when it is none that this program wrote.
    """
    source = document["_source"]
    group = source.get(GROUP)
    return Stored(
        article_of(document["_id"], source.get(RECORD) or {}),
        tuple(source.get("topic", ())),
        tuple(source.get("name", ())),
        Membership(group[0], bool(source.get(TWIN))) if group else None,
    )
