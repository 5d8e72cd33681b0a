"""OpenSearch: an engine on other machines, for libraries that are too large for one, or shared.

What a commit is here: everything up to it is acknowledged, which means that it is in the log of every copy of
its shard, and is then shown to readers. Until then readers see the state before. Two things a cluster cannot
promise. It may show a part of a batch early, when another writer commits or when the process dies in a
commit; the library writes such a batch once more, each document in its place. And a process that dies leaves
behind what it had sent of articles that were not in the index before; they too are written again, in their
place.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from secrets import token_hex
from time import monotonic
from typing import ClassVar, Final, Self

from index.engines.base import Counts, Document, Page, TokensOf
from index.engines.folder import OWNER_ONLY
from index.engines.opensearch_bulk import Operation, Sender
from index.engines.opensearch_cluster import Cluster
from index.engines.opensearch_counts import Counter
from index.engines.opensearch_index import begun, changed_over, checked, dropped, joined, shard_count
from index.engines.opensearch_mapping import DAY, encoded, words_field
from index.engines.opensearch_pages import Pages, sorting
from index.engines.opensearch_pending import Pending
from index.engines.opensearch_query import Emitter, Query, filtered
from index.engines.opensearch_settings import FILE_NAME, ClusterSettings, read_settings
from index.engines.opensearch_writer import WriterLock
from index.engines.patterns import WordLeaf, literal_head, word_test
from index.engines.shape import known_facet, shaped
from index.engines.verifying import Verifier, deadline
from index.engines.weights import scoring_leaves
from index.errors import ClusterAway, EngineError
from index.model import Order
from index.query.ast import BODY, TITLE, All, Near, Node

KEPT_SECONDS: Final = 10.0
"""For how long what was found out about a state is used: others may have changed the index since."""


class _State:
    """The index as it was a moment ago, and what was found out about it."""

    def __init__(self, counter: Counter, tokens_of: TokensOf) -> None:
        self.counter = counter
        self.verifier = Verifier(tokens_of)
        self.pages = Pages(counter.cluster, counter.index, counter.preference, counter.shards)
        self.ends = monotonic() + KEPT_SECONDS


class OpenSearchEngine:
    """An index in a cluster. See `index.engines.base.Engine`.

    Attributes:
        client: of opensearch-py, with the library's credentials.
        settings: which cluster, and which index of it.
        index: the name of the index that is read and written.
    """

    name: ClassVar[str] = "opensearch"

    def __init__(
        self, cluster: Cluster, index: str, folder: Path, tokens_of: TokensOf, *, begun: bool
    ) -> None:
        self._cluster = cluster
        self.client = cluster.client
        self.settings: ClusterSettings = cluster.settings
        self.index = index
        self._begun = begun
        self._tokens_of = tokens_of
        self._preference = f"evtui-{token_hex(4)}"
        self._shards = shard_count(cluster, index)
        self._pending = Pending()
        self._sender: Sender | None = None
        self._writer = WriterLock(folder)
        self._lock = threading.Lock()
        self._state: _State | None = None
        self._open = True

    @classmethod
    def open(cls, folder: Path, *, tokens_of: TokensOf, create: bool = False, shared: bool = False) -> Self:
        """Open the index of a library. See `index.engines.open_engine`.

        Args:
            folder: of the index on this machine, which holds no more than the lock of who writes. The
                cluster is named by `cluster.json` in the folder of the library around it.
            tokens_of: gives analysed texts where positions must be verified.
            create: begin with an empty index; it takes the place of another one with the first commit.
            shared: the index is one for several people: made where it is missing, and never emptied.

        Raises:
            IndexDamaged: there is no such index in the cluster.
            EngineError: the cluster cannot be asked, or another version made the index.
            LibraryError: no cluster is named.
        """
        cluster = Cluster(settings_near(folder))
        try:
            if create or shared:
                folder.mkdir(mode=OWNER_ONLY, parents=True, exist_ok=True)
            if shared:
                return cls(cluster, joined(cluster), folder, tokens_of, begun=False)
            index = begun(cluster) if create else checked(cluster, cluster.settings.index)
            return cls(cluster, index, folder, tokens_of, begun=create)
        except BaseException:
            cluster.close()
            raise

    def add(self, documents: Iterable[Document], *, fresh: bool = False) -> None:
        """See the protocol."""
        sender = self._writing()
        for document in documents:
            source = encoded(document)
            if self._begun:
                sender.put(Operation(document.id, source))
            elif fresh and document.id not in self._pending:
                self._pending.sent[document.id] = None
                sender.put(Operation(document.id, source))
            else:
                self._pending.hold(document.id, source)

    def delete(self, ids: Iterable[str]) -> None:
        """See the protocol."""
        sender = self._writing()
        for identifier in ids:
            if self._begun:
                sender.put(Operation(identifier, None))
            else:
                self._pending.hold(identifier, None)

    def commit(self) -> None:
        """Wait until the cluster acknowledged everything, and show it to readers. See the protocol.

        It may be called again after it failed because the cluster was away, where nothing was sent before it.
        """
        self._opened()
        if self._sender is not None:
            self._sender.flush()
            for operation in self._pending.held():
                self._sender.put(operation)
            self._sender.flush()
        self._cluster.write(lambda client: client.indices.refresh(index=self.index))
        if self._begun:
            changed_over(self._cluster, self.index)
            self._begun = False
        self._pending.clear()
        self._state = None

    def rollback(self) -> None:
        """Forget what was held back, and remove what was sent since the last commit. See the protocol."""
        self._opened()
        self._forget()
        if self._begun:
            old, self.index = self.index, begun(self._cluster)
            self._end_sender()
            self._state = None
            dropped(self._cluster, old)

    def close(self) -> None:
        """See the protocol. Where the cluster is away, what was sent stays until it is written again."""
        if not self._open:
            return
        self._open = False
        self._cluster.hurry()
        try:
            with suppress(ClusterAway):
                self._forget()
                if self._begun:
                    dropped(self._cluster, self.index)
        finally:
            self._end_sender()
            self._pending.close()
            self._writer.release()
            self._cluster.close()

    def search(self, query: Node, *, order: Order, limit: int, offset: int = 0) -> Page:
        """See the protocol."""
        scored = order is Order.BEST and any(scoring_leaves(query))
        state, made = self._query(query, scored=scored)
        by = sorting(order, scored=scored)
        return state.pages.page(made, by, limit=limit, offset=max(0, offset))

    def count(self, query: Node) -> int:
        """See the protocol."""
        state, made = self._query(query)
        return state.counter.total(made)

    def ids(self, query: Node) -> set[str]:
        """See the protocol."""
        state, made = self._query(query)
        return set(state.pages.ids(made))

    def days(self, query: Node) -> dict[int, int]:
        """See the protocol."""
        state, made = self._query(query)
        return dict(state.counter.of(made, DAY))

    def facet(self, query: Node, field: str, limit: int | None = None) -> list[tuple[str, int]]:
        """See the protocol."""
        state, made = self._query(query)
        return state.counter.of(made, known_facet(field), limit)

    def counts(self, query: Node, fields: Sequence[str], limit: int | None = None) -> Counts:
        """See the protocol."""
        known = [known_facet(field) for field in fields]
        state, made = self._query(query)
        return Counts(*state.counter.together(made, known, limit))

    def words(self, query: Node) -> dict[str, int]:
        """See the protocol; exact, like all counts."""
        state, made = self._query(query)
        return dict(state.counter.of(made, words_field(BODY)))

    def vocabulary(self, prefix: str = "", limit: int | None = None) -> list[tuple[str, int]]:
        """See the protocol; the frequencies of title and body are added up."""
        counter = self._state_now().counter
        summed: dict[str, int] = {}
        for part in (TITLE, BODY):
            for word, count in counter.first_words(words_field(part), prefix, limit):
                summed[word] = summed.get(word, 0) + count
        return sorted(summed.items())[: None if limit is None else max(0, limit)]

    def size(self) -> int:
        """See the protocol."""
        return self.count(All())

    def forget(self) -> None:
        """Forget what was found out about the state of the index: others have changed it."""
        with self._lock:
            self._state = None

    def _opened(self) -> None:
        if not self._open:
            raise EngineError("The search index was closed.")

    def _writing(self) -> Sender:
        self._opened()
        self._writer.acquire()
        if self._sender is None:
            self._sender = Sender(self._cluster, self.index, self._pending.acknowledged)
        return self._sender

    def _forget(self) -> None:
        """Forget what was not committed, but for a begun index as a whole."""
        if self._sender is not None:
            self._sender.forget()
            for operation in list(self._pending.withdrawals()):
                self._sender.put(operation)
            self._sender.flush()
        self._pending.clear()

    def _end_sender(self) -> None:
        sender, self._sender = self._sender, None
        if sender is not None:
            sender.close()

    def _state_now(self) -> _State:
        self._opened()
        with self._lock:
            state = self._state
            if state is None or monotonic() > state.ends:
                counter = Counter(self._cluster, self.index, self._shards, self._preference)
                self._state = state = _State(counter, self._tokens_of)
            return state

    def _query(self, node: Node, *, scored: bool = False) -> tuple[_State, Query]:
        state = self._state_now()

        def expand(leaf: WordLeaf, field: str) -> list[str]:
            fits = word_test(leaf)
            words = state.counter.first_words(field, literal_head(leaf), None)
            return [word for word, _ in words if fits(word)]

        until = deadline()

        def verify(leaf: Near, candidates: Query) -> frozenset[str]:
            if (known := state.verifier.kept(leaf)) is not None:
                return known
            return state.verifier.verified(leaf, state.pages.ids(filtered([candidates])), until)

        made = Emitter(expand, verify).query(shaped(node))
        return state, made if scored else filtered([made])


def settings_near(folder: Path) -> ClusterSettings:
    """Return the settings in the folder of the library that an index folder belongs to.

    Raises:
        LibraryError: there are none.
    """
    inner, library = folder.parent, folder.parent.parent
    return read_settings(inner if (inner / FILE_NAME).is_file() else library)
