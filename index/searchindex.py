"""The search index of a library: kept in step with the store, whatever happens to it.

One mechanism serves a crash in the middle of an import, a damaged or missing index, a new version of the
analyser, and
another engine: the manifest says which change of the store the index holds, and `SearchIndex.catch_up`
    applies what came after it, or builds a new index beside the old one and then lets go of the old. Readers
    use the old one meanwhile.
"""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from itertools import islice
from secrets import token_hex
from typing import TYPE_CHECKING, Final

from index.documents import document_of
from index.engines import OPENSEARCH, TANTIVY, available_engines, choose_engine, is_available, open_engine
from index.engines.base import Document, Engine, TokenText
from index.errors import Cancelled, ClusterAway, EngineError, EngineMissing, EvtuiError, IndexDamaged
from index.guarded import guarded
from index.manifest import FILE_NAME, FORMAT, Manifest, read_manifest, write_manifest
from index.model import Article, Progress, Report
from index.seal import folder_number
from index.sealed import is_whole, note_place, open_sealed, seal, told_when_full

if TYPE_CHECKING:
    from pathlib import Path

    from index.analysis.analyser import Analyser
    from index.store import Store

BATCH_ARTICLES: Final = 500
"""Articles handed to the engine between two looks at the store."""

COMMIT_ARTICLES: Final = 20_000
"""Articles between two commits of a long work, so that a break costs little and segments stay few."""

AUTO: Final = "auto"
ENGINE_SETTING: Final = "engine"

SECRET_BYTES: Final = 16


