"""What the reader did with articles: stars, read marks, tags, notes. A method returns when it is on disk."""

from __future__ import annotations

import re
import sqlite3
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Final

from index.errors import ArticleMissing
from index.model import Marks
from index.store.part import Part, now_text

_WORD: Final = re.compile(r"\w+")


class MarksPart(Part):
    """Marks of articles, and the articles with a mark."""

    def set_starred(self, identifier: str, starred: bool) -> None:
        """Star an article or take its star away. Raises ArticleMissing for an unknown id."""
        self._set("starred", identifier, present=starred)

    def set_read(self, identifier: str, read: bool) -> None:
        """Mark an article as read or unread. Raises ArticleMissing for an unknown id."""
        self._set("read_articles", identifier, present=read)

    def add_tag(self, identifier: str, tag: str) -> None:
        """Tag an article. The same tag in other letter case replaces it. An empty tag is passed over.

        Raises:
            ArticleMissing: for an unknown id.
        """
        written = _tag(tag)
        if not written:
            return
        with self._database.transaction(durable=True) as connection:
            self._must_exist(connection, identifier)
            connection.execute(
                "INSERT OR REPLACE INTO user_tags (id, folded, tag) VALUES (?, ?, ?)",
                (identifier, written.casefold(), written),
            )

    def remove_tag(self, identifier: str, tag: str) -> None:
        """Take a tag away, in whatever letter case; nothing happens where it is not."""
        with self._database.transaction(durable=True) as connection:
            connection.execute(
                "DELETE FROM user_tags WHERE id = ? AND folded = ?", (identifier, _tag(tag).casefold())
            )

    def add_note(self, identifier: str, text: str) -> int:
        """Add a note to an article and return its number. Raises ArticleMissing for an unknown id."""
        with self._database.transaction(durable=True) as connection:
            self._must_exist(connection, identifier)
            cursor = connection.execute(
                "INSERT INTO notes (id, text, at) VALUES (?, ?, ?)", (identifier, text, now_text())
            )
            return int(cursor.lastrowid or 0)

    def remove_note(self, number: int) -> None:
        """Remove a note by the number that `add_note` gave; nothing happens where it is not."""
        with self._database.transaction(durable=True) as connection:
            connection.execute("DELETE FROM notes WHERE number = ?", (number,))

    def notes(self, identifier: str) -> list[tuple[int, str, str]]:
        """Return (number, text, ISO timestamp) of an article's notes, oldest first."""
        return [
            (number, text, at)
            for number, text, at in self._database.rows(
                "SELECT number, text, at FROM notes WHERE id = ? ORDER BY number", (identifier,)
            )
        ]

    def marks(self, ids: Sequence[str]) -> dict[str, Marks]:
        """Return the marks by id; articles without any are left out."""
        rows_in = self._database.rows_in
        starred = {id_ for (id_,) in rows_in("SELECT id FROM starred WHERE id IN ({})", ids)}
        read = {id_ for (id_,) in rows_in("SELECT id FROM read_articles WHERE id IN ({})", ids)}
        tags: dict[str, list[str]] = defaultdict(list)
        for id_, tag in rows_in("SELECT id, tag FROM user_tags WHERE id IN ({}) ORDER BY id, folded", ids):
            tags[id_].append(tag)
        notes: dict[str, list[str]] = defaultdict(list)
        for id_, text in rows_in("SELECT id, text FROM notes WHERE id IN ({}) ORDER BY number", ids):
            notes[id_].append(text)
        return {
            id_: Marks(id_ in starred, id_ in read, tuple(tags.get(id_, ())), tuple(notes.get(id_, ())))
            for id_ in starred | read | tags.keys() | notes.keys()
        }

    def ids_starred(self) -> frozenset[str]:
        """Return the starred articles."""
        return self._ids("SELECT id FROM starred")

    def ids_read(self) -> frozenset[str]:
        """Return the articles marked as read."""
        return self._ids("SELECT id FROM read_articles")

    def ids_with_note(self) -> frozenset[str]:
        """Return the articles with a note."""
        return self._ids("SELECT DISTINCT id FROM notes")

    def ids_with_tag(self, values: Iterable[str] | None = None) -> frozenset[str]:
        """Return the articles to which the reader gave any of these tags, or, for None, any tag at all."""
        if values is None:
            return self._ids("SELECT DISTINCT id FROM user_tags")
        folded = {_tag(value).casefold() for value in values}
        rows = self._database.rows_in("SELECT id FROM user_tags WHERE folded IN ({})", sorted(folded))
        return frozenset(id_ for (id_,) in rows)

    def user_tags(self) -> list[str]:
        """Return the reader's tags, each once, in alphabetical order."""
        rows = self._database.rows("SELECT min(tag) FROM user_tags GROUP BY folded ORDER BY folded")
        return [tag for (tag,) in rows]

    def ids_by_note(self, words: Sequence[str]) -> frozenset[str]:
        """Return the articles whose notes contain all these words, whatever their letter case and accents."""
        wanted = {word for text in words for word in _words(text)}
        if not wanted:
            return frozenset()
        found: dict[str, set[str]] = defaultdict(set)
        for id_, text in self._database.rows("SELECT id, text FROM notes"):
            found[id_].update(_words(text))
        return frozenset(id_ for id_, present in found.items() if wanted <= present)

    def _set(self, table: str, id_: str, *, present: bool) -> None:
        with self._database.transaction(durable=True) as connection:
            self._must_exist(connection, id_)
            if present:
                connection.execute(f"INSERT OR IGNORE INTO {table} (id, at) VALUES (?, ?)", (id_, now_text()))
            else:
                connection.execute(f"DELETE FROM {table} WHERE id = ?", (id_,))

    def _must_exist(self, connection: sqlite3.Connection, id_: str) -> None:
        """Refuse marks for what is no article. Raises ArticleMissing."""
        if connection.execute("SELECT 1 FROM articles WHERE id = ?", (id_,)).fetchone() is None:
            raise ArticleMissing(f"There is no article {id_}.")

    def _ids(self, sql: str) -> frozenset[str]:
        return frozenset(id_ for (id_,) in self._database.rows(sql))


def _tag(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())


def _words(text: str) -> list[str]:
    letters = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return _WORD.findall(letters.casefold())
