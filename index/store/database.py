"""The library's SQLite database: a connection per thread, transactions, and errors in words."""

from __future__ import annotations

import os
import sqlite3
import threading
import weakref
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from os import W_OK, access
from pathlib import Path
from typing import Any, Final, TypeAlias

from index.errors import (
    LibraryBusy,
    LibraryDamaged,
    LibraryError,
    LibraryMissing,
    LibraryOutdated,
    LibraryTooNew,
)
from index.store.schema import APPLICATION_ID, SCHEMA, SCHEMA_VERSION

DATABASE_NAME: Final = "library.db"
WAIT_SECONDS: Final = 10.0
"""How long a short write (a star, a setting) waits for a batch of an import to end."""
CACHE_KIBIBYTES: Final = 32 * 1024
"""SQLite's page cache of each connection. The indexes of a large import grow at random places."""
CHUNK: Final = 500
"""Values in one `IN (…)`."""
USUAL_WAL_PAGES: Final = 1_000
BULK_WAL_PAGES: Final = 16_000
"""Pages of the log after which they go into the main file; in an import the same ones change many times."""

Row: TypeAlias = tuple[Any, ...]
Values: TypeAlias = Sequence[Any]


class _Held:
    """Holds the connection of one thread and closes it when the thread is gone."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection

    def __del__(self) -> None:
        self.connection.close()


class Database:
    """One database file, used from any thread; each thread has a connection of its own.

    Args:
        path: the database file, which must exist.
        readonly: refuse writing; a folder that cannot be written to is opened as unchangeable.

    Raises:
        LibraryMissing, LibraryTooNew, LibraryOutdated, LibraryDamaged, LibraryError: when it is not there, in
            another format than this program's, damaged, or no library.
    """

    def __init__(self, path: Path, *, readonly: bool = False) -> None:
        self.path = path
        self.readonly = readonly
        self._local = threading.local()
        self._held: weakref.WeakSet[_Held] = weakref.WeakSet()
        self._lock = threading.Lock()
        self._closed = False
        if not path.is_file():
            raise LibraryMissing(f"There is no library in {path.parent}.")
        try:
            self._check()
        except BaseException:
            self.close()
            raise

    @classmethod
    def create(cls, path: Path) -> Database:
        """Make the database with its tables. A creation that was broken off is taken up.

        Raises:
            LibraryError: when there already is a library, or the folder cannot be written to.
        """
        with in_words(path):
            _make_for_owner(path)
            connection = sqlite3.connect(path, timeout=WAIT_SECONDS, isolation_level=None)
            try:
                if pragma(connection, "schema_version"):
                    raise LibraryError(f"There already is a library in {path.parent}.")
                connection.execute("PRAGMA journal_mode = WAL")
                # One transaction, so that a process killed here leaves an empty file and never half a schema.
                connection.executescript(
                    f"BEGIN IMMEDIATE; {SCHEMA} PRAGMA application_id = {APPLICATION_ID};"
                    f" PRAGMA user_version = {SCHEMA_VERSION}; COMMIT;"
                )
            finally:
                connection.close()
        return cls(path)

    def _check(self) -> None:
        with in_words(self.path):
            connection = self.connection()
            tables = connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0]
            application, version = pragma(connection, "application_id"), pragma(connection, "user_version")
        folder = self.path.parent
        if not tables:
            raise LibraryMissing(
                f"There is no library in {folder}: its making was broken off. Importing makes it again."
            )
        if application != APPLICATION_ID:
            raise LibraryError(f"{self.path} is a database, but not a library of evtui.")
        if version > SCHEMA_VERSION:
            raise LibraryTooNew(
                f"The library in {folder} was written by a newer evtui (format {version}; this one knows"
                f" {SCHEMA_VERSION}). Update evtui to open it."
            )
        if version < SCHEMA_VERSION:
            raise LibraryOutdated(
                f"The library in {folder} was written by an older evtui (format {version}) and needs to be"
                " migrated, which is not possible where it cannot be written."
                " Copy it to a folder of your own, or let its owner open it."
            )

    def connection(self) -> sqlite3.Connection:
        """Return this thread's connection."""
        held: _Held | None = getattr(self._local, "held", None)
        if self._closed:
            raise LibraryError(f"The library in {self.path.parent} has been closed.")
        if held is None:
            held = _Held(self._connect())
            with self._lock:
                self._held.add(held)
            self._local.held = held
        return held.connection

    def new_connection(self) -> sqlite3.Connection:
        """Return a connection that belongs to no thread; the caller closes it."""
        with in_words(self.path):
            return self._connect()

    def _connect(self) -> sqlite3.Connection:
        uri = self.path.resolve().as_uri()
        if self.readonly:
            # A WAL database needs its side files; where they cannot be made, it is read as unchangeable.
            uri += "?mode=ro" if access(self.path.parent, W_OK) or self._in_use() else "?immutable=1"
        else:
            uri += "?mode=rw"
        # Every thread uses its own connection; `close` alone reaches the others'.
        connection = sqlite3.connect(
            uri, uri=True, timeout=WAIT_SECONDS, isolation_level=None, check_same_thread=False
        )
        connection.execute(f"PRAGMA cache_size = -{CACHE_KIBIBYTES}")
        connection.execute("PRAGMA synchronous = NORMAL")
        return connection

    def _in_use(self) -> bool:
        """Whether somebody who may write has it open, so that the newest articles are beside the file."""
        return all(self.path.with_name(DATABASE_NAME + end).exists() for end in ("-wal", "-shm"))

    def rows(self, sql: str, values: Values = ()) -> list[Row]:
        """Return all rows of a query."""
        with in_words(self.path):
            return self.connection().execute(sql, values).fetchall()

    def row(self, sql: str, values: Values = ()) -> Row | None:
        """Return the first row of a query, or None."""
        with in_words(self.path):
            found: Row | None = self.connection().execute(sql, values).fetchone()
            return found

    def rows_in(self, sql: str, values: Iterable[Any]) -> Iterator[Row]:
        """Yield the rows of a query for many values; `sql` has one `{}` where the placeholders go."""
        for chunk in _chunks(values):
            yield from self.rows(sql.format(",".join("?" * len(chunk))), chunk)

    @contextmanager
    def transaction(self, *, durable: bool = False) -> Iterator[sqlite3.Connection]:
        """A writing transaction on this thread's connection: all of it is kept, or, on any error, nothing.

        Args:
            durable: on the disk before this returns, even if the power fails then.
        """
        with in_words(self.path):
            connection = self.connection()
            if durable:
                connection.execute("PRAGMA synchronous = FULL")
            try:
                connection.execute("BEGIN IMMEDIATE")
                try:
                    yield connection
                    connection.execute("COMMIT")
                except BaseException:
                    if connection.in_transaction:
                        connection.execute("ROLLBACK")
                    raise
            finally:
                if durable:
                    connection.execute("PRAGMA synchronous = NORMAL")

    @contextmanager
    def bulk(self) -> Iterator[None]:
        """Write much on this thread's connection: what is committed stays in the log for longer."""
        connection = self.connection()
        connection.execute(f"PRAGMA wal_autocheckpoint = {BULK_WAL_PAGES}")
        try:
            yield
        finally:
            connection.execute(f"PRAGMA wal_autocheckpoint = {USUAL_WAL_PAGES}")

    def flush(self) -> None:
        """Put all that was committed onto the disk and into the main file, where no reader is in the way."""
        with in_words(self.path):
            self.connection().execute("PRAGMA wal_checkpoint(PASSIVE)")

    def close(self) -> None:
        """Close the connections of all threads. May be called twice."""
        with self._lock:
            self._closed = True
            for held in list(self._held):
                held.connection.close()