class SearchIndex:
    """The engine that answers for a store, and the work of keeping it current.

    Reading (`engine`) is safe from any thread. `catch_up` and `rebuild` are for the owner of the store's
    writer lock.
    """

    def __init__(self, store: Store, analyser: Analyser) -> None:
        self._store = store
        self._analyser = analyser
        self._root: Path = store.folder / "index"
        self._engine: Engine | None = None
        self._manifest: Manifest | None = None
        self._swap = threading.RLock()
        self._unsealed = False
        self._wrote = False
        self._away = False
        with suppress(ClusterAway):
            self.refresh()

    @property
    def engine(self) -> Engine | None:
        """The engine over the index as it stands, or None while there is no index that can be read.

        Raises:
            ClusterAway: it is in a cluster that cannot be reached, which passes.
        """
        if self._away:
            self.refresh()
        engine = self._engine
        return engine and guarded(engine, self._mended)

    @property
    def manifest(self) -> Manifest | None:
        """What the open index holds, or None while none is open."""
        return self._manifest

    @property
    def setting(self) -> str:
        """The wanted engine: a name, or `auto`."""
        return str(self._store.setting(ENGINE_SETTING, AUTO))

    def status(self) -> str:
        """Return `current`, `behind` or `missing`; `away` where it is in a cluster that cannot be reached."""
        if self._away:
            return "away"
        if self._manifest is None:
            return "missing"
        current = self._manifest.change >= self._store.last_change() and not self._unsealed
        return "current" if current and self._manifest.engine == self.wanted_engine() else "behind"

    def wanted_engine(self) -> str:
        """Return the engine to use now; a grown library never goes back to a smaller one."""
        setting = self.setting
        wanted = choose_engine(setting, self._store.count())
        if setting == AUTO and self._manifest is not None and self._manifest.engine in available_engines():
            order = available_engines()
            held = self._manifest.engine
            if order.index(held) > order.index(wanted):
                return held
        return wanted

    def behind(self) -> int:
        """Return how many changes of the store the index does not hold yet."""
        held = self._manifest.change if self._manifest else 0
        return self._store.last_change() - held

    def newer(self) -> Manifest | None:
        """Return what the index holds where another process has changed it, else None.

        Raises:
            ClusterAway: it is in a cluster that cannot be reached, which passes.
        """
        if self._away:
            self.refresh()
        manifest = read_manifest(self._store.folder)
        return None if manifest == self._manifest else manifest

    def refresh(self) -> bool:
        """Open the index that the manifest names if it is a newer one; return whether it was.

        Raises:
            ClusterAway: it is in a cluster that cannot be reached, which passes.
        """
        manifest = read_manifest(self._store.folder)
        with self._swap:
            if manifest == self._manifest and (self._engine is not None or manifest is None):
                return False
            self._engine, self._manifest, self._away = None, None, False
            if manifest is None or not self.usable(manifest):
                return True
            try:
                engine, self._unsealed = open_sealed(self._store, manifest, tokens_of=self.tokens_of)
            except ClusterAway:
                # It is not missing: nothing is built in its place.
                self._away = True
                raise
            except (IndexDamaged, EngineMissing):
                # The index is a cache: what cannot be opened is missing, and `catch_up` builds it anew.
                return True
            self._engine, self._manifest = engine, manifest
            return True

    def _mended(self, failed: Engine) -> Engine | None:
        """Return another engine than one that failed to answer, None where the index is as it should be.

        Raises:
            LibraryBusy: it is damaged, and another process is writing to the library.
            IndexDamaged: it is damaged, and the library can only be read.
        """
        with self._swap:
            engine, manifest = self._engine, self._manifest
            if engine is not failed:
                return engine
            if manifest is None or is_whole(self._store, manifest):
                return None
            self._engine, self._manifest = None, None
            if self._store.readonly:
                raise IndexDamaged(
                    f"The index in {self._root} is damaged, and the library can only be read."
                    " Copy it to a folder of your own, or let its owner run: evtui reindex"
                )
        with self._store.writer():
            if read_manifest(self._store.folder) == manifest:
                # Other processes must not open it again either.
                (self._store.folder / FILE_NAME).unlink(missing_ok=True)
            self.refresh()
            self.catch_up()
        return self._engine

    def catch_up(self, report: Report | None = None, cancelled: Callable[[], bool] | None = None) -> None:
        """Bring the index to the state of the store; build it anew where it is missing or of another engine.

        Raises:
            Cancelled: when `cancelled` said so; what was done stands, and the next call goes on.
        """
        wanted = self.wanted_engine()
        if self._engine is None or self._manifest is None or self._manifest.engine != wanted:
            self.rebuild(wanted, report, cancelled)
        else:
            with told_when_full(self._store.folder):
                self._apply_changes(self._engine, self._manifest, report, cancelled)

    def rebuild(
        self,
        engine_name: str,
        report: Report | None = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> None:
        """Build a new index from the store beside the old one, then change over and delete the old one."""
        with told_when_full(self._store.folder):
            if engine_name == OPENSEARCH and not (self._manifest and self._manifest.engine == OPENSEARCH):
                from index.moving import move

                fingerprint = self._analyser.fingerprint
                move(self, self._store, engine_name, fingerprint, report=report, cancelled=cancelled)
                return
            self._begin(
                engine_name, self._store.last_change(), lambda engine: self._fill(engine, report, cancelled)
            )
            if self._engine is not None and self._manifest is not None:
                self._apply_changes(self._engine, self._manifest, report, cancelled)

    def _begin(self, engine_name: str, change: int, fill: Callable[[Engine], None]) -> None:
        """Make an index that holds the changes up to one, change over to it and delete the old one."""
        folder = self.free_folder(engine_name)
        engine = open_engine(engine_name, folder, tokens_of=self.tokens_of, create=True)
        manifest = Manifest(
            engine_name,
            folder.name,
            self._analyser.fingerprint,
            change,
            store=self._store.identity(),
            secret=token_hex(SECRET_BYTES),
            number=folder_number(folder),
        )
        try:
            fill(engine)
            self._store.flush()
            engine.commit()
            note_place(folder, engine)
            seal(folder, manifest)
            self.change_over(engine, manifest)
        except BaseException:
            engine.close()
            shutil.rmtree(folder, ignore_errors=True)
            raise

    def change_over(self, engine: Engine, manifest: Manifest) -> None:
        """Let another index take the place of the one that was used, which is deleted."""
        with self._swap:
            write_manifest(self._store.folder, manifest)
            old, self._engine, self._manifest = self._engine, engine, manifest
            self._unsealed, self._wrote, self._away = False, True, False
        if old is not None:
            old.close()
        self._remove_all_but(manifest.folder)

    # Feeding, see `index.feeding`

    def holds(self, change: int) -> bool:
        """Whether the index holds all changes of the store up to this one, and none after it."""
        return self._manifest is not None and self._manifest.change == change and not self._unsealed

    def start(self, engine_name: str) -> None:
        """Begin an index that holds no change of the store yet."""
        self._begin(engine_name, 0, lambda _: None)

    def feed(self, added: Iterable[Document], changed: Sequence[str]) -> None:
        """Add new articles, and others anew from the store; `commit_fed` makes that last.

        Raises:
            EngineError: there is no index, or it takes them not.
        """
        if self._engine is None:
            raise EngineError("There is no index to feed.")
        self._engine.add(added, fresh=True)
        self.add_articles(self._engine, self._store.articles(changed))

    def commit_fed(self, change: int) -> None:
        """Make durable what was fed: the index holds all changes up to this one."""
        if self._engine is not None:
            self._commit(self._engine, change)

    def forget_fed(self) -> None:
        """Forget what was fed since the last commit."""
        if self._engine is not None:
            with suppress(EngineError):
                self._engine.rollback()

    def close(self) -> None:
        """Let go of the engine."""
        with self._swap:
            manifest, engine, wrote = self._manifest, self._engine, self._wrote
            self._engine, self._manifest, self._wrote = None, None, False
            if engine is not None:
                engine.close()
        if wrote and manifest is not None:
            # An engine may have put its files together since they were sealed.
            with suppress(EvtuiError), self._store.writer():
                if read_manifest(self._store.folder) == manifest:
                    seal(self._root / manifest.folder, manifest)

    def usable(self, manifest: Manifest) -> bool:
        """Whether the index of a manifest was made as this program makes it, from this store."""
        return (
            manifest.format == FORMAT
            and manifest.analyser == self._analyser.fingerprint
            and is_available(manifest.engine)
            and manifest.change <= self._store.last_change()
            and manifest.store == self._store.identity()
        )

    def free_folder(self, engine_name: str) -> Path:
        """Return a folder for another index; it is not there yet."""
        number = 1
        while (self._root / f"{engine_name}-{number}").exists():
            number += 1
        return self._root / f"{engine_name}-{number}"

    def _remove_all_but(self, keep: str) -> None:
        for path in self._root.iterdir():
            if path.name != keep and path.is_dir():
                shutil.rmtree(path, ignore_errors=True)

    def _fill(self, engine: Engine, report: Report | None, cancelled: Callable[[], bool] | None) -> None:
        if engine.name == TANTIVY:
            from index.rebuilding import fill

            fill(engine, self._store, self._analyser, report, lambda: _stop_if(cancelled))
            return
        total = self._store.count()
        done = 0
        rows = self._store.iterate()
        while batch := {article.id: article for _, article in islice(rows, BATCH_ARTICLES)}:
            _stop_if(cancelled)
            self.add_articles(engine, batch)
            done += len(batch)
            if report:
                report(Progress("Indexing", done, total))

    def _apply_changes(
        self,
        engine: Engine,
        manifest: Manifest,
        report: Report | None,
        cancelled: Callable[[], bool] | None,
    ) -> None:
        change, last = manifest.change, self._store.last_change()
        first, uncommitted = change, 0
        while changes := self._store.changes(change, BATCH_ARTICLES):
            _stop_if(cancelled)
            gone = [entry.id for entry in changes if entry.deleted]
            engine.delete(gone)
            self.add_articles(
                engine, self._store.articles([entry.id for entry in changes if not entry.deleted])
            )
            change = changes[-1].seq
            uncommitted += len(changes)
            if report:
                report(Progress("Indexing", change - first, max(last, change) - first))
            if uncommitted >= COMMIT_ARTICLES:
                self._commit(engine, change)
                uncommitted = 0
        if uncommitted or self._unsealed:
            self._commit(engine, change)

    def _commit(self, engine: Engine, change: int) -> None:
        # First the store: after a loss of power the index must hold nothing that the store has lost.
        self._store.flush()
        engine.commit()
        with self._swap:
            if self._manifest is not None:
                held = replace(self._manifest, change=change)
                seal(self._root / held.folder, held)
                write_manifest(self._store.folder, held)
                self._manifest, self._unsealed, self._wrote = held, False, True

    def add_articles(self, engine: Engine, articles: Mapping[str, Article], *, fresh: bool = False) -> None:
        """Add articles to an engine, with what was found out about them; `fresh` as for the engine."""
        ids = list(articles)
        names, topics, groups = self._store.names(ids), self._store.topics(ids), self._store.groups(ids)
        engine.add(
            (
                document_of(
                    article,
                    self._analyser,
                    names=names.get(identifier, ()),
                    topics=topics.get(identifier, ()),
                    membership=groups.get(identifier),
                )
                for identifier, article in articles.items()
            ),
            fresh=fresh,
        )

    def tokens_of(self, ids: Sequence[str]) -> Iterable[tuple[str, TokenText, TokenText]]:
        """Yield (id, title tokens, body tokens) from the store."""
        for start in range(0, len(ids), BATCH_ARTICLES):
            for identifier, article in self._store.articles(ids[start : start + BATCH_ARTICLES]).items():
                yield identifier, self._analyser.analyse(article.title), self._analyser.analyse(article.body)


def _stop_if(cancelled: Callable[[], bool] | None) -> None:
    if cancelled is not None and cancelled():
        raise Cancelled("The work was stopped; what was done until then stands.")
