"""What this person imported and the cluster has to be told of: rows of the store and its change log."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Final

import orjson

from index.model import Article, Origin
from index.shared.records import Waiting
from index.store.part import day_of, list_of, time_of
from index.store.writing import ArticleWriter

if TYPE_CHECKING:
    from index.store import Store
    from index.store.database import Database, Row

SENT_SETTING: Final = "sent"
"""The setting that says up to which change of this store the cluster has acknowledged everything."""

ID_LENGTH: Final = 16
"""Characters of an id in a shared library: 80 bits, so that hardly two of a thousand million collide.

One machine sees when a short id is taken, and takes a longer one; several machines that import at the same
time cannot. Its beginning is the id that the article has in a library of one person.
"""

_TEXT: Final = (
    "{t}.title, {t}.title_derived, {t}.body, {t}.day, {t}.time, {t}.source, {t}.author, {t}.url,"
    " {t}.language, {t}.tags, {t}.version, {t}.content, {t}.imported, f.named, {o}.line, {o}.position"
)
_WAITING: Final = (
    f"SELECT c.seq, c.id, c.deleted, {_TEXT.format(t='a', o='o')} FROM changes c"
    " LEFT JOIN articles a ON a.id = c.id LEFT JOIN origins o ON o.number = a.number"
    " LEFT JOIN files f ON f.number = o.file WHERE c.seq > ? AND c.seq <= ? ORDER BY c.seq LIMIT ?"
)
_EARLIER: Final = (
    f"SELECT 0, a.id, 0, {_TEXT.format(t='v', o='v')} FROM articles a JOIN versions v ON v.number = a.number"
    f" JOIN files f ON f.number = v.file WHERE a.id IN ({{}}) AND v.body <> char(0) ORDER BY v.version"
)
_KEEP_SETTING: Final = "INSERT OR REPLACE INTO settings (key, value) VALUES (?, ?)"
_DROP: Final = "UPDATE articles SET body = char(0) WHERE id = ?"
_DROP_EARLIER: Final = (
    "UPDATE versions SET body = char(0) WHERE number = (SELECT number FROM articles WHERE id = ?)"
)


class LedgerWriter(ArticleWriter):
    """Writes articles under ids that no other machine gives to another article."""

    id_length = ID_LENGTH


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
    ids = [(entry.id, entry.article.version) for entry in sent if entry.article is not None]
    with database.transaction() as connection:
        connection.executemany(_DROP, ((id_,) for id_, _ in ids))
        connection.executemany(_DROP_EARLIER, ((id_,) for id_, version in ids if version > 1))
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
