"""Sending the articles of an import to the cluster while it goes on, batch by batch."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from index.errors import ClusterAway
from index.feeding import Feed

if TYPE_CHECKING:
    from index.analysis.analyser import Analyser
    from index.importing.batch import Written
    from index.shared.searchindex import SharedIndex
    from index.shared.store import SharedStore


SHOWN_BATCHES: Final = 20
"""Batches of an import after which searches find what they brought."""


class SharedFeed(Feed):
    """Sends each batch of an import once it stands in the ledger.

    Where the cluster is away, the import goes on; what it brings waits in the ledger.
    """

    def __init__(self, index: SharedIndex, store: SharedStore, analyser: Analyser) -> None:
        super().__init__(index, store, analyser)
        self._shared = index
        self._away = False
        self._unseen = 0

    @property
    def language(self) -> str:
        """Whose stems the index takes."""
        return self._analyser.language

    def take(self, batch: Written) -> None:
        """Send a batch that was committed to the ledger, and what waited before it.

        Raises:
            EngineError: the cluster refuses it for good; it waits in the ledger.
        """
        if self._away or not (batch.added or batch.changed):
            return
        self._unseen += 1
        terms = {identifier: known for identifier, (_, known) in batch.added.items()}
        try:
            while not self._shared.holds(batch.after):
                self._shared.send(batch.after, terms)
            if self._unseen >= SHOWN_BATCHES:
                self._unseen = 0
                self._shared.show()
        except ClusterAway:
            # It was tried for long. The end of the import tries once more, and tells.
            self._away = True

    def finish(self) -> None:
        """Let searches find what was sent."""
        if not self._away:
            self._shared.show()

    def abandon(self) -> None:
        """Nothing is forgotten: what was acknowledged stands."""
