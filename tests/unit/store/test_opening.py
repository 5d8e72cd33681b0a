"""Opening libraries: missing, damaged, newer, read-only, from several threads and processes."""

from __future__ import annotations

import fcntl
import os
import sqlite3
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import orjson
import pytest

from index.errors import LibraryBusy, LibraryError, LibraryMissing, LibraryTooNew
from index.store import Store

from .conftest import Write, write_into


def test_a_library_is_there_again_after_closing(store: Store, write: Write) -> None:
    written = write("text")
    store.close()
    store.close()
    with Store.open(store.folder) as again:
        assert again.article(written).body == "text"
    with pytest.raises(LibraryError, match="has been closed"):
        store.count()


def test_where_there_is_no_library_that_is_said(tmp_path: Path) -> None:
    with pytest.raises(LibraryMissing, match="no library in"):
        Store.open(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_second_library_is_not_made_over_the_first(store: Store, write: Write) -> None:
    write("text")
    with pytest.raises(LibraryError, match="already is a library"):
        Store.create(store.folder)
    assert store.count() == 1


def test_a_creation_that_was_broken_off_is_taken_up(tmp_path: Path) -> None:
    (tmp_path / "library.db").touch()
    with pytest.raises(LibraryMissing, match="broken off"):
        Store.open(tmp_path)
    with Store.create(tmp_path) as made:
        assert made.count() == 0


def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(LibraryError, match="cannot be made"):
        Store.create(tmp_path / "file" / "library")


def test_a_newer_library_is_not_touched(store: Store) -> None:
    store.close()
    database = store.folder / "library.db"
    connection = sqlite3.connect(database)
    connection.execute("PRAGMA user_version = 99")
    connection.close()
    before = database.read_bytes()
    with pytest.raises(LibraryTooNew, match="newer evtui"):
        Store.open(store.folder)
    assert database.read_bytes() == before


def test_another_database_or_no_database_is_said(tmp_path: Path) -> None:
    database = tmp_path / "library.db"
    database.write_bytes(b"this is a letter, and no database at all " * 100)
    with pytest.raises(LibraryError, match="damaged"):
        Store.open(tmp_path)
    database.unlink()
    connection = sqlite3.connect(database)
    connection.execute("CREATE TABLE bookmarks (url)")
    connection.close()
    with pytest.raises(LibraryError, match="not a library of evtui"):
        Store.open(tmp_path)


def test_a_torn_database_is_told_in_words(store: Store, write: Write) -> None:
    for number in range(200):
        write(f"text {number} " * 50)
    store.flush()
    store.close()
    database = store.folder / "library.db"
    content = bytearray(database.read_bytes())
    content[8192:] = b"\xff" * (len(content) - 8192)
    database.write_bytes(content)
    with pytest.raises(LibraryError, match="damaged"), Store.open(store.folder) as torn:
        list(torn.iterate())


def test_a_read_only_library_refuses_writing(store: Store, write: Write) -> None:
    written = write("text")
    with Store.open(store.folder, readonly=True) as reader:
        assert reader.article(written).body == "text"
        with pytest.raises(LibraryError, match="can be read but not changed"):
            reader.set_starred(written, True)


def test_a_folder_that_cannot_be_written_to_opens_for_reading(
    store: Store, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    written = write("text")
    store.close()
    # The one who runs the tests may be allowed to write anywhere, so permissions alone would prove nothing.
    monkeypatch.setattr("index.store.database.access", lambda *_: False)
    with Store.open(store.folder, readonly=True) as reader:
        assert reader.article(written).body == "text"
    assert sorted(path.name for path in store.folder.iterdir()) == ["library.db", "lock"]


def test_every_thread_reads_and_sees_what_was_committed(store: Store, write: Write) -> None:
    written = [write(f"text {number}") for number in range(20)]
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda one: store.article(one).id, written * 5))
    assert found == written * 5


def test_readers_do_not_wait_for_a_writer(store: Store, write: Write) -> None:
    written = write("text")
    with store.writer(), store.writing() as writer:
        writer.delete(written)
        with ThreadPoolExecutor(1) as pool:
            assert pool.submit(store.article, written).result(timeout=5).body == "text"
    assert store.count() == 0


def test_connections_of_ended_threads_are_given_back(store: Store) -> None:
    for _ in range(5):
        thread = threading.Thread(target=store.count)
        thread.start()
        thread.join()
    assert len(store._database._held) <= 2


def test_a_writer_may_ask_for_the_right_again_but_another_thread_may_not(store: Store) -> None:
    def elsewhere() -> None:
        with store.writer():
            pass

    with store.writer(), store.writer(), ThreadPoolExecutor(1) as pool, pytest.raises(LibraryBusy):
        pool.submit(elsewhere).result()
    elsewhere()


HOLD = """
import sys
from pathlib import Path
from index.store import Store
with Store.open(Path(sys.argv[1])).writer():
    print("held", flush=True)
    sys.stdin.read()
"""


def test_a_second_process_is_told_who_writes_and_goes_on_when_that_is_killed(store: Store) -> None:
    command = [sys.executable, "-c", HOLD, str(store.folder)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        with pytest.raises(LibraryBusy, match=rf"process {process.pid} on .* since \d{{4}}-"), store.writer():
            pass
        assert store.count() == 0
        process.kill()
    assert write_into(store, "text")


def test_a_lock_that_only_a_child_of_the_dead_owner_holds_is_taken_over(store: Store) -> None:
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    lock = store.folder / "lock"
    owner = {"pid": gone.pid, "host": os.uname().nodename, "since": "2024-01-01T00:00:00+00:00"}
    lock.write_bytes(orjson.dumps(owner))
    with lock.open("r+") as inherited:
        fcntl.flock(inherited, fcntl.LOCK_EX)
        with store.writer():
            assert orjson.loads(lock.read_bytes())["pid"] == os.getpid()
        lock.write_bytes(b"")


def test_a_lock_held_by_another_machine_is_not_taken_over(store: Store) -> None:
    lock = store.folder / "lock"
    lock.write_bytes(
        orjson.dumps({"pid": 1, "host": "elsewhere.example", "since": "2024-01-01T00:00:00+00:00"})
    )
    with lock.open("r+") as theirs:
        fcntl.flock(theirs, fcntl.LOCK_EX)
        with pytest.raises(LibraryBusy, match=r"process 1 on elsewhere\.example"), store.writer():
            pass
