"""Copying a database while others use it, and looking whether a copy is whole."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Final

from index.errors import LibraryDamaged, LibraryError
from index.model import Progress, Report

PAGES_AT_ONCE: Final = 2_000
"""Pages copied between two reports of progress; some milliseconds of work."""
OWNER_ONLY: Final = 0o600
"""Permissions of files that hold what a person reads and notes."""


def copy_database(
    source: sqlite3.Connection,
    target: Path,
    *,
    report: Report | None = None,
) -> None:
    """Copy a database as it stands at one moment into a new file, which is on the disk when this returns.

    Others may go on writing meanwhile: the copy is what was committed when it began.

    Args:
        source: a connection that nothing else uses; it may be inside a transaction.
        target: a file that does not exist. It is left behind when this fails; the caller removes it.
        report: told of the progress, in bytes.

    Raises:
        sqlite3.Error, OSError: when it cannot be read or written.
    """
    os.close(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWNER_ONLY))
    size = source.execute("PRAGMA page_size").fetchone()[0]

    def on_step(_status: int, remaining: int, total: int) -> None:
        if report:
            report(Progress("Copying", (total - remaining) * size, total * size, "bytes"))

    own = not source.in_transaction
    if own:
        # An open snapshot: without one, every commit of another process would begin the copy anew.
        source.execute("BEGIN")
        source.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    try:
        with closing(sqlite3.connect(target, isolation_level=None)) as copy:
            source.backup(copy, pages=PAGES_AT_ONCE, progress=on_step)
            # One file without companions: a copy in WAL mode would make two more when it is looked at.
            copy.execute("PRAGMA journal_mode = DELETE")
    finally:
        if own:
            source.execute("ROLLBACK")
    sync_file(target)


def check_database(path: Path) -> None:
    """Look whether a database file that nobody uses is whole.

    Raises:
        LibraryDamaged: when it is not; says what was found.
        LibraryError: when it cannot be opened.
    """
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as connection:
            found = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
    except sqlite3.OperationalError as error:
        # SQLite opens no path of more than 512 bytes, whatever the file system takes.
        raise LibraryError(f"The database {path} cannot be opened ({error}).") from error
    except sqlite3.DatabaseError as error:
        raise LibraryDamaged(f"The database {path} is damaged ({error}).") from error
    if found != "ok":
        raise LibraryDamaged(f"The database {path} is damaged ({found}).")


def sqlite_connection(path: Path) -> sqlite3.Connection:
    """Return a connection to a database as it lies there, whatever is in it; the caller closes it."""
    mode = "rw" if os.access(path.parent, os.W_OK) and os.access(path, os.W_OK) else "ro"
    uri = f"{path.resolve().as_uri()}?mode={mode}"
    return sqlite3.connect(uri if mode == "rw" else f"{uri}&immutable=1", uri=True, isolation_level=None)


def sync_file(path: Path) -> None:
    """Return when a file is on the disk."""
    _sync(path, os.O_RDONLY)


def sync_folder(folder: Path) -> None:
    """Return when the names in a folder are on the disk."""
    _sync(folder, os.O_RDONLY | os.O_DIRECTORY)


def _sync(path: Path, flags: int) -> None:
    descriptor = os.open(path, flags)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
