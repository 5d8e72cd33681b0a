"""Saving what can be read of a damaged database into another one, row by row."""

from __future__ import annotations

import os
import sqlite3
from collections import Counter
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from index.care.aside import make_ready, put_aside, put_in_place, take_alone
from index.care.backup import UNFINISHED
from index.care.findings import Diagnosis
from index.care.pages import TABLE_LEAF, Pages
from index.care.store_checks import check_tables
from index.ids import content_identity, digest
from index.model import Progress, Report
from index.store.copying import check_database
from index.store.database import DATABASE_NAME, Database
from index.store.part import day_of
from index.store.schema import SCHEMA
from index.store.store import OWNER_ONLY

MARKS: Final = ("starred", "read_articles", "user_tags", "notes")
"""Saved first: they are nowhere else. Settings, which hold declared sources, follow them."""
COUNTED_MARKS: Final = ("starred", "user_tags", "notes")
DERIVED: Final = frozenset(
    {"changes", "sources", "names", "topics", "readings", "reading_terms", "signatures", "twins"}
)
"""Made anew from the articles."""
DERIVED_SETTINGS: Final = ("derived", "readings", "groups", "regrouped", "identity")
"""What they say is true of the change log that was, and of what is made anew."""
UNOWNED: Final = ("articles", "versions", "origins", "notes", "rejections", "files")
"""Tables whose rows can be told by their form, on pages that nothing leads to any more."""
PAGES_A_REPORT: Final = 500
MOST_FILES: Final = 20
_TYPES: Final[dict[str, type]] = {"TEXT": str, "INTEGER": int, "BLOB": bytes}


@dataclass(frozen=True, slots=True)
class Salvaged:
    """What was saved.

    Attributes:
        articles: articles.
        marks: stars, tags and notes.
        missing: articles that the library had and that are lost or damaged, as far as can be told.
        files: those to import again, as they were named.
    """

    articles: int
    marks: int
    missing: int
    files: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Table:
    """A table as it should be: its columns in the order in which rows keep them."""

    name: str
    columns: tuple[tuple[str, type | None, bool], ...]
    rowid: int | None
    root: int

    def row(self, rowid: int, values: tuple[Any, ...]) -> tuple[Any, ...] | None:
        """Return a row as it can be written, None where it is none of this table."""
        if len(values) != len(self.columns):
            return None
        row = list(values)
        if self.rowid is not None:
            row[self.rowid] = rowid
        for value, (_, kind, needed) in zip(row, self.columns, strict=True):
            if needed if value is None else kind is not None and not isinstance(value, kind):
                return None
        return tuple(row)


def survey(database: Path, report: Report) -> Salvaged:
    """Return what could be saved, and change nothing."""
    with TemporaryDirectory(prefix="evtui-") as place:
        return _salvage(database, Path(place) / DATABASE_NAME, report)


def take_over(folder: Path, report: Report) -> tuple[Salvaged, Path]:
    """Save what can be read into another database, which takes the place of the damaged one.

    Call it under the writer's lock.

    Returns:
        What was saved, and where the damaged database is kept.

    Raises:
        LibraryBusy: another process has the library open.
    """
    place = folder / f"salvage-{os.getpid()}.{UNFINISHED}"
    place.mkdir(mode=OWNER_ONLY)
    try:
        saved = _salvage(folder / DATABASE_NAME, place / DATABASE_NAME, report)
        check_database(place / DATABASE_NAME)
        make_ready(place / DATABASE_NAME)
        take_alone(folder / DATABASE_NAME)
        aside = put_aside(folder, "damaged", fetched=False)
        put_in_place(place / DATABASE_NAME, folder)
    finally:
        for path in place.iterdir():
            path.unlink()
        place.rmdir()
    return saved, aside


def _salvage(database: Path, target: Path, report: Report) -> Salvaged:
    Database.create(target).close()
    with (
        closing(Pages(database)) as pages,
        closing(sqlite3.connect(target, isolation_level=None)) as connection,
    ):
        connection.execute("PRAGMA synchronous = OFF")
        connection.execute("BEGIN")
        saving = _Saving(pages, connection, report)
        saving.run()
        connection.executemany("DELETE FROM settings WHERE key = ?", ((key,) for key in DERIVED_SETTINGS))
        files = saving.mend_texts()
        missing, lost = _missing(connection, saving.logged)
        connection.execute("COMMIT")
        check_tables(connection, Diagnosis(), repair=True)
        count = {
            table: int(connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0])
            for table in ("articles", *COUNTED_MARKS)
        }
    named = tuple(dict.fromkeys((*lost, *files)))
    return Salvaged(
        count["articles"],
        sum(count[table] for table in COUNTED_MARKS),
        missing + saving.mended,
        (*named[:MOST_FILES], f"… and {len(named) - MOST_FILES:,} more files")
        if len(named) > MOST_FILES
        else named,
    )


