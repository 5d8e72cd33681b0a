"""Sending articles to the cluster: all of them, each once, beside others who send the same.

A new article is only created, and a changed one only written over what was read of it before: what another
person wrote meanwhile is never lost. A request whose answer got lost can be made again.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

import orjson

from index.documents import document_of_record
from index.engines.base import EXACT_FIELDS, GROUP, TWIN, Document, TermText
from index.engines.opensearch_mapping import encoded
from index.errors import ClusterAway, EngineError
from index.shared.records import RECORD, SENT, Waiting, article_of, joined, merged, record_of

if TYPE_CHECKING:
    from index.analysis.analyser import Analyser
    from index.engines.opensearch_cluster import Cluster
    from index.shared.articles import ClusterArticles

REQUEST_BYTES: Final = 8_000_000
"""A request is sent when it has become so long: a few thousand articles, or one long one."""
PAUSES: Final = (0.2, 0.5, 1.0, 2.0, 4.0, 8.0, 15.0, 30.0)
"""Seconds to wait while the cluster turns articles away; after the last one the sending is given up."""
FOUND_OUT: Final = ("topic", "name", GROUP, TWIN)
"""Fields of a document that are not from the article, and stay while its text does."""

_CREATED: Final = frozenset({200, 201})
_CONFLICT: Final = 409
_LATER: Final = frozenset({429, 502, 503, 504})

Terms = Mapping[str, tuple[TermText, TermText] | None]
"""Terms of title and body, by id, of articles that were analysed before."""


@dataclass(frozen=True, slots=True)
class _Write:
    """A document on its way: the action of a bulk request, and what it is about."""

    id: str
    action: bytes
    source: bytes


class Sender:
    """Sends articles to a cluster.

    Args:
        cluster: where to.
        articles: reads what is there already.
        analyser: cuts the texts.
        by: identity of this person's store.
    """

    def __init__(self, cluster: Cluster, articles: ClusterArticles, analyser: Analyser, by: str) -> None:
        self._cluster = cluster
        self._articles = articles
        self._analyser = analyser
        self._by = by

    def send(self, waiting: Sequence[Waiting], earlier: Mapping[str, Sequence[Waiting]], terms: Terms) -> int:
        """Send articles; when this returns, the cluster has acknowledged all of them.

        Args:
            waiting: the articles.
            earlier: texts that some of them had before.
            terms: of articles that were analysed already.

        Returns:
            How many of them others had brought already.

        Raises:
            ClusterAway: it cannot take them at the moment.
            EngineError: it does not take them.
        """
        mine: dict[str, dict[str, Any]] = {}
        for entry in waiting:
            if entry.article is None:
                continue
            before = [
                record_of(text, text.article, self._by) for text in earlier.get(entry.id, ()) if text.article
            ]
            mine[entry.id] = joined(record_of(entry, entry.article, self._by), before)
        fresh = [id_ for id_, record in mine.items() if record["body"] != SENT]
        writes = [self._write(id_, mine[id_], terms.get(id_)) for id_ in fresh]
        conflicts = [id_ for id_ in mine if mine[id_]["body"] == SENT]
        known = 0
        while writes or conflicts:
            conflicts += self._send(writes)
            writes, same = self._merge(conflicts, mine)
            known += same
            conflicts = []
        return known

    def rewrite(
        self, documents: Sequence[Mapping[str, Any]], found_out: Mapping[str, Mapping[str, Any]]
    ) -> None:
        """Write articles of the cluster anew, with what was found out about them; others' changes go before.

        Args:
            documents: as the cluster gives them.
            found_out: values of `FOUND_OUT` by id; those that are not named stay.
        """
        writes = []
        for document in documents:
            source, id_ = document["_source"], document["_id"]
            kept = {name: tuple(source[name]) for name in FOUND_OUT if source.get(name)}
            values = {name: value for name, value in {**kept, **found_out.get(id_, {})}.items() if value}
            writes.append(self._write(id_, source[RECORD], None, values, over=document))
        self._send(writes)

    def _write(
        self,
        id_: str,
        record: Mapping[str, Any],
        terms: tuple[TermText, TermText] | None,
        values: Mapping[str, tuple[str, ...]] | None = None,
        over: Mapping[str, Any] | None = None,
    ) -> _Write:
        document = document_of_record(id_, article_of(id_, record), terms, self._analyser)
        complete: Document = replace(document, values={**document.values, **(values or {})}, record=record)
        if over is None:
            action: dict[str, Any] = {"create": {"_id": id_}}
        else:
            place = {"if_seq_no": over["_seq_no"], "if_primary_term": over["_primary_term"]}
            action = {"index": {"_id": id_, **place}}
        return _Write(id_, orjson.dumps(action), encoded(complete))

    def _merge(self, ids: Sequence[str], mine: Mapping[str, Mapping[str, Any]]) -> tuple[list[_Write], int]:
        """Return what is to be written where the cluster has articles, and how many stay as they are."""
        if not ids:
            return [], 0
        writes, same = [], 0
        there = {document["_id"]: document for document in self._articles.documents(ids, earlier=True)}
        for id_ in ids:
            found = there.get(id_)
            if found is None:
                # What was sent before and is not there was taken out since; the doctor tells.
                if mine[id_]["body"] != SENT:
                    writes.append(self._write(id_, mine[id_], None))
                continue
            theirs = found["_source"][RECORD]
            record = merged(theirs, mine[id_])
            if record is None:
                # What this person sent, and whose acknowledgement got lost, was known to nobody before.
                same += theirs["by"] != self._by
                continue
            stays = record["content"] == theirs["content"]
            values = {name: tuple(found["_source"].get(name, ())) for name in FOUND_OUT if stays}
            kept = {name: value for name, value in values.items() if value and name in EXACT_FIELDS}
            writes.append(self._write(id_, record, None, kept, over=found))
        return writes, same

    def _send(self, writes: Sequence[_Write]) -> list[str]:
        """Write documents; return the ids of those that are there, or have changed since they were read."""
        conflicts: list[str] = []
        for request in _requests(writes):
            left: list[_Write] = request
            for pause in (*PAUSES, None):
                refused, later = self._bulk(left)
                conflicts += refused
                if not later:
                    break
                if pause is None:
                    raise ClusterAway(
                        f"The cluster has turned {len(later):,} articles away again and again"
                        f" ({self._cluster.settings.shown}). They wait here, and are sent when it takes them."
                    )
                self._cluster.pause(pause)
                left = later
        return conflicts

    def _bulk(self, writes: Sequence[_Write]) -> tuple[list[str], list[_Write]]:
        """Make one request; return the ids of conflicts, and what is to be sent again."""
        body = b"".join(b"%b\n%b\n" % (write.action, write.source) for write in writes)
        answer = self._cluster.write(
            lambda client: client.bulk(
                body=body,
                index=self._cluster.settings.index,
                params={"filter_path": "errors,items.*.status,items.*.error.type,items.*.error.reason"},
            )
        )
        if not answer["errors"]:
            return [], []
        conflicts, later = [], []
        for write, item in zip(writes, answer["items"], strict=True):
            (told,) = item.values()
            if told["status"] == _CONFLICT:
                conflicts.append(write.id)
            elif told["status"] in _LATER:
                later.append(write)
            elif told["status"] not in _CREATED:
                said = told.get("error", {})
                raise EngineError(
                    f"The cluster does not take article {write.id} ({self._cluster.settings.shown}):"
                    f" {said.get('type')}: {said.get('reason')}."
                )
        return conflicts, later


def _requests(writes: Sequence[_Write]) -> Iterator[list[_Write]]:
    request: list[_Write] = []
    length = 0
    for write in writes:
        size = len(write.source)
        if request and length + size > REQUEST_BYTES:
            yield request
            request, length = [], 0
        request.append(write)
        length += size
    if request:
        yield request
