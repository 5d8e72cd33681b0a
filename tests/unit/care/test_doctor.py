"""The doctor says what is wrong, mends it, and saves what can be read of a damaged database."""

from __future__ import annotations

import shutil
import sqlite3
import struct
from contextlib import closing
from pathlib import Path
from random import Random

import pytest

from index import open_library
from index.care.doctor import examine
from index.care.findings import Part
from index.care.pages import Pages
from index.errors import LibraryBusy, LibraryDamaged, LibraryMissing
from index.store import Store
from tests.faults.whole import check_whole

from .conftest import ARTICLES

PAGE = 4096
MARKED = ARTICLES // 10


def execute(folder: Path, *statements: str) -> None:
    with closing(sqlite3.connect(folder / "library.db")) as connection:
        for statement in statements:
            connection.execute(statement)
        connection.commit()


def test_a_healthy_library_has_no_findings(library: Path) -> None:
    found = examine(library)
    assert (found.findings, found.remarks, found.articles, found.healthy) == ([], [], ARTICLES, True)


def test_no_library_is_said(tmp_path: Path) -> None:
    with pytest.raises(LibraryMissing):
        examine(tmp_path)


@pytest.mark.parametrize(
    ("harm", "said"),
    [
        ("DELETE FROM origins WHERE number % 20 = 3", "10 articles do not say where they were read"),
        ("DELETE FROM files", "read from a file that is not on record"),
        ("DELETE FROM changes WHERE seq % 20 = 3", "10 articles are missing from the change log"),
        ("INSERT INTO changes (id, deleted) VALUES ('gone', 0)", "1 article that the library has not"),
        ("UPDATE sources SET articles = articles + 1", "figures of some sources"),
        ("DELETE FROM sources", "figures of some sources"),
        ("INSERT INTO names VALUES (9999, '[]')", "1 list of names of articles that are not there"),
        ("INSERT INTO readings VALUES (9999, 1, 1, x'')", "1 reading of articles that are not there"),
        ("INSERT INTO signatures VALUES (9999, 'gone', 1, 0, 1, x'')", "1 signature is of no article"),
        ("INSERT INTO signatures VALUES (7, 'another', 1, 0, 1, x'')", "1 signature is of no article"),
        ("INSERT INTO twins VALUES (7, 9999)", "1 near-duplicate follows no leader"),
        ("INSERT INTO twins VALUES (9999, 7)", "1 near-duplicate follows no leader"),
        ("INSERT INTO twins VALUES (7, 7)", "1 near-duplicate follows no leader"),
        ("INSERT INTO twins VALUES (7, 8), (8, 9)", "1 near-duplicate follows no leader"),
        ("UPDATE articles SET body = body || 'x' WHERE number = 7", "1 text differs from what was imported"),
        ("UPDATE articles SET day = day + 1 WHERE number = 7", "1 text differs from what was imported"),
    ],
)
def test_tables_that_disagree_are_found_and_mended(library: Path, harm: str, said: str) -> None:
    execute(library, harm)
    found = examine(library)
    assert any(said in finding.text for finding in found.findings), found
    assert not found.healthy
    assert examine(library).findings == found.findings
    mended = examine(library, repair=True)
    assert all(finding.repaired for finding in mended.findings)
    assert examine(library).findings == []
    assert check_whole(library) == ARTICLES


def test_a_text_that_the_disk_changed_comes_back_with_its_file(library: Path, source: Path) -> None:
    execute(library, "UPDATE articles SET body = 'garbled' WHERE number = 7")
    (finding,) = [one for one in examine(library, repair=True).findings if one.part is Part.STORE]
    assert source.name in finding.text
    with open_library(library) as opened:
        done = opened.import_from([str(source)], derive=False)
        assert (done.updated, done.added, done.duplicates) == (1, 0, ARTICLES - 1)
        assert "garbled" not in {article.body for _, article in opened.store.iterate()}


