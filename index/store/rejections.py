"""Items that imports left out, or took with a doubt."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from os.path import realpath
from typing import Final

from index.model import Rejection
from index.store.part import Part, now_text

STANDARD_INPUT: Final = "-"


class RejectionsPart(Part):
    """The record of what was not imported, or only with a doubt."""

    def add_rejections(self, rejections: Iterable[Rejection]) -> None:
        """Record items; one that is already recorded (same file, line and reason) is renewed, not doubled."""
        with self._database.transaction() as connection:
            write_rejections(connection, ((real_path(item.path), item) for item in rejections))

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
    if named == STANDARD_INPUT:
        return named
    # File names may hold bytes that are no text, which the database would not take.
    return realpath(named).encode("utf-8", "backslashreplace").decode()


def write_rejections(connection: sqlite3.Connection, items: Iterable[tuple[str, Rejection]]) -> None:
    """Record (path of the file, item) inside a transaction."""
    now = now_text()
    connection.executemany(
        "INSERT OR REPLACE INTO rejections (file, line, reason, named, kept, excerpt, at)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        (
            (
                file,
                item.line,
                item.reason,
                item.path,
                item.kept,
                item.excerpt,
                item.when or now,
            )
            for file, item in items
        ),
    )


def forget_rejections(connection: sqlite3.Connection, file: str, moment: str) -> None:
    """Forget what was said of a file, and of all inside it, but at a moment: it has been read again then.

    All other moments, not only earlier ones, since clocks are set back.
    """
    connection.execute("DELETE FROM rejections WHERE file = ? AND at <> ?", (file, moment))
    # All that begins with the path and a stroke: the character after the stroke is 0.
    connection.execute(
        "DELETE FROM rejections WHERE file > ? AND file < ? AND at <> ?", (f"{file}/", f"{file}0", moment)
    )
