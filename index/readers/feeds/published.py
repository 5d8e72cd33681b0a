"""When an entry was published, as the feed's own clock says, and in agreement with what feedparser reads."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from time import struct_time
from typing import Final

from index.dates.order import DateOrder
from index.dates.parse import ParsedDate, parse_date
from index.sanitise import sanitise_line

_QUOTED_CHARACTERS: Final = 60
_WEST: Final = timedelta(hours=-12)
_EAST: Final = timedelta(hours=14)
"""How far clocks of this world are from UTC."""
_OF_TODAY: Final = re.compile(r"-|\d{1,3}$|\d{4}(?!-?\d)|T?\d\d?:\d\d", re.ASCII)
"""How texts begin that feedparser completes with the year or month of today, which is no date of theirs."""


@dataclass(frozen=True, slots=True)
class Stamp:
    """A date of an entry.

    Attributes:
        text: as the feed writes it.
        utc: as feedparser reads it, or None where it does not.
    """

    text: str
    utc: struct_time | None


@dataclass(frozen=True, slots=True)
class Published:
    """The value for the date of an article, and a doubt about it, or an empty string."""

    value: str | datetime | None = None
    doubt: str = ""


def published(stamps: Iterable[Stamp], order: DateOrder) -> Published:
    """Return the first of several dates that can be read.

    The wall time that the feed writes is kept, where reading it agrees with feedparser but for the zone;
    else feedparser's reading counts, which knows more ways to write a date, and is in UTC.
    """
    unread = ""
    for stamp in stamps:
        text = stamp.text.strip()
        if not text:
            continue
        ours = parse_date(text, order=order)
        theirs = None if _OF_TODAY.match(text) else _moment(stamp.utc)
        if theirs is None and ours.day is None:
            unread = unread or text
            continue
        if theirs is None or _agree(ours, theirs):
            return Published(text)
        shown = sanitise_line(text)[:_QUOTED_CHARACTERS]
        return Published(theirs, f"The date “{shown}” was read as {theirs:%Y-%m-%d %H:%M} UTC.")
    return Published(unread or None)


def _moment(utc: struct_time | None) -> datetime | None:
    try:
        return (
            datetime(*utc[:6]) if utc is not None else None
        )  # naive on purpose: it is compared with a wall time
    except (ValueError, OverflowError):
        return None


def _agree(ours: ParsedDate, theirs: datetime) -> bool:
    if ours.day is None:
        return False
    if ours.time is None:
        return abs(ours.day - theirs.date()) <= timedelta(days=1)
    return _WEST <= datetime.combine(ours.day, ours.time or time()) - theirs <= _EAST