def test_an_index_that_disagrees_is_found_and_built_anew(library: Path) -> None:
    with open_library(library) as opened:
        engine = opened.index.engine
        assert engine is not None
        engine.delete([next(opened.store.iterate())[1].id])
        engine.commit()
        assert opened.index.manifest is not None
        from index.sealed import seal

        seal(library / "index" / opened.index.manifest.folder, opened.index.manifest)
    found = examine(library)
    assert [finding.text for finding in found.findings] == [f"The index lacks 1 of {ARTICLES} articles."]
    assert examine(library, repair=True).healthy
    assert examine(library).findings == []


def test_an_index_that_was_never_built_is_no_damage_and_one_that_cannot_be_opened_is(library: Path) -> None:
    shutil.rmtree(library / "index")
    (found,) = examine(library).findings
    assert found.part is Part.INDEX
    (library / "manifest.json").unlink()
    diagnosis = examine(library)
    assert diagnosis.healthy
    assert "no index yet" in diagnosis.remarks[0]
    assert examine(library, repair=True).healthy
    assert examine(library).remarks == []


def test_what_dead_processes_left_is_removed(library: Path) -> None:
    (library / "index" / "tantivy-9").mkdir()
    (library / "restore-1.unfinished").mkdir()
    (library / "library-v1-2024-01-01.unfinished").touch()
    (library / "manifest.999999999.tmp").touch()
    assert len(examine(library).findings) == 4
    assert len(examine(library, repair=True).findings) == 4
    assert examine(library).findings == []


def test_others_may_not_write_to_a_library(library: Path) -> None:
    assert library.stat().st_mode & 0o777 == 0o700
    assert (library / "library.db").stat().st_mode & 0o777 == 0o600
    library.chmod(0o777)
    (library / "library.db").chmod(0o666)
    assert ["Others may write" in finding.text for finding in examine(library).findings] == [True, True]
    examine(library, repair=True)
    assert library.stat().st_mode & 0o777 == 0o755
    assert examine(library).findings == []


def test_while_another_writes_only_the_store_is_looked_at(library: Path) -> None:
    with Store.open(library) as other, other.writer():
        found = examine(library)
        assert found.findings == []
        assert "Another process is writing" in found.remarks[0]
        with pytest.raises(LibraryBusy):
            examine(library, repair=True)


def damage(folder: Path, pages: list[int], seed: int) -> None:
    random = Random(seed)
    content = bytearray((folder / "library.db").read_bytes())
    for page in pages:
        content[page * PAGE : (page + 1) * PAGE] = random.randbytes(PAGE)
    (folder / "library.db").write_bytes(content)


def count_pages(folder: Path) -> int:
    return (folder / "library.db").stat().st_size // PAGE


def test_damage_is_told_with_the_way_out(library: Path) -> None:
    damage(library, [0], 1)
    with pytest.raises(LibraryDamaged, match="evtui doctor"):
        open_library(library)


@pytest.mark.parametrize("seed", range(12))
def test_of_a_damaged_database_all_is_saved_that_is_still_there(
    library: Path, source: Path, tmp_path: Path, seed: int
) -> None:
    with Store.open(library) as store:
        ids = store.all_ids()
    random = Random(seed)
    pages = [0] if seed == 0 else random.sample(range(count_pages(library)), 1 + seed % 4)
    shutil.copy(library / "library.db", tmp_path / "whole.db")
    damage(library, pages, seed)
    damaged = (library / "library.db").read_bytes()
    found = examine(library)
    if found.findings and not found.findings[0].text.startswith("The database is damaged"):
        # Bytes that nothing uses, or a text that shows by its digest alone.
        return
    if not found.findings:
        return
    assert (library / "library.db").read_bytes() == damaged, "looking changes nothing"
    mended = examine(library, repair=True)
    assert mended.healthy
    assert "saved" in mended.findings[0].repaired or "made anew" in mended.findings[0].repaired
    with open_library(library) as opened:
        saved = opened.store.all_ids()
        assert saved <= ids
        # One page holds some articles; what else a page leads to is found without it.
        assert len(ids - saved) <= 12 * len(pages)
        if ids - saved:
            assert source.name in mended.findings[0].repaired
        opened.import_from([str(source)], derive=False)
        assert opened.store.all_ids() == ids
    assert check_whole(library) == ARTICLES
    if "saved" in mended.findings[0].repaired:
        (aside,) = library.glob("library-damaged-*")
        # But for the head, where SQLite counts how often the file was changed.
        assert (aside / "library.db").read_bytes()[100:] == damaged[100:]


