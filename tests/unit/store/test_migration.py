"""A library of an older format is brought to this one, with a copy of what it was."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from index.errors import LibraryBusy, LibraryError, LibraryOutdated
from index.store import Store
from index.store.lock import WriterLock
from index.store.schema import SCHEMA_VERSION

from .older import make_library_of_format_1

ARTICLES = 30
ROOT = Path(__file__).parents[3]


@pytest.fixture
def old(tmp_path: Path) -> Path:
    folder = tmp_path / "library"
    make_library_of_format_1(folder, ARTICLES)
    return folder


def tables(database: Path) -> set[tuple[str, str, str]]:
    with closing(sqlite3.connect(database)) as connection:
        rows = connection.execute("SELECT type, name, coalesce(sql, '') FROM sqlite_schema").fetchall()
    return {(kind, name, " ".join(sql.split())) for kind, name, sql in rows}


def format_of(database: Path) -> int:
    with closing(sqlite3.connect(database)) as connection:
        version: int = connection.execute("PRAGMA user_version").fetchone()[0]
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("SELECT count(*) FROM articles").fetchone() == (ARTICLES,)
    return version


def check_migrated(folder: Path) -> None:
    with Store.open(folder) as store:
        assert store.count() == ARTICLES == len(list(store.iterate()))
        assert store.ids_starred() == {"id00000001"}
        assert [text for _, text, _ in store.notes("id00000002")] == ["Mine."]
        store.add_note("id00000003", "Later.")


def test_an_old_library_is_migrated_and_what_it_was_is_kept(old: Path, tmp_path: Path) -> None:
    with Store.open(old) as store:
        assert "migrated from format 1" in store.migrated
    check_migrated(old)
    assert format_of(old / "library.db") == SCHEMA_VERSION
    (kept,) = old.glob("library-v1-*.db")
    assert format_of(kept) == 1
    assert kept.stat().st_mode & 0o077 == 0
    with Store.open(old) as again:
        assert again.migrated == ""
    assert len(list(old.glob("library-v1-*"))) == 1


def test_a_migrated_library_has_the_tables_of_one_made_today(old: Path, tmp_path: Path) -> None:
    Store.open(old).close()
    Store.create(tmp_path / "today").close()
    assert tables(old / "library.db") == tables(tmp_path / "today" / "library.db")


def test_an_old_library_that_can_only_be_read_says_what_to_do(
    old: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(LibraryOutdated, match=r"needs to be migrated.*Copy it"):
        Store.open(old, readonly=True)
    monkeypatch.setattr("index.store.store.access", lambda *_: False)
    with pytest.raises(LibraryOutdated):
        Store.open(old)
    assert format_of(old / "library.db") == 1


def test_an_old_library_that_is_being_written_to_waits_for_its_writer(old: Path) -> None:
    with WriterLock(old).held(), pytest.raises(LibraryBusy, match="being written to"):
        Store.open(old)
    assert not list(old.glob("library-v1-*"))
    check_migrated(old)


KILLED = """
import os, signal, sys
from pathlib import Path
import index.store.migration as migration
from index.store import Store

moment = sys.argv[2]
def die(*_):
    os.kill(os.getpid(), signal.SIGKILL)
def dying(name):
    setattr(migration, name, die)
if moment == "statement":
    migration.MIGRATIONS = {1: "CREATE TABLE added (number INTEGER); SELECT die();"}
    connect = migration._connect
    def connected(path):
        connection = connect(path)
        connection.create_function("die", 0, die)
        return connection
    migration._connect = connected
else:
    dying(moment)
Store.open(Path(sys.argv[1]))
"""


@pytest.mark.parametrize("moment", ["copy_database", "check_database", "sync_folder", "statement"])
def test_a_migration_that_is_killed_leaves_the_old_library_and_the_next_one_ends_it(
    old: Path, moment: str
) -> None:
    died = subprocess.run(
        [sys.executable, "-c", KILLED, str(old), moment], cwd=ROOT, capture_output=True, check=False
    )
    assert died.returncode == -9, died.stderr
    assert format_of(old / "library.db") == 1
    assert "added" not in {name for _, name, _ in tables(old / "library.db")}
    check_migrated(old)
    assert format_of(old / "library.db") == SCHEMA_VERSION
    assert not list(old.glob("*.unfinished"))


@pytest.mark.skipif(os.geteuid() != 0 or not shutil.which("mount"), reason="only root may mount a small disk")
def test_a_full_disk_leaves_the_old_library(old: Path, tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    size = (old / "library.db").stat().st_size
    made = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={size + size // 2}", "none", str(disk)],
        check=False,
        capture_output=True,
    )
    if made.returncode:
        pytest.skip("this machine lets nobody mount a small disk")
    try:
        library = disk / "library"
        shutil.copytree(old, library)
        with pytest.raises(LibraryError, match="Make room"):
            Store.open(library)
        assert sorted(path.name for path in library.glob("library-v1*")) == []
        assert format_of(library / "library.db") == 1
        subprocess.run(["mount", "-o", "remount,size=64m", str(disk)], check=True)
        check_migrated(library)
    finally:
        subprocess.run(["umount", "-l", str(disk)], check=False)
