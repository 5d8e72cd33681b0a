"""A library as an evtui of format 1 wrote it."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from index.store.schema import APPLICATION_ID

FORMAT_1 = Path(__file__).parent / "formats" / "version1.sql"


def make_library_of_format_1(folder: Path, articles: int = 30) -> None:
    """Write articles, a star and a note into a new library of format 1."""
    folder.mkdir(parents=True)
    with closing(sqlite3.connect(folder / "library.db", isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.executescript(FORMAT_1.read_text(encoding="utf-8"))
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute("PRAGMA user_version = 1")
        connection.execute("BEGIN")
        connection.execute("INSERT INTO files VALUES (1, '/news/a.jsonl', 'a.jsonl')")
        for number in range(1, articles + 1):
            connection.execute(
                "INSERT INTO articles VALUES (?, ?, 1, 738958, NULL, 0, ?, 'Wire', '', '', 'en', '[]',"
                " '2024-03-13T00:00:00+00:00', ?, NULL, ?)",
                (
                    number,
                    f"id{number:08}",
                    f"Title {number}",
                    number.to_bytes(16, "big"),
                    f"Text {number}. " * 50,
                ),
            )
            connection.execute("INSERT INTO origins VALUES (?, 1, ?, ?, ?, NULL)", (number,) * 4)
            connection.execute("INSERT INTO changes (id, deleted) VALUES (?, 0)", (f"id{number:08}",))
        connection.execute("INSERT INTO sources VALUES ('Wire', ?, 0)", (articles,))
        connection.execute("INSERT INTO starred VALUES ('id00000001', '2024-03-14T00:00:00+00:00')")
        connection.execute(
            "INSERT INTO notes (id, text, at) VALUES ('id00000002', 'Mine.', '2024-03-14T00:00:00+00:00')"
        )
        connection.execute("COMMIT")