def test_marks_are_saved_whatever_happens_to_the_articles(library: Path) -> None:
    with closing(sqlite3.connect(library / "library.db")) as connection:
        roots = dict(connection.execute("SELECT name, rootpage FROM sqlite_schema WHERE type = 'table'"))
    damage(library, [0, roots["articles"] - 1, roots["origins"] - 1, roots["changes"] - 1], 5)
    examine(library, repair=True)
    with open_library(library) as opened:
        assert len(opened.store.ids_starred()) == MARKED
        assert len(opened.store.ids_with_note()) == MARKED
        assert len(opened.store.ids_with_tag(["mine"])) == MARKED
        assert opened.store.setting("sources") == {"kept": [1, 2]}
        assert opened.store.count() >= ARTICLES - 12


def test_rows_are_read_as_sqlite_reads_them(library: Path, tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "rows.db")) as connection:
        connection.execute("CREATE TABLE rows (number INTEGER PRIMARY KEY, a, b, c, d)")
        random = Random(7)
        values = (
            None,
            0,
            1,
            -1,
            127,
            128,
            -(2**15),
            2**23,
            2**31,
            -(2**40),
            2**62,
            1.5,
            "",
            "é 图",
            b"",
            b"\0",
        )
        for number in range(500):
            row = (
                number * 10 ** (number % 15) - 5,
                *random.choices(values, k=3),
                "x" * random.randrange(20_000),
            )
            connection.execute("INSERT OR IGNORE INTO rows VALUES (?, ?, ?, ?, ?)", row)
        # Pages that were filled and emptied again.
        connection.execute("DELETE FROM rows WHERE number % 7 = 2")
        connection.commit()
        wanted = connection.execute("SELECT * FROM rows ORDER BY number").fetchall()
        root = connection.execute("SELECT rootpage FROM sqlite_schema").fetchone()[0]
    with closing(Pages(tmp_path / "rows.db")) as pages:
        found = [(rowid, *values[1:]) for page in pages.tree(root) for rowid, values in pages.rows(page)]
    assert found == wanted


def test_what_was_committed_to_the_log_alone_is_saved(library: Path, tmp_path: Path) -> None:
    connection = sqlite3.connect(library / "library.db", isolation_level=None)
    connection.execute("PRAGMA wal_autocheckpoint = 0")
    connection.execute("INSERT INTO notes (id, text, at) VALUES ('someone', 'In the log.', 'now')")
    (tmp_path / "torn").mkdir()
    for path in library.glob("library.db*"):
        shutil.copy(path, tmp_path / "torn" / path.name)
    connection.close()
    torn = tmp_path / "torn"
    # Neither the beginning of the file nor what SQLite shares between processes can be read any more.
    damage(torn, [0], 2)
    (torn / "library.db-shm").unlink()
    log = (torn / "library.db-wal").read_bytes()
    assert struct.unpack_from(">I", log)[0] in (0x377F0682, 0x377F0683)
    examine(torn, repair=True)
    with Store.open(torn) as store:
        assert [text for _, text, _ in store.notes("someone")] == ["In the log."]


def test_the_command_tells_and_its_exit_code_says_so(
    library: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from tui.cli import main

    assert main(["-L", str(library), "doctor"]) == 0
    assert "healthy" in capsys.readouterr().out
    damage(library, [0], 3)
    assert main(["-L", str(library), "search", "battery"]) == 1
    assert "evtui doctor" in capsys.readouterr().err
    assert main(["-L", str(library), "doctor", "--json"]) == 1
    assert f"{ARTICLES} articles" in capsys.readouterr().out
    assert main(["-L", str(library), "doctor", "--repair"]) == 0
    assert "is kept in library-damaged-" in capsys.readouterr().out
    assert main(["-L", str(library), "search", "battery", "-n", "1"]) == 0
