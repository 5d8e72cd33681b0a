"""What analysis read in each article, kept so that each is read once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

import orjson

from index.store.part import Part, json_value

READINGS_SETTING: Final = "readings"
"""The setting that says how far reading has come: which change of the store, under which rules."""

DERIVED_SETTING: Final = "derived"
"""The setting that says what the names and topics in the store were found in."""

_TEXTS_CHANGED: Final = (
    "SELECT 1 FROM changes c LEFT JOIN articles a ON a.id = c.id"
    " WHERE c.seq > ? AND (a.number IS NULL OR a.imported > ?) LIMIT 1"
)
_UNREAD: Final = (
    "SELECT 1 FROM changes c LEFT JOIN articles a ON a.id = c.id LEFT JOIN readings r ON r.number = a.number"
    " WHERE c.seq > ? AND (a.number IS NULL OR r.number IS NULL OR r.version <> a.version OR r.rules <> ?)"
    " LIMIT 1"
)
_PENDING: Final = (
    "SELECT c.seq, c.id, a.number, a.version, r.version, r.rules FROM changes c"
    " LEFT JOIN articles a ON a.id = c.id LEFT JOIN readings r ON r.number = a.number"
    " WHERE c.seq > ? ORDER BY c.seq LIMIT ?"
)


@dataclass(frozen=True, slots=True)
class Pending:
    """A change that reading has not looked at yet.

    Attributes:
        seq: its number.
        id: of the article.
        number: of the article in the store, None where it is gone.
        read: whether a reading of its text, by these rules, is kept already.
    """

    seq: int
    id: str
    number: int | None
    read: bool


@dataclass(frozen=True, slots=True)
class Kept:
    """A reading to be kept: of which article, of which version of its text, and the reading itself."""

    number: int
    version: int
    reading: bytes


class ReadingsPart(Part):
    """Readings of articles, the terms that their numbers stand for, and how far reading has come."""

    def changes_to_read(self, after: int) -> int:
        """Return how many articles changed after a change, in whatever way."""
        row = self._database.row("SELECT count(*) FROM changes WHERE seq > ?", (after,))
        return int(row[0]) if row else 0

    def anything_to_read(self, after: int, *, rules: int) -> bool:
        """Return whether after a change some article went, came, or was given another text."""
        return self._database.row(_UNREAD, (after, rules)) is not None

    def texts_changed(self, after: int, since: str) -> bool:
        """Return whether after a change, and since a moment, some article went, came or changed its text."""
        return self._database.row(_TEXTS_CHANGED, (after, since)) is not None

    def pending(self, after: int, limit: int, *, rules: int) -> list[Pending]:
        """Return up to `limit` changes after a number, in order, with what is known of their articles."""
        return [
            Pending(seq, id_, number, number is not None and version == read and by == rules)
            for seq, id_, number, version, read, by in self._database.rows(_PENDING, (after, limit))
        ]

    def keep_readings(
        self, kept: Iterable[Kept], terms: Iterable[tuple[str, int, str]], state: Any, *, rules: int
    ) -> None:
        """Keep readings, the terms (kind, number, term) that came with them, and how far reading is."""
        stored = orjson.dumps(state)
        with self._database.transaction() as connection:
            connection.executemany(
                "INSERT OR REPLACE INTO reading_terms (kind, number, term) VALUES (?, ?, ?)", terms
            )
            connection.executemany(
                "INSERT OR REPLACE INTO readings (number, version, rules, reading) VALUES (?, ?, ?, ?)",
                ((entry.number, entry.version, rules, entry.reading) for entry in kept),
            )
            connection.execute(
                "INSERT OR REPLACE INTO settings (key, value) VALUES (?, ?)", (READINGS_SETTING, stored)
            )

    def reading_state(self) -> dict[str, Any]:
        """Return how far reading has come; empty where nothing was read yet."""
        row = self._database.row("SELECT value FROM settings WHERE key = ?", (READINGS_SETTING,))
        state = json_value(row[0]) if row else {}
        return state if isinstance(state, dict) else {}

    def reading_terms(self, kind: str) -> list[str]:
        """Return the terms of a kind in the order of their numbers, which leave none out."""
        return [
            term
            for (term,) in self._database.rows(
                "SELECT term FROM reading_terms WHERE kind = ? ORDER BY number", (kind,)
            )
        ]

    def read_articles(self) -> list[tuple[int, str]]:
        """Return number and id of all articles that a reading is kept of, by ascending number."""
        # The ids come out of their index; the articles themselves are not touched.
        numbers = {number for (number,) in self._database.rows("SELECT number FROM readings")}
        return sorted(
            (number, id_)
            for number, id_ in self._database.rows("SELECT number, id FROM articles")
            if number in numbers
        )

    def readings(self, numbers: Sequence[int]) -> Iterator[tuple[int, bytes]]:
        """Yield number and reading of articles, in any order; unknown ones are left out."""
        sql = "SELECT number, reading FROM readings WHERE number IN ({})"
        yield from self._database.rows_in(sql, numbers)

    def clear_readings(self) -> None:
        """Forget what was read."""
        with self._database.transaction() as connection:
            connection.execute("DELETE FROM readings")
            connection.execute("DELETE FROM reading_terms")
            connection.execute("DELETE FROM settings WHERE key = ?", (READINGS_SETTING,))
