"""A store for trying an import out: it knows what a library knows of its articles, and keeps nothing.

It lies in a temporary folder and holds of each article what an import compares (digests, places, what is said
about the text) but no texts, neither the library's nor those that are tried.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from index.errors import Cancelled, LibraryMissing, LibraryOutdated
from index.store.database import DATABASE_NAME, Database
from index.store.records import Known, Record
from index.store.store import Store
from index.store.writing import ArticleWriter

_TABLES: Final = ("files", "articles", "origins", "versions", "sources")
_ROWS_AT_ONCE: Final = 10_000
_BODY: Final = "body"


class _Writer(ArticleWriter):
    """Writes articles without their texts."""

    def add(self, identity: bytes, record: Record) -> str:
        return super().add(identity, replace(record, body=""))

    def change(self, known: Known, record: Record) -> str:
        return super().change(known, replace(record, body=""))


class RehearsalStore(Store):
    """A store in which imports can be tried out."""

    @contextmanager
    def writing(self) -> Iterator[ArticleWriter]:
        """One transaction, as in a store."""
        with self._database.transaction() as connection:
            writer = _Writer(connection)
            yield writer
            writer.finish()


@contextmanager
def rehearsal(folder: Path, cancelled: Callable[[], bool] | None = None) -> Iterator[RehearsalStore]:
    """Give a store that stands for the library in a folder, or for an empty one where there is none.

    The library is only read, at one moment, and may be written to by others meanwhile.

    Args:
        folder: of the library.
        cancelled: asked now and then whether to stop.

    Raises:
        LibraryError: the library cannot be read.
        Cancelled: when `cancelled` said so.
    """
    with TemporaryDirectory(prefix="evtui-") as place:
        made = RehearsalStore.create(Path(place) / "library")
        with made:
            with suppress(LibraryMissing):
                _copy(folder, made, cancelled)
            yield made


def open_as_it_is(folder: Path) -> Store:
    """Open a library to look at it: it is not migrated, and nothing is left beside it.

    Raises:
        LibraryError: it is not there, or not in the format of this program.
    """
    path = folder / DATABASE_NAME
    # SQLite makes two files beside the database to read it, and takes them away where it may write.
    writable = path.is_file() and os.access(folder, os.W_OK) and os.access(path, os.W_OK)
    try:
        return Store(folder, Database(path, readonly=not writable))
    except LibraryOutdated as error:
        raise LibraryOutdated(
            f"The library in {folder} was written by an older evtui. Open it once, so that it is migrated:"
            f" evtui -L {folder} info"
        ) from error


def _copy(folder: Path, made: RehearsalStore, cancelled: Callable[[], bool] | None) -> None:
    with open_as_it_is(folder) as library:
        copy_without_texts(library._database, made._database, cancelled)


def copy_without_texts(source: Database, target: Database, cancelled: Callable[[], bool] | None) -> None:
    """Copy what is known of articles into a store without articles, as it is at one moment."""
    reading = source.connection()
    reading.execute("BEGIN")
    try:
        for table in _TABLES:
            names = [name for _, name, *_ in reading.execute(f"PRAGMA table_info({table})")]
            kept = ", ".join("''" if name == _BODY else name for name in names)
            marks = ", ".join("?" * len(names))
            rows = reading.execute(f"SELECT {kept} FROM {table}")
            while some := rows.fetchmany(_ROWS_AT_ONCE):
                if cancelled is not None and cancelled():
                    raise Cancelled("The dry run was stopped.")
                with target.transaction() as writing:
                    writing.executemany(f"INSERT INTO {table} ({', '.join(names)}) VALUES ({marks})", some)
    finally:
        reading.execute("ROLLBACK")
