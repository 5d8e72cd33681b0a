"""An import that is killed leaves a whole library, and the next import goes on."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from collections import Counter
from contextlib import closing
from pathlib import Path

import orjson
import pytest

from index.errors import LibraryBusy
from index.importing import import_inputs
from index.readers import ReadOptions
from index.store import Store

ARTICLES = 600
BATCH = 50

# The import stops for a sign from here at the wanted moment, and is killed there: so the moment is exact.
IMPORT = """
import sys
from pathlib import Path
import index.importing.pipeline as pipeline
from index.importing import import_inputs
from index.readers import ReadOptions
from index.store import ArticleWriter, Store

library, source, moment, place = sys.argv[1], sys.argv[2], int(sys.argv[3]), sys.argv[4]
pipeline.BATCH_ARTICLES = int(sys.argv[5])

def wait():
    print("now", flush=True)
    sys.stdin.read()

add, calls = ArticleWriter.add, [0]

def counted(self, identity, record):
    calls[0] += 1
    if calls[0] == moment and place == "inside":
        wait()
    return add(self, identity, record)

def on_batch(ids):
    if calls[0] >= moment and place == "between":
        wait()

ArticleWriter.add = counted
import_inputs(Store.open(Path(library)), [source], ReadOptions(), on_batch=on_batch)
"""


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "news.jsonl"
    records = (
        {"id": number, "title": f"Title {number}", "date": "2024-03-13", "text": f"Text {number}. " * 40}
        for number in range(ARTICLES)
    )
    path.write_bytes(b"\n".join(orjson.dumps(record) for record in records))
    return path


def start(library: Path, source: Path, moment: int, place: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", IMPORT, str(library), str(source), str(moment), place, str(BATCH)]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def check_whole(library: Path) -> int:
    """Check the library as SQLite and as its reader sees it, and return the number of its articles."""
    with closing(sqlite3.connect(library / "library.db")) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        orphans = "SELECT count(*) FROM articles WHERE number NOT IN (SELECT number FROM origins)"
        assert connection.execute(orphans).fetchone() == (0,)
    with Store.open(library) as store:
        titles = Counter(article.title for _, article in store.iterate())
        assert set(titles.values()) <= {1}
        assert len(titles) == store.count() == len(store.changes(0, 2 * ARTICLES))
        return store.count()


@pytest.mark.parametrize(
    ("moment", "place", "kept"),
    [
        (1, "inside", 0),
        (BATCH + 1, "inside", BATCH),
        (5 * BATCH - 1, "inside", 4 * BATCH),
        (3 * BATCH, "between", 3 * BATCH),
        (ARTICLES, "inside", ARTICLES - BATCH),
    ],
)
def test_a_killed_import_goes_on_to_the_full_count(
    tmp_path: Path, source: Path, moment: int, place: str, kept: int
) -> None:
    library = tmp_path / "library"
    Store.create(library).close()
    with start(library, source, moment, place) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "now\n"
        process.kill()
    assert check_whole(library) == kept
    with Store.open(library) as store:
        report = import_inputs(store, [str(source)], ReadOptions())
        assert (report.added, report.updated, report.duplicates) == (ARTICLES - kept, 0, kept)
    assert check_whole(library) == ARTICLES


def test_while_one_process_imports_another_may_read_but_not_write(tmp_path: Path, source: Path) -> None:
    library = tmp_path / "library"
    with Store.create(library) as store, start(library, source, BATCH, "between") as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "now\n"
        assert store.count() == BATCH
        with pytest.raises(LibraryBusy, match=f"process {process.pid} "):
            import_inputs(store, [str(source)], ReadOptions())
        store.set_starred(next(store.iterate())[1].id, True)
        process.kill()


def test_a_killed_creation_can_be_repeated(tmp_path: Path) -> None:
    library = tmp_path / "library"
    kill_while_creating = """
import os, sys, signal
from pathlib import Path
import index.store.database as database
from index.store import Store
database.SCHEMA = database.SCHEMA.replace("CREATE TABLE notes", "SELECT stop(); CREATE TABLE notes")
connect = database.sqlite3.connect
def connected(*given, **named):
    connection = connect(*given, **named)
    connection.create_function("stop", 0, lambda: os.kill(os.getpid(), signal.SIGKILL))
    return connection
database.sqlite3.connect = connected
Store.create(Path(sys.argv[1]))
"""
    done = subprocess.run([sys.executable, "-c", kill_while_creating, str(library)], check=False)
    assert done.returncode == -9
    Store.create(library).close()
    assert check_whole(library) == 0
