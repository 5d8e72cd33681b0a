"""What this person imported and the cluster has to be told of: rows of the store and its change log."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Final

import orjson

from index.model import Article, Origin
from index.shared.records import SENT, Waiting
from index.store.part import day_of, list_of, time_of
from index.store.writing import ArticleWriter

if TYPE_CHECKING:
    from index.store import Store
    from index.store.database import Database, Row
    from index.store.records import Known, Record

SENT_SETTING: Final = "sent"
"""The setting that says up to which change of this store the cluster has acknowledged everything."""

ID_LENGTH: Final = 16
"""Characters of an id in a shared library: 80 bits, so that hardly two of a thousand million collide.

One machine sees when a short id is taken, and takes a longer one; several machines that import at the same
time cannot. Its beginning is the id that the article has in a library of one person.
"""

TABLE: Final = """
CREATE TABLE IF NOT EXISTS waiting_texts (
    id      TEXT NOT NULL,
    version INTEGER NOT NULL,
    body    TEXT NOT NULL,
    PRIMARY KEY (id, version)
);
"""
"""Texts that the cluster has not acknowledged. In a table of their own: a row of `articles` that becomes
shorter leaves a hole in its page that no other row takes; a row that is deleted makes room for the next."""

_TEXT: Final = (
    "{t}.title, {t}.title_derived, coalesce(w.body, char(0)), {t}.day, {t}.time, {t}.source, {t}.author,"
    " {t}.url, {t}.language, {t}.tags, {t}.version, {t}.content, {t}.imported, f.named, {o}.line,"
    " {o}.position"
)
_WAITING: Final = (
    f"SELECT c.seq, c.id, c.deleted, {_TEXT.format(t='a', o='o')} FROM changes c"
    " LEFT JOIN articles a ON a.id = c.id LEFT JOIN origins o ON o.number = a.number"
    " LEFT JOIN files f ON f.number = o.file"
    " LEFT JOIN waiting_texts w ON w.id = a.id AND w.version = a.version"
    " WHERE c.seq > ? AND c.seq <= ? ORDER BY c.seq LIMIT ?"
)
_EARLIER: Final = (
    f"SELECT 0, a.id, 0, {_TEXT.format(t='v', o='v')} FROM articles a JOIN versions v ON v.number = a.number"
    " JOIN waiting_texts w ON w.id = a.id AND w.version = v.version"
    " JOIN files f ON f.number = v.file WHERE a.id IN ({}) ORDER BY v.version"
)
_KEEP_SETTING: Final = "INSERT OR REPLACE INTO settings (key, value) VALUES (?, ?)"
_KEEP_TEXT: Final = "INSERT OR REPLACE INTO waiting_texts (id, version, body) VALUES (?, ?, ?)"
_DROP_TEXT: Final = "DELETE FROM waiting_texts WHERE id = ?"


class LedgerWriter(ArticleWriter):
    """Writes articles under ids that no other machine gives to another article, and their texts apart."""

    id_length = ID_LENGTH

    def add(self, identity: bytes, record: Record) -> str:
        """Add an article and return its id."""
        identifier = super().add(identity, replace(record, body=SENT))
        self._connection.execute(_KEEP_TEXT, (identifier, 1, record.body))
        return identifier

    def change(self, known: Known, record: Record) -> str:
        """Put another text in place of an article's, which becomes an earlier version. Returns the id."""
        identifier = super().change(known, replace(record, body=SENT))
        row = self._written().execute("SELECT version FROM articles WHERE number = ?", (known.number,))
        self._connection.execute(_KEEP_TEXT, (identifier, row.fetchone()[0], record.body))
        return identifier


def prepare(database: Database) -> None:
    """Make room for texts that wait to be sent, where there is none."""
    with database.transaction() as connection:
        connection.execute(TABLE)


def waiting(database: Database, after: int, last: int, limit: int) -> list[Waiting]:
    """Return up to `limit` articles with a change after a number and up to another one, in order."""
    return [_waiting(row) for row in database.rows(_WAITING, (after, last, limit))]


def earlier(database: Database, ids: Sequence[str]) -> Mapping[str, list[Waiting]]:
    """Return the earlier texts of articles that the cluster was never told of, oldest first."""
    found: defaultdict[str, list[Waiting]] = defaultdict(list)
    for row in database.rows_in(_EARLIER, ids):
        found[row[1]].append(_waiting(row))
    return found


def acknowledge(database: Database, sent: Iterable[Waiting], change: int) -> None:
    """Note that the cluster holds everything up to a change, and drop the texts that it took."""
    with database.transaction() as connection:
        connection.executemany(_DROP_TEXT, ((entry.id,) for entry in sent))
        connection.execute(_KEEP_SETTING, (SENT_SETTING, orjson.dumps(change)))


def forget(store: Store, ids: Iterable[str]) -> None:
    """Forget articles that the cluster has not, so that importing them again is not for nothing."""
    with store.writer(), store.writing() as writer:
        for id_ in ids:
            writer.delete(id_)


def _waiting(row: Row) -> Waiting:
    seq, id_, deleted, title, derived, body, day, time, source, author, url, language, tags, *rest = row
    if deleted or title is None:
        return Waiting(seq, id_)
    version, content, imported, named, line, position = rest
    article = Article(
        id_,
        title,
        body,
        day_of(day),
        time_of(time),
        bool(derived),
        source,
        author,
        url,
        language,
        list_of(tags),
        Origin(named, line, position),
        version,
    )
    return Waiting(seq, id_, article, content.hex(), imported)