class _Saving:
    def __init__(self, pages: Pages, connection: sqlite3.Connection, report: Report) -> None:
        self._pages = pages
        self._connection = connection
        self._report = report
        self._tables = _tables()
        self._owned: set[int] = set()
        self.logged: set[str] = set()
        self.mended = 0

    def run(self) -> None:
        """Save the rows of all tables: first by the trees that lead to them, then from pages left over."""
        roots = self._roots()
        order = (*MARKS, "settings", *(name for name in self._tables if name not in {*MARKS, "settings"}))
        for name in order:
            table = self._tables[name]
            for number in self._pages.tree(roots.get(name, table.root)):
                self._owned.add(number)
                self._save(table, number)
        self._save_unowned()

    def mend_texts(self) -> list[str]:
        """Take texts that differ from what was imported for what they are; return the files they are from."""
        found = []
        for number, day, derived, title, body, content in self._connection.execute(
            "SELECT number, day, title_derived, title, body, content FROM articles"
        ):
            try:
                right = digest(content_identity(day_of(day), "" if derived and body else title, body))
            except (ValueError, OverflowError):
                right = b""
            if right != content:
                found.append((right, number))
        self._connection.executemany("UPDATE articles SET content = ? WHERE number = ?", found)
        # A day that no calendar has was not in any import; the article is undated until it is read again.
        self._connection.execute("UPDATE articles SET day = NULL WHERE day NOT BETWEEN 1 AND 3652059")
        self.mended = len(found)
        files: dict[str, None] = {}
        for _, number in found:
            for (named,) in self._connection.execute(_FILE_OF, (number,)):
                files[named] = None
        return list(files)

    def _roots(self) -> dict[str, int]:
        """Return table → first page of its tree, as the database says where that can be read."""
        roots: dict[str, int] = {}
        for number in self._pages.tree(1):
            self._owned.add(number)
            for _, values in self._pages.rows(number):
                match values:
                    case ("table", str(name), _, int(root), _):
                        roots[name] = root
        return roots

    def _save(self, table: _Table, number: int) -> None:
        rows = [
            row for rowid, values in self._pages.rows(number) if (row := table.row(rowid, values)) is not None
        ]
        if table.name == "changes":
            self.logged.update(id_ for _, id_, deleted in rows if not deleted)
        if table.name in DERIVED or not rows:
            return
        names = ", ".join(name for name, _, _ in table.columns)
        marks = ", ".join("?" * len(table.columns))
        self._connection.executemany(f"INSERT OR IGNORE INTO {table.name} ({names}) VALUES ({marks})", rows)

    def _save_unowned(self) -> None:
        """Save rows on pages that no tree leads to: the page that led there is damaged."""
        unused = self._pages.free()
        total = self._pages.count
        for number in range(1, total + 1):
            if number % PAGES_A_REPORT == 0:
                self._report(Progress("Saving", number, total, "pages"))
            if number in self._owned or number in unused or self._pages.kind(number) != TABLE_LEAF:
                continue
            table = self._owner(number)
            if table is not None:
                self._save(table, number)

    def _owner(self, number: int) -> _Table | None:
        fits: Counter[str] = Counter()
        for rowid, values in self._pages.rows(number):
            for name in UNOWNED:
                row = self._tables[name].row(rowid, values)
                if row is not None and not (name == "files" and str(row[1]).startswith("[")):
                    fits[name] += 1
        return self._tables[fits.most_common(1)[0][0]] if fits else None


_FILE_OF: Final = "SELECT f.named FROM origins o JOIN files f ON f.number = o.file WHERE o.number = ?"


def _missing(connection: sqlite3.Connection, logged: set[str]) -> tuple[int, list[str]]:
    """Return how many articles are lost, and the files that they were read from."""
    rows = connection.execute(
        "SELECT f.named, count(*) FROM origins o LEFT JOIN files f ON f.number = o.file"
        " WHERE o.number NOT IN (SELECT number FROM articles) GROUP BY f.named ORDER BY f.named"
    ).fetchall()
    there = {id_ for (id_,) in connection.execute("SELECT id FROM articles")}
    return max(sum(count for _, count in rows), len(logged - there)), [
        named for named, _ in rows if named is not None
    ]


def _tables() -> dict[str, _Table]:
    """Return the tables of this format, each with where it begins in a library that was made in one go."""
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.executescript(SCHEMA)
        found = connection.execute(
            "SELECT name, rootpage, sql FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
        ).fetchall()
        return {name: _table(connection, name, root, sql) for name, root, sql in found}


def _table(connection: sqlite3.Connection, name: str, root: int, sql: str) -> _Table:
    info = connection.execute(f"PRAGMA table_info({name})").fetchall()
    without_rowid = "WITHOUT ROWID" in sql.upper()
    if without_rowid:
        # Such a table keeps the columns of its key first.
        info.sort(key=lambda column: (column[5] == 0, column[5] or column[0]))
    rowid = None
    columns = []
    for place, (_, column, kind, needed, _, key) in enumerate(info):
        if key and not without_rowid and kind == "INTEGER":
            rowid = place
        columns.append((column, _TYPES.get(kind), bool(needed or key)))
    return _Table(name, tuple(columns), rowid, root)
