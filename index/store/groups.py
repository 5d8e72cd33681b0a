"""Signatures of articles and the groups of near-duplicates that were found by them."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import time
from typing import Any, Final

import orjson

from index.store.changes import LOG
from index.store.database import Row
from index.store.part import Part, json_value

GROUPS_SETTING: Final = "groups"
"""The setting that says up to which change articles have signatures, and by which rules these were made."""

REGROUPED_SETTING: Final = "regrouped"
"""The setting that says which change was the last by which an article came into another group."""

UNDATED_MOMENT: Final = 1 << 62
"""The moment of an undated article: after all others."""

_SECONDS_OF_DAY: Final = 24 * 60 * 60
_CHUNK: Final = 5_000
"""Signatures read at once. Between two chunks no read is open."""

_PENDING: Final = (
    "SELECT c.seq, a.number, a.version, a.day, a.time, s.version, s.moment FROM changes c"
    " LEFT JOIN articles a ON a.id = c.id LEFT JOIN signatures s ON s.number = a.number"
    " WHERE c.seq > ? ORDER BY c.seq LIMIT ?"
)
_MEMBERS: Final = (
    "SELECT a.id, l.id FROM articles a JOIN twins t ON t.number = a.number"
    " JOIN articles l ON l.number = t.leader WHERE a.id IN ({})"
)
_LEADERS: Final = (
    "SELECT a.id FROM articles a WHERE a.id IN ({})"
    " AND EXISTS (SELECT 1 FROM twins t WHERE t.leader = a.number)"
)
_REGROUPED: Final = (
    "INSERT OR REPLACE INTO settings (key, value) SELECT ?, CAST(max(seq) AS TEXT) FROM changes"
)
_TOUCH: Final = "INSERT OR REPLACE INTO changes (id, deleted) SELECT id, 0 FROM articles WHERE number = ?"


@dataclass(frozen=True, slots=True)
class Unsigned:
    """An article whose text has no signature yet; `version` and `moment` are kept with the signature."""

    number: int
    version: int
    moment: int


@dataclass(frozen=True, slots=True)
class Membership:
    """Where an article stands in its group.

    Attributes:
        group: id of the article that leads the group.
        twin: whether another article leads it.
    """

    group: str
    twin: bool


class GroupsPart(Part):
    """Signatures, and who follows whom: articles that follow another one are twins of that leader."""

    # Signatures

    def grouping_state(self) -> dict[str, Any]:
        """Return up to which change signatures are made, and by which rules; empty before the first."""
        row = self._database.row("SELECT value FROM settings WHERE key = ?", (GROUPS_SETTING,))
        state = json_value(row[0]) if row else {}
        return state if isinstance(state, dict) else {}

    def unsigned(self, after: int, limit: int) -> tuple[int, list[Unsigned]]:
        """Look through up to `limit` changes after a number.

        Returns:
            The last change looked at (`after` where there is none), and the articles without signature.
        """
        last, found = after, []
        for seq, number, version, day, at, signed_version, signed_moment in self._database.rows(
            _PENDING, (after, limit)
        ):
            last = seq
            moment = _moment(day, at)
            if number is not None and (version, moment) != (signed_version, signed_moment):
                found.append(Unsigned(number, version, moment))
        return last, found

    def texts(self, numbers: Iterable[int]) -> Iterator[tuple[int, str, str]]:
        """Yield number, title and body of articles; unknown ones are left out."""
        sql = "SELECT number, title, body FROM articles WHERE number IN ({})"
        yield from self._database.rows_in(sql, numbers)

    def keep_signatures(self, signed: Iterable[tuple[Unsigned, bytes]], state: Mapping[str, Any]) -> None:
        """Keep signatures of articles, whose groups are then to be found, and how far signing has come."""
        stored = orjson.dumps(state)
        with self._database.transaction() as connection:
            for entry, bands in signed:
                connection.execute(
                    "INSERT OR REPLACE INTO signatures (number, id, version, moment, settled, bands)"
                    " SELECT number, id, ?, ?, 0, ? FROM articles WHERE number = ?",
                    (entry.version, entry.moment, bands, entry.number),
                )
                # What followed an article with another text need not be like this one.
                connection.execute(
                    "UPDATE signatures SET settled = 0 WHERE number IN"
                    " (SELECT number FROM twins WHERE leader = ?)",
                    (entry.number,),
                )
            connection.execute(
                "INSERT OR REPLACE INTO settings (key, value) VALUES (?, ?)", (GROUPS_SETTING, stored)
            )

    def clear_signatures(self) -> None:
        """Forget all signatures; groups stay until others are found."""
        with self._database.transaction() as connection:
            connection.execute("DELETE FROM signatures")
            connection.execute("DELETE FROM settings WHERE key = ?", (GROUPS_SETTING,))

    def unsettled(self, limit: int) -> list[int]:
        """Return up to `limit` articles with a signature whose group is not found yet."""
        rows = self._database.rows(
            "SELECT number FROM signatures WHERE settled = 0 ORDER BY number LIMIT ?", (limit,)
        )
        return [number for (number,) in rows]

    def unsettle(self, numbers: Iterable[int]) -> None:
        """Let the groups of articles be found anew."""
        with self._database.transaction() as connection:
            connection.executemany(
                "UPDATE signatures SET settled = 0 WHERE number = ?", ((number,) for number in numbers)
            )

    def count_unsettled(self) -> int:
        """Return how many articles with a signature wait for their group."""
        row = self._database.row("SELECT count(*) FROM signatures WHERE settled = 0")
        return int(row[0]) if row else 0

    def settled_signatures(self) -> Iterator[tuple[int, str, int, bytes]]:
        """Yield moment, id, number and bands of the articles whose groups are found."""
        after = -1
        while chunk := self._database.rows(
            "SELECT moment, id, number, bands FROM signatures"
            " WHERE settled = 1 AND number > ? ORDER BY number LIMIT ?",
            (after, _CHUNK),
        ):
            yield from chunk
            after = chunk[-1][2]

    def signatures(self, numbers: Iterable[int]) -> Iterator[Row]:
        """Yield moment, id, number and bands of some articles; those without signature are left out."""
        sql = "SELECT moment, id, number, bands FROM signatures WHERE number IN ({})"
        yield from self._database.rows_in(sql, numbers)

    # Groups

    def twins(self) -> dict[int, int]:
        """Return number of an article → number of its leader, for all articles that follow one."""
        return dict(self._database.rows("SELECT number, leader FROM twins"))

    def settle(self, leaders: Mapping[int, int]) -> int:
        """Keep who leads whom, by numbers; an article that leads itself follows nobody.

        All articles that are in another group by that are logged as changed.

        Returns:
            How many these are.
        """
        with self._database.transaction() as connection:
            changed = {
                number: leader
                for number, leader in leaders.items()
                if _leader_of(connection, number) != leader
            }
            concerned = {*changed.values(), *(_leader_of(connection, number) for number in changed)}
            leading = {number for number in concerned if _leads(connection, number)}
            for number, leader in changed.items():
                connection.execute("DELETE FROM twins WHERE number = ?", (number,))
                if number != leader:
                    connection.execute("INSERT INTO twins (number, leader) VALUES (?, ?)", (number, leader))
            others = {number for number in concerned if _leads(connection, number) != (number in leading)}
            touched = others.union(changed)
            connection.executemany(_TOUCH, ((number,) for number in sorted(touched)))
            if touched:
                connection.execute(_REGROUPED, (REGROUPED_SETTING,))
            connection.executemany(
                "UPDATE signatures SET settled = 1 WHERE number = ?", ((number,) for number in leaders)
            )
        return len(touched)

    def regrouped(self, after: int) -> bool:
        """Return whether an article came into another group after a change, so that lists have other rows."""
        row = self._database.row("SELECT value FROM settings WHERE key = ?", (REGROUPED_SETTING,))
        return row is not None and int(row[0]) > after

    def groups(self, ids: Sequence[str]) -> dict[str, Membership]:
        """Return where articles stand in their groups, by id; what is like no other one is left out."""
        found = {leader: Membership(leader, False) for (leader,) in self._database.rows_in(_LEADERS, ids)}
        for id_, leader in self._database.rows_in(_MEMBERS, ids):
            found[id_] = Membership(leader, True)
        return found

    def members(self, group: str) -> list[str]:
        """Return the ids of a group, by the id of its leader, which comes first; none where there is none."""
        rows = self._database.rows(
            "SELECT a.id FROM articles l JOIN twins t ON t.leader = l.number"
            " JOIN articles a ON a.number = t.number WHERE l.id = ? ORDER BY a.id",
            (group,),
        )
        return [group, *(id_ for (id_,) in rows)] if rows else []


def leave_group(connection: sqlite3.Connection, number: int) -> None:
    """Forget the signature of an article that is deleted or has another text; its group is found anew."""
    concerned = connection.execute(
        "SELECT id FROM articles WHERE number IN (SELECT leader FROM twins WHERE number = ?)"
        " OR number IN (SELECT number FROM twins WHERE leader = ?)",
        (number, number),
    ).fetchall()
    connection.execute(
        "UPDATE signatures SET settled = 0 WHERE number IN (SELECT number FROM twins WHERE leader = ?)",
        (number,),
    )
    connection.execute("DELETE FROM twins WHERE number = ? OR leader = ?", (number, number))
    connection.execute("DELETE FROM signatures WHERE number = ?", (number,))
    connection.executemany(LOG, ((id_, 0) for (id_,) in concerned))


def _moment(day: int | None, at: str | None) -> int:
    if day is None:
        return UNDATED_MOMENT
    moment = time.fromisoformat(at) if at else time()
    return day * _SECONDS_OF_DAY + moment.hour * 3600 + moment.minute * 60 + moment.second


def _leader_of(connection: sqlite3.Connection, number: int) -> int:
    row = connection.execute("SELECT leader FROM twins WHERE number = ?", (number,)).fetchone()
    return int(row[0]) if row else number


def _leads(connection: sqlite3.Connection, number: int) -> bool:
    row = connection.execute("SELECT 1 FROM twins WHERE leader = ? LIMIT 1", (number,)).fetchone()
    return row is not None
