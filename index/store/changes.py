"""The change log: what an index must catch up with."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from typing import Final

from index.store.part import Part
from index.store.records import Change

LOG: Final = "INSERT OR REPLACE INTO changes (id, deleted) VALUES (?, ?)"
"""Write a change. The article's former row goes: catching up needs only the latest one."""


class ChangesPart(Part):
    """Reading the change log, and adding to it."""

    def last_change(self) -> int:
        """Return the number of the latest change, 0 in a library that never had one."""
        row = self._database.row("SELECT max(seq) FROM changes")
        return int(row[0] or 0) if row else 0

    def changes(self, after: int, limit: int) -> list[Change]:
        """Return up to `limit` changes after a number, in order; an article once, with its latest."""
        return [
            Change(seq, id_, bool(deleted))
            for seq, id_, deleted in self._database.rows(
                "SELECT seq, id, deleted FROM changes WHERE seq > ? ORDER BY seq LIMIT ?", (after, limit)
            )
        ]

    def touch(self, ids: Iterable[str]) -> None:
        """Log a change of articles whose text stays (topics or tags changed). Unknown ids are passed over."""
        with self._database.transaction() as connection:
            connection.executemany(
                "INSERT OR REPLACE INTO changes (id, deleted) SELECT id, 0 FROM articles WHERE id = ?",
                ((id_,) for id_ in ids),
            )


def log_change(connection: sqlite3.Connection, id_: str, *, deleted: bool = False) -> None:
    """Log the change of an article, inside the transaction that makes it."""
    connection.execute(LOG, (id_, deleted))
