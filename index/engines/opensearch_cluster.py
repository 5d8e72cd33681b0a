"""Asking a cluster: one request after another, again where that is safe, and in words where it fails."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from random import uniform
from typing import TYPE_CHECKING, Any, Final, TypeVar

import orjson

from index.engines.opensearch_connection import connect
from index.engines.opensearch_settings import ClusterSettings
from index.engines.opensearch_words import in_words
from index.errors import ClusterAway, EngineError

if TYPE_CHECKING:
    from opensearchpy import OpenSearch

READ_PAUSES: Final = (0.1, 0.4, 1.0, 2.0)
"""Seconds between the attempts to read; a person waits for the answer."""
WRITE_PAUSES: Final = (0.2, 0.5, 1.0, 2.0, 4.0, 8.0, 15.0, 30.0)
"""Seconds between the attempts to write: a cluster without a node needs some to share its work out anew."""
JITTER: Final = 0.3
"""Pauses differ by this share, so that writers that were turned away together do not come back together."""

_CLOSED: Final = "The search index was closed."

Answer = TypeVar("Answer")


class Cluster:
    """A cluster as the engine sees it. Threads can share one.

    Attributes:
        settings: which cluster, and which index of it.
        client: of opensearch-py.
    """

    def __init__(self, settings: ClusterSettings) -> None:
        self.settings = settings
        self.client: OpenSearch = connect(settings)
        self._closing = threading.Event()
        self._closed = False

    def read(self, request: Callable[[OpenSearch], Answer]) -> Answer:
        """Return what a request that changes nothing gives.

        Raises:
            EngineError: in words, when it fails for good.
        """
        return self._ask(request, READ_PAUSES, late=False)

    def write(self, request: Callable[[OpenSearch], Answer]) -> Answer:
        """Return what a request gives that may be made twice without harm."""
        return self._ask(request, WRITE_PAUSES, late=True)

    def pause(self, seconds: float) -> None:
        """Wait a while.

        Raises:
            ClusterAway: there is no more waiting, see `hurry`.
        """
        if self._closing.wait(seconds * uniform(1 - JITTER, 1 + JITTER)):  # noqa: S311 - no secret
            raise ClusterAway(_CLOSED)

    def hurry(self) -> None:
        """Let nobody wait any more for a cluster that is away: the engine is about to be closed."""
        self._closing.set()

    def search(self, body: dict[str, Any], *, index: str, **parameters: Any) -> dict[str, Any]:
        """Return the answer to a search: of all shards, or an error.

        Args:
            body: of the request.
            index: where to search; empty where the body names a point in time.
            parameters: of the request.
        """
        written = _encoded(body)
        # Without its answer no part of the cluster may be passed over: counts would be wrong in silence.
        params = {"allow_partial_search_results": "false", **parameters}
        answer: dict[str, Any] = self.read(
            lambda client: client.search(body=written, index=index or None, params=dict(params))
        )
        if not isinstance(answer, dict) or "hits" not in answer:
            raise EngineError(f"What answered at {self.settings.shown} is not OpenSearch.")
        return answer

    def close(self) -> None:
        """Let go of the connections. May be called twice."""
        self.hurry()
        if not self._closed:
            self._closed = True
            self.client.close()

    def _ask(
        self, request: Callable[[OpenSearch], Answer], pauses: tuple[float, ...], *, late: bool
    ) -> Answer:
        """Make a request, and again after each pause while the cluster is away; `late`: or was too slow."""
        for pause in pauses:
            try:
                return self.once(request)
            except ClusterAway as error:
                if _took_its_time(error) and not late:
                    raise
            self.pause(pause)
        return self.once(request)

    def once(self, request: Callable[[OpenSearch], Answer]) -> Answer:
        """Return what a request gives that is made one time only."""
        if self._closed:
            raise EngineError(_CLOSED)
        from opensearchpy.exceptions import OpenSearchException

        try:
            return request(self.client)
        except OpenSearchException as error:
            raise in_words(error, self.settings) from error


def _encoded(body: dict[str, Any]) -> bytes:
    try:
        try:
            return orjson.dumps(body)
        except TypeError:
            # It is nested more deeply than orjson goes, or holds half of a character.
            return json.dumps(body, ensure_ascii=False).encode()
    except (UnicodeEncodeError, RecursionError) as error:
        raise EngineError(f"The query cannot be sent to the search engine: {error}.") from error


def _took_its_time(error: BaseException) -> bool:
    """Whether a request ran into its time limit; the next would as well, and keep the cluster busy longer."""
    from opensearchpy.exceptions import ConnectionTimeout

    return isinstance(error.__cause__, ConnectionTimeout)
