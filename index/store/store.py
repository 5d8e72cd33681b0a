"""The store: a library's truth, in one SQLite database in its folder."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from os import W_OK, access
from pathlib import Path
from secrets import token_hex
from types import TracebackType
from typing import Final, Self

from index.errors import LibraryError, LibraryOutdated
from index.store.articles import ArticlesPart
from index.store.changes import ChangesPart
from index.store.database import DATABASE_NAME, Database
from index.store.figures import FiguresPart
from index.store.groups import GroupsPart
from index.store.lock import WriterLock
from index.store.readings import ReadingsPart
from index.store.rejections import RejectionsPart
from index.store.settings import SettingsPart
from index.store.writing import ArticleWriter

OWNER_ONLY: Final = 0o700
"""Permissions of a library's folder: who may not enter it can read nothing in it."""

IDENTITY_SETTING: Final = "identity"
IDENTITY_BYTES: Final = 16


class Store(ArticlesPart, ChangesPart, FiguresPart, GroupsPart, ReadingsPart, RejectionsPart, SettingsPart):
    """A library's articles and everything else that must not be lost.

    May be used from any thread. Readers never wait, and see what was last committed. Articles are written by
    one process at a time, under `writer()`.

    Attributes:
        folder: the library's folder.
        migrated: what was done where it had to be brought to this program's format, as a sentence; else "".
    """

    def __init__(self, folder: Path, database: Database, *, migrated: str = "") -> None:
        self.folder = folder
        self.migrated = migrated
        self._database = database
        self._lock = WriterLock(folder)

    @classmethod
    def create(cls, folder: Path) -> Self:
        """Make an empty library, and the folder where there is none, which only its owner may look into.

        Raises:
            LibraryError: when there already is a library, or the folder cannot be written to.
        """
        try:
            if not folder.is_dir():
                folder.parent.mkdir(parents=True, exist_ok=True)
                folder.mkdir(mode=OWNER_ONLY, exist_ok=True)
        except OSError as error:
            raise LibraryError(f"The folder {folder} cannot be made: {error.strerror}.") from error
        return cls(folder, Database.create(folder / DATABASE_NAME))

    @classmethod
    def open(cls, folder: Path, *, readonly: bool = False) -> Store:
        """Open a library; one of an older format is migrated first, where it can be written to.

        Args:
            folder: its folder.
            readonly: refuse all writing; a library that cannot be written to is always opened so.

        Raises:
            LibraryMissing, LibraryTooNew, LibraryDamaged, LibraryError: when it is not there, from a newer
                evtui, or damaged.
            LibraryOutdated: when it is from an older evtui and cannot be migrated.
            LibraryBusy: when it must be migrated and another process is writing to it.
        """
        path = folder / DATABASE_NAME
        if path.is_file() and not (access(folder, W_OK) and access(path, W_OK)):
            readonly = True
        try:
            return cls(folder, Database(path, readonly=readonly))
        except LibraryOutdated:
            if readonly:
                raise
        from index.store.migration import migrate

        told = migrate(path)
        return cls(folder, Database(path), migrated=told)

    @property
    def readonly(self) -> bool:
        """Whether all writing is refused."""
        return self._database.readonly

    @contextmanager
    def writer(self, *, brief: bool = False) -> Iterator[None]:
        """Hold the right to write articles; within a thread it may be taken again while held.

        Args:
            brief: whether it is held for a moment only. Others then wait for it and do not give up.

        Raises:
            LibraryBusy: when another process or thread has it for longer; says which, and since when.
            LibraryError: when the library can only be read.
        """
        if self.readonly:
            raise LibraryError(f"The library in {self.folder} can be read but not changed.")
        with self._lock.held(brief=brief):
            yield

    def being_written(self) -> bool:
        """Whether a process is writing articles at this moment, as far as its lock tells."""
        return self._lock.owner_lives()

    @contextmanager
    def writing(self) -> Iterator[ArticleWriter]:
        """One transaction of articles: all is kept, or, on any error, nothing. Use it under `writer()`."""
        with self._database.transaction() as connection:
            writer = ArticleWriter(connection)
            yield writer
            writer.finish()

    @contextmanager
    def bulk(self) -> Iterator[None]:
        """Write very many articles: see `Database.bulk`. Use it under `writer()`."""
        with self._database.bulk():
            yield

    def identity(self) -> str:
        """Return what tells this store from every other one, also from what it was before a restore.

        Empty in a library that can only be read and never had one.
        """
        known = self.setting(IDENTITY_SETTING, "")
        if known or self.readonly:
            return str(known)
        self.set_setting(IDENTITY_SETTING, token_hex(IDENTITY_BYTES))
        return str(self.setting(IDENTITY_SETTING, ""))

    def new_connection(self) -> sqlite3.Connection:
        """Return a connection of its own for long reading; the caller closes it."""
        return self._database.new_connection()

    def flush(self) -> None:
        """Put all that was committed onto the disk, as far as no reader is in the way."""
        self._database.flush()

    def close(self) -> None:
        """Close the library in all threads. May be called twice."""
        self._database.close()

    def __enter__(self) -> Store:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
