"""A backup is whole or is not there, and what is restored is what was backed up."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import zipfile
from contextlib import closing, suppress
from pathlib import Path
from random import Random

import pytest

from index import open_library
from index.care.backup import back_up
from index.care.restore import restore
from index.errors import EvtuiError, LibraryDamaged, LibraryError, LibraryTooNew
from index.store import Store
from tests.faults.whole import check_whole
from tests.unit.store.older import make_library_of_format_1

from .conftest import ARTICLES

ROOT = Path(__file__).parents[3]
MARKED = ARTICLES // 10


@pytest.fixture
def backup(library: Path, tmp_path: Path) -> Path:
    (library / "fetched" / "2024").mkdir(parents=True)
    (library / "fetched" / "2024" / "page.html").write_bytes(b"<p>A page.</p>")
    (library / "fetched" / "feed.gz").write_bytes(bytes(range(256)))
    with Store.open(library) as store:
        done = back_up(store, tmp_path / "backup.zip")
    assert (done.articles, done.notes, done.fetched) == (ARTICLES, MARKED, 2)
    return tmp_path / "backup.zip"


def test_everything_comes_back(library: Path, backup: Path, tmp_path: Path) -> None:
    done = restore(backup, tmp_path / "a" / "restored")
    assert (done.articles, done.notes, done.aside) == (ARTICLES, MARKED, None)
    restored = tmp_path / "a" / "restored"
    with Store.open(library) as before, Store.open(restored) as after:
        assert list(after.iterate()) == list(before.iterate())
        assert after.ids_starred() == before.ids_starred()
        assert after.user_tags() == ["mine"]
        assert after.setting("sources") == {"kept": [1, 2]}
        assert after.identity() != before.identity()
    assert (restored / "fetched" / "2024" / "page.html").read_bytes() == b"<p>A page.</p>"
    assert (restored / "fetched" / "feed.gz").read_bytes() == bytes(range(256))
    assert restored.stat().st_mode & 0o777 == 0o700
    assert backup.stat().st_mode & 0o777 == 0o600
    assert check_whole(restored) == ARTICLES


def test_nothing_is_written_over_unless_that_is_said(library: Path, backup: Path, tmp_path: Path) -> None:
    whole = backup.read_bytes()
    with Store.open(library) as store:
        for target, said in (
            (backup, "--force"),
            (tmp_path, "is a folder"),
            (tmp_path / "none" / "b.zip", "no folder"),
        ):
            with pytest.raises(LibraryError, match=said):
                back_up(store, target)
        assert backup.read_bytes() == whole
        back_up(store, backup, force=True)
    with pytest.raises(LibraryError, match="--force"):
        restore(backup, library)


def test_a_library_that_is_there_is_kept_aside_and_can_be_opened(library: Path, backup: Path) -> None:
    with open_library(library) as opened:
        opened.store.set_setting("later", 1)
    for number in range(2):
        done = restore(backup, library, force=True)
        assert done.aside is not None
        with open_library(done.aside) as aside, open_library(library) as restored:
            assert aside.store.count() == ARTICLES
            assert aside.store.setting("later") == (None if number else 1)
            assert restored.store.setting("later") is None
            assert restored.search("battery").total == ARTICLES
    assert check_whole(library) == ARTICLES


def test_a_bare_database_is_restored_as_well_and_an_old_one_migrated(tmp_path: Path) -> None:
    make_library_of_format_1(tmp_path / "old", 30)
    with Store.open(tmp_path / "old") as store:
        assert store.migrated
    (kept,) = (tmp_path / "old").glob("library-v1-*.db")
    restore(kept, tmp_path / "restored")
    with open_library(tmp_path / "restored") as restored:
        assert "migrated" in restored.store.migrated
        assert restored.search("text").total == 30


def test_what_is_no_backup_is_refused_and_nothing_is_made(tmp_path: Path, backup: Path) -> None:
    wrong = tmp_path / "wrong"
    for content in (b"", b"a letter", b"PK\x03\x04 nothing", b"SQLite format 3\0" + b"x" * 5_000):
        wrong.write_bytes(content)
        with pytest.raises(LibraryError):
            restore(wrong, tmp_path / "restored")
    with closing(sqlite3.connect(tmp_path / "other.db")) as connection:
        connection.execute("CREATE TABLE bookmarks (url)")
    with pytest.raises(LibraryError, match="not a library of evtui"):
        restore(tmp_path / "other.db", tmp_path / "restored")
    with pytest.raises(LibraryError, match="cannot be read"):
        restore(tmp_path / "nowhere", tmp_path / "restored")
    assert not (tmp_path / "restored").exists()


def test_a_backup_of_a_newer_evtui_is_refused(backup: Path, tmp_path: Path) -> None:
    for old, new in ((b'"container": 1', b'"container": 9'), (None, None)):
        changed = tmp_path / "newer.zip"
        with zipfile.ZipFile(backup) as archive, zipfile.ZipFile(changed, "w") as copy:
            for entry in archive.infolist():
                content = archive.read(entry)
                if old is not None and new is not None:
                    content = content.replace(old, new)
                elif entry.filename == "library.db":
                    (tmp_path / "newer.db").write_bytes(content)
                    with closing(sqlite3.connect(tmp_path / "newer.db")) as connection:
                        connection.execute("PRAGMA user_version = 99")
                    content = (tmp_path / "newer.db").read_bytes()
                copy.writestr(entry.filename, content)
        with pytest.raises(LibraryTooNew):
            restore(changed, tmp_path / "restored")
    assert not (tmp_path / "restored").exists()


@pytest.mark.parametrize("seed", range(25))
def test_a_damaged_backup_is_refused_and_the_library_stays(
    library: Path, backup: Path, tmp_path: Path, seed: int
) -> None:
    random = Random(seed)
    content = bytearray(backup.read_bytes())
    if seed % 3:
        content[random.randrange(len(content))] ^= 1 << random.randrange(8)
    else:
        del content[random.randrange(len(content)) :]
    backup.write_bytes(content)
    # A bit that means nothing, such as one of a date in the archive, makes no difference.
    with suppress(EvtuiError):
        restore(backup, library, force=True)
    assert not list(library.glob("*.unfinished"))
    with Store.open(library) as store:
        assert store.count() == ARTICLES
        assert len(store.ids_starred()) == MARKED


@pytest.mark.parametrize(
    "name", ["fetched/../../outside", "/fetched/outside", "fetched//../outside", "outside", "fetched/..\\x"]
)
def test_nothing_is_unpacked_outside_of_the_library(backup: Path, tmp_path: Path, name: str) -> None:
    with zipfile.ZipFile(backup, "a") as archive:
        archive.writestr(name, b"x")
    before = {path for path in tmp_path.rglob("*") if "restored" not in path.parts}
    with suppress(LibraryError):
        restore(backup, tmp_path / "restored")
    assert {path for path in tmp_path.rglob("*") if "restored" not in path.parts} == before
    assert not [path for path in tmp_path.rglob("*outside*") if path.name == "outside"]


def test_no_backup_is_made_of_a_damaged_library(library: Path, tmp_path: Path) -> None:
    with closing(sqlite3.connect(library / "library.db")) as connection:
        root = connection.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'articles'").fetchone()[0]
    content = bytearray((library / "library.db").read_bytes())
    content[(root - 1) * 4096 : root * 4096] = b"\xff" * 4096
    (library / "library.db").write_bytes(content)
    with Store.open(library) as store, pytest.raises(LibraryDamaged, match="evtui doctor"):
        back_up(store, tmp_path / "backup.zip")
    assert not [path for path in tmp_path.iterdir() if "backup" in path.name]


INTERRUPTED = """
import os, signal, sys
import index.care.backup as backup
from tui.cli import main
written = backup.write_container
def interrupted(*given):
    os.kill(os.getpid(), signal.SIGINT)
    return written(*given)
