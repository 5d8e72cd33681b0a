"""The index of a shared library: in the cluster, always at hand, and never built from this store alone."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Any, Final

from index.engines import OPENSEARCH
from index.engines.opensearch_engine import OpenSearchEngine
from index.engines.opensearch_index import checked
from index.errors import Cancelled, ClusterAway, EngineError, LibraryError
from index.manifest import Manifest
from index.model import Progress, Report
from index.searchindex import SearchIndex
from index.shared.sending import Sender, Terms

if TYPE_CHECKING:
    from index.analysis.analyser import Analyser
    from index.engines.base import Document, TokenText
    from index.engines.opensearch_cluster import Cluster
    from index.shared.articles import ClusterArticles
    from index.shared.store import SharedStore

BATCH_ARTICLES: Final = 1_000
"""Articles between two acknowledgements: so many are sent once more at most, after a break."""

SENDING: Final = "Sending to the cluster"
WRITING_ANEW: Final = "Writing the index anew"
AWAY: Final = "away"


class SharedIndex(SearchIndex):
    """The index in the cluster, and the sending of what this person imported.

    Args:
        store: the library's.
        analyser: cuts the texts.
        cluster: where the articles are.
        articles: reads them.
    """

    def __init__(
        self, store: SharedStore, analyser: Analyser, cluster: Cluster, articles: ClusterArticles
    ) -> None:
        self._shared = store
        self._analyser = analyser
        self._cluster = cluster
        self._articles = articles
        self._engine: OpenSearchEngine | None = None
        self._seen: Manifest | None = None
        self._away = False
        self.known = 0
        """Articles that were sent and that the cluster had already."""
        self._opening = threading.Lock()

    @property
    def engine(self) -> OpenSearchEngine:
        """The engine over the cluster.

        Raises:
            ClusterAway: it cannot be reached, which passes.
            EngineError: it can, and cannot be used; says why.
        """
        with self._opening:
            if self._engine is None:
                # It is not made here: whoever had articles in it must be told that they are gone.
                checked(self._cluster, self._cluster.settings.index)
                self._engine = OpenSearchEngine.open(
                    self._shared.folder / "index" / OPENSEARCH,
                    tokens_of=self._tokens_of,
                    create=False,
                    shared=True,
                )
            return self._engine

    @property
    def manifest(self) -> Manifest | None:
        """What tells one state of the cluster from another, as it was seen last."""
        return self._seen

    @property
    def setting(self) -> str:
        """The wanted engine."""
        return OPENSEARCH

    def status(self) -> str:
        """Return `current`, `behind` where articles wait to be sent, or `away`."""
        if self._away:
            return AWAY
        return "behind" if self.behind() else "current"

    def wanted_engine(self) -> str:
        """Return the engine of every shared library."""
        return OPENSEARCH

    def behind(self) -> int:
        """Return how many changes of this store the cluster was not told of yet."""
        return self._shared.last_change() - self._shared.sent()

    def newer(self) -> Manifest | None:
        """Return the state of the cluster where it is another one than was seen last.

        Raises:
            ClusterAway: the cluster does not answer.
        """
        manifest = self._look()
        return None if manifest == self._seen else manifest

    def refresh(self) -> bool:
        """See the cluster as it is; return whether it has changed. It may be away: then nothing has."""
        try:
            manifest = self._look()
        except ClusterAway:
            return False
        if manifest == self._seen:
            return False
        self._articles.forget()
        if self._engine is not None:
            self._engine.forget()
        self._seen = manifest
        return True

    def catch_up(self, report: Report | None = None, cancelled: Callable[[], bool] | None = None) -> None:
        """Send what the cluster was not told of yet.

        Raises:
            ClusterAway: it cannot take it at the moment; what was acknowledged is not sent again.
            Cancelled: when `cancelled` said so; the next call goes on.
        """
        last, total, done = self._shared.last_change(), self.behind(), 0
        while self._shared.sent() < last:
            if cancelled is not None and cancelled():
                raise Cancelled("The sending was stopped; what was sent stands, and the next call goes on.")
            done += self.send(last)
            if report is not None:
                report(Progress(SENDING, min(done, total), total))
        if total:
            self.show()

    def send(self, last: int, terms: Terms | None = None) -> int:
        """Send up to `BATCH_ARTICLES` waiting articles; return how many were looked at.

        Args:
            last: no change after this one is looked at.
            terms: of articles that were analysed already.

        Raises:
            EngineError: the cluster does not take them.
        """
        waiting = self._shared.waiting(last, BATCH_ARTICLES)
        # What is gone here stays in the cluster: it belongs to all.
        self.known += self._sender().send(waiting, self._shared.earlier(waiting), terms or {})
        self._shared.acknowledge(waiting, waiting[-1].seq if len(waiting) == BATCH_ARTICLES else last)
        return len(waiting)

    def health(self) -> dict[str, Any]:
        """Return what the cluster says of the index.

        Raises:
            ClusterAway: it does not answer.
        """
        name = self._cluster.settings.index
        told: dict[str, Any] = self._cluster.read(lambda client: client.cluster.health(index=name))
        return told

    def show(self) -> None:
        """Let searches find what was sent."""
        name = self._cluster.settings.index
        self._cluster.write(lambda client: client.indices.refresh(index=name))
        self.refresh()

    def rebuild(
        self,
        engine_name: str,
        report: Report | None = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> None:
        """Analyse every article of the cluster anew and write it in its place. Searches go on meanwhile.

        Raises:
            LibraryError: another engine is named; the articles are in the cluster, and so is their index.
        """
        if engine_name != OPENSEARCH:
            raise LibraryError(
                "This library is shared, and its index is in the cluster with the articles: it cannot be"
                f" moved to {engine_name}."
            )
        total, done = self.engine.size(), 0
        sender = self._sender()
        documents = self._articles.scan(earlier=True)
        while batch := list(islice(documents, BATCH_ARTICLES)):
            if cancelled is not None and cancelled():
                raise Cancelled("The work was stopped; the index is whole, and a part of it was made anew.")
            sender.rewrite(batch, {})
            done += len(batch)
            if report is not None:
                report(Progress(WRITING_ANEW, done, max(done, total)))
        self.show()

    # Feeding is done by `index.shared.feeding`.

    def holds(self, change: int) -> bool:
        """Whether the cluster has acknowledged all changes of this store up to one, and none after it."""
        return self._shared.sent() == change

    def start(self, engine_name: str) -> None:
        """Nothing is to be begun: the index is there."""

    def feed(self, _added: Iterable[Document], _changed: Sequence[str]) -> None:
        """Refuse documents that come without their articles."""
        raise EngineError("A shared library is not fed with documents.")

    def close(self) -> None:
        """Let go of the engine and the cluster."""
        with self._opening:
            engine, self._engine = self._engine, None
            if engine is not None:
                engine.close()
        self._cluster.close()

    def _look(self) -> Manifest:
        try:
            state = self._articles.state()
        except ClusterAway:
            self._away = True
            raise
        self._away = False
        return Manifest(OPENSEARCH, self._cluster.settings.index, self._analyser.fingerprint, 0, secret=state)

    def _sender(self) -> Sender:
        return Sender(self._cluster, self._articles, self._analyser, self._shared.identity())

    def _tokens_of(self, ids: Sequence[str]) -> Iterable[tuple[str, TokenText, TokenText]]:
        for identifier, article in self._shared.articles(ids).items():
            yield identifier, self._analyser.analyse(article.title), self._analyser.analyse(article.body)
