"""Whether the tables of a store agree with one another, and making them agree."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from index.care.findings import Diagnosis, Part, counted
from index.ids import content_identity, digest
from index.model import Progress, Report
from index.shared.records import SENT
from index.store.part import day_of

INTEGRITY_LINES: Final = 5
"""Complaints of SQLite that are told."""
TEXTS_AT_ONCE: Final = 500
NAMED_FILES: Final = 20
"""Files that a finding names; more are counted."""

_NO_ARTICLE: Final = "number NOT IN (SELECT number FROM articles)"
_STANDARD_INPUT: Final = "INSERT OR IGNORE INTO files (path, named) VALUES ('-', '-')"
_UNKNOWN_FILE: Final = "(SELECT number FROM files WHERE path = '-')"
_LOG_AGAIN: Final = "INSERT OR REPLACE INTO changes (id, deleted) SELECT id, 0 FROM articles WHERE number IN"
_WRONG_SIGNATURE: Final = "NOT EXISTS (SELECT 1 FROM articles a WHERE a.number = s.number AND a.id = s.id)"
_WRONG_TWIN: Final = (
    "number = leader OR leader IN (SELECT number FROM twins) OR number NOT IN (SELECT number FROM articles)"
    " OR leader NOT IN (SELECT number FROM articles)"
)
_WRONG_TWINS: Final = f"(SELECT number FROM twins WHERE {_WRONG_TWIN})"
_COUNTED: Final = "SELECT source, count(*), sum(day IS NULL) FROM articles GROUP BY source"
_FIGURES: Final = "SELECT source, articles, undated FROM sources"


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that must hold between tables.

    Attributes:
        wrong: counts the rows where it does not.
        text: says so; given the count.
        mend: statements that make it hold.
        mended: what they did.
    """

    wrong: str
    text: Callable[[int], str]
    mend: tuple[str, ...]
    mended: str


CHECKS: Final = (
    Check(
        "SELECT count(*) FROM articles WHERE number NOT IN (SELECT number FROM origins)",
        lambda n: f"{counted(n, 'article does', 'articles do')} not say where they were read.",
        (
            _STANDARD_INPUT,
            (
                "INSERT INTO origins (number, file, line, position)"
                f" SELECT number, {_UNKNOWN_FILE}, 1, 1 FROM articles"
                " WHERE number NOT IN (SELECT number FROM origins)"
            ),
        ),
        "They are shown as read from standard input.",
    ),
    Check(
        "SELECT count(*) FROM origins WHERE file NOT IN (SELECT number FROM files)",
        lambda n: f"{counted(n, 'article was', 'articles were')} read from a file that is not on record.",
        (
            _STANDARD_INPUT,
            (
                f"UPDATE origins SET file = {_UNKNOWN_FILE}, place = NULL, record_key = NULL"
                " WHERE file NOT IN (SELECT number FROM files)"
            ),
        ),
        "They are shown as read from standard input.",
    ),
    *(
        Check(
            f"SELECT count(*) FROM {table} WHERE {_NO_ARTICLE}",
            lambda n, what=what: f"{counted(n, *what)} of articles that are not there.",  # type: ignore[misc]
            (f"DELETE FROM {table} WHERE {_NO_ARTICLE}",),
            "They were removed.",
        )
        for table, what in (
            ("origins", ("origin",)),
            ("versions", ("earlier text",)),
            ("names", ("list of names", "lists of names")),
            ("topics", ("list of topics", "lists of topics")),
            ("readings", ("reading",)),
        )
    ),
    Check(
        f"SELECT count(*) FROM signatures s WHERE {_WRONG_SIGNATURE}",
        lambda n: f"{counted(n, 'signature is', 'signatures are')} of no article.",
        (
            # An article whose signature bore another id is signed once more, as after a change.
            f"{_LOG_AGAIN} (SELECT number FROM signatures s WHERE {_WRONG_SIGNATURE})",
            f"DELETE FROM signatures AS s WHERE {_WRONG_SIGNATURE}",
        ),
        "They were removed.",
    ),
    Check(
        f"SELECT count(*) FROM twins WHERE {_WRONG_TWIN}",
        lambda n: f"{counted(n, 'near-duplicate follows', 'near-duplicates follow')} no leader of a group.",
        (
            f"UPDATE signatures SET settled = 0 WHERE number IN {_WRONG_TWINS}",
            f"{_LOG_AGAIN} {_WRONG_TWINS}",
            f"{_LOG_AGAIN} (SELECT leader FROM twins WHERE {_WRONG_TWIN})",
            f"DELETE FROM twins WHERE {_WRONG_TWIN}",
        ),
        "Their groups are found anew by the next analysis.",
    ),
    Check(
        "SELECT count(*) FROM articles WHERE id NOT IN (SELECT id FROM changes WHERE deleted = 0)",
        lambda n: f"{counted(n, 'article is', 'articles are')} missing from the change log.",
        (
            (
                "INSERT OR REPLACE INTO changes (id, deleted) SELECT id, 0 FROM articles"
                " WHERE id NOT IN (SELECT id FROM changes WHERE deleted = 0)"
            ),
        ),
        "They were entered, and the index follows.",
    ),
    Check(
        "SELECT count(*) FROM changes WHERE deleted = 0 AND id NOT IN (SELECT id FROM articles)",
        lambda n: f"The change log has {counted(n, 'article')} that the library has not.",
        (
            (
                "INSERT OR REPLACE INTO changes (id, deleted) SELECT id, 1 FROM changes"
                " WHERE deleted = 0 AND id NOT IN (SELECT id FROM articles)"
            ),
        ),
        "They were entered as deleted, and the index follows.",
    ),
    Check(
        f"SELECT count(*) FROM (SELECT * FROM ({_COUNTED} EXCEPT {_FIGURES})"
        f" UNION SELECT * FROM ({_FIGURES} EXCEPT {_COUNTED}))",
        lambda _: "The figures of some sources are not those of the articles.",
        (
            "DELETE FROM sources",
            f"INSERT INTO sources (source, articles, undated) {_COUNTED}",
        ),
        "They were counted anew.",
    ),
)


