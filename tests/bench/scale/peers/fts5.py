"""SQLite FTS5 with the same counts: the matching rows once into a temporary table, all else by joins."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from time import perf_counter
from typing import Final

from tests.bench.scale.making import PeerArticle
from tests.bench.scale.queries import Asked
from tui.queries.answering import PAGE_HITS

NAME: Final = "SQLite FTS5"
MOST_ARTICLES: Final = 100_000
_BATCH: Final = 5_000
_CACHE_KIBIBYTES: Final = 512_000
_SCHEMA: Final = """
CREATE VIRTUAL TABLE news USING fts5(title, body, tokenize = 'porter unicode61 remove_diacritics 2');
CREATE TABLE articles (number INTEGER PRIMARY KEY, id TEXT, day INTEGER, source INTEGER);
CREATE TABLE facet_values (number INTEGER PRIMARY KEY, field TEXT, value TEXT);
CREATE TABLE topics (article INTEGER, value INTEGER, PRIMARY KEY (article, value)) WITHOUT ROWID;
CREATE TABLE names (article INTEGER, value INTEGER, PRIMARY KEY (article, value)) WITHOUT ROWID;
"""
_MATCHING: Final = (
    "INSERT INTO matching SELECT a.number, a.day, a.source FROM news n JOIN articles a ON a.number = n.rowid"
    " WHERE news MATCH ? AND a.day BETWEEN ? AND ?"
)
_LAST_DAY: Final = 1 << 31
_BY_VALUE: Final = "SELECT v.value, c.n FROM ({}) c JOIN facet_values v ON v.number = c.s ORDER BY c.n DESC"
# CROSS JOIN keeps SQLite from going through all values where few articles match.
_JOINED: Final = (
    "SELECT t.value s, count(*) n FROM matching m CROSS JOIN {} t ON t.article = m.number GROUP BY t.value"
)
_ANSWER: Final = (
    "SELECT count(*) FROM matching",
    "SELECT day, count(*) FROM matching GROUP BY day",
    _BY_VALUE.format("SELECT source s, count(*) n FROM matching GROUP BY source"),
    _BY_VALUE.format(_JOINED.format("topics")),
    _BY_VALUE.format(_JOINED.format("names")),
)
_PAGE: Final = (
    "SELECT a.id, n.title, a.day, snippet(news, 1, '[', ']', '…', 20) FROM news n"
    " JOIN articles a ON a.number = n.rowid WHERE news MATCH ? AND a.number IN"
    " (SELECT number FROM matching ORDER BY day, number LIMIT ?) ORDER BY a.day, a.number"
)


class Fts5:
    """Asks SQLite.

    Args:
        path: of the database.
    """

    def __init__(self, path: Path) -> None:
        self._database = sqlite3.connect(path)
        self._database.executescript(
            f"PRAGMA synchronous = OFF; PRAGMA journal_mode = WAL; PRAGMA temp_store = MEMORY;"
            f"PRAGMA cache_size = -{_CACHE_KIBIBYTES};"
        )

    def fill(self, articles: Iterable[PeerArticle]) -> float:
        """Index articles; return the seconds."""
        started = perf_counter()
        self._database.executescript(_SCHEMA)
        known: dict[tuple[str, str], int] = {}
        numbered = enumerate(articles, 1)
        while batch := list(islice(numbered, _BATCH)):
            with self._database:
                self._insert(batch, known)
        with self._database:
            self._database.executemany(
                "INSERT INTO facet_values VALUES (?, ?, ?)", ((n, *key) for key, n in known.items())
            )
        self._database.execute("ANALYZE")
        seconds = perf_counter() - started
        self._database.execute(
            "CREATE TEMP TABLE matching (number INTEGER PRIMARY KEY, day INTEGER, source INTEGER)"
        )
        return seconds

    def __call__(self, asked: Asked) -> float | None:
        """Answer a query; return the seconds."""
        text = _in_fts5(asked)
        if not text:
            return None
        period = asked.period
        days = (period.first.toordinal(), period.last.toordinal()) if period else (0, _LAST_DAY)
        started = perf_counter()
        with self._database:
            self._database.execute("DELETE FROM matching")
            self._database.execute(_MATCHING, (text, *days))
        self._database.execute(_PAGE, (text, PAGE_HITS)).fetchall()
        for sql in _ANSWER:
            self._database.execute(sql).fetchall()
        return perf_counter() - started

    def close(self) -> None:
        """Let go of the database."""
        self._database.close()

    def _insert(self, batch: list[tuple[int, PeerArticle]], known: dict[tuple[str, str], int]) -> None:
        def number_of(field: str, value: str) -> int:
            return known.setdefault((field, value), len(known) + 1)

        def rows(field: str) -> Iterator[tuple[int, int]]:
            for number, article in batch:
                for value in article.topics if field == "topic" else article.names:
                    yield number, number_of(field, value)

        insert = self._database.executemany
        insert(
            "INSERT INTO news (rowid, title, body) VALUES (?, ?, ?)",
            ((number, article.title, article.body) for number, article in batch),
        )
        insert(
            "INSERT INTO articles VALUES (?, ?, ?, ?)",
            ((number, a.id, a.day, number_of("source", a.source)) for number, a in batch),
        )
        insert("INSERT INTO topics VALUES (?, ?)", rows("topic"))
        insert("INSERT INTO names VALUES (?, ?)", rows("name"))


def _in_fts5(asked: Asked) -> str:
    """Return a query in the language of FTS5, empty where that has none for it."""
    if asked.kind == "fuzzy":
        return ""
    if asked.kind == "phrase":
        return '"' + " ".join(asked.words) + '"'
    return " AND ".join(f'"{word}"' for word in asked.words) + ("*" if asked.kind == "prefix" else "")
