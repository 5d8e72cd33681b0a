"""The library: one folder of articles with its index, as a script or the desk uses it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, BinaryIO, Final, Self

from index.analysis.analyser import Analyser
from index.asking import Asking
from index.engines import OPENSEARCH, available_engines, choose_engine, is_available
from index.errors import Cancelled, EngineMissing, LibraryBusy, LibraryError
from index.model import ImportReport, LibraryInfo, Rejection, Report
from index.searchindex import AUTO, ENGINE_SETTING, SearchIndex
from index.store import Store

if TYPE_CHECKING:
    from index.feeding import Feed
    from index.importing.outcome import Observer
    from index.readers.draft import ChooseOptions, ReadOptions

CHANGES_AT_ONCE: Final = 500
"""Changes that an index catches up with while a reader waits, since it takes no time to speak of."""


class Library(Asking):
    """A folder of dated articles that can be searched.

    Made by `open_library`. Reading is safe from several threads; one process writes at a time.
    """

    def __init__(self, store: Store) -> None:
        """Take over an open store; `open_library` is the usual way."""
        super().__init__()
        self.store = store
        self.analyser = Analyser()
        self.index = SearchIndex(store, self.analyser)

    @property
    def folder(self) -> Path:
        """Where the library lies."""
        return self.store.folder

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the database and the index."""
        self.index.close()
        self.store.close()

    # Keeping the index current

    def catch_up(self, report: Report | None = None, cancelled: Callable[[], bool] | None = None) -> bool:
        """Bring the index to the state of the store, when it is not.

        Returns:
            Whether the index is current now. False when another process is writing, or nothing may be
            written, and an older index can be read meanwhile.

        Raises:
            LibraryBusy: when another process is writing and there is no index to read.
            LibraryError: when there is none and the library can only be read.
        """
        self.index.refresh()
        if self.index.status() == "current":
            return True
        if self.store.readonly:
            if self.index.engine is None:
                raise LibraryError(
                    f"The library in {self.folder} has no index, and none can be written there. "
                    "Copy the library to a folder of your own, or let its owner run: evtui reindex"
                )
            return False
        try:
            with self.store.writer():
                self.index.refresh()
                self.index.catch_up(report, cancelled)
        except LibraryBusy:
            if self.index.engine is None:
                raise
            return False
        return True

    @property
    def far_behind(self) -> bool:
        """Whether an older index can be read, and bringing it up to date is work for the background."""
        index = self.index
        if index.engine is None or index.manifest is None or self.store.readonly:
            return False
        return index.behind() > CHANGES_AT_ONCE or index.manifest.engine != index.wanted_engine()

    def reindex(
        self,
        engine: str | None = None,
        report: Report | None = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> None:
        """Build the index anew from the store.

        Into a cluster it is moved: the index that is there answers meanwhile, and what was stopped goes on.

        Args:
            engine: name of the engine to use from now on, or `auto`; None keeps the setting. A cluster is
                the one that `cluster.json` in the folder names.
            report: called with the progress.
            cancelled: asked now and then whether to stop.

        Raises:
            EngineMissing: when there is no such engine here.
        """
        if engine is not None and engine != AUTO and not is_available(engine):
            if engine == OPENSEARCH:
                choose_engine(engine, 0)  # says what is to be installed
            known = ", ".join((*available_engines(), AUTO))
            raise EngineMissing(f"There is no search engine '{engine}' here. Known ones: {known}.")
        with self.store.writer():
            if engine is not None:
                if engine != OPENSEARCH:  # it becomes the setting when all is there
                    self.store.set_setting(ENGINE_SETTING, engine)
                name = choose_engine(engine, self.store.count())
            else:
                name = self.index.wanted_engine()
            self.index.rebuild(name, report, cancelled)

    # Importing

    def import_from(
        self,
        paths: Sequence[str],
        options: ReadOptions | ChooseOptions | None = None,
        *,
        report: Report | None = None,
        cancelled: Callable[[], bool] | None = None,
        stdin: BinaryIO | None = None,
        derive: bool = True,
        observer: Observer | None = None,
    ) -> ImportReport:
        """Read files and folders into the library and make them searchable.

        Args:
            paths: files and folders; `-` is standard input.
            options: how to read them; or what tells it of each by its path.
            report: called with the progress.
            cancelled: asked between batches whether to stop.
            stdin: what `-` reads from.
            derive: whether names and topics are computed at the end as well.
            observer: told what became of each item, once it has been judged.

        Returns:
            What was done, with the time that all of it took. `interrupted` also where the stop came while
            the articles were made searchable.

        Raises:
            ReaderError: when a path does not exist.
            LibraryBusy: when another process is writing.
        """
        from index.importing import import_inputs
        from index.readers.draft import ReadOptions as Options

        def stop() -> bool:
            return cancelled is not None and cancelled()

        started = monotonic()
        with self.store.writer():
            self.index.refresh()
            feed = self._feed()
            try:
                done = import_inputs(
                    self.store,
                    paths,
                    options or Options(),
                    report=report,
                    cancelled=stop,
                    stdin=stdin,
                    observer=observer,
                    feed=feed,
                )
                feed.finish()
            except BaseException:
                feed.abandon()
                raise
            if not done.interrupted:
                try:
                    self.index.refresh()
                    self.index.catch_up(report, cancelled)
                except Cancelled:
                    # The articles stand. The index catches up when it is opened.
                    done = replace(done, interrupted=True)
        if derive and not done.interrupted:
            try:
                self.derive(report, cancelled)
            except Cancelled:
                done = replace(done, interrupted=True)
        return replace(done, seconds=monotonic() - started)

    @property
    def analysed(self) -> bool:
        """Whether names and topics were found in the articles as they are."""
        from index.background.state import is_analysed

        return is_analysed(self.store, self.analyser)

    def derive(self, report: Report | None = None, cancelled: Callable[[], bool] | None = None) -> bool:
        """Do the slow analysis where articles have changed since it was done last: names and topics.

        Other processes may import meanwhile: the right to write is taken for moments only. Whatever ends
        the work, what was done stands, and the next call goes on from there.

        Args:
            report: called with the progress.
            cancelled: asked now and then whether to stop.

        Returns:
            Whether it is done; False where another process is at it.

        Raises:
            Cancelled: when `cancelled` said so.
        """
        from index.background.analysis import analyse

        return analyse(self, report=report, cancelled=cancelled)

    def info(self) -> LibraryInfo:
        """Return the library in figures."""
        from index.sanitise import shown_path

        facts = self.store.statistics()
        manifest = self.index.manifest
        return LibraryInfo(
            library=shown_path(str(self.folder)),
            engine=manifest.engine if manifest else self.index.wanted_engine(),
            articles=facts.articles,
            undated=facts.undated,
            first_date=facts.first_day,
            last_date=facts.last_day,
            index=self.index.status(),
            rejected=facts.rejected,
            sources=facts.sources,
        )

    def _feed(self) -> Feed:
        """Return what takes the batches of an import into the index."""
        from index.feeding import Feed

        return Feed(self.index, self.store, self.analyser)

    def rejections(self, limit: int | None = None) -> list[Rejection]:
        """Return what was left out or doubtful at import, latest first."""
        return self.store.rejections(limit)


def open_library(folder: str | Path, *, create: bool = False) -> Library:
    """Open a library; where its folder cannot be written to, for reading only.

    Args:
        folder: where it lies.
        create: make an empty one where there is none.

    Raises:
        LibraryMissing: when there is none and `create` is not set.
        LibraryTooNew: when a newer evtui wrote it.
        LibraryError: when the database cannot be read.
    """
    path = Path(folder)
    if create and not (path / "library.db").exists():
        return Library(Store.create(path))
    store = Store.open(path)
    if (shared := store.shared) is not None:
        from index.shared.library import open_shared

        return open_shared(store, shared)
    return Library(store)
