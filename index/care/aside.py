"""Putting a library aside and another in its place, without a moment in which there is none."""

from __future__ import annotations

import os
import shutil
import sqlite3
from contextlib import closing, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from index.care.container import FETCHED
from index.errors import LibraryBusy
from index.manifest import FILE_NAME as MANIFEST
from index.store.copying import sync_file, sync_folder
from index.store.database import DATABASE_NAME
from index.store.store import IDENTITY_SETTING, OWNER_ONLY

COMPANIONS: Final = ("-wal", "-shm", "-journal")
"""Endings of the files that SQLite keeps beside a database."""
WAIT_SECONDS: Final = 1.0


def take_alone(database: Path) -> None:
    """Put all of a library into its one file, which SQLite does only where nobody else has it open.

    Raises:
        LibraryBusy: another process has it open.
    """
    try:
        with closing(sqlite3.connect(database, timeout=WAIT_SECONDS, isolation_level=None)) as connection:
            connection.execute("PRAGMA journal_mode = DELETE")
            connection.execute("PRAGMA journal_mode = WAL")
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode & 0xFF in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            raise LibraryBusy(
                f"The library in {database.parent} is open in another evtui. Leave that one, and try again."
            ) from error
    except sqlite3.DatabaseError:
        # A damaged one stays as it is.
        return


def put_aside(folder: Path, why: str, *, fetched: bool) -> Path:
    """Keep the library of a folder in a folder of its own inside it, where evtui can open it.

    Args:
        folder: the library's.
        why: ends the name: `library-<why>-<day>`.
        fetched: whether what was fetched is kept there as well.
    """
    aside = _free(folder, why)
    aside.mkdir(mode=OWNER_ONLY)
    for end in ("", *COMPANIONS):
        path = folder / f"{DATABASE_NAME}{end}"
        if path.exists():
            # A second name for the same file, so that there is no moment without a library in the folder.
            _link_or_copy(path, aside / path.name)
    for path in (folder / FETCHED).rglob("*") if fetched else ():
        if path.is_file() and not path.is_symlink():
            target = aside / FETCHED / path.relative_to(folder / FETCHED)
            target.parent.mkdir(parents=True, exist_ok=True)
            _link_or_copy(path, target)
    sync_folder(aside)
    return aside


def make_ready(database: Path) -> None:
    """Make a database that nobody uses ready to be a library's: of a history of its own, and in WAL mode."""
    with closing(sqlite3.connect(database, isolation_level=None)) as connection:
        # An index of the library before must never be taken for this one's.
        connection.execute("DELETE FROM settings WHERE key = ?", (IDENTITY_SETTING,))
        connection.execute("PRAGMA journal_mode = WAL")
    sync_file(database)


def put_in_place(database: Path, folder: Path) -> None:
    """Make a database the library of a folder, in one step. The index goes: it is of another store."""
    # Without its manifest an index is never opened: from here on there is none, whatever happens.
    (folder / MANIFEST).unlink(missing_ok=True)
    for end in COMPANIONS:
        # Of a library that could be opened none is left; SQLite would read a stray one into its successor.
        (folder / f"{DATABASE_NAME}{end}").unlink(missing_ok=True)
    database.replace(folder / DATABASE_NAME)
    sync_folder(folder)
    shutil.rmtree(folder / "index", ignore_errors=True)


def _link_or_copy(source: Path, target: Path) -> None:
    with suppress(OSError):
        os.link(source, target)
        return
    shutil.copy2(source, target)
    sync_file(target)


def _free(folder: Path, why: str) -> Path:
    day = datetime.now(UTC).astimezone().date().isoformat()
    path, number = folder / f"library-{why}-{day}", 1
    while path.exists():
        number += 1
        path = folder / f"library-{why}-{day}-{number}"
    return path