backup.write_container = interrupted
sys.exit(main(sys.argv[1:]))
"""


def test_ctrl_c_leaves_nothing(library: Path, tmp_path: Path) -> None:
    target = tmp_path / "backup.zip"
    done = subprocess.run(
        [sys.executable, "-c", INTERRUPTED, "-L", str(library), "backup", str(target)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr.splitlines()[-1]) == (1, "Stopped.")
    assert not [path for path in tmp_path.iterdir() if "backup" in path.name]


def test_the_commands_say_what_they_did(
    library: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from tui.cli import main

    target, restored = str(tmp_path / "b.zip"), str(tmp_path / "restored")
    assert main(["-L", str(library), "backup", target]) == 0
    assert f"{ARTICLES} articles in {target}" in capsys.readouterr().out
    assert main(["-L", str(library), "backup", target]) == 1
    assert "--force" in capsys.readouterr().err
    assert main(["-L", restored, "restore", target, "--json"]) == 0
    assert f'"articles":{ARTICLES}' in capsys.readouterr().out
    assert main(["-L", restored, "restore", target, "--force"]) == 0
    assert "library-before-restore-" in capsys.readouterr().err
    assert main(["-L", str(tmp_path / "none"), "backup", target]) == 1
    assert main(["-L", restored, "search", "battery", "-n", "1"]) == 0
