"""Bringing a library of an older evtui to the format of this one, with a copy of what it was beside it."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from index.errors import LibraryError
from index.store.copying import check_database, copy_database, sync_folder
from index.store.database import WAIT_SECONDS, in_words, pragma
from index.store.lock import WriterLock
from index.store.schema import MIGRATIONS, SCHEMA_VERSION

UNFINISHED: Final = "library-v*.unfinished"
"""Copies that a process which died has not finished."""


def migrate(database: Path) -> str:
    """Migrate a library to this program's format, in one transaction and under the writer's lock.

    A process that dies on the way leaves the library as it was.

    Args:
        database: its database file, of an older format.

    Returns:
        What was done, as a sentence; empty where another process has done it meanwhile.

    Raises:
        LibraryBusy: another process is writing to the library.
        LibraryError: there is no room for the copy, or the folder cannot be written to.
    """
    folder = database.parent
    with WriterLock(folder).held():
        for left in folder.glob(UNFINISHED):
            left.unlink(missing_ok=True)
        with in_words(database), closing(_connect(database)) as connection:
            connection.execute("BEGIN IMMEDIATE")
            try:
                version = pragma(connection, "user_version")
                if version >= SCHEMA_VERSION:
                    return ""
                kept = _keep(database, version)
                for step in range(version, SCHEMA_VERSION):
                    _execute_all(connection, MIGRATIONS[step])
                connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
                connection.execute("COMMIT")
            finally:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
    return (
        f"The library in {folder} was migrated from format {version} to {SCHEMA_VERSION}."
        f" What it was before is kept in {kept.name} beside it; you may delete that file."
    )


def _connect(database: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(
        f"{database.resolve().as_uri()}?mode=rw", uri=True, timeout=WAIT_SECONDS, isolation_level=None
    )
    connection.execute("PRAGMA synchronous = FULL")
    return connection


def _keep(database: Path, version: int) -> Path:
    """Copy the library as it is, look whether the copy is whole, and only then give it its name."""
    folder = database.parent
    day = datetime.now(UTC).astimezone().date().isoformat()
    kept = _free(folder, f"library-v{version}-{day}")
    unfinished = kept.with_suffix(".unfinished")
    try:
        with closing(_connect(database)) as reader:
            copy_database(reader, unfinished)
        check_database(unfinished)
        unfinished.replace(kept)
        sync_folder(folder)
    except (OSError, sqlite3.OperationalError) as error:
        unfinished.unlink(missing_ok=True)
        raise LibraryError(
            f"The library in {folder} is of an older format ({version}) and was not migrated: a copy of it"
            f" could not be written first ({_reason(error)}). It is as it was. Make room for"
            f" {_megabytes(database)} MB there, and try again."
        ) from error
    except BaseException:
        unfinished.unlink(missing_ok=True)
        raise
    return kept


def _execute_all(connection: sqlite3.Connection, script: str) -> None:
    """Carry out statements one by one; `executescript` would end the transaction."""
    statement = ""
    for part in re.findall(r"[^;]*;|[^;]+\Z", script):
        statement += part
        if sqlite3.complete_statement(statement):
            connection.execute(statement)
            statement = ""
    if statement.strip():
        connection.execute(statement)


def _free(folder: Path, stem: str) -> Path:
    path, number = folder / f"{stem}.db", 1
    while path.exists():
        number += 1
        path = folder / f"{stem}-{number}.db"
    return path


def _reason(error: OSError | sqlite3.Error) -> str:
    return error.strerror or str(error) if isinstance(error, OSError) else str(error)


def _megabytes(path: Path) -> int:
    return max(1, round(path.stat().st_size / 1_000_000))
