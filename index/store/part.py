"""What the parts of the store share: the database, and small conversions between values and columns."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import Any

import orjson

from index.store.database import Database


class Part:
    """A part of the store's API over the shared database."""

    _database: Database


def now_text() -> str:
    """Return this moment as an ISO timestamp in UTC; as text these sort as they follow each other."""
    return datetime.now(UTC).isoformat(timespec="microseconds")


def day_of(ordinal: int | None) -> date | None:
    """Return the day of a column, None where it is NULL."""
    return None if ordinal is None else date.fromordinal(ordinal)


def time_of(text: str | None) -> time | None:
    """Return the time of a column, None where it is NULL."""
    return None if text is None else time.fromisoformat(text)


def list_of(text: str | None) -> tuple[str, ...]:
    """Return the strings of a column that holds a JSON list, none where it is NULL."""
    return tuple(orjson.loads(text)) if text else ()


def list_text(values: tuple[str, ...]) -> str:
    """Return strings as a JSON list for a column."""
    return orjson.dumps(values).decode()


def json_value(stored: bytes) -> Any:
    """Return the value of a column that holds JSON."""
    return orjson.loads(stored)
