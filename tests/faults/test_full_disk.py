"""A full disk is told in words, leaves a whole library, and all goes on when there is room."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from index import Library, open_library
from index.care.backup import back_up
from index.care.restore import restore
from index.engines import available_engines
from index.errors import EvtuiError
from tests.faults.whole import check_whole, write_source

ARTICLES = 300
ROOT = Path(__file__).parents[2]


class SmallDisk:
    """A disk in memory that can be filled and emptied."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @property
    def _filler(self) -> Path:
        return self.folder / "filler"

    def fill(self, *, leave: int = 0) -> None:
        free = shutil.disk_usage(self.folder).free
        with self._filler.open("ab") as file:
            file.write(b"x" * max(0, free - leave))

    def empty(self) -> None:
        self._filler.unlink(missing_ok=True)


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[SmallDisk]:
    folder = tmp_path / "disk"
    folder.mkdir()
    if os.geteuid() != 0 or not shutil.which("mount"):
        pytest.skip("only root may mount a small disk")
    done = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=24m", "none", str(folder)], check=False)
    if done.returncode:
        pytest.skip("this machine lets nobody mount a small disk")
    try:
        yield SmallDisk(folder)
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=False)


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_source(tmp_path_factory.mktemp("wire") / "news.jsonl", ARTICLES)


@pytest.mark.parametrize("engine", available_engines())
@pytest.mark.parametrize("room", [0, 40_000, 200_000, 700_000])
def test_an_import(disk: SmallDisk, source: Path, engine: str, room: int) -> None:
    folder = disk.folder / "library"
    with open_library(folder, create=True) as library:
        library.store.set_setting("engine", engine)
    disk.fill(leave=room)
    # Where there is room enough it succeeds; every other end of it is an error in words.
    with suppress(EvtuiError), open_library(folder) as library:
        library.import_from([str(source)], derive=False)
    disk.empty()
    kept = check_whole(folder)
    with open_library(folder) as library:
        assert library.import_from([str(source)], derive=False).added == ARTICLES - kept
    assert check_whole(folder) == ARTICLES


@pytest.mark.parametrize("engine", available_engines())
def test_building_the_index_anew(disk: SmallDisk, source: Path, engine: str) -> None:
    folder = disk.folder / "library"
    with open_library(folder, create=True) as library:
        library.import_from([str(source)], derive=False)
        disk.fill(leave=20_000)
        with pytest.raises(EvtuiError, match="is full"):
            library.reindex(engine)
        assert library.search("battery").total == ARTICLES
    with open_library(folder) as library:
        assert library.search("battery").total == ARTICLES
    disk.empty()
    with open_library(folder) as library:
        library.reindex(engine)
    assert check_whole(folder) == ARTICLES


def test_a_note(disk: SmallDisk, source: Path) -> None:
    folder = disk.folder / "library"
    with open_library(folder, create=True) as library:
        library.import_from([str(source)], derive=False)
        identifier = next(library.store.iterate())[1].id
        disk.fill()
        with pytest.raises(EvtuiError, match="full"):
            _write_many_notes(library, identifier)
        kept = len(library.store.notes(identifier))
        assert library.search("battery").total == ARTICLES
        disk.empty()
        library.store.add_note(identifier, "There is room.")
        assert len(library.store.notes(identifier)) == kept + 1
    assert check_whole(folder) == ARTICLES


def test_a_backup_and_a_restore(disk: SmallDisk, source: Path, tmp_path: Path) -> None:
    folder = tmp_path / "library"
    backup = tmp_path / "backup.zip"
    with open_library(folder, create=True) as library:
        library.import_from([str(source)], derive=False)
        back_up(library.store, backup)
        disk.fill(leave=100_000)
        with pytest.raises(EvtuiError, match="could not be written"):
            back_up(library.store, disk.folder / "backup.zip")
        assert [path.name for path in disk.folder.iterdir()] == ["filler"]
    with pytest.raises(EvtuiError, match="could not be restored"):
        restore(backup, disk.folder / "restored")
    assert [path.name for path in disk.folder.iterdir()] == ["filler"]
    disk.empty()
    restore(backup, disk.folder / "restored")
    assert check_whole(disk.folder / "restored") == ARTICLES


def _write_many_notes(library: Library, identifier: str) -> None:
    for number in range(100):
        library.store.add_note(identifier, f"{number} " * 5_000)


LIMITED = """
import resource, sys
from tui.cli import main
limit = int(sys.argv[1])
resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
sys.exit(main(sys.argv[2:]))
"""


@pytest.mark.parametrize("limit", [30_000, 100_000, 300_000])
@pytest.mark.parametrize("command", ["import", "reindex", "backup"])
def test_files_that_may_not_grow_any_further(tmp_path: Path, source: Path, limit: int, command: str) -> None:
    """What a machine without a small disk can show: a write fails in the middle of the work."""
    folder = tmp_path / "library"
    with open_library(folder, create=True) as library:
        if command != "import":
            library.import_from([str(source)], derive=False)
    words = {"import": [str(source)], "reindex": [], "backup": [str(tmp_path / "backup.zip")]}[command]
    done = subprocess.run(
        # Whoosh leaves files open when a write fails, and tests ask Python to warn of such.
        [sys.executable, "-W", "ignore", "-c", LIMITED, str(limit), "-L", str(folder), command, *words],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert "Traceback" not in done.stderr
    assert done.returncode == 0 or done.stderr.splitlines()[-1].startswith("evtui: "), done.stderr
    if command == "backup" and done.returncode:
        assert sorted(path.name for path in tmp_path.iterdir()) == ["library"]
    kept = check_whole(folder)
    with open_library(folder) as library:
        assert library.import_from([str(source)], derive=False).added == ARTICLES - kept
    assert check_whole(folder) == ARTICLES
