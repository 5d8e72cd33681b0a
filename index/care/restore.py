"""Making a library from a backup; a library that is there is kept aside."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from index.care.aside import make_ready, put_aside, put_in_place, take_alone
from index.care.backup import UNFINISHED, silently
from index.care.container import FETCHED, SQLITE_BEGINNING, Container, open_container, rows_of
from index.errors import LibraryError, LibraryTooNew
from index.model import Report
from index.store.copying import OWNER_ONLY, check_database
from index.store.database import DATABASE_NAME, pragma
from index.store.lock import WriterLock
from index.store.schema import APPLICATION_ID, SCHEMA_VERSION
from index.store.store import OWNER_ONLY as FOLDER_OWNER_ONLY


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
        make_ready(database)
        if container is not None:
            container.unpack_fetched(folder / FETCHED)
        aside = None
        if (folder / DATABASE_NAME).exists():
            take_alone(folder / DATABASE_NAME)
            aside = put_aside(folder, "before-restore", fetched=True)
        put_in_place(database, folder)
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
