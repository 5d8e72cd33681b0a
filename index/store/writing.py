"""Writing articles, inside a transaction that `Store.writing` opens.

The store keeps what it is told; whether a text is new, known or changed is judged by `index.importing`, with
the questions that are answered here.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from hashlib import sha256
from typing import ClassVar, Final

from index.ids import ID_LENGTH, LONGEST_ID, article_id
from index.model import Rejection
from index.store.changes import log_change
from index.store.database import Row
from index.store.groups import leave_group
from index.store.part import list_text, now_text
from index.store.pending import COUNT, PLACE, TEXT_COLUMNS, PendingArticles, place_values
from index.store.records import Known, Place, Record
from index.store.rejections import forget_rejections, write_rejections

_KNOWN: Final = (
    "SELECT a.number, a.id, {version}, a.version, a.content, a.url_digest, {where}.file, {where}.position,"
    " o.file, o.line, o.position, o.place, o.record_key,"
    " a.time, a.source, a.author, a.url, a.language, a.tags"
)
_KNOWN_CURRENT: Final = (
    f"{_KNOWN.format(version='a.version', where='o')} FROM articles a JOIN origins o ON o.number = a.number"
)
_KNOWN_EARLIER: Final = (
    f"{_KNOWN.format(version='v.version', where='v')} FROM versions v"
    " JOIN articles a ON a.number = v.number JOIN origins o ON o.number = a.number"
)
_KNOWN_ORIGIN: Final = (
    f"{_KNOWN.format(version='a.version', where='o')} FROM origins o JOIN articles a ON a.number = o.number"
)


class ArticleWriter:
    """Adds and changes articles within one transaction. Every change is logged with it.

    Attributes:
        id_length: characters of an id that is not taken.
    """

    id_length: ClassVar[int] = ID_LENGTH

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._pending = PendingArticles(connection)
        self._now = now_text()

    def expect(self, texts: Iterable[tuple[bytes, Record]]) -> None:
        """Find out in one go what the library knows of many texts that will be asked about one by one.

        Args:
            texts: the identity and the record of each.
        """
        given = list(texts)
        self._pending.expect(
            (record.content for _, record in given),
            (record.url_digest for _, record in given if record.url_digest),
            (article_id(identity, self.id_length) for identity, _ in given),
        )

    def finish(self) -> None:
        """Write what was only gathered so far. The transaction may end after that."""
        self._pending.write()

    # What is there already

    def by_content(self, content: bytes) -> list[Known]:
        """Return the articles whose text is or once was this one, those that have it now first."""
        if self._pending.lacks_content(content):
            return []
        current = self._known(f"{_KNOWN_CURRENT} WHERE a.content = ?", content)
        earlier = self._known(f"{_KNOWN_EARLIER} WHERE v.content = ? ORDER BY v.version DESC", content)
        return current + earlier

    def by_url(self, url_digest: bytes) -> Known | None:
        """Return the article with this address."""
        if self._pending.lacks_address(url_digest):
            return None
        found = self._known(f"{_KNOWN_CURRENT} WHERE a.url_digest = ? LIMIT 1", url_digest)
        return found[0] if found else None

    def by_key(self, file: int, key: str) -> list[Known]:
        """Return up to two articles with this key of their own in a file; two mean that the key is none."""
        return self._known(f"{_KNOWN_ORIGIN} WHERE o.file = ? AND o.record_key = ? LIMIT 2", file, key)

    def by_place(self, file: int, position: int) -> list[Known]:
        """Return the articles that were last seen at this position of a file."""
        return self._known(f"{_KNOWN_ORIGIN} WHERE o.file = ? AND o.place = ?", file, position)

    def in_file(self, file: int) -> Iterator[int]:
        """Yield the numbers of the articles that were last seen in a file. Do not write while it runs."""
        rows = self._written().execute(
            "SELECT number FROM origins WHERE file = ? AND place IS NOT NULL", (file,)
        )
        yield from (number for (number,) in rows)

    def last_number(self) -> int:
        """Return the highest number of an article."""
        return self._pending.last_number()

    def last_change(self) -> int:
        """Return the number of the latest change, 0 where there never was one."""
        row: Row = self._written().execute("SELECT coalesce(max(seq), 0) FROM changes").fetchone()
        return int(row[0])

    def file(self, path: str, named: str) -> int:
        """Return the number of a file, which is entered where it is new.

        Args:
            path: as `real_path` gives it.
            named: as the person who imports named it.
        """
        found = self._connection.execute("SELECT number FROM files WHERE path = ?", (path,)).fetchone()
        if found:
            return int(found[0])
        cursor = self._connection.execute("INSERT INTO files (path, named) VALUES (?, ?)", (path, named))
        return int(cursor.lastrowid or 0)

    def path(self, file: int) -> str:
        """Return the path of a file by its number."""
        row: Row = self._connection.execute("SELECT path FROM files WHERE number = ?", (file,)).fetchone()
        return str(row[0])

    # Changing it

    def add(self, identity: bytes, record: Record) -> str:
        """Add an article and return its id: the least beginning of the identity's id that is not taken."""
        identifier = self._free_id(identity)
        self._pending.add(identifier, record, _values(record, self._now))
        return identifier

    def change(self, known: Known, record: Record) -> str:
        """Put another text in place of an article's, which becomes an earlier version. Returns the id."""
        self._written().execute(
            f"INSERT INTO versions (number, {TEXT_COLUMNS}, file, line, position, body)"
            f" SELECT number, {TEXT_COLUMNS}, ?, ?, ?, body FROM articles WHERE number = ?",
            (known.now.file, known.now.line, known.now.position, known.number),
        )
        self._pending.note(record)
        self._uncount(known.number)
        self._connection.execute(
            "UPDATE articles SET version = version + 1, day = ?, time = ?, title_derived = ?, title = ?,"
            " source = ?, author = ?, url = ?, language = ?, tags = ?, imported = ?, content = ?,"
            " url_digest = ?, body = ? WHERE number = ?",
            (*_values(record, self._now), record.url_digest, record.body, known.number),
        )
        self._connection.execute("DELETE FROM names WHERE number = ?", (known.number,))
        self._connection.execute("DELETE FROM topics WHERE number = ?", (known.number,))
        leave_group(self._connection, known.number)
        self._place(known.number, record.place)
        self._count(record.source, 1, undated=record.day is None)
        log_change(self._connection, known.id)
        return known.id

    def describe(self, known: Known, record: Record) -> str:
        """Renew what is said about a text that stays: time, source, author, address, language, tags.

        Returns:
            The article's id.
        """
        self._written()
        self._pending.note(record)
        self._uncount(known.number)
        self._connection.execute(
            "UPDATE articles SET time = ?, source = ?, author = ?, url = ?, language = ?, tags = ?,"
            " url_digest = ? WHERE number = ?",
            (*about(record), record.url_digest, known.number),
        )
        self._count(record.source, 1, undated=record.day is None)
        log_change(self._connection, known.id)
        return known.id

    def move(self, known: Known, place: Place) -> None:
        """Note that an article's text now stands elsewhere. That is no change of the article."""
        self._place(known.number, place)

    def unplace(self, numbers: Iterable[int]) -> None:
        """Note that articles no longer stand in their file. They stay in the library."""
        self._written().executemany(
            "UPDATE origins SET place = NULL, record_key = NULL WHERE number = ?",
            ((number,) for number in numbers),
        )

    def delete(self, identifier: str) -> bool:
        """Delete an article with its versions; marks and notes stay. False for an unknown id."""
        found = self._written().execute("SELECT number FROM articles WHERE id = ?", (identifier,)).fetchone()
        if found is None:
            return False
        self._uncount(found[0])
        leave_group(self._connection, found[0])
        for table in ("articles", "versions", "origins", "names", "topics", "readings"):
            self._connection.execute(f"DELETE FROM {table} WHERE number = ?", found)
        log_change(self._connection, identifier, deleted=True)
        return True

    def reject(self, path: str, rejections: Iterable[Rejection]) -> None:
        """Record items of a file that were left out or taken with a doubt; `path` as for `file`."""
        write_rejections(self._connection, ((path, item) for item in rejections))

    def forget_rejections(self, path: str, moment: str) -> None:
        """Forget what was said of a file and all inside it but at a moment: it has been read again then."""
        forget_rejections(self._connection, path, moment)

    def _known(self, sql: str, *values: object) -> list[Known]:
        return [_known(row) for row in self._written().execute(sql, values)]

    def _written(self) -> sqlite3.Connection:
        """Return the connection, all that was gathered being in the tables."""
        self._pending.write()
        return self._connection

    def _free_id(self, identity: bytes) -> str:
        identifier = article_id(identity, self.id_length)
        if self._pending.lacks_id(identifier):
            return identifier
        for length in range(self.id_length, LONGEST_ID + 1):
            identifier = article_id(identity, length)
            if not self._written().execute("SELECT 1 FROM articles WHERE id = ?", (identifier,)).fetchone():
                return identifier
        # The very identity is there, under another text or address by now: its article has changed since.
        return self._free_id(sha256(identity).digest())

    def _place(self, number: int, place: Place) -> None:
        self._written().execute(PLACE, place_values(number, place))

    def _count(self, source: str, articles: int, *, undated: bool) -> None:
        self._connection.execute(COUNT, (source, articles, articles if undated else 0))

    def _uncount(self, number: int) -> None:
        source, day = self._connection.execute(
            "SELECT source, day FROM articles WHERE number = ?", (number,)
        ).fetchone()
        self._count(source, -1, undated=day is None)
        self._connection.execute("DELETE FROM sources WHERE source = ? AND articles = 0", (source,))


def about(record: Record) -> tuple[object, ...]:
    """Return what a record says about its text, in the form of `Known.about`."""
    time = record.time.isoformat() if record.time else None
    return (time, record.source, record.author, record.url, record.language, list_text(record.tags))


def _values(record: Record, now: str) -> tuple[object, ...]:
    time, source, author, url, language, tags = about(record)
    day = record.day.toordinal() if record.day else None
    about_day = (day, time, record.title_derived, record.title)
    return (*about_day, source, author, url, language, tags, now, record.content)


def _known(row: Row) -> Known:
    number, id_, version, current, content, url_digest, file, position, *rest = row
    now_file, now_line, now_position, place, key, *described = rest
    return Known(
        number=number,
        id=id_,
        version=version,
        current=version == current,
        content=content,
        url_digest=url_digest,
        file=file,
        position=position,
        now=Place(now_file, now_line, now_position, place is not None, key or ""),
        about=tuple(described),
    )
