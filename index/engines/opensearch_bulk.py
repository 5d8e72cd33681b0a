"""Writing many documents: a few requests of bounded size under way at once, and again what was turned away.

Every operation replaces or removes a document by its id, so that an operation may be sent twice and nothing
is doubled. What the cluster acknowledged is in the log of every copy of the shard; what it did not is sent
again.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from typing import Any, Final

import orjson

from index.engines.opensearch_cluster import WRITE_PAUSES, Cluster
from index.errors import ClusterAway, EngineError, EvtuiError

REQUEST_BYTES: Final = 4_000_000
"""Bytes in one request."""
REQUESTS_UNDER_WAY: Final = 4
"""Requests that wait for their answers; `add` waits while there are so many."""

_TOO_LARGE: Final = 413
_NOT_FOUND: Final = 404
_CONFLICT: Final = 409
_AWAY: Final = frozenset({429, 502, 503, 504})
_ANSWER: Final = "items.*.status,items.*.error,items.*._seq_no,items.*._primary_term"


@dataclass(frozen=True, slots=True)
class Written:
    """Which writing of a document it was, so that it can be told from a later one."""

    number: int
    term: int


@dataclass(frozen=True, slots=True)
class Operation:
    """One line, or two, of a request.

    Attributes:
        source: the document as JSON, or None to remove it.
        only: remove it only if this was the last writing of it.
    """

    id: str
    source: bytes | None
    only: Written | None = None

    def lines(self) -> bytes:
        """Return it as it stands in a request."""
        about: dict[str, Any] = {"_id": self.id}
        if self.only is not None:
            about |= {"if_seq_no": self.only.number, "if_primary_term": self.only.term}
        if self.source is None:
            return orjson.dumps({"delete": about}) + b"\n"
        return orjson.dumps({"index": about}) + b"\n" + self.source + b"\n"


class Sender:
    """Sends operations to an index; in the order given for each id.

    Args:
        cluster: to send to.
        index: the index.
        acknowledged: is told of each document that was written, from any thread.
    """

    def __init__(self, cluster: Cluster, index: str, acknowledged: Callable[[str, Written], None]) -> None:
        self._cluster = cluster
        self._index = index
        self._acknowledged = acknowledged
        self._pool = ThreadPoolExecutor(REQUESTS_UNDER_WAY, thread_name_prefix="evtui-bulk")
        self._waiting: dict[str, Operation] = {}
        self._waiting_bytes = 0
        self._under_way: dict[Future[None], frozenset[str]] = {}
        self._failure: EvtuiError | None = None

    def put(self, operation: Operation) -> None:
        """Send an operation some time soon.

        Raises:
            EngineError: one that was sent before failed for good.
        """
        self._check()
        self._waiting[operation.id] = operation
        self._waiting_bytes += len(operation.source or b"") + len(operation.id)
        if self._waiting_bytes >= REQUEST_BYTES:
            self._dispatch()

    def flush(self) -> None:
        """Wait until everything that was put is acknowledged.

        Raises:
            EngineError: some of it failed for good.
        """
        self._dispatch()
        while self._under_way:
            self._settle()
        self._check()

    def forget(self) -> None:
        """Send nothing more, and wait for what is under way, whether it fails or not."""
        self._waiting.clear()
        self._waiting_bytes = 0
        while self._under_way:
            self._settle()
        self._failure = None

    def close(self) -> None:
        """Let go of the threads."""
        self._pool.shutdown(wait=True, cancel_futures=True)

    def _dispatch(self) -> None:
        batch, self._waiting, self._waiting_bytes = self._waiting, {}, 0
        if not batch:
            return
        while len(self._under_way) >= REQUESTS_UNDER_WAY or any(
            not ids.isdisjoint(batch) for ids in self._under_way.values()
        ):
            self._settle()
        self._check()
        self._under_way[self._pool.submit(self._send, list(batch.values()))] = frozenset(batch)

    def _settle(self) -> None:
        """Wait until some request has come to its end."""
        ended, _ = wait(self._under_way, return_when=FIRST_COMPLETED)
        for future in ended:
            del self._under_way[future]
            error = future.exception()
            if isinstance(error, EvtuiError):
                self._failure = self._failure or error
            elif error is not None:
                raise error

    def _check(self) -> None:
        if self._failure is not None:
            raise self._failure

    def _send(self, operations: list[Operation]) -> None:
        left = operations
        for pause in (*WRITE_PAUSES, None):
            try:
                left = self._sent(left)
            except ClusterAway:
                if pause is None:
                    raise
            except EngineError as error:
                if len(left) > 1 and getattr(error.__cause__, "status_code", None) == _TOO_LARGE:
                    middle = len(left) // 2
                    self._send(left[:middle])
                    left = left[middle:]
                    continue
                raise
            if not left:
                return
            if pause is not None:
                self._cluster.pause(pause)
        raise ClusterAway(
            f"The cluster turned {len(left):,} articles away again and again"
            f" ({self._cluster.settings.shown}). Try again when it has less to do."
        )

    def _sent(self, operations: list[Operation]) -> list[Operation]:
        """Make one request; return what the cluster could not take at the moment."""
        body = b"".join(operation.lines() for operation in operations)
        answer = self._cluster.once(
            lambda client: client.bulk(body=body, index=self._index, params={"filter_path": _ANSWER})
        )
        again = []
        for operation, item in zip(operations, answer["items"], strict=True):
            (told,) = item.values()
            status = int(told["status"])
            if status in _AWAY:
                again.append(operation)
            elif "error" in told and not (operation.source is None and status == _CONFLICT):
                reason = told["error"].get("reason") or told["error"].get("type")
                raise EngineError(f"Article {operation.id} cannot be indexed: {reason}.")
            elif operation.source is not None:
                self._acknowledged(operation.id, Written(int(told["_seq_no"]), int(told["_primary_term"])))
        return again