def _make_for_owner(path: Path) -> None:
    """Make the file where there is none; SQLite would let everybody read it, and its companions too."""
    with suppress(OSError):  # SQLite tries it again, and its words are told
        os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600))


def pragma(connection: sqlite3.Connection, name: str) -> int:
    """Return the number that a pragma tells."""
    value: int = connection.execute(f"PRAGMA {name}").fetchone()[0]
    return value


def _chunks(values: Iterable[Any]) -> Iterator[list[Any]]:
    chunk: list[Any] = []
    for value in values:
        chunk.append(value)
        if len(chunk) == CHUNK:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


@contextmanager
def in_words(path: Path) -> Iterator[None]:
    """Say SQLite's complaints about the file or the disk in words; mistakes of ours stay what they are."""
    try:
        yield
    except (sqlite3.IntegrityError, sqlite3.ProgrammingError, sqlite3.InterfaceError):
        raise
    except sqlite3.DatabaseError as error:
        raise _error(path, error) from error


_BUSY: Final = "The library in {folder} is being written to; try again in a moment."
_DAMAGED: Final = (
    "The library {path} is damaged ({error}). To see what can be saved of it, and to save it: evtui doctor."
)
_SAID: Final[dict[int, tuple[type[LibraryError], str]]] = {
    sqlite3.SQLITE_BUSY: (LibraryBusy, _BUSY),
    sqlite3.SQLITE_LOCKED: (LibraryBusy, _BUSY),
    sqlite3.SQLITE_READONLY: (LibraryError, "The library in {folder} can be read but not changed."),
    sqlite3.SQLITE_FULL: (LibraryError, "The disk with the library in {folder} is full."),
    sqlite3.SQLITE_IOERR: (
        LibraryError,
        "The disk of the library in {folder} fails or is full ({error}). What was written before stays.",
    ),
    sqlite3.SQLITE_CANTOPEN: (
        LibraryError,
        "The library {path} cannot be opened; see whether you may read and write there.",
    ),
    sqlite3.SQLITE_CORRUPT: (LibraryDamaged, _DAMAGED),
    sqlite3.SQLITE_NOTADB: (LibraryDamaged, _DAMAGED),
}
"""SQLite's error code → the error of ours, and its words."""


def _error(path: Path, error: sqlite3.DatabaseError) -> LibraryError:
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    kind, words = _SAID.get(code, (LibraryError, "The library {path} could not be used: {error}."))
    return kind(words.format(path=path, folder=path.parent, error=error))
