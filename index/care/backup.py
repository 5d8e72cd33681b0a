"""Writing a backup: a consistent copy of a library in one file, while others may go on writing."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic
from typing import Final

from index.care.container import CONTAINER_FORMAT, FETCHED, About, open_container, rows_of, write_container
from index.errors import LibraryDamaged, LibraryError
from index.model import Progress, Report
from index.store import Store
from index.store.copying import OWNER_ONLY, check_database, copy_database, sync_file, sync_folder
from index.store.schema import SCHEMA_VERSION
from index.version import VERSION

UNFINISHED: Final = "unfinished"
"""Ending of files that are not done; a process that died may leave one."""


@dataclass(frozen=True, slots=True)
class BackupReport:
    """What was written.

    Attributes:
        path: the file.
        bytes: its length.
        articles, notes: how many are in it.
        fetched: files that had been fetched.
        seconds: how long it took.
    """

    path: Path
    bytes: int
    articles: int
    notes: int
    fetched: int
    seconds: float


def back_up(store: Store, target: Path, *, force: bool = False, report: Report | None = None) -> BackupReport:
    """Write everything that must not be lost into one file, checked, in place only when it is whole.

    The index is not in it: it is built from the store.

    Args:
        store: the library. Others may write to it meanwhile; the backup is what it was when this began.
        target: the file.
        force: replace a file that is there.
        report: told of the progress, in bytes.

    Raises:
        LibraryDamaged: the library is damaged; nothing was written.
        LibraryError: the file is there already or cannot be written; nothing was left behind.
    """
    started = monotonic()
    _check_target(target, force=force)
    tell = report or silently
    _remove_unfinished(target)
    database, packed = (_unfinished(target, kind) for kind in ("database", "backup"))
    try:
        with _told(target):
            with closing(store.new_connection()) as source:
                copy_database(source, database, report=tell)
            _check(store, database)
            rows = rows_of(database)
            about = About(CONTAINER_FORMAT, SCHEMA_VERSION, _now(), VERSION, rows, 0)
            descriptor = os.open(packed, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWNER_ONLY)
            with os.fdopen(descriptor, "wb") as file:
                fetched = write_container(file, about, database, store.folder / FETCHED, tell)
            sync_file(packed)
            with packed.open("rb") as file:
                open_container(file, str(target)).check(tell)
            packed.replace(target)
            sync_folder(target.parent)
    finally:
        for path in (database, packed):
            path.unlink(missing_ok=True)
    size = target.stat().st_size
    return BackupReport(target, size, rows["articles"], rows["notes"], fetched, monotonic() - started)


def _check_target(target: Path, *, force: bool) -> None:
    if target.is_dir():
        raise LibraryError(f"{target} is a folder. Name the file of the backup: {target / 'library.zip'}")
    if not target.parent.is_dir():
        raise LibraryError(f"There is no folder {target.parent} to write the backup to.")
    if target.exists() and not force:
        raise LibraryError(f"{target} is there already. Take another name, or replace it: --force")
    if target.exists() and not target.is_file():
        raise LibraryError(f"{target} is not a file that a backup could be written to.")


def _check(store: Store, copy: Path) -> None:
    try:
        check_database(copy)
    except LibraryDamaged as error:
        raise LibraryDamaged(
            f"The library in {store.folder} is damaged, so no backup of it was written."
            " To see what can be saved, and to save it: evtui doctor."
        ) from error


def _unfinished(target: Path, kind: str) -> Path:
    return target.with_name(f".{target.name[:150]}.{os.getpid()}.{kind}.{UNFINISHED}")


def _remove_unfinished(target: Path) -> None:
    """Remove what a process that died left of an earlier attempt."""
    begins = f".{target.name[:150]}."
    for path in target.parent.iterdir():
        if path.name.startswith(begins) and path.name.endswith(f".{UNFINISHED}"):
            pid = path.name.removeprefix(begins).split(".")[0]
            if pid.isdecimal() and not alive(int(pid)):
                path.unlink(missing_ok=True)


def alive(pid: int) -> bool:
    """Whether there is another process with this number."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except (PermissionError, OverflowError):
        return True
    return pid != os.getpid()


@contextmanager
def _told(target: Path) -> Iterator[None]:
    try:
        yield
    except (OSError, sqlite3.OperationalError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise LibraryError(
            f"The backup {target} could not be written ({reason}). Nothing of it was kept;"
            " the library is as it was."
        ) from error


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def silently(_progress: Progress) -> None:
    """Tell nobody."""
