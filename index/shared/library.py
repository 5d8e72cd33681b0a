"""A shared library as a script or the desk uses it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Any, Final

from index.analysis.analyser import Analyser
from index.asking import Asking
from index.engines import OPENSEARCH
from index.engines.opensearch_cluster import Cluster
from index.engines.opensearch_settings import (
    FILE_NAME,
    ClusterSettings,
    read_settings,
    settings_of,
    write_settings,
)
from index.errors import ClusterAway, EvtuiError, LibraryError
from index.library import Library
from index.model import ImportReport, LibraryInfo, Report
from index.shared.articles import ClusterArticles
from index.shared.feeding import SharedFeed
from index.shared.searchindex import AWAY, SharedIndex
from index.shared.store import SharedStore
from index.store import Store
from index.store.settings import SHARED_SETTING

if TYPE_CHECKING:
    from pathlib import Path

    from index.feeding import Feed

_SEEN_SETTING: Final = "shared_seen"
"""The setting that remembers the figures of the library for when the cluster is away."""


class SharedLibrary(Library):
    """A library whose articles and index are in a cluster, beside the marks of one person here."""

    store: SharedStore
    index: SharedIndex

    def __init__(self, store: Store, settings: ClusterSettings) -> None:
        """Take over an open store; `index.library.open_library` is the usual way."""
        Asking.__init__(self)
        self.settings = settings
        self.analyser = Analyser()
        cluster = Cluster(settings)
        articles = ClusterArticles(cluster)
        self.store = SharedStore.over(store, articles, lambda: self.index.engine)
        self.index = SharedIndex(self.store, self.analyser, cluster, articles)

    @property
    def far_behind(self) -> bool:
        """Return False: the index is in the cluster, and what waits here is sent in any case."""
        return False

    def catch_up(self, report: Report | None = None, cancelled: Callable[[], bool] | None = None) -> bool:
        """Send what waits here, where the cluster takes it.

        Returns:
            Whether nothing waits. False where the cluster is away, or another process is at it.
        """
        self.index.refresh()
        if not self.index.behind() or self.store.readonly:
            return self.index.status() == "current"
        from index.errors import LibraryBusy

        try:
            with self.store.writer():
                self.index.catch_up(report, cancelled)
        except (LibraryBusy, ClusterAway):
            return False
        return True

    def reindex(
        self,
        engine: str | None = None,
        report: Report | None = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> None:
        """Write the index in the cluster anew, from the articles there.

        Raises:
            LibraryError: another engine is wanted.
        """
        with self.store.writer():
            self.index.rebuild(engine or OPENSEARCH, report, cancelled)

    def import_from(self, *given: Any, **named: Any) -> ImportReport:
        """Import as any library does; what others had brought already is a duplicate here too.

        Raises:
            ClusterAway: it cannot take what was imported; that waits here.
        """
        before = self.index.known
        try:
            done = super().import_from(*given, **named)
        except ClusterAway as error:
            raise ClusterAway(
                f"{error} {self.index.behind():,} changes wait in {self._shown()}; they are sent when the"
                " library is opened or imported into next."
            ) from error
        known = min(self.index.known - before, done.added)
        return replace(done, added=done.added - known, duplicates=done.duplicates + known)

    @property
    def analysed(self) -> bool:
        """Return True: in a shared library nothing is analysed by itself."""
        return True

    def derive(self, _report: Report | None = None, _cancelled: Callable[[], bool] | None = None) -> bool:
        """Find nothing: names, topics and near-duplicates are not found in a shared library."""
        return True

    def info(self) -> LibraryInfo:
        """Return the library in figures; where the cluster is away, those that were seen last."""
        try:
            if self.index.status() == AWAY:
                raise ClusterAway("It was asked a moment ago.")
            told = super().info()
        except ClusterAway:
            known: dict[str, Any] = self.store.setting(_SEEN_SETTING, {})
            return LibraryInfo(
                library=self._shown(),
                engine=OPENSEARCH,
                articles=int(known.get("articles", 0)),
                undated=int(known.get("undated", 0)),
                first_date=None,
                last_date=None,
                index=AWAY,
                sources=int(known.get("sources", 0)),
            )
        seen = {"articles": told.articles, "undated": told.undated, "sources": told.sources}
        if not self.store.readonly and seen != self.store.setting(_SEEN_SETTING):
            self.store.set_setting(_SEEN_SETTING, seen)
        return told

    def _shown(self) -> str:
        from index.sanitise import shown_path

        return shown_path(str(self.folder))

    def _feed(self) -> Feed:
        return SharedFeed(self.index, self.store, self.analyser)


def open_shared(store: Store, kept: Any) -> SharedLibrary:
    """Open the shared library of a store.

    Args:
        store: open.
        kept: the setting that says that it is shared.

    Raises:
        LibraryError: it is not said well in which cluster.
        EngineMissing: what speaks with a cluster is not installed.
    """
    try:
        if (store.folder / FILE_NAME).exists() or store.readonly:
            settings = read_settings(store.folder)
        else:
            # A backup brings the store alone.
            settings = settings_of(kept)
            write_settings(store.folder, settings)
        return SharedLibrary(store, settings)
    except EvtuiError:
        store.close()
        raise


def create_shared(folder: Path, settings: ClusterSettings) -> SharedLibrary:
    """Make a library that is shared; its index is made in the cluster, or joined where it is there.

    Raises:
        LibraryError: there is a library in the folder already.
        ClusterAway, EngineError: the cluster cannot be reached or used; nothing was made here then.
    """
    if (folder / "library.db").exists():
        raise LibraryError(
            f"There already is a library in {folder}. To make another one, name its folder with -L; to let"
            f" this one's index lie in a cluster: evtui reindex --engine {OPENSEARCH} --url … --index …"
        )
    from index.engines.opensearch_index import joined

    cluster = Cluster(settings)
    try:
        joined(cluster)
    finally:
        cluster.close()
    store = Store.create(folder)
    write_settings(folder, settings)
    store.set_setting(SHARED_SETTING, asdict(settings))
    return SharedLibrary(store, settings)
