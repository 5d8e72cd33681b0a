"""Making a library from a backup; a library that is there is kept aside."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Final

from index.care.backup import UNFINISHED, silently
from index.care.container import FETCHED, SQLITE_BEGINNING, Container, open_container, rows_of
from index.errors import LibraryBusy, LibraryError, LibraryTooNew
from index.manifest import FILE_NAME as MANIFEST
from index.model import Report
from index.store.copying import OWNER_ONLY, check_database, sync_file, sync_folder
from index.store.database import DATABASE_NAME, pragma
from index.store.lock import WriterLock
from index.store.schema import APPLICATION_ID, SCHEMA_VERSION
from index.store.store import IDENTITY_SETTING
from index.store.store import OWNER_ONLY as FOLDER_OWNER_ONLY

COMPANIONS: Final = ("-wal", "-shm", "-journal")
"""Endings of the files that SQLite keeps beside a database."""


@dataclass(frozen=True, slots=True)
class RestoreReport:
    """What was restored.

    Attributes:
        articles, notes: how many are in the library.
        made: when the backup was made, ISO, or "" where it does not say.
        aside: folder with the library that was there before, or None.
    """

    articles: int
    notes: int
    made: str
    aside: Path | None


def restore(
    backup: Path, folder: Path, *, force: bool = False, report: Report | None = None
) -> RestoreReport:
    """Make the library of a folder what it was when a backup was written.

    Everything is unpacked and checked beside the library before anything of it is touched; then the database
    is changed over in one step. The index is removed, since it is of another store; opening builds it.

    Args:
        backup: file of `evtui backup`, or a library's database as it is.
        folder: the library's; may be missing or empty.
        force: take the place of a library that is there, which is kept aside.
        report: told of the progress, in bytes.

    Raises:
        LibraryBusy: another process has the library open.
        LibraryTooNew: the backup is of a newer evtui.
        LibraryError: it is no backup, or damaged, or cannot be written; the folder is as it was.
    """
    there = (folder / DATABASE_NAME).exists()
    if there and not force:
        raise LibraryError(
            f"There already is a library in {folder}. Restore into another folder (-L), or take its place:"
            " --force, which keeps it aside."
        )
    with _told(folder), _opened(backup) as file:
        made_folder = _make_folder(folder)
        try:
            with WriterLock(folder).held():
                return _restore(file, backup, folder, report or silently)
        except BaseException:
            if made_folder:
                shutil.rmtree(folder, ignore_errors=True)
            raise


def _restore(file: IO[bytes], backup: Path, folder: Path, report: Report) -> RestoreReport:
    place = folder / f"restore-{os.getpid()}.{UNFINISHED}"
    place.mkdir(mode=FOLDER_OWNER_ONLY)
    try:
        database = place / DATABASE_NAME
        os.close(os.open(database, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWNER_ONLY))
        container = _unpack(file, backup, database, report)
        rows = _checked(database, container, backup)
        _make_ready(database)
        if container is not None:
            container.unpack_fetched(folder / FETCHED)
        aside = _put_aside(folder) if (folder / DATABASE_NAME).exists() else None
        # Without its manifest an index is never opened: from here on there is none, whatever happens.
        (folder / MANIFEST).unlink(missing_ok=True)
        for end in COMPANIONS:
            # Of a library that could be opened none is left; SQLite would read a stray one into the restored.
            (folder / f"{DATABASE_NAME}{end}").unlink(missing_ok=True)
        database.replace(folder / DATABASE_NAME)
        sync_folder(folder)
        shutil.rmtree(folder / "index", ignore_errors=True)
    finally:
        shutil.rmtree(place, ignore_errors=True)
    made = container.about.made if container else ""
    return RestoreReport(rows["articles"], rows["notes"], made, aside)


def _unpack(file: IO[bytes], backup: Path, database: Path, report: Report) -> Container | None:
    if file.read(len(SQLITE_BEGINNING)) == SQLITE_BEGINNING:
        file.seek(0)
        with database.open("wb") as target:
            shutil.copyfileobj(file, target, 1 << 20)
        return None
    file.seek(0)
    container = open_container(file, str(backup))
    container.check(report)
    container.unpack_database(database, report)
    return container


def _checked(database: Path, container: Container | None, backup: Path) -> dict[str, int]:
    """Look whether the database is whole, ours, not too new, and has what the backup says it has."""
    check_database(database)
    with closing(sqlite3.connect(database)) as connection:
        application, version = pragma(connection, "application_id"), pragma(connection, "user_version")
    if application != APPLICATION_ID:
        raise LibraryError(f"{backup} is a database, but not a library of evtui.")
    if version > SCHEMA_VERSION:
        raise LibraryTooNew(f"{backup} was written by a newer evtui (format {version}). Update evtui.")
    rows = rows_of(database)
    if container is not None and rows != dict(container.about.rows):
        raise LibraryError(f"The backup {backup} does not hold what it says it holds; it is damaged.")
    return rows


def _make_ready(database: Path) -> None:
    with closing(sqlite3.connect(database, isolation_level=None)) as connection:
        # Another history begins here: an index of the library before must never be taken for this one's.
        connection.execute("DELETE FROM settings WHERE key = ?", (IDENTITY_SETTING,))
        connection.execute("PRAGMA journal_mode = WAL")
    sync_file(database)


def _put_aside(folder: Path) -> Path:
    """Keep the library that is there in a folder of its own, where evtui can open it."""
    database = folder / DATABASE_NAME
    _take_alone(database)
    aside = _free(folder)
    aside.mkdir(mode=FOLDER_OWNER_ONLY)
    for end in ("", *COMPANIONS):
        path = folder / f"{DATABASE_NAME}{end}"
        if path.exists():
            # A second name for the same file, so that there is no moment without a library in the folder.
            _link_or_copy(path, aside / path.name)
    if (folder / FETCHED).is_dir():
        (aside / FETCHED).mkdir()
        for path in (folder / FETCHED).rglob("*"):
            if path.is_file() and not path.is_symlink():
                target = aside / FETCHED / path.relative_to(folder / FETCHED)
                target.parent.mkdir(parents=True, exist_ok=True)
                _link_or_copy(path, target)
    sync_folder(aside)
    return aside


def _take_alone(database: Path) -> None:
    """Put all of a library into its one file, which SQLite does only where nobody else has it open."""
    try:
        with closing(sqlite3.connect(database, timeout=1.0, isolation_level=None)) as connection:
            connection.execute("PRAGMA journal_mode = DELETE")
            connection.execute("PRAGMA journal_mode = WAL")
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode & 0xFF in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            raise LibraryBusy(
                f"The library in {database.parent} is open in another evtui. Leave that one, and try again."
            ) from error
    except sqlite3.DatabaseError:
        # A damaged one is kept aside as it is.
        return


def _link_or_copy(source: Path, target: Path) -> None:
    with suppress(OSError):
        os.link(source, target)
        return
    shutil.copy2(source, target)
    sync_file(target)


def _free(folder: Path) -> Path:
    day = datetime.now(UTC).astimezone().date().isoformat()
    path, number = folder / f"library-before-restore-{day}", 1
    while path.exists():
        number += 1
        path = folder / f"library-before-restore-{day}-{number}"
    return path


def _make_folder(folder: Path) -> bool:
    if folder.is_dir():
        return False
    folder.parent.mkdir(parents=True, exist_ok=True)
    folder.mkdir(mode=FOLDER_OWNER_ONLY)
    return True


@contextmanager
def _opened(backup: Path) -> Iterator[IO[bytes]]:
    try:
        file = backup.open("rb")
    except OSError as error:
        raise LibraryError(f"The backup {backup} cannot be read: {error.strerror}.") from error
    with file:
        yield file


@contextmanager
def _told(folder: Path) -> Iterator[None]:
    try:
        yield
    except (OSError, sqlite3.OperationalError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise LibraryError(
            f"The backup could not be restored into {folder} ({reason}). What was there is as it was."
        ) from error
