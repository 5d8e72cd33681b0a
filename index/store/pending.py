"""New articles on their way into the tables: gathered, and written in one go.

Nearly every text of an import is new, and to ask the database of each whether it is costs more than writing
it. So it is asked once for many (`expect`), and what is certainly not there is answered from memory. Whoever
needs another answer has what was gathered written first (`write`), so the tables always say the whole truth.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any, Final

from index.store.changes import LOG
from index.store.records import Place, Record

TEXT_COLUMNS: Final = (
    "version, day, time, title_derived, title, source, author, url, language, tags, imported, content"
)
_INSERT: Final = (
    f"INSERT INTO articles (number, id, {TEXT_COLUMNS}, url_digest, body)"
    " VALUES (?, ?, 1, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
PLACE: Final = (
    "INSERT OR REPLACE INTO origins (number, file, line, position, place, record_key)"
    " VALUES (?, ?, ?, ?, ?, ?)"
)
COUNT: Final = (
    "INSERT INTO sources (source, articles, undated) VALUES (?, ?, ?) ON CONFLICT (source) DO UPDATE"
    " SET articles = articles + excluded.articles, undated = undated + excluded.undated"
)
_CHUNK: Final = 500
"""Values in one `IN (…)`."""


class PendingArticles:
    """Articles that are to be written within the transaction of a connection."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._articles: list[tuple[object, ...]] = []
        self._places: list[tuple[object, ...]] = []
        self._sources: Counter[tuple[str, bool]] = Counter()
        self._ids: set[str] = set()
        self._absent_contents: set[bytes] = set()
        self._absent_addresses: set[bytes] = set()
        self._absent_ids: set[str] = set()
        self._next = 0

    def expect(self, contents: Iterable[bytes], addresses: Iterable[bytes], ids: Iterable[str]) -> None:
        """Find out which of these digests and ids are nowhere in the library, in a few questions."""
        known = set(contents)
        self._absent_contents |= known.difference(
            self._there("SELECT content FROM articles WHERE content IN ({})", known),
            self._there("SELECT content FROM versions WHERE content IN ({})", known),
        )
        known = set(addresses)
        self._absent_addresses |= known.difference(
            self._there("SELECT url_digest FROM articles WHERE url_digest IN ({})", known)
        )
        asked = set(ids)
        self._absent_ids |= asked.difference(
            self._there("SELECT id FROM articles WHERE id IN ({})", asked), self._ids
        )

    def lacks_content(self, content: bytes) -> bool:
        """Whether certainly no article has or had a text."""
        return content in self._absent_contents

    def lacks_address(self, url_digest: bytes) -> bool:
        """Whether certainly no article has an address."""
        return url_digest in self._absent_addresses

    def lacks_id(self, identifier: str) -> bool:
        """Whether certainly no article has an id."""
        return identifier in self._absent_ids

    def last_number(self) -> int:
        """Return the highest number of an article, gathered ones included."""
        if not self._articles:
            row = self._connection.execute("SELECT coalesce(max(number), 0) FROM articles").fetchone()
            self._next = int(row[0]) + 1
        return self._next - 1

    def add(self, identifier: str, record: Record, values: tuple[object, ...]) -> None:
        """Gather an article.

        Args:
            identifier: its id, which no other has.
            record: the article.
            values: of `TEXT_COLUMNS` without the version.
        """
        number = self.last_number() + 1
        self._next = number + 1
        self._articles.append((number, identifier, *values, record.url_digest, record.body))
        self._places.append(place_values(number, record.place))
        self._sources[record.source, record.day is None] += 1
        self._ids.add(identifier)
        self._absent_ids.discard(identifier)
        self.note(record)

    def note(self, record: Record) -> None:
        """Note that some article has a text and an address from here on."""
        self._absent_contents.discard(record.content)
        if record.url_digest:
            self._absent_addresses.discard(record.url_digest)

    def write(self) -> None:
        """Write what was gathered."""
        if not self._articles:
            return
        articles, self._articles = self._articles, []
        places, self._places = self._places, []
        self._ids.clear()
        self._connection.executemany(_INSERT, articles)
        self._connection.executemany(PLACE, places)
        self._connection.executemany(LOG, [(identifier, False) for _, identifier, *_ in articles])
        self._connection.executemany(
            COUNT,
            [
                (source, count, count if undated else 0)
                for (source, undated), count in sorted(self._sources.items())
            ],
        )
        self._sources.clear()

    def _there(self, sql: str, values: Iterable[Any]) -> Iterator[Any]:
        wanted = sorted(values)
        for start in range(0, len(wanted), _CHUNK):
            chunk = wanted[start : start + _CHUNK]
            found = self._connection.execute(sql.format(",".join("?" * len(chunk))), chunk)
            yield from (value for (value,) in found)


def place_values(number: int, place: Place) -> tuple[object, ...]:
    """Return the values of `PLACE`."""
    return (
        number,
        place.file,
        place.line,
        place.position,
        place.position if place.fixed else None,
        place.key or None if place.fixed else None,
    )