def integrity(connection: sqlite3.Connection) -> list[str]:
    """Return what SQLite complains of, nothing where the file is whole."""
    found = [line for (line,) in connection.execute(f"PRAGMA integrity_check({INTEGRITY_LINES})")]
    return [] if found == ["ok"] else found


def check_tables(connection: sqlite3.Connection, diagnosis: Diagnosis, *, repair: bool) -> None:
    """Look whether the tables agree.

    Args:
        connection: on which nothing else happens; in no transaction.
        diagnosis: gets what is found.
        repair: make them agree.
    """
    for check in CHECKS:
        wrong = connection.execute(check.wrong).fetchone()[0]
        if not wrong:
            continue
        if repair:
            _carry_out(connection, check.mend)
        diagnosis.add(Part.STORE, check.text(wrong), repaired=check.mended if repair else "")


def check_texts(
    connection: sqlite3.Connection, diagnosis: Diagnosis, *, repair: bool, report: Report
) -> None:
    """Look whether each text is the one that was imported, by its digest.

    A repair takes the text as it is for the article's, so that importing its file again brings the right text
    as the next version; nothing is lost on the way.
    """
    changed = dict(_changed_texts(connection, report))
    if not changed:
        return
    files = files_of(connection, list(changed))
    text = (
        f"{counted(len(changed), 'text differs', 'texts differ')} from what was imported: the disk changed"
        f" {'it' if len(changed) == 1 else 'them'}. Import again: {_listed(files)}"
    )
    if repair:
        connection.execute("BEGIN IMMEDIATE")
        connection.executemany(
            "UPDATE articles SET content = ? WHERE number = ?",
            ((value, number) for number, value in changed.items()),
        )
        connection.execute("COMMIT")
    done = "When the files are imported again, the right texts come as new versions." if repair else ""
    diagnosis.add(Part.STORE, text, repaired=done)


def files_of(connection: sqlite3.Connection, numbers: list[int]) -> list[str]:
    """Return the files that articles were read from, by the articles' numbers."""
    found: dict[str, None] = {}
    for number in numbers:
        row = connection.execute(
            "SELECT f.named FROM origins o JOIN files f ON f.number = o.file WHERE o.number = ?", (number,)
        ).fetchone()
        if row:
            found[row[0]] = None
    return list(found)


def _changed_texts(connection: sqlite3.Connection, report: Report) -> Iterator[tuple[int, bytes]]:
    total = connection.execute("SELECT count(*) FROM articles").fetchone()[0]
    after, done = -1, 0
    while rows := connection.execute(
        "SELECT number, day, title_derived, title, body, content FROM articles"
        " WHERE number > ? ORDER BY number LIMIT ?",
        (after, TEXTS_AT_ONCE),
    ).fetchall():
        for number, day, derived, title, body, content in rows:
            if body == SENT:
                continue
            given = "" if derived and body else title
            found = digest(content_identity(day_of(day), given, body))
            if found != content:
                yield number, found
        after = rows[-1][0]
        done += len(rows)
        report(Progress("Checking texts", done, total))


def _carry_out(connection: sqlite3.Connection, statements: tuple[str, ...]) -> None:
    connection.execute("BEGIN IMMEDIATE")
    try:
        for statement in statements:
            connection.execute(statement)
        connection.execute("COMMIT")
    finally:
        if connection.in_transaction:
            connection.execute("ROLLBACK")


def _listed(files: list[str]) -> str:
    more = len(files) - NAMED_FILES
    shown = ", ".join(files[:NAMED_FILES]) or "their files (not on record)"
    return f"{shown} and {more:,} more files." if more > 0 else f"{shown}."
