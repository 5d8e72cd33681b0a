"""What an index takes of articles, in the order of their numbers, with all that was found out about them.

A range of numbers is read in one go over the tables, without a look at ids, so that several processes can
read the ranges of a large library beside each other.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from datetime import date, time
from typing import Final, NamedTuple

from index.store.part import day_of, list_of, time_of

_ROWS: Final = (
    "SELECT a.id, a.day, a.time, a.title, a.body, a.source, a.author, a.language, a.tags, n.names, t.topics,"
    " (SELECT l.id FROM twins w JOIN articles l ON l.number = w.leader WHERE w.number = a.number),"
    " EXISTS (SELECT 1 FROM twins w WHERE w.leader = a.number)"
    " FROM articles a LEFT JOIN names n ON n.number = a.number LEFT JOIN topics t ON t.number = a.number"
    " WHERE a.number > ? AND a.number <= ? ORDER BY a.number LIMIT -1 OFFSET ?"
)


class IndexRow(NamedTuple):
    """What an index takes of an article.

    Attributes:
        leader: the id of the article that leads its group, where it is one of the others in it; else "".
        leads: whether it leads a group.
    """

    id: str
    day: date | None
    time: time | None
    title: str
    body: str
    source: str
    author: str
    language: str
    tags: tuple[str, ...]
    names: tuple[str, ...]
    topics: tuple[str, ...]
    leader: str
    leads: bool


def index_rows(connection: sqlite3.Connection, after: int, until: int, skip: int = 0) -> Iterator[IndexRow]:
    """Yield the articles with these numbers, in their order.

    Args:
        connection: to the library's database.
        after: the number before the first.
        until: the last number.
        skip: how many of them were read before.
    """
    for row in connection.execute(_ROWS, (after, until, skip)):
        id_, day, at, title, body, source, author, language, tags, names, topics, leader, leads = row
        yield IndexRow(
            id_,
            day_of(day),
            time_of(at),
            title,
            body,
            source,
            author,
            language,
            list_of(tags),
            list_of(names),
            list_of(topics),
            leader or "",
            bool(leads),
        )


def last_number(connection: sqlite3.Connection) -> int:
    """Return the highest number of an article, 0 where there is none."""
    found: int = connection.execute("SELECT coalesce(max(number), 0) FROM articles").fetchone()[0]
    return found
