"""New articles straight from an import into the index, analysed once, where they were read.

The index may be fed only while it holds exactly what the store held before a batch. Each batch says between
which two changes of the store it lies; where another change came between, the index catches up from the
store, as it does after a crash, and is fed again from there. The manifest is written after the commit
of the engine and says how far it goes; what was fed beyond it when a process died is added once more, in its
place.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from index.documents import document_of_record
from index.engines import TANTIVY, WHOOSH_ARTICLES, available_engines, choose_engine
from index.errors import EngineError

if TYPE_CHECKING:
    from index.analysis.analyser import Analyser
    from index.engines.base import Document
    from index.importing.batch import Written
    from index.searchindex import SearchIndex
    from index.store import Store

COMMIT_ARTICLES: Final = 50_000
"""Articles between two commits while the index is fed."""


class Feed:
    """Takes the batches of one import into the index.

    Args:
        index: of the library.
        store: its store.
        analyser: for texts that were not analysed on the way.
    """

    def __init__(self, index: SearchIndex, store: Store, analyser: Analyser) -> None:
        self._index = index
        self._store = store
        self._analyser = analyser
        self._at: int | None = None
        self._held: list[Document] | None = None
        self._held_changed: dict[str, None] = {}
        self._uncommitted = 0
        self._begun = False

    @property
    def language(self) -> str:
        """Whose stems the index takes; empty where it is not fed."""
        return self._analyser.language if TANTIVY in available_engines() and self._wants_tantivy() else ""

    def take(self, batch: Written) -> None:
        """Take a batch that was committed to the store."""
        if not batch.added and not batch.changed:
            return
        try:
            self._take(batch)
        except EngineError:
            # The articles are safe in the store; catching up tells what is wrong with the index.
            self._give_up()

    def finish(self) -> None:
        """Commit what was fed. What could not be fed is left to `SearchIndex.catch_up`."""
        try:
            if self._at is not None and self._held is None:
                self._commit()
        except EngineError:
            self._give_up()

    def abandon(self) -> None:
        """Forget what was not committed."""
        self._give_up()

    def _wants_tantivy(self) -> bool:
        # A library that is empty may outgrow the small engine in this very import.
        empty = not self._store.last_change()
        setting = self._index.setting
        return choose_engine(setting, WHOOSH_ARTICLES + 1 if empty else self._store.count()) == TANTIVY

    def _take(self, batch: Written) -> None:
        if not self._begun:
            self._begin(batch.before)
        if self._at != batch.before:
            self._join(batch)
            return
        documents = [
            document_of_record(identifier, record, terms, self._analyser)
            for identifier, (record, terms) in batch.added.items()
        ]
        self._at = batch.after
        if self._held is not None:
            self._held += documents
            self._held_changed |= batch.changed
            if len(self._held) > WHOOSH_ARTICLES or self._index.setting == TANTIVY:
                self._outgrown()
            return
        self._add(documents, batch.changed)

    def _begin(self, change: int) -> None:
        self._begun = True
        manifest = self._index.manifest
        if not change:
            # What an empty library will need tells its size: until then its first articles wait here.
            self._at, self._held = 0, []
        elif manifest is not None and manifest.engine == TANTIVY and self._index.holds(change):
            self._at = change

    def _join(self, batch: Written) -> None:
        """Catch up with the store, this batch included, and feed from there."""
        if self._held is not None:
            self._at = self._held = None
            self._held_changed = {}
        if self._at is not None:
            self._commit()
        self._at = None
        if self._index.wanted_engine() == TANTIVY:
            self._index.catch_up()
            if self._index.holds(batch.after):
                self._at = batch.after

    def _outgrown(self) -> None:
        documents, self._held = self._held or [], None
        changed, self._held_changed = self._held_changed, {}
        self._index.start(TANTIVY)
        self._add(documents, changed)

    def _add(self, documents: list[Document], changed: dict[str, None]) -> None:
        self._index.feed(documents, list(changed))
        self._uncommitted += len(documents) + len(changed)
        if self._uncommitted >= COMMIT_ARTICLES:
            self._commit()

    def _commit(self) -> None:
        if self._uncommitted and self._at is not None:
            self._index.commit_fed(self._at)
        self._uncommitted = 0

    def _give_up(self) -> None:
        if self._uncommitted:
            self._index.forget_fed()
        self._at = self._held = None
        self._uncommitted = 0
