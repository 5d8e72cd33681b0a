"""Libraries in odd places, at odd times, and with others at work on them."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from index import open_library
from index.care.backup import back_up
from index.care.restore import restore
from index.engines import available_engines
from index.errors import EvtuiError, LibraryBusy, LibraryError
from index.store import Store
from tests.faults.whole import check_whole, write_source

ARTICLES = 30
NAMES = (
    "my library",
    'it\'s "mine"',
    "50% ?mode=ro#x&y=z",
    "Bücher 图书 Ε",
    "two\nlines",
    "e\u0301 decomposed",
    "-L --library",
    "a" * 100,
    "$HOME `id` ;",
    "trailing ",
    os.fsdecode(b"no text \xff\xfe"),
)


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_source(tmp_path_factory.mktemp("wire") / "news.jsonl", ARTICLES)


@pytest.mark.parametrize("name", NAMES, ids=[ascii(name)[:20] for name in NAMES])
def test_a_library_may_lie_anywhere(tmp_path: Path, source: Path, name: str) -> None:
    folder = tmp_path / name / name
    for engine in available_engines():
        with open_library(folder, create=True) as library:
            library.import_from([str(source)], derive=False)
            library.reindex(engine)
            library.store.add_note(next(library.store.iterate())[1].id, "Mine.")
            back_up(library.store, tmp_path / f"{name}.zip", force=True)
        assert check_whole(folder) == ARTICLES
    restore(tmp_path / f"{name}.zip", folder, force=True)
    assert check_whole(folder) == ARTICLES
    with pytest.raises(EvtuiError):
        open_library(tmp_path / name / "nothing here")


@pytest.fixture
def read_only(tmp_path: Path, source: Path) -> Iterator[Path]:
    """A library in a folder that nobody, not even root, may write to."""
    folder, shown = tmp_path / "library", tmp_path / "shown"
    with open_library(folder, create=True) as library:
        library.import_from([str(source)], derive=False)
    shown.mkdir()
    if os.geteuid() != 0:
        folder.chmod(0o500)
        for path in folder.rglob("*"):
            path.chmod(0o500 if path.is_dir() else 0o400)
        yield folder
        folder.chmod(0o700)
        for path in folder.rglob("*"):
            path.chmod(0o700)
        return
    mounts = (["--bind", str(folder), str(shown)], ["-o", "remount,ro,bind", str(shown)])
    if any(subprocess.run(["mount", *words], check=False).returncode for words in mounts):
        pytest.skip("this machine lets nobody mount a folder for reading only")
    try:
        yield shown
    finally:
        subprocess.run(["umount", "-l", str(shown)], check=False)


def test_a_folder_that_can_only_be_read(read_only: Path, source: Path, tmp_path: Path) -> None:
    from index.care.doctor import examine

    with open_library(read_only) as library:
        assert library.search("battery").total == ARTICLES
        identifier = next(library.store.iterate())[1].id
        for work in (
            lambda: library.store.add_note(identifier, "Mine."),
            lambda: library.store.set_starred(identifier, True),
            lambda: library.import_from([str(source)]),
            library.reindex,
        ):
            with pytest.raises(LibraryError, match="can be read but not changed"):
                work()
        back_up(library.store, tmp_path / "backup.zip")
    assert examine(read_only).findings == []
    with pytest.raises(LibraryError):
        examine(read_only, repair=True)
    restore(tmp_path / "backup.zip", tmp_path / "restored")
    assert check_whole(tmp_path / "restored") == ARTICLES


def test_a_backup_is_of_one_moment_while_others_write(tmp_path: Path, source: Path) -> None:
    folder = tmp_path / "library"
    with open_library(folder, create=True) as library:
        library.import_from([str(source)], derive=False)
        identifier = next(library.store.iterate())[1].id
        written: list[int] = []

        def write(_progress: object) -> None:
            # Another one writes between any two steps of the copy.
            with Store.open(folder) as other:
                written.append(other.add_note(identifier, "Meanwhile."))

        done = back_up(library.store, tmp_path / "backup.zip", report=write)
    assert written
    assert done.notes == 0
    with pytest.raises(LibraryError, match="There already is a library"):
        restore(tmp_path / "backup.zip", folder)
    restore(tmp_path / "backup.zip", folder, force=True)
    with Store.open(folder) as store:
        assert store.notes(identifier) == []
    (aside,) = folder.glob("library-before-restore-*")
    with Store.open(aside) as before:
        assert len(before.notes(identifier)) == len(written)


def test_nothing_is_restored_over_a_library_that_is_open(tmp_path: Path, source: Path) -> None:
    folder = tmp_path / "library"
    with open_library(folder, create=True) as library:
        library.import_from([str(source)], derive=False)
        back_up(library.store, tmp_path / "backup.zip")
        library.search("battery")
        with pytest.raises(LibraryBusy, match="open in another evtui"):
            restore(tmp_path / "backup.zip", folder, force=True)
        with library.store.writer(), pytest.raises(LibraryBusy, match="being written to"):
            restore(tmp_path / "backup.zip", folder, force=True)
    assert check_whole(folder) == ARTICLES


def test_a_second_writer_is_told_who_writes(tmp_path: Path, source: Path) -> None:
    folder = tmp_path / "library"
    with open_library(folder, create=True) as first, open_library(folder) as second:
        with first.store.writer():
            for work in (lambda: second.import_from([str(source)]), second.reindex):
                with pytest.raises(LibraryBusy, match=f"process {os.getpid()} "):
                    work()
        second.import_from([str(source)], derive=False)
    assert check_whole(folder) == ARTICLES


def test_a_clock_that_is_set_back_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    news = tmp_path / "news.jsonl"
    good = '{"title": "A", "date": "2024-03-13", "text": "Text."}\n'
    clock = ["2030-01-01T00:00:00.000000+00:00"]
    for name in (
        "index.store.marks",
        "index.store.rejections",
        "index.store.writing",
        "index.importing.pipeline",
    ):
        monkeypatch.setattr(f"{name}.now_text", lambda: clock[0], raising=False)
    news.write_text(good + "{broken\n")
    with open_library(tmp_path / "library", create=True) as library:
        library.import_from([str(news)], derive=False)
        assert [entry.line for entry in library.rejections()] == [2]
        identifier = next(library.store.iterate())[1].id
        library.store.add_note(identifier, "first")
        clock[0] = "2020-01-01T00:00:00.000000+00:00"
        library.store.add_note(identifier, "second")
        assert [text for _, text, _ in library.store.notes(identifier)] == ["first", "second"]
        news.write_text(good + good.replace("Text.", "Another.").replace('"A"', '"B"'))
        library.import_from([str(news)], derive=False)
        assert library.rejections() == []
        news.write_text(good.replace("Text.", "Text, renewed.") + "{broken again\n")
        clock[0] = "2010-01-01T00:00:00.000000+00:00"
        library.import_from([str(news)], derive=False)
        assert [entry.line for entry in library.rejections()] == [2]
        assert library.search("renewed").total == 1
    check_whole(tmp_path / "library")


def test_a_copied_library_is_whole_with_an_index_of_its_own(tmp_path: Path, source: Path) -> None:
    with open_library(tmp_path / "library", create=True) as library:
        library.import_from([str(source)], derive=False)
    shutil.copytree(tmp_path / "library", tmp_path / "copy")
    with open_library(tmp_path / "copy") as copy:
        assert copy.index.engine is None
        assert copy.search("battery").total == ARTICLES
    assert check_whole(tmp_path / "copy") == ARTICLES
