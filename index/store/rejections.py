"""Items that imports left out, or took with a doubt."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from os.path import realpath

from index.model import Rejection
from index.store.part import Part, now_text

STANDARD_INPUT = "-"


class RejectionsPart(Part):
    """The record of what was not imported, or only with a doubt."""

    def add_rejections(self, rejections: Iterable[Rejection]) -> None:
        """Record items; one that is already recorded (same file, line and reason) is renewed, not doubled."""
        with self._database.transaction() as connection:
            write_rejections(connection, rejections)

    def rejections(self, limit: int | None = None) -> list[Rejection]:
        """Return the recorded items, latest first; those of one import backwards as they were met."""
        return [
            Rejection(named, line, reason, bool(kept), excerpt, at)
            for named, line, reason, kept, excerpt, at in self._database.rows(
                "SELECT named, line, reason, kept, excerpt, at FROM rejections ORDER BY number DESC LIMIT ?",
                (-1 if limit is None else limit,),
            )
        ]


def real_path(named: str) -> str:
    """Return how a path is compared: absolute and without symbolic links; `-` is standard input."""
    return named if named == STANDARD_INPUT else realpath(named)


def write_rejections(connection: sqlite3.Connection, rejections: Iterable[Rejection]) -> None:
    """Record items inside a transaction."""
    now = now_text()
    connection.executemany(
        "INSERT OR REPLACE INTO rejections (file, line, reason, named, kept, excerpt, at)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        (
            (
                real_path(item.path),
                item.line,
                item.reason,
                item.path,
                item.kept,
                item.excerpt,
                item.when or now,
            )
            for item in rejections
        ),
    )


def forget_rejections(connection: sqlite3.Connection, file: str, before: str) -> None:
    """Forget what was said of a file before a moment: it has been read again since."""
    connection.execute("DELETE FROM rejections WHERE file = ? AND at < ?", (file, before))
